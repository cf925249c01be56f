import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDataset, type Dataset } from '../../src/model/dataset.js';
import { polish } from '../../src/oracle/network/polish.js';
import { marginProblem, type Direction } from '../../src/oracle/network/problem.js';
import { law } from '../harness/law.js';
import { plantedOptima, type PlantedOptimum } from '../reference/planted-optima.js';

/** Newton's method ends at residuals of 2^-50, and solutions are as good but for the condition of the system. */
const SOLVED = 2 ** -36;
/** Percent of what is planted from which Newton's method always got there (observed on 40,000 starts; from 85% to 115% one of 2,000 to 20,000 fails). */
const NEAR = { min: 90, max: 110 };
/** Or they are off by so many 1e-10, where a residual of 2^-30 may be left from the first and Newton's method has one step to take. */
const HAIR = { min: -5, max: 5 };
/** First weights of points and masses of neurons that need none. */
const LITTLE = 0.02;

/** What rounding may leave where a direction lies on a hyperplane. */
const ROUNDED = 2 ** -45;

interface Start {
  readonly optimum: PlantedOptimum;
  /** By what the planted weights and masses are multiplied, in percent. */
  readonly off: readonly number[];
  /** Whether the first neuron comes in two parts, beside one without mass; the neurons' cells are told; and a first point is a x_k + b x_l, of weight 0. */
  readonly split: boolean;
  readonly told: boolean;
  readonly weightless: readonly [a: number, k: number, b: number, l: number] | undefined;
}

const starts: fc.Arbitrary<Start> = fc
  .record({
    optimum: plantedOptima,
    off: fc
      .constantFrom(
        fc.integer(NEAR),
        fc.integer(HAIR).map((k) => 100 + k * 1e-8),
      )
      .chain((one) => fc.array(one, { minLength: 16, maxLength: 16 })),
    split: fc.boolean(),
    told: fc.boolean(),
    weightless: fc.option(
      fc.tuple(fc.constantFrom(1, -2), fc.nat({ max: 9 }), fc.constantFrom(1, -1, 0), fc.nat({ max: 9 })),
      { nil: undefined },
    ),
  })
  .map((start) => (start.optimum.onKinks === true ? start : { ...start, weightless: undefined }));

function withWeightless({ x, y }: Dataset, [a, k, b, l]: NonNullable<Start['weightless']>): Dataset {
  const [one, other] = [x[k % x.length], x[l % x.length]];
  const first = one.map((t, j) => t.mul(a).add(other[j].mul(b)));
  // 0 is no point
  return first.every((t) => t.n === 0n) ? { x: [one, ...x], y: [1, ...y] } : { x: [first, ...x], y: [1, ...y] };
}

function polished({ optimum, off, split, told, weightless }: Start): ReturnType<typeof polish> {
  const { neurons, idle, leak } = optimum;
  const lambda = optimum.lambda.map((t, i) => ((t > 0 ? t : LITTLE) * off[i]) / 100);
  const dataset = weightless === undefined ? optimum.dataset : withWeightless(optimum.dataset, weightless);
  const directions: Direction[] = neurons.map(({ sign, u }, k) => ({ sign, u, ...(told && { cell: k }) }));
  const masses = neurons.map(({ mass }, k) => (mass * off[15 - k]) / 100);
  if (split) {
    const [first] = directions;
    // in the same face, though rounding has it on the other side of hyperplanes
    const beside = first.u.map((t, e) => t + ROUNDED * (e % 2 === 0 ? 1 : -1));
    directions.push({ ...first, u: beside }, { ...first, sign: first.sign > 0 ? -1 : 1 });
    masses.push((2 * masses[0]) / 3, 0);
    masses[0] /= 3;
  }
  if (idle !== undefined) {
    directions.push(idle);
    masses.push(LITTLE);
  }
  return polish(marginProblem(dataset, leak), directions, {
    masses,
    lambda: weightless === undefined ? lambda : [0, ...lambda],
  });
}

