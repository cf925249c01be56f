import { factorLU, solveLU } from '../numeric/lu.js';
import type { VectorField } from './vector-field.js';

/** Points with a smaller weight leave the Jacobian alone to within rounding: they are left out of the coupled system. */
const NEGLIGIBLE_WEIGHT = 1e-18;

/**
 * Solves (c I - J) x = r for the Jacobian J of the vector field at one state, in time linear in the width. J is a block a
 * neuron (its own motion at fixed h), plus the coupling: neuron -> q -> p -> h -> neurons, of rank at most n, and at most d
 * times the number of cells. By Woodbury's formula that leaves one dense system of the smaller of these two sizes.
 */
export class Linearisation {
  private c = 0;
  private blocks = new Float64Array(0);
  private pivots = new Int32Array(0);
  /** The blocks' response to h: B_k^{-1} dF_k/dh, (d + 2) x d a neuron. */
  private response = new Float64Array(0);
  /** sum over the neurons of a cell of dsums/dstate response, d x d a cell. */
  private gain = new Float64Array(0);
  /** The same for d ln|theta|, d a cell. */
  private growth = new Float64Array(0);
  private inner = new Float64Array(0);
  private innerPivots = new Int32Array(0);
  /** The state and what was coupled there, copied: the stages of a step move the field on. */
  private state = new Float64Array(0);
  private weights = new Float64Array(0);
  private h = new Float64Array(0);
  private readonly q: Float64Array;
  private readonly p: Float64Array;
  private readonly sigma: Float64Array;
  private onSphere = false;
  private logSquaredNorm = 0;
  /** sum_i p_i sigma_i c_i of each cell: dq/dsums weighted as d ln S weighs q. */
  private meanPull = new Float64Array(0);
  private dh = new Float64Array(0);
  private dsums = new Float64Array(0);
  private readonly points: Int32Array;
  private active = 0;
  private readonly dq: Float64Array;
  private readonly dp: Float64Array;
  private overPoints = true;

  constructor(private readonly field: VectorField) {
    this.points = new Int32Array(field.n);
    this.dq = new Float64Array(field.n);
    this.dp = new Float64Array(field.n);
    this.q = new Float64Array(field.n);
    this.p = new Float64Array(field.n);
    this.sigma = new Float64Array(field.n);
  }

  /** Takes the state at which the field has just been evaluated: J is its Jacobian there. */
  take(state: Float64Array): void {
    const { field } = this;
    const { d, stride, count, cells, n, p } = field;
    const D = d + 1;
    if (this.state.length !== count * stride) {
      this.state = new Float64Array(count * stride);
      this.weights = new Float64Array(count);
    }
    this.state.set(state);
    this.weights.set(field.weights.subarray(0, count));
    if (this.h.length !== field.h.length) this.h = new Float64Array(field.h.length);
    this.h.set(field.h);
    this.q.set(field.q);
    this.p.set(field.p);
    this.sigma.set(field.sigma);
    this.onSphere = field.shift > 0;
    this.logSquaredNorm = field.logSquaredNorm;
    if (this.blocks.length < count * D * D) {
      this.blocks = new Float64Array(count * D * D);
      this.pivots = new Int32Array(count * D);
      this.response = new Float64Array(count * stride * d);
    }
    if (this.gain.length !== cells.length * d * d) {
      this.gain = new Float64Array(cells.length * d * d);
      this.growth = new Float64Array(cells.length * d);
      this.dh = new Float64Array(cells.length * d);
      this.dsums = new Float64Array(cells.length * d);
      this.meanPull = new Float64Array(cells.length * d);
    }
    this.active = 0;
    for (let i = 0; i < n; i++) if (p[i] > NEGLIGIBLE_WEIGHT) this.points[this.active++] = i;
    this.meanPull.fill(0);
    for (let g = 0; g < cells.length; g++) {
      for (let i = 0; i < n; i++) {
        const weight = p[i] * this.sigma[i];
        for (let j = 0; j < d; j++) this.meanPull[g * d + j] += weight * cells[g].c[i * d + j];
      }
    }
  }

  /** Factors c I - J; false when it is singular to rounding. */
  factor(c: number): boolean {
    const { count, cells, d } = this.field;
    this.c = c;
    this.gain.fill(0);
    this.growth.fill(0);
    for (let k = 0; k < count; k++) if (!this.factorBlock(k)) return false;
    this.overPoints = this.active <= cells.length * d;
    return this.overPoints ? this.factorOverPoints() : this.factorOverCells();
  }

