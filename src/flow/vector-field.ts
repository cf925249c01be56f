import { combine, contract } from '../numeric/columns.js';
import { project, type Cell } from './cell.js';
import type { Points } from './points.js';

/**
 * Rest points at the inverse temperature of this margin are within ln(n)/MOST_MARGIN, relative, of a KKT margin (derived); the rounding
 * of q is then eps MOST_MARGIN = 2e-10 in p.
 */
const MOST_MARGIN = 1e6;

/** Smaller p_i add nothing to h, and denormal numbers are slow. */
const NO_WEIGHT = 1e-300;

/** How fast the pulls answer to the neurons. */
export interface Stiffness {
  /** A bound on the eigenvalues of that, which are real and negative: per unit of normalised time. */
  readonly rate: number;
  /** The same beside the longest h: by how many times as much of itself h changes as the neurons do. */
  readonly sensitivity: number;
}

/**
 * The gradient flow of all neurons inside their cells, in normalised time d tau = S dt and log-polar form:
 *
 *   omega_k' = F_k - <omega_k, F_k> omega_k,  rho_k' = <omega_k, F_k>,  F_k = (alpha_k h, <u_k, h>),  h = sum_i p_i c_i,
 *
 * p = softmax(ln s(q)), s = -l'. Only q couples the neurons. Once the least margin has reached MOST_MARGIN, the direction is followed at
 * that inverse temperature: q is then e^logBetaMax times the margins of theta/|theta|, and nothing overflows.
 */
export class VectorField {
  /** ln |theta|^2 beyond which q grows no more. */
  logBetaMax = Infinity;
  readonly n: number;
  readonly d: number;
  readonly stride: number;
  count = 0;
  /** The distinct cells of the neurons, and the place of each neuron's own. */
  cells: Cell[] = [];
  cellOf = new Int32Array(0);
  /** e^{2 rho_k - shift}. */
  weights = new Float64Array(0);
  /** sum of weight_k alpha_k u_k over the neurons of each cell, cells x d. */
  sums = new Float64Array(0);
  /** h of each cell, cells x d. */
  h = new Float64Array(0);
  /** q_i, or e^{-shift} q_i where |theta|^2 is beyond the limit. */
  readonly q: Float64Array;
  readonly p: Float64Array;
  /** 1 - s_i = -d ln s_i / d q_i. */
  readonly sigma: Float64Array;
  /** ln |theta|^2, in the scaled data's units. */
  logSquaredNorm = -Infinity;
  shift = 0;
  /** ln S of the q above. */
  logS = 0;

  private readonly scratch: Float64Array;

  constructor(readonly points: Points) {
    this.n = points.n;
    this.d = points.d;
    this.stride = points.d + 2;
    this.q = new Float64Array(this.n);
    this.p = new Float64Array(this.n);
    this.sigma = new Float64Array(this.n);
    this.scratch = new Float64Array(this.n);
  }

  /** Takes the neurons' cells; to be called whenever one of them changes. */
  setCells(cells: readonly Cell[]): void {
    const places = new Map<Cell, number>();
    this.count = cells.length;
    this.cellOf = Int32Array.from(cells, (cell) => {
      const place = places.get(cell) ?? places.size;
      places.set(cell, place);
      return place;
    });
    this.cells = [...places.keys()];
    this.weights = new Float64Array(cells.length);
    this.sums = new Float64Array(places.size * this.d);
    this.h = new Float64Array(places.size * this.d);
  }

