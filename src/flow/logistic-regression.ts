import type { Dataset } from '../model/dataset.js';
import { lossWeights } from '../model/loss.js';
import { factorLU, solveLU } from '../numeric/lu.js';
import { RODAS5P } from './rodas5p.js';

/** Gradient flow of the logistic loss of f(x) = <w, x>: a state of it. */
export interface RegressionSample {
  /** Normalised time, d tau = S dt, as in `flow`. */
  readonly tau: number;
  readonly w: readonly number[];
}

export interface RegressionResult {
  readonly status: 'reached' | 'at-rest' | 'undecided';
  /** The start, and the end of every step. */
  readonly samples: readonly RegressionSample[];
}

const { a, c, m, gamma } = RODAS5P;
const STAGES = m.length;
const ORDER = 5;
const SAFETY = 0.9;
const [LEAST_FACTOR, MOST_FACTOR] = [0.2, 6];

/** Largest local error of w in a step, beside 1 + |w|. */
const TOLERANCE = 1e-9;
const MAX_STEPS = 5000;
/** At rest: the points' pulls cancel to this share of their sum (observed: 1e-13 is what rounding leaves). */
const AT_REST = 1e-10;

/**
 * Follows w' = sum_i p_i z_i, z_i = y_i x_i, p = softmax(ln s(q)), q = <w, z_i>, until |w| = norm or to a rest point. The weights
 * never underflow, the norm grows like tau, and the late phase, in which the margins of the support vectors meet, is stiff:
 * Rodas5P with the dense d x d Jacobian.
 */
export function logisticRegression(
  { x, y }: Dataset<number>,
  start: readonly number[],
  norm: number,
): RegressionResult {
  const z = x.map((row, i) => row.map((t) => y[i] * t));
  const d = start.length;
  const size = Math.max(...z.map((p) => Math.hypot(...p)));
  const samples: RegressionSample[] = [{ tau: 0, w: start }];
  let w: Float64Array = Float64Array.from(start);
  let h = 0.1 / Math.max(size, 1) ** 2;
  for (let step = 0; step < MAX_STEPS; step++) {
    const { f, jacobian } = linearised(z, w);
    if (Math.hypot(...f) <= AT_REST * size) return { status: 'at-rest', samples };
    const next = attempt(z, w, jacobian, h);
    const worst = next.error / (TOLERANCE * (1 + Math.hypot(...w)));
    const factor = Math.min(MOST_FACTOR, Math.max(LEAST_FACTOR, SAFETY * worst ** (-1 / ORDER)));
    if (worst <= 1) {
      w = next.w;
      samples.push({ tau: samples[samples.length - 1].tau + h, w: Array.from(w) });
      if (Math.hypot(...w) >= norm) return { status: 'reached', samples };
    }
    h *= Number.isNaN(factor) ? LEAST_FACTOR : factor;
  }
  return { status: 'undecided', samples };

  function attempt(points: readonly (readonly number[])[], from: Float64Array, jacobian: Float64Array, span: number) {
    const matrix = jacobian.map((t, k) => (k % (d + 1) === 0 ? 1 / (gamma * span) : 0) - t);
    const pivots = new Int32Array(d);
    if (!factorLU(matrix, 0, d, pivots, 0)) return { w: from, error: NaN };
    const stages: Float64Array[] = [];
    for (let i = 0; i < STAGES; i++) {
      const at = from.slice();
      for (let j = 0; j < i; j++) axpy(a[i][j], stages[j], at);
      const k = pull(points, at).f;
      for (let j = 0; j < i; j++) axpy(c[i][j] / span, stages[j], k);
      solveLU(matrix, 0, d, pivots, 0, k);
      stages.push(k);
    }
    const to = from.slice();
    stages.forEach((k, i) => axpy(m[i], k, to));
    return { w: to, error: Math.hypot(...stages[STAGES - 1]) };
  }
}

/** sum_i p_i z_i, and p and s there. */
function pull(z: readonly (readonly number[])[], w: Float64Array) {
  const q = z.map((row) => row.reduce((sum, t, j) => sum + t * w[j], 0));
  const { p } = lossWeights(q);
  const f = new Float64Array(w.length);
  z.forEach((row, i) => row.forEach((t, j) => (f[j] += p[i] * t)));
  return { f, p, q };
}

/** The right-hand side and its Jacobian: dp_i = p_i (sum_j p_j sigma_j dq_j - sigma_i dq_i), sigma = 1 - s. */
function linearised(z: readonly (readonly number[])[], w: Float64Array) {
  const d = w.length;
  const { f, p, q } = pull(z, w);
  const g = q.map((t, i) => p[i] / (1 + Math.exp(-t)));
  const drift = new Float64Array(d);
  z.forEach((row, i) => row.forEach((t, j) => (drift[j] += g[i] * t)));
  const jacobian = new Float64Array(d * d);
  for (const j of f.keys()) {
    for (const k of f.keys()) {
      let sum = f[j] * drift[k];
      for (let i = 0; i < z.length; i++) sum -= g[i] * z[i][j] * z[i][k];
      jacobian[j * d + k] = sum;
    }
  }
  return { f, jacobian };
}

function axpy(factor: number, x: Float64Array, y: Float64Array): void {
  for (const j of y.keys()) y[j] += factor * x[j];
}
