import { toReal } from '../model/dataset.js';
import { all, atLeast, near, undecided } from '../verdict.js';
import type { Network } from '../model/network.js';
import type { Claim } from './claim.js';
import { isStart, DOUBT, flowFrom, toRealNetwork, type FlowStart } from './flow-case.js';
import { notFollowed, watch } from './k1-late-phase.js';

const file = 'properties/theorems/k4-descent.test.ts';

/** ln L is a sum of n logarithms: its rounding, beside 1 and itself. A step's own error is along the flow, or small beside its fall (observed). */
const RISE = 1e-12;

export const K4: Claim<FlowStart> = {
  id: 'K4',
  source: 'equation (1)',
  statement: 'the loss never rises along gradient flow',
  formula: String.raw`\mathcal{L}(\theta(t)) \le \mathcal{L}(\theta(s)) \qquad (t \ge s)`,
  evidence: 'limit',
  expected: 'holds',
  file,
  assumptions: [],
  domain: isStart,
  law: async (start) => {
    const { kept } = await watch(start, ({ logLoss }) => logLoss);
    if (kept.length === 0) return notFollowed();
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
  /** Physical time to watch, > 0: resolved by the intervals up to LONGEST units of `quickestTime`. */
  readonly span: number;
}

const lengthOf = ({ w, a }: Network<number>): number => Math.hypot(...a, ...w.flat());
const longest = ({ dataset }: FlowStart): number => Math.max(...toReal(dataset).x.map((row) => Math.hypot(...row)));

/** lambda = X + X^2 |theta|^2 / 4, X = max |x_i|: the Hessian of L inside a cell is no larger (derived), so that |theta''| <= lambda |theta'|. */
const largestRate = (X: number, size: number): number => X + (X * size) ** 2 / 4;

/** 1 / lambda at the start: theta' changes no faster. */
export function quickestTime(start: FlowStart): number {
  const size = lengthOf(toRealNetwork(start.net)) * Math.exp(start.logScale);
  return 1 / largestRate(longest(start), size);
}

/** Units of that time up to which 128 intervals see most of what happens. */
export const LONGEST = 2;

/** Intervals of the ladder, each twice the one before. */
const LADDER = [16, 32, 64, 128];
/** Of L at times that steps end at: their tolerance. */
const LOSS_BOUND = 1e-7;
/**
 * By how much sum |d theta|^2/dt over intervals dt may fall short of the integral of |theta'|^2, which is the fall of L: the variance of theta' in each
 * interval. That of its smooth part is at most (lambda dt/pi)^2 of the integral (Wirtinger); a kink adds a jump of at most J = (1 - leak) X |theta|, whose
 * variance is at most dt J^2/4; and the square of a sum is at most twice the sum of the squares (derived).
 */
const largestGap = (fall: number, dt: number, rate: number, kinks: number, J: number): number =>
  2 * (((rate * dt) / Math.PI) ** 2 * fall + (dt * (kinks * J) ** 2) / 4);

export const K4Rate: Claim<TimedStart> = {
  id: 'K4-rate',
  source: 'equation (1)',
  statement:
    'dL/dt = -|d theta/dt|^2 almost everywhere: L falls by the integral of |d theta/dt|^2, to which the sums of |d theta|^2/dt tend from below',
  formula: String.raw`\frac{d\mathcal{L}}{dt} = -\Bigl\| \frac{d\theta}{dt} \Bigr\|^2`,
  evidence: 'trend',
  expected: 'holds',
  file,
  assumptions: [],
  domain: (start) => isStart(start) && start.span > 0 && start.span <= LONGEST * quickestTime(start),
  law: async (start) => {
    const N = LADDER[LADDER.length - 1];
    const times = Array.from({ length: N }, (_, j) => ((j + 1) / N) * start.span);
    const points: { loss: number; theta: Network<number> }[] = [];
    let [wanted, size] = [0, 0];
    const { events } = await flowFrom(start, {
      times,
      tolerance: 1e-10,
      onSample: ({ logTime, logLoss, theta }) => {
        const t = Math.exp(logTime);
        size = Math.max(size, lengthOf(theta()));
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
    const X = longest(start);
    const J = (1 - toRealNetwork(start.net).leak) * X * size;
    const gap = largestGap(fall, start.span / N, largestRate(X, size), events, J);
    return all([
      atLeast('L(0) - L(t) - sum |d theta|^2/dt, least', Math.min(...gaps), 0, LOSS_BOUND, DOUBT),
      atLeast('what a sum may fall short by beside the last of these', gap, gaps[gaps.length - 1], LOSS_BOUND, DOUBT),
    ]);
  },
};
