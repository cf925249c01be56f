import type { Network } from '../model/network.js';
import type { CellOptimum } from './limit.js';
import { multipliersOf } from './sliding.js';
import type { Trajectory } from './trajectory.js';

/**
 * By how much theta, scaled to q_min = 1, misses the KKT conditions of (P), relative to |theta|: the largest component of
 * theta - sum_i lambda_i dq_i / |theta|, of 1 - q_i, and of lambda_i (q_i - 1) / sum lambda.
 */
export interface KktResiduals {
  /** Of theta = sum_i lambda_i dq_i. */
  readonly stationarity: number;
  /** Of q_i >= 1. */
  readonly feasibility: number;
  /** Of lambda_i (q_i - 1) = 0. */
  readonly complementarity: number;
}

/**
 * From theta at full width and the multipliers alone: slopes are taken from the signs of <w_k, x_i> as they come out, but for
 * the hyperplanes along which a neuron slides, where Clarke's multiplier is checked to lie in [0, 1] and used.
 */
export function kktResiduals(
  { points, neurons, table }: Pick<Trajectory, 'points' | 'neurons' | 'table'>,
  optimum: CellOptimum,
  theta: Network<number>,
): KktResiduals {
  const { n, d, z, y, planeOf, side } = points;
  const { lambda } = optimum;
  /** Clarke's multipliers by hyperplane, of each neuron. */
  const slide = new Map<number, ReadonlyMap<number, number>>();
  for (const [g, { cell, neurons: list }] of optimum.groups.entries()) {
    // at v_k = 0 any slope will do
    if (optimum.r[g] === 0) continue;
    const multipliers = multipliersOf(table, cell, lambda);
    const slopes = new Map(cell.sliding.map((l, s) => [l, multipliers[s]]));
    for (const k of list) for (const { index } of neurons.members[k]) slide.set(index, slopes);
  }
  const q = new Float64Array(n);
  const squared = theta.a.reduce((sum, a, k) => sum + a * a + theta.w[k].reduce((s, t) => s + t * t, 0), 0);
  const parts = theta.a.map((a, k) => {
    const w = theta.w[k];
    const pull = new Float64Array(d);
    let pullA = 0;
    for (let i = 0; i < n; i++) {
      let inner = 0;
      for (let j = 0; j < d; j++) inner += w[j] * z[i * d + j];
      // z = y x, so phi's argument is y * inner, and q_i gains a * (slope * inner)
      const t = slide.get(k)?.get(planeOf[i]);
      const plain = y[i] * inner > 0 ? 1 : theta.leak;
      const slope = t === undefined ? plain : theta.leak + (1 - theta.leak) * (side[i] > 0 ? t : 1 - t);
      q[i] += a * slope * inner;
      pullA += lambda[i] * slope * inner;
      for (let j = 0; j < d; j++) pull[j] += lambda[i] * slope * z[i * d + j];
    }
    return { a, w, pull, pullA };
  });
  const least = q.reduce((s, t) => Math.min(s, t), Infinity);
  let stationarity = 0;
  for (const { a, w, pull, pullA } of parts) {
    stationarity = Math.max(stationarity, Math.abs(a - pullA));
    for (let j = 0; j < d; j++) stationarity = Math.max(stationarity, Math.abs(w[j] - a * pull[j]));
  }
  for (const slopes of slide.values()) {
    for (const t of slopes.values()) stationarity = Math.max(stationarity, -t, t - 1);
  }
  const scale = 1 / (squared * optimum.margin);
  let feasibility = 0;
  let complementarity = 0;
  const total = lambda.reduce((s, t) => s + t, 0);
  for (let i = 0; i < n; i++) {
    feasibility = Math.max(feasibility, 1 - q[i] * scale);
    complementarity = Math.max(complementarity, (lambda[i] * Math.abs(q[i] - least) * scale) / total);
  }
  return { stationarity: stationarity / Math.sqrt(squared), feasibility, complementarity };
}
