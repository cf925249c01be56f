import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Readable, Writable } from 'node:stream';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { register } from '../../src/claims/register.js';
import { answerLine, batch } from '../../src/cli/batch.js';
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
  .filter(({ request }) => request.command === 'margin');

describe('batch', () => {
  test.each(examples.map(({ request, answer }) => [JSON.stringify(request), answer] as const))(
    'answers %s as published',
    async (line, answer) => {
      const found = JSON.parse(await answerLine(line)) as Record<string, unknown>;
      expect(found).toEqual(answer);
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
    const ask = async (x: string) =>
      JSON.parse(await answerLine(`{"id":1,"command":"margin","dataset":{"x":[[${x}]],"y":[1]}}`)) as object;
    for (const x of ['1.7e308,1.7e308', '"1e2000"', '"1e-400"'])
      expect(await ask(x)).toMatchObject({ separable: true, gamma: null });
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
    ['{"id":1,"command":"constructor"}', 'command', 'command is "constructor", expected one of margin', 'command'],
    [
      '{"id":1,"command":"margin","dataset":{"x":[[1e999]],"y":[1]}}',
      'not-finite',
      'dataset.x[0][0] is Infinity, expected a finite number',
      'dataset.x[0][0]',
    ],
  ])('%s', async (line, code, message, path) => {
    expect(JSON.parse(await answerLine(line))).toEqual({ id: 1, error: { code, message, path } });
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
    const { id, error, separable } = JSON.parse(text) as {
      id: unknown;
      error?: { code: string; message: string };
      separable?: boolean;
    };
    expect(id).not.toBeUndefined();
    expect((error === undefined) !== (separable === undefined)).toBe(true);
    if (error) expect(error.message.length).toBeGreaterThan(0);
  });
});

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
    [[], 'no command is given, expected margin, claims, batch, or --help'],
    [['margin', 'x', '--jsn'], "unknown option '--jsn'"],
    [['margin', ''], '"": the file cannot be read (ENOENT), expected a dataset'],
    [['dance'], "unknown command 'dance', expected margin, claims, batch"],
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
