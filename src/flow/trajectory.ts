import type { Dataset } from '../model/dataset.js';
import type { Network } from '../model/network.js';
import { CellTable } from './cell.js';
import { Clock } from './clock.js';
import { Kinks } from './kinks.js';
import { NearZero } from './near-zero.js';
import { createNeurons, mergeNeurons, toNetwork, type Neurons } from './neurons.js';
import { preparePoints, type Points } from './points.js';
import { EVENT_TOLERANCE, Step } from './step.js';
import { Stuck } from './stuck.js';
import { VectorField } from './vector-field.js';

/** Beside the tolerance of a step: neurons that cross a kink may be late by so much, which is below their steps' errors. */
const OVERSHOOT = 0.01;

/**
 * Largest local error of h in a step, beside the longest h, unless rounding alone is more. q changes by |theta|^2 times what the directions do, so that
 * at |theta|^2 = 1e9 steps within the tolerance may leave p on any one point (observed, before there was this bound). The method is
 * L-stable: what is left of an error of this size after a step is less than the tolerance.
 */
const PULL_TOLERANCE = 0.01;

/** Roundings between a state and h: of eps / 2 in q_i, beside |theta|^2 |c_i| (observed: steps are held up below 30 by them). */
const ROUNDINGS = 100;

/** Largest error of h in a step, beside the longest h, where that has this sensitivity. */
export const pullToleranceAt = (sensitivity: number): number =>
  Math.max(PULL_TOLERANCE, (ROUNDINGS * Number.EPSILON * sensitivity) / 2);

const SAFETY = 0.9;
const [LEAST_FACTOR, MOST_FACTOR] = [0.2, 6];
const MAX_TRIES = 200;

/** How a trajectory is followed; see FlowOptions. */
export interface Manner {
  readonly tolerance: number;
  readonly merge: boolean;
  readonly branch: 1 | -1;
}

/**
 * One trajectory of gradient flow, step by step, from e^{logScale} net. Data are scaled into the unit ball by X = max |x_i| and
 * theta by sqrt X in return, which changes no q_i; time is then X times as long.
 */
export class Trajectory {
  readonly points: Points;
  readonly table: CellTable;
  readonly neurons: Neurons;
  readonly kinks: Kinks;
  readonly field: VectorField;
  private readonly clock: Clock;
  private readonly nearZero: NearZero;
  private readonly step: Step;
  private h = 0;
  private hits = 0;
  steps = 0;

  constructor(
    dataset: Dataset<number>,
    readonly net: Network<number>,
    logScale: number,
    private readonly how: Manner,
  ) {
    this.points = preparePoints(dataset);
    this.table = new CellTable(this.points, net.leak);
    this.neurons = createNeurons(net, logScale + Math.log(this.points.scale) / 2, this.table);
    this.kinks = new Kinks(this.table, this.neurons, EVENT_TOLERANCE, OVERSHOOT * how.tolerance, how.branch);
    this.field = new VectorField(this.points);
    this.clock = new Clock(this.field, this.points.scale);
    this.nearZero = new NearZero(this.table, this.neurons, this.kinks, this.field);
    this.step = new Step(this.field, this.neurons, this.kinks);
    this.field.setCells(this.neurons.cells);
    this.field.couple(this.neurons.state);
    for (let k = 0; k < this.neurons.count; k++) {
      if (this.neurons.cells[k].sliding.length > 0) this.kinks.resolve(k, this.field.p);
    }
    this.enter();
  }

  /** After a change of cells or of the number of neurons: couples anew. */
  private enter(): void {
    const { neurons, field } = this;
    if (this.how.merge) mergeNeurons(neurons);
    this.kinks.renumber();
    field.setCells(neurons.cells);
    this.step.enter();
  }

  /** Normalised time since the start. */
  get tau(): number {
    return this.clock.tau;
  }

  /** ln of the physical time since the start, in the data's own units. */
  get logTime(): number {
    return this.clock.logTime;
  }

  /** Kinks that were met. */
  get events(): number {
    return this.nearZero.events + this.hits;
  }

