import { describe, expect, test } from 'vitest';
import { flow, type Sample } from '../../src/flow/flow.js';
import { flat, relativeDistance, started } from '../reference/flat.js';
import { record } from '../reference/record.js';
import { extrapolatedFlow } from '../reference/smoothed-flow.js';
import { generalDatasets, hintedDatasets, slidingStarts, starts, type Start } from '../reference/starts.js';
import { law } from '../harness/law.js';

/** |theta|^2 at which the two are compared, and the time at which what has not grown as far is. */
const MARKS = [0.5, 5, 50];
const LAST_TAU = 30;

const TOLERANCE = 1e-10;
/** The slow way is undecided where its own extrapolations are further apart. */
const UNDECIDED = 1e-3;
/** Observed: 0.4%. */
const MOST_UNDECIDED = 0.05;
/** The extrapolation may be off by so many times what it says of itself (observed: 2, but for near misses of a kink). */
const TRUST = 10;
/** What the slow method's own steps add (observed: 2e-7). */
const STEP_ERROR = 1e-6;
/** Widest of the smoothed kinks; where that disagrees, the narrower decides: a neuron may pass a kink within 1e-4. */
const WIDTHS = [2 ** -7, 2 ** -11, 2 ** -14];

/** The first samples beyond the marks, and the last. */
async function samplesOf(start: Start): Promise<{ compared: Sample[]; steps: number }> {
  let mark = 0;
  const marked: Sample[] = [];
  const { samples } = await record(start, { tolerance: TOLERANCE }, (sample) => {
    if (sample.tau > 0 && sample.logSquaredNorm > Math.log(MARKS[mark])) marked.push(sample);
    while (sample.logSquaredNorm > Math.log(MARKS[mark])) mark++;
    return mark === MARKS.length || sample.tau > LAST_TAU;
  });
  return { compared: [...new Set([...marked, samples[samples.length - 1]])], steps: samples.length };
}

type Outcome = { readonly disagreement: string } | 'agrees' | 'undecided';

function against({ dataset, net, logScale }: Start, compared: readonly Sample[], widest: number): Outcome {
  const taus = compared.map(({ tau }) => tau);
  const slow = extrapolatedFlow(dataset, net.leak, started(net, logScale), taus, widest);
  if (slow === undefined) return 'undecided';
  for (const [i, { theta, error }] of slow.entries()) {
    // all that follows is as doubtful
    if (!(error <= UNDECIDED)) return 'undecided';
    const distance = relativeDistance(flat(compared[i].theta()), theta);
    if (distance > TRUST * error + STEP_ERROR) {
      return { disagreement: `at tau = ${taus[i]} they are ${distance} apart, the slow way is sure to ${error}` };
    }
  }
  return 'agrees';
}

const tally = { cases: 0, undecided: 0 };

async function agrees(start: Start): Promise<void> {
  const { compared, steps } = await samplesOf(start);
  let outcome: Outcome = 'undecided';
  for (const widest of WIDTHS) {
    outcome = against(start, compared, widest);
    if (outcome === 'agrees') break;
  }
  if (outcome === 'agrees') {
    tally.cases++;
    return;
  }
  // where the flow is not unique, the smoothed one may follow another branch
  const { branches } = await flow(start.dataset, start.net, start.logScale, { tolerance: TOLERANCE, maxSteps: steps });
  if (outcome !== 'undecided' && branches === 0) throw new Error(outcome.disagreement);
  tally.cases++;
  tally.undecided++;
}

describe('the flow is the limit of flows with smoothed kinks, as their width falls to 0', () => {
  law(
    'from any start',
    starts((d) => generalDatasets(d)),
    agrees,
    40,
  );
  law('on data with hints', starts(hintedDatasets), agrees, 10);
  law('where neurons slide', slidingStarts(), agrees, 15);

  /** The first neuron is along the last axis, or comes there: in hyperplanes which are more than it takes to hold it. */
  const crowdedLines: Start[] = [
    {
      dataset: { x: [[-1, 0, 0], [0, 1, 0], [1, 1, 0], [0, 2, 1]], y: [-1, -1, -1, 1] },
      net: { leak: 0.5, w: [[0, 0, 1]], a: [1] },
      logScale: 0,
    },
    {
      dataset: { x: [[-2, -1, 0], [1, 1, 0], [1, 2, 0], [0, 1, 3], [1, 1, 1]], y: [-1, -1, -1, 1, 1] },
      net: { leak: 0.1, w: [[0, 0, 1], [1.44, 1.4, -0.64], [0.09, -3.01, 1.23]], a: [1, 1.44, 0.76] },
      logScale: -3,
    },
    // two neurons tell the points around the axis by far, so that these have weights of e^-900
    {
      dataset: { x: [[1, 1, 0], [1, -1, 0], [-1, 0, 0], [0, 0, 1]], y: [-1, -1, -1, 1] },
      net: { leak: 0.3, w: [[0, 0, 1], [30, 0, 0], [-30, 0, 0]], a: [1, -30, -30] },
      logScale: 0,
    },
    // the first slides to the axis along one of the kinks there
    {
      dataset: { x: [[-3, 1, 0], [2, 0, 0], [-3, 3, 0], [1, -3, 0], [0, 0, 2]], y: [-1, -1, -1, -1, 1] },
      net: { leak: 0.5, w: [[0, -0.5, 1], [0.5, 0.3, 0.3], [-0.5, 0.15, 0.3], [0.15, 0.5, 0.3], [0.1, -0.5, 0.3]], a: [1, -0.55, -0.55, -0.55, -0.55] },
      logScale: -3,
    },
  ]; // prettier-ignore
  test.each(crowdedLines)('along a line in which more hyperplanes meet than it has normals: %#', async (start) => {
    const { compared } = await samplesOf(start);
    expect(against(start, compared, WIDTHS[0])).toBe('agrees');
    expect((await flow(start.dataset, start.net, start.logScale)).status).toBe('converged');
  });

  test('the slow way decides most cases', () => {
    expect(tally.undecided).toBeLessThanOrEqual(1 + MOST_UNDECIDED * tally.cases);
  });
});
