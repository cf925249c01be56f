import { EVD, Matrix } from 'ml-matrix';
import type { Cell } from './cell.js';
import type { Neurons } from './neurons.js';

/** Cells of more than this times d + 1 neurons are crowded: from about here on it is cheaper to stand for them (observed). */
const CROWDED = 2;

/** Share of the largest eigenvalue that every stand-in has at least: nothing beside it, but a logarithm. */
const LEAST_SHARE = Number.EPSILON ** 2;

interface CrowdedCell {
  readonly neurons: readonly number[];
  /** Its first stand-in; there are d + 1. */
  readonly first: number;
  /** Their unit vectors at the start of the step, orthonormal, one after the other. */
  readonly axes: Float64Array;
}

/**
 * The neurons of one cell all follow one linear equation, v' = M(t) v, and act on the others through the matrix sum_k v_k v_k' only. So the d + 1
 * vectors sqrt(eigenvalue) eigenvector of that matrix, followed like neurons, stand for any number of them over a step, exactly; and since the axes are
 * orthogonal, where these go tells where each neuron goes.
 */
export class Crowd {
  /** Stand-ins, and the neurons of cells that are not crowded, as in `Neurons`. */
  state = new Float64Array(0);
  cells: Cell[] = [];
  private crowded: CrowdedCell[] = [];
  /** The neurons that stand for themselves, in the order of the state. */
  private alone: number[] = [];
  private propagator = new Float64Array(0);
  private uncertainty = new Float64Array(0);

  /** Takes the neurons' cells; to be called whenever one of them changes. False when none is crowded. */
  setCells({ d, cells }: Pick<Neurons, 'd' | 'cells'>): boolean {
    const most = CROWDED * (d + 1);
    const lists = new Map<Cell, number[]>();
    cells.forEach((cell, k) => {
      const list = lists.get(cell);
      if (list === undefined) lists.set(cell, [k]);
      else list.push(k);
    });
    const many = [...lists].filter(([, list]) => list.length > most);
    if (many.length === 0) return false;
    this.alone = [...lists.values()].filter((list) => list.length <= most).flat();
    this.cells = this.alone.map((k) => cells[k]);
    const order = d + 1;
    this.crowded = many.map(([cell, neurons]) => {
      const first = this.cells.length;
      for (let r = 0; r < order; r++) this.cells.push(cell);
      return { neurons, first, axes: new Float64Array(order * order) };
    });
    this.state = new Float64Array(this.cells.length * (d + 2));
    this.propagator = new Float64Array(order * order);
    this.uncertainty = new Float64Array(order * order);
    return true;
  }

  /** Takes the neurons at the start of a step. */
  take({ d, state }: Neurons): void {
    const stride = d + 2;
    this.alone.forEach((k, place) => this.state.set(state.subarray(k * stride, (k + 1) * stride), place * stride));
    for (const cell of this.crowded) this.standIn(state, d, cell);
  }

  /** Puts the stand-ins of a cell into the state. */
  private standIn(state: Float64Array, d: number, { neurons, first, axes }: CrowdedCell): void {
    const stride = d + 2;
    const order = d + 1;
    let top = -Infinity;
    for (const k of neurons) top = Math.max(top, state[k * stride + d + 1]);
    // its lower half: no more is read of a matrix that is symmetric
    const moment = new Float64Array(order * order);
    for (const k of neurons) {
      const at = k * stride;
      const weight = Math.exp(2 * (state[at + d + 1] - top));
      for (let i = 0; i < order; i++) {
        const scaled = weight * state[at + i];
        for (let j = 0; j <= i; j++) moment[i * order + j] += scaled * state[at + j];
      }
    }
    const { realEigenvalues, eigenvectorMatrix } = new EVD(Matrix.from1DArray(order, order, moment), {
      assumeSymmetric: true,
    });
    const least = LEAST_SHARE * realEigenvalues[d];
    realEigenvalues.forEach((value, r) => {
      for (let j = 0; j < order; j++) axes[r * order + j] = eigenvectorMatrix.get(j, r);
      const at = (first + r) * stride;
      this.state.set(axes.subarray(r * order, (r + 1) * order), at);
      this.state[at + d + 1] = top + Math.log(Math.max(value, least)) / 2;
    });
  }

  /**
   * The neurons' state, up to the lengths of omega, after a step that took the stand-ins from `state` to `end` with these errors; returns the
   * largest component of the neurons' own errors, beside their lengths.
   */
  expand({ d, state }: Neurons, end: Float64Array, errors: Float64Array, next: Float64Array): number {
    const stride = d + 2;
    const order = d + 1;
    let worst = 0;
    for (let j = 0; j < this.alone.length * stride; j++) worst = Math.max(worst, Math.abs(errors[j]));
    this.alone.forEach((k, place) => next.set(end.subarray(place * stride, (place + 1) * stride), k * stride));
    const { propagator, uncertainty } = this;
    for (const { neurons, first, axes } of this.crowded) {
      this.propagate(d, first, axes, end, errors);
      for (const k of neurons) {
        const at = k * stride;
        let squared = 0;
        let most = 0;
        for (let i = 0, row = 0; i < order; i++, row += order) {
          let sum = 0;
          let error = 0;
          for (let j = 0; j < order; j++) {
            sum += propagator[row + j] * state[at + j];
            error += uncertainty[row + j] * state[at + j];
          }
          next[at + i] = sum;
          squared += sum * sum;
          most = Math.max(most, Math.abs(error));
        }
        next[at + d + 1] = state[at + d + 1];
        worst = Math.max(worst, most / Math.sqrt(squared));
      }
    }
    return worst;
  }

  /** What takes the neurons of a crowded cell from the start of the step to its end, as a matrix, and its error. */
  private propagate(d: number, first: number, axes: Float64Array, end: Float64Array, errors: Float64Array): void {
    const { propagator, uncertainty, state } = this;
    const order = d + 1;
    propagator.fill(0);
    uncertainty.fill(0);
    for (let r = 0; r < order; r++) {
      const at = (first + r) * (d + 2);
      const growth = Math.exp(end[at + d + 1] - state[at + d + 1]);
      for (let i = 0; i < order; i++) {
        const part = growth * end[at + i];
        const error = growth * (errors[at + i] + end[at + i] * errors[at + d + 1]);
        for (let j = 0; j < order; j++) {
          propagator[i * order + j] += part * axes[r * order + j];
          uncertainty[i * order + j] += error * axes[r * order + j];
        }
      }
    }
  }
}
