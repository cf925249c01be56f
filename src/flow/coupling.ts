import { combine, contract } from '../numeric/columns.js';
import { factorLU, solveLU } from '../numeric/lu.js';
import { project } from './cell.js';
import type { VectorField } from './vector-field.js';

/** Points with a smaller weight leave the Jacobian alone to within rounding: they are left out of the coupled system. */
const NEGLIGIBLE_WEIGHT = 1e-18;

/**
 * The coupling neurons -> sums -> q -> p -> h of the Jacobian, closed by what the neurons answer to a change of h: one dense system of the size of
 * the points that matter, or of d times the number of cells, whichever is smaller.
 */
export class Coupling {
  /** Points that matter, and below q, p, p sigma and y_i x_i (d x active) of these. */
  private active = 0;
  private readonly q: Float64Array;
  private readonly p: Float64Array;
  private readonly pull: Float64Array;
  private readonly columns: Float64Array;
  /** Slopes of each cell, cells x active. */
  private slopes = new Float64Array(0);
  private h = new Float64Array(0);
  private onSphere = false;
  private overPoints = true;
  private matrix = new Float64Array(0);
  private pivots = new Int32Array(0);
  private readonly change: Float64Array;
  private readonly row: Float64Array;
  /** c_i of one cell and the points that matter, d x active, and the gain times it. */
  private readonly sloped: Float64Array;
  private readonly gained: Float64Array;
  /** Over the h of all cells: sum p sigma c c', sum p sigma c, sum p sigma q c, and the c of one point. */
  private second = new Float64Array(0);
  private mean = new Float64Array(0);
  private meanQ = new Float64Array(0);
  private all = new Float64Array(0);
  /** -dh/dsums and, on the sphere, -dh/d ln|theta|, before the neurons answer: kept where the system is over the cells. */
  private response = new Float64Array(0);
  private shrink = new Float64Array(0);

  constructor(private readonly field: VectorField) {
    const { n, d } = field;
    this.q = new Float64Array(n);
    this.p = new Float64Array(n);
    this.pull = new Float64Array(n);
    this.change = new Float64Array(n);
    this.row = new Float64Array(n);
    this.columns = new Float64Array(n * d);
    this.sloped = new Float64Array(n * d);
    this.gained = new Float64Array(n * d);
  }

  /** Copies what was coupled at the state at which the field has just been evaluated. */
  take(): void {
    const { n, d, cells, p, q, sigma, h, shift, points } = this.field;
    if (this.slopes.length < cells.length * n) this.slopes = new Float64Array(cells.length * n);
    if (this.h.length !== h.length) this.h = new Float64Array(h.length);
    this.h.set(h);
    this.onSphere = shift > 0;
    let active = 0;
    for (let i = 0; i < n; i++) if (p[i] > NEGLIGIBLE_WEIGHT) active++;
    this.active = active;
    for (let i = 0, t = 0; i < n; i++) {
      if (p[i] <= NEGLIGIBLE_WEIGHT) continue;
      this.q[t] = q[i];
      this.p[t] = p[i];
      this.pull[t] = p[i] * sigma[i];
      for (let j = 0; j < d; j++) this.columns[j * active + t] = points.columns[j * n + i];
      for (let g = 0; g < cells.length; g++) this.slopes[g * active + t] = cells[g].slopes[i];
      t++;
    }
  }

  /** sum_i p_i sigma_i c_i of each cell, into `out`: dq/dsums weighted as d ln S weighs q. */
  meanPull(out: Float64Array): void {
    this.pullsOf(this.pull, out);
  }

  /** `gain` and `growth` are what the neurons answer; false when the system is singular to rounding. */
  factor(gain: Float64Array, growth: Float64Array): boolean {
    const size = this.field.cells.length * this.field.d;
    this.overPoints = this.active <= size;
    const order = Math.min(this.active, size);
    if (this.matrix.length < order * order) {
      this.matrix = new Float64Array(order * order);
      this.pivots = new Int32Array(order);
    }
    if (this.overPoints) this.closeOverPoints(gain, growth);
    else this.closeOverCells(gain, growth);
    return factorLU(this.matrix, 0, order, this.pivots, 0);
  }

  /** I - dp/dq dq/dp. */
  private closeOverPoints(gain: Float64Array, growth: Float64Array): void {
    const { active, q, p, pull, matrix, row, sloped, gained, columns, slopes, onSphere } = this;
    const { d, cells } = this.field;
    matrix.fill(0, 0, active * active);
    row.fill(0);
    for (let g = 0; g < cells.length; g++) {
      for (let j = 0, at = 0; j < d; j++) {
        for (let t = 0; t < active; t++, at++) sloped[at] = slopes[g * active + t] * columns[at];
      }
      for (let s = 0, at = 0; s < d; s++, at += active) {
        for (let t = 0; t < active; t++) gained[at + t] = 0;
        for (let j = 0, from = 0; j < d; j++, from += active) {
          const factor = gain[(g * d + s) * d + j];
          for (let t = 0; t < active; t++) gained[at + t] += factor * sloped[from + t];
        }
        if (onSphere) for (let t = 0; t < active; t++) row[t] += growth[g * d + s] * sloped[at + t];
      }
      for (let i = 0, at = 0; i < active; i++, at += active) {
        for (let s = 0, from = 0; s < d; s++, from += active) {
          const factor = sloped[from + i];
          for (let t = 0; t < active; t++) matrix[at + t] += factor * gained[from + t];
        }
      }
    }
    if (onSphere) {
      for (let i = 0, at = 0; i < active; i++) {
        for (let t = 0; t < active; t++, at++) matrix[at] -= 2 * q[i] * row[t];
      }
      row.fill(0);
    }
    for (let i = 0, at = 0; i < active; i++) {
      for (let t = 0; t < active; t++, at++) row[t] += pull[i] * matrix[at];
    }
    for (let i = 0, at = 0; i < active; i++) {
      for (let t = 0; t < active; t++, at++) matrix[at] = pull[i] * matrix[at] - p[i] * row[t];
      matrix[i * active + i] += 1;
    }
  }

