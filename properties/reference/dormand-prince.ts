/**
 * Dormand and Prince's explicit Runge-Kutta pair 5(4), textbook form (Hairer, Norsett, Wanner, Solving ODEs I, table II.5.2): slow
 * and simple. Here to be something else than the method of src/flow; it shares no code with it.
 */
const A = [
  [],
  [1 / 5],
  [3 / 40, 9 / 40],
  [44 / 45, -56 / 15, 32 / 9],
  [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
  [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
  [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
];
/** The solution of order 5 less that of order 4. */
const E = [71 / 57600, 0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40];

export type RightHandSide = (y: Float64Array, out: Float64Array) => void;

export interface Control {
  /** Largest error of a step in a block of the state, relative to that block's length. */
  readonly tolerance: number;
  readonly block: number;
  readonly maxSteps: number;
}

/** y' = f(y) from y, in place, over a span of time; false when it would take more than maxSteps. */
export function integrate(f: RightHandSide, y: Float64Array, span: number, control: Control): boolean {
  const k = A.map(() => new Float64Array(y.length));
  const next = new Float64Array(y.length);
  const error = new Float64Array(y.length);
  f(y, k[0]);
  let t = 0;
  let h = Math.min(span, 0.01);
  for (let step = 0; t < span; step++) {
    if (step > control.maxSteps) return false;
    const last = span - t <= h;
    if (last) h = span - t;
    for (let s = 1; s < A.length; s++) {
      combine(next, y, A[s], k, h);
      f(next, k[s]);
    }
    combine(error, undefined, E, k, h);
    const size = relativeSize(error, y, control.block) / control.tolerance;
    if (size <= 1) {
      t = last ? span : t + h;
      y.set(next);
      // first same as last
      k[0].set(k[A.length - 1]);
    }
    h *= Math.min(5, Math.max(0.2, 0.9 * size ** -0.2));
  }
  return true;
}

function combine(
  out: Float64Array,
  y: Float64Array | undefined,
  c: readonly number[],
  k: Float64Array[],
  h: number,
): void {
  for (let j = 0; j < out.length; j++) {
    let sum = 0;
    for (let s = 0; s < c.length; s++) sum += c[s] * k[s][j];
    out[j] = (y === undefined ? 0 : y[j]) + h * sum;
  }
}

function relativeSize(error: Float64Array, y: Float64Array, block: number): number {
  let worst = 0;
  for (let at = 0; at < y.length; at += block) {
    let [e, size] = [0, 0];
    for (let j = at; j < at + block; j++) {
      e += error[j] * error[j];
      size += y[j] * y[j];
    }
    worst = Math.max(worst, e / size);
  }
  return Math.sqrt(worst);
}
