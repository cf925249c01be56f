import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gcd } from '../../src/numeric/integer.js';
import { combine, doubles, integers, minNormPoint } from '../../src/oracle/min-norm-point.js';
import { law } from '../harness/law.js';

/** Of coordinates up to 6, in doubles: observed below 1e-14. */
const ROUNDING = 1e-10;
const RUNS = 250;

interface Hull {
  readonly z: readonly (readonly number[])[];
  /** Points that are guessed to support the nearest one: as good as any. */
  readonly guess: readonly number[];
}

/** Up to 9 points in up to 4 dimensions: around 0, beside it, on lines, one on another. */
const hulls: fc.Arbitrary<Hull> = fc
  .record({ d: fc.integer({ min: 1, max: 4 }), n: fc.integer({ min: 1, max: 9 }), low: fc.constantFrom(-4, -1, 1) })
  .chain(({ d, n, low }) =>
    fc.record({
      z: fc.array(fc.array(fc.integer({ min: low, max: 6 }), { minLength: d, maxLength: d }), {
        minLength: n,
        maxLength: n,
      }),
      guess: fc.shuffledSubarray([...Array(n).keys()], { minLength: 1 }),
    }),
  );

const exactly = (z: Hull['z']): bigint[][] => z.map((row) => row.map(BigInt));
const inner = (u: readonly bigint[], v: readonly bigint[]): bigint => u.reduce((sum, t, j) => sum + t * v[j], 0n);

/** What proves that sum weights_i z_i / sum weights_i is the point of least norm, and that its points are no more than it takes. */
function prove(points: readonly bigint[][], index: readonly number[], weights: readonly bigint[]): bigint[] {
  expect(weights.every((t) => t > 0n)).toBe(true);
  expect(new Set(index).size).toBe(weights.length);
  expect(index.length).toBeLessThanOrEqual(points[0].length + 1);
  const p = points[0].map((_, j) => index.reduce((sum, i, s) => sum + weights[s] * points[i][j], 0n));
  const W = weights.reduce((sum, t) => sum + t);
  for (const z of points) expect(inner(p, z) * W >= inner(p, p)).toBe(true);
  return p;
}

describe('the point of least norm in a hull', () => {
  law(
    'is found in integers from any guess, with its proof',
    hulls,
    ({ z, guess }) => {
      const points = exactly(z);
      let asked = 0;
      const counted: typeof integers = {
        ...integers,
        affineMinimum: (gram) => {
          asked++;
          expect(gram.length).toBeLessThanOrEqual(z[0].length + 1);
          return integers.affineMinimum(gram);
        },
      };
      const { index, weights } = minNormPoint(counted, points, guess);
      const p = prove(points, index, weights);
      asked = 0;
      expect(minNormPoint(counted, points, index).index).toEqual(index);
      expect(asked).toBe(1);
      expect(combine(integers, points, { index, weights })).toEqual(p);
      expect(weights.reduce(gcd)).toBe(1n);
    },
    400,
  );

  law(
    'is found in doubles, to rounding',
    hulls,
    ({ z, guess }) => {
      const points = exactly(z);
      const found = minNormPoint(integers, points, guess);
      const W = Number(found.weights.reduce((sum, t) => sum + t));
      const near = minNormPoint(doubles, z, guess);
      const V = near.weights.reduce((sum, t) => sum + t);
      expect(near.weights.every((t) => t > 0)).toBe(true);
      const p = combine(doubles, z, near);
      combine(integers, points, found).forEach((t, j) =>
        expect(Math.abs(p[j] / V - Number(t) / W)).toBeLessThan(ROUNDING),
      );
    },
    RUNS,
  );

  test('a point that rounding gives no weight is dropped', () => {
    const rounded = { ...doubles, affineMinimum: (gram: readonly unknown[]) => (gram.length === 1 ? [1] : [1, 0]) };
    expect(minNormPoint(rounded, [[2], [1]], [0])).toMatchObject({ index: [0], weights: [1] });
  });

  test('no descent in exact arithmetic is a bug, in doubles it is rounding', () => {
    const always = { isBelow: () => true };
    expect(() => minNormPoint({ ...integers, ...always }, [[1n], [1n]], [1])).toThrow(
      "Wolfe's method did not descend in exact arithmetic: a bug",
    );
    expect(minNormPoint({ ...doubles, ...always }, [[1], [1]], [1]).index).toEqual([1]);
  });
});

