import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDataset, toReal, type Dataset } from '../../src/model/dataset.js';
import { rational } from '../../src/numeric/rational.js';
import { Pricing } from '../../src/oracle/network/price.js';
import { marginProblem, type Direction } from '../../src/oracle/network/problem.js';
import { law } from '../harness/law.js';
import { eighths, inner, integerDatasets, integerVectors, response } from '../reference/integer-data.js';

/** Of sums of a few terms, relative to them. */
const ROUNDING = 1e-12;
/** The share of the best that a direction must have. */
const WORTHWHILE = 0.7;

interface Weighted {
  readonly dataset: Dataset;
  readonly leak: number;
  readonly lambda: readonly number[];
}

const weighted = (min: number, max: number, points = 5): fc.Arbitrary<Weighted> =>
  fc.integer({ min, max }).chain((d) =>
    fc
      .record({
        dataset: integerDatasets(d, 1, points),
        leak: eighths,
        weights: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: points, maxLength: points }),
      })
      .map(({ dataset, leak, weights }) => ({
        dataset,
        leak,
        lambda: dataset.x.map((_, i) => (weights.slice(0, dataset.x.length).every((t) => t === 0) ? 1 : weights[i])),
      })),
  );

const total = (v: readonly number[]): number => v.reduce((sum, t) => sum + t, 0);

/** The price in the data's units, where the bound is one per unit of weight: what the sum of the weights' responses is along a direction, and what bounds it. */
function price({ dataset, leak, lambda }: Weighted, within?: readonly Direction[]) {
  const problem = marginProblem(dataset, leak);
  const found = new Pricing(problem, within).price(lambda);
  if (found === undefined) throw new Error('so few points have no price');
  const data = toReal(dataset);
  const size = total(lambda.map((t, i) => t * Math.hypot(...data.x[i])));
  const along = (one: Pick<Direction, 'sign' | 'u'>): number => one.sign * response(data, leak, lambda, one.u);
  return { problem, found, size, along, bound: found.bound * 2 * problem.halfUnit * total(lambda) };
}

const circle = (steps: number): number[][] =>
  Array.from({ length: steps }, (_, k) => [Math.cos((2 * Math.PI * k) / steps), Math.sin((2 * Math.PI * k) / steps)]);
const FINE = circle(240);

