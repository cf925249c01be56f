import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { projectOntoCone } from '../../src/oracle/network/cone-projection.js';
import { law } from '../harness/law.js';

const inner = (u: readonly number[], v: readonly number[]): number => u.reduce((sum, t, j) => sum + t * v[j], 0);
const length = (v: readonly number[]): number => Math.hypot(...v);
const total = (v: readonly number[]): number => v.reduce((sum, t) => sum + t, 0);
const combined = (c: readonly number[], a: readonly (readonly number[])[], nu: readonly number[]): number[] =>
  c.map((t, j) => t + a.reduce((sum, v, l) => sum + nu[l] * v[j], 0));

/** Of sums of a few terms, relative to them; integer vectors with entries up to 3 are not nearly dependent, and lose two digits more at most (observed: 1e-14). */
const ROUNDING = 1e-12;

interface Planted {
  readonly c: number[];
  readonly a: number[][];
  readonly most: number[];
  /** The shortest r, and by which nu it is reached. */
  readonly r: number[];
  readonly nu: number[];
}

/** v reflected in the hyperplane across n. */
const reflected = (v: readonly number[], n: readonly number[]): number[] => {
  const along = (2 * inner(v, n)) / inner(n, n);
  return v.map((t, j) => t - along * n[j]);
};

/**
 * The shortest r is planted along the last axis: a vector across it takes part with any share of its most, one on r's side with none and one on the other side with
 * all of it. These are the conditions under which no r of the kind is shorter. Then all is reflected.
 */
const planted = fc
  .integer({ min: 2, max: 5 })
  .chain((d) => {
    const entries = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: d, maxLength: d });
    const one = fc.record({
      v: entries,
      side: fc.constantFrom(-1, 0, 0, 0, 1),
      share: fc.integer({ min: 0, max: 7 }),
      most: fc.constantFrom(0.5, 1, 3, Infinity),
    });
    return fc.record({
      tall: fc.integer({ min: 0, max: 4 }),
      mirror: entries.map((v) => (v.some((t) => t !== 0) ? v : v.map(() => 1))),
      all: fc.array(one, { maxLength: 6 }),
    });
  })
  .map(({ tall, mirror, all }): Planted => {
    const top = mirror.length - 1;
    const kept = all
      .map((one) => {
        const v = one.v.map((t, j) => (j === top ? one.side * Math.max(1, Math.abs(t)) : t));
        return { ...one, v, most: one.side < 0 ? Math.min(one.most, 3) : one.most };
      })
      .filter(({ v }) => length(v) > 0);
    const a = kept.map(({ v }) =>
      reflected(
        v.map((t) => t / length(v)),
        mirror,
      ),
    );
    const nu = kept.map(({ side, share, most }) => {
      if (side !== 0) return side > 0 ? 0 : most;
      return (share / 7) * Math.min(most, 2);
    });
    const r = reflected(
      mirror.map((_, j) => (j === top ? tall : 0)),
      mirror,
    );
    return {
      a,
      nu,
      r,
      c: combined(
        r,
        a,
        nu.map((t) => -t),
      ),
      most: kept.map(({ most }) => most),
    };
  });

const size = ({ c, most }: Planted): number => length(c) + total(most.map((t) => (t < Infinity ? t : 0))) + 1;

describe('the shortest c + sum nu_l a_l with 0 <= nu_l <= most_l', () => {
  law(
    'is the one that was planted',
    planted,
    (instance) => {
      const { c, a, most, r } = instance;
      const found = projectOntoCone(c, a, most);
      expect(length(found.r.map((t, j) => t - r[j]))).toBeLessThan(ROUNDING * size(instance));
      const rebuilt = combined(c, a, found.nu);
      expect(length(found.r.map((t, j) => t - rebuilt[j]))).toBeLessThan(ROUNDING * size(instance));
      expect(found.nu.every((t, l) => t >= 0 && t <= most[l])).toBe(true);
    },
    450,
  );

  law(
    'is not sought beyond a length that is short enough',
    fc.record({ instance: planted, enough: fc.integer({ min: 1, max: 9 }) }),
    ({ instance, enough }) => {
      const { c, a, most, r } = instance;
      const found = projectOntoCone(c, a, most, enough);
      const rebuilt = combined(c, a, found.nu);
      expect(length(found.r.map((t, j) => t - rebuilt[j]))).toBeLessThan(ROUNDING * size(instance));
      const isOptimal = length(found.r) < length(r) + ROUNDING * size(instance);
      expect(isOptimal || length(found.r) < enough + ROUNDING * size(instance)).toBe(true);
    },
    300,
  );

  test('which ends the search at the first r that is shorter', () => {
    const axes = [[1, 0], [0, 1]]; // prettier-ignore
    const most = [Infinity, Infinity];
    expect(projectOntoCone([-1, -1], axes, most, 1.5)).toEqual({ r: [0, -1], nu: [1, 0] });
    expect(projectOntoCone([-1, -1], axes, most, 1)).toEqual({ r: [0, 0], nu: [1, 1] });
  });

  test('lets what is below the rounding of its terms alone', () => {
    const tiny = 2 ** -60;
    expect(projectOntoCone([-tiny], [[1]], [1])).toEqual({ r: [-tiny], nu: [0] });
    expect(projectOntoCone([-tiny], [[1]])).toEqual({ r: [0], nu: [tiny] });
    expect(projectOntoCone([-(2 ** -40)], [[1]], [1])).toEqual({ r: [0], nu: [2 ** -40] });
    // the second vector hardly helps, beside the first
    expect(projectOntoCone([-1, -tiny], [[1, 0], [0, 1]])).toEqual({ r: [0, -tiny], nu: [1, 0] }); // prettier-ignore
  });
});

