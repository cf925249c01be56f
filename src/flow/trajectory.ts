import type { Dataset } from '../model/dataset.js';
import type { Network } from '../model/network.js';
import { CellTable } from './cell.js';
import { advanceFrozen } from './frozen.js';
import type { Ends, Least } from './events.js';
import { Kinks } from './kinks.js';
import { Linearisation } from './linearisation.js';
import { createNeurons, mergeNeurons, normalise, onStableManifold, toNetwork, type Neurons } from './neurons.js';
import { preparePoints, type Points } from './points.js';
import { Stepper } from './rosenbrock.js';
import { pullOf } from './sliding.js';
import { VectorField } from './vector-field.js';

/**
 * While |theta|^2 is below this (unit-ball data, so |q_i| is too), p differs from uniform by less than rounding, and the closed form
 * is exact.
 */
const LOG_FROZEN = Math.log(Number.EPSILON / 8);

/**
 * Events are located to rounding, whatever the tolerance of the steps: |theta|^2 times what a neuron is moved by, onto the kink along which
 * it slides, changes q and so p, and with it the multipliers of all the others (derived: <u, normal> rounds by some ulps).
 */
const EVENT_TOLERANCE = 32 * Number.EPSILON;

/** Beside the tolerance of a step: neurons that cross a kink may be late by so much, which is below their steps' errors. */
const OVERSHOOT = 0.01;

/**
 * Before it grows, theta shrinks by the square of its growing part's share at most, which rounding alone keeps above 1e-16: when
 * ln |theta|^2 has fallen by more, there is no growing part.
 */
const MOST_SHRINKING = 200;

/**
 * Largest local error of h in a step, beside the longest h, unless rounding alone is more. q changes by |theta|^2 times what the directions do, so that
 * at |theta|^2 = 1e9 steps within the tolerance may leave p on any one point (observed, before there was this bound). The method is
 * L-stable: what is left of an error of this size after a step is less than the tolerance.
 */
const PULL_TOLERANCE = 0.01;

/** Relative error of a step's physical time above which it is no account of it. */
const ROUGH_TIME = 1e-3;

const ORDER = 5;
const SAFETY = 0.9;
const [LEAST_FACTOR, MOST_FACTOR] = [0.2, 6];
const MAX_TRIES = 200;
const MAX_GUESSES = 25;

/** How a trajectory is followed; see FlowOptions. */
export interface Manner {
  readonly tolerance: number;
  readonly merge: boolean;
  readonly branch: 1 | -1;
}

