import type { Cell } from './cell.js';
import type { Neurons } from './neurons.js';
import type { Points } from './points.js';

/** A bound nearer to 0 than this many tolerances is taken anew: its own rounding is below one. */
const CLOSE = 4;

/**
 * How far the neurons are inside their cells, at least: the least of sign <u_k, normal> over the hyperplanes beside which w_k lies. A look at all of
 * them is good for as long as u_k has moved by less than what was seen then, and so most neurons cost d operations and not d times the hyperplanes.
 */
export class Clearance {
  private readonly seen: (Cell | undefined)[] = [];
  private from = new Float64Array(0);
  private values = new Float64Array(0);

  constructor(
    private readonly points: Points,
    private readonly neurons: Neurons,
    private readonly tolerance: number,
  ) {}

  /** A lower bound for neuron k at a state, the value itself where this is small or negative. */
  at(state: Float64Array, k: number): number {
    const { d } = this.points;
    const cell = this.neurons.cells[k];
    if (this.seen[k] === cell) {
      let squared = 0;
      for (let j = 0, at = k * (d + 2); j < d; j++) {
        const moved = state[at + j] - this.from[k * d + j];
        squared += moved * moved;
      }
      const left = this.values[k] - Math.sqrt(squared);
      if (left > CLOSE * this.tolerance) return left;
    }
    return this.look(state, k, cell);
  }

  /** Whether neuron k is so far inside its cell that nothing can happen to it there. */
  isClear(state: Float64Array, k: number): boolean {
    return this.at(state, k) > CLOSE * this.tolerance;
  }

  private look(state: Float64Array, k: number, cell: Cell): number {
    const { d, planes, normals } = this.points;
    const { count } = this.neurons;
    if (this.values.length !== count) {
      this.seen.length = 0;
      this.from = new Float64Array(count * d);
      this.values = new Float64Array(count);
    }
    const at = k * (d + 2);
    let least = Infinity;
    for (let l = 0, row = 0; l < planes; l++, row += d) {
      const sign = cell.signs[l];
      if (sign === 0) continue;
      let z = 0;
      for (let j = 0; j < d; j++) z += state[at + j] * normals[row + j];
      least = Math.min(least, sign * z);
    }
    for (let j = 0; j < d; j++) this.from[k * d + j] = state[at + j];
    this.seen[k] = cell;
    this.values[k] = least;
    return least;
  }
}
