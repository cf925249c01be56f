import type { Network } from '../model/network.js';
import { project, type Cell, type CellTable } from './cell.js';

/** A neuron of the net as it was asked for, inside a merged one: it carries e^{2 logPart} of its squared norm. */
interface Member {
  readonly index: number;
  readonly logPart: number;
}

/**
 * The neurons in log-polar form, v_k = (w_k, a_k) = e^{rho_k} omega_k with |omega_k| = 1, each in its cell. `state` has d + 2
 * numbers a neuron: omega_k = (u_k, alpha_k), then rho_k. Neurons of zeros stay zeros and are left out.
 */
export interface Neurons {
  readonly d: number;
  count: number;
  state: Float64Array;
  cells: Cell[];
  members: Member[][];
  /** Whether |a_k| = |w_k|, at the start and so for ever: then |u_k| = |alpha_k|, and alpha_k never changes its sign. */
  balanced: boolean[];
  /** The neurons in the order that they were last found in, by their first coordinates. */
  order: Int32Array;
  /** Width of the net as it was asked for. */
  readonly width: number;
}

/**
 * Below this distance of their unit vectors, two neurons of one cell and one sign are one (Lemma 5.3): rounding has made
 * them indistinguishable, and every difference that e^sigma itself would have left is above it or was lost before.
 */
export const MERGE_DISTANCE = 1e-14;

/** |alpha|^2 and |u|^2 of a balanced neuron that is given in doubles differ by less (derived: d + 2 roundings of half an ulp). */
const BALANCE_ROUNDING = 16 * Number.EPSILON;

/** <u, normal> of a w that was meant to lie on a kink, beside its terms: x, w and their product are rounded (derived: 2d + 8 half ulps). */
const KINK_ROUNDING = 8 * Number.EPSILON;

/** Of omega = (u, alpha). */
const signsOf = (table: CellTable, omega: readonly number[]): Int8Array => {
  const { planes, normals, d } = table.points;
  return Int8Array.from({ length: planes }, (_, l) => {
    let z = 0;
    let sum = 0;
    for (let j = 0; j < d; j++) {
      const term = normals[l * d + j] * omega[j];
      z += term;
      sum += Math.abs(term);
    }
    return Math.abs(z) <= KINK_ROUNDING * sum ? 0 : Math.sign(z);
  });
};

/** e^{logScale} theta as neurons, in the scaled data's units (`flow` says why). A sign of 0 still has to be resolved. */
export function createNeurons(net: Network<number>, logScale: number, table: CellTable): Neurons {
  const d = table.points.d;
  const rows: number[][] = [];
  const cells: Cell[] = [];
  const members: Member[][] = [];
  const balanced: boolean[] = [];
  net.a.forEach((a, index) => {
    const v = [...net.w[index], a];
    const largest = v.reduce((most, t) => Math.max(most, Math.abs(t)), 0);
    if (largest === 0) return;
    const length = Math.hypot(...v.map((t) => t / largest));
    const omega = v.map((t) => t / largest / length);
    rows.push([...omega, logScale + Math.log(largest) + Math.log(length)]);
    cells.push(table.get(signsOf(table, omega)));
    members.push([{ index, logPart: 0 }]);
    balanced.push(Math.abs(2 * omega[d] * omega[d] - 1) <= BALANCE_ROUNDING);
  });
  const state = Float64Array.from(rows.flat());
  return { d, count: rows.length, state, cells, members, balanced, order: new Int32Array(0), width: net.a.length };
}

/**
 * Puts every omega_k of a state back onto its sphere, which a step leaves within its error; v_k stays as it is. Balanced neurons go
 * back to |u_k| = |alpha_k| as well, for without that an error of any size turns round one that is on its way to 0; and those that slide, onto
 * their kink, which repels the direction of a neuron that shrinks.
 */
export function normalise(
  state: Float64Array,
  { d, balanced, cells }: Pick<Neurons, 'd' | 'balanced' | 'cells'>,
): void {
  const stride = d + 2;
  for (let at = 0, k = 0; at < state.length; at += stride, k++) {
    const { basis, rank } = cells[k];
    project(state, at, d, basis, rank);
    let squared = 0;
    for (let j = 0; j < d; j++) squared += state[at + j] * state[at + j];
    const size = Math.sqrt(squared);
    const length = Math.sqrt(squared + state[at + d] * state[at + d]);
    if (balanced[k] && size > 0) {
      for (let j = 0; j < d; j++) state[at + j] *= Math.SQRT1_2 / size;
      state[at + d] = Math.sign(state[at + d]) * Math.SQRT1_2;
    } else for (let j = 0; j <= d; j++) state[at + j] /= length;
    state[at + d + 1] += Math.log(length);
  }
}

/**
 * Whether neuron k, pulled along h, is on its way to 0 for as long as h points there: a balanced one that can move along a line only
 * (d = 1, or sliding along all but one direction), and is pulled back along it. It cannot turn round, since |w| = |a| at all times.
 */
