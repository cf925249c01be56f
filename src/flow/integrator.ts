import { Crowd } from './crowd.js';
import { Linearisation } from './linearisation.js';
import type { Neurons } from './neurons.js';
import { Stepper } from './rosenbrock.js';
import { VectorField } from './vector-field.js';

/** Steps of all neurons from where a step starts, those of crowded cells by their stand-ins. */
export class Integrator {
  private readonly crowd = new Crowd();
  private readonly all: Solver;
  private readonly reduced: Solver;
  private crowded = false;
  private slope: Float64Array = new Float64Array(0);
  private standIns = new Float64Array(0);
  private standInSlope = new Float64Array(0);
  private logS = 0;
  /** Steps so far, those that were not kept included. */
  taken = 0;

  constructor(
    private readonly field: VectorField,
    private readonly neurons: Neurons,
  ) {
    this.all = new Solver(field);
    this.reduced = new Solver(new VectorField(field.points));
  }

  /** Takes the neurons' cells; to be called whenever one of them changes, after the field knows them. */
  setCells(): void {
    const { crowd, reduced } = this;
    this.crowded = crowd.setCells(this.neurons);
    if (!this.crowded) return;
    reduced.field.setCells(crowd.cells);
    this.standIns = new Float64Array(crowd.state.length);
    this.standInSlope = new Float64Array(crowd.state.length);
  }

  /** Takes the start of a step: the neurons' state, at which the field has just been evaluated, and the slope there. */
  take(slope: Float64Array): void {
    const { field, neurons, crowd, reduced } = this;
    this.slope = slope;
    this.logS = field.logS;
    if (!this.crowded) {
      this.all.linearisation.take(neurons.state);
      return;
    }
    crowd.take(neurons);
    reduced.field.logBetaMax = field.logBetaMax;
    reduced.field.evaluate(crowd.state, this.standInSlope);
    reduced.linearisation.take(crowd.state);
  }

  /** The end of a step of h in normalised time, into `next`; returns the largest component of the embedded error, NaN where there is no step. */
  step(h: number, next: Float64Array): number {
    const { neurons, crowd, standIns, standInSlope, logS } = this;
    this.taken++;
    if (!this.crowded) return this.all.stepper.step(neurons.state, this.slope, logS, h, next);
    const { stepper } = this.reduced;
    if (Number.isNaN(stepper.step(crowd.state, standInSlope, logS, h, standIns))) return NaN;
    return crowd.expand(neurons, standIns, stepper.errors, next);
  }

  /** The method's account of the last step. */
  get last(): Pick<Stepper, 'elapsed' | 'relativeTimeError' | 'pullError'> {
    return (this.crowded ? this.reduced : this.all).stepper;
  }
}

class Solver {
  readonly linearisation: Linearisation;
  readonly stepper: Stepper;

  constructor(readonly field: VectorField) {
    this.linearisation = new Linearisation(field);
    this.stepper = new Stepper(field, this.linearisation);
  }
}
