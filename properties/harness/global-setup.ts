import type { TestProject } from 'vitest/node';
import './meta.js';

/** One seed for the whole run: FC_SEED, or a fresh one; printed, so that any run can be repeated. */
export default function setup(project: TestProject): void {
  const given = process.env['FC_SEED'];
  const seed = given === undefined || given === '' ? Math.floor(Math.random() * 2 ** 31) : Number(given);
  if (!Number.isSafeInteger(seed)) throw new RangeError(`FC_SEED is ${JSON.stringify(given)}, expected an integer`);
  process.stdout.write(`fast-check seed ${seed} (FC_SEED=${seed} npm test repeats this run)\n`);
  project.provide('seed', seed);
}
