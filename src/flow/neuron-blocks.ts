import type { VectorField } from './vector-field.js';

/** Beside the terms it is the sum of: what would be solved with a smaller determinant has fewer than seven digits (derived, 1e-16 over it). */
export const SINGULAR = 1e-9;

/** Of h, what is perpendicular to u and smaller than this is rounding. */
const PARALLEL = 4 * Number.EPSILON;

/**
 * Numbers kept for each neuron: the inverse of its 3 x 3 part; 1 / (c + rate); h along the plane's two vectors; <u, h>; and the
 * response along u, v, alpha and rho to a change of h by the first of them, then by the second, beyond its multiple alpha / (c + rate).
 */
const COEFFICIENTS = 21;

/** The neurons' own motion at fixed h: the blocks B_k = c I - d omega_k' / d omega_k of c I - J, inverted one by one. */
export class NeuronBlocks {
  private c = 0;
  /** For each neuron the unit vectors along u and along what of h is perpendicular to u (0 where there is none), 2 x d. */
  private plane = new Float64Array(0);
  /** For each neuron what is said of it at `COEFFICIENTS`. */
  private coefficients = new Float64Array(0);
  private state = new Float64Array(0);
  private weights = new Float64Array(0);
  private h = new Float64Array(0);
  /** On the sphere, what a neuron's weight is to be multiplied by for its share of |theta|^2; 0 off it. */
  private sphere = 0;

  constructor(private readonly field: VectorField) {}

  /** Copies the state at which the field has just been evaluated, and its h: the stages of a step move the field on. */
  take(state: Float64Array): void {
    const { field } = this;
    const { d, stride, count, shift } = field;
    if (this.state.length !== count * stride) {
      this.state = new Float64Array(count * stride);
      this.weights = new Float64Array(count);
      this.plane = new Float64Array(count * 2 * d);
      this.coefficients = new Float64Array(count * COEFFICIENTS);
    }
    this.state.set(state);
    this.weights.set(field.weights);
    if (this.h.length !== field.h.length) this.h = new Float64Array(field.h.length);
    this.h.set(field.h);
    this.sphere = shift > 0 ? Math.exp(shift - field.logSquaredNorm) : 0;
  }

  /**
   * Inverts the blocks; false when one is singular to rounding. Adds to `gain`, d x d a cell, what a change of each cell's h does to its sums, and
   * to `growth`, d a cell, what it does to ln|theta| (on the sphere only).
   */
  factor(c: number, gain: Float64Array, growth: Float64Array): boolean {
    this.c = c;
    for (let k = 0; k < this.field.count; k++) if (!this.factorBlock(k, gain, growth)) return false;
    return true;
  }

  /**
   * B_k = c I - d omega'/d omega at fixed h is (c + rate) I - M + 2 omega F', F = M omega = (alpha h, <u, h>), M = [[0, h], [h', 0]]: a multiple
   * of the identity but on the space of u, h and alpha, which it maps into itself. So it is inverted there, as a 3 x 3 matrix.
   */
  private factorBlock(k: number, gain: Float64Array, growth: Float64Array): boolean {
    const { state, c, plane, coefficients, h, weights, sphere } = this;
    const { d, stride, cellOf } = this.field;
    const at = k * stride;
    const g = cellOf[k] * d;
    const u = k * 2 * d;
    const v = u + d;
    let length = 0;
    for (let j = 0; j < d; j++) length += state[at + j] * state[at + j];
    length = Math.sqrt(length);
    // h = hu e_u + hv e_v, by Gram and Schmidt, twice
    let hu = 0;
    let hv = 0;
    let size = 0;
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
    const rate = 2 * alpha * along;
    const s = c + rate;
    if (Math.abs(s) <= SINGULAR * (c + Math.abs(rate))) return false;
    const m = k * COEFFICIENTS;
    // rows and columns u, v, alpha
    const fu = 2 * alpha * hu;
    const fv = 2 * alpha * hv;
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
    const share = sphere * weight;
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

  /** x <- B^{-1} x, in place, and dsums, what that does to the sums; returns d ln|theta|, or 0 off the sphere. */
  solve(x: Float64Array, dsums: Float64Array): number {
    const { state, c, plane, coefficients: m, weights } = this;
    const { d, stride, count, cellOf } = this.field;
    const perC = 1 / c;
    for (let j = 0; j < dsums.length; j++) dsums[j] = 0;
    let grow = 0;
    for (let k = 0, at = 0, u = 0, b = 0; k < count; k++, at += stride, u += 2 * d, b += COEFFICIENTS) {
      const g = cellOf[k] * d;
      const v = u + d;
      const alpha = state[at + d];
      let ru = 0;
      let rv = 0;
      for (let j = 0; j < d; j++) {
        ru += plane[u + j] * x[at + j];
        rv += plane[v + j] * x[at + j];
      }
      const ra = x[at + d];
      const inverse = m[b + 9];
      const xu = m[b] * ru + m[b + 1] * rv + m[b + 2] * ra;
      const xv = m[b + 3] * ru + m[b + 4] * rv + m[b + 5] * ra;
      const xa = m[b + 6] * ru + m[b + 7] * rv + m[b + 8] * ra;
      const rho = (x[at + d + 1] + 2 * alpha * (m[b + 10] * xu + m[b + 11] * xv) + 2 * m[b + 12] * xa) * perC;
      x[at + d] = xa;
      x[at + d + 1] = rho;
      const dAlpha = weights[k] * (xa + 2 * alpha * rho);
      const scaled = weights[k] * alpha;
      const du = xu - inverse * ru;
      const dv = xv - inverse * rv;
      for (let j = 0; j < d; j++) {
        const t = inverse * x[at + j] + du * plane[u + j] + dv * plane[v + j];
        x[at + j] = t;
        dsums[g + j] += scaled * t + state[at + j] * dAlpha;
      }
      grow += weights[k] * rho;
    }
    return this.sphere * grow;
  }

  /** Adds to x what the change dh of the pulls does to each neuron. */
  respond(x: Float64Array, dh: Float64Array): void {
    const { state, plane, coefficients: m } = this;
    const { d, stride, count, cellOf } = this.field;
    for (let k = 0, at = 0, u = 0, b = 0; k < count; k++, at += stride, u += 2 * d, b += COEFFICIENTS) {
      const g = cellOf[k] * d;
      const v = u + d;
      let hu = 0;
      let hv = 0;
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
}

/** The inverse of a 3 x 3 matrix, row by row from `at` on, in its place; false where it is singular to rounding. */
export function invert3(m: Float64Array, at: number): boolean {
  const a = m[at];
  const b = m[at + 1];
  const c = m[at + 2];
  const d = m[at + 3];
  const e = m[at + 4];
  const f = m[at + 5];
  const g = m[at + 6];
  const h = m[at + 7];
  const i = m[at + 8];
  const A = e * i - f * h;
  const B = f * g - d * i;
  const C = d * h - e * g;
  const determinant = a * A + b * B + c * C;
  const terms =
    Math.abs(a) * (Math.abs(e * i) + Math.abs(f * h)) +
    Math.abs(b) * (Math.abs(f * g) + Math.abs(d * i)) +
    Math.abs(c) * (Math.abs(d * h) + Math.abs(e * g));
  if (!(Math.abs(determinant) > SINGULAR * terms)) return false;
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