  /** B_k = c I - d(omega', rho')/d(omega, rho) at fixed h, its factors, and its response to h. */
  private factorBlock(k: number): boolean {
    const { state, c, blocks, pivots, response, h, weights, onSphere, logSquaredNorm } = this;
    const { d, stride, cellOf } = this.field;
    const D = d + 1;
    const at = k * stride;
    const g = cellOf[k] * d;
    const block = k * D * D;
    const alpha = state[at + d];
    let along = 0;
    for (let j = 0; j < d; j++) along += state[at + j] * h[g + j];
    const rate = 2 * alpha * along;
    // F = (alpha h, along); J = M - rate I - 2 omega F', M = [[0, h], [h', 0]]
    for (let i = 0; i <= d; i++) {
      const row = block + i * D;
      const twice = 2 * state[at + i];
      for (let j = 0; j < d; j++) blocks[row + j] = twice * alpha * h[g + j];
      blocks[row + d] = twice * along;
      blocks[row + i] += c + rate;
    }
    for (let j = 0; j < d; j++) {
      blocks[block + j * D + d] -= h[g + j];
      blocks[block + d * D + j] -= h[g + j];
    }
    if (!factorLU(blocks, block, D, pivots, k * D)) return false;
    // dF/dh: rows u: alpha I - 2 alpha u u'; row alpha: (1 - 2 alpha^2) u'; row rho: 2 alpha u'
    const r = k * stride * d;
    for (let i = 0; i < d; i++) {
      for (let j = 0; j < d; j++) {
        response[r + i * d + j] = (i === j ? alpha : 0) - 2 * alpha * state[at + i] * state[at + j];
      }
    }
    for (let j = 0; j < d; j++) {
      response[r + d * d + j] = (1 - 2 * alpha * alpha) * state[at + j];
      response[r + (d + 1) * d + j] = 2 * alpha * state[at + j];
    }
    const weight = weights[k];
    const share = onSphere ? Math.exp(2 * state[at + d + 1] - logSquaredNorm) : 0;
    const gainAt = cellOf[k] * d * d;
    for (let j = 0; j < d; j++) {
      solveLU(blocks, block, D, pivots, k * D, response, r + j, d);
      let rho = response[r + (d + 1) * d + j];
      for (let i = 0; i < d; i++) rho += 2 * alpha * h[g + i] * response[r + i * d + j];
      rho = (rho + 2 * along * response[r + d * d + j]) / c;
      response[r + (d + 1) * d + j] = rho;
      const dAlpha = response[r + d * d + j] + 2 * alpha * rho;
      for (let i = 0; i < d; i++) {
        this.gain[gainAt + i * d + j] += weight * (alpha * response[r + i * d + j] + state[at + i] * dAlpha);
      }
      this.growth[g + j] += share * rho;
    }
    return true;
  }

  private resizeInner(size: number): void {
    if (this.inner.length >= size * size) return;
    this.inner = new Float64Array(size * size);
    this.innerPivots = new Int32Array(size);
  }

  /** I - dp/dq dq/dp, over the points that matter. */
  private factorOverPoints(): boolean {
    const { points, active, gain, growth, q, p, sigma, onSphere } = this;
    const { d, cells } = this.field;
    this.resizeInner(active);
    const matrix = this.inner;
    matrix.fill(0, 0, active * active);
    const part = new Float64Array(d);
    for (let g = 0; g < cells.length; g++) {
      const { c } = cells[g];
      for (let col = 0; col < active; col++) {
        const j = points[col] * d;
        let grow = 0;
        for (let s = 0; s < d; s++) {
          let sum = 0;
          for (let t = 0; t < d; t++) sum += gain[(g * d + s) * d + t] * c[j + t];
          part[s] = sum;
          grow += growth[g * d + s] * c[j + s];
        }
        for (let row = 0; row < active; row++) {
          const i = points[row] * d;
          let sum = 0;
          for (let s = 0; s < d; s++) sum += c[i + s] * part[s];
          if (onSphere) sum -= 2 * q[points[row]] * grow;
          matrix[row * active + col] += sum;
        }
      }
    }
    for (let col = 0; col < active; col++) {
      let mean = 0;
      for (let row = 0; row < active; row++) {
        mean += p[points[row]] * sigma[points[row]] * matrix[row * active + col];
      }
      for (let row = 0; row < active; row++) {
        const i = points[row];
        const value = p[i] * (mean - sigma[i] * matrix[row * active + col]);
        matrix[row * active + col] = (row === col ? 1 : 0) - value;
      }
    }
    return factorLU(matrix, 0, active, this.innerPivots, 0);
  }

