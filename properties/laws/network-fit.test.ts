import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDataset, toReal, type Dataset } from '../../src/model/dataset.js';
import { unfittable } from '../../src/oracle/network/fit.js';
import { networkMargin } from '../../src/oracle/network/network-margin.js';
import { law } from '../harness/law.js';
import { inner, response } from '../reference/integer-data.js';

/**
 * On each of d + 1 lines a point c v with label 1 and a point -c' v with label -1, in any order, where v_1, ..., v_d are independent and v_{d+1} is minus a sum of multiples of
 * them: weights a / c and a / c' balance, and no others.
 */
const opposed = fc.integer({ min: 2, max: 3 }).chain((d) =>
  fc
    .record({
      above: fc.array(fc.integer({ min: -3, max: 3 }), { minLength: d * d, maxLength: d * d }),
      shares: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: d, maxLength: d }),
      sizes: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2 * d + 2, maxLength: 2 * d + 2 }),
      turn: fc.nat({ max: 9 }),
    })
    .map(({ above, shares, sizes, turn }) => {
      const v = shares.map((_, l) => shares.map((_, j) => (j === l ? 1 : j > l ? above[l * d + j] : 0)));
      v.push(shares.map((_, j) => -shares.reduce((sum, a, l) => sum + a * v[l][j], 0)));
      const rows = v.flatMap((line, l) => [
        { x: line.map((t) => sizes[2 * l] * t), y: 1, share: (shares[l] ?? 1) / sizes[2 * l] },
        { x: line.map((t) => -sizes[2 * l + 1] * t), y: -1, share: (shares[l] ?? 1) / sizes[2 * l + 1] },
      ]);
      return rows.map((_, k) => rows[(k + turn) % rows.length]);
    }),
);
type Rows = readonly { readonly x: number[]; readonly y: number; readonly share: number }[];
const datasetOf = (rows: Rows): Dataset =>
  createDataset(
    rows.map(({ x }) => x),
    rows.map(({ y }) => y),
  );

describe('data that no network fits', () => {
  law(
    'is proved to be so by the weights that balance it',
    opposed,
    (rows) => {
      const weights = unfittable(datasetOf(rows))?.weights.map(Number);
      if (weights === undefined) throw new Error('it is said to be fitted');
      const scale = weights[0] / rows[0].share;
      expect(scale).toBeGreaterThan(0);
      weights.forEach((t, i) => expect(t).toBeCloseTo(scale * rows[i].share, 6));
    },
    75,
  );

  law(
    'is fitted without any one of its points',
    fc.record({ rows: opposed, gone: fc.nat() }),
    ({ rows, gone }) => {
      const rest = rows.filter((_, i) => i !== gone % rows.length);
      expect(unfittable(datasetOf(rest))).toBeUndefined();
    },
    45,
  );

  test('has a point at 0, or one with both labels', () => {
    expect(unfittable(createDataset([[1], [0]], [1, 1]))).toEqual({ weights: [0n, 1n] });
    expect(unfittable(createDataset([[0], [1]], [1, 1]))).toEqual({ weights: [1n, 0n] });
    const both = unfittable(createDataset([[5, 1], [1, 2], [2, 4]], [1, 1, -1])); // prettier-ignore
    expect(both?.weights).toEqual([0n, 2n, 1n]);
    expect(unfittable(createDataset([[1, 2], [2, 4]], [1, 1]))).toBeUndefined(); // prettier-ignore
    expect(unfittable(createDataset([[1, 2], [2, 1]], [1, -1]))).toBeUndefined(); // prettier-ignore
    // no line separates these, but |x| does
    expect(unfittable(createDataset([[1], [-1]], [1, 1]))).toBeUndefined();
  });

  law(
    'has the margin 0, with these weights as shares',
    opposed,
    async (rows) => {
      const dataset = datasetOf(rows);
      const { lower, upper, gap, network, lambda, fits, closed } = await networkMargin(dataset, 0.25);
      expect([lower, upper, gap, fits, closed]).toEqual([0, 0, 0, false, true]);
      expect(network).toEqual({ leak: 0.25, w: [rows[0].x.map(() => 0)], a: [1] });
      const total = rows.reduce((sum, { share }) => sum + share, 0);
      lambda.forEach((t, i) => expect(t).toBeCloseTo(rows[i].share / total, 12));
      const u = rows[0].x.map((_, j) => Math.sin(1 + j));
      const size = rows.reduce((sum, { x }) => sum + Math.abs(inner(u, x)), 0);
      expect(Math.abs(response(toReal(dataset), 0.25, lambda, u))).toBeLessThan(1e-14 * (1 + size));
    },
    20,
  );
});

test('leaks from 0 up to 1 are allowed', async () => {
  const dataset = createDataset([[1]], [1]);
  expect((await networkMargin(dataset, 0)).closed).toBe(true);
  await expect(networkMargin(dataset, -0.25)).rejects.toThrow('leak is -0.25, expected 0 <= leak < 1');
});
