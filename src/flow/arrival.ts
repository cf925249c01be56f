import { logLogistic, logSumExp } from '../model/loss.js';
import type { Network } from '../model/network.js';
import type { Cell } from './cell.js';
import type { CellOptimum, Group } from './limit.js';
import type { Points } from './points.js';
import { multipliersOf, pullOf } from './sliding.js';
import type { Trajectory } from './trajectory.js';

/** Where the flow is. */
type Place = Pick<Trajectory, 'field' | 'neurons' | 'table' | 'points'>;

/** A neuron's h nearer than this to a hyperplane that it does not slide along is no proof of the cell it will end in. */
const CLEAR = 1e-9;
/** How much of the way to the nearest kink a neuron may still be off its limit. */
const NEAR = 0.25;

/**
 * At the largest inverse temperature, a neuron whose share of |theta|^2 is this near to the optimum's is there: in its cells the
 * optimum is the only rest point, and attracts (observed: none has left again).
 */
const ARRIVED = 0.01;

/** ln |theta|^2-weighted smoothed normalised margin of Lyu and Li: l^{-1}(n L) / |theta|^2, from q = |theta|^2 times margins. */
export function smoothedMargin(logLoss: number, n: number, squaredNorm: number): number {
  const logTotal = logLoss + Math.log(n);
  // l^{-1}(v) = -ln(e^v - 1) = -v - ln(1 - e^-v), where e^v may overflow; for small v that is -ln v - v/2 to within v^2/24
  const total = Math.exp(logTotal);
  const inverse = logTotal < -15 ? -logTotal - total / 2 : -total - Math.log(-Math.expm1(-total));
  return inverse / squaredNorm;
}

/** ln L from the margins. */
export const logLossOf = (q: Float64Array): number => logSumExp(q.map(logLogistic)) - Math.log(q.length);

/**
 * Whether the flow will end at the optimum of its present cells; undefined if so, otherwise what speaks against it. In its cells
 * the normalised margin is at most margin* sum_k s_k |h_k| cos_k, s_k the neuron's share of |theta|^2 and cos_k the cosine between
 * sign(a_k) w_k and h_k. It never falls below the smoothed margin of now, so that a neuron that keeps its share stays within
 * 1 - cos_k <= gap / s_k: less than what takes it to its nearest kink.
 */
export function objection(trajectory: Place, optimum: CellOptimum): string | undefined {
  const { field, neurons, table, points } = trajectory;
  const { d } = points;
  const beta = Math.exp(Math.min(field.logSquaredNorm, field.logBetaMax));
  const gap = Math.max(0, 1 - smoothedMargin(logLossOf(field.q), points.n, beta) / optimum.margin);
  for (const [g, { cell, sign, neurons: list }] of optimum.groups.entries()) {
    const h = optimum.h[g];
    const size = Math.hypot(...h);
    const alive = optimum.r[g] > 0;
    if (size < CLEAR) continue;
    const multipliers = multipliersOf(table, cell, optimum.lambda);
    if (!attracts(multipliers)) {
      if (!alive && vanishesBeyond(trajectory, cell, sign, multipliers, optimum.lambda)) continue;
      return 'a neuron will leave the kink that it slides along';
    }
    const clearance = Math.min(2, clearanceOf(points, cell, sign, h) / size);
    if (clearance < CLEAR) return 'a neuron is on its way to another cell';
    let share = 0;
    for (const k of list) {
      const at = k * (d + 2);
      const u = neurons.state.subarray(at, at + d);
      const length = Math.hypot(...u);
      let squared = 0;
      for (let j = 0; j < d; j++) squared += ((sign * u[j]) / length - h[j] / size) ** 2;
      if (squared > (NEAR * clearance) ** 2) return 'a neuron is not yet aligned';
      share += Math.exp(2 * neurons.state[at + d + 1] - field.logSquaredNorm);
    }
    // a chord of the clearance turns by at least 1 - cos = clearance^2 / 2
    const held = (2 * gap) / share <= clearance ** 2 / 2;
    const arrived = field.shift > 0 && Math.abs(share - 2 * optimum.r[g] * optimum.margin) < ARRIVED * share;
    if (alive && !held && !arrived) return 'a neuron is not yet held by its margin';
  }
  return undefined;
}

/** Of Clarke's multipliers: whether the pulls of both sides point to each kink. */
const attracts = (multipliers: readonly number[]): boolean => multipliers.every((t) => t > 0 && t < 1);

/**
 * Whether a neuron that leaves its kinks at these weights, however slowly, goes to a cell in which it vanishes: its pull there, shorter than
 * 1, points into the cell, which is convex, so that it comes to no other kink.
 */
function vanishesBeyond(
  { table, points }: Place,
  cell: Cell,
  sign: number,
  multipliers: readonly number[],
  lambda: Float64Array,
): boolean {
  const signs = cell.signs.slice();
  cell.sliding.forEach((l, s) => {
    if (multipliers[s] <= 0) signs[l] = -1;
    else if (multipliers[s] >= 1) signs[l] = 1;
  });
  const next = table.get(signs);
  if (!attracts(multipliersOf(table, next, lambda))) return false;
  const h = pullOf(points, next, lambda);
  const size = Math.hypot(...h);
  return size < 1 - CLEAR && clearanceOf(points, next, sign, h) >= CLEAR * size;
}

/** The least of sign <h, normal> over the hyperplanes beside which the cell lies, each normal pointing into it. */
function clearanceOf({ planes, normals, d }: Points, { signs }: Cell, sign: number, h: Float64Array): number {
  let clearance = Infinity;
  for (let l = 0; l < planes; l++) {
    if (signs[l] === 0) continue;
    let z = 0;
    for (let j = 0; j < d; j++) z += normals[l * d + j] * h[j];
    clearance = Math.min(clearance, sign * signs[l] * z);
  }
  return clearance;
}

/** The limit direction at full width, of unit norm: a_k = +-sqrt r_k, w_k = a_k h_g, the group's r spread as the neurons share it now. */
export function limitDirection(
  { neurons, net, points }: Pick<Trajectory, 'neurons' | 'net' | 'points'>,
  optimum: CellOptimum,
): Network<number> {
  const { d } = points;
  const w = Array.from({ length: neurons.width }, () => new Array<number>(d).fill(0));
  const a = new Array<number>(neurons.width).fill(0);
  const total = 2 * optimum.r.reduce((sum, t) => sum + t, 0);
  optimum.groups.forEach(({ neurons: list, sign }: Group, g) => {
    const rhos = list.map((k) => neurons.state[k * (d + 2) + d + 1]);
    const top = Math.max(...rhos);
    const squared = rhos.reduce((sum, rho) => sum + Math.exp(2 * (rho - top)), 0);
    list.forEach((k, place) => {
      for (const { index, logPart } of neurons.members[k]) {
        const part = Math.exp(rhos[place] - top + logPart) / Math.sqrt(squared);
        a[index] = sign * part * Math.sqrt(optimum.r[g] / total);
        w[index] = Array.from(optimum.h[g], (t) => a[index] * t);
      }
    });
  });
  return { leak: net.leak, w, a };
}