  /** I - dh/dsums dsums/dh, over the h of all cells: dh = T dsums with T = -sum p sigma c c' + h mean'; and, on the sphere, -2 (T q) d ln|theta|. */
  private closeOverCells(gain: Float64Array, growth: Float64Array): void {
    const { active, q, pull, h, matrix, columns, slopes, onSphere } = this;
    const { d, cells } = this.field;
    const size = cells.length * d;
    if (this.mean.length !== size) {
      this.second = new Float64Array(size * size);
      this.mean = new Float64Array(size);
      this.meanQ = new Float64Array(size);
      this.all = new Float64Array(size);
      this.response = new Float64Array(size * size);
      this.shrink = new Float64Array(size);
    }
    const { second, mean, meanQ, all, response, shrink } = this;
    second.fill(0);
    mean.fill(0);
    meanQ.fill(0);
    let total = 0;
    for (let t = 0; t < active; t++) {
      for (let g = 0, at = 0; g < cells.length; g++) {
        const slope = slopes[g * active + t];
        for (let j = 0; j < d; j++, at++) all[at] = slope * columns[j * active + t];
        const { basis, rank } = cells[g];
        project(all, at - d, d, basis, rank);
      }
      total += pull[t] * q[t];
      for (let a = 0, at = 0; a < size; a++, at += size) {
        const scaled = pull[t] * all[a];
        mean[a] += scaled;
        meanQ[a] += scaled * q[t];
        for (let b = a; b < size; b++) second[at + b] += scaled * all[b];
      }
    }
    for (let a = 0; a < size; a++) {
      for (let b = 0; b < a; b++) second[a * size + b] = second[b * size + a];
    }
    for (let a = 0, at = 0; a < size; a++, at += size) {
      const rate = onSphere ? 2 * (h[a] * total - meanQ[a]) : 0;
      shrink[a] = rate;
      for (let g = 0; g < size; g += d) {
        for (let t = 0; t < d; t++) matrix[at + g + t] = rate * growth[g + t];
        for (let s = 0; s < d; s++) {
          const factor = second[at + g + s] - h[a] * mean[g + s];
          response[at + g + s] = factor;
          const from = (g + s) * d;
          for (let t = 0; t < d; t++) matrix[at + g + t] += factor * gain[from + t];
        }
      }
      matrix[at + a] += 1;
    }
  }

  /** The change of h, into `dh`, when the sums change by dsums and ln|theta| by `grow` and the neurons answer. */
  solve(dsums: Float64Array, grow: number, dh: Float64Array): void {
    if (this.overPoints) this.solveOverPoints(dsums, grow, dh);
    else this.solveOverCells(dsums, grow, dh);
  }

  private solveOverPoints(dsums: Float64Array, grow: number, dh: Float64Array): void {
    const { active, q, p, pull, change, row, columns, slopes, matrix, pivots } = this;
    const { d, cells } = this.field;
    for (let t = 0; t < active; t++) change[t] = -2 * grow * q[t];
    for (let g = 0; g < cells.length; g++) {
      combine(columns, active, d, dsums, g * d, row);
      for (let t = 0; t < active; t++) change[t] += slopes[g * active + t] * row[t];
    }
    let mean = 0;
    for (let t = 0; t < active; t++) mean += pull[t] * change[t];
    for (let t = 0; t < active; t++) change[t] = p[t] * mean - pull[t] * change[t];
    solveLU(matrix, 0, active, pivots, 0, change);
    this.pullsOf(change, dh);
  }

  private solveOverCells(dsums: Float64Array, grow: number, dh: Float64Array): void {
    const { response, shrink, matrix, pivots } = this;
    const size = dsums.length;
    for (let a = 0, at = 0; a < size; a++, at += size) {
      let sum = grow * shrink[a];
      for (let b = 0; b < size; b++) sum += response[at + b] * dsums[b];
      dh[a] = -sum;
    }
    solveLU(matrix, 0, size, pivots, 0, dh);
  }

  /** sum_i x_i c_i of each cell. */
  private pullsOf(x: Float64Array, out: Float64Array): void {
    const { active, columns, slopes, row } = this;
    const { d, cells } = this.field;
    for (let g = 0; g < cells.length; g++) {
      for (let t = 0; t < active; t++) row[t] = x[t] * slopes[g * active + t];
      contract(columns, active, d, row, out, g * d);
      const { basis, rank } = cells[g];
      project(out, g * d, d, basis, rank);
    }
  }
}
