import type { Dataset } from '../../src/model/dataset.js';
import type { Network } from '../../src/model/network.js';
import { integrate } from './dormand-prince.js';

const TOLERANCE = 1e-13;
const MAX_STEPS = 1_000_000;

/**
 * Claim C5. On symmetric data (x_i, y_i), (-x_i, -y_i), the opposed pairs (a_k, w_k), (-a_k, -w_k), k = 1..m, make
 *
 *   f(x) = sum_k a_k (phi(<w_k, x>) - phi(-<w_k, x>)) = (1 + leak) sum_k a_k <w_k, x> = sum_k b_k <v_k, x>
 *
 * for (v_k, b_k) = sqrt(1 + leak) (w_k, a_k), as phi(z) - phi(-z) = (1 + leak) z. Both points of a pair have one q_i, and
 * y_i phi(z) - y_i phi(-z) = (1 + leak) y_i z, so that a pair of points pulls on a_k as (1 + leak)/2 times two points of a linear net:
 *
 *   db_k/dt = (1 + leak)/2 (1/n) sum_i s_i y_i <v_k, x_i>,  dv_k/dt = (1 + leak)/2 b_k (1/n) sum_i s_i y_i x_i:
 *
 * the gradient flow of the linear net g(x) = sum_k b_k <v_k, x>, at time (1 + leak)/2 t. Its q_i and so its S are the same, so that
 * it is at (1 + leak)/2 tau in normalised time, too.
 *
 * Returns (w_k, a_k), k = 1..m, at each of the times tau, flat; by Dormand and Prince, each step to 1e-13.
 */
export function linearFlow(
  { x, y }: Dataset<number>,
  half: Network<number>,
  logScale: number,
  taus: readonly number[],
): number[][] {
  const { leak } = half;
  const d = x[0].length;
  const factor = Math.sqrt(1 + leak);
  const size = factor * Math.exp(logScale);
  const state = Float64Array.from(half.w.flatMap((wk, k) => [...wk.map((t) => size * t), size * half.a[k]]));
  const field = (theta: Float64Array, out: Float64Array): void => {
    const f = new Float64Array(d);
    for (let at = 0; at < theta.length; at += d + 1) for (let j = 0; j < d; j++) f[j] += theta[at + d] * theta[at + j];
    const s = x.map((row, i) => 1 / (1 + Math.exp(y[i] * row.reduce((sum, t, j) => sum + t * f[j], 0))));
    const total = s.reduce((sum, t) => sum + t, 0);
    const h = f.map((_, j) => x.reduce((sum, row, i) => sum + s[i] * y[i] * row[j], 0) / total);
    for (let at = 0; at < theta.length; at += d + 1) {
      out[at + d] = 0;
      for (let j = 0; j < d; j++) {
        out[at + j] = theta[at + d] * h[j];
        out[at + d] += theta[at + j] * h[j];
      }
    }
  };
  return taus.map((tau, t) => {
    const span = ((1 + leak) / 2) * (tau - (taus[t - 1] ?? 0));
    const control = { tolerance: TOLERANCE, block: d + 1, maxSteps: MAX_STEPS };
    if (!integrate(field, state, span, control)) throw new RangeError('the linear net takes too many steps');
    return Array.from(state, (value) => value / factor);
  });
}
