import { project } from './cell.js';
import { Coupling } from './coupling.js';
import { NeuronBlocks } from './neuron-blocks.js';
import type { VectorField } from './vector-field.js';

/**
 * Solves (c I - J) x = r for the Jacobian J of the vector field at one state, in time linear in the width. J is a block a
 * neuron (its own motion at fixed h), plus the coupling: neuron -> q -> p -> h -> neurons, of rank at most n, and at most d
 * times the number of cells. By Woodbury's formula that leaves one dense system of the smaller of these two sizes.
 */
export class Linearisation {
  private readonly blocks: NeuronBlocks;
  private readonly coupling: Coupling;
  /** sum over the neurons of a cell of dsums/dstate response, d x d a cell. */
  private gain = new Float64Array(0);
  /** The same for d ln|theta|, d a cell. */
  private growth = new Float64Array(0);
  private h = new Float64Array(0);
  /** sum_i p_i sigma_i c_i of each cell: dq/dsums weighted as d ln S weighs q; and gain' times it. */
  private meanPull = new Float64Array(0);
  private meanGain = new Float64Array(0);
  /** Of the x that was solved for last: the change of the sums at fixed h, and of h. */
  private dsums = new Float64Array(0);
  private dh = new Float64Array(0);

  constructor(private readonly field: VectorField) {
    this.blocks = new NeuronBlocks(field);
    this.coupling = new Coupling(field);
  }

  /** Takes the state at which the field has just been evaluated: J is its Jacobian there. */
  take(state: Float64Array): void {
    const { d, cells, h } = this.field;
    this.blocks.take(state);
    this.coupling.take();
    const size = cells.length * d;
    if (this.h.length !== size) {
      this.gain = new Float64Array(size * d);
      this.growth = new Float64Array(size);
      this.h = new Float64Array(size);
      this.meanPull = new Float64Array(size);
      this.meanGain = new Float64Array(size);
      this.dsums = new Float64Array(size);
      this.dh = new Float64Array(size);
    }
    this.h.set(h);
    this.coupling.meanPull(this.meanPull);
  }

  /** Factors c I - J; false when it is singular to rounding. */
  factor(c: number): boolean {
    const { gain, growth, meanPull, meanGain } = this;
    const { d, cells } = this.field;
    gain.fill(0);
    growth.fill(0);
    if (!this.blocks.factor(c, gain, growth)) return false;
    for (let g = 0; g < cells.length; g++) if (cells[g].rank > 0) this.projectGain(g);
    meanGain.fill(0);
    for (let g = 0; g < meanPull.length; g += d) {
      for (let i = g; i < g + d; i++) for (let j = 0; j < d; j++) meanGain[g + j] += meanPull[i] * gain[i * d + j];
    }
    return this.coupling.factor(gain, growth);
  }

  /** Of h and of the sums, only what is perpendicular to the hyperplanes along which a cell slides counts. */
  private projectGain(g: number): void {
    const { gain, growth } = this;
    const { d, cells } = this.field;
    const { basis, rank } = cells[g];
    const from = g * d * d;
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < d; i++) project(gain, from + i * d, d, basis, rank);
      transpose(gain, from, d);
    }
    project(growth, g * d, d, basis, rank);
  }

  /** x <- (c I - J)^{-1} x, in place. */
  solve(x: Float64Array): void {
    const { blocks, coupling, dsums, dh } = this;
    const { d, cells } = this.field;
    const grow = blocks.solve(x, dsums);
    for (let g = 0; g < cells.length; g++) {
      const { basis, rank } = cells[g];
      project(dsums, g * d, d, basis, rank);
    }
    coupling.solve(dsums, grow, dh);
    blocks.respond(x, dh);
  }

  /** The change of h along the x that was solved for last, beside the longest h. */
  pullChange(): number {
    const { dh, h } = this;
    const { d, cells } = this.field;
    let most = 0;
    let longest = 0;
    for (let g = 0; g < cells.length; g++) {
      let change = 0;
      let size = 0;
      for (let j = g * d; j < g * d + d; j++) {
        change += dh[j] * dh[j];
        size += h[j] * h[j];
      }
      most = Math.max(most, change);
      longest = Math.max(longest, size);
    }
    return most === 0 ? 0 : Math.sqrt(most / longest);
  }

  /**
   * -d ln S / d state, times the x that was solved for last: how much faster physical time passes along it. Not for states on the sphere. The
   * sums change by dsums, and by gain dh.
   */
  timeSlope(): number {
    const { meanPull, meanGain, dsums, dh } = this;
    let slope = 0;
    for (let j = 0; j < dsums.length; j++) slope += meanPull[j] * dsums[j] + meanGain[j] * dh[j];
    return slope;
  }
}

/** Of a d x d matrix from `at` on, in its place. */
function transpose(matrix: Float64Array, at: number, d: number): void {
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < i; j++) {
      const t = matrix[at + i * d + j];
      matrix[at + i * d + j] = matrix[at + j * d + i];
      matrix[at + j * d + i] = t;
    }
  }
}
