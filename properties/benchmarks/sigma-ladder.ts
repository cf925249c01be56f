/** How small is "sufficiently small": the share of starts that end elsewhere, for each sigma: `npm run ladder`. */
import { endsAt, endsAtLinear } from '../../src/claims/flow-case.js';
import { flow } from '../../src/flow/flow.js';
import { createDataset } from '../../src/model/dataset.js';
import { linearMargin } from '../../src/oracle/linear-margin.js';
import { all } from '../../src/verdict.js';
import type { Start } from '../reference/starts.js';
import { hintedStart, symmetricStart } from './starts.js';

const STARTS = 100;
const SCALES = [2, 0, -1, -2, -5, -10, -20, -40, -100, -400, -1000];

/** Where Theorem 4.3 says it ends. */
async function symmetricEnd({ dataset, net, logScale }: Start): Promise<string> {
  const answer = await linearMargin(createDataset(dataset.x, dataset.y));
  if (!answer.separable) throw new Error('the data are separable by construction');
  return all(endsAtLinear(await flow(dataset, net, logScale), answer)).outcome;
}

/** Where Theorem 6.2 says it ends; w* is the first axis. */
async function hintedEnd({ dataset, net, logScale }: Start): Promise<string> {
  const f = ([first]: readonly number[]): number => Math.max(first, net.leak * first) / 2;
  const margin = Math.min(...dataset.x.map((x, i) => dataset.y[i] * f(x)));
  return all(endsAt(await flow(dataset, net, logScale), dataset.x[0].length, margin, f)).outcome;
}

async function ladder(name: string, draw: () => Start, end: (start: Start) => Promise<string>): Promise<void> {
  console.log(`${name}, ${STARTS} starts`);
  console.log('  ln sigma  elsewhere  undecided');
  const starts = Array.from({ length: STARTS }, draw);
  for (const logScale of SCALES) {
    const ends: string[] = [];
    for (const start of starts) ends.push(await end({ ...start, logScale }));
    const share = (outcome: string): string =>
      `${((100 * ends.filter((e) => e === outcome).length) / STARTS).toFixed(1)}%`;
    console.log(
      `  ${String(logScale).padStart(8)}  ${share('refuted').padStart(9)}  ${share('undecided').padStart(9)}`,
    );
  }
}

await ladder('symmetric data, d 2-5, n 4-20, width 2-6, leak 0.05-0.95', () => symmetricStart(0), symmetricEnd);
await ladder('hinted data, d 2-4, n 5-9, width 2-6, leak 0.1-0.9', () => hintedStart(0), hintedEnd);
