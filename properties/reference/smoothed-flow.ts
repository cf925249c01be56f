import type { Dataset } from '../../src/model/dataset.js';
import { integrate, type RightHandSide } from './dormand-prince.js';
import { lengthOf, relativeDistance } from './flat.js';

/** How many widths are extrapolated from, each half the one before. */
const LEVELS = 5;
/** Of a step: small beside what the widths leave, so that the corners of the smoothed slope do no harm. */
const TOLERANCE = 1e-10;
/** Takes about a second. */
const MAX_STEPS = 200_000;

/**
 * The flow in normalised time d tau = S dt with every kink smoothed: the slope of phi rises linearly from `leak` to 1 while z goes
 * from -delta to delta, delta = width |v_k| |x_i|. As the width falls to 0 its trajectories go to the flow's own (Filippov),
 * sliding included, with no event and no mode anywhere.
 */
function smoothedField({ x, y }: Dataset<number>, leak: number, m: number, width: number): RightHandSide {
  const n = x.length;
  const d = x[0].length;
  const points = Float64Array.from(x.flat());
  const lengths = x.map(lengthOf);
  // z and the slopes, point by point
  const z = new Float64Array(n * m);
  const slopes = new Float64Array(n * m);
  const q = new Float64Array(n);
  const s = new Float64Array(n);
  return (theta, out) => {
    q.fill(0);
    for (let k = 0; k < m; k++) {
      const at = k * (d + 1);
      let squared = 0;
      for (let j = at; j <= at + d; j++) squared += theta[j] * theta[j];
      const delta = width * Math.sqrt(squared);
      for (let i = 0; i < n; i++) {
        let sum = 0;
        for (let j = 0; j < d; j++) sum += points[i * d + j] * theta[at + j];
        const part = Math.max(-1, Math.min(1, sum / (delta * lengths[i])));
        z[i * m + k] = sum;
        slopes[i * m + k] = leak + ((1 - leak) * (1 + part)) / 2;
        q[i] += y[i] * theta[at + d] * slopes[i * m + k] * sum;
      }
    }
    let total = 0;
    for (let i = 0; i < n; i++) {
      s[i] = 1 / (1 + Math.exp(q[i]));
      total += s[i];
    }
    out.fill(0);
    for (let i = 0; i < n; i++) {
      for (let k = 0; k < m; k++) {
        const at = k * (d + 1);
        const rate = ((y[i] * s[i]) / total) * slopes[i * m + k];
        for (let j = 0; j < d; j++) out[at + j] += rate * theta[at + d] * points[i * d + j];
        out[at + d] += rate * z[i * m + k];
      }
    }
  };
}

export interface Extrapolated {
  readonly theta: Float64Array;
  /**
   * How far it is from two others, relative to |theta|: the one without the narrowest width, and the straight line through the
   * two narrowest, which does not trust in higher powers.
   */
  readonly error: number;
}

/**
 * theta at each of the times tau, ascending, by extrapolation of the width to 0: Neville in powers of the width, as wherever the
 * flow crosses, enters and leaves its kinks at a speed, the smoothed one depends on the width smoothly. Undefined where it takes
 * too many steps. `widest` is the first of the widths, relative to |v_k| |x_i|.
 */
export function extrapolatedFlow(
  dataset: Dataset<number>,
  leak: number,
  start: Float64Array,
  taus: readonly number[],
  widest: number,
): Extrapolated[] | undefined {
  const block = dataset.x[0].length + 1;
  const rows: Float64Array[][] = [];
  for (let level = 0; level < LEVELS; level++) {
    const width = widest / 2 ** level;
    const field = smoothedField(dataset, leak, start.length / block, width);
    const theta = start.slice();
    const control = { tolerance: TOLERANCE, block, maxSteps: MAX_STEPS };
    const row: Float64Array[] = [];
    for (const [t, tau] of taus.entries()) {
      if (!integrate(field, theta, tau - (taus[t - 1] ?? 0), control)) return undefined;
      row.push(theta.slice());
    }
    rows.push(row);
  }
  return taus.map((_, t) => neville(rows.map((row) => row[t])));
}

function neville(values: readonly Float64Array[]): Extrapolated {
  const columns = [values];
  for (let order = 1; order < values.length; order++) {
    const last = columns[order - 1];
    columns.push(last.slice(1).map((fine, i) => fine.map((t, j) => t + (t - last[i][j]) / (2 ** order - 1))));
  }
  const [theta] = columns[values.length - 1];
  const others = [columns[values.length - 2][0], columns[1][values.length - 2]];
  return { theta, error: Math.max(...others.map((other) => relativeDistance(other, theta))) };
}
