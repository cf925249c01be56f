import type { CellTable } from './cell.js';
import type { Kinks } from './kinks.js';
import { vanishes, type Neurons } from './neurons.js';

/**
 * The flow in closed form where every q_i is 0 to rounding, so that p is uniform: each neuron moves alone, v' = (a h, <w, h>)
 * in its cell. With e = h/|h| and E = exp(|h| tau), w = w_perp + (P E - N / E) e and a = P E + N / E: the times at which it
 * meets a hyperplane are roots of quadratics in E. Exact for any data and any number of kinks.
 */
export function advanceFrozen(
  neurons: Neurons,
  k: number,
  tau: number,
  { table, kinks, p }: { table: CellTable; kinks: Kinks; p: Float64Array },
): number {
  const { d, n } = table.points;
  const at = k * (d + 2);
  let left = tau;
  let events = 0;
  let resolved = false;
  while (left > 0) {
    const { state } = neurons;
    const cell = neurons.cells[k];
    const e = new Float64Array(d);
    for (let i = 0; i < n; i++) for (let j = 0; j < d; j++) e[j] += p[i] * cell.c[i * d + j];
    const speed = Math.hypot(...e);
    if (speed === 0) return events;
    for (let j = 0; j < d; j++) e[j] /= speed;
    const alpha = state[at + d];
    let along = 0;
    for (let j = 0; j < d; j++) along += state[at + j] * e[j];
    if (vanishes(neurons, k, e)) {
      state[at + d + 1] -= speed * left;
      return events;
    }
    const P = (alpha + along) / 2;
    const N = (alpha - along) / 2;
    const perp = Float64Array.from({ length: d }, (_, j) => state[at + j] - along * e[j]);
    const last = speed * left;
    // a neuron that has just been resolved and stays where it is does not meet the same hyperplane again
    const next = nextEvent(table, cell.signs, perp, e, P, N, cell.rank > 0, !resolved);
    const logE = Math.min(last, next);
    // in units of the largest of the three parts, so that nothing underflows on the stable manifold of 0, where P = 0
    const size = Math.hypot(...perp);
    const logs = [Math.log(Math.abs(P)) + logE, Math.log(size), Math.log(Math.abs(N)) - logE];
    const unit = Math.max(...logs);
    const grown = Math.sign(P) * Math.exp(logs[0] - unit);
    const kept = size > 0 ? Math.exp(logs[1] - unit) / size : 0;
    const shrunk = Math.sign(N) * Math.exp(logs[2] - unit);
    let squared = 0;
    for (let j = 0; j < d; j++) {
      state[at + j] = perp[j] * kept + e[j] * (grown - shrunk);
      squared += state[at + j] ** 2;
    }
    state[at + d] = grown + shrunk;
    const length = Math.sqrt(squared + state[at + d] ** 2);
    for (let j = 0; j <= d; j++) state[at + j] /= length;
    state[at + d + 1] += unit + Math.log(length);
    left -= logE / speed;
    if (next >= last) return events;
    events++;
    kinks.resolve(k, p);
    resolved = neurons.cells[k] === cell && logE === 0;
  }
  return events;
}

/** A neuron as near to a hyperplane as this, and nearing it, has met it: the root of its equation rounds to 1 or below. */
const MET = 8 * Number.EPSILON;

/** ln E >= 0 at which a hyperplane is first met from its side, or a sliding neuron's a vanishes; Infinity for never. */
function nextEvent(
  { points: { d, planes, normals } }: CellTable,
  signs: Int8Array,
  perp: Float64Array,
  e: Float64Array,
  P: number,
  N: number,
  slides: boolean,
  mayHaveMet: boolean,
): number {
  let first = slides && -N / P > 1 ? Math.log(-N / P) / 2 : Infinity;
  for (let l = 0; l < planes; l++) {
    if (signs[l] === 0) continue;
    let A = 0;
    let B = 0;
    for (let j = 0; j < d; j++) {
      A += perp[j] * normals[l * d + j];
      B += e[j] * normals[l * d + j];
    }
    if (mayHaveMet && signs[l] * (A + B * (P - N)) <= MET && signs[l] * B * (P + N) < 0) return 0;
    for (const E of positiveRoots(B * P, A, -B * N)) {
      const falls = signs[l] * B * (P * E + N / E) < 0;
      if (E > 1 && falls) first = Math.min(first, Math.log(E));
    }
  }
  return first;
}

function positiveRoots(a: number, b: number, c: number): number[] {
  const discriminant = b * b - 4 * a * c;
  if (discriminant < 0) return [];
  const t = -(b + (b < 0 ? -1 : 1) * Math.sqrt(discriminant)) / 2;
  return [t / a, c / t].filter((root) => root > 0 && Number.isFinite(root));
}
