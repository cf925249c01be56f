import { Balance } from './balance.js';
import { extrapolate } from './extrapolation.js';
import { lengthAt } from './lengths.js';
import { SmoothedField } from './smoothed-field.js';

export interface PlainStart {
  readonly x: readonly (readonly number[])[];
  readonly y: readonly number[];
  readonly leak: number;
  readonly w: readonly (readonly number[])[];
  readonly a: readonly number[];
  /** theta_0 = e^logScale (w, a); e^-600 and above. */
  readonly logScale: number;
}

/** Where to stop: at the first of those that are given. */
export interface Until {
  /** ln |theta|^2, reached within the last step. */
  readonly logSquaredNorm?: number;
  /** Normalised time, hit exactly. */
  readonly tau?: number;
  readonly maxSteps?: number;
}

export interface PlainResult {
  readonly theta: { w: number[][]; a: number[] };
  readonly tau: number;
  readonly logSquaredNorm: number;
  /** y_i f(x_i). */
  readonly q: number[];
  /** Whether the norm or the time was reached; otherwise theta is where the steps ended. */
  readonly reached: boolean;
  readonly steps: number;
}

/** Largest error of a step that is accepted, of each neuron beside its own norm. */
const TOLERANCE = 1e-8;
/** Steps shrink and grow by these factors at most. */
const [SHRINK, GROW, SAFETY] = [0.2, 4, 0.8];
/** Beyond this |theta|^2 the rounding of q, 1e-16 |theta|^2, spoils the weights p by more than the tolerance. */
const MOST_LOG_SQUARED_NORM = Math.log(1e9);
const MAX_STEPS = 50_000;
/**
 * In units of 1/max |x_i|: by this time all that grows at a rate of 1.5e-7 max |x_i| has gone from e^-709 to e^709, so that what has not is at rest. The points of a hint may be 1e5
 * times as long as those that decide in the end.
 */
const MAX_TIME = 1e10;

/**
 * Gradient flow on the logistic loss in normalised time, d tau = (1/n) sum_i 1/(1 + e^{q_i}) dt, with each kink smoothed (leaky-kink.ts) and no event handling: plain steps of
 * the extrapolated linearly implicit Euler method (extrapolation.ts), whose errors are kept below 1e-8 of every neuron's own norm, and after each the exact invariants a_k^2 - |w_k|^2 (balance.ts). The method damps what is stiff: the late phase and
 * neurons that slide along a kink cost no more steps than others.
 *
 * Accuracy, of every neuron beside its own norm. Derived: a step adds 1e-8 at most, and a kink that is crossed or slid along the width of its smoothing, 1e-5. Observed, for steps of 1e-7, against Runge-Kutta steps of
 * 1e-11 with sharp kinks, up to tau = 5, n <= 20, d <= 5, m <= 6, leak 0.3: below 2e-7 without kinks, 1e-6 mostly and 2e-5 at most with them; with a width of 1e-6, a tenth of that.
 * Cost: 150 to 350 steps for nets of two neurons, 600 to 1,400 and 0.3 to 0.7 s for n = 20, d = 5, m = 6 on symmetric data up to |theta|^2 = 1e6.
 *
 * What it cannot do: where two limits are separated by a thin set, rounding and the smoothing decide between them.
 */
export function plainFlow(start: PlainStart, until: Until): PlainResult {
  const field = new SmoothedField(start);
  const { size, block } = field;
  let now: Float64Array = Float64Array.from(
    start.w.flatMap((wk, k) => [...wk, start.a[k]]).map((t) => t * Math.exp(start.logScale)),
  );
  const balance = new Balance(now, block);
  let tau = 0;
  let steps = 0;
  const lastTau = until.tau ?? Infinity;
  const logSquaredNorm = (): number => 2 * Math.log(lengthAt(now, 0, size));
  const arrived = (): boolean => tau >= lastTau || logSquaredNorm() >= (until.logSquaredNorm ?? Infinity);
  const over = (): boolean => arrived() || logSquaredNorm() >= MOST_LOG_SQUARED_NORM;
  const measure = (y: Float64Array, error: Float64Array): number => {
    let worst = 0;
    for (let k = 0; k < size; k += block) {
      const norm = Math.max(lengthAt(now, k, k + block), lengthAt(y, k, k + block));
      if (norm > 1e-290) worst = Math.max(worst, lengthAt(error, k, k + block) / norm / TOLERANCE);
    }
    return worst;
  };
  let h = 0.01 / field.fastest();
  // where all x_i are 0 nothing ever moves
  const moves = field.fastest() > 0 || lastTau < Infinity;
  while (moves && !over() && steps < (until.maxSteps ?? MAX_STEPS)) {
    const last = h >= lastTau - tau;
    const step = last ? lastTau - tau : h;
    const { next, worst } = extrapolate(field, now, step, measure);
    steps++;
    // a step that overflows is no step
    const factor = Number.isFinite(worst) ? SAFETY * worst ** (-1 / extrapolate.order) : SHRINK;
    if (worst <= 1) {
      now = next;
      balance.restore(now);
      tau = last ? lastTau : tau + step;
    }
    const changed = step * Math.min(GROW, Math.max(SHRINK, factor));
    h = worst <= 1 && last ? Math.max(h, changed) : changed;
    if (!(h > 1e-14 * tau) || tau > MAX_TIME / field.fastest()) break;
  }
  return {
    theta: {
      w: start.w.map((_, k) => [...now.subarray(k * block, (k + 1) * block - 1)]),
      a: start.a.map((_, k) => now[(k + 1) * block - 1]),
    },
    tau,
    steps,
    logSquaredNorm: logSquaredNorm(),
    reached: arrived(),
    q: field.margins(now),
  };
}
