import fc from 'fast-check';
import { Events } from '../../src/flow/events.js';
import type { Neurons } from '../../src/flow/neurons.js';
import { jumpOf, multipliersOf } from '../../src/flow/sliding.js';
import { inner, rowOf, sided, tableOf, type Sided } from './cells.js';

/** Coordinates of u are multiples of UNIT; nothing made of them by small integers is within rounding of these two. */
export const UNIT = 2 ** -7;
export const TOLERANCE = 0.017;
export const OVERSHOOT = 0.12;
/** Share beyond an end at which a multiplier stops a neuron from sliding, in units of 1 to 3 times this. */
export const BEYOND = 1e-8;

/** A neuron somewhere near its kinks, in whatever cell. */
export interface Placed {
  readonly u: readonly number[];
  readonly alpha: number;
  readonly rho: number;
  readonly sides: readonly number[];
  readonly held: 1 | -1 | undefined;
}

export interface Moving {
  readonly it: Sided;
  readonly placed: readonly Placed[];
}

const vector = (d: number, size: number): fc.Arbitrary<number[]> =>
  fc.array(fc.integer({ min: -size, max: size }), { minLength: d, maxLength: d });

const placedNeurons = (d: number, size: number): fc.Arbitrary<Placed> =>
  fc.record({
    u: vector(d, size).map((u) => u.map((t) => t * UNIT)),
    // within the tolerance of 0, and farther off
    alpha: fc.integer({ min: -5, max: 4 }).map((k) => (k + 0.5) / 128),
    rho: fc.integer({ min: -1, max: 2 }),
    sides: fc.array(fc.constantFrom(1, -1, 1, -1, 0), { minLength: 7, maxLength: 7 }),
    held: fc.constantFrom(undefined, 1 as const, -1 as const),
  });

/** One to three neurons; `size` of UNIT bounds their coordinates. */
export const moving = (size = 16): fc.Arbitrary<Moving> =>
  sided([1, 3]).chain((it) =>
    fc.record({
      it: fc.constant(it),
      placed: fc.array(placedNeurons(it.x[0].length, size), { minLength: 1, maxLength: 3 }),
    }),
  );

/** A direction in which every neuron moves, whatever its own; in units of 8 UNIT. */
export const slopes = (): fc.Arbitrary<number[][]> =>
  fc.array(vector(4, 8), { minLength: 3, maxLength: 3 }).map((rows) => rows.map((row) => row.map((t) => t * 8 * UNIT)));

export function placeAll({ it, placed }: Moving) {
  const { points, table, p } = tableOf(it);
  const { d, planes, normals } = points;
  const stateOf = (move: (k: number, j: number) => number): Float64Array =>
    Float64Array.from(placed.flatMap(({ u, alpha, rho }, k) => [...u.map((t, j) => t + move(k, j)), alpha, rho]));
  const cells = placed.map(({ sides }) => table.get(Int8Array.from(sides.slice(0, planes))));
  const neurons: Neurons = {
    d,
    count: placed.length,
    state: stateOf(() => 0),
    cells,
    members: placed.map((_, index) => [{ index, logPart: 0 }]),
    balanced: placed.map(() => false),
    order: new Int32Array(0),
    width: placed.length,
  };
  const held = new Map<number, number>();
  placed.forEach((one, k) => {
    if (one.held !== undefined) held.set(k, one.held);
  });
  const events = new Events(table, neurons, TOLERANCE, OVERSHOOT, held);
  const slopeOf = (rows: readonly (readonly number[])[]): Float64Array =>
    Float64Array.from(placed.flatMap((_, k) => [...rows[k].slice(0, d), 5, 7]));

  const weights = Float64Array.from(p);
  /** sign <v_k, normal of l>; NaN where neuron k slides along l. */
  const along = (v: Float64Array, k: number, l: number): number => {
    const sign = cells[k].signs[l];
    return sign === 0 ? NaN : sign * inner(rowOf(normals, l, d), v.subarray(k * (d + 2), k * (d + 2) + d));
  };
  /** How far beyond hyperplane l neuron k may be: more where it will cross it, since the kink repels there. */
  const reach = (state: Float64Array, k: number, l: number): number => {
    const at = k * (d + 2) + d;
    if (state[at] * jumpOf(table, l, weights) <= 0) return TOLERANCE;
    return Math.max(2 * TOLERANCE, OVERSHOOT * Math.exp(-2 * Math.max(0, state[at + 1])));
  };
  /** The event function of a hyperplane: -TOLERANCE where it is reached, and 0 half way there where it will be crossed. */
  const beside = (state: Float64Array, k: number, l: number): number => {
    const z = along(state, k, l);
    const at = k * (d + 2) + d;
    if (state[at] * jumpOf(table, l, weights) <= 0) return z;
    return TOLERANCE * ((2 * z) / reach(state, k, l) + 1);
  };
  /** sign * alpha of a neuron that slides, and by how much each of its multipliers is inside [0, 1]. */
  const sliding = (state: Float64Array, k: number): { alpha: number; inside: number[] } => {
    const alpha = state[k * (d + 2) + d];
    const multipliers = cells[k].rank < d ? multipliersOf(table, cells[k], weights) : [];
    return { alpha: (placed[k].held ?? Math.sign(alpha)) * alpha, inside: multipliers.map((t) => Math.min(t, 1 - t)) };
  };
  const all = placed.flatMap((_, k) => Array.from({ length: planes }, (__, l) => ({ k, l })));
  return {
    d,
    planes,
    p: weights,
    table,
    neurons,
    events,
    stateOf,
    slopeOf,
    along,
    reach,
    beside,
    sliding,
    /** The hyperplanes beside which each neuron lies. */
    pairs: all.filter(({ k, l }) => cells[k].signs[l] !== 0),
    numberOf: (k: number, l: number): number => k * (planes + 1) + l,
  };
}
