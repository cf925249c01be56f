import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_TOLERANCE, type Sample } from '../../src/flow/flow.js';
import { Trajectory } from '../../src/flow/trajectory.js';
import { record } from '../reference/record.js';
import {
  generalDatasets,
  hintedDatasets,
  slidingStarts,
  starts,
  symmetricDatasets,
  type Start,
} from '../reference/starts.js';
import { law } from '../harness/law.js';

const MAX_STEPS = 1500;
/** Of |v_k|^2, at the default tolerance and at others, in runs that end with a certificate. */
const DRIFT: ReadonlyMap<number, number> = new Map([
  [1e-7, 1e-4],
  [DEFAULT_TOLERANCE, 1e-6],
  [1e-12, 1e-10],
]);
/**
 * In all runs, a step: an error of the tolerance in each component of omega, and in rho, changes (a^2 - |w|^2) / |v|^2 by at most so many
 * times the tolerance, in dimension 3 (derived: 2 (|alpha| + |u|_1) + 2).
 */
const DRIFT_A_STEP = 7;

/** A start is rounded once, and |v_k| is a difference of logarithms (observed: 1e-14). */
const DRIFT_ROUNDING = 1e-12;
/** Of |v_k|^2 / |theta|^2. */
const LEAST_SQUARE = 1e-250;

const balance = (w: readonly number[], a: number): number => a * a - w.reduce((sum, t) => sum + t * t, 0);

/** a_k^2 - |w_k|^2 against its start, relative to |v_k|^2, over a whole run. */
function drift({ net, logScale }: Start, samples: readonly Sample[]): number {
  let worst = 0;
  for (const sample of samples) {
    const unit = sample.logSquaredNorm / 2;
    const { w, a } = sample.theta(unit);
    a.forEach((ak, k) => {
      const square = ak * ak + w[k].reduce((sum, t) => sum + t * t, 0);
      // what is below is lost to underflow, as a sample's theta is in one unit for all
      if (square < LEAST_SQUARE) return;
      const wanted = balance(net.w[k], net.a[k]) * Math.exp(2 * (logScale - unit));
      worst = Math.max(worst, Math.abs(balance(w[k], ak) - wanted) / square);
    });
  }
  return worst;
}

/** ln L is a sum of n logarithms: its own rounding, relative to 1 and to itself. */
const LOSS_ROUNDING = 1e-12;

function neverRises(samples: readonly Sample[]): void {
  const rises = samples.slice(1).filter(({ logLoss }, i) => {
    const before = samples[i].logLoss;
    const slack = before === -Infinity ? 0 : LOSS_ROUNDING * (1 + Math.abs(before));
    return !(logLoss <= before + slack);
  });
  expect(rises.map(({ tau, logLoss }) => ({ tau, logLoss }))).toEqual([]);
}

const found = new Map<number, number[]>([...DRIFT.keys()].map((tolerance) => [tolerance, []]));
const conserved = async (start: Start): Promise<void> => {
  for (const [tolerance, bound] of DRIFT) {
    const { samples, result } = await record(start, { tolerance, maxSteps: MAX_STEPS });
    if (tolerance === DEFAULT_TOLERANCE) neverRises(samples);
    const worst = drift(start, samples);
    const steps = (result?.steps ?? 0) + (result?.events ?? 0);
    if (result?.status === 'converged') found.get(tolerance)?.push(worst);
    expect(worst, `at tolerance ${tolerance}`).toBeLessThan(
      result?.status === 'converged' ? bound : DRIFT_A_STEP * tolerance * steps + DRIFT_ROUNDING,
    );
  }
};
const small = { logScale: [-20, 0] } as const;

describe('a_k^2 - |w_k|^2 is conserved (Corollary B.18), and the loss never rises', () => {
  law(
    'on any data',
    starts((d) => generalDatasets(d), small),
    conserved,
    15,
  );
  law('on data with hints', starts(hintedDatasets, small), conserved, 15);
  law('on symmetric data', starts(symmetricDatasets, small), conserved, 15);
  law('where neurons slide', slidingStarts(), conserved, 20);

  /** Where the error of a step is of order h^5, like its estimate, the sum of the errors falls like the tolerance: by a slope near 1. */
  test('the drift falls with the tolerance', () => {
    const logs = [...found].map(([tolerance, drifts]) => {
      const sorted = drifts.map(Math.log).sort((a, b) => a - b);
      return { x: Math.log(tolerance), y: sorted[Math.floor(0.75 * sorted.length)] };
    });
    const [first, last] = [logs[0], logs[logs.length - 1]];
    const slope = (last.y - first.y) / (last.x - first.x);
    expect(slope).toBeGreaterThan(0.7);
    expect(slope).toBeLessThan(1.3);
  });
});

