import type { Rational } from '../numeric/field.js';
import { exact, rational, toNumber } from '../numeric/rational.js';
import type { Dataset } from '../model/dataset.js';
import { G } from '../model/g-function.js';
import { logistic } from '../model/loss.js';
import { outputMargins, scaleNetwork, type Network } from '../model/network.js';
import { all, atLeast, near, type Verdict } from '../verdict.js';
import type { Claim } from './claim.js';
import { DOUBT } from './flow-case.js';

export interface NetOnData {
  readonly dataset: Dataset;
  readonly net: Network<Rational>;
}

/** Rungs s = 2^-k, one halving of theta each: max |q_i| goes from (1/8, 1/2] down to (1/2^13, 1/2^11]. */
const RUNGS = 6;
/** l, its mean and one subtraction, all of numbers below 1: each l is good to an ulp of 1 (derived: n of them, averaged, and the rest). */
const ROUNDING = 8 * Number.EPSILON;
/**
 * Of the order over the ladder. The bracket below leaves log_2(1 / (1 - q^2/24)) / 5 <= 0.004 at |q| <= 1/2; rounding, ROUNDING
 * beside q^2/(8n) >= 4e-10 at the last rung, 1e-5 (derived for n <= 21).
 */
const ORDER_BOUND = 0.005;

/** One rung: the error of (2) at s theta, and the bracket in which it must lie. */
function rung({ dataset, net }: NetOnData, k: number) {
  const s = exact.of(2 ** -k);
  const scaled = scaleNetwork(exact, s, net);
  const q = outputMargins(exact, scaled, dataset).map(toNumber);
  const linear = scaled.w.reduce((sum, w, j) => sum.add(scaled.a[j].mul(G(exact, net.leak, dataset, w))), rational(0));
  const n = q.length;
  const mean = (of: (t: number) => number): number => q.reduce((sum, t) => sum + of(t), 0) / n;
  // l(q) - ln2 term by term: the sum of l alone would lose log2(n) bits
  const error = mean((t) => logistic(t) - Math.LN2) + toNumber(linear);
  const square = mean((t) => t * t) / 8;
  return { error, most: square, least: square - mean((t) => t ** 4) / 192 };
}

/** k with 4^-k max |q_i| <= 1/2; undefined where all q_i are 0. */
function firstRung({ dataset, net }: NetOnData): number | undefined {
  const top = outputMargins(exact, net, dataset).reduce((most, t) => Math.max(most, Math.abs(toNumber(t))), 0);
  return top === 0 ? undefined : Math.ceil(Math.log2(2 * top) / 2);
}

/**
 * l(q) = ln2 - q/2 + ln cosh(q/2), and x^2/2 - x^4/12 <= ln cosh x <= x^2/2: so the error of (2) at s theta lies between
 * s^4 (1/(8n)) sum q_i^2 - s^8 (1/(192n)) sum q_i^4 and s^4 (1/(8n)) sum q_i^2. Of fourth order, with that factor.
 */
export const A1: Claim<NetOnData> = {
  id: 'A1',
  source: 'section 5.1, equation (2)',
  statement:
    'L(s theta) - (ln2 - s^2 sum_k a_k G(w_k)) is of order s^4 as s -> 0: it is s^4 (1/(8n)) sum_i q_i^2 up to s^8 (1/(192n)) sum_i q_i^4',
  formula: String.raw`R(s) = \mathcal{L}(s\,\theta) - \Bigl(\ln 2 - s^2 \sum_k a_k G(w_k)\Bigr) \qquad \frac{s^4}{8n} \sum_i q_i^2 - \frac{s^8}{192n} \sum_i q_i^4 \le R(s) \le \frac{s^4}{8n} \sum_i q_i^2`,
  evidence: 'trend',
  expected: 'holds',
  file: 'properties/theorems/a1-taylor.test.ts',
  assumptions: [],
  law: (instance) => {
    const first = firstRung(instance);
    const at = Array.from({ length: RUNGS }, (_, j) => rung(instance, (first ?? 0) + j));
    const bracket = at.flatMap(({ error, most, least }): Verdict[] => [
      atLeast('s^4 (1/(8n)) sum q_i^2 >= error of (2)', most, error, ROUNDING, DOUBT),
      atLeast('error of (2) >= s^4 (1/(8n)) sum q_i^2 - s^8 (1/(192n)) sum q_i^4', error, least, ROUNDING, DOUBT),
    ]);
    if (first === undefined) return all(bracket);
    const order = Math.log2(at[0].error / at[RUNGS - 1].error) / (RUNGS - 1);
    return all([...bracket, near('order of the error of (2) in s', order, 4, ORDER_BOUND, DOUBT)]);
  },
};
