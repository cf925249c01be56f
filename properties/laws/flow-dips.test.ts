import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { preparePoints } from '../../src/flow/points.js';
import { near } from '../reference/cells.js';
import { moving, placeAll, slopes } from '../reference/moving.js';
import { HAIR, REACH, setUp, TOL } from '../reference/placed.js';
import { law } from '../harness/law.js';

/** Of a few operations on numbers below 1. */
const ROUNDING = 1e-13;
/** The interpolation's root is found to 30 bits. */
const MEETING = 2 ** -29;
const RUNS = 200;
/** A dip may be deeper than the cubic's by this much of what it is below the nearer end. */
const DEEPER = 0.5;

/** The cubic with these values and slopes at 0 and 1, and its derivative, by Hermite's basis. */
const cubic = (z0: number, s0: number, z1: number, s1: number, t: number): number =>
  z0 * (1 + 2 * t) * (1 - t) ** 2 + s0 * t * (1 - t) ** 2 + z1 * t * t * (3 - 2 * t) + s1 * t * t * (t - 1);
const derivative = (z0: number, s0: number, z1: number, s1: number, t: number): number =>
  (z1 - z0) * 6 * t * (1 - t) + s0 * (1 - t) * (1 - 3 * t) + s1 * t * (3 * t - 2);

/** Where a function that is first above 0 and then below is 0. */
function rootOf(f: (t: number) => number): number {
  let [low, high] = [0, 1];
  for (let round = 0; round < 50; round++) {
    const middle = (low + high) / 2;
    if (f(middle) > 0) low = middle;
    else high = middle;
  }
  return high;
}

const lengths = fc.constantFrom(0.25, 0.5, 1, 2);

describe('within a step', () => {
  law(
    'the first meeting is the first root of the cubics, where these fall',
    fc.tuple(moving(), slopes(), lengths, fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 12 })),
    ([instance, rows, h, first, last]) => {
      const { neurons, events, p, d, planes, pairs, beside, numberOf, stateOf } = placeAll(instance);
      const y0 = neurons.state;
      const y1 = stateOf((k, j) => rows[k][j] * 2);
      // monotone, since both slopes are within 0 and 3 times that of the chord
      const slope = (times: number): Float64Array =>
        y0.map((t, at) => (at % (d + 2) < d ? ((times / 4) * (y1[at] - t)) / h : 9));
      const ahead = pairs.filter(({ k, l }) => beside(y0, k, l) > 0);
      // who lies along a hyperplane is beside it by rounding, and comes to it anywhere; whether who ends on it has met it is for rounding to say, too
      if (ahead.some(({ k, l }) => [y0, y1].some((y) => Math.abs(beside(y, k, l)) < ROUNDING))) return;
      const sliding = neurons.cells.flatMap((cell, k) => (cell.sliding.length > 0 ? [numberOf(k, planes)] : []));
      const found = events.firstMeeting({ y0, f0: slope(first), y1, f1: slope(last) }, h, p, [
        ...sliding,
        ...ahead.map(({ k, l }) => numberOf(k, l)),
      ]);
      const roots = ahead
        .filter(({ k, l }) => beside(y1, k, l) <= 0)
        .map(({ k, l }) => {
          const [z0, z1] = [beside(y0, k, l), beside(y1, k, l)];
          return rootOf((t) => cubic(z0, (first / 4) * (z1 - z0), z1, (last / 4) * (z1 - z0), t));
        });
      if (roots.length === 0) expect(found).toBeNaN();
      else near(found, Math.min(...roots), MEETING);
    },
    RUNS,
  );

  law(
    'the first dip is where the first cubic is least that may go farther than the neuron may, and comes back',
    fc.tuple(moving(8), slopes(), slopes(), slopes(), lengths, fc.integer({ min: 0, max: 3 })),
    ([instance, moves, rows0, rows1, h, closeness]) => {
      const { neurons, events, p, d, pairs, along, reach, slopeOf, stateOf } = placeAll(instance);
      const y0 = neurons.state;
      const y1 = stateOf((k, j) => moves[k][j] / 8 / 2 ** closeness).map((t, at) => (at % (d + 2) < d ? t : -3 * t));
      const [f0, f1] = [slopeOf(rows0), slopeOf(rows1)];
      let wanted = 1;
      for (const { k, l } of pairs) {
        const z0 = along(y0, k, l);
        const s0 = h * along(f0, k, l);
        const z1 = along(y1, k, l);
        const s1 = h * along(f1, k, l);
        if (!(s0 < -ROUNDING && s1 > ROUNDING)) {
          // a slope of 0 by rounding is of either sign
          if (Math.max(s0, -s1) < ROUNDING) return;
          continue;
        }
        const t = rootOf((r) => -derivative(z0, s0, z1, s1, r));
        const low = cubic(z0, s0, z1, s1, t);
        const over = low - DEEPER * (Math.min(z0, z1) - low) + reach(y0, k, l);
        if (Math.abs(over) < 1e-9) return;
        if (over < 0) wanted = Math.min(wanted, t);
      }
      near(events.firstDip({ y0, f0, y1, f1 }, h, p), wanted, 1e-9);
    },
    300,
  );
});

