import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { solveIntegers, solveReals } from '../../src/numeric/elimination.js';
import { leastMaxNorm } from '../../src/numeric/least-max-norm.js';
import { integers } from '../../src/oracle/min-norm-point.js';
import { inner, near } from '../reference/cells.js';
import { law } from '../harness/law.js';
import { isShort, settings } from '../harness/settings.js';

/** Of solutions of some equations with coefficients of at most 3 (observed: 1e-13). */
const ROUNDING = 1e-9;

/** Beyond what a regular system of these integers has for a solution (below 5.2e5, by Hadamard's bound): it is singular, but for rounding. */
const SINGULAR = 1e6;

interface Problem {
  readonly columns: readonly (readonly number[])[];
  readonly g: readonly number[];
  /** Of which all coordinates are multiples. */
  readonly unit: number;
}

/** Sums of up to 8 columns in up to 4 dimensions; integers, of which many vertices are one, and others. */
const problems: fc.Arbitrary<Problem> = fc
  .record({ r: fc.integer({ min: 1, max: 4 }), k: fc.integer({ min: 1, max: 8 }), unit: fc.constantFrom(1, 1, 1 / 8) })
  .chain(({ r, k, unit }) => {
    const entry = unit === 1 ? fc.integer({ min: -2, max: 2 }) : fc.integer({ min: -20, max: 20 }).map((t) => t * unit);
    const list = <T>(one: fc.Arbitrary<T>, length: number) => fc.array(one, { minLength: length, maxLength: length });
    return fc.tuple(list(list(entry, r), k), list(fc.integer({ min: -3, max: 3 }), k), fc.constant(unit));
  })
  .map(([columns, c, unit]) => ({
    unit,
    columns,
    g: columns[0].map((_, j) => c.reduce((sum, t, l) => sum + t * columns[l][j], 0)),
  }));

/** All ways to take so many of a list. */
const choices = <T>(list: readonly T[], count: number): T[][] =>
  count === 0 ? [[]] : list.flatMap((one, i) => choices(list.slice(i + 1), count - 1).map((rest) => [one, ...rest]));

/** The least sum of |<columns_l, v>| with <g, v> = 1, by trying all vertices. */
function leastSum({ columns, g }: Problem): number {
  const last = g.map((_, j) => (j === g.length - 1 ? 1 : 0));
  const sums = choices(columns, g.length - 1).flatMap((idle) => {
    const v = solveReals(
      [...idle, g].map((row) => [...row]),
      [...last],
    );
    const isVertex = v !== undefined && Math.max(...v.map(Math.abs)) < SINGULAR;
    return isVertex ? [columns.reduce((sum, a) => sum + Math.abs(inner(a, v)), 0)] : [];
  });
  return Math.min(...sums);
}

/** How many of the columns, integers up to the unit, are independent. */
const rankOf = ({ columns, unit }: Problem): number =>
  Math.max(
    0,
    ...columns.map((_, k) => (choices(columns, k + 1).some((some) => areIndependent(some, unit)) ? k + 1 : 0)),
  );

/** By their Gram determinant, exactly. */
function areIndependent(columns: Problem['columns'], unit: number): boolean {
  const whole = columns.map((a) => a.map((t) => BigInt(t / unit)));
  const gram = whole.map((u) => whole.map((v) => integers.dot(u, v)));
  const solution = solveIntegers(
    gram,
    gram.map(() => 0n),
  );
  return solution !== undefined;
}

