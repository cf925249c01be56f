import fc from 'fast-check';
import type { Rational } from '../../src/numeric/field.js';
import { exact, rational } from '../../src/numeric/rational.js';
import { dot, negate, scale, type Vector } from '../../src/numeric/vector.js';
import { largestSquaredNorm, type Dataset, type Label } from '../../src/model/dataset.js';
import { nonzeroVectors, vectors } from './vector.js';
import { positiveRationals, positiveRationalsOfAnySize } from './rational.js';

export const MAX_POINTS = 7;

/** 1 or -1. */
export const labels = (): fc.Arbitrary<Label> => fc.constantFrom<Label[]>(1, -1);

/** Signed points z_i = y_i x_i with their labels; x_i = y_i z_i. */
export const labelled = (z: readonly Vector<Rational>[], y: readonly Label[]): Dataset => ({
  x: z.map((p, i) => (y[i] === 1 ? p : negate(exact, p))),
  y,
});

/** How many points are drawn, before some of them are repeated. */
export interface Sizes {
  /** At least 1, which is the default. */
  readonly minPoints?: number;
  /** 7 unless told. */
  readonly maxPoints?: number;
}

/** Now and then repeats some rows: row i stands there copies[i] times, cyclically. */
export const repeated = <T>(rows: fc.Arbitrary<T[]>): fc.Arbitrary<T[]> =>
  fc
    .tuple(
      rows,
      fc.oneof(
        { withCrossShrink: true },
        { arbitrary: fc.constant([1]), weight: 3 },
        { arbitrary: fc.array(fc.constantFrom(1, 2, 3), { minLength: 1, maxLength: 3 }), weight: 1 },
      ),
    )
    .map(([list, copies]) => list.flatMap((row, i) => new Array<T>(copies[i % copies.length]).fill(row)));

/** Anything, of dimension d: conflicting labels, repeated points and the origin included. */
export const datasets = (d: number, { minPoints = 1, maxPoints = MAX_POINTS }: Sizes = {}): fc.Arbitrary<Dataset> =>
  repeated(fc.array(fc.tuple(vectors(d), labels()), { minLength: minPoints, maxLength: maxPoints })).map((rows) =>
    labelled(
      rows.map(([v]) => v),
      rows.map(([, label]) => label),
    ),
  );

/** v with <w, v> = margin, changed in the one coordinate where w is largest. */
function withMargin(v: readonly Rational[], w: readonly Rational[], margin: Rational): Rational[] {
  const pivot = w.reduce((best, t, j) => (t.abs().compare(w[best].abs()) > 0 ? j : best), 0);
  const missing = margin.sub(dot(exact, w, v)).div(w[pivot]);
  return v.map((t, j) => (j === pivot ? t.add(missing) : t));
}

/**
 * Assumption 3.2 by construction: a separator w is planted and each z_i is moved to the margin drawn for it. Margins are now
 * and then tiny beside the points, points repeat, and every half-space is reached (w up to scale).
 */
export const separableDatasets = (
  d: number,
  { minPoints = 1, maxPoints = MAX_POINTS }: Sizes = {},
): fc.Arbitrary<Dataset> =>
  fc
    .tuple(
      nonzeroVectors(d),
      repeated(
        fc.array(fc.tuple(vectors(d), positiveRationalsOfAnySize(), labels()), {
          minLength: minPoints,
          maxLength: maxPoints,
        }),
      ),
    )
    .map(([w, rows]) =>
      labelled(
        rows.map(([v, margin]) => withMargin(v, w, margin)),
        rows.map(([, , label]) => label),
      ),
    );

/** Inseparable by construction: z_1, ..., z_k and a last point -sum lambda_i z_i with lambda > 0, then anything. */
export const inseparableDatasets = (d: number): fc.Arbitrary<Dataset> =>
  fc
    .tuple(
      fc.array(fc.tuple(vectors(d), positiveRationals()), { maxLength: MAX_POINTS - 2 }),
      fc.array(vectors(d), { maxLength: 3 }),
      fc.array(labels(), { minLength: 2 * MAX_POINTS, maxLength: 2 * MAX_POINTS }),
    )
    .map(([combined, others, y]) => {
      const zero = scale(exact, exact.zero, others[0] ?? new Array<Rational>(d).fill(exact.zero));
      const sum = combined.reduce<Rational[]>((s, [v, c]) => s.map((t, j) => t.sub(v[j].mul(c))), zero);
      const z = [...combined.map(([v]) => v), sum, ...others];
      return labelled(z, y.slice(0, z.length));
    });

/** Each point with both labels: mu = 0, so that no separator exists. */
export const conflictingDatasets = (d: number): fc.Arbitrary<Dataset> =>
  datasets(d, { maxPoints: 3 }).map(({ x, y }) => ({
    x: [...x, ...x],
    y: [...y, ...y.map((t): Label => (t === 1 ? -1 : 1))],
  }));

/** A power of two, at most 1, by which the points fit into the unit ball: the paper's standing assumption |x_i| <= 1. */
export function unitBallFactor(dataset: Dataset): Rational {
  let factor = rational(1);
  while (largestSquaredNorm(exact, dataset).mul(factor.mul(factor)).compare(1) > 0) factor = factor.div(2);
  return factor;
}

export const scaled = (dataset: Dataset, c: Rational): Dataset => ({
  ...dataset,
  x: dataset.x.map((row) => scale(exact, c, row)),
});

/** The data times a power of two, at most 1, so that |x_i| <= 1 for all i (section 3.2). */
export const intoUnitBall = (dataset: Dataset): Dataset => scaled(dataset, unitBallFactor(dataset));
