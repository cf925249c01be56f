import type { Linearisation } from './linearisation.js';
import { RODAS5P } from './rodas5p.js';
import type { VectorField } from './vector-field.js';

const { a, c, m, gamma } = RODAS5P;
const STAGES = m.length;

const ONE = [1];

/** The last stages' points, and the step's end, are the points before them moved by one more stage. */
const MOVED = [...a, m].map((row, i) => {
  const before = i === 0 ? [] : a[i - 1];
  return i > 1 && row[i - 1] === 1 && before.every((t, j) => t === row[j]);
});

/** Steps of the method, from a state at which the field and the linearisation have been taken. */
export class Stepper {
  private stages: Float64Array[] = [];
  private readonly timeStages = new Float64Array(STAGES);
  private at = new Float64Array(0);
  /** The time that passed in the last step, in units of 1/S at its start. */
  elapsed = 0;
  /** Its embedded error, relative; Infinity where the step is so long that no time at all seems to pass. */
  relativeTimeError = 0;

  /** The embedded error of h, beside the longest h. */
  pullError = 0;

  constructor(
    private readonly field: VectorField,
    private readonly linearisation: Linearisation,
  ) {}

  /**
   * y1 = y0 after a step of h in normalised time; f0 is the right-hand side at y0 and logS0 = ln S there. Returns the largest
   * component of the embedded error, or NaN when the step's matrix is singular.
   */
  step(y0: Float64Array, f0: Float64Array, logS0: number, h: number, y1: Float64Array): number {
    const { field, linearisation, timeStages } = this;
    const size = y0.length;
    if (this.at.length !== size) {
      this.at = new Float64Array(size);
      this.stages = Array.from({ length: STAGES }, () => new Float64Array(size));
    }
    const { stages, at } = this;
    if (!linearisation.factor(1 / (gamma * h))) return NaN;
    for (let i = 0; i < STAGES; i++) {
      const k = stages[i];
      let speed = 1;
      if (i === 0) k.set(f0);
      else {
        this.moveTo(i, y0, at);
        field.evaluate(at, k);
        add(c[i], 1 / h, stages, k);
        speed = Math.exp(logS0 - field.logS);
      }
      linearisation.solve(k);
      let time = speed + linearisation.timeSlope(k);
      for (let j = 0; j < i; j++) time += (c[i][j] / h) * timeStages[j];
      timeStages[i] = gamma * h * time;
    }
    this.moveTo(STAGES, y0, at);
    y1.set(at);
    this.elapsed = 0;
    for (let i = 0; i < STAGES; i++) this.elapsed += m[i] * timeStages[i];
    const last = stages[STAGES - 1];
    this.relativeTimeError = this.elapsed > 0 ? Math.abs(timeStages[STAGES - 1]) / this.elapsed : Infinity;
    let error = 0;
    for (let j = 0; j < size; j++) error = Math.max(error, Math.abs(last[j]));
    this.pullError = linearisation.pullChange();
    return Number.isFinite(error) ? error : NaN;
  }

  /** The point at which stage i is taken, from that of stage i - 1 where this is shorter; for i = STAGES the end of the step. */
  private moveTo(i: number, y0: Float64Array, at: Float64Array): void {
    if (MOVED[i]) {
      add(ONE, 1, [this.stages[i - 1]], at);
      return;
    }
    at.set(y0);
    add(i === STAGES ? m : a[i], 1, this.stages, at);
  }
}

/** y += factor * sum_j row_j x_j. */
function add(row: readonly number[], factor: number, x: readonly Float64Array[], y: Float64Array): void {
  let j = 0;
  // two at a time: y is then read and written half as often
  for (; j + 1 < row.length; j += 2) {
    const [s, t] = [factor * row[j], factor * row[j + 1]];
    const [u, v] = [x[j], x[j + 1]];
    for (let i = 0; i < y.length; i++) y[i] += s * u[i] + t * v[i];
  }
  if (j === row.length) return;
  const s = factor * row[j];
  const u = x[j];
  for (let i = 0; i < y.length; i++) y[i] += s * u[i];
}