describe('its two rings', () => {
  const weights = fc.array(fc.bigInt({ min: 0n, max: 60n }), { minLength: 1, maxLength: 5 });
  law(
    'have their common factors divided out',
    weights,
    (list) => {
      const short = integers.normalise([...list]);
      const common = list.reduce(gcd, 0n);
      if (common === 0n) expect(short).toEqual(list);
      else expect(short.map((t) => t * common)).toEqual(list);
      const sum = list.reduce((s, t) => s + t, 0n);
      const parts = doubles.normalise(list.map(Number));
      if (sum > 0n) parts.forEach((t, s) => expect(t).toBe(Number(list[s]) / Number(sum)));
    },
    RUNS,
  );

  const grams = hulls.map(({ z }) => {
    const few = exactly(z).slice(0, 3);
    return few.map((u) => few.map((v) => inner(u, v)));
  });
  law(
    'have the same least-norm points of affine hulls, whatever the unit',
    grams,
    (gram) => {
      const exact = integers.affineMinimum(gram);
      for (const unit of [1, 2 ** 400, 2 ** -400]) {
        const near = doubles.affineMinimum(gram.map((row) => row.map((t) => Number(t) * unit)));
        if (gram.some((row, s) => row[s] > 0n) && exact !== undefined) {
          const [top, whole] = [near?.reduce((sum, t) => sum + t, 0) ?? NaN, exact.reduce((sum, t) => sum + t)];
          exact.forEach((t, s) =>
            expect(Math.abs((near?.[s] ?? NaN) / top - Number(t) / Number(whole))).toBeLessThan(ROUNDING),
          );
        }
      }
      // (Gram + 1 1') y is the same for all points
      const sides = exact && gram.map((row) => row.reduce((sum, t, s) => sum + (t + 1n) * exact[s], 0n));
      if (sides !== undefined) expect(new Set(sides).size).toBe(1);
    },
    RUNS,
  );

  const entries = fc.tuple(fc.integer({ min: -9, max: 9 }), fc.constantFrom(0, 1, -30, -500, -540, 500, 540));
  const extremes = fc.array(fc.array(entries, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 4 });
  law(
    'know no least-norm point in doubles that is not finite, whatever overflows or underflows',
    extremes.map((rows) => rows.map((row) => row.map(([t, e]) => t * 2 ** e))),
    (z) => {
      const found = doubles.affineMinimum(z.map((u) => z.map((v) => doubles.dot(u, v))));
      expect(found?.every(Number.isFinite) ?? true).toBe(true);
    },
    100,
  );

  test('find no least-norm point of dependent points, nor doubles one of zeros', () => {
    expect(integers.affineMinimum([[1n, 1n], [1n, 1n]])).toBeUndefined(); // prettier-ignore
    expect(doubles.affineMinimum([[1, 1], [1, 1]])).toBeUndefined(); // prettier-ignore
    expect([doubles.affineMinimum([[0]]), doubles.affineMinimum([[NaN]])]).toEqual([undefined, undefined]);
    expect(doubles.affineMinimum([[0, 0], [0, 1]])).toEqual([1, 0]); // prettier-ignore
    expect(integers.normalise([0n, 0n])).toEqual([0n, 0n]);
    expect(integers.affineMinimum([[0n]])).toEqual([1n]);
  });

  test('tell what lies below p, doubles up to their tolerance and not where all is noise', () => {
    expect([integers.isBelow(2n, 3n, 6n), integers.isBelow(2n, 3n, 7n)]).toEqual([false, true]);
    const below = (miss: number, W: number, pp: number): boolean => doubles.isBelow((pp * (1 - miss)) / W, W, pp);
    expect([below(2 ** -39, 1, 1), below(2 ** -40, 1, 1), below(2 ** -41, 1, 1)]).toEqual([true, false, false]);
    expect([below(2 ** -39, 4, 8), below(2 ** -41, 4, 8)]).toEqual([true, false]);
    expect([below(1, 1, 2 ** -90), below(1, 1, 2 ** -91), below(1, 1, 2 ** -92)]).toEqual([true, false, false]);
    expect([below(1, 8, 2 ** -84), below(1, 8, 2 ** -86)]).toEqual([true, false]);
  });
});