/** Of the other coordinate. */
const CREEP = 2 ** -20;

/** A neuron beside the kink of axis j, after one that rests, between these values and slopes, and far from the other kink. */
function path(j: number, h: number, [z0, s0, z1, s1]: readonly number[], alpha = -1) {
  const x = [0, 1].map((axis) => [0, 1].map((other) => (other === axis ? 1 : 0)));
  const l = preparePoints({ x, y: [1, 1] }).planeOf[j];
  const along = (t: number, other: number): number[] => [0, 1].map((axis) => (axis === j ? t : other));
  const there = setUp(x, [
    { u: [9, 9], signs: [1, 1] },
    { u: along(z0, 9), alpha, signs: [1, 1] },
  ]);
  const y1 = there.state.slice();
  y1[4 + j] = z1;
  const ends = {
    y0: there.state,
    f0: there.slope([0, 0], along(s0 / h, CREEP)),
    y1,
    f1: there.slope([0, 0], along(s1 / h, CREEP)),
  };
  const p = Float64Array.of(1, 1);
  return {
    dip: () => there.events.firstDip(ends, h, p),
    meeting: () => there.events.firstMeeting(ends, h, p, [3 + l]),
  };
}

describe('a cubic', () => {
  test('that ends at 0 meets it there, and one that has a root half way has it there exactly', () => {
    expect(path(0, 1, [1, -1, 0, -1]).meeting()).toBe(1);
    expect(path(0, 1, [1, -2, -1, -2]).meeting()).toBe(0.5);
  });

  // two neurons far from their kinks, of which one comes by in between
  test.each([
    ['a parabola', [1, -8, 1, 8]],
    ['from afar', [3, -20, 0.5, 4]],
    ['to afar', [0.5, -4, 3, 20]],
    ['late', [1, -1, 0, 4]],
    ['late, from all but a stop', [1, -(2 ** -60), 0, 4]],
    ['early', [0, -4, 1, 1]],
  ])('dips where its derivative is 0, from below: %s', (_, [z0, s0, z1, s1]) => {
    const t = rootOf((r) => -derivative(z0, s0, z1, s1, r));
    expect(cubic(z0, s0, z1, s1, t)).toBeLessThan(-TOL);
    for (const j of [0, 1]) for (const h of [1 / 16, 1, 16]) near(path(j, h, [z0, s0, z1, s1]).dip(), t, ROUNDING);
  });

  test('that starts or ends flat does not dip: who comes to rest beyond its kink has not come back, nor has who rests there', () => {
    for (let depth = 0.2; depth < 4; depth += 0.2) {
      for (const fall of [0.7, 1.3, 2.3, 2.9]) expect(path(0, 1, [1, -fall * (1 + depth), -depth, 0]).dip()).toBe(1);
      for (const rise of [0.5, 1, 2, 3]) expect(path(0, 1, [-depth, 0, 1, rise * (1 + depth)]).dip()).toBe(1);
    }
  });

  test('dips when it goes beyond the reach, by however little', () => {
    // the parabola's least value is z - s / 4, and it may be lower by half of that
    const at = (depth: number, alpha?: number): number => {
      const s = (4 * (1 + depth)) / (1 + DEEPER);
      return path(0, 1, [1, -s, 1, s], alpha).dip();
    };
    expect(at(TOL)).toBe(1);
    expect(at(TOL + HAIR)).toBe(0.5);
    expect(at(REACH, 1)).toBe(1);
    expect(at(REACH + HAIR, 1)).toBe(0.5);
  });

  test('may be lower by half of what the nearer end is above it, and not the farther one', () => {
    // parabolas with a least value of 1/2, and ends at 1 and 5
    expect(path(0, 1, [5, -12, 1, 4]).dip()).toBe(1);
    expect(path(0, 1, [1, -4, 5, 12]).dip()).toBe(1);
  });
});
