import { inject } from 'vitest';
import './meta.js';

const integerFrom = (name: string, least: number): number | undefined => {
  const text = process.env[name];
  if (text === undefined || text === '') return undefined;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least) {
    throw new RangeError(`${name} is ${JSON.stringify(text)}, expected an integer >= ${least}`);
  }
  return value;
};

/** Cases for a claim unless its test asks for another number: enough to notice an empty region of the coverage floor. */
export const DEFAULT_RUNS = 1500;

/** FC_SEED, or the seed drawn for this run (printed at its start); FC_PATH replays the one case at its end. */
export const settings = {
  seed: inject('seed'),
  path: process.env['FC_PATH'] === '' ? undefined : process.env['FC_PATH'],
  /** By how much the profile multiplies the cases of all claims and laws: 10 for `npm run test:deep`. */
  times: inject('times'),
  /** FC_NUM_RUNS sets the cases of all claims and laws; twins still search until they find a witness. */
  runs: integerFrom('FC_NUM_RUNS', 1),
};

/** How many cases to draw where `usual` are wanted. */
export const casesFor = (usual: number): number =>
  settings.path === undefined ? (settings.runs ?? settings.times * usual) : 1;
