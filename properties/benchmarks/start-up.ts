/**
 * Times of what is waited for before anything is computed: `tsx properties/benchmarks/start-up.ts`. Prints one line each, a whole process from its start to
 * its end; writes the same to reports/bench-start-up.json.
 */
import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { promisify } from 'node:util';
import { writeWhole } from '../../src/report/write-whole.js';
import { NODE_ARGUMENTS, root } from '../harness/program.js';
import { median, show } from './timing.js';

const REPEATS = 7;

const VITEST = ['node_modules/vitest/vitest.mjs', 'run'];
const PROCESSES: Readonly<Record<string, readonly string[]>> = {
  node: ['--eval', '0'],
  'the help text': [...NODE_ARGUMENTS, '--help'],
  'the margin of a dataset in a file': [...NODE_ARGUMENTS, 'margin', 'fixtures/datasets/wine-1.svm'],
  'npm test, one law file': [...VITEST, 'properties/laws/verdict.test.ts'],
  'npm test, one claim': [...VITEST, 'properties/theorems/a2-g-function.test.ts', '-t', '^A2 '],
};

async function timeOf(args: readonly string[]): Promise<number> {
  const from = performance.now();
  await promisify(execFile)(process.execPath, args, { cwd: root });
  return performance.now() - from;
}

const machine = `${cpus()[0].model}, node ${process.version}`;
console.log(`${machine}; medians of ${REPEATS} processes, from start to end`);
const found = [];
for (const [name, args] of Object.entries(PROCESSES)) {
  const times: number[] = [];
  for (let k = 0; k < REPEATS; k++) times.push(await timeOf(args));
  found.push({ name, ms: median(times) });
  console.log(`${name}: ${show(median(times))}`);
}
mkdirSync('reports', { recursive: true });
writeWhole('reports/bench-start-up.json', `${JSON.stringify({ machine, found }, null, 2)}\n`);