  /** q, p, h and what hangs on them, at a state. */
  couple(state: Float64Array): void {
    const { n, d, stride, count, weights, sums, h, q, p, cells, cellOf, scratch } = this;
    const { columns } = this.points;
    let top = -Infinity;
    for (let at = d + 1; at < count * stride; at += stride) top = Math.max(top, state[at]);
    let total = 0;
    for (let k = 0; k < count; k++) {
      const size = Math.exp(2 * (state[k * stride + d + 1] - top));
      weights[k] = size;
      total += size;
    }
    this.logSquaredNorm = 2 * top + Math.log(total);
    this.shift = Math.max(0, this.logSquaredNorm - this.logBetaMax);
    const unit = Math.exp(2 * top - this.shift);
    // loops and not fill(): the arrays are short
    for (let j = 0; j < sums.length; j++) sums[j] = 0;
    for (let k = 0; k < count; k++) {
      const at = k * stride;
      weights[k] *= unit;
      const size = weights[k] * state[at + d];
      const sum = cellOf[k] * d;
      for (let j = 0; j < d; j++) sums[sum + j] += size * state[at + j];
    }
    for (let i = 0; i < n; i++) q[i] = 0;
    for (let g = 0, sum = 0; g < cells.length; g++, sum += d) {
      const { slopes, basis, rank } = cells[g];
      if (rank > 0) project(sums, sum, d, basis, rank);
      combine(columns, n, d, sums, sum, scratch);
      for (let i = 0; i < n; i++) q[i] += slopes[i] * scratch[i];
    }
    this.weigh();
    for (let g = 0, pull = 0; g < cells.length; g++, pull += d) {
      const { slopes, basis, rank } = cells[g];
      for (let i = 0; i < n; i++) scratch[i] = p[i] < NO_WEIGHT ? 0 : p[i] * slopes[i];
      contract(columns, n, d, scratch, h, pull);
      if (rank > 0) project(h, pull, d, basis, rank);
    }
  }

  /** How fast h answers to the neurons, which are the slower ones: sum_i p_i |c_i|^2 |theta|^2 of the cell where that is most. */
  stiffness(): Stiffness {
    const { n, d, p, h, cells } = this;
    const { lengths } = this.points;
    let most = 0;
    let longest = 0;
    for (let g = 0; g < cells.length; g++) {
      const { slopes } = cells[g];
      let change = 0;
      let size = 0;
      for (let i = 0; i < n; i++) {
        const length = slopes[i] * lengths[i];
        change += p[i] * length * length;
      }
      for (let j = g * d; j < g * d + d; j++) size += h[j] * h[j];
      most = Math.max(most, change);
      longest = Math.max(longest, size);
    }
    const rate = Math.exp(this.logSquaredNorm - this.shift) * most;
    // where nobody is pulled, nothing answers
    return { rate, sensitivity: rate === 0 ? 0 : rate / Math.sqrt(longest) };
  }

  /** Ends the growth of q at MOST_MARGIN; to be called after steps. True when it has just done so: q and p are then others. */
  limitBeta(): boolean {
    if (this.logBetaMax < Infinity) return false;
    let least = Infinity;
    for (let i = 0; i < this.n; i++) least = Math.min(least, this.q[i]);
    if (!(least > MOST_MARGIN)) return false;
    this.logBetaMax = this.logSquaredNorm - Math.log(least / MOST_MARGIN);
    return true;
  }

  /** p = softmax(ln s(q)), ln S, and sigma. */
  private weigh(): void {
    const { n, q, p, sigma } = this;
    let least = Infinity;
    for (let i = 0; i < n; i++) least = Math.min(least, q[i]);
    // s_i e^least = e^-(q_i - least) / (1 + e^-q_i), or with least = 0 where some q_i is negative, without overflow
    least = Math.max(least, 0);
    const floor = Math.exp(-least);
    let total = 0;
    for (let i = 0; i < n; i++) {
      const e = Math.exp(least - Math.abs(q[i]));
      const small = e * floor;
      const inverse = 1 / (1 + small);
      sigma[i] = q[i] > 0 ? inverse : small * inverse;
      p[i] = (q[i] > 0 ? e : 1) * inverse;
      total += p[i];
    }
    const inverse = 1 / total;
    for (let i = 0; i < n; i++) p[i] *= inverse;
    this.logS = Math.log(total / n) - least;
  }

  /** The right-hand side at a state, into `out`; the coupling is left at that state. */
  evaluate(state: Float64Array, out: Float64Array): void {
    this.couple(state);
    const { d, stride, count, h, cellOf } = this;
    for (let k = 0; k < count; k++) {
      const at = k * stride;
      const g = cellOf[k] * d;
      const alpha = state[at + d];
      let along = 0;
      for (let j = 0; j < d; j++) along += state[at + j] * h[g + j];
      const rate = 2 * alpha * along;
      for (let j = 0; j < d; j++) out[at + j] = alpha * h[g + j] - rate * state[at + j];
      out[at + d] = along - rate * alpha;
      out[at + d + 1] = rate;
    }
  }
}
