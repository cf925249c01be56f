import type { Rational } from '../../src/numeric/field.js';
import { solveRationals } from './solve-rationals.js';
import { exact } from '../../src/numeric/rational.js';
import { dot, plus, scale, squaredLength } from '../../src/numeric/vector.js';
import type { Dataset } from '../../src/model/dataset.js';

/**
 * max over |u| = 1 of |sum_i lambda_i y_i phi(<u, x_i>)|, squared, exactly: for every sign vector of the points the gradient's projections onto the
 * orthogonal complements of all sets of fewer than d of them; those that have the signs are values of the function, and the maximum is one of
 * them. Exponential in n, and it shares no code with the oracle.
 */
export function exactSquaredPrice({ x, y }: Dataset, leak: Rational, lambda: readonly Rational[]): Rational {
  const n = x.length;
  const d = x[0].length;
  let best = exact.zero;
  for (let signs = 0; signs < 2 ** n; signs++) {
    const side = (i: number): number => ((signs >> i) & 1 ? -1 : 1);
    const c = x.reduce<Rational[]>(
      (sum, row, i) => plus(exact, sum, scale(exact, lambda[i].mul(y[i]).mul(side(i) > 0 ? exact.one : leak), row)),
      new Array<Rational>(d).fill(exact.zero),
    );
    for (let chosen = 0; chosen < 2 ** n; chosen++) {
      const on = [...x.keys()].filter((i) => (chosen >> i) & 1);
      if (on.length >= d) continue;
      const projection = across(
        c,
        on.map((i) => x[i]),
      );
      if (projection === undefined) continue;
      for (const u of [projection, scale(exact, exact.of(-1), projection)]) {
        if (x.every((row, i) => on.includes(i) || dot(exact, u, row).mul(side(i)).compare(0) >= 0)) {
          const value = squaredLength(exact, projection);
          if (value.compare(best) > 0) best = value;
        }
      }
    }
  }
  return best;
}

/** c's part orthogonal to the vectors, or undefined where they are dependent. */
function across(c: Rational[], vectors: readonly (readonly Rational[])[]): Rational[] | undefined {
  if (vectors.length === 0) return c;
  const gram = vectors.map((u) => vectors.map((v) => dot(exact, u, v)));
  const shares = solveRationals(
    gram,
    vectors.map((v) => dot(exact, v, c)),
  );
  return shares?.reduce<Rational[]>((rest, t, k) => plus(exact, rest, scale(exact, t.neg(), vectors[k])), c);
}
