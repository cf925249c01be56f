import { readFileSync } from 'node:fs';
import { Readable, Writable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answerLine, batch } from '../../src/cli/batch.js';
import { law } from '../harness/law.js';
import { ask, flowLine, root } from '../harness/program.js';

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
  const wide = `{"id":1,"command":"margin","dataset":{"x":[[${'1,'.repeat(3_000_000)}1]],"y":[1]}}`;
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
    [null, 'too-large'],
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