export function vanishes({ d, state, cells, balanced }: Neurons, k: number, h: ArrayLike<number>): boolean {
  if (!balanced[k] || d - cells[k].rank !== 1) return false;
  const at = k * (d + 2);
  let along = 0;
  for (let j = 0; j < d; j++) along += state[at + j] * h[j];
  return state[at + d] * along < 0;
}

/** As near to the stable manifold of 0 as this, in the unit sphere, rounding decides on which side of it a neuron is. */
const MANIFOLD = 8 * Number.EPSILON;

/**
 * Whether neuron k, pulled along h, is on the stable manifold of 0 to rounding: w_k = -sign(a_k) |a_k| h/|h|. It shrinks as long as h keeps its
 * direction; which way it turns then, doubles do not tell.
 */
export function onStableManifold(neurons: Neurons, k: number, h: ArrayLike<number>): boolean {
  if (vanishes(neurons, k, h)) return false;
  const { d, state } = neurons;
  const at = k * (d + 2);
  let size = 0;
  for (let j = 0; j < d; j++) size += h[j] * h[j];
  size = Math.sqrt(size);
  if (size === 0) return false;
  for (let j = 0; j < d; j++) {
    if (Math.abs(state[at + j] + (state[at + d] * h[j]) / size) > MANIFOLD) return false;
  }
  return true;
}

const sameNeuron = ({ d, state, cells }: Neurons, i: number, k: number): boolean => {
  if (cells[i] !== cells[k]) return false;
  const stride = d + 2;
  for (let j = 0; j <= d; j++) {
    if (Math.abs(state[i * stride + j] - state[k * stride + j]) > MERGE_DISTANCE) return false;
  }
  return true;
};

/** The neurons by their first coordinate. They keep nearly the same order from step to step, so that inserting each in its place is quick. */
function ordered({ d, state, count, order: before }: Neurons): Int32Array {
  const stride = d + 2;
  const order = before.length === count ? before : Int32Array.from({ length: count }, (_, k) => k);
  if (order !== before) return order.sort((i, k) => state[i * stride] - state[k * stride]);
  for (let t = 1; t < count; t++) {
    const k = order[t];
    const value = state[k * stride];
    let s = t;
    for (; s > 0 && state[order[s - 1] * stride] > value; s--) order[s] = order[s - 1];
    order[s] = k;
  }
  return order;
}

/** Merges equal neurons, e^{2 rho} = sum of theirs: exact by Lemma 5.3. Returns how many went. */
export function mergeNeurons(neurons: Neurons): number {
  const { d, state, count } = neurons;
  const stride = d + 2;
  const order = ordered(neurons);
  neurons.order = order;
  const into = new Map<number, number>();
  for (let t = 1; t < count; t++) {
    const k = order[t];
    for (let s = t - 1; s >= 0; s--) {
      const i = order[s];
      if (state[k * stride] - state[i * stride] > MERGE_DISTANCE) break;
      if (into.has(i) || !sameNeuron(neurons, i, k)) continue;
      into.set(k, i);
      break;
    }
  }
  if (into.size === 0) return 0;
  const logSquares = new Map<number, number[]>();
  for (let k = 0; k < count; k++) {
    const i = into.get(k) ?? k;
    const list = logSquares.get(i) ?? [];
    list.push(k);
    logSquares.set(i, list);
  }
  const kept = [...logSquares.keys()].sort((i, k) => i - k);
  const next = new Float64Array(kept.length * stride);
  neurons.members = kept.map((i, place) => {
    const group = logSquares.get(i) as number[];
    const rhos = group.map((k) => state[k * stride + d + 1]);
    const top = Math.max(...rhos);
    const rho = top + Math.log(rhos.reduce((sum, r) => sum + Math.exp(2 * (r - top)), 0)) / 2;
    next.set(state.subarray(i * stride, i * stride + d + 1), place * stride);
    next[place * stride + d + 1] = rho;
    return group.flatMap((k, g) =>
      neurons.members[k].map(({ index, logPart }) => ({ index, logPart: logPart + rhos[g] - rho })),
    );
  });
  neurons.cells = kept.map((i) => neurons.cells[i]);
  neurons.balanced = kept.map((i) => (logSquares.get(i) as number[]).every((k) => neurons.balanced[k]));
  neurons.state = next;
  neurons.count = kept.length;
  return into.size;
}

/** e^{-logUnit} theta at full width, the merged neurons spread over their members as pi_b does. */
export function toNetwork(neurons: Neurons, leak: number, logUnit: number): Network<number> {
  const { d, state, width, members } = neurons;
  const w = Array.from({ length: width }, () => new Array<number>(d).fill(0));
  const a = new Array<number>(width).fill(0);
  members.forEach((group, k) => {
    const at = k * (d + 2);
    for (const { index, logPart } of group) {
      const size = Math.exp(state[at + d + 1] + logPart - logUnit);
      for (let j = 0; j < d; j++) w[index][j] = size * state[at + j];
      a[index] = size * state[at + d];
    }
  });
  return { leak, w, a };
}
