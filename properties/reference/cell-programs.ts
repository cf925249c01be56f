import fc from 'fast-check';
import type { CellProgram } from '../../src/flow/interior-point.js';
import { between } from './starts.js';

/** A program, and weights to start from. */
export interface Instance {
  readonly program: CellProgram;
  readonly p: readonly number[];
}

interface Sizes {
  readonly n: readonly [number, number];
  readonly d: readonly [number, number];
  readonly groups: readonly [number, number];
}

/** c_gi = slope_gi z_i, in units in which the longest pull of the weights is 1; all z_i on one side of a hyperplane, so that the program is bounded. */
export const cellPrograms = ({ n, d, groups }: Sizes): fc.Arbitrary<Instance> => {
  const list = <T>(one: fc.Arbitrary<T>, length: number): fc.Arbitrary<T[]> =>
    fc.array(one, { minLength: length, maxLength: length });
  const integer = ([min, max]: readonly [number, number]): fc.Arbitrary<number> => fc.integer({ min, max });
  return fc
    .tuple(integer(n), integer(d), integer(groups))
    .chain(([points, dimension, count]) =>
      fc.record({
        z: list(fc.tuple(between(0.1, 1), list(between(-1, 1), dimension - 1)), points),
        slopes: list(list(between(0.1, 1), points), count),
        p: list(between(0.01, 1), points),
      }),
    )
    .map(({ z, slopes, p: weights }) => {
      const p = weights.map((t) => t / weights.reduce((sum, w) => sum + w, 0));
      const rows = slopes.map((of) => z.map(([first, rest], i) => [first, ...rest].map((t) => of[i] * t)));
      const longest = Math.max(...pullsOf(rows, p).map((h) => Math.hypot(...h)));
      const scaled = rows.map((c) => Float64Array.from(c.flat(), (t) => t / longest));
      return { program: { n: p.length, d: 1 + z[0][1].length, rows: scaled }, p };
    });
};

/** The rows c_gi of each group, as vectors. */
export const rowsOfProgram = ({ n, d, rows }: CellProgram): number[][][] =>
  rows.map((c) => Array.from({ length: n }, (_, i) => Array.from(c.subarray(i * d, i * d + d))));

export const inner = (u: readonly number[], v: readonly number[]): number => u.reduce((sum, t, j) => sum + t * v[j], 0);

/** h_g = sum_i lambda_i c_gi of each group. */
export const pullsOf = (rows: readonly (readonly (readonly number[])[])[], lambda: ArrayLike<number>): number[][] =>
  rows.map((c) => c[0].map((_, j) => c.reduce((sum, row, i) => sum + lambda[i] * row[j], 0)));

/** q_i = sum_g r_g <c_gi, h_g>. */
export const marginsOf = (
  rows: readonly (readonly (readonly number[])[])[],
  r: ArrayLike<number>,
  h: readonly (readonly number[])[],
): number[] => rows[0].map((_, i) => rows.reduce((sum, c, g) => sum + r[g] * inner(c[i], h[g]), 0));

/** The program, and how often its rows have been asked for. */
export function watched({ n, d, rows }: CellProgram): { readonly program: CellProgram; asked(): number } {
  let asked = 0;
  const program: CellProgram = {
    n,
    d,
    get rows() {
      asked++;
      return rows;
    },
  };
  return { program, asked: () => asked };
}
