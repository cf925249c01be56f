import { real, type Rational } from '../numeric/field.js';
import { toNumber } from '../numeric/rational.js';
import { dot, type Vector } from '../numeric/vector.js';
import { signedPoints, toReal, type Dataset } from '../model/dataset.js';
import { logistic } from '../model/loss.js';
import { logisticRegression, type RegressionSample } from '../flow/logistic-regression.js';
import type { Separable } from '../oracle/linear-margin.js';
import { all, atLeast, near, same, undecided, type Verdict } from '../verdict.js';
import { separable } from './assumptions.js';
import { drop, type Claim } from './claim.js';
import { DOUBT, separatorOf } from './flow-case.js';

export interface RegressionStart {
  readonly dataset: Dataset;
  readonly w: Vector<Rational>;
}

/** |w| between which the rate is read off, and where the flow is stopped. */
const [FROM, TO] = [1e3, 1e6];
/** Of margins beside max |x_i|: the integrator's 1e-9 a step, for a hundred steps and more (derived: most of it is damped). */
const MARGIN_SHARE = 1e-7;
/** Directions nearer to w* than this are at it, to the integrator's error. */
const DIRECTION_BOUND = 1e-8;
/**
 * Soudry et al. 2018: w = w* |w| + O(1), or O(ln ln t) = O(ln |w|) where a support vector has the multiplier 0; that costs the order
 * ln(ln TO / ln FROM) / ln(TO / FROM) = 0.1 (derived), and points that are nearly support vectors some more.
 */
const [ORDER_BOUND, ORDER_DOUBT] = [0.2, 3];
/** From here on, in units of 1 / slack, the points that are no support vectors have lost their weight: e^-20. */
const SETTLED = 20;
/** Shorter than this, a stretch of |w| shows no order. */
const STRETCH = 10;

const lengthOf = (v: Vector<number>): number => Math.hypot(...v);

/**
 * l^-1(n L) = -ln(e^{n L} - 1) <= q_min (Lyu and Li 2020) grows at least as fast as gamma* |w|: with h = w' = sum_i p_i z_i it grows by
 * |h|^2 sum_i s_i / s(l^-1(n L)), where s = 1 - e^-l is concave in l and 0 at 0, so that sum_i s(l_i) >= s(sum_i l_i); and
 * |h| >= <h, w*> >= gamma*. So gamma* |w| - q_min <= A at all times, with A = gamma* |w_0| - l^-1(n L(w_0)).
 */
function shortfall(z: readonly Vector<number>[], w0: Vector<number>, gamma: number): number {
  const nL = z.reduce((sum, p) => sum + logistic(dot(real, w0, p)), 0);
  return gamma * lengthOf(w0) + Math.log(Math.expm1(nL));
}

const leastMargin = (z: readonly Vector<number>[], w: Vector<number>): number =>
  Math.min(...z.map((p) => dot(real, w, p))) / lengthOf(w);

function endsAtSeparator(
  z: readonly Vector<number>[],
  samples: readonly RegressionSample[],
  { gamma, separator, support }: Separable,
): Verdict {
  const A = shortfall(z, samples[0].w, gamma);
  const largest = Math.max(...z.map(lengthOf));
  const grown = samples.filter(({ w }) => lengthOf(w) >= 1);
  const margins = grown.map(({ w }) =>
    atLeast(
      'q_min/|w| >= gamma* - A/|w|, on the whole trajectory',
      leastMargin(z, w),
      gamma - A / lengthOf(w),
      MARGIN_SHARE * largest,
      DOUBT,
    ),
  );
  const off = ({ w }: RegressionSample): number => {
    const length = lengthOf(w);
    return lengthOf(w.map((t, j) => t / length - separator[j]));
  };
  const last = samples[samples.length - 1];
  // |u - w*|^2 = 2 - 2 <u, w*>, and gamma* <u, w*> = <u, sum lambda_i z_i> >= min_i <u, z_i>
  const most = Math.sqrt((2 * Math.max(0, A)) / (gamma * lengthOf(last.w)));
  const near1 = atLeast('sqrt(2 A/(gamma* |w|)) >= |w/|w| - w*|', most, off(last), DIRECTION_BOUND, DOUBT);
  if (off(last) <= DIRECTION_BOUND)
    return all([...margins, near1, near('|w/|w| - w*|', off(last), 0, DIRECTION_BOUND, DOUBT)]);
  const slack = Math.min(...z.map((p, i) => (support.includes(i) ? Infinity : dot(real, p, separator) - gamma)));
  const from = Math.max(FROM, SETTLED / slack);
  if (STRETCH * from > lengthOf(last.w)) return all([...margins, near1]);
  const first = grown.find(({ w }) => lengthOf(w) >= from) ?? last;
  const order = Math.log(off(first) / off(last)) / Math.log(lengthOf(last.w) / lengthOf(first.w));
  return all([...margins, near1, atLeast('order in 1/|w| of |w/|w| - w*|', order, 1, ORDER_BOUND, ORDER_DOUBT)]);
}

export const R1: Claim<RegressionStart> = {
  id: 'R1',
  source: 'section 1 (Soudry et al. 2018)',
  statement:
    'gradient flow of logistic regression ends at the direction w* from any start: |w/|w| - w*| = O(1/|w|), and gamma* - q_min/|w| <= A/|w| on the way',
  formula: String.raw`\Bigl\| \frac{w}{\|w\|} - w^* \Bigr\| = O\Bigl(\frac{1}{\|w\|}\Bigr), \qquad \gamma^* - \frac{q_{\min}}{\|w\|} \le \frac{A}{\|w\|}`,
  evidence: 'limit',
  expected: 'holds',
  file: 'properties/theorems/r1-logistic-regression.test.ts',
  assumptions: [separable],
  law: async ({ dataset, w }) => {
    const data = toReal(dataset);
    const { status, samples } = logisticRegression(data, w.map(toNumber), TO);
    if (status === 'at-rest') return same('|w| grows without bound', 'at rest', 'grows');
    const separator = await separatorOf(dataset);
    if (status === 'undecided' || separator === undefined)
      return undecided('|w| reaches 1e6', `after ${samples.length} steps`, 'reached');
    return endsAtSeparator(signedPoints(real, data), samples, separator);
  },
};

export const R1NotSeparable = drop(R1, 'separable', 'R1-not-separable');
