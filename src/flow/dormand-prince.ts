import { DOP853 } from './dop853.js';
import { addStages, rowOf } from './stage-sums.js';
import type { VectorField } from './vector-field.js';

const { a, b, fifth, third, order } = DOP853;
const STAGES = b.length;
const POINTS = a.map(rowOf);
const [END, FIFTH, THIRD] = [b, fifth, third].map(rowOf);

/**
 * Errors of eps in omega_k and rho_k change q_i by at most (1 + sqrt 2) eps |theta|^2 |c_i|, since |alpha| |u| <= 1/2; and with it h by at most twice the
 * mean of that times |c_i|: eps times the field's sensitivity, times this.
 */
const MOST_RESPONSE = 5;

/** Steps of the explicit method, from a state at which the field has been evaluated: for where the field is not stiff. */
export class DormandPrince {
  readonly order = order;
  /** One after the other, and each by itself. */
  private stages = new Float64Array(0);
  private stage: Float64Array[] = [];
  private at = new Float64Array(0);
  private none = new Float64Array(0);
  private third = new Float64Array(0);
  private readonly speeds = new Float64Array(STAGES);
  /** The embedded error of the last step. */
  errors = new Float64Array(0);
  /** The time that passed in the last step, in units of 1/S at its start. */
  elapsed = 0;
  /** Its embedded error, relative; Infinity where the step is so long that no time at all seems to pass. */
  relativeTimeError = 0;
  /** Of the field, where the step starts. */
  sensitivity = 0;
  /** A bound on the error of h that the embedded error makes, beside the longest h. */
  pullError = 0;

  constructor(private readonly field: Pick<VectorField, 'evaluate' | 'logS'>) {}

  /**
   * y1 = y0 after a step of h in normalised time; f0 is the right-hand side at y0 and logS0 = ln S there. Returns the largest
   * component of the embedded error, or NaN where the step leads out of the finite numbers.
   */
  step(y0: Float64Array, f0: Float64Array, logS0: number, h: number, y1: Float64Array): number {
    if (this.at.length !== y0.length) this.resize(y0.length);
    const { field, stages, stage, at, none, errors, speeds } = this;
    stage[0].set(f0);
    speeds[0] = 1;
    for (let i = 1; i < STAGES; i++) {
      addStages(y0, POINTS[i], h, stages, at);
      field.evaluate(at, stage[i]);
      speeds[i] = Math.exp(logS0 - field.logS);
    }
    addStages(y0, END, h, stages, y1);
    addStages(none, FIFTH, h, stages, errors);
    addStages(none, THIRD, h, stages, this.third);
    const share = shareOf(largest(errors), largest(this.third));
    for (let j = 0; j < errors.length; j++) errors[j] *= share;
    this.elapsed = h * inner(b, speeds);
    const timeError = h * Math.abs(inner(fifth, speeds));
    const timeShare = shareOf(timeError, h * Math.abs(inner(third, speeds)));
    this.relativeTimeError = this.elapsed > 0 ? (timeError * timeShare) / this.elapsed : Infinity;
    const error = largest(errors);
    this.pullError = MOST_RESPONSE * this.sensitivity * error;
    return Number.isFinite(error) ? error : NaN;
  }

  private resize(size: number): void {
    this.stages = new Float64Array(STAGES * size);
    this.stage = POINTS.map((_, i) => this.stages.subarray(i * size, (i + 1) * size));
    this.at = new Float64Array(size);
    this.none = new Float64Array(size);
    this.third = new Float64Array(size);
    this.errors = new Float64Array(size);
  }
}

/**
 * The third error counts for this much, a tenth of what it does in Hairer, Norsett and Wanner (II.10.17). As they have it, one step in a thousand of those that are
 * taken is farther off than the tolerance, up to 50 times as far; so none of 48,000 was, nor by more than 0.8 of it (observed).
 */
const THIRD_COUNTS = 0.01;

/** What the error of the solution of order 5 is multiplied by: errors of h^6 and h^4 make one of h^8, the order of the method. */
function shareOf(fifth: number, third: number): number {
  return fifth === 0 ? 0 : fifth / Math.hypot(fifth, THIRD_COUNTS * third);
}

/** NaN where an entry is. */
function largest(x: Float64Array): number {
  let most = 0;
  for (let j = 0; j < x.length; j++) most = Math.max(most, Math.abs(x[j]));
  return most;
}

function inner(weights: readonly number[], x: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += weights[i] * x[i];
  return sum;
}
