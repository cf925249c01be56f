import type { Rational } from '../../src/numeric/field.js';

/** Solves A x = b by Gauss-Jordan elimination; undefined for a singular A. */
export function solveRationals(A: readonly (readonly Rational[])[], b: readonly Rational[]): Rational[] | undefined {
  const rows = A.map((row, i) => [...row, b[i]]);
  for (let p = 0; p < rows.length; p++) {
    const at = rows.findIndex((row, i) => i >= p && row[p].n !== 0n);
    if (at < 0) return undefined;
    [rows[p], rows[at]] = [rows[at], rows[p]];
    rows[p] = rows[p].map((t) => t.div(rows[p][p]));
    rows.forEach((row, i) => {
      if (i !== p && row[p].n !== 0n) rows[i] = row.map((t, j) => t.sub(rows[p][j].mul(row[p])));
    });
  }
  return rows.map((row) => row[rows.length]);
}
