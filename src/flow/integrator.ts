import { Crowd } from './crowd.js';
import { DormandPrince } from './dormand-prince.js';
import { Linearisation } from './linearisation.js';
import type { Neurons } from './neurons.js';
import { Rosenbrock } from './rosenbrock.js';
import { VectorField, type Stiffness } from './vector-field.js';

/** A method's account of its last step. */
export interface Account {
  /** Of its error, in the length of the step. */
  readonly order: number;
  /** The time that passed, in units of 1/S at the start. */
  readonly elapsed: number;
  /** Its error, relative. */
  readonly relativeTimeError: number;
  /** The error of h, beside the longest h. */
  readonly pullError: number;
}

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

  /** Takes the start of a step: the neurons' state, at which the field has just been evaluated, the slope there, and how stiff it is; returns the longest step. */
  take(slope: Float64Array, stiffness: Stiffness): number {
    const { field, neurons, crowd, reduced } = this;
    this.slope = slope;
    this.logS = field.logS;
    if (!this.crowded) return this.all.take(neurons.state, stiffness);
    crowd.take(neurons);
    reduced.field.logBetaMax = field.logBetaMax;
    reduced.field.evaluate(crowd.state, this.standInSlope);
    return reduced.take(crowd.state, stiffness);
  }

  /** The end of a step of h in normalised time, into `next`; returns the largest component of the embedded error, NaN where there is no step. */
  step(h: number, next: Float64Array): number {
    const { neurons, crowd, standIns, standInSlope, logS } = this;
    this.taken++;
    if (!this.crowded) return this.all.method.step(neurons.state, this.slope, logS, h, next);
    const { method } = this.reduced;
    if (Number.isNaN(method.step(crowd.state, standInSlope, logS, h, standIns))) return NaN;
    return crowd.expand(neurons, standIns, method.errors, next);
  }

  /** Of the last step. */
  get last(): Account {
    return (this.crowded ? this.reduced : this.all).method;
  }
}

/** Where h is more sensitive than this, explicit steps are held short by their stability, and fewer implicit ones are quicker (observed). */
const STIFF = 500;

/**
 * Explicit steps are no longer than this over the largest eigenvalue, which is real and negative. They are stable up to 6.4, but the embedded error of order 5
 * vanishes at 5.65, and with it all that is known of theirs.
 */
const STABLE = 5;

class Solver {
  private readonly linearisation: Linearisation;
  private readonly implicit: Rosenbrock;
  private readonly explicit: DormandPrince;
  /** The one that the step is taken by. */
  method: Rosenbrock | DormandPrince;

  constructor(readonly field: VectorField) {
    this.linearisation = new Linearisation(field);
    this.implicit = new Rosenbrock(field, this.linearisation);
    this.explicit = new DormandPrince(field);
    this.method = this.explicit;
  }

  /** Takes the state at which the field has just been evaluated, and is so stiff; returns the longest step. */
  take(state: Float64Array, { rate, sensitivity }: Stiffness): number {
    // nobody looks whether one that slides would have left its kink within a step and come back: such steps are short
    const slides = this.field.cells.some(({ rank }) => rank > 0);
    if (sensitivity > STIFF || slides) {
      this.method = this.implicit;
      this.linearisation.take(state);
      return Infinity;
    }
    this.method = this.explicit;
    this.explicit.sensitivity = sensitivity;
    return STABLE / rate;
  }
}
