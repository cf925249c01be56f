/** An autonomous system y' = value(y). */
export interface System {
  readonly size: number;
  value(y: Float64Array, out: Float64Array): void;
  jacobian(y: Float64Array, out: Float64Array[]): void;
  /** out = |jumps of the value| that lie between two points. */
  jumps(from: Float64Array, to: Float64Array, out: Float64Array): void;
}

/** A step of size h by 1, 2, ..., ORDER small ones. */
const ORDER = 6;

export interface Step {
  readonly next: Float64Array;
  /** The largest error, in units of the tolerance: a step is good up to 1. */
  readonly worst: number;
}

/**
 * One step of the linearly implicit Euler method, extrapolated (Deuflhard): with h' = h/j, j steps (I - h' J) dy = h' f(y), J at the start of the step. Its error has an
 * expansion in powers of h', so the Aitken-Neville scheme over j = 1, ..., 6 gives order 6, and its last two entries the error; all of them damp stiff components.
 * `measure` gives the size of an error at a y.
 */
export function extrapolate(
  system: System,
  start: Float64Array,
  h: number,
  measure: (y: Float64Array, error: Float64Array) => number,
): Step {
  const { size } = system;
  const J = Array.from({ length: size }, () => new Float64Array(size));
  system.jacobian(start, J);
  const slope = new Float64Array(size);
  const jumps = new Float64Array(size);
  let row: Float64Array[] = [];
  for (let j = 1; j <= ORDER; j++) {
    const small = h / j;
    const factors = factorise(J.map((r, i) => shifted(r, i, small)));
    const y = Float64Array.from(start);
    for (let s = 0; s < j; s++) {
      system.value(y, slope);
      const dy = substitute(factors, slope);
      for (let i = 0; i < size; i++) y[i] += small * dy[i];
    }
    // nobody looks between 0 and h/ORDER, or after the last look: a jump of the value in there would show in no entry, so any jump may count for that long
    system.jumps(start, y, jumps);
    const worst = measure(y, jumps) * (h / ORDER);
    if (!(worst <= 1)) return { next: y, worst };
    const extended = [y];
    for (let k = 1; k < j; k++) {
      const [fine, coarse] = [extended[k - 1], row[k - 1]];
      extended.push(fine.map((t, i) => t + ((t - coarse[i]) * (j - k)) / k));
    }
    row = extended;
  }
  const [last, next] = [row[ORDER - 2], row[ORDER - 1]];
  system.jumps(start, next, jumps);
  return {
    next,
    worst: measure(
      next,
      next.map((t, i) => Math.abs(t - last[i]) + (h / ORDER) * jumps[i]),
    ),
  };
}
extrapolate.order = ORDER;

/** Row i of I - h J. */
function shifted(row: Float64Array, i: number, h: number): Float64Array {
  const out = new Float64Array(row.length);
  for (let j = 0; j < row.length; j++) out[j] = -h * row[j];
  out[i] += 1;
  return out;
}

interface Factors {
  readonly rows: Float64Array[];
  readonly order: number[];
}

/** L and U in place. A tiny neuron's couplings to the others are tiny in its rows and columns, so its own errors stay relative to it. */
function factorise(rows: Float64Array[]): Factors {
  const size = rows.length;
  const order = rows.map((_, i) => i);
  for (let c = 0; c < size; c++) {
    let pivot = c;
    for (let i = c + 1; i < size; i++) if (Math.abs(rows[i][c]) > Math.abs(rows[pivot][c])) pivot = i;
    [rows[c], rows[pivot]] = [rows[pivot], rows[c]];
    [order[c], order[pivot]] = [order[pivot], order[c]];
    const top = rows[c];
    for (let i = c + 1; i < size; i++) {
      const row = rows[i];
      const factor = row[c] / top[c];
      row[c] = factor;
      if (factor !== 0) for (let j = c + 1; j < size; j++) row[j] -= factor * top[j];
    }
  }
  return { rows, order };
}

function substitute({ rows, order }: Factors, b: Float64Array): Float64Array {
  const size = rows.length;
  const t = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    const row = rows[i];
    let rest = b[order[i]];
    for (let j = 0; j < i; j++) rest -= row[j] * t[j];
    t[i] = rest;
  }
  for (let i = size - 1; i >= 0; i--) {
    const row = rows[i];
    let rest = t[i];
    for (let j = i + 1; j < size; j++) rest -= row[j] * t[j];
    t[i] = rest / row[i];
  }
  return t;
}
