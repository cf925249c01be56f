/**
 * The logistic loss (equation (1)) in the log domain: nothing underflows however large the margins are.
 * All in doubles; margins q have length n.
 */

/** Beyond this e^-q is below half an ulp of 1, so ln(1 + e^-q) and e^-q are the same double. */
const LOG1P_IS_IDENTITY = 37;

/** l(q) = ln(1 + e^-q), without overflow. */
export const logistic = (q: number): number => Math.max(-q, 0) + Math.log1p(Math.exp(-Math.abs(q)));

/** ln sum_i e^{v_i}. */
export function logSumExp(v: ArrayLike<number>): number {
  let top = -Infinity;
  for (let i = 0; i < v.length; i++) top = Math.max(top, v[i]);
  if (!Number.isFinite(top)) return top;
  let sum = 0;
  for (let i = 0; i < v.length; i++) sum += Math.exp(v[i] - top);
  return top + Math.log(sum);
}

/** ln L for L = (1/n) sum_i l(q_i). */
export function logLoss(q: ArrayLike<number>): number {
  let least = Number.MAX_VALUE;
  for (let i = 0; i < q.length; i++) least = Math.min(least, q[i]);
  let sum = 0;
  if (least > LOG1P_IS_IDENTITY) {
    for (let i = 0; i < q.length; i++) sum += Math.exp(least - q[i]);
    return Math.log(sum) - least - Math.log(q.length);
  }
  for (let i = 0; i < q.length; i++) sum += logistic(q[i]);
  return Math.log(sum / q.length);
}

/** ln s_i for s_i = -l'(q_i) = 1 / (1 + e^{q_i}), the weight with which point i pulls. */
export const logWeight = (q: number): number => -logistic(-q);

/**
 * The weights as a distribution and its mass: p_i = s_i / sum s, and ln S for S = (1/n) sum_i s_i.
 * In normalised time d tau = S dt the gradient flow is driven by p alone.
 */
export function lossWeights(q: readonly number[]): { p: number[]; logS: number } {
  const logs = q.map(logWeight);
  const total = logSumExp(logs);
  return { p: logs.map((t) => Math.exp(t - total)), logS: total - Math.log(q.length) };
}
