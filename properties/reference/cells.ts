import fc from 'fast-check';
import { CellTable } from '../../src/flow/cell.js';
import { preparePoints } from '../../src/flow/points.js';
import type { Label } from '../../src/model/dataset.js';

/** Points with small integers, their labels, and a sign for each hyperplane that they may have. */
export interface Sided {
  readonly x: readonly (readonly number[])[];
  readonly y: readonly Label[];
  readonly eighths: number;
  readonly sides: readonly number[];
  readonly weights: readonly number[];
}

const MOST_POINTS = 7;

/** Multiples of each other and the origin included. `sliding` of 6 hyperplanes are slid along. */
export const sided = ([least, most]: readonly [number, number], sliding = 2): fc.Arbitrary<Sided> =>
  fc.integer({ min: least, max: most }).chain((d) =>
    fc
      .array(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: d, maxLength: d }), {
        minLength: 1,
        maxLength: MOST_POINTS,
      })
      .chain((x) =>
        fc.record({
          x: fc.constant(x),
          y: fc.array(fc.constantFrom<Label[]>(1, -1), { minLength: x.length, maxLength: x.length }),
          eighths: fc.nat({ max: 7 }),
          sides: fc.array(
            fc.nat({ max: 5 }).map((k) => (k < sliding ? 0 : k % 2 === 0 ? 1 : -1)),
            { minLength: x.length, maxLength: x.length },
          ),
          weights: fc.array(fc.nat({ max: 9 }), { minLength: x.length, maxLength: x.length }),
        }),
      ),
  );

export function tableOf({ x, y, eighths, sides, weights }: Sided) {
  const points = preparePoints({ x, y });
  const table = new CellTable(points, eighths / 8);
  // powers of e are independent over the rationals: no two points have pulls that cancel
  const shares = weights.map((t, i) => (t + 1) * Math.exp(i / 7));
  const total = shares.reduce((sum, t) => sum + t, 0);
  return { points, table, signs: Int8Array.from(sides.slice(0, points.planes)), p: shares.map((t) => t / total) };
}

export const inner = (u: ArrayLike<number>, v: ArrayLike<number>): number =>
  Array.from(u).reduce((sum, t, j) => sum + t * v[j], 0);

/** Row l of a flat array. */
export const rowOf = (rows: Float64Array, l: number, d: number): number[] =>
  Array.from(rows.subarray(l * d, l * d + d));

/** As `expect`, for inner loops. */
export function near(found: number, wanted: number, error: number): void {
  if (!(Math.abs(found - wanted) < error)) throw new Error(`found ${found}, expected ${wanted} to ${error}`);
}
