import type { Linearisation } from './linearisation.js';
import { RODAS5P } from './rodas5p.js';
import type { VectorField } from './vector-field.js';

const { a, c, m, gamma } = RODAS5P;
const STAGES = m.length;

/** Steps of the method, from a state at which the field and the linearisation have been taken. */
export class Stepper {
  private stages: Float64Array[] = [];
  private readonly timeStages = new Float64Array(STAGES);
  private at = new Float64Array(0);
  private rhs = new Float64Array(0);
  /** The time that passed in the last step, in units of 1/S at its start. */
  elapsed = 0;
  /** Its embedded error, relative; Infinity where the step is so long that no time at all seems to pass. */
  relativeTimeError = 0;

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
      this.rhs = new Float64Array(size);
      this.stages = Array.from({ length: STAGES }, () => new Float64Array(size));
    }
    const { stages, at, rhs } = this;
    if (!linearisation.factor(1 / (gamma * h))) return NaN;
    for (let i = 0; i < STAGES; i++) {
      const k = stages[i];
      let speed = 1;
      if (i === 0) k.set(f0);
      else {
        at.set(y0);
        for (let j = 0; j < i; j++) axpy(a[i][j], stages[j], at);
        field.evaluate(at, rhs);
        k.set(rhs);
        for (let j = 0; j < i; j++) axpy(c[i][j] / h, stages[j], k);
        speed = Math.exp(logS0 - field.logS);
      }
      linearisation.solve(k);
      let time = speed + linearisation.timeSlope(k);
      for (let j = 0; j < i; j++) time += (c[i][j] / h) * timeStages[j];
      timeStages[i] = gamma * h * time;
    }
    y1.set(y0);
    this.elapsed = 0;
    for (let i = 0; i < STAGES; i++) {
      axpy(m[i], stages[i], y1);
      this.elapsed += m[i] * timeStages[i];
    }
    const last = stages[STAGES - 1];
    this.relativeTimeError = this.elapsed > 0 ? Math.abs(timeStages[STAGES - 1]) / this.elapsed : Infinity;
    let error = 0;
    for (let j = 0; j < size; j++) error = Math.max(error, Math.abs(last[j]));
    return Number.isFinite(error) ? error : NaN;
  }
}

function axpy(factor: number, x: Float64Array, y: Float64Array): void {
  if (factor === 0) return;
  for (let j = 0; j < y.length; j++) y[j] += factor * x[j];
}
