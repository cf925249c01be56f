import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDataset, toReal, type Dataset, type Label } from '../../src/model/dataset.js';
import { rational } from '../../src/numeric/rational.js';
import type { LinearMargin } from '../../src/oracle/linear-margin.js';
import { marginProblem, type Direction } from '../../src/oracle/network/problem.js';
import { seeds } from '../../src/oracle/network/seeds.js';
import { law } from '../harness/law.js';
import { inner, integerDatasets } from '../reference/integer-data.js';

const ROUNDING = 2 ** -48;

/** What `seeds` reads of a linear margin. */
const separable = (weights: readonly bigint[], separator: readonly number[]): LinearMargin => ({
  separable: true,
  certificate: { weights },
  separator,
  direction: [],
  gammaSquared: rational(1),
  gamma: 1,
  support: [],
});
const INSEPARABLE: LinearMargin = { separable: false, certificate: { weights: [1n] } };

/** Points of few places, so that (x, y) meets (-x, -y) and itself. */
const crowded: fc.Arbitrary<{ dataset: Dataset; weights: number[] }> = fc
  .array(
    fc.record({
      z: fc.constantFrom([1, 2], [2, 1], [2, -1], [0, 1]),
      y: fc.constantFrom<Label>(1, -1),
      weight: fc.integer({ min: 1, max: 9 }),
    }),
    { minLength: 1, maxLength: 9 },
  )
  .map((rows) => ({
    dataset: createDataset(
      rows.map(({ z, y }) => z.map((t) => y * t)),
      rows.map(({ y }) => y),
    ),
    weights: rows.map(({ weight }) => weight),
  }));

const start = (dataset: Dataset, answer: LinearMargin) => seeds(dataset, marginProblem(dataset, 0.5), answer);

describe('the first weights', () => {
  law(
    'are the linear dual, half of what one place has for each label there, and the same for equal points',
    crowded,
    ({ dataset, weights }) => {
      const { lambda } = start(dataset, separable(weights.map(BigInt), [1, 0]));
      const z = toReal(dataset).x.map((row, i) => row.map((t) => dataset.y[i] * t).join());
      const total = (list: readonly number[]): number => list.reduce((sum, t) => sum + t, 0);
      const scale = total(lambda) / total(weights);
      const wanted = z.map((place, i) => {
        const here = [...z.keys()].filter((k) => z[k] === place);
        const own = here.filter((k) => dataset.y[k] === dataset.y[i]);
        const sides = own.length === here.length ? 1 : 2;
        return (scale * total(here.map((k) => weights[k]))) / sides / own.length;
      });
      expect(Math.max(...lambda.map((t, i) => Math.abs(t - wanted[i])))).toBeLessThan(ROUNDING * total(lambda));
    },
    300,
  );

  test('are doubles, whatever the size of the integers', () => {
    const dataset = createDataset([[1], [2]], [1, 1]);
    const [huge, half] = [2n ** 5000n, 2n ** 4999n];
    expect(start(dataset, separable([huge, half], [1])).lambda).toEqual([1 / 2, 1 / 4]);
    expect(start(dataset, separable([half, huge], [1])).lambda).toEqual([1 / 4, 1 / 2]);
    expect(start(dataset, separable([3n, 0n], [1])).lambda).toEqual([3 / 4, 0]);
  });
});

test('the first directions are the separator and its opposite, which as a network is linear', () => {
  const { directions } = start(createDataset([[1, 2]], [1]), separable([1n], [0.6, -0.8]));
  expect(directions).toEqual([
    { sign: 1, u: [0.6, -0.8] },
    { sign: -1, u: [-0.6, 0.8] },
  ]);
});

describe('without a separator', () => {
  law(
    'weights are equal, and in the plane there is a direction of both signs along both sides of each hyperplane',
    integerDatasets(2, 1, 4),
    (dataset) => {
      const { lambda, directions } = start(dataset, INSEPARABLE);
      const { x } = toReal(dataset);
      expect(lambda).toEqual(x.map(() => 1));
      expect(directions).toHaveLength(4 * x.length);
      const has = (sign: number, [s, t]: readonly number[]): boolean =>
        directions.some((one: Direction) => one.sign === sign && Math.hypot(one.u[0] - s, one.u[1] - t) < ROUNDING);
      for (const [s, t] of x) {
        const length = Math.hypot(s, t);
        const along = [-t / length, s / length];
        const opposite = along.map((e) => -e);
        for (const sign of [1, -1]) expect(has(sign, along) && has(sign, opposite)).toBe(true);
      }
      expect(directions.every(({ u }) => Math.abs(inner(u, u) - 1) < ROUNDING)).toBe(true);
    },
    150,
  );

  test('there are none in other dimensions', () => {
    for (const row of [[1], [1, 2, 3]]) expect(start(createDataset([row], [1]), INSEPARABLE).directions).toEqual([]);
  });
});
