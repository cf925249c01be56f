import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { solveReals } from '../../src/numeric/elimination.js';
import { factorLU, solveLU } from '../../src/numeric/lu.js';
import { law } from '../harness/law.js';

/** Diagonally dominant, condition below 10 whatever the order of the rows, so elimination with pivots is off by a few units in the last place. */
const ERROR = 2 ** -44;

/** The matrix times x = b, its rows in any order, at an offset in a longer array, with b spread out by a stride. */
const systems = fc.integer({ min: 1, max: 5 }).chain((n) => {
  const entries = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: n, maxLength: n });
  return fc.record({
    rows: fc
      .array(entries, { minLength: n, maxLength: n })
      .map((rows) => rows.map((row, i) => row.map((t, j) => (i === j ? 30 : t))))
      .chain((rows) => fc.shuffledSubarray(rows, { minLength: n, maxLength: n })),
    x: entries,
    at: fc.nat({ max: 3 }),
    pivotsAt: fc.nat({ max: 3 }),
    bAt: fc.nat({ max: 3 }),
    stride: fc.integer({ min: 1, max: 3 }),
  });
});

const GUARD = 77;
/** The entries at their places, and a guard at all others. */
const spread = (values: readonly number[], at: number, stride: number): Float64Array => {
  const all = new Float64Array(at + values.length * stride + 2).fill(GUARD);
  values.forEach((t, i) => (all[at + i * stride] = t));
  return all;
};
const guards = (all: Float64Array, at: number, n: number, stride: number): number[] =>
  [...all].filter((_, k) => !(k >= at && k < at + n * stride && (k - at) % stride === 0));

describe('LU factors', () => {
  law('solve what they factor, wherever it lies, and touch nothing beside it', systems, (system) => {
    const { rows, x, at, pivotsAt, bAt, stride } = system;
    const n = x.length;
    const a = spread(rows.flat(), at, 1);
    const pivots = new Int32Array(pivotsAt + n + 2).fill(GUARD);
    const b = spread(
      rows.map((row) => row.reduce((sum, t, j) => sum + t * x[j], 0)),
      bAt,
      stride,
    );
    expect(factorLU(a, at, n, pivots, pivotsAt)).toBe(true);
    solveLU(a, at, n, pivots, pivotsAt, b, bAt, stride);
    x.forEach((t, j) => expect(Math.abs(b[bAt + j * stride] - t)).toBeLessThan(ERROR * 10));
    for (const other of [guards(a, at, n * n, 1), guards(b, bAt, n, stride)])
      expect(other.every((t) => t === GUARD)).toBe(true);
    expect([...pivots].filter((_, k) => k < pivotsAt || k >= pivotsAt + n).every((t) => t === GUARD)).toBe(true);
  });

  law('have pivots that no entry below exceeds', systems, ({ rows }) => {
    const n = rows.length;
    const a = Float64Array.from(rows.flat());
    factorLU(a, 0, n, new Int32Array(n), 0);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < i; j++) expect(Math.abs(a[i * n + j])).toBeLessThanOrEqual(1);
    }
  });

  test.each([
    ['singular', [1, 2, 2, 4]],
    ['0', [0, 0, 0, 0]],
    ['not finite', [Infinity, 1, 1, 1]],
    ['not a number', [NaN, 1, NaN, 1]],
  ])('there are none of what is %s', (_, entries) => {
    expect(factorLU(Float64Array.from(entries), 0, 2, new Int32Array(2), 0)).toBe(false);
  });

  test('are exact where all numbers are small powers of two, with b at the start and close together', () => {
    const a = Float64Array.from([0, 2, 4, 1]);
    const pivots = new Int32Array(2);
    const b = Float64Array.from([6, 8]);
    factorLU(a, 0, 2, pivots, 0);
    solveLU(a, 0, 2, pivots, 0, b);
    expect([...b]).toEqual([1.25, 3]);
  });
});

describe('elimination in doubles', () => {
  law('solves the same systems', systems, ({ rows, x }) => {
    const b = rows.map((row) => row.reduce((sum, t, j) => sum + t * x[j], 0));
    const found = solveReals(
      rows.map((row) => [...row]),
      b,
    );
    x.forEach((t, j) => expect(Math.abs((found?.[j] ?? NaN) - t)).toBeLessThan(ERROR * 10));
  });

  test('passes by a tiny pivot, where it would lose all digits', () => {
    const tiny = 2 ** -60;
    expect(
      solveReals(
        [
          [tiny, 1],
          [-1, 1],
        ],
        [1, 0],
      ),
    ).toEqual([1, 1]);
  });

  test('a pivot that is not finite is refused', () => {
    expect(solveReals([[Infinity]], [1])).toBeUndefined();
    expect(solveReals([[NaN]], [1])).toBeUndefined();
  });
});
