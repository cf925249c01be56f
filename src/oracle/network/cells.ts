/**
 * The cells of the arrangement {u : <u, x_i> = 0}, as sign vectors of <u, x_i>: on each of them every network's neuron sees the
 * data linearly. Exact: signs are signs of determinants of the integer points.
 */

/** A sign for each point, '+' or '-'; points that are multiples of each other have theirs in common. */
export type SignVector = string;

const flip = (sign: string): string => (sign === '+' ? '-' : '+');

/** Eliminations that may be spent: a second or so. */
export const MAX_ELIMINATIONS = 2 ** 21;

/** Points up to which all sign vectors are listed where elimination costs more. */
const MAX_FREE_POINTS = 13;

/** Eliminations that `arrangement` takes for n points of this rank: n (n-1) ... (n-rank). */
function eliminations(n: number, rank: number): number {
  let product = 1;
  for (let j = 0; j <= rank && j < n; j++) product *= n - j;
  return product;
}

/**
 * All sign vectors of cells with inner points, and maybe others: a sign vector that belongs to no cell has the cone {0} or a part of
 * a hyperplane, where the function that it gives is right as well, so it does no harm. Points are not 0. Undefined where there
 * are too many.
 */
export function signVectors(points: readonly (readonly bigint[])[], rank: number): SignVector[] | undefined {
  const n = points.length;
  const effort = eliminations(n, rank);
  if (n <= MAX_FREE_POINTS && n * 2 ** n <= effort) return allSigns(n);
  return effort <= MAX_ELIMINATIONS ? arrangement(points) : undefined;
}

const allSigns = (n: number): SignVector[] =>
  Array.from({ length: 2 ** n }, (_, bits) =>
    Array.from({ length: n }, (_, i) => ((bits >> i) & 1 ? '-' : '+')).join(''),
  );

/**
 * The cells, by their facets: each has one, on some hyperplane l, which is a cell of the arrangement that the others leave on l;
 * and each such cell separates two.
 */
export function arrangement(points: readonly (readonly bigint[])[]): SignVector[] {
  if (points.length === 0) return [''];
  const found = new Set<SignVector>();
  const done = new Set<number>();
  points.forEach((normal, l) => {
    if (done.has(l)) return;
    const { rest, index, parallel } = restrict(points, normal);
    for (const i of parallel.keys()) done.add(i);
    for (const facet of arrangement(rest)) {
      const signs = new Array<string>(points.length);
      index.forEach((i, s) => (signs[i] = facet[s]));
      for (const side of ['+', '-']) {
        for (const [i, above] of parallel) signs[i] = above ? side : flip(side);
        found.add(signs.join(''));
      }
    }
  });
  return [...found];
}

/**
 * The functionals <x_i, .> on the hyperplane of `normal`, in the coordinates that are left when one is eliminated, up to a common factor;
 * those that vanish there are multiples of the normal: on which of its two sides. The cells come with their opposites, so neither sign matters.
 */
function restrict(
  points: readonly (readonly bigint[])[],
  normal: readonly bigint[],
): { rest: bigint[][]; index: number[]; parallel: Map<number, boolean> } {
  const pivot = normal.findIndex((t) => t !== 0n);
  const rest: bigint[][] = [];
  const index: number[] = [];
  const parallel = new Map<number, boolean>();
  points.forEach((x, i) => {
    const reduced = x.flatMap((t, j) => (j === pivot ? [] : [normal[pivot] * t - x[pivot] * normal[j]]));
    if (reduced.every((t) => t === 0n)) {
      parallel.set(i, x[pivot] > 0n);
    } else {
      rest.push(reduced);
      index.push(i);
    }
  });
  return { rest, index, parallel };
}

/** The rank of the points. */
export function rankOf(points: readonly (readonly bigint[])[]): number {
  let rest: readonly (readonly bigint[])[] = points.filter((x) => x.some((t) => t !== 0n));
  let rank = 0;
  for (; rest.length > 0; rank++) rest = restrict(rest, rest[0]).rest;
  return rank;
}
