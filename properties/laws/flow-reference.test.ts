import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { extrapolatedFlow } from '../reference/smoothed-flow.js';
import { flat, relativeDistance, started } from '../reference/flat.js';
import { record } from '../reference/record.js';
import { generalDatasets, hintedDatasets, slidingStarts, starts, type Start } from '../reference/starts.js';
import { law } from '../harness/law.js';

/** |theta|^2 at which the two are compared. */
const MARKS = [0.5, 5, 50];
/** What is not separated by then is compared there. */
const LAST_TAU = 30;

const TOLERANCE = 1e-10;
/** The slow way is undecided where its own two last extrapolations are further apart. */
const UNDECIDED = 1e-3;
const MOST_UNDECIDED = 0.2;
/** The extrapolation may be off by so many times what it says (observed: 3). */
const TRUST = 10;
/** What the slow method's steps add at the corners of its slopes, widths aside (observed: 2e-7). */
const STEP_ERROR = 2e-6;

let [cases, undecided] = [0, 0];
const ratios: number[] = [];

async function agrees(start: Start): Promise<void> {
  const { dataset, net, logScale } = start;
  let mark = 0;
  const { samples } = await record(start, { tolerance: TOLERANCE }, ({ logSquaredNorm, tau }) => {
    while (logSquaredNorm > Math.log(MARKS[mark])) mark++;
    return mark === MARKS.length || tau > LAST_TAU;
  });
  const met = MARKS.map((size) => samples.find((s) => s.tau > 0 && s.logSquaredNorm > Math.log(size)));
  const compared = [...new Set([...met, samples[samples.length - 1]])].filter((s) => s !== undefined);
  compared.sort((a, b) => a.tau - b.tau);
  const slow = extrapolatedFlow(
    dataset,
    net.leak,
    started(net, logScale),
    compared.map(({ tau }) => tau),
  );
  cases++;
  const errors = slow?.map(({ error }) => error) ?? [Infinity];
  if (!errors.every((error) => error <= UNDECIDED)) undecided++;
  slow?.forEach(({ theta, error }, i) => {
    if (!(error <= UNDECIDED)) return;
    const distance = relativeDistance(flat(compared[i].theta()), theta);
    ratios.push(distance / (TRUST * error + STEP_ERROR));
    expect(distance, `at tau = ${compared[i].tau}`).toBeLessThanOrEqual(TRUST * error + STEP_ERROR);
  });
}

describe('the flow is the limit of flows with smoothed kinks, as their width falls to 0', () => {
  law('from any start', starts((d) => generalDatasets(d)), agrees, 80);
  law('on data with hints', starts(hintedDatasets), agrees, 60);
  law('where neurons slide', slidingStarts(), agrees, 60);

  test('the slow way decides most cases', () => {
    expect(undecided).toBeLessThanOrEqual(MOST_UNDECIDED * cases);
  });
  afterAll(() => {
    ratios.sort((a, b) => b - a);
    if (process.env['SHOW']) console.log({ cases, undecided, worst: ratios.slice(0, 8) });
  });
});
void fc;