describe('prices', () => {
  law(
    'are attained by the first direction, and others follow in order, as far as they are worthwhile',
    weighted(1, 4),
    (instance) => {
      const { found, size, along, bound } = price(instance);
      const { directions } = found;
      if (directions.length === 0) {
        expect(bound).toBeLessThan(ROUNDING * size);
        return;
      }
      const values = directions.map(along);
      const errors = [
        bound - values[0],
        ...directions.map(({ u }) => inner(u, u) - 1),
        // values are in one unit, whatever it is
        ...directions.map(({ value }, j) => values[0] * (value / directions[0].value) - values[j]),
      ];
      expect(Math.max(...errors.map(Math.abs))).toBeLessThan(ROUNDING * Math.max(size, 1));
      expect(values.every((t) => t > (WORTHWHILE - ROUNDING) * values[0])).toBe(true);
      expect(directions.every(({ value }, j) => j === 0 || value <= directions[j - 1].value)).toBe(true);
      expect(directions.every((one) => !('cell' in one))).toBe(true);
    },
    300,
  );

  law(
    'bound all of the circle, whose local maxima are all known as far as they are worthwhile',
    weighted(2, 2),
    (instance) => {
      const { found, size, along, bound } = price(instance);
      for (const sign of [1, -1] as const) {
        const values = FINE.map((u) => along({ sign, u }));
        expect(Math.max(...values)).toBeLessThan(bound + ROUNDING * size);
        FINE.forEach((u, k) => {
          const [before, after] = [values.at(k - 1) ?? NaN, values[(k + 1) % FINE.length]];
          // a plateau has no one maximum
          if (values[k] < (WORTHWHILE + 0.02) * bound || !(values[k] > before && values[k] > after)) return;
          const near = found.directions.some((one) => one.sign === sign && inner(one.u, u) > Math.cos(0.1));
          if (!near) throw new Error(`nothing is near ${u.join()}`);
        });
      }
    },
    120,
  );

  law(
    'are above what they are attained at, by no less than the rounding of value, terms and total',
    weighted(1, 3),
    ({ dataset, leak, lambda }) => {
      const problem = marginProblem(dataset, leak);
      const { bound, directions } = new Pricing(problem).price(lambda) ?? {};
      if (bound === undefined || directions === undefined || directions.length === 0) return;
      // of at most 4 n terms, five factors each, and d squares; the terms are at least as large as their sum
      const terms = lambda.filter((t) => t > 0).length;
      const rounding = (5 * terms + problem.points[0].length + 16) * Number.EPSILON;
      const size = total(lambda.map((t, i) => t * problem.lengths[i]));
      const heavy = 2 ** Math.floor(Math.log2(size));
      const slack = (bound * (total(lambda) / heavy)) / directions[0].value - 1;
      expect(slack).toBeGreaterThan(3 * rounding - 4 * Number.EPSILON);
      expect(slack).toBeLessThan(8 * rounding * (size / heavy / directions[0].value));
    },
    150,
  );

  law(
    'do not depend on units',
    fc.tuple(weighted(1, 3), fc.constantFrom(-900, -3, 5, 900)),
    ([instance, k]) => {
      const { dataset, leak, lambda } = instance;
      const pricing = new Pricing(marginProblem(dataset, leak));
      const one = pricing.price(lambda);
      expect(pricing.price(lambda.map((t) => t * 2 ** k))).toEqual(one);
    },
    60,
  );
});

describe('prices within cells', () => {
  law(
    'are those of the cells of the directions that are given, each with its number',
    fc.tuple(
      weighted(2, 3),
      fc.array(fc.tuple(fc.constantFrom<(1 | -1)[]>(1, -1), integerVectors(3, 9)), { minLength: 1, maxLength: 3 }),
      fc.array(integerVectors(3, 99), { minLength: 12, maxLength: 12 }),
    ),
    ([instance, cells, probes]) => {
      const d = instance.dataset.x[0].length;
      const unit = (v: readonly number[]): number[] =>
        v.slice(0, d).map((t) => t / Math.hypot(...v.slice(0, d), 1e-300));
      const within = cells.map(([sign, v]): Direction => ({ sign, u: unit(v) }));
      const data = toReal(instance.dataset).x;
      // a direction on a hyperplane, or 0, belongs to two cells
      if (within.some(({ u }) => data.some((x) => Math.abs(inner(u, x)) < 1e-9))) return;
      const { found, size, along, bound } = price(instance, within);
      const inside = (u: readonly number[], cell: number): boolean =>
        data.every((x) => inner(u, x) * inner(within[cell].u, x) > -ROUNDING);
      for (const one of found.directions) {
        const { sign, u, cell = NaN, value } = one;
        expect(sign).toBe(within[cell].sign);
        // on what no weight bends, a cell has no end
        const seen = data.filter((_, i) => instance.lambda[i] > 0);
        if (seen.length === data.length) {
          const lost = Math.abs(along(one) - (value / found.directions[0].value) * along(found.directions[0]));
          expect(lost).toBeLessThan(ROUNDING * Math.max(size, 1));
        }
        expect(inner(u, u)).toBeCloseTo(1, 12);
      }
      const best = found.directions.length > 0 ? along(found.directions[0]) : 0;
      expect(Math.abs(bound - Math.max(best, 0))).toBeLessThan(ROUNDING * Math.max(size, 1));
      for (const u of probes.map(unit)) {
        within.forEach(({ sign }, cell) => {
          if (inside(u, cell)) expect(along({ sign, u })).toBeLessThan(bound + ROUNDING * size);
        });
      }
    },
    150,
  );
});

