import type { Cell, CellTable } from './cell.js';
import type { Kinks } from './kinks.js';
import { vanishes, type Neurons } from './neurons.js';
import { pullOf } from './sliding.js';
import { Stuck } from './stuck.js';

/** Kinks that a neuron may meet, for each that there is: its direction turns towards its pull, so that it meets few of them twice. */
const MOST_MEETINGS = 100;

/** <h, normal> is 0 where it is less than this, beside the terms of h: sums of n products of rounded numbers. */
const PULL_ROUNDING = 8 * Number.EPSILON;

/** How the neurons of a cell are pulled while p is uniform. */
export interface UniformPull {
  /** h/|h|; of no meaning where the speed is 0. */
  readonly e: Float64Array;
  /** |h|. */
  readonly speed: number;
  /** <e, normal> is known to within this. */
  readonly noise: number;
}

/** What the neurons move in while p is uniform; `pulls` are those of the cells met so far. */
export interface UniformWorld {
  readonly table: CellTable;
  readonly kinks: Kinks;
  readonly p: Float64Array;
  readonly pulls: Map<Cell, UniformPull>;
}

function pullIn(cell: Cell, { table: { points }, p, pulls }: UniformWorld): UniformPull {
  const known = pulls.get(cell);
  if (known !== undefined) return known;
  const h = pullOf(points, cell, p);
  const speed = Math.hypot(...h);
  let terms = 0;
  for (let i = 0; i < points.n; i++) terms += p[i] * cell.slopes[i] * points.lengths[i];
  const pull = { e: h.map((t) => t / speed), speed, noise: (PULL_ROUNDING * terms) / speed };
  pulls.set(cell, pull);
  return pull;
}

/**
 * The flow in closed form where every q_i is 0 to rounding, so that p is uniform: each neuron moves alone, v' = (a h, <w, h>)
 * in its cell. With e = h/|h| and E = exp(|h| tau), w = w_perp + (P E - N / E) e and a = P E + N / E: the times at which it
 * meets a hyperplane are roots of quadratics in E. Exact for any data and any number of kinks. Moves neuron k by tau; returns the number of events.
 */
export function advanceFrozen(neurons: Neurons, k: number, tau: number, world: UniformWorld): number {
  const { table, kinks, p } = world;
  const { d, planes } = table.points;
  const at = k * (d + 2);
  let left = tau;
  let events = 0;
  let resolved = false;
  while (left > 0) {
    const { state } = neurons;
    const cell = neurons.cells[k];
    const { e, speed, noise } = pullIn(cell, world);
    if (speed === 0) return events;
    const alpha = state[at + d];
    let along = 0;
    for (let j = 0; j < d; j++) along += state[at + j] * e[j];
    if (vanishes(neurons, k, e)) {
      state[at + d + 1] -= speed * left;
      return events;
    }
    // of the sign of a where |a| = |w|: rounding may lose the growing part, but does not turn the neuron round
    const growing = (alpha + along) / 2;
    const P = neurons.balanced[k] && growing * alpha < 0 ? 0 : growing;
    const N = (alpha - along) / 2;
    const last = speed * left;
    const perp = e.map((t, j) => state[at + j] - along * t);
    const beside = Math.hypot(...perp);
    // a neuron that has just been resolved and stays where it is does not meet the same hyperplane again
    const path = { perp, e, P, N, noise };
    const next = nextEvent(table, cell.signs, path, cell.rank > 0, !resolved);
    const logE = Math.min(last, next);
    // in units of the largest of the three parts, so that nothing underflows on the stable manifold of 0, where P = 0
    const logs = [Math.log(Math.abs(P)) + logE, Math.log(beside), Math.log(Math.abs(N)) - logE];
    const unit = Math.max(...logs);
    const grown = Math.sign(P) * Math.exp(logs[0] - unit);
    const kept = beside > 0 ? Math.exp(logs[1] - unit) / beside : 0;
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
    if (++events > MOST_MEETINGS * planes) throw new Stuck('a neuron meets kinks without end while theta is small');
    kinks.resolve(k, p);
    resolved = neurons.cells[k] === cell && logE === 0;
  }
  return events;
}

/** A neuron as near to a hyperplane as this, and nearing it, has met it: the root of its equation rounds to 1 or below. */
const MET = 8 * Number.EPSILON;

/** w = perp + (P E - N / E) e and a = P E + N / E; <e, normal> is known to within the noise. */
interface Path {
  readonly perp: Float64Array;
  readonly e: Float64Array;
  readonly P: number;
  readonly N: number;
  readonly noise: number;
}

/** ln E >= 0 at which a hyperplane is first met from its side, or a sliding neuron's a vanishes; Infinity for never. */
function nextEvent(
  { points: { d, planes, normals } }: CellTable,
  signs: Int8Array,
  { perp, e, P, N, noise }: Path,
  slides: boolean,
  mayHaveMet: boolean,
): number {
  let first = slides && -N / P > 1 ? Math.log(-N / P) / 2 : Infinity;
  for (let l = 0; l < planes; l++) {
    let A = 0;
    let B = 0;
    for (let j = 0; j < d; j++) {
      A += perp[j] * normals[l * d + j];
      B += e[j] * normals[l * d + j];
    }
    // the pull lies in the hyperplane: it is neared, and not met
    if (Math.abs(B) <= noise) continue;
    if (mayHaveMet && signs[l] * (A + B * (P - N)) <= MET && signs[l] * B * (P + N) < 0) return 0;
    const [a, b, c] = [B * P, A, -B * N];
    // NaN where there are no roots
    const t = -(b + (b < 0 ? -1 : 1) * Math.sqrt(b * b - 4 * a * c)) / 2;
    for (const E of [t / a, c / t]) {
      const met = E > 1 && signs[l] * B * (P * E + N / E) < 0;
      if (met) first = Math.min(first, Math.log(E));
    }
  }
  return first;
}