/** Whether a neuron slides at the end of some step, until |theta|^2 = 50. */
function slides({ dataset, net, logScale }: Start): boolean {
  const trajectory = new Trajectory(dataset, net, logScale, { tolerance: 1e-8, merge: true, branch: 1 });
  while (trajectory.steps < 300 && trajectory.field.logSquaredNorm < Math.log(50)) {
    trajectory.advance();
    if (trajectory.neurons.cells.some(({ rank }) => rank > 0)) return true;
  }
  return false;
}

test('neurons do slide in the data made for it, and in others now and then', () => {
  const share = (arbitrary: fc.Arbitrary<Start>): number =>
    fc.sample(arbitrary, { seed: 1, numRuns: 60 }).filter(slides).length / 60;
  const shares = [slidingStarts(), starts(hintedDatasets), starts((d) => generalDatasets(d))].map(share);
  expect(shares[0]).toBeGreaterThan(0.25);
  expect(shares[1]).toBeGreaterThan(0.2);
});

describe('the loss', () => {
  const anywhere = fc.oneof(
    starts((d) => generalDatasets(d)),
    starts(hintedDatasets),
    slidingStarts(),
  );

  /**
   * Over a span 2 h of physical time inside a step, where no kink is met, (L(t + h) - L(t - h)) / 2h and
   * -|(theta(t + h) - theta(t - h)) / 2h|^2 are apart by O(h^2).
   */
  const SPANS = [1 / 2, 1 / 4, 1 / 8];
  law(
    'falls at the rate |d theta/dt|^2, in the trend',
    fc.tuple(anywhere, fc.nat({ max: 100 })),
    async ([start, percent]) => {
      let first: number | undefined;
      const enough = ({ logSquaredNorm, tau }: Sample): boolean =>
        logSquaredNorm > Math.max(3, (first ??= logSquaredNorm) + 1) || tau > 25;
      const { samples } = await record(start, { tolerance: 1e-11 }, enough);
      const times = samples.map(({ logTime }) => Math.exp(logTime));
      const long = times.slice(1).flatMap((late, i) => (late > LONG * times[i] ? [[times[i], late]] : []));
      const [early, late] = long[Math.floor((percent * (long.length - 1)) / 100)];
      const middle = (early + late) / 2;
      const offs = [];
      for (const span of SPANS) {
        const h = (span * (late - early)) / 2;
        const run = await record(start, { tolerance: 1e-11, times: [middle - h, middle + h] });
        const [one, two] = [middle - h, middle + h]
          .map((time) => nearest(run.samples, Math.log(time)))
          .map(({ logLoss, theta }) => ({ loss: Math.exp(logLoss), theta: theta() }));
        const squared = squaredDistance(two.theta, one.theta) / (4 * h * h);
        offs.push(Math.abs((two.loss - one.loss) / (2 * h) + squared) / squared);
      }
      expect(offs[2]).toBeLessThan(Math.max(FLOOR, SHRINK * offs[0]));
    },
    20,
  );
});
/** A step that is long enough for a difference of losses to be more than rounding: by this much of the time. */
const LONG = 1.001;
/** The error at the last span over that at the first: 1/16, to the order of h^2. */
const SHRINK = 1 / 8;
const FLOOR = 1e-4;

const nearest = <S extends { readonly logTime: number }>(samples: readonly S[], logTime: number): S =>
  samples.reduce((best, s) => (Math.abs(s.logTime - logTime) < Math.abs(best.logTime - logTime) ? s : best));

function squaredDistance(
  u: { readonly w: readonly (readonly number[])[]; readonly a: readonly number[] },
  v: { readonly w: readonly (readonly number[])[]; readonly a: readonly number[] },
): number {
  const [p, q] = [u, v].map(({ w, a }) => [...w.flat(), ...a]);
  return p.reduce((sum, t, j) => sum + (t - q[j]) ** 2, 0);
}
