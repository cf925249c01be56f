import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { combine, contract } from '../../src/numeric/columns.js';
import { law } from '../harness/law.js';

/** Entries are small integers: sums of their products are exact in any order. */
const numbers = (length: number): fc.Arbitrary<number[]> =>
  fc.array(fc.integer({ min: -9, max: 9 }), { minLength: length, maxLength: length });

/** A d x n matrix, a vector for either side, and how much there is before and behind where one is read or written. */
const products = fc.record({ n: fc.integer({ min: 1, max: 5 }), d: fc.integer({ min: 1, max: 5 }) }).chain(({ n, d }) =>
  fc.record({
    rows: fc.array(numbers(n), { minLength: d, maxLength: d }),
    long: numbers(n),
    short: numbers(d),
    before: numbers(2),
    behind: numbers(2),
  }),
);

const inner = (u: readonly number[], v: readonly number[]): number => u.reduce((sum, t, j) => sum + t * v[j], 0);

describe('products with a matrix row after row', () => {
  law('are those of the definition, and nothing beside them is read or written', products, (product) => {
    const { rows, long, short, before, behind } = product;
    const [n, d] = [long.length, short.length];
    const columns = Float64Array.from(rows.flat());
    const combined = new Float64Array(n + 2).fill(7);
    combine(columns, n, d, Float64Array.from([...before, ...short, ...behind]), 2, combined);
    const sums = long.map((_, i) =>
      inner(
        rows.map((row) => row[i]),
        short,
      ),
    );
    expect([...combined].map((t) => t + 0)).toEqual([...sums, 7, 7].map((t) => t + 0));
    const contracted = Float64Array.from([...before, ...short, ...behind]);
    contract(columns, n, d, Float64Array.from(long), contracted, 2);
    const parts = rows.map((row) => inner(row, long));
    expect([...contracted].map((t) => t + 0)).toEqual([...before, ...parts, ...behind].map((t) => t + 0));
  });
});