/** Integer vectors, found by trying half a million, on which steps past a bound, a variable that does not come back or a bound that refinement passes end in another place. */
// prettier-ignore
const HARD: readonly { c: number[]; vectors: number[][]; most: number[] }[] = [
  {
    c: [-5, -6, -2],
    vectors: [[2, 1, -3], [-2, -1, 2], [-2, 1, -2], [-1, 0, 1], [1, -2, 0], [-1, 3, 0]],
    most: [Infinity, Infinity, 1.5, Infinity, Infinity, Infinity],
  },
  {
    c: [-7, 1, -3, -9],
    vectors: [[-3, 1, -3, -3], [3, -3, 2, 2], [0, 3, -3, 2], [-3, -3, 0, 1], [-3, 0, 2, 0], [1, -1, -2, -2], [-3, 1, 1, 0]],
    most: [Infinity, Infinity, Infinity, 0.5, Infinity, 1, Infinity],
  },
  {
    c: [-7, -4, -6],
    vectors: [[-2, 0, -1], [-3, 1, 1], [0, -1, 0], [3, 0, -1], [3, 0, 0], [1, -1, -2], [3, 1, 1]],
    most: [Infinity, Infinity, 2, Infinity, 0.5, Infinity, Infinity],
  },
  {
    c: [-7, -9, -2],
    vectors: [[2, -1, -3], [-3, -2, -3], [0, 1, 0], [3, 3, -3], [-1, 1, 2]],
    most: [Infinity, 0.5, 0.5, 2, Infinity],
  },
  {
    c: [-11, -9, -4, 2],
    vectors: [[-3, -1, 0, 0], [-2, -1, -3, 3], [2, -1, 3, -3], [0, 2, 3, 2], [-1, -1, 1, -2], [2, 2, -2, -3], [3, 1, -3, -1], [-2, -1, 0, 3], [-3, -3, -2, 2], [2, 3, -3, 2]],
    most: [Infinity, Infinity, 0.5, Infinity, Infinity, Infinity, Infinity, Infinity, Infinity, Infinity],
  },
];

test.each(HARD)('the conditions of the shortest hold where the way to it is long: c = $c', ({ c, vectors, most }) => {
  const a = vectors.map((v) => v.map((t) => t / length(v)));
  const { r, nu } = projectOntoCone(c, a, most);
  const noise = ROUNDING * (length(c) + total(nu));
  const rebuilt = combined(c, a, nu);
  expect(length(r.map((t, j) => t - rebuilt[j]))).toBeLessThan(noise);
  a.forEach((v, l) => {
    const t = inner(v, r);
    expect(nu[l] >= 0 && nu[l] <= most[l]).toBe(true);
    if (nu[l] < most[l]) expect(t).toBeGreaterThan(-noise);
    if (nu[l] > 0) expect(t).toBeLessThan(noise);
  });
});

/** In nearly one direction, found by trying a million. */
// prettier-ignore
const SINGULAR: readonly { c: number[]; vectors: number[][]; most: number[] }[] = [
  {
    c: [3, 6],
    vectors: [[-999999, -1000003], [999999, 1000001], [-1000000, -1000002]],
    most: [Infinity, Infinity, Infinity],
  },
  {
    c: [5, 9, 3],
    vectors: [[-100000003, -100000000, -99999998], [99999999, 100000001, 100000001], [100000002, 99999999, 100000000], [99999997, 99999999, 100000000], [-100000001, -99999997, -99999998]],
    most: [Infinity, 3, Infinity, 3, Infinity],
  },
];

test.each(SINGULAR)('where products have no inverse in doubles, r is no longer than c: $c', ({ c, vectors, most }) => {
  const a = vectors.map((v) => v.map((t) => t / length(v)));
  const { r, nu } = projectOntoCone(c, a, most);
  expect(nu.every((t, l) => t >= 0 && t <= most[l])).toBe(true);
  const rebuilt = combined(c, a, nu);
  expect(length(r.map((t, j) => t - rebuilt[j]))).toBeLessThan(ROUNDING * (length(c) + total(nu)));
  expect(length(r)).toBeLessThan(length(c));
});

/** Two vectors at an angle of 2^-k: r rounds like its terms, where without refinement it would lose k bits more. */
const PARALLEL_ROUNDING = 2 ** -50;

law(
  'vectors in nearly one direction cost no digits of r',
  fc.record({
    k: fc.integer({ min: 6, max: 12 }),
    nu: fc.tuple(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 99 })),
    other: fc.integer({ min: 1, max: 99 }),
  }),
  ({ k, nu, other }) => {
    const slant = Math.hypot(1, 2 ** -k);
    const a = [[1, 0, 0], [1 / slant, 2 ** -k / slant, 0]]; // prettier-ignore
    const c = combined(
      [0, 0, other],
      a,
      nu.map((t) => -t),
    );
    const { r } = projectOntoCone(c, a);
    expect(r[2]).toBe(other);
    expect(Math.hypot(r[0], r[1])).toBeLessThan(PARALLEL_ROUNDING * total(nu));
  },
  200,
);
