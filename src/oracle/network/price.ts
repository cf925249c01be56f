import { rankOf, signVectors, type SignVector } from './cells.js';
import { projectOntoCone, type Projection } from './cone-projection.js';
import { inner, type Direction, type MarginProblem } from './problem.js';

/** Directions as good as this share of the best are kept: they are what the next program wants, too. */
const WORTHWHILE = 0.7;

export interface Price {
  /** At least max over |u| = 1 of |sum_i lambda_i y_i phi(<u, x_i>)| / sum lambda: half of it bounds the margin of every network. */
  readonly bound: number;
  /** The best direction of each cell, best first, as far as they are worthwhile. */
  readonly directions: readonly (Direction & { readonly value: number })[];
}

/** Part of the sphere, by signs of <u, n_l> on some lines, on which a sum is concave. */
interface Piece {
  readonly sign: 1 | -1;
  /** The lines with k_l > 0, after the sign, and on which side of each it lies. */
  readonly bent: readonly number[];
  readonly sides: SignVector;
  /** c with t = 0. */
  readonly middle: readonly number[];
  /** |middle|, at least the maximum on it. */
  readonly rough: number;
  readonly tag: { readonly cell?: number };
}

/** The lines through the points against which weights price. */
interface Pull {
  readonly m: readonly number[];
  readonly k: readonly number[];
  /** Those with k_l != 0. */
  readonly support: readonly number[];
}

/**
 * Prices the directions of the sphere against weights lambda >= 0 of the points. With phi(t) = (1 + leak)/2 t + (1 - leak)/2 |t| the sum is
 * <m, u> + sum_l k_l |<u, n_l>| over the lines of the points, m = (1 + leak)/2 sum lambda_i y_i x_i and k_l = (1 - leak)/2 sum over l of lambda_i y_i |x_i|.
 * Where the signs of the <u, n_l> with k_l > 0 are fixed it is concave, the least of <c, u> + sum t_l k_l <u, n_l> over t_l in [-1, 1] for the lines with k_l < 0; so its
 * maximum there is the length of the shortest r = c + sum t_l k_l n_l + sum nu_l a_l, nu >= 0, <a_l, u> >= 0 (and r/|r| attains it). Any t and nu within their bounds
 * give an upper bound, so the bound is a proof up to rounding, which is added. The same for the negated sum.
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
  price(weights: readonly number[]): Price | undefined {
    const { points, lengths } = this.problem;
    // sum lambda_i |x_i| between 1 and 2, by a power of two: squares of what is more than rounding then neither overflow nor vanish
    const heavy = weights.reduce((sum, t, i) => sum + t * lengths[i], 0);
    const unit = 2 ** -Math.floor(Math.log2(heavy));
    const lambda = weights.map((t) => t * unit);
    const pull = this.pullOf(lambda);
    const pieces = this.piecesOf(pull);
    if (pieces === undefined) return undefined;
    pieces.sort((p, q) => q.rough - p.rough);
    const terms = lambda.reduce((count, t) => count + (t > 0 ? 1 : 0), 0);
    const size = lambda.reduce((sum, t, i) => sum + t * lengths[i], 0);
    // sums of at most 4 `terms` products of up to five rounded factors each, and the length of the result
    const rounding = (5 * terms + points[0].length + 16) * Number.EPSILON;
    const found: (Direction & { value: number })[] = [];
    let best = 0;
    let bound = 0;
    for (const piece of pieces) {
      const { sign, rough, tag } = piece;
      if (rough < WORTHWHILE * best) break;
      const { r, nu } = this.project(pull, piece, WORTHWHILE * best);
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
      directions: found.filter(({ value }) => value >= WORTHWHILE * best).sort((p, q) => q.value - p.value),
    };
  }

  private normal(l: number): readonly number[] {
    const { directions, lines } = this.problem;
    return directions[lines[l].points[0]];
  }

  private pullOf(lambda: readonly number[]): Pull {
    const { points, y, leak, lengths, lines } = this.problem;
    const m = points[0].map(() => 0);
    lambda.forEach((weight, i) => {
      for (let j = 0; j < m.length; j++) m[j] += ((1 + leak) / 2) * weight * y[i] * points[i][j];
    });
    const k = lines.map(
      (line) => ((1 - leak) / 2) * line.points.reduce((sum, i) => sum + lambda[i] * y[i] * lengths[i], 0),
    );
    return { m, k, support: [...k.keys()].filter((l) => k[l] !== 0) };
  }

  /** The shortest |c + sum nu_l a_l|, 0 <= nu_l <= most_l, that is at least the sum on a piece; or one that is short enough. */
  private project({ k, support }: Pull, { bent, sides, middle }: Piece, enough: number): Projection {
    const straight = support.filter((l) => !bent.includes(l));
    const c = [...middle];
    for (const l of straight) {
      const normal = this.normal(l);
      for (let j = 0; j < c.length; j++) c[j] -= Math.abs(k[l]) * normal[j];
    }
    const a = bent.map((l, s) => (sides[s] === '+' ? this.normal(l) : this.normal(l).map((t) => -t)));
    return projectOntoCone(
      c,
      [...a, ...straight.map((l) => this.normal(l))],
      [...a.map(() => Infinity), ...straight.map((l) => 2 * Math.abs(k[l]))],
      enough,
    );
  }

  private piecesOf({ m, k, support }: Pull): Piece[] | undefined {
    const piece = (sign: 1 | -1, bent: readonly number[], sides: SignVector, tag: Piece['tag']): Piece => {
      const middle = m.map((t) => sign * t);
      for (let s = 0; s < bent.length; s++) {
        const normal = this.normal(bent[s]);
        const t = sides[s] === '+' ? sign * k[bent[s]] : -sign * k[bent[s]];
        for (let j = 0; j < middle.length; j++) middle[j] += t * normal[j];
      }
      return { sign, bent, sides, middle, rough: Math.sqrt(inner(middle, middle)), tag };
    };
    if (this.within !== undefined) {
      return this.within.map(({ u, sign }, cell) =>
        piece(sign, support, support.map((l) => (inner(u, this.normal(l)) >= 0 ? '+' : '-')).join(''), { cell }),
      );
    }
    const pieces: Piece[] = [];
    for (const sign of [1, -1] as const) {
      const bent = support.filter((l) => sign * k[l] > 0);
      const cells = this.cellsOf(bent);
      if (cells === undefined) return undefined;
      for (const sides of cells) pieces.push(piece(sign, bent, sides, {}));
    }
    return pieces;
  }

  private cellsOf(support: readonly number[]): readonly SignVector[] | undefined {
    const key = support.join();
    if (!this.listed.has(key)) {
      const exact = support.map((l) => orient(this.problem, l));
      this.listed.set(key, signVectors(exact, rankOf(exact)));
    }
    return this.listed.get(key);
  }
}

/** The exact normal of line l, with the direction of the line's first point. */
function orient({ lines, directions }: MarginProblem, l: number): readonly bigint[] {
  const { normal, points } = lines[l];
  const direction = directions[points[0]];
  // a coordinate that is not rounded to 0 keeps its sign
  const at = direction.findIndex((t) => t !== 0);
  return normal[at] > 0n === direction[at] > 0 ? normal : normal.map((t) => -t);
}
