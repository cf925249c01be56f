import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { preparePoints } from '../../src/flow/points.js';
import { near } from '../reference/cells.js';
import { BEYOND, moving, placeAll, slopes, TOLERANCE } from '../reference/moving.js';
import { HAIR, REACH, setUp, TOL } from '../reference/placed.js';
import { law } from '../harness/law.js';

/** Of a few operations on numbers below 1. */
const ROUNDING = 1e-13;
const RUNS = 200;

const sorted = (list: Iterable<number>): number[] => [...list].sort((a, b) => a - b);

describe('events', () => {
  law(
    'are collected where a neuron is beyond its reach of a hyperplane, or can slide no longer',
    moving(),
    (instance) => {
      const { neurons, events, p, pairs, along, reach, sliding, numberOf, planes } = placeAll(instance);
      const { state, cells } = neurons;
      const found = new Set<number>([1000]);
      events.collect(state, p, found);
      const wanted = [1000];
      for (const { k, l } of pairs) if (along(state, k, l) < -reach(state, k, l)) wanted.push(numberOf(k, l));
      cells.forEach((cell, k) => {
        if (cell.sliding.length === 0) return;
        const { alpha, inside } = sliding(state, k);
        if (alpha < -TOLERANCE || inside.some((t) => t < -3 * BEYOND)) wanted.push(numberOf(k, planes));
      });
      expect(sorted(found)).toEqual(sorted(wanted));
    },
    RUNS,
  );

  law(
    'that a neuron is on its way back from are those beyond the tolerance with a rate above 0',
    fc.tuple(moving(), slopes()),
    ([instance, rows]) => {
      const { neurons, events, pairs, along, numberOf, slopeOf } = placeAll(instance);
      const slope = slopeOf(rows);
      const wanted = pairs.filter(({ k, l }) => along(neurons.state, k, l) < -TOLERANCE && along(slope, k, l) > 0);
      expect(sorted(events.returning(neurons.state, slope))).toEqual(sorted(wanted.map(({ k, l }) => numberOf(k, l))));
    },
    RUNS,
  );

  law(
    'are met by neurons within the tolerance that move on, or slide at an end',
    fc.tuple(moving(), slopes()),
    ([instance, rows]) => {
      const { neurons, events, p, pairs, along, sliding, slopeOf } = placeAll(instance);
      const { state, cells } = neurons;
      const slope = slopeOf(rows);
      const wanted = [...cells.keys()].filter((k) => {
        const { alpha, inside } = sliding(state, k);
        if (cells[k].sliding.length > 0 && (alpha <= TOLERANCE || inside.some((t) => t <= -BEYOND))) return true;
        return pairs.some((one) => one.k === k && along(state, k, one.l) <= TOLERANCE && along(slope, k, one.l) < 0);
      });
      expect(events.atEvent(state, slope, p)).toEqual(wanted);
    },
    RUNS,
  );

  law(
    'have a least function, and its rate of change where that is known',
    fc.tuple(moving(), slopes(), fc.nat()),
    ([instance, rows, chosen]) => {
      const { neurons, events, p, pairs, beside, sliding, slopeOf, numberOf, planes } = placeAll(instance);
      const { state, cells, d } = neurons;
      const slope = slopeOf(rows);
      const further = state.map((t, at) => (at % (d + 2) < d ? t + slope[at] : t));
      const functions = [
        ...pairs.map(({ k, l }) => ({
          event: numberOf(k, l),
          value: beside(state, k, l),
          rate: beside(further, k, l) - beside(state, k, l),
        })),
        ...[...cells.keys()]
          .filter((k) => cells[k].sliding.length > 0)
          .map((k) => {
            const { alpha, inside } = sliding(state, k);
            // TOLERANCE stands for BEYOND, and the function is 0 at 2 BEYOND beyond the end
            const ends = inside.map((t) => TOLERANCE * (t / BEYOND + 2));
            return { event: numberOf(k, planes), value: Math.min(alpha, ...ends), rate: NaN };
          }),
      ].filter((_, place) => ((chosen >> place) & 1) === 0);
      const { value, rate } = events.least(
        state,
        slope,
        p,
        functions.map(({ event }) => event),
      );
      const least = Math.min(Infinity, ...functions.map((one) => one.value));
      if (least === Infinity) expect([value, rate]).toEqual([Infinity, NaN]);
      else near(value, least, ROUNDING * (1 + Math.abs(least)));
      const there = functions.filter((one) => one.value < least + 1e-9 * (1 + Math.abs(least)));
      if (there.length !== 1) return;
      if (Number.isNaN(there[0].rate)) expect(rate).toBeNaN();
      else near(rate, there[0].rate, ROUNDING);
    },
    RUNS,
  );
});