describe('a measure near an optimum', () => {
  law(
    'is polished to it',
    starts,
    (start) => {
      const found = polished(start);
      if (found === undefined) throw new Error('it is not polished');
      const { optimum, told, weightless } = start;
      const { neurons, lambda } = optimum;
      const wanted = weightless === undefined ? lambda : [0, ...lambda];
      const shapes = neurons.map(({ sign }, cell) => [sign, ...(told ? [cell] : [])]);
      expect(found.directions.map((one) => [one.sign, ...('cell' in one ? [one.cell] : [])])).toEqual(shapes);
      const errors = [
        ...found.measure.lambda.map((t, i) => t - wanted[i]),
        ...found.measure.masses.map((t, j) => t - neurons[j].mass),
        ...found.directions.flatMap(({ u }, j) => u.map((t, e) => t - neurons[j].u[e])),
      ];
      expect(Math.max(...errors.map(Math.abs))).toBeLessThan(SOLVED);
    },
    180,
  );
});

/** From further away, points may be dropped that belong to the support (observed: at 10% to 190% one of 3,000 times, at these none of 40,000). */
const ROUGH = { min: 50, max: 150 };

law(
  'far from an optimum a measure is polished to it, or not at all',
  fc.record({ start: starts, rough: fc.array(fc.integer(ROUGH), { minLength: 16, maxLength: 16 }) }),
  ({ start, rough }) => {
    const found = polished({ ...start, off: rough });
    if (found === undefined) return;
    const wanted = start.weightless === undefined ? start.optimum.lambda : [0, ...start.optimum.lambda];
    const errors = found.measure.lambda.map((t, i) => Math.abs(t - wanted[i]));
    expect(Math.max(...errors)).toBeLessThan(SOLVED);
  },
  75,
);

test('a face is where all its hyperplanes meet, parallel ones and slanted ones', () => {
  const x = [[0, 1, 0], [0, -3, 0], [0, 1, 1], [0, 0, 2], [4, 3, 2]]; // prettier-ignore
  const problem = marginProblem(createDataset(x, [1, 1, 1, 1, -1]), 0.5);
  const directions: Direction[] = [{ sign: -1, u: [1, 0, 0] }];
  const found = polish(problem, directions, { masses: [3], lambda: [0, 0, 0, 0, 7] });
  expect(found).toEqual({ directions, measure: { masses: [1], lambda: [0, 0, 0, 0, 1] } });
});

describe('where optima are many', () => {
  // equal margins for any weights (a, 1 - 2 a, a), and a neuron for each of two cells with any masses
  const problem = marginProblem(createDataset([[1, 1], [1, 0], [1, -1]], [1, 1, 1]), 0); // prettier-ignore
  const directions: Direction[] = [1, 2].map((cell) => ({ sign: 1, u: [1, 0], cell }));

  test('each of them is one', () => {
    const found = polish(problem, directions, { masses: [2, 6], lambda: [2, 4, 2] });
    expect(found?.directions).toEqual(directions);
    const { masses = [], lambda = [] } = found?.measure ?? {};
    [0.25, 0.75].forEach((t, k) => expect(masses[k]).toBeCloseTo(t, 12));
    [0.25, 0.5, 0.25].forEach((t, i) => expect(lambda[i]).toBeCloseTo(t, 12));
  });

  test('one near the start is found', () => {
    const found = polish(problem, directions, { masses: [2, 6], lambda: [2.5, 4, 2] });
    const { masses = [], lambda = [] } = found?.measure ?? {};
    expect(masses[0] + masses[1]).toBeCloseTo(1, 12);
    expect(lambda[0] + lambda[1] + lambda[2]).toBeCloseTo(1, 12);
    expect(lambda[0]).toBeCloseTo(lambda[2], 12);
    expect(lambda[0]).toBeGreaterThan(0.2);
    expect(lambda[1]).toBeGreaterThan(0.3);
  });
});

