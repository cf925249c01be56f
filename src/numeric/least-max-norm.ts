import { solveReals } from './elimination.js';

/** Products that are less than this share of their factors' sizes are 0, and slopes that are less above their bound are at it: some roundings of short sums. */
const ROUNDING = 2 ** -44;
/** A column is independent of others if this share of it is orthogonal to them. */
const INDEPENDENT = 1e-10;
/** Exchanges after which the search is given up; observed in 1e5 problems of small integers, where many vertices are one: it never is. */
const MOST_EXCHANGES = 1000;

const dot = (u: readonly number[], v: readonly number[]): number => u.reduce((sum, t, j) => sum + t * v[j], 0);
const lengthOf = (v: readonly number[]): number => Math.hypot(...v);

/**
 * The c with sum_l c_l columns_l = g whose largest |c_l| is least, for columns of length r; undefined where these do not span R^r, or only
 * beyond the range of doubles. By duality that is 1 / min {sum_l |<columns_l, v>| : <g, v> = 1}, a problem of least absolute deviations: from
 * a vertex, where r - 1 independent columns have the product 0, one goes along an edge to a lower one, until there is none. Then the c_l
 * of these columns are within the largest, and all others are at one of its ends, on the side of their products.
 */
export function leastMaxNorm(columns: readonly (readonly number[])[], g: readonly number[]): number[] | undefined {
  if (g.every((t) => t === 0)) return columns.map(() => 0);
  const idle = independentOf(columns, g);
  const sides: number[] = [];
  for (let round = 0; round < MOST_EXCHANGES; round++) {
    const [v, ...edges] = inverse([g, ...idle.map((l) => columns[l])]);
    const products = columns.map((a) => productOf(a, v));
    // where a product is 0 the side stays as it was
    products.forEach((t, l) => (sides[l] ||= Math.sign(t) || 1));
    for (const l of idle) sides[l] = 0;
    const sum = g.map((_, j) => columns.reduce((all, a, l) => all + sides[l] * a[j], 0));
    const slopes = edges.map((edge) => dot(sum, edge));
    const going = slopes.findIndex((t) => Math.abs(t) > 1 + ROUNDING);
    if (going < 0) {
      const largest = 1 / dot(sides, products);
      const c = sides.map((side) => side * largest);
      idle.forEach((l, s) => (c[l] = -largest * slopes[s]));
      // of columns that do not span, v or the largest are no numbers
      return c.every(Number.isFinite) ? c : undefined;
    }
    const turn = -Math.sign(slopes[going]);
    const rates = columns.map((a) => turn * productOf(a, edges[going]));
    const times = products.map((t, l) => (sides[l] * rates[l] < 0 ? -t / rates[l] : Infinity));
    const coming = times.indexOf(Math.min(...times));
    sides[idle[going]] = turn;
    idle[going] = coming;
  }
  return undefined;
}

/** <u, v>, or 0 where it is that to rounding. */
function productOf(u: readonly number[], v: readonly number[]): number {
  const product = dot(u, v);
  return Math.abs(product) <= ROUNDING * lengthOf(u) * lengthOf(v) ? 0 : product;
}

/** As many columns as can be that are independent of each other and of g. */
function independentOf(columns: readonly (readonly number[])[], g: readonly number[]): number[] {
  const left = columns.map((a) => a.map((t) => t / lengthOf(a) || 0));
  const found: number[] = [];
  for (let axis = g; ; axis = left[found[found.length - 1]]) {
    const square = dot(axis, axis);
    left.forEach((a, l) => {
      const part = dot(a, axis) / square;
      left[l] = a.map((t, j) => t - part * axis[j]);
    });
    const lengths = left.map(lengthOf);
    const longest = Math.max(...lengths);
    if (longest <= INDEPENDENT) return found;
    found.push(lengths.indexOf(longest));
  }
}

/** The columns of the inverse. */
const inverse = (rows: readonly (readonly number[])[]): number[][] =>
  rows.map(
    (_, s) =>
      solveReals(
        rows.map((row) => [...row]),
        rows.map((_, i) => (i === s ? 1 : 0)),
      ) ?? [],
  );