  /** A neuron was on the stable manifold of 0, to rounding, when the phase near 0 started. */
  get onStableManifold(): boolean {
    return this.nearZero.onStableManifold;
  }

  /** Neurons that were merged into others. */
  get merged(): number {
    return this.neurons.members.reduce((sum, group) => sum + group.length - 1, 0);
  }

  /** Steps that were taken again, shorter: too large an error, or an event or a time on the way. */
  get rejected(): number {
    return this.step.taken - this.steps;
  }

  /** Whether physical time has reached `time`, to rounding. */
  arrivedAt(time: number): boolean {
    return Math.exp(this.logTime) >= time * (1 - 4 * EVENT_TOLERANCE);
  }

  /** Whether p is uniform to rounding, so that there is a closed form. */
  get frozen(): boolean {
    return this.nearZero.holds;
  }

  /**
   * Moves through the phase in which p is uniform, in closed form; to the physical time `until` at most. False when theta shrinks for ever, or
   * stands still.
   */
  skipFrozen(until = Infinity): boolean {
    const tau = this.nearZero.skip(this.clock.tau, this.clock.tauNearZero(until));
    if (tau === undefined) return false;
    this.clock.setNearZero(tau);
    this.enter();
    return true;
  }

  /**
   * One accepted step, to the first event at most; events and merges are then done. Not beyond physical time `until`. Throws
   * Stuck when no step can be taken.
   */
  advance(until = Infinity): void {
    const { field, step, clock } = this;
    const start = clock.speed();
    const left = until === Infinity ? Infinity : clock.left(until);
    // where the loss has vanished, a time that is asked for may be over before a double changes: none changes by more than `left`, since |h| <= 1
    if (left < Number.EPSILON / 4) {
      clock.skipTo(until, left);
      return;
    }
    const stiffness = field.stiffness();
    const longest = step.take(stiffness);
    const pullTolerance = pullToleranceAt(stiffness.sensitivity);
    if (this.h === 0) this.h = 0.1 / Math.max(1e-30, step.speed());
    // S falls with the loss, so that a step longer than `left` would pass the time
    this.h = Math.min(this.h, left, longest);
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const error = step.try(this.h);
      const timeError = left < Infinity ? step.last.relativeTimeError : 0;
      const worst = Math.max(Math.max(error, timeError) / this.how.tolerance, step.last.pullError / pullTolerance);
      const factor = Number.isNaN(worst)
        ? LEAST_FACTOR
        : Math.max(LEAST_FACTOR, SAFETY * worst ** (-1 / step.last.order));
      if (!(worst <= 1)) {
        this.h *= factor;
        continue;
      }
      step.settle();
      const dip = step.firstDip(this.h);
      if (dip < 1) {
        this.h *= dip;
        continue;
      }
      const span = step.cut(this.h, left);
      // the method's account is of its last try, and not of a step of length 0
      if (span > 0) clock.pass(span, start, step.last);
      const hits = this.finish();
      if (span === this.h) this.h *= Math.min(MOST_FACTOR, factor);
      // it found where a neuron had started, on a kink that it leaves and comes back to: a shorter step tells the two apart
      else if (hits === 0) this.h /= 2;
      return;
    }
    throw new Stuck('the step size vanished');
  }

  /** Goes to the end of the step, and does what happens there; returns the number of events. */
  private finish(): number {
    const { neurons, field, kinks } = this;
    this.steps++;
    const hit = this.step.keep();
    for (const k of hit) kinks.resolve(k, field.p);
    this.hits += hit.length;
    const limited = field.limitBeta();
    if ((this.how.merge && mergeNeurons(neurons) > 0) || hit.length > 0) this.enter();
    else if (limited) this.step.enter();
    return hit.length;
  }

  /** e^{-logUnit} theta at full width, in the data's own units. */
  network(logUnit: number): Network<number> {
    return toNetwork(this.neurons, this.net.leak, logUnit + Math.log(this.points.scale) / 2);
  }
}
