import { Readable, Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { batch } from '../../src/cli/batch.js';
import { settings } from '../harness/settings.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const MILLION = 1_000_000;
/** Lines after which the heap is as it stays: until then what was compiled at first is dropped again. */
const WARM = 400_000;
/** Bytes, 7 a line (seen: 1.2 MB less than before). */
const NOISE = 4e6;

/** A good line in ten, and no two alike; errors of all kinds. */
function line(i: number): string {
  const dataset = `{"x":[[${(i % 97) + 1},1],[-1,${i % 89}]],"y":[1,-1]}`;
  return [
    `{"id":${i},"command":"margin","dataset":${dataset}}`,
    `{"id":${i},"command":"margin","dataset":{"x":[[${i}],[1,2]],"y":[1,1]}}`,
    `{"id":${i}}`,
    `not a line, but ${i}`,
    `{"id":"${i}","id":2}`,
    `{"id":${i},"command":"dance ${i}"}`,
    `[${i}`,
    `{"id":${i},"command":"flow","leak":${i},"dataset":${dataset}}`,
    `{"id":${i},"command":"margin","dataset":{"x":[["${i}/0"]],"y":[1]}}`,
    `\u0000${i}`,
  ][i % 10];
}

/** As a pipe brings them: a thousand lines, then what else there is to do. */
async function* chunks(): AsyncGenerator<Buffer> {
  for (let i = 0; i < MILLION; i += 1000) {
    await setImmediate();
    yield Buffer.from(Array.from({ length: 1000 }, (_, k) => `${line(i + k)}\n`).join(''));
  }
}

test('a million lines have a million answers, and leave nothing in memory', async () => {
  let [count, last, warm] = [0, '', Infinity];
  const output = new Writable({
    write(chunk: Buffer, _, done) {
      count++;
      last = chunk.toString();
      if (count === WARM) {
        collect();
        warm = process.memoryUsage().heapUsed;
      }
      done();
    },
  });
  await batch(Readable.from(chunks()), output);
  collect();
  const kept = process.memoryUsage().heapUsed - warm;
  expect(count).toBe(MILLION);
  expect(last).toMatch(/^\{"id":null,"error":\{"code":"json"/);
  expect(Math.abs(kept)).toBeLessThan(NOISE);
});

/** A line of bytes without its end. */
const noise = fc.oneof(
  fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes.map((b) => (b === 10 ? 32 : b)))),
  fc.string({ unit: 'binary', maxLength: 40 }).map((s) => Buffer.from(s.replaceAll('\n', ' '))),
  fc.json({ maxDepth: 4 }).map((s) => Buffer.from(s)),
  fc
    .record({
      x: fc.jsonValue({ maxDepth: 3 }),
      y: fc.jsonValue({ maxDepth: 2 }),
      command: fc.constantFrom('margin', 'flow', 'check', 'network-margin'),
    })
    .map(({ command, x, y }) => Buffer.from(JSON.stringify({ id: 1, command, dataset: { x, y } }))),
);

test('ten thousand random lines through the program have ten thousand answers, one line of JSON each', async () => {
  const sent = fc.sample(noise, { seed: settings.seed, numRuns: 10_000 });
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', 'batch'], { cwd: ROOT });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  let err = '';
  child.stderr.on('data', (chunk) => (err += String(chunk)));
  child.stdin.end(Buffer.concat(sent.map((line) => Buffer.concat([line, Buffer.from('\n')]))));
  const [status] = (await once(child, 'close')) as [number];
  expect(status).toBe(0);
  expect(err).toMatch(/^(margin-laws: .* lines answered.*\n)*$/); // how far it is, and nothing else
  const answers = Buffer.concat(chunks).toString().trimEnd().split('\n');
  expect(answers).toHaveLength(10_000);
  const errors = answers.filter((line) => 'error' in (JSON.parse(line) as object));
  expect(errors.length).toBeGreaterThan(9_000);
});