describe('at the border', () => {
  test.each([
    ['where it will slide', -1, TOL],
    ['where it will cross, at full length', 1, REACH],
  ])('a neuron %s is collected just beyond its reach', (_, alpha, reach) => {
    for (const sign of [1, -1]) {
      const at = (z: number): number[] => setUp([[1]], [{ u: [sign * z], alpha, signs: [sign] }]).collect([1]);
      expect(at(-reach)).toEqual([]);
      expect(at(-reach - HAIR)).toEqual([0]);
    }
  });

  test('a hyperplane whose points pull against each other is no kink: the neuron is collected at the tolerance', () => {
    const { collect } = setUp([[1], [-1]], [{ u: [-2 * TOL], alpha: 1, signs: [1] }], [], [1, -1]);
    expect(collect([0.5, 0.5])).toEqual([0]);
  });

  test('a neuron is on its way back beyond the tolerance, at a rate above 0', () => {
    const at = (z: number, rate: number): number[] => {
      const { events, state, slope } = setUp([[1]], [{ u: [z], signs: [1] }]);
      return events.returning(state, slope([rate]));
    };
    expect(at(-TOL, 1)).toEqual([]);
    expect(at(-TOL - HAIR, 1)).toEqual([0]);
    expect(at(-TOL - HAIR, 0)).toEqual([]);
  });

  test('a neuron is at an event up to the tolerance, while it falls', () => {
    for (const sign of [1, -1]) {
      const at = (z: number, rate: number): number[] => {
        const { events, state, slope } = setUp([[1]], [{ u: [sign * z], signs: [sign] }]);
        return events.atEvent(state, slope([sign * rate]), Float64Array.of(1));
      };
      expect(at(TOL, -1)).toEqual([0]);
      expect(at(TOL / 2, -1)).toEqual([0]);
      expect(at(TOL + HAIR, -1)).toEqual([]);
      expect(at(TOL, 0)).toEqual([]);
    }
  });

  // the second neuron slides along the kink of e_1, with a positive a; the multiplier is p_2 / 2 p_1, since the point (-1/2, 1) pulls back, and the leak is 0
  const slides = (alpha: number, t: number, held: readonly (readonly [number, number])[] = []) => {
    const x = [
      [1, 0],
      [-1 / 2, 1],
    ];
    const [first, second] = preparePoints({ x, y: [1, 1] }).planeOf;
    const signs = (sign: number): number[] => Object.values({ [first]: sign, [second]: -1 });
    const there = setUp(
      x,
      [
        { u: [1, 2], signs: signs(1) },
        { u: [0, 1], alpha, signs: signs(0) },
      ],
      held,
    );
    return { ...there, p: Float64Array.of(1, 2 * t) };
  };
  test.each([
    ['far inside', 0.5, 0.5, [], []],
    ['half a tolerance of a', TOL / 2, 0.5, [], [1]],
    ['a tolerance of a', TOL, 0.5, [], [1]],
    ['a hair more of a', TOL + HAIR, 0.5, [], []],
    ['a negative a, not held', -0.5, 0.5, [], []],
    ['a negative a, held by its sign', -0.5, 0.5, [[1, -1]], []],
    ['a tolerance of the other a', -TOL, 0.5, [[1, 1]], [1]],
    ['a hair more of the other a', -TOL - HAIR, 0.5, [[1, 1]], [1], [5]],
    ['the multiplier at its end', 0.5, 0, [], []],
    ['half of 1e-8 beyond', 0.5, -0.5 * BEYOND, [], []],
    ['1.1e-8 beyond', 0.5, -1.1 * BEYOND, [], [1]],
    ['2.9e-8 beyond', 0.5, -2.9 * BEYOND, [], [1]],
    ['3.1e-8 beyond', 0.5, -3.1 * BEYOND, [], [1], [5]],
    ['3.1e-8 beyond the other end', 0.5, 1 + 3.1 * BEYOND, [], [1], [5]],
    ['2.9e-8 beyond the other end', 0.5, 1 + 2.9 * BEYOND, [], [1]],
  ] as const)('a neuron slides with %s', (_, alpha, t, held, at, collected: readonly number[] = []) => {
    const { events, state, slope, collect, p } = slides(alpha, t, held);
    expect(events.atEvent(state, slope([0, 0], [0, 0]), p)).toEqual(at);
    expect(collect([...p])).toEqual(collected);
  });
});
