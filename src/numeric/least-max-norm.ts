import { solveReals } from './elimination.js';

/** Products that are less than this share of their factors' sizes are 0, and slopes that are less above their bound are at it: some roundings of short sums. */
const ROUNDING = 2 ** -44;
/** A column is independent of others if this share of it is orthogonal to them. */
const INDEPENDENT = 1e-10;
/** Exchanges after which the search is given up: there is no rule against cycles; of small integers, where many vertices are one, none was seen in 1e5 problems. */
const MOST_EXCHANGES = 1000;

const dot = (u: readonly number[], v: readonly number[]): number => u.reduce((sum, t, j) => sum + t * v[j], 0);
const sizeOf = (v: readonly number[]): number => v.reduce((most, t) => Math.max(most, Math.abs(t)), 0);
const lengthOf = (v: readonly number[]): number => Math.hypot(...v);

/**
 * The c with sum_l c_l columns_l = g whose largest |c_l| is least, for columns of length r; undefined where these do not span R^r, or only
 * to rounding, as where their sizes are 1e12 apart, and where it would be beyond the range of doubles. By duality that is 1 / min {sum_l |<columns_l, v>| : <g, v> = 1}, a problem of least absolute deviations: from
 * a vertex, where r - 1 independent columns have the product 0, one goes along an edge to a lower one, until there is none. Then the c_l
 * of these columns are within the largest, and all others are at one of its ends, on the side of their products.
 */
export function leastMaxNorm(columns: readonly (readonly number[])[], g: readonly number[]): number[] | undefined {
  const size = sizeOf(g);
  if (size === 0) return columns.map(() => 0);
  const unit = sizeOf(columns.flat());
  if (!(unit > 0 && size < Infinity)) return undefined;
  // products of what is far from 1 would overflow, or vanish
  const c = ofOrder1(
    columns.map((a) => a.map((t) => t / unit)),
    g.map((t) => t / size),
  ).map((t) => (t * size) / unit);
  return c.every(Number.isFinite) ? c : undefined;
}

/** The same where the largest of the columns' coordinates is 1, and that of g's; no numbers where there is no answer. */
function ofOrder1(columns: readonly (readonly number[])[], g: readonly number[]): number[] {
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
      return c;
    }
    const turn = -Math.sign(slopes[going]);
    const rates = columns.map((a) => turn * productOf(a, edges[going]));
    const times = products.map((t, l) => (sides[l] * rates[l] < 0 ? -t / rates[l] : Infinity));
    const coming = times.reduce((first, t, l) => (t < times[first] ? l : first), 0);
    sides[idle[going]] = turn;
    idle[going] = coming;
  }
  return columns.map(() => NaN);
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