  /** I - dh/dsums dsums/dh, over the h of all cells. */
  private factorOverCells(): boolean {
    const { points, active, gain, growth, q, p, sigma, onSphere, h } = this;
    const { d, cells } = this.field;
    const size = cells.length * d;
    this.resizeInner(size);
    const matrix = this.inner;
    const coupling = new Float64Array(size * size);
    const mean = new Float64Array(size);
    const pull = new Float64Array(size);
    const row = new Float64Array(size);
    for (let t = 0; t < active; t++) {
      const i = points[t];
      const weight = p[i] * sigma[i];
      for (let g = 0; g < cells.length; g++) {
        for (let j = 0; j < d; j++) row[g * d + j] = cells[g].c[i * d + j];
      }
      for (let a = 0; a < size; a++) {
        const scaled = weight * row[a];
        mean[a] += scaled;
        pull[a] += scaled * q[i];
        if (scaled === 0) continue;
        for (let b = a; b < size; b++) coupling[a * size + b] += scaled * row[b];
      }
    }
    let meanQ = 0;
    for (let t = 0; t < active; t++) meanQ += p[points[t]] * sigma[points[t]] * q[points[t]];
    for (let a = 0; a < size; a++) {
      for (let b = 0; b < a; b++) coupling[a * size + b] = coupling[b * size + a];
    }
    // dh = T dsums with T = -sum p sigma c c' + h mean'; and, on the sphere, -2 (T q) dln|theta|
    for (let a = 0; a < size; a++) {
      const shrink = onSphere ? 2 * (h[a] * meanQ - pull[a]) : 0;
      for (let g = 0; g < cells.length; g++) {
        for (let t = 0; t < d; t++) {
          let sum = -shrink * growth[g * d + t];
          for (let s = 0; s < d; s++) {
            const b = g * d + s;
            sum += (h[a] * mean[b] - coupling[a * size + b]) * gain[(g * d + s) * d + t];
          }
          const col = g * d + t;
          matrix[a * size + col] = (a === col ? 1 : 0) - sum;
        }
      }
    }
    return factorLU(matrix, 0, size, this.innerPivots, 0);
  }

  /** x <- (c I - J)^{-1} x, in place. */
  solve(x: Float64Array): void {
    const { state, c, blocks, pivots, response, dh, dsums, dq, dp, points, active, h, weights, q, p, sigma } = this;
    const { d, stride, count, cells, cellOf } = this.field;
    const D = d + 1;
    dsums.fill(0);
    let grow = 0;
    for (let k = 0; k < count; k++) {
      const at = k * stride;
      const g = cellOf[k] * d;
      const alpha = state[at + d];
      solveLU(blocks, k * D * D, D, pivots, k * D, x, at);
      let along = 0;
      let rho = x[at + d + 1];
      for (let j = 0; j < d; j++) {
        along += state[at + j] * h[g + j];
        rho += 2 * alpha * h[g + j] * x[at + j];
      }
      rho = (rho + 2 * along * x[at + d]) / c;
      x[at + d + 1] = rho;
      const dAlpha = x[at + d] + 2 * alpha * rho;
      for (let j = 0; j < d; j++) dsums[g + j] += weights[k] * (alpha * x[at + j] + state[at + j] * dAlpha);
      if (this.onSphere) grow += Math.exp(2 * state[at + d + 1] - this.logSquaredNorm) * rho;
    }
    let mean = 0;
    for (let t = 0; t < active; t++) {
      const i = points[t];
      let sum = -2 * grow * q[i];
      for (let g = 0; g < cells.length; g++) {
        for (let j = 0; j < d; j++) sum += cells[g].c[i * d + j] * dsums[g * d + j];
      }
      dq[t] = sum;
      mean += p[i] * sigma[i] * sum;
    }
    for (let t = 0; t < active; t++) dp[t] = p[points[t]] * (mean - sigma[points[t]] * dq[t]);
    if (this.overPoints) solveLU(this.inner, 0, active, this.innerPivots, 0, dp);
    dh.fill(0);
    for (let g = 0; g < cells.length; g++) {
      for (let t = 0; t < active; t++) {
        for (let j = 0; j < d; j++) dh[g * d + j] += dp[t] * cells[g].c[points[t] * d + j];
      }
    }
    if (!this.overPoints) solveLU(this.inner, 0, cells.length * d, this.innerPivots, 0, dh);
    for (let k = 0; k < count; k++) {
      const at = k * stride;
      const g = cellOf[k] * d;
      const r = k * stride * d;
      for (let i = 0; i < stride; i++) {
        let sum = 0;
        for (let j = 0; j < d; j++) sum += response[r + i * d + j] * dh[g + j];
        x[at + i] += sum;
      }
    }
  }

  /** -d ln S / d state, times a direction: how much faster physical time passes along it. Not for states on the sphere. */
  timeSlope(x: Float64Array): number {
    const { state, weights, meanPull } = this;
    const { d, stride, count, cellOf } = this.field;
    let slope = 0;
    for (let k = 0; k < count; k++) {
      const at = k * stride;
      const g = cellOf[k] * d;
      const alpha = state[at + d];
      const dAlpha = x[at + d] + 2 * alpha * x[at + d + 1];
      let sum = 0;
      for (let j = 0; j < d; j++) sum += meanPull[g + j] * (alpha * x[at + j] + state[at + j] * dAlpha);
      slope += weights[k] * sum;
    }
    return slope;
  }
}
