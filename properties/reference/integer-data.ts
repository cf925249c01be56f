import fc from 'fast-check';
import { createDataset, type Dataset, type Label } from '../../src/model/dataset.js';

/** Integer vectors, none of them 0. */
export const integerVectors = (d: number, largest = 4): fc.Arbitrary<number[]> =>
  fc
    .array(fc.integer({ min: -largest, max: largest }), { minLength: d, maxLength: d })
    .map((v) => (v.some((t) => t !== 0) ? v : v.map((_, j) => (j === 0 ? 1 : 0))));

/** Points with small integer coordinates and any labels: multiples of each other are common. */
export const integerDatasets = (d: number, minPoints: number, maxPoints: number): fc.Arbitrary<Dataset> =>
  fc
    .array(fc.tuple(integerVectors(d), fc.constantFrom<Label>(1, -1)), { minLength: minPoints, maxLength: maxPoints })
    .map((rows) =>
      createDataset(
        rows.map(([v]) => v),
        rows.map(([, y]) => y),
      ),
    );

export const inner = (u: readonly number[], v: readonly number[]): number => u.reduce((sum, t, j) => sum + t * v[j], 0);

/** Leaks k/8, 0 among them. */
export const eighths: fc.Arbitrary<number> = fc.integer({ min: 0, max: 7 }).map((k) => k / 8);

/** sum_i lambda_i y_i phi(<u, x_i>). */
export const response = (
  { x, y }: Dataset<number>,
  leak: number,
  lambda: readonly number[],
  u: readonly number[],
): number =>
  x.reduce((sum, row, i) => {
    const t = inner(u, row);
    return sum + lambda[i] * y[i] * Math.max(t, leak * t);
  }, 0);