/** Why a trajectory cannot go on. */
export class Stuck extends Error {}

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
  private readonly linearisation: Linearisation;
  private readonly stepper: Stepper;
  private slope = new Float64Array(0);
  private next = new Float64Array(0);
  private nextSlope = new Float64Array(0);
  private h = 0;
  /** Normalised time since the start. */
  tau = 0;
  /** ln of the physical time since the start, in the data's own units. */
  logTime = -Infinity;
  steps = 0;
  events = 0;
  /** A neuron starts on the stable manifold of 0, to rounding. */
  readonly onStableManifold: boolean = false;

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
    this.linearisation = new Linearisation(this.field);
    this.stepper = new Stepper(this.field, this.linearisation);
    this.field.setCells(this.neurons.cells);
    if (this.neurons.count === 0) return;
    this.field.couple(this.neurons.state);
    for (let k = 0; k < this.neurons.count; k++) {
      if (this.neurons.cells[k].sliding.length > 0) this.kinks.resolve(k, this.field.p);
    }
    this.enter();
    const { d } = this.points;
    const { h, cellOf } = this.field;
    this.onStableManifold =
      this.frozen &&
      Array.from(cellOf.subarray(0, this.neurons.count)).some((g, k) =>
        onStableManifold(this.neurons, k, h.subarray(g * d, g * d + d)),
      );
  }

  /** After a change of cells or of the number of neurons: couples anew. */
  private enter(): void {
    const { neurons, field } = this;
    if (this.how.merge) mergeNeurons(neurons);
    this.kinks.renumber();
    field.setCells(neurons.cells);
    const size = neurons.state.length;
    if (this.slope.length !== size) {
      this.slope = new Float64Array(size);
      this.next = new Float64Array(size);
      this.nextSlope = new Float64Array(size);
    }
    field.evaluate(neurons.state, this.slope);
  }

  /** Neurons that were merged into others. */
  get merged(): number {
    return this.neurons.members.reduce((sum, group) => sum + group.length - 1, 0);
  }

  /** Whether physical time has reached `time`, to rounding. */
  arrivedAt(time: number): boolean {
    return Math.exp(this.logTime) >= time * (1 - 4 * EVENT_TOLERANCE);
  }

  /** ln |theta|^2 at which the closed form ends. */
  get frozen(): boolean {
    return this.neurons.count > 0 && this.field.logSquaredNorm < LOG_FROZEN - 1;
  }

  /**
   * Moves through the phase in which p is uniform, in closed form; to the physical time `until` at most, where S = 1/2. False when
   * theta shrinks for ever: all neurons are on the stable manifold of 0.
   */
  skipFrozen(until = Infinity): boolean {
    const { neurons, kinks, table, points } = this;
    const p = new Float64Array(points.n).fill(1 / points.n);
    const world = { table, kinks, p };
    const end = (until * points.scale) / 2;
    const start = this.field.logSquaredNorm;
    while (this.frozen && this.tau < end) {
      this.field.p.set(p);
      let fastest = 0;
      for (const cell of this.field.cells) fastest = Math.max(fastest, Math.hypot(...pullOf(cell.c, p, points)));
      if (fastest === 0 || this.field.logSquaredNorm < start - MOST_SHRINKING) return false;
      let span = (LOG_FROZEN - this.field.logSquaredNorm) / (2 * fastest);
      if (span > end - this.tau) span = end - this.tau;
      const before = { state: neurons.state.slice(), cells: neurons.cells.slice(), branches: kinks.branches };
      let events: number;
      for (;;) {
        events = 0;
        for (let k = 0; k < neurons.count; k++) events += advanceFrozen(neurons, k, span, world);
        this.field.setCells(neurons.cells);
        this.field.couple(neurons.state);
        if (this.field.logSquaredNorm <= LOG_FROZEN) break;
        // a neuron has reached a faster cell: back, and half as far
        neurons.state.set(before.state);
        neurons.cells = before.cells.slice();
        kinks.branches = before.branches;
        kinks.renumber();
        span /= 2;
      }
      this.events += events;
      this.tau += span;
    }
    // 1/S = 2 until here, to rounding
    this.logTime = Math.log((2 * this.tau) / points.scale);
    this.enter();
    return true;
  }

  /**
   * One accepted step, to the first event at most; events and merges are then done. Not beyond physical time `until`; true when
   * it has arrived there. Throws Stuck when no step can be taken.
   */
  advance(until = Infinity): boolean {
    const { neurons, field, linearisation, stepper, kinks } = this;
    const start = { logS: field.logS, trueLogS: this.trueLogS() };
    const left = until === Infinity ? Infinity : this.timeLeft(until);
    linearisation.take(neurons.state);
    const pullTolerance = Math.max(PULL_TOLERANCE, field.pullRounding());
    if (this.h === 0) this.h = 0.1 / Math.max(1e-30, largest(this.slope));
    // S falls with the loss, so that a longer step would pass the time
    this.h = Math.min(this.h, left);
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const error = stepper.step(neurons.state, this.slope, start.logS, this.h, this.next);
      const timeError = left < Infinity ? stepper.relativeTimeError : 0;
      const worst = Math.max(Math.max(error, timeError) / this.how.tolerance, stepper.pullError / pullTolerance);
      const factor = Number.isNaN(worst) ? LEAST_FACTOR : Math.max(LEAST_FACTOR, SAFETY * worst ** (-1 / ORDER));
      if (!(worst <= 1)) {
        this.h *= factor;
        continue;
      }
      this.settle();
      const dip = kinks.events.firstDip(this.ends(), this.h, field.p);
      if (dip < 1) {
        this.h *= dip;
        continue;
      }
      const span = this.locate(start, left);
      const hits = this.finish(span, start);
      if (span === this.h) this.h *= Math.min(MOST_FACTOR, factor);
      // it found where a neuron had started, on a kink that it leaves and comes back to: a shorter step tells the two apart
      else if (hits === 0) this.h /= 2;
      return left < Infinity && Math.abs(1 - stepper.elapsed / left) <= EVENT_TOLERANCE;
    }
    throw new Stuck('the step size vanished');
  }

  /** `next` back onto its spheres, and the slope there. */
  private settle(): void {
    normalise(this.next, this.neurons);
    this.field.evaluate(this.next, this.nextSlope);
  }

  private ends(): Ends {
    return { y0: this.neurons.state, f0: this.slope, y1: this.next, f1: this.nextSlope };
  }

  /**
   * Shortens a step of h that has run past an event, or past the time `left`, so that it ends there: the least of the functions
   * of all events that the step runs past is brought to 0, so that several events in one step are no trouble. By the cubic through
   * both ends, then by Newton's method, or by the secant (Illinois) where no rate is known. Returns the length of the step.
   */
  private locate({ logS }: StepStart, left: number): number {
    const { neurons, kinks, field, stepper } = this;
    const events = new Set<number>();
    let returning: readonly number[] | undefined;
    // the elapsed time may overflow where nobody asked for it
    const early = (): number => (left === Infinity ? Infinity : 1 - stepper.elapsed / left);
    const look = (): Least => {
      kinks.events.collect(this.next, field.p, events);
      if (events.size > 0) returning ??= kinks.events.returning(neurons.state, this.slope);
      returning?.forEach((event) => events.delete(event));
      const least = kinks.events.least(this.next, this.nextSlope, field.p, events);
      return early() < least.value ? { value: early(), rate: NaN } : least;
    };
    let found = look();
    if (found.value >= -EVENT_TOLERANCE) return this.h;
    const atStart = (): number => {
      field.couple(neurons.state);
      const { value } = kinks.events.least(neurons.state, this.slope, field.p, events);
      return Math.min(value, left === Infinity ? Infinity : 1);
    };
    let guess = this.h * kinks.events.firstMeeting(this.ends(), this.h, field.p, events);
    let known = 0;
    let [low, high] = [0, this.h];
    let [lowValue, highValue] = [1, Math.max(found.value, -1)];
    let span = this.h;
    for (let round = 0; Math.abs(found.value) > EVENT_TOLERANCE; round++) {
      if (events.size > known) {
        // the step starts beyond an event that the one before it has brought about
        const start = atStart();
        if (start < -EVENT_TOLERANCE) return this.standStill();
        if (low === 0) lowValue = Math.min(Math.max(start, EVENT_TOLERANCE), 1);
        known = events.size;
      }
      if (!(guess > low && guess < high)) guess = low + ((high - low) * lowValue) / (lowValue - highValue);
      span = round < MAX_GUESSES && guess > low && guess < high ? guess : (low + high) / 2;
      if (span === low || span === high) break;
      stepper.step(neurons.state, this.slope, logS, span, this.next);
      this.settle();
      found = look();
      if (found.value < 0) {
        [high, highValue, lowValue] = [span, Math.max(found.value, -1), lowValue / 2];
      } else {
        [low, lowValue, highValue] = [span, found.value, highValue / 2];
      }
      guess = found.rate < 0 ? span - found.value / found.rate : NaN;
    }
    return span === 0 ? this.standStill() : span;
  }

  /** A step of length 0, to an event where it starts. */
  private standStill(): number {
    this.next.set(this.neurons.state);
    this.settle();
    return 0;
  }

  /** Takes the step of this span, and what happens at its end; returns the number of events. */
  private finish(span: number, { trueLogS, logS }: StepStart): number {
    const { neurons, field, kinks } = this;
    this.tau += span;
    this.steps++;
    this.passTime(span, trueLogS, logS);
    neurons.state.set(this.next);
    this.slope.set(this.nextSlope);
    const hit = kinks.events.atEvent(neurons.state, this.slope, field.p);
    for (const k of hit) kinks.resolve(k, field.p);
    this.events += hit.length;
    if (field.limitBeta()) field.evaluate(neurons.state, this.slope);
    if ((this.how.merge && mergeNeurons(neurons) > 0) || hit.length > 0) this.enter();
    return hit.length;
  }

  /** ln S at the true theta: the field's own, and for the states that it follows on a sphere grown as ln L is. */
  private trueLogS(): number {
    return this.field.logS * Math.exp(this.field.shift);
  }

  private timeLeft(until: number): number {
    const { scale } = this.points;
    return (until - Math.exp(this.logTime)) * scale * Math.exp(this.field.logS);
  }

  /**
   * Adds the step's physical time. Where nobody asked for it, the method's own account may be rough or overflow: ln S is then
   * taken as linear over the step.
   */
  private passTime(span: number, before: number, logS: number): void {
    const after = this.trueLogS();
    let logSpan = Math.log(this.stepper.elapsed) - logS;
    if (this.field.shift > 0 || !(this.stepper.relativeTimeError < ROUGH_TIME)) {
      // beyond ln S = -1.8e308 time overflows even as a logarithm
      const latest = Math.max(-before, -after);
      logSpan =
        latest === Infinity ? latest : Math.log(span) + latest - Math.log(Math.max(1, Math.abs(after - before)));
    }
    logSpan -= Math.log(this.points.scale);
    const top = Math.max(this.logTime, logSpan);
    this.logTime = top === Infinity ? top : top + Math.log(Math.exp(this.logTime - top) + Math.exp(logSpan - top));
  }

  /** e^{-logUnit} theta at full width, in the data's own units. */
  network(logUnit: number): Network<number> {
    return toNetwork(this.neurons, this.net.leak, logUnit + Math.log(this.points.scale) / 2);
  }
}

interface StepStart {
  readonly logS: number;
  readonly trueLogS: number;
}

function largest(v: Float64Array): number {
  let most = 0;
  for (const t of v) most = Math.max(most, Math.abs(t));
  return most;
}
