import type { CellTable } from './cell.js';
import { Clearance } from './clearance.js';
import type { Neurons } from './neurons.js';
import { jumpOf, multipliersOf } from './sliding.js';

/** An event function, and what it multiplies a distance by. */
interface Passing {
  readonly value: number;
  readonly scale: number;
}

export interface Least {
  readonly value: number;
  /** Of change, along the flow. */
  readonly rate: number;
}

/** The states and slopes at both ends of a step. */
export interface Ends {
  readonly y0: Float64Array;
  readonly f0: Float64Array;
  readonly y1: Float64Array;
  readonly f1: Float64Array;
}

/**
 * When the neurons leave their cells. All is told from event functions that are positive inside a mode: sign * <u_k, normal> for a
 * hyperplane beside which w_k lies, from which a little is taken where w_k will just cross, so that neurons that cross together do so in
 * one step; for one along which it slides, how far the Clarke multiplier is from the ends of [0, 1], and sign * alpha_k, since a sliding
 * neuron is torn off its kink where a_k changes its sign.
 */
export class Events {
  private readonly clearance: Clearance;

  constructor(
    private readonly table: CellTable,
    private readonly neurons: Neurons,
    /** How near to 0 an event function counts as 0. */
    private readonly tolerance: number,
    /** How far a neuron may go beyond a hyperplane that it crosses before it counts as across, where |v_k| <= 1. */
    private readonly overshoot: number,
    /** Signs of alpha by which the sliding neurons are held. */
    private readonly held: ReadonlyMap<number, number>,
  ) {
    this.clearance = new Clearance(table.points, neurons, tolerance);
  }

  /** <u_k, normal of l>. */
  distance(state: Float64Array, k: number, l: number): number {
    const { d, normals } = this.table.points;
    const at = k * (d + 2);
    let z = 0;
    for (let j = 0; j < d; j++) z += state[at + j] * normals[l * d + j];
    return z;
  }

  /** How far inside its cell neuron k is beside hyperplane l; of a slope, how fast it goes there. */
  private inside(state: Float64Array, k: number, l: number): number {
    return this.neurons.cells[k].signs[l] * this.distance(state, k, l);
  }

  /** The hyperplanes that neuron k may be at: none where it is far inside its cell. */
  private near(state: Float64Array, k: number): Iterable<number> {
    return (this.clearance.isClear(state, k) ? NOWHERE : this.neurons.cells[k].signs).keys();
  }

  /**
   * The event function of neuron k and hyperplane l. Where w_k will cross, the kink on q_i is of one sign, so
   * that to be late by r moves q_i by |v_k|^2 r at most, upwards; where it will slide it has to be on the kink to rounding.
   */
  private beside(state: Float64Array, k: number, l: number, p: Float64Array): Passing {
    const { d } = this.table.points;
    const z = this.inside(state, k, l);
    const at = k * (d + 2) + d;
    if (state[at] * jumpOf(this.table, l, p) <= 0) return { value: z, scale: 1 };
    const reach = Math.max(2 * this.tolerance, this.overshoot * Math.exp(-2 * Math.max(0, state[at + 1])));
    const scale = this.tolerance / (reach / 2);
    return { value: scale * (z + reach / 2), scale };
  }

  /**
   * Adds to `events` those whose functions are below -tolerance at a state with the weights p. An event is numbered
   * k (planes + 1) + l for neuron k and the hyperplane l beside which it lies, and l = planes for its sliding.
   */
  collect(state: Float64Array, p: Float64Array, events: Set<number>): void {
    const { tolerance } = this;
    const { planes } = this.table.points;
    for (let k = 0; k < this.neurons.count; k++) {
      const { sliding } = this.neurons.cells[k];
      const first = k * (planes + 1);
      for (const l of this.near(state, k)) if (this.beside(state, k, l, p).value < -tolerance) events.add(first + l);
      if (sliding.length > 0 && this.slack(state, k, p) < -tolerance) events.add(first + planes);
    }
  }

  /** Hyperplanes beyond which a neuron already is, by the rounding of the step that ended there, but on its way back into its cell. */
  returning(state: Float64Array, slope: Float64Array): number[] {
    const { tolerance } = this;
    const { planes } = this.table.points;
    const found: number[] = [];
    for (let k = 0; k < this.neurons.count; k++) {
      for (const l of this.near(state, k)) {
        if (this.inside(state, k, l) < -tolerance && this.inside(slope, k, l) > 0) found.push(k * (planes + 1) + l);
      }
    }
    return found;
  }

  /** The least of these event functions, and its rate of change at `slope`: NaN for sliding, where it is not known. */
  least(state: Float64Array, slope: Float64Array, p: Float64Array, events: Iterable<number>): Least {
    const { planes } = this.table.points;
    let least: Least = { value: Infinity, rate: NaN };
    for (const event of events) {
      const k = Math.floor(event / (planes + 1));
      const l = event % (planes + 1);
      if (l === planes) {
        const value = this.slack(state, k, p);
        if (value < least.value) least = { value, rate: NaN };
        continue;
      }
      const { value, scale } = this.beside(state, k, l, p);
      if (value >= least.value) continue;
      least = { value, rate: scale * this.inside(slope, k, l) };
    }
    return least;
  }

