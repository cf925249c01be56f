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

/** Cases for a claim unless its test asks for another number: enough to notice an empty region of the coverage floor, and 50,000 exact ones in all. */
export const DEFAULT_RUNS = 2200;
/** Cases for a law of the core unless its test asks for another number. */
export const LAW_RUNS = 700;

/** FC_SEED, or the seed drawn for this run (printed at its start); FC_PATH replays one case of a law. */
export const settings = {
  seed: inject('seed'),
  path: process.env['FC_PATH'] === '' ? undefined : process.env['FC_PATH'],
  /** By how much the profile multiplies the cases of all claims and laws: 10 for `npm run test:deep`, below 1 for mutation testing. */
  times: inject('times'),
  /** `npm run ablate`: from how many seeds the witnesses of twins are searched and shrunk (ABLATE_SEEDS, 1 unless told). */
  ablate: inject('ablate'),
  /** Whether a failure of a claim is stored in fixtures/failures. */
  stores: inject('stores'),
  /** FC_NUM_RUNS sets the cases of all claims and laws; twins still search until they find a witness. */
  runs: integerFrom('FC_NUM_RUNS', 1),
};

/** Whether fewer cases are drawn than the claims and laws ask for, which cannot show coverage. */
export const isShort = settings.runs !== undefined || settings.times < 1;

/** How many cases to draw where `usual` are wanted. */
export const casesFor = (usual: number): number => settings.runs ?? Math.ceil(settings.times * usual);
