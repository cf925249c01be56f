import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDataset, toReal } from '../../src/model/dataset.js';
import { InputError } from '../../src/model/input-error.js';
import { rational } from '../../src/numeric/rational.js';
import { gain, linesOf, marginProblem } from '../../src/oracle/network/problem.js';
import { law } from '../harness/law.js';
import { inner, integerVectors } from '../reference/integer-data.js';

/** Of coordinates, products of two and roots of sums of them, each rounded a few times. */
const ROUNDING = 2 ** -50;

const parallel = (u: readonly bigint[], v: readonly bigint[]): boolean =>
  u.every((s, i) => v.every((t, j) => s * t === u[j] * v[i]));
const divides = (c: bigint, v: readonly bigint[]): boolean => v.every((t) => t % c === 0n);

law(
  'lines are the classes of parallel points, each with its shortest integer vector',
  fc.integer({ min: 1, max: 3 }).chain((d) =>
    fc.array(
      fc.tuple(integerVectors(d, 2), fc.constantFrom(1, -1, 2, -6)).map(([v, c]) => v.map((t) => BigInt(c * t))),
      { minLength: 1, maxLength: 6 },
    ),
  ),
  (z) => {
    const lines = linesOf(z);
    expect(lines.flatMap(({ points }) => points).sort()).toEqual([...z.keys()]);
    const of = z.map((_, i) => lines.findIndex(({ points }) => points.includes(i)));
    z.forEach((u, i) => {
      expect(z.map((v) => parallel(u, v))).toEqual(of.map((l) => l === of[i]));
      const { normal } = lines[of[i]];
      expect(parallel(normal, u)).toBe(true);
      // entries of at most 2 times 6
      expect([2n, 3n, 5n, 7n, 11n].some((c) => divides(c, normal))).toBe(false);
    });
  },
  150,
);

describe('a problem', () => {
  law(
    'has the points in units of the largest coordinate, their lengths and directions',
    fc.integer({ min: 1, max: 4 }).chain((d) =>
      fc.record({
        rows: fc.array(integerVectors(d, 99), { minLength: 1, maxLength: 5 }),
        denominator: fc.integer({ min: 1, max: 99 }),
        labels: fc.array(fc.constantFrom(1, -1), { minLength: 5, maxLength: 5 }),
      }),
    ),
    ({ rows, denominator, labels }) => {
      const x = rows.map((row) => row.map((t) => rational(t, denominator)));
      const y = createDataset(rows, labels.slice(0, rows.length)).y;
      const problem = marginProblem({ x, y }, 0.25);
      expect([problem.leak, problem.y]).toEqual([0.25, y]);
      const largest = Math.max(...problem.points.flat().map(Math.abs));
      expect(largest).toBeLessThanOrEqual(1);
      expect(largest).toBeGreaterThanOrEqual(1 / 2);
      rows.forEach((row, i) => {
        const [point, length, direction] = [problem.points[i], problem.lengths[i], problem.directions[i]];
        const errors = row.flatMap((t, j) => [
          (2 * problem.halfUnit * point[j] * denominator - t) / 99,
          direction[j] * length - point[j],
        ]);
        errors.push(Math.hypot(...point) - length, inner(direction, direction) - 1);
        expect(Math.max(...errors.map(Math.abs))).toBeLessThan(ROUNDING);
      });
      const signed = rows.map((row, i) => row.map((t) => BigInt(y[i] * t)));
      expect(problem.lines.map(({ points }) => points)).toEqual(linesOf(signed).map(({ points }) => points));
    },
    200,
  );

  test('may have points of 2^-400 of the largest coordinate, and no shorter ones', () => {
    const tall = (bits: number): ReturnType<typeof rational> => rational(2n ** BigInt(bits));
    const lengths = marginProblem({ x: [[tall(399)], [tall(0)]], y: [1, 1] }, 0).lengths;
    expect(lengths).toEqual([1 / 2, 2 ** -400]);
    const refusal = (x: ReturnType<typeof rational>[][]): unknown => {
      try {
        marginProblem({ x, y: [1, 1] }, 0);
        return undefined;
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        return [error.code, error.path, error.message];
      }
    };
    expect(refusal([[tall(0)], [tall(400)]])).toEqual([
      'range',
      'dataset.x[0]',
      'dataset.x[0] is less than 2^-400 of the largest coordinate, expected sizes that differ by less',
    ]);
    expect(refusal([[tall(400)], [tall(0)]])).toEqual([
      'range',
      'dataset.x[1]',
      'dataset.x[1] is less than 2^-400 of the largest coordinate, expected sizes that differ by less',
    ]);
  });

  law(
    'gives a direction of mass 1 the share of q_i that its neuron has',
    fc.integer({ min: 1, max: 3 }).chain((d) =>
      fc.record({
        row: integerVectors(d),
        y: fc.constantFrom(1, -1),
        u: fc.array(fc.integer({ min: -9, max: 9 }), { minLength: d, maxLength: d }),
        sign: fc.constantFrom<(1 | -1)[]>(1, -1),
        leak: fc.integer({ min: 0, max: 7 }).map((k) => k / 8),
      }),
    ),
    ({ row, y, u, sign, leak }) => {
      const dataset = createDataset([row], [y]);
      const problem = marginProblem(dataset, leak);
      const t = inner(u, toReal(dataset).x[0]);
      const share = y * sign * ((t * (1 + leak)) / 2 + (Math.abs(t) * (1 - leak)) / 2);
      // powers of two and integers below 2^10: nothing is rounded
      expect(2 * problem.halfUnit * gain(problem, { sign, u }, 0) === share).toBe(true);
    },
    200,
  );
});
