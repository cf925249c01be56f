import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Readable, Writable } from 'node:stream';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { register } from '../../src/claims/register.js';
import { answerLine, batch } from '../../src/cli/batch.js';
import { createProgress } from '../../src/cli/progress.js';
import type { Sample } from '../../src/flow/flow.js';
import { verifyMargin, type MarginClaim } from '../../src/oracle/verify-margin.js';
import { law } from '../harness/law.js';

const root = new URL('../../', import.meta.url).pathname;

interface Run {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** The program as a user runs it. */
async function run(args: readonly string[], input = ''): Promise<Run> {
  const child = promisify(execFile)(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', ...args], { cwd: root });
  child.child.stdin?.end(input);
  try {
    const { stdout, stderr } = await child;
    return { status: 0, out: stdout, err: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { status: code, out: stdout, err: stderr };
  }
}

interface Example {
  readonly request: { readonly command: string; readonly dataset: { x: (number | string)[][]; y: number[] } };
  readonly answer: Record<string, unknown>;
}

const examples = readFileSync(`${root}fixtures/batch-examples.ndjson`, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Example)
  .filter(({ request }) => ['margin', 'network-margin', 'flow'].includes(request.command));

/** Equal up to rounding in numbers, with every field of `answer` but the network, which is not unique; `found` may have more. */
function expectAnswer(found: unknown, answer: unknown): void {
  if (typeof answer === 'number') expect(found).toBeCloseTo(answer, 12);
  else if (typeof answer !== 'object' || answer === null) expect(found).toBe(answer);
  else for (const [key, value] of Object.entries(answer)) expectAnswer((found as Record<string, unknown>)[key], value);
}

/** A request of `flow` on two points, with what is to be changed in it. */
const flowLine = (changes: object): string => {
  const [x, y] = [
    [
      [1, 0],
      [-1, 0],
    ],
    [1, -1],
  ];
  const dataset = { x, y };
  return JSON.stringify({ id: 1, command: 'flow', leak: 0.5, dataset, ...changes });
};
const ask = async (line: string): Promise<Record<string, unknown>> =>
  JSON.parse(await answerLine(line)) as Record<string, unknown>;

describe('batch', () => {
  test.each(examples.map(({ request, answer }) => [JSON.stringify(request), answer] as const))(
    'answers %s as published',
    async (line, answer) => {
      const found = await ask(line);
      if (found.separable !== undefined) expect(found).toEqual(answer);
      else expectAnswer(found, { ...answer, network: {} });
    },
  );

  const answers = async (text: string | Uint8Array): Promise<string[]> => {
    let out = '';
    const sink = new Writable({
      highWaterMark: 1,
      write: (chunk: Buffer, _, done) => {
        out += chunk.toString();
        setImmediate(done);
      },
    });
    const bytes = Buffer.from(text as string);
    await batch(Readable.from([bytes.subarray(0, 7), bytes.subarray(7)]), sink);
    return out.split('\n').slice(0, -1);
  };

  test('answers every line in order, bad ones too, and keeps the text of each id', async () => {
    const good = '{"id":12345678901234567890,"command":"margin","dataset":{"x":[["1/3"]],"y":[1]}}';
    const lines = [good, 'nonsense', '', '[1]', '{"id":"é","command":"dance"}', '{"id":3,"id":4}', good];
    const found = (await answers(`${lines.join('\r\n')}\n`)).map((line) =>
      line.replace(/"message":"[^"\\]*(\\.[^"\\]*)*"/, '"message":""'),
    );
    const error = (id: string, code: string, path = '') =>
      `{"id":${id},"error":{"code":"${code}","message":"","path":"${path}"}}`;
    expect(found.slice(1, 6)).toEqual([
      error('null', 'json'),
      error('null', 'json'),
      error('null', 'type'),
      error('"é"', 'command', 'command'),
      error('3', 'duplicate-key', 'id'),
    ]);
    expect(found[0]).toBe(found[6]);
    expect(found[0]).toMatch(/^\{"id":12345678901234567890,"separable":true,.*"gammaSquared":"1\/9"/);
  });

  test('text that is not UTF-8, a byte-order mark, deep nesting and a long line each get one answer, and the next line too', async () => {
    const good = '{"id":2,"command":"margin","dataset":{"x":[[1]],"y":[1]}}';
    const nested = `{"id":1,"dataset":{"x":${'['.repeat(3000)}${']'.repeat(3000)}}}`;
    const wide = `{"id":1,"command":"margin","dataset":{"x":[[${'1,'.repeat(1_000_000)}1]],"y":[1]}}`;
    const bits = `{"id":1,"command":"margin","dataset":{"x":[${Array.from({ length: 60 }, (_, i) => `[${Array.from({ length: 30 }, (__, j) => `1e${((i * 31 + j * 17) % 600) - 300}`).join()}]`).join()}],"y":[${new Array(60).fill(1).join()}]}}`;
    const bytes = Buffer.concat([
      Buffer.from(`\uFEFF${good}\n`),
      Buffer.from([0x7b, 0x22, 0xe9, 0x22, 0x7d, 0x0a]),
      Buffer.from([nested, wide, bits, '{"id":[1,\r2]}', 'x'.repeat(33 * 1024 * 1024), good].join('\n')),
    ]);
    const found = (await answers(bytes)).map((line) => JSON.parse(line) as { id: unknown; error?: { code: string } });
    const codes = found.map(({ id, error }) => [id, error?.code]);
    expect(codes).toEqual([
      [2, undefined],
      [null, 'encoding'],
      [null, 'json'],
      [1, 'too-large'],
      [1, 'too-large'],
      [[1, 2], 'command'],
      [null, 'too-large'],
      [2, undefined],
    ]);
  });

  test('gamma is null where no double holds it', async () => {
    for (const x of ['1.7e308,1.7e308', '"1e2000"', '"1e-400"'])
      expect(await ask(`{"id":1,"command":"margin","dataset":{"x":[[${x}]],"y":[1]}}`)).toMatchObject({
        separable: true,
        gamma: null,
      });
  });

  test('a last line without its end is answered, and no line gives no answer', async () => {
    expect(await answers('{"id":1}')).toHaveLength(1);
    expect(await answers('')).toEqual([]);
  });

  test.each([
    ['{"id":1,"command":"margin"}', 'type', 'dataset is undefined, expected an object with x, y', 'dataset'],
    [
      '{"id":1,"command":"margin","dataset":{"x":[[1]],"y":[1]},"leak":1}',
      'unknown-key',
      'the JSON has the key "leak", expected only id, command, dataset',
      'leak',
    ],
    [
      '{"id":1,"command":"margin","dataset":{"x":[[1]],"y":[1],"w":1}}',
      'unknown-key',
      'dataset has the key "w", expected only x, y',
      'dataset.w',
    ],
    [
      '{"id":1,"command":"constructor"}',
      'command',
      'command is "constructor", expected one of margin, network-margin, check, flow',
      'command',
    ],
    [
      '{"id":1,"command":"margin","dataset":{"x":[[1e999]],"y":[1]}}',
      'not-finite',
      'dataset.x[0][0] is Infinity, expected a finite number',
      'dataset.x[0][0]',
    ],
  ])('%s', async (line, code, message, path) => {
    expect(JSON.parse(await answerLine(line))).toEqual({ id: 1, error: { code, message, path } });
  });

  test('flow has the fields of the interface, and null for what JSON cannot hold', async () => {
    const fields = ['id', 'status', 'theta', 'margin', 'logLoss', 'logTime', 'kkt', 'steps', 'events', 'merged'];
    const found = await ask(flowLine({ width: 3, seed: 7 }));
    expect(Object.keys(found)).toEqual(fields);
    expect([found.status, Object.keys(found.theta as object)]).toEqual(['converged', ['w', 'a']]);
    expect((found.theta as { w: number[][] }).w.map((row) => row.length)).toEqual([2, 2, 2]);
    const none = await ask(flowLine({ dataset: { x: [[1], [1]], y: [1, -1] } }));
    expect(Object.keys(none)).toEqual([...fields, 'why']);
    expect(none).toMatchObject({
      status: 'not-separated',
      logTime: null,
      kkt: { stationarity: null, feasibility: null, complementarity: null },
      why: 'points 0 and 1 are one input with two labels',
    });
  });

  test('flow draws the start that is asked for, and the default is width 4, gaussian, e^-40, seed 1', async () => {
    const spelt = { width: 4, init: 'gaussian', logSigma: -40, seed: 1 };
    expect(await ask(flowLine(spelt))).toEqual(await ask(flowLine({})));
    const changes = [{ width: 3 }, { init: 'balanced' }, { logSigma: -4 }, { seed: -1 }, { leak: '1/3' }];
    for (const change of changes) expect(await ask(flowLine(change))).not.toEqual(await ask(flowLine({})));
  });

  test('flows and bad lines are answered in order', async () => {
    const lines = [flowLine({}), flowLine({ leak: 2 }), '{', flowLine({ id: 'x', initial: {} }), flowLine({ id: 5 })];
    const found = (await answers(lines.join('\n'))).map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(found.map(({ id, status, error }) => [id, status, (error as { code: string } | undefined)?.code])).toEqual([
      [1, 'converged', undefined],
      [1, undefined, 'range'],
      [null, undefined, 'json'],
      ['x', undefined, 'type'],
      [5, 'converged', undefined],
    ]);
  });

  const initial = { w: [[0.3, 0.8]], a: [0.7], logScale: -40 };
  const wide = { x: Array.from({ length: 2000 }, () => [1, 2, 3]), y: new Array<number>(2000).fill(1) };
  const refused: [object, string, string, string][] = [
    [{ leak: undefined }, 'not-a-number', 'leak is undefined, expected a number strictly between 0 and 1', 'leak'],
    [{ leak: null }, 'not-a-number', 'leak is null, expected a number strictly between 0 and 1', 'leak'],
    [{ leak: 1 }, 'range', 'leak is 1, expected a number strictly between 0 and 1', 'leak'],
    [{ leak: '0/1' }, 'range', 'leak is "0/1", expected a number strictly between 0 and 1', 'leak'],
    [{ width: 0 }, 'range', 'width is 0, expected an integer from 1 to 10000', 'width'],
    [{ width: 1.5 }, 'range', 'width is 1.5, expected an integer from 1 to 10000', 'width'],
    [
      { width: 10_000, dataset: wide },
      'too-large',
      'width asks for 10000 neurons on 2000 points in dimension 3, expected a product of at most 10000000',
      'width',
    ],
    [{ init: 'zero' }, 'init', 'init is "zero", expected gaussian or balanced', 'init'],
    [{ logSigma: 21 }, 'range', 'logSigma is 21, expected a number from -1000000 to 20', 'logSigma'],
    [
      { seed: 2 ** 31 },
      'range',
      `seed is ${2 ** 31}, expected an integer from ${-(2 ** 31)} to ${2 ** 31 - 1}`,
      'seed',
    ],
    [{ initial, seed: 1 }, 'conflict', 'seed is given beside initial, expected one of the two', 'seed'],
    [{ initial: 3 }, 'type', 'initial is 3, expected an object with w, a, logScale', 'initial'],
    [
      { initial: { ...initial, leak: 1 } },
      'unknown-key',
      'initial has the key "leak", expected only w, a, logScale',
      'initial.leak',
    ],
    [
      { initial: { ...initial, w: 1 } },
      'type',
      'initial.w is 1, expected an array with one row of weights a neuron',
      'initial.w',
    ],
    [{ initial: { ...initial, w: [] } }, 'empty', 'initial.w is empty, expected at least one neuron', 'initial.w'],
    [{ initial: { ...initial, w: [4] } }, 'type', 'initial.w[0] is 4, expected an array with numbers', 'initial.w[0]'],
    [
      { initial: { ...initial, w: [[1, 2], [3]] } },
      'ragged',
      'initial.w[1] has 1 entry, expected 2, the dimension of the points',
      'initial.w[1]',
    ],
    [
      { initial: { ...initial, w: [[1, 'a']] } },
      'not-a-number',
      'initial.w[0][1] is "a", expected a finite number',
      'initial.w[0][1]',
    ],
    [
      { initial: { ...initial, a: ['1e999'] } },
      'range',
      'initial.a[0] is "1e999", expected a finite number',
      'initial.a[0]',
    ],
    [
      { initial: { ...initial, a: [1, 2] } },
      'length',
      'initial.a has 2 entries, expected 1, the number of rows of initial.w',
      'initial.a',
    ],
    [
      { initial: { ...initial, w: new Array(10_001).fill([1, 1]) } },
      'too-large',
      'initial.w has 10001 rows, expected at most 10000',
      'initial.w',
    ],
    [
      { initial: { w: [[1, 1]], a: [1] } },
      'not-a-number',
      'initial.logScale is undefined, expected a number from -1000000 to 20',
      'initial.logScale',
    ],
    [
      { dataset: { x: [['1e400']], y: [1] } },
      'not-finite',
      'dataset.x[0][0] is beyond doubles, expected one up to 1.7e308',
      'dataset.x[0][0]',
    ],
    [
      { tolerance: 1 },
      'unknown-key',
      'the JSON has the key "tolerance", expected only id, command, dataset, leak, width, init, logSigma, seed, initial',
      'tolerance',
    ],
  ];
  test.each(refused.map(([changes, code, message, path]) => [message, code, path, changes] as const))(
    'flow: %s',
    async (message, code, path, changes) => {
      expect(await ask(flowLine(changes))).toEqual({ id: 1, error: { code, message, path } });
    },
  );

  const networkLine = (changes: object): string =>
    JSON.stringify({
      id: 1,
      command: 'network-margin',
      leak: 0.5,
      dataset: { x: [[1], [-1]], y: [1, -1] },
      ...changes,
    });
  test.each([
    [{ leak: undefined }, 'not-a-number', 'leak is undefined, expected a number strictly between 0 and 1', 'leak'],
    [{ leak: 0 }, 'range', 'leak is 0, expected a number strictly between 0 and 1', 'leak'],
    [{ gap: 0 }, 'range', 'gap is 0, expected a number from 1e-12 to less than 1', 'gap'],
    [
      { width: 2 },
      'unknown-key',
      'the JSON has the key "width", expected only id, command, dataset, leak, gap',
      'width',
    ],
  ])('network-margin: %s is refused', async (changes, code, message, path) => {
    expect(await ask(networkLine(changes))).toEqual({ id: 1, error: { code, message, path } });
  });

  test('network-margin has the fields of the interface, and why where the bracket stays open', async () => {
    const found = await ask(networkLine({}));
    expect(Object.keys(found)).toEqual(['id', 'lower', 'upper', 'gap', 'network']);
    expect(Object.keys(found.network as object)).toEqual(['w', 'a']);
    // symmetric, with a margin at the rounding of the points
    const z = [[1e-14, 1], [1e-14, -1]]; // prettier-ignore
    const dataset = { x: [...z, ...z.map((row) => row.map((t) => -t))], y: [1, 1, -1, -1] };
    const open = await ask(networkLine({ dataset, gap: 1e-9 }));
    expect(open.why).toBe('the gap no longer shrinks: the weights are at the rounding of doubles');
    expect(open.lower).toBeGreaterThan(0);
    expect(open.upper).toBeGreaterThan(open.lower as number);
  });

  test('a margin that no double holds is null', async () => {
    const found = await ask(networkLine({ dataset: { x: [['1e400']], y: [1] } }));
    expect(found).toMatchObject({ lower: null, upper: null });
  });

  test('check answers with assumptions, claims, margins and what the flow leaves', async () => {
    const found = await ask(flowLine({ command: 'check' }));
    expect(Object.keys(found)).toEqual([
      'id',
      'assumptions',
      'claims',
      'linear',
      'oneNeuron',
      'network',
      'flow',
      'left',
    ]);
    expect(found).toMatchObject({
      assumptions: [
        { id: 'separable', meets: true },
        { id: 'symmetric', meets: true },
        { id: 'distinct', meets: true },
        { id: 'unit-ball', meets: true },
      ],
      linear: { gamma: 1, gammaSquared: '1', networkMargin: 0.375 },
      oneNeuron: { margin: 0.25 },
      network: { width: 2 },
      flow: { status: 'converged' },
    });
    const { linear, network } = found.left as { linear: number; network: number[] };
    for (const t of [linear, ...network]) expect(Math.abs(t)).toBeLessThan(1e-9);
    const none = await ask(flowLine({ command: 'check', dataset: { x: [[1], [1]], y: [1, -1] } }));
    expect(none).toMatchObject({
      linear: null,
      oneNeuron: null,
      network: { lower: 0, upper: 0 },
      left: { linear: null, network: null },
    });
  });

  const keys = fc.constantFrom('id', 'command', 'dataset', 'x', 'y', '__proto__', 'constructor', 'leak');
  const lines = fc.oneof(
    fc.json(),
    fc.dictionary(keys, fc.jsonValue()).map((o) => JSON.stringify(o)),
    fc.string({ unit: 'binary' }),
    fc
      .record({ x: fc.jsonValue(), y: fc.jsonValue() })
      .map((dataset) => JSON.stringify({ id: 1, command: 'margin', dataset })),
    fc
      .constantFrom(...examples.map(({ request }) => JSON.stringify(request)))
      .chain((s) => fc.nat({ max: s.length }).map((k) => s.slice(0, k) + s.slice(k + 1))),
  );
  law('any line has exactly one line of JSON for an answer', lines, async (line) => {
    const text = await answerLine(line);
    expect(text).not.toMatch(/[\n\r]/);
    const { id, error, separable, status, lower } = JSON.parse(text) as {
      id: unknown;
      error?: { code: string; message: string };
      separable?: boolean;
      status?: string;
      lower?: number;
    };
    expect(id).not.toBeUndefined();
    expect([error, separable, status, lower].filter((part) => part !== undefined)).toHaveLength(1);
    if (error) expect(error.message.length).toBeGreaterThan(0);
  });
});

const iris = 'fixtures/datasets/iris-setosa.svm';

describe('the program', () => {
  test.each(['iris-setosa.svm', 'wine-1.svm'])(
    'margin %s --json has a certificate that the verifier accepts, and none of its neighbours',
    async (name) => {
      const file = `${root}fixtures/datasets/${name}`;
      const { status, out, err } = await run(['margin', file, '--json']);
      expect([status, err]).toEqual([0, '']);
      const claim = JSON.parse(out) as MarginClaim & { gamma: number };
      const { x, y } = rawSvmlight(readFileSync(file, 'utf8'));
      expect(verifyMargin(x, y, claim)).toBeUndefined();
      const { weights } = claim.certificate;
      weights.forEach((w, i) => {
        const changed = weights.map((t, j) => (j === i ? String(BigInt(w) + 1n) : t));
        expect(verifyMargin(x, y, { ...claim, certificate: { weights: changed } })).not.toBeUndefined();
      });
    },
  );

  test('margin prints the exact square for people too', async () => {
    const { out } = await run(['margin', '-'], '3,4,1\n4,3,1\n');
    expect(out).toContain('gamma*^2    49/2 exactly');
    const no = await run(['margin', '-'], '1,1\n1,-1\n');
    expect([no.status, no.out]).toEqual([0, expect.stringContaining('not linearly separable')]);
  });

  const pair = '1,0,1\n-1,0,-1\n';
  test('flow --json is what batch answers, and its text names the linear net of the same margin', async () => {
    const options = ['--leak', '1/4', '--width', '3', '--init', 'balanced', '--log-sigma', '-30', '--seed', '-5'];
    const { status, out, err } = await run(['flow', '-', ...options, '--json'], pair);
    expect([status, err]).toEqual([0, '']);
    const { id, ...wanted } = await ask(flowLine({ leak: 0.25, width: 3, init: 'balanced', logSigma: -30, seed: -5 }));
    expect([id, JSON.parse(out)]).toEqual([1, wanted]);
    const text = (await run(['flow', '-', ...options], pair)).out;
    expect(text).toContain('converged: 2 points in dimension 2\n');
    expect(text).toContain('linear pair     0.3125000000, ratio 1.0000000: (1 + leak)/4 gamma*\n');
    expect(text).toMatch(/ +(50\.00|49\.99)%/);
  });

  test('network-margin --json is what batch answers, and its text has both ends and the network', async () => {
    const { status, out, err } = await run(['network-margin', '-', '--leak', '1/4', '--json'], pair);
    expect([status, err]).toEqual([0, '']);
    const { id, ...wanted } = await ask(flowLine({ command: 'network-margin', leak: 0.25 }));
    expect([id, JSON.parse(out)]).toEqual([1, wanted]);
    const text = (await run(['network-margin', '-', '--gap', '1e-6'], pair)).out;
    expect(text).toMatch(
      /^closed: 2 points in dimension 2, leak 0.5\nlower end +0.3749999\d+, .*\nupper end +0.37500000\d+, /,
    );
    expect(text).toContain('network         2 neurons of unit norm: a, then w\n');
    expect((await run(['network-margin', '-'], '1,1\n1,-1\n')).out).toContain(
      'no network fits the data: 2 points in dimension 1',
    );
  });

  test('check says what the data meets and what the flow leaves on the table', async () => {
    const right = 'fixtures/datasets/figure-1-right.svm';
    const { status, out, err } = await run(['check', right, '--init', 'balanced', '--log-sigma', '-100']);
    expect([status, err]).toEqual([0, '']);
    expect(out).toContain('  yes  linearly separable (Assumption 3.2)        gamma* = 0.25000000\n');
    expect(out).toContain('  S3                does not apply: not symmetric\n');
    expect(out).toContain('  any network     0.2612038750, with 3 neurons\n');
    expect(out).toContain("  flow's limit    0.1250000000\n");
    expect(out).toContain('  left of any     52.14%\n');
    const { id, ...wanted } = await ask(flowLine({ command: 'check' }));
    expect([id, JSON.parse((await run(['check', '-', '--json'], pair)).out)]).toEqual([1, wanted]);
  });

  test('flow says when no net separates the data, and that is no error', async () => {
    const { status, out, err } = await run(['flow', '-'], '1,1\n1,-1\n');
    expect([status, err]).toEqual([0, '']);
    expect(out).toContain('not-separated (points 0 and 1 are one input with two labels): 2 points in dimension 1\n');
    expect(out).toContain('linear pair     none: the data is not linearly separable\n');
  });

  test('claims --json is the register, each with a test file that exists', async () => {
    const { status, out } = await run(['claims', '--json']);
    expect(status).toBe(0);
    const list = JSON.parse(out) as Record<string, unknown>[];
    expect(list.map(({ id }) => id)).toEqual(register.map(({ id }) => id));
    for (const { file, ...claim } of list) {
      expect(readFileSync(root + String(file), 'utf8')).not.toBe('');
      expect(Object.keys(claim).filter((key) => key !== 'dropped')).toEqual([
        'id',
        'source',
        'statement',
        'evidence',
        'expected',
      ]);
    }
  });

  test.each([
    [['margin'], "missing required argument 'file'"],
    [['margin', 'x', '--leak', '1'], "unknown option '--leak'"],
    [['flow', iris, '--leak', '1'], '--leak is "1", expected a number strictly between 0 and 1'],
    [['flow', iris, '--log-sigma', 'small'], '--log-sigma is "small", expected a number from -1000000 to 20'],
    [['flow', iris, '--seed'], "option '--seed <integer>' argument missing"],
    [[], 'no command is given, expected margin, network-margin, flow, check, claims, batch, or --help'],
    [['margin', 'x', '--jsn'], "unknown option '--jsn'"],
    [['margin', ''], '"": the file cannot be read (ENOENT), expected a dataset'],
    [['dance'], "unknown command 'dance', expected margin, network-margin, flow, check, claims, batch"],
    [['margin', 'no-such-file'], 'no-such-file: the file cannot be read (ENOENT), expected a dataset'],
  ])('%j is bad usage: status 2 and one line', async (args, message) => {
    const { status, out, err } = await run(args);
    expect([status, out, err]).toEqual([2, '', `margin-laws: ${message}\n`]);
  });

  test('help and version are no errors', async () => {
    expect((await run(['--help'])).status).toBe(0);
    expect((await run(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('progress', () => {
  const sample = { margin: 0.25, logSquaredNorm: 3 } as Sample;
  /** What is written when samples come at these times, in milliseconds after the start. */
  const written = (isTTY: boolean, times: readonly number[]): string[] => {
    const clock = vi.spyOn(performance, 'now').mockReturnValue(1e6);
    const lines: string[] = [];
    const { onSample, end } = createProgress({ isTTY, columns: 30, write: (text) => lines.push(text) });
    for (const time of [0, 0, ...times]) {
      clock.mockReturnValue(1e6 + time);
      onSample(sample);
    }
    end();
    clock.mockRestore();
    return lines;
  };

  test('a short run writes nothing', () => {
    expect(written(true, [999])).toEqual([]);
    expect(written(false, [999])).toEqual([]);
  });

  test('a long one writes a line every five seconds, or one that changes and goes', () => {
    expect(written(false, [999, 1000, 5999, 6000])).toEqual([
      'margin-laws: 1.0 s: 2 steps, margin 0.250000, ln |theta|^2 = 3.00\n',
      'margin-laws: 6.0 s: 4 steps, margin 0.250000, ln |theta|^2 = 3.00\n',
    ]);
    expect(written(true, [1000, 1100, 1200])).toEqual([
      '\r\x1b[K1.0 s: 1 steps, margin 0.2500',
      '\r\x1b[K1.2 s: 3 steps, margin 0.2500',
      '\r\x1b[K',
    ]);
  });
});

/** An svmlight reader of the test's own, for the verifier's independence. */
function rawSvmlight(text: string): { x: number[][]; y: number[] } {
  const rows = text
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line !== '')
    .map((line) => line.split(/\s+/));
  const d = Math.max(
    ...rows
      .flat()
      .filter((t) => t.includes(':'))
      .map((t) => Number(t.split(':')[0])),
  );
  const x = rows.map(([, ...tokens]) => {
    const row = new Array<number>(d).fill(0);
    for (const token of tokens) row[Number(token.split(':')[0]) - 1] = Number(token.split(':')[1]);
    return row;
  });
  return { x, y: rows.map(([label]) => Number(label)) };
}