  /** When the first of these hyperplanes is met within a step, judged by cubic interpolation, as a fraction of the step; NaN if unknown. */
  firstMeeting(step: Ends, h: number, p: Float64Array, events: Iterable<number>): number {
    const { y0, f0, y1, f1 } = step;
    const { planes } = this.table.points;
    let first = NaN;
    for (const event of events) {
      const k = Math.floor(event / (planes + 1));
      const l = event % (planes + 1);
      if (l === planes) continue;
      const start = this.beside(y0, k, l, p);
      const slope = (f: Float64Array): number => h * start.scale * this.inside(f, k, l);
      const [s0, z1, s1] = [slope(f0), this.beside(y1, k, l, p).value, slope(f1)];
      let [low, high] = [0, Number.isNaN(first) ? 1 : first];
      if (hermite(start.value, s0, z1, s1, high) > 0) continue;
      for (let round = 0; round < MEETING_BITS; round++) {
        const middle = (low + high) / 2;
        if (hermite(start.value, s0, z1, s1, middle) > 0) low = middle;
        else high = middle;
      }
      first = high;
    }
    return first;
  }

  /** |u_k'|. */
  private speed(slope: Float64Array, k: number): number {
    const { d } = this.table.points;
    let squared = 0;
    for (let j = 0, at = k * (d + 2); j < d; j++) squared += slope[at + j] * slope[at + j];
    return Math.sqrt(squared);
  }

  /** How far neuron k is from ceasing to slide: the least of its multipliers' distances to an end, and of sign * alpha. */
  private slack(state: Float64Array, k: number, p: Float64Array): number {
    const { d } = this.table.points;
    const cell = this.neurons.cells[k];
    const alpha = state[k * (d + 2) + d];
    let least = (this.held.get(k) ?? Math.sign(alpha)) * alpha;
    if (cell.rank === d) return least;
    const unit = this.tolerance / BEYOND;
    for (const t of multipliersOf(this.table, cell, p))
      least = Math.min(least, unit * (Math.min(t, 1 - t) + 2 * BEYOND));
    return least;
  }

  /**
   * The first time within a step at which a neuron that starts towards a hyperplane and ends on its way back may have been across it, judged
   * by cubic interpolation, as a fraction of the step; 1 when there is none.
   */
  firstDip({ y0, f0, y1, f1 }: Ends, h: number, p: Float64Array): number {
    const { tolerance } = this;
    let first = 1;
    for (let k = 0; k < this.neurons.count; k++) {
      const deepest = (1 + UNSURE) * MOST_OF_SLOPE * h * (this.speed(f0, k) + this.speed(f1, k));
      const clearance = Math.min(this.clearance.at(y0, k), this.clearance.at(y1, k));
      if (clearance > deepest) continue;
      for (const l of this.neurons.cells[k].signs.keys()) {
        const slope1 = h * this.inside(f1, k, l);
        if (slope1 <= 0) continue;
        const slope0 = h * this.inside(f0, k, l);
        if (slope0 >= 0) continue;
        const z0 = this.inside(y0, k, l);
        const z1 = this.inside(y1, k, l);
        const t = lowest(z0, slope0, z1, slope1);
        if (!(t < first)) continue;
        const low = hermite(z0, slope0, z1, slope1, t);
        const { value, scale } = this.beside(y0, k, l, p);
        if (value + scale * (low - UNSURE * (Math.min(z0, z1) - low) - z0) < -tolerance) first = t;
      }
    }
    return first;
  }

  /** The neurons at an event: some event function is at most the tolerance, and falling where that can be told. */
  atEvent(state: Float64Array, slope: Float64Array, p: Float64Array): number[] {
    const { tolerance } = this;
    return [...this.neurons.cells.keys()].filter((k) => {
      if (this.neurons.cells[k].sliding.length > 0 && this.slack(state, k, p) <= tolerance) return true;
      for (const l of this.near(state, k)) {
        if (this.inside(state, k, l) <= tolerance && this.inside(slope, k, l) < 0) return true;
      }
      return false;
    });
  }
}

/**
 * A neuron leaves its kink when its multiplier is beyond an end by 1 to 3 times this, and slides on before: p, and with it the
 * multipliers, rounds by eps q, 2e-10 at most, and a neuron may well slide with a multiplier as near to the end. Leaving that
 * late displaces it by the square of this over the multiplier's speed only (derived).
 */
const BEYOND = 1e-8;

const NOWHERE = new Int8Array(0);

/** A cubic is below both its ends by this much of h times its slopes there, at most: t (1 - t)^2 and t^2 (1 - t) are never more. */
const MOST_OF_SLOPE = 4 / 27;

/**
 * By how much of its depth below the nearer end a dip may be deeper than the cubic's: by less as long as h^2 times the fourth derivative is below 6
 * times the second, since a cubic is off by t^2 (1 - t)^2 / 24 of the fourth and the dip is (1 - t)^2 / 2 of the second deep.
 */
const UNSURE = 0.5;

/** A cubic's root to this many bits is nearer than the cubic is to the flow. */
const MEETING_BITS = 30;

const hermite = (z0: number, s0: number, z1: number, s1: number, t: number): number =>
  z0 + t * (s0 + t * (3 * (z1 - z0) - 2 * s0 - s1 + t * (2 * (z0 - z1) + s0 + s1)));

/** Where that cubic is least, for slopes s0 < 0 < s1. */
function lowest(z0: number, s0: number, z1: number, s1: number): number {
  const a = 3 * (2 * (z0 - z1) + s0 + s1);
  const b = 2 * (3 * (z1 - z0) - 2 * s0 - s1);
  const root = Math.sqrt(Math.max(0, b * b - 4 * a * s0));
  // the root of a t^2 + b t + s0 at which the derivative rises
  return b >= 0 ? (-2 * s0) / (b + root) : (root - b) / (2 * a);
}
