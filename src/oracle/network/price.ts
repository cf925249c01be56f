import { rankOf, signVectors, type SignVector } from './cells.js';
import { projectOntoCone } from './cone-projection.js';
import { inner, type Direction, type MarginProblem } from './problem.js';

/** Directions as good as this share of the best are kept: they are what the next program wants, too. */
const WORTHWHILE = 0.7;

export interface Price {
  /** At least max over |u| = 1 of |sum_i lambda_i y_i phi(<u, x_i>)| / sum lambda: half of it bounds the margin of every network. */
  readonly bound: number;
  /** The best direction of each cell, best first, as far as they are worthwhile. */
  readonly directions: readonly (Direction & { readonly value: number })[];
}

/**
 * Prices the directions of the sphere against weights lambda >= 0 of the points. With phi(t) = (1 + leak)/2 t + (1 - leak)/2 |t| the sum is
 * <m, u> + sum_l k_l |<u, n_l>| over the lines of the points, m = (1 + leak)/2 sum lambda_i y_i x_i and k_l = (1 - leak)/2 sum over l of lambda_i y_i |x_i|.
 * On each cell of the arrangement of the lines with k_l != 0 it is linear, <c, u>, so its maximum over the cell is the length of c's projection
 * r onto the cell's cone: r = c + sum nu_l a_l with nu >= 0 and <a_l, u> >= 0 there. That |r| bounds it whatever the nu >= 0, so the bound
 * is a proof up to rounding, which is added.
 */
export class Pricing {
  private readonly problem: MarginProblem;
  private readonly within: readonly Direction[] | undefined;
  private readonly listed = new Map<string, readonly SignVector[] | undefined>();

  /** With `within`, only the cells of these directions are priced, with their signs: the bound is then one for networks in them. */
  constructor(problem: MarginProblem, within?: readonly Direction[]) {
    this.problem = problem;
    this.within = within;
  }

  /** Undefined where the support of lambda has too many cells. */
  price(lambda: readonly number[]): Price | undefined {
    const { points, y, directions: units, leak, lengths, lines } = this.problem;
    const d = points[0].length;
    const odd = new Array<number>(d).fill(0);
    let size = 0;
    let terms = 0;
    lambda.forEach((weight, i) => {
      if (weight === 0) return;
      for (let j = 0; j < d; j++) odd[j] += ((1 + leak) / 2) * weight * y[i] * points[i][j];
      size += weight * lengths[i];
      terms++;
    });
    const even = lines.map((line) => line.points.reduce((sum, i) => sum + lambda[i] * y[i] * lengths[i], 0));
    const support = [...even.keys()].filter((l) => even[l] !== 0);
    const normals = support.map((l) => units[lines[l].points[0]]);
    const bends = support.map((l, k) => normals[k].map((t) => ((1 - leak) / 2) * even[l] * t));
    const cells = this.cellsOf(support, normals);
    if (cells === undefined) return undefined;
    const candidates = cells.map(({ cell, sign, tag }) => {
      const c = [...odd];
      bends.forEach((bend, k) => {
        const side = cell[k] === '+' ? 1 : -1;
        for (let j = 0; j < d; j++) c[j] += side * bend[j];
      });
      return { sign, cell, tag, length: Math.sqrt(inner(c, c)), c: sign > 0 ? c : c.map((t) => -t) };
    });
    candidates.sort((a, b) => b.length - a.length);
    // sums of at most 2 `terms` + |nu| products of up to five rounded factors each, and the length of the result
    const rounding = (3 * terms + d + 16) * Number.EPSILON;
    const found: (Direction & { value: number })[] = [];
    let best = 0;
    let bound = 0;
    for (const { sign, length, cell, tag, c } of candidates) {
      if (length < WORTHWHILE * best) break;
      const { r, nu } = projectOntoCone(
        c,
        normals.map((normal, k) => (cell[k] === '+' ? normal : normal.map((t) => -t))),
      );
      const value = Math.sqrt(inner(r, r));
      const noise = rounding * (size + nu.reduce((sum, t) => sum + t, 0));
      bound = Math.max(bound, value * (1 + rounding) + noise);
      best = Math.max(best, value);
      // a direction whose value is noise is none
      if (value > noise) found.push({ sign, u: r.map((t) => t / value), value, ...tag });
    }
    const total = lambda.reduce((sum, t) => sum + t, 0) * (1 - rounding);
    return {
      bound: (bound / total) * (1 + Number.EPSILON),
      directions: found.filter(({ value }) => value >= WORTHWHILE * best).sort((a, b) => b.value - a.value),
    };
  }

  /** The cells in which a direction of each sign is sought: all, or those of `within`. */
  private cellsOf(
    support: readonly number[],
    normals: readonly (readonly number[])[],
  ): { cell: SignVector; sign: 1 | -1; tag: { cell?: number } }[] | undefined {
    if (this.within !== undefined) {
      return this.within.map(({ u, sign }, index) => ({
        tag: { cell: index },
        cell: normals.map((normal) => (inner(u, normal) >= 0 ? '+' : '-')).join(''),
        sign,
      }));
    }
    const key = support.join();
    if (!this.listed.has(key)) {
      const exact = support.map((l) => orient(this.problem, l));
      this.listed.set(key, signVectors(exact, rankOf(exact)));
    }
    return this.listed.get(key)?.flatMap((cell) => ([1, -1] as const).map((sign) => ({ cell, sign, tag: {} })));
  }
}

/** The exact normal of line l, with the direction of the line's first point. */
function orient({ lines, directions }: MarginProblem, l: number): readonly bigint[] {
  const { normal, points } = lines[l];
  const j = normal.findIndex((t) => t !== 0n);
  // the sign of a coordinate survives rounding, or else it is 0 and the line's other coordinates tell
  const sign = normal.findIndex((t, k) => t !== 0n && directions[points[0]][k] !== 0);
  const at = sign < 0 ? j : sign;
  return normal[at] > 0n === directions[points[0]][at] > 0 ? normal : normal.map((t) => -t);
}