test('where a coordinate vanishes beside others in doubles, its place is still known', () => {
  const tall = 2n ** 1200n;
  // signs as of (0, 1), (1, 1) and (1, -1) up to a coordinate of 1 beside 2^1200
  for (const [s, t, flip] of [
    [1n, 1n, 1n],
    [1n, -1n, 1n],
    [-1n, 1n, -1n],
    [1n, 1n, -1n],
    [-1n, -1n, 1n],
  ]) {
    // prettier-ignore
    const rows = (tiny: bigint): bigint[][] => [
      [tiny * s, t * tall],
      [flip * tall, tall],
      [tall, -tall],
    ];
    const bounds = [0n, 1n].map((tiny) => {
      const x = rows(tiny).map((row) => row.map((e) => rational(e)));
      return new Pricing(marginProblem({ x, y: [1, 1, 1] }, 0.25)).price([3, 2, 2])?.bound;
    });
    expect(bounds[1]).toBeCloseTo(bounds[0] ?? NaN, 12);
  }
});

test('the signs of points on one side of a line, whatever way they face, have all their cells', () => {
  const dataset = createDataset([[-1, 1], [1, 0], [1, -2]], [1, 1, 1]); // prettier-ignore
  for (const lambda of [
    [1, 1, 1],
    [4, 1, 1],
    [1, 4, 1],
    [1, 1, 4],
    [4, 4, 1],
    [4, 1, 4],
    [1, 4, 4],
  ]) {
    // prettier-ignore
    const { bound, along } = price({ dataset, leak: 0, lambda });
    const most = Math.max(...circle(1000).map((u) => along({ sign: 1, u })));
    // angles are off by 0.0032 at most, and values by half the square of that
    expect(Math.abs(most / bound - 1)).toBeLessThan(1e-5);
  }
});

test('points without weight do not count in what is allowed for rounding', () => {
  const x = [[1, 0], [0, 1], [1, 1], [2, 1]]; // prettier-ignore
  const { bound = NaN, directions } =
    new Pricing(marginProblem(createDataset(x, [1, 1, 1, 1]), 0)).price([1, 0, 0, 0]) ?? {};
  // (5 + 2 + 16) eps for each of value, terms and total; the length is 1/4 in the problem's units, the weight 4
  expect(directions?.[0].value).toBe(1);
  // the quotient (1 + 46 eps) / (1 - 23 eps) is rounded too
  expect((bound * 4 - 1) / Number.EPSILON).toBeGreaterThan(3 * 23);
  expect((bound * 4 - 1) / Number.EPSILON).toBeLessThan(3 * 23 + 4);
});

test('what leads back into a cell counts in what is allowed for rounding', () => {
  const problem = marginProblem(createDataset([[0, 1], [1, 0]], [1, 1]), 0.5); // prettier-ignore
  const { bound = NaN, directions } =
    new Pricing(problem, [{ sign: 1, u: [Math.SQRT1_2, -Math.SQRT1_2] }]).price([1, 1]) ?? {};
  // the slope (1, 1/2) is led back to (1, 0) by 1/2
  expect(directions?.[0].u).toEqual([1, 0]);
  // (10 + 2 + 16) eps for value, total, and terms of size 2 and 1/2; the slope is 1 in units of the points' lengths, the weight 2
  expect((bound * 4 - 1) / Number.EPSILON).toBeGreaterThan(4.5 * 28);
  expect((bound * 4 - 1) / Number.EPSILON).toBeLessThan(4.5 * 28 + 4);
});

test('there is no price where cells are too many', () => {
  const x = Array.from({ length: 14 }, (_, i) => Array.from({ length: 6 }, (_, j) => (i + 1) ** j));
  const problem = marginProblem(createDataset(x, x.map(() => 1)), 0.5); // prettier-ignore
  expect(new Pricing(problem).price(x.map(() => 1))).toBeUndefined();
  expect(new Pricing(problem).price(x.map((_, i) => (i < 3 ? 1 : 0)))).toBeDefined();
});
