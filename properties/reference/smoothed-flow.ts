import type { Dataset } from '../../src/model/dataset.js';
import { integrate } from './dormand-prince.js';
import { lengthOf, relativeDistance } from './flat.js';

/** Widths over which each kink is smoothed, relative to |v_k| |x_i|. */
const WIDTHS = [2 ** -7, 2 ** -8, 2 ** -9, 2 ** -10, 2 ** -11];
/** Of a step: small beside what the widths leave, so that the corners of the smoothed slope do no harm. */
const TOLERANCE = 1e-10;
/** Takes about a second. */
const MAX_STEPS = 200_000;

/**
 * The flow in normalised time d tau = S dt with every kink smoothed: the slope of phi rises linearly from `leak` to 1 while z goes
 * from -delta to delta, delta = width |v_k| |x_i|. As the width falls to 0 its trajectories go to the flow's own (Filippov),
 * sliding included, with no event and no mode anywhere.
 */
export function smoothedField({ x, y }: Dataset<number>, leak: number, width: number) {
  const n = x.length;
  const d = x[0].length;
  const points = x.map((row) => ({ row: Float64Array.from(row), length: lengthOf(row) }));
  const pulls = new Float64Array(n);
  return (theta: Float64Array, out: Float64Array): void => {
    const m = theta.length / (d + 1);
    const sizes = Array.from({ length: m }, (_, k) => lengthOf(theta.subarray(k * (d + 1), (k + 1) * (d + 1))));
    const z = points.map(({ row }) =>
      sizes.map((_, k) => {
        let sum = 0;
        for (let j = 0; j < d; j++) sum += row[j] * theta[k * (d + 1) + j];
        return sum;
      }),
    );
    const slopes = points.map(({ length }, i) =>
      sizes.map((size, k) => {
        const t = z[i][k] / (width * size * length);
        return leak + ((1 - leak) * (1 + Math.max(-1, Math.min(1, t)))) / 2;
      }),
    );
    let total = 0;
    for (let i = 0; i < n; i++) {
      let q = 0;
      for (let k = 0; k < m; k++) q += y[i] * theta[k * (d + 1) + d] * slopes[i][k] * z[i][k];
      pulls[i] = 1 / (1 + Math.exp(q));
      total += pulls[i];
    }
    out.fill(0);
    for (let i = 0; i < n; i++) {
      const pull = (y[i] * pulls[i]) / total;
      for (let k = 0; k < m; k++) {
        const at = k * (d + 1);
        const rate = pull * slopes[i][k];
        for (let j = 0; j < d; j++) out[at + j] += rate * theta[at + d] * points[i].row[j];
        out[at + d] += rate * z[i][k];
      }
    }
  };
}

export interface Extrapolated {
  readonly theta: Float64Array;
  /** How far it is from the extrapolation without the narrowest width, relative to |theta|. */
  readonly error: number;
}

/**
 * theta at each of the times tau, ascending, by extrapolation of the width to 0: Neville in powers of the width, as wherever the
 * flow crosses, enters and leaves its kinks at a speed, the smoothed one depends on the width smoothly. Undefined where it takes
 * too many steps.
 */
export function extrapolatedFlow(
  dataset: Dataset<number>,
  leak: number,
  start: Float64Array,
  taus: readonly number[],
): Extrapolated[] | undefined {
  const rows: Float64Array[][] = [];
  for (const width of WIDTHS) {
    const field = smoothedField(dataset, leak, width);
    const theta = start.slice();
    const control = { tolerance: TOLERANCE, block: dataset.x[0].length + 1, maxSteps: MAX_STEPS };
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
  let column = values.slice();
  let before = column;
  for (let order = 1; order < values.length; order++) {
    before = column;
    column = before.slice(1).map((fine, i) => fine.map((t, j) => t + (t - before[i][j]) / (2 ** order - 1)));
  }
  return { theta: column[0], error: relativeDistance(before[0], column[0]) };
}
