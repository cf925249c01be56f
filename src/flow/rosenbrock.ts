import type { Linearisation } from './linearisation.js';
import { RODAS5P } from './rodas5p.js';
import { addStages, rowOf } from './stage-sums.js';
import type { VectorField } from './vector-field.js';

const { a, c, m, gamma, embeddedOrder } = RODAS5P;
const STAGES = m.length;

/** The points of all stages, and the step's end, as sums of stages. */
const POINTS = [...a, m].map(rowOf);
const EARLIER = c.map(rowOf);
/** The last ones are the points before them moved by one more stage. */
const MOVED = [...a, m].map((row, i) => row.join() === [...(a[i - 1] ?? []), 1].join());

/** Steps of the implicit method, from a state at which the field and the linearisation have been taken. */
export class Rosenbrock {
  /** Of the embedded error, in h. */
  readonly order = embeddedOrder + 1;
  /** Stage after stage. */
  private stages = new Float64Array(0);
  private stage = new Float64Array(0);
  private readonly timeStages = new Float64Array(STAGES);
  private at = new Float64Array(0);
  /** The time that passed in the last step, in units of 1/S at its start. */
  elapsed = 0;
  /** Its embedded error, relative; Infinity where the step is so long that no time at all seems to pass. */
  relativeTimeError = 0;

  /** The embedded error of h, beside the longest h. */
  pullError = 0;

  /** The embedded error of the last step: the last stage. */
  get errors(): Float64Array {
    return this.stage;
  }

  constructor(
    private readonly field: Pick<VectorField, 'evaluate' | 'logS'>,
    private readonly linearisation: Pick<Linearisation, 'factor' | 'solve' | 'timeSlope' | 'pullChange'>,
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
      this.stage = new Float64Array(size);
      this.stages = new Float64Array(STAGES * size);
    }
    const { stages, stage, at } = this;
    if (!linearisation.factor(1 / (gamma * h))) return NaN;
    for (let i = 0; i < STAGES; i++) {
      let speed = 1;
      if (i === 0) stage.set(f0);
      else {
        this.moveTo(i, y0, at);
        field.evaluate(at, stage);
        addStages(stage, EARLIER[i], 1 / h, stages, stage);
        speed = Math.exp(logS0 - field.logS);
      }
      linearisation.solve(stage);
      for (let j = 0, at = i * size; j < size; j++, at++) stages[at] = stage[j];
      let time = speed + linearisation.timeSlope();
      for (let j = 0; j < i; j++) time += (c[i][j] / h) * timeStages[j];
      timeStages[i] = gamma * h * time;
    }
    this.moveTo(STAGES, y0, at);
    y1.set(at);
    this.elapsed = 0;
    for (let i = 0; i < STAGES; i++) this.elapsed += m[i] * timeStages[i];
    this.relativeTimeError = this.elapsed > 0 ? Math.abs(timeStages[STAGES - 1]) / this.elapsed : Infinity;
    let error = 0;
    for (let j = 0; j < size; j++) error = Math.max(error, Math.abs(stage[j]));
    this.pullError = linearisation.pullChange();
    return Number.isFinite(error) ? error : NaN;
  }

  /** The point at which stage i is taken, from that of stage i - 1 where this is shorter; for i = STAGES the end of the step. */
  private moveTo(i: number, y0: Float64Array, at: Float64Array): void {
    if (MOVED[i]) for (let j = 0; j < at.length; j++) at[j] += this.stage[j];
    else addStages(y0, POINTS[i], 1, this.stages, at);
  }
}
