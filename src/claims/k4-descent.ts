import { toReal } from '../model/dataset.js';
import { all, atLeast, near, undecided } from '../verdict.js';
import type { Network } from '../model/network.js';
import type { Claim } from './claim.js';
import { DOUBT, flowFrom, toRealNetwork, type FlowStart } from './flow-case.js';
import { watch } from './k1-late-phase.js';

const file = 'properties/theorems/k4-descent.test.ts';

/** ln L is a sum of n logarithms: its rounding, beside 1 and itself. A step's own error is along the flow, or small beside its fall (observed). */
const RISE = 1e-12;

export const K4: Claim<FlowStart> = {
  id: 'K4',
  source: 'equation (1)',
  statement: 'the loss never rises along gradient flow',
  evidence: 'limit',
  expected: 'holds',
  file,
  assumptions: [],
  law: async (start) => {
    const { kept } = await watch(start, ({ logLoss }) => logLoss);
    let rise = 0;
    for (let j = 1; j < kept.length; j++) {
      // beyond e^709 the loss is 0 in its logarithm, too
      if (kept[j] > -Infinity) rise = Math.max(rise, (kept[j] - kept[j - 1]) / Math.max(1, Math.abs(kept[j - 1])));
    }
    return near('largest rise of ln L in a step, beside max(1, |ln L|)', rise, 0, RISE, DOUBT);
  },
};

const squaredDistance = (u: Network<number>, v: Network<number>): number =>
  u.a.reduce((sum, a, k) => sum + (a - v.a[k]) ** 2 + u.w[k].reduce((s, t, j) => s + (t - v.w[k][j]) ** 2, 0), 0);

export interface TimedStart extends FlowStart {
  /** Physical time to watch, > 0: resolved by the intervals while it is a few units of `quickestTime`. */
  readonly span: number;
}

/** 1 / (X + X^2 |theta|^2 / 4), X = max |x_i|: the Hessian of L inside a cell is no larger (derived), and theta' changes no faster. */
export function quickestTime({ dataset, net, logScale }: FlowStart): number {
  const { w, a } = toRealNetwork(net);
  const X = Math.max(...toReal(dataset).x.map((row) => Math.hypot(...row)));
  const size = Math.hypot(...a, ...w.flat()) * Math.exp(logScale);
  return 1 / (X + (X * size) ** 2 / 4);
}

/** Intervals of the ladder, each twice the one before. */
const LADDER = [16, 32, 64, 128];
/** Of L at times that steps end at: their tolerance. */
const LOSS_BOUND = 1e-7;
/**
 * sum |d theta|^2 / dt over N intervals is below the integral of |theta'|^2, by (lambda dt)^2/12 of it where theta' changes at the rate lambda
 * and by a quarter of the square of the jump of theta' in an interval with a kink. Of the fall of L, at N = 128, for spans of at most
 * 2 / lambda (observed: 0.003).
 */
const LARGEST_GAP = 0.02;

export const K4Rate: Claim<TimedStart> = {
  id: 'K4-rate',
  source: 'equation (1)',
  statement:
    'dL/dt = -|d theta/dt|^2 almost everywhere: L falls by the integral of |d theta/dt|^2, to which the sums of |d theta|^2/dt tend from below',
  evidence: 'trend',
  expected: 'holds',
  file,
  assumptions: [],
  law: async (start) => {
    const N = LADDER[LADDER.length - 1];
    const times = Array.from({ length: N }, (_, j) => ((j + 1) / N) * start.span);
    const points: { loss: number; theta: Network<number> }[] = [];
    let wanted = 0;
    await flowFrom(start, {
      times,
      tolerance: 1e-10,
      onSample: ({ logTime, logLoss, theta }) => {
        const t = Math.exp(logTime);
        if (wanted === 0 && points.length === 0) points.push({ loss: Math.exp(logLoss), theta: theta() });
        if (wanted < N && t >= times[wanted] * (1 - 1e-9)) {
          points.push({ loss: Math.exp(logLoss), theta: theta() });
          wanted++;
        }
      },
    });
    if (points.length !== N + 1) return undecided('the flow reaches the times', String(points.length - 1), String(N));
    const fall = points[0].loss - points[N].loss;
    const gaps = LADDER.map((n) => {
      let sum = 0;
      for (let j = 0; j < n; j++) {
        const [from, to] = [(j * N) / n, ((j + 1) * N) / n];
        sum += squaredDistance(points[from].theta, points[to].theta) / (start.span / n);
      }
      return fall - sum;
    });
    return all([
      atLeast('L(0) - L(t) - sum |d theta|^2/dt, least', Math.min(...gaps), 0, LOSS_BOUND, DOUBT),
      atLeast(
        '2% of the fall of L beside the last of these',
        LARGEST_GAP * fall,
        gaps[gaps.length - 1],
        LOSS_BOUND,
        DOUBT,
      ),
    ]);
  },
};