test('points and neurons that come twice have optima near any start', () => {
  const x = [[1, 1], [1, 1], [1, -1], [1, -1]]; // prettier-ignore
  const problem = marginProblem(createDataset(x, [1, 1, 1, 1]), 0);
  const directions: Direction[] = [1, 2, 3].map((cell) => ({ sign: 1, u: [1, 0], cell }));
  const found = polish(problem, directions, { masses: [2, 6, 4], lambda: [2.5, 4, 2, 3] });
  const { masses = [], lambda = [] } = found?.measure ?? {};
  expect(masses[0] + masses[1] + masses[2]).toBeCloseTo(1, 12);
  expect(lambda[0] + lambda[1]).toBeCloseTo(0.5, 12);
  expect(lambda[2] + lambda[3]).toBeCloseTo(0.5, 12);
});

test.each([
  [1, 2, 3],
  [1, 2, 6],
  [1, 4, 2],
])('of sizes %s, %s and %s on the axes, it is found as far as rounding goes', (...sizes) => {
  // prettier-ignore
  const axes = sizes.map((_, j) => sizes.map((_, e) => (e === j ? 1 : 0)));
  const x = axes.map((row, j) => row.map((t) => t * sizes[j]));
  const directions: Direction[] = axes.map((u) => ({ sign: 1, u }));
  const problem = marginProblem(createDataset(x, [1, 1, 1]), 0);
  const found = polish(problem, directions, { masses: [1, 1, 1], lambda: [1, 1, 1] });
  // each neuron sees one point, so masses and weights are inverse to sizes
  const total = sizes.reduce((sum, t) => sum + 1 / t, 0);
  for (const all of [found?.measure.masses, found?.measure.lambda])
    sizes.forEach((size, j) => expect(all?.[j]).toBeCloseTo(1 / size / total, 12));
});

test('a search that does not converge finds nothing', () => {
  // (1, p) and (1, -q) are equally far where their weights are as q to p
  const sizes = [1, 2, 3, 4];
  const starts = sizes.flatMap((a) => sizes.map((b) => [a, b]));
  for (const [p, q] of starts) {
    const problem = marginProblem(createDataset([[1, p], [1, -q]], [1, 1]), 0); // prettier-ignore
    const found = starts.map((lambda) => polish(problem, [{ sign: 1, u: [1, 0] }], { masses: [1], lambda }));
    const weights = found.flatMap((one) => one?.measure.lambda[0] ?? []);
    expect(weights.length).toBeGreaterThan(0);
    for (const t of weights) expect(t).toBeCloseTo(q / (p + q), 12);
  }
});

test('a neuron that would need a negative mass is left out', () => {
  // |l1 x1 + l2 x2| = |l1 x1| has a solution with l2/l1 = 8/17, where the second neuron's mass is below 0
  const problem = marginProblem(createDataset([[1, 0], [-0.25, 1]], [1, 1]), 0); // prettier-ignore
  const directions: Direction[] = [[0.6, 0.8], [1, 0]].map((u) => ({ sign: 1, u })); // prettier-ignore
  const found = polish(problem, directions, { masses: [1, 1], lambda: [17, 8] });
  expect(found?.measure.masses).toEqual([1]);
  [21 / 41, 20 / 41].forEach((t, i) => expect(found?.measure.lambda[i]).toBeCloseTo(t, 12));
  [4, 5].forEach((t, e) => expect(found?.directions[0].u[e]).toBeCloseTo(t / Math.sqrt(41), 12));
});

test('there is no optimum of nothing, nor of a neuron that sees no point', () => {
  const problem = marginProblem(createDataset([[1], [-1]], [1, 1]), 0);
  const directions: Direction[] = [{ sign: 1, u: [1] }];
  expect(polish(problem, directions, { masses: [1], lambda: [0, 1] })).toBeUndefined();
  expect(polish(problem, directions, { masses: [0], lambda: [1, 1] })).toBeUndefined();
  expect(polish(problem, directions, { masses: [1], lambda: [0, 0] })).toBeUndefined();
});
