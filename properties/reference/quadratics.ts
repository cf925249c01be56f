/** Small systems of quadratic equations, to try methods on. */
import fc from 'fast-check';

/** y' = f(y) and t' = e^{logS(y0) - logS(y)}, f_j and logS quadratic: `rows` has those of f and then that of logS, as (constant, linear part, y y'). */
export interface Problem {
  readonly y0: readonly number[];
  readonly rows: readonly (readonly number[])[];
  readonly h: number;
}

export const value = (row: readonly number[], y: readonly number[]): number => {
  const n = y.length;
  return y.reduce(
    (sum, s, j) => sum + s * (row[1 + j] + y.reduce((part, t, k) => part + t * row[1 + n + j * n + k], 0)),
    row[0],
  );
};
export const gradient = (row: readonly number[], y: readonly number[]): number[] => {
  const n = y.length;
  return y.map((_, j) =>
    y.reduce((sum, t, k) => sum + t * (row[1 + n + j * n + k] + row[1 + n + k * n + j]), row[1 + j]),
  );
};

/** The right-hand side, for (y, t) together. */
export function rhsOf({ y0, rows }: Problem): (at: readonly number[]) => number[] {
  const n = y0.length;
  return (at) => {
    const y = at.slice(0, n);
    const speed = Math.exp(value(rows[n], y0) - value(rows[n], y));
    return [...rows.slice(0, n).map((row) => value(row, y)), speed];
  };
}

const entry = fc.integer({ min: -999, max: 999 }).map((k) => k / 1000);
const many = (count: number): fc.Arbitrary<number[]> => fc.array(entry, { minLength: count, maxLength: count });
export const problems: fc.Arbitrary<Problem> = fc.integer({ min: 1, max: 4 }).chain((n) =>
  fc.record({
    y0: many(n),
    rows: fc.array(many(1 + n + n * n), { minLength: n + 1, maxLength: n + 1 }),
    h: fc.constantFrom(0.3, 0.1, 0.01),
  }),
);

/** The largest difference, beside 1 and the second's size. */
export const off = (u: readonly number[], v: readonly number[]): number =>
  Math.max(...u.map((t, j) => Math.abs(t - v[j]) / (1 + Math.abs(v[j]))));
