import { factorLU, solveLU } from '../numeric/lu.js';
import type { VectorField } from './vector-field.js';

/** Points with a smaller weight leave the Jacobian alone to within rounding: they are left out of the coupled system. */
const NEGLIGIBLE_WEIGHT = 1e-18;

/** Of h, what is perpendicular to u and smaller than this is rounding. */
const PARALLEL = 4 * Number.EPSILON;

/**
 * Numbers kept for each neuron: the inverse of its 3 x 3 part; 1 / (c + rate); h along the plane's two vectors; <u, h>; and the
 * response along u, v, alpha and rho to a change of h by the first of them, then by the second, beyond its multiple alpha / (c + rate).
 */
const COEFFICIENTS = 21;

/**
 * Solves (c I - J) x = r for the Jacobian J of the vector field at one state, in time linear in the width. J is a block a
 * neuron (its own motion at fixed h), plus the coupling: neuron -> q -> p -> h -> neurons, of rank at most n, and at most d
 * times the number of cells. By Woodbury's formula that leaves one dense system of the smaller of these two sizes.
 */
export class Linearisation {
  private c = 0;
  /** For each neuron the unit vectors along u and along what of h is perpendicular to u (0 where there is none), 2 x d. */
  private plane = new Float64Array(0);
  /** For each neuron what is said of it at `COEFFICIENTS`. */
  private coefficients = new Float64Array(0);
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
    if (this.coefficients.length < count * COEFFICIENTS) {
      this.plane = new Float64Array(count * 2 * d);
      this.coefficients = new Float64Array(count * COEFFICIENTS);
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

  /**
   * B_k = c I - d omega'/d omega at fixed h is (c + rate) I - M + 2 omega F', F = M omega = (alpha h, <u, h>), M = [[0, h], [h', 0]]: a multiple
   * of the identity but on the space of u, h and alpha, which it maps into itself. So it is inverted there, as a 3 x 3 matrix.
   */
  private factorBlock(k: number): boolean {
    const { state, c, plane, coefficients, h, weights, onSphere, logSquaredNorm, gain, growth } = this;
    const { d, stride, cellOf } = this.field;
    const at = k * stride;
    const g = cellOf[k] * d;
    const u = k * 2 * d;
    const v = u + d;
    let length = 0;
    for (let j = 0; j < d; j++) length += state[at + j] * state[at + j];
    length = Math.sqrt(length);
    // h = hu e_u + hv e_v, by Gram and Schmidt, twice
    let [hu, hv, size] = [0, 0, 0];
    for (let j = 0; j < d; j++) {
      plane[u + j] = length > 0 ? state[at + j] / length : 0;
      plane[v + j] = h[g + j];
      size += h[g + j] * h[g + j];
    }
    for (let round = 0; round < 2; round++) {
      let along = 0;
      for (let j = 0; j < d; j++) along += plane[u + j] * plane[v + j];
      for (let j = 0; j < d; j++) plane[v + j] -= along * plane[u + j];
      hu += along;
    }
    for (let j = 0; j < d; j++) hv += plane[v + j] * plane[v + j];
    hv = Math.sqrt(hv);
    if (hv <= PARALLEL * Math.sqrt(size)) hv = 0;
    for (let j = 0; j < d; j++) plane[v + j] = hv > 0 ? plane[v + j] / hv : 0;
    const alpha = state[at + d];
    const along = length * hu;
    const s = c + 2 * alpha * along;
    const m = k * COEFFICIENTS;
    // rows and columns u, v, alpha
    const [fu, fv] = [2 * alpha * hu, 2 * alpha * hv];
    coefficients[m] = s + length * fu;
    coefficients[m + 1] = length * fv;
    coefficients[m + 2] = 2 * length * along - hu;
    coefficients[m + 3] = 0;
    coefficients[m + 4] = s;
    coefficients[m + 5] = -hv;
    coefficients[m + 6] = alpha * fu - hu;
    coefficients[m + 7] = alpha * fv - hv;
    coefficients[m + 8] = s + 2 * alpha * along;
    if (!invert3(coefficients, m)) return false;
    const inverse = 1 / s;
    coefficients[m + 9] = inverse;
    coefficients[m + 10] = hu;
    coefficients[m + 11] = hv;
    coefficients[m + 12] = along;
    // dF/dh: rows u: alpha I - 2 alpha u u'; row alpha: (1 - 2 alpha^2) u'; row rho: 2 alpha u'. Of d h = e_u, then of e_v:
    const weight = weights[k];
    const scaled = alpha * inverse;
    const share = onSphere ? Math.exp(2 * state[at + d + 1] - logSquaredNorm) : 0;
    for (let t = 0; t < 2; t++) {
      const ru = t === 0 ? alpha * (1 - 2 * length * length) : 0;
      const rv = t === 0 ? 0 : alpha;
      const ra = t === 0 ? (1 - 2 * alpha * alpha) * length : 0;
      const xu = coefficients[m] * ru + coefficients[m + 1] * rv + coefficients[m + 2] * ra;
      const xv = coefficients[m + 3] * ru + coefficients[m + 4] * rv + coefficients[m + 5] * ra;
      const xa = coefficients[m + 6] * ru + coefficients[m + 7] * rv + coefficients[m + 8] * ra;
      const rho = ((t === 0 ? 2 * alpha * length : 0) + 2 * alpha * (hu * xu + hv * xv) + 2 * along * xa) / c;
      const r = m + 13 + 4 * t;
      coefficients[r] = xu - (t === 0 ? scaled : 0);
      coefficients[r + 1] = xv - (t === 1 ? scaled : 0);
      coefficients[r + 2] = xa;
      coefficients[r + 3] = rho;
      const gu = weight * (alpha * coefficients[r] + length * (xa + 2 * alpha * rho));
      const gv = weight * alpha * coefficients[r + 1];
      const e = t === 0 ? u : v;
      for (let i = 0; i < d; i++) {
        const left = gu * plane[u + i] + gv * plane[v + i];
        const row = (g + i) * d;
        for (let j = 0; j < d; j++) gain[row + j] += left * plane[e + j];
      }
      for (let j = 0; j < d; j++) growth[g + j] += share * rho * plane[e + j];
    }
    for (let i = 0; i < d; i++) gain[(g + i) * d + i] += weight * alpha * scaled;
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
    const { state, c, plane, coefficients: m, dh, dsums, dq, dp, points, active, weights, q, p, sigma } = this;
    const { d, stride, count, cells, cellOf } = this.field;
    dsums.fill(0);
    let grow = 0;
    for (let k = 0; k < count; k++) {
      const at = k * stride;
      const g = cellOf[k] * d;
      const u = k * 2 * d;
      const v = u + d;
      const b = k * COEFFICIENTS;
      const alpha = state[at + d];
      let [ru, rv] = [0, 0];
      for (let j = 0; j < d; j++) {
        ru += plane[u + j] * x[at + j];
        rv += plane[v + j] * x[at + j];
      }
      const ra = x[at + d];
      const inverse = m[b + 9];
      const xu = m[b] * ru + m[b + 1] * rv + m[b + 2] * ra;
      const xv = m[b + 3] * ru + m[b + 4] * rv + m[b + 5] * ra;
      const xa = m[b + 6] * ru + m[b + 7] * rv + m[b + 8] * ra;
      const rho = (x[at + d + 1] + 2 * alpha * (m[b + 10] * xu + m[b + 11] * xv) + 2 * m[b + 12] * xa) / c;
      x[at + d] = xa;
      x[at + d + 1] = rho;
      const dAlpha = weights[k] * (xa + 2 * alpha * rho);
      const scaled = weights[k] * alpha;
      const [du, dv] = [xu - inverse * ru, xv - inverse * rv];
      for (let j = 0; j < d; j++) {
        const t = inverse * x[at + j] + du * plane[u + j] + dv * plane[v + j];
        x[at + j] = t;
        dsums[g + j] += scaled * t + state[at + j] * dAlpha;
      }
      if (this.onSphere) grow += Math.exp(2 * state[at + d + 1] - this.logSquaredNorm) * rho;
    }
    for (let t = 0; t < active; t++) dq[t] = -2 * grow * q[points[t]];
    for (let g = 0; g < cells.length; g++) {
      const { c } = cells[g];
      for (let t = 0; t < active; t++) {
        const row = points[t] * d;
        let sum = 0;
        for (let j = 0; j < d; j++) sum += c[row + j] * dsums[g * d + j];
        dq[t] += sum;
      }
    }
    let mean = 0;
    for (let t = 0; t < active; t++) mean += p[points[t]] * sigma[points[t]] * dq[t];
    for (let t = 0; t < active; t++) dp[t] = p[points[t]] * (mean - sigma[points[t]] * dq[t]);
    if (this.overPoints) solveLU(this.inner, 0, active, this.innerPivots, 0, dp);
    dh.fill(0);
    for (let g = 0; g < cells.length; g++) {
      const { c } = cells[g];
      for (let t = 0; t < active; t++) {
        const row = points[t] * d;
        const change = dp[t];
        for (let j = 0; j < d; j++) dh[g * d + j] += change * c[row + j];
      }
    }
    if (!this.overPoints) solveLU(this.inner, 0, cells.length * d, this.innerPivots, 0, dh);
    for (let k = 0; k < count; k++) {
      const at = k * stride;
      const g = cellOf[k] * d;
      const u = k * 2 * d;
      const v = u + d;
      const b = k * COEFFICIENTS;
      let [hu, hv] = [0, 0];
      for (let j = 0; j < d; j++) {
        hu += plane[u + j] * dh[g + j];
        hv += plane[v + j] * dh[g + j];
      }
      const scaled = state[at + d] * m[b + 9];
      const du = m[b + 13] * hu + m[b + 17] * hv;
      const dv = m[b + 14] * hu + m[b + 18] * hv;
      for (let j = 0; j < d; j++) x[at + j] += scaled * dh[g + j] + du * plane[u + j] + dv * plane[v + j];
      x[at + d] += m[b + 15] * hu + m[b + 19] * hv;
      x[at + d + 1] += m[b + 16] * hu + m[b + 20] * hv;
    }
  }

  /** The change of h along the x that was solved for last, beside the longest h. */
  pullChange(): number {
    const { dh, h } = this;
    const { d, cells } = this.field;
    let [most, longest] = [0, 0];
    for (let g = 0; g < cells.length; g++) {
      let [change, size] = [0, 0];
      for (let j = g * d; j < g * d + d; j++) {
        change += dh[j] * dh[j];
        size += h[j] * h[j];
      }
      most = Math.max(most, change);
      longest = Math.max(longest, size);
    }
    return Math.sqrt(most / longest);
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

/** The inverse of a 3 x 3 matrix, row by row from `at` on, in its place; false where it is singular. */
function invert3(m: Float64Array, at: number): boolean {
  const [a, b, c] = [m[at], m[at + 1], m[at + 2]];
  const [d, e, f] = [m[at + 3], m[at + 4], m[at + 5]];
  const [g, h, i] = [m[at + 6], m[at + 7], m[at + 8]];
  const [A, B, C] = [e * i - f * h, f * g - d * i, d * h - e * g];
  const determinant = a * A + b * B + c * C;
  if (!(Math.abs(determinant) > 0)) return false;
  m[at] = A / determinant;
  m[at + 1] = (c * h - b * i) / determinant;
  m[at + 2] = (b * f - c * e) / determinant;
  m[at + 3] = B / determinant;
  m[at + 4] = (a * i - c * g) / determinant;
  m[at + 5] = (c * d - a * f) / determinant;
  m[at + 6] = C / determinant;
  m[at + 7] = (b * g - a * h) / determinant;
  m[at + 8] = (a * e - b * d) / determinant;
  return true;
}