describe('the coefficients of least size in a sum of columns', () => {
  const seen = { solved: 0, short: 0 };
  law(
    'add up to it, and the largest of them is one over what the dual problem has at its best vertex',
    problems,
    ({ columns, g, unit }) => {
      const c = leastMaxNorm(columns, g);
      if (g.every((t) => t === 0)) {
        expect(c).toEqual(columns.map(() => 0));
        return;
      }
      if (rankOf({ columns, g, unit }) < g.length) {
        seen.short++;
        expect(c).toBeUndefined();
        return;
      }
      seen.solved++;
      g.forEach((t, j) => near(c?.reduce((sum, s, l) => sum + s * columns[l][j], 0) ?? NaN, t, ROUNDING));
      near(Math.max(...(c ?? [NaN]).map(Math.abs)) * leastSum({ columns, g, unit }), 1, ROUNDING);
    },
    400,
  );

  test.skipIf(isShort || settings.path !== undefined)(
    'both kinds of columns were among them, those that span and those that do not',
    () => {
      expect(seen.solved).toBeGreaterThan(seen.short);
      expect(seen.short).toBeGreaterThan(0);
    },
  );

  test('are all 0 where the sum is, in more columns than coordinates, in whatever units', () => {
    const columns = [
      [1, 0],
      [0, 2],
      [-3, -3],
    ];
    expect(leastMaxNorm(columns, [0, 0])).toEqual([0, 0, 0]);
    const [small, large] = [2 ** -600, 2 ** 600];
    for (const [unit, of] of [
      [1, 1],
      [small, small],
      [large, large],
      [1, small],
      [large, 1],
    ]) {
      // prettier-ignore
      const found = leastMaxNorm(
        columns.map((row) => row.map((t) => unit * t)),
        [3 * of, (3 / 2) * of],
      );
      expect(found?.map((t) => (t * unit) / of)).toEqual([3 / 4, -3 / 8, -3 / 4]);
    }
  });

  test.each([
    ['are too few', [[1, 0]], [1, 0]],
    [
      'are all on one line',
      [
        [1, 0],
        [2, 0],
        [0, 0],
      ],
      [1, 1],
    ],
    [
      'are on one line but for 1e-11',
      [
        [1, 0],
        [1, 1e-11],
        [1, -1e-11],
      ],
      [1, 0],
    ],
    [
      'are orthogonal to the sum',
      [
        [1, 0, 0],
        [0, 1, 0],
        [3, 3, 0],
      ],
      [0, 0, 1],
    ],
    ['are 0', [[0], [0]], [1]],
    [
      'are the least doubles',
      [
        [5e-324, 0],
        [0, 5e-324],
        [5e-324, 5e-324],
      ],
      [1, 2],
    ],
    ['are not numbers', [[NaN], [1]], [1]],
    ['are infinite', [[Infinity], [1]], [1]],
    ['add up to what is infinite', [[1], [1]], [Infinity]],
    ['add up to what is no number', [[1], [1]], [NaN]],
    ['are not there', [], [1]],
    [
      'are partly so',
      [
        [5e-324, 0],
        [0, 1],
        [5e-324, 0],
      ],
      [1, 2],
    ],
    [
      'are so, and singular with the sum',
      [
        [5e-324, 1e-323],
        [5e-324, 1e-323],
      ],
      [1, 2 + 1e-9],
    ],
  ])('are none where columns %s', (_, columns, g) => {
    expect(leastMaxNorm(columns, g)).toBeUndefined();
  });

  test('are there where columns are on one line but for 1e-9', () => {
    const found = leastMaxNorm([[1, 0], [1, 1e-9], [1, -1e-9]], [0, 1e-9]); // prettier-ignore
    [0, 1 / 2, -1 / 2].forEach((t, l) => near(found?.[l] ?? NaN, t, 1e-6));
  });

  test('are found where rounding gives columns a product that have none', () => {
    const columns = [[-2, 0, 1], [1, 0, -1], [1, 0, -1], [1, 1, 0], [2, 0, 1]]; // prettier-ignore
    const found = leastMaxNorm(columns, [-3, -1, 0]);
    near(Math.max(...(found ?? [NaN]).map(Math.abs)), 1, ROUNDING);
  });

  test('are found where the column that a sum needs is 1e-12 of the others', () => {
    const columns = [[1e-12, 0], [0, 1], [0, 1]]; // prettier-ignore
    near(leastMaxNorm(columns, [1e-12, 1])?.[0] ?? NaN, 1, ROUNDING);
  });
});
