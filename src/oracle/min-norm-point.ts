import { real } from '../numeric/field.js';
import { gcd } from '../numeric/integer.js';
import { solveIntegers, solveReals } from '../numeric/elimination.js';

/**
 * Wolfe's method for the point of least norm in the convex hull of z_1, ..., z_n (P. Wolfe, Finding the nearest point in
 * a polytope, 1976). It is finite: each step strictly lowers |p|. The same steps run on doubles, which propose, and on
 * integers, which prove. Weights are projective (only their ratios count), so integers need no division.
 */
export interface Ring<N> {
  /** Whether nothing is ever rounded. */
  readonly exact: boolean;
  readonly zero: N;
  readonly one: N;
  of(n: number): N;
  add(a: N, b: N): N;
  sub(a: N, b: N): N;
  mul(a: N, b: N): N;
  /** <u, v>: the inner loop of all this, so written out for each ring. */
  dot(u: readonly N[], v: readonly N[]): N;
  positive(a: N): boolean;
  /** Divides out a common positive factor, so that numbers stay short: the gcd, or the sum of doubles. */
  normalise(weights: N[]): N[];
  /**
   * Weights y (of any positive common scale) of the least-norm point of the *affine* hull of points with this Gram matrix,
   * from (Gram + 1 1') y = 1, or undefined when the points are affinely dependent: y'(Gram + 1 1')y = |sum y z|^2 + (sum y)^2
   * vanishes just then.
   */
  affineMinimum(gram: readonly (readonly N[])[]): N[] | undefined;
  /** Whether <p, z> falls short of |p|^2 = pp for weights of sum W, both sides times W: by more than rounding, for doubles. */
  isBelow(inner: N, W: N, pp: N): boolean;
}

export const integers: Ring<bigint> = {
  exact: true,
  zero: 0n,
  one: 1n,
  of: BigInt,
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  dot: (u, v) => {
    let sum = 0n;
    for (let j = 0; j < u.length; j++) sum += u[j] * v[j];
    return sum;
  },
  positive: (a) => a > 0n,
  normalise: (weights) => {
    const common = weights.reduce(gcd, 0n);
    return common > 1n ? weights.map((w) => w / common) : weights;
  },
  affineMinimum: (gram) => {
    const solution = solveIntegers(
      gram.map((row) => row.map((t) => t + 1n)),
      gram.map(() => 1n),
    );
    // the matrix is positive semidefinite, so a non-zero determinant is positive and the numerators have y's signs
    return solution && integers.normalise(solution.numerators);
  },
  isBelow: (inner, W, pp) => inner * W < pp,
};

/** Relative slack for "all points lie beyond p" in doubles; observed to end, and proves nothing: integers decide. */
const PROPOSAL_TOLERANCE = 2 ** -40;
/**
 * Each coordinate of p, a sum of up to 32 terms of size 1, is off by some 32 * 2^-53, so for d up to 32 a smaller |p|^2 than
 * 32 (32 * 2^-53)^2 is rounding noise and there is no use in going on in doubles.
 */
const PROPOSAL_FLOOR = 2 ** -91;

export const doubles: Ring<number> = {
  exact: false,
  ...real,
  dot: (u, v) => {
    let sum = 0;
    for (let j = 0; j < u.length; j++) sum += u[j] * v[j];
    return sum;
  },
  positive: (a) => a > 0,
  normalise: (weights) => {
    const sum = weights.reduce((s, w) => s + w, 0);
    return weights.map((w) => w / sum);
  },
  affineMinimum: (gram) => {
    const shift = Math.max(...gram.map((row, i) => row[i]));
    return solveReals(
      gram.map((row) => row.map((t) => t / shift + 1)),
      gram.map(() => 1),
    );
  },
  isBelow: (inner, W, pp) => inner * W < pp - PROPOSAL_TOLERANCE * pp && pp > PROPOSAL_FLOOR * W * W,
};

/** A convex combination: weight i belongs to point `index[i]`; weights are positive, up to a common factor. */
export interface Combination<N> {
  readonly index: readonly number[];
  readonly weights: readonly N[];
}

/** sum_i weights_i z_i over the combination, not divided by the sum of the weights. */
export function combine<N>(ring: Ring<N>, z: readonly (readonly N[])[], { index, weights }: Combination<N>): N[] {
  const p = z[0].map(() => ring.zero);
  index.forEach((i, s) => {
    for (let j = 0; j < p.length; j++) p[j] = ring.add(p[j], ring.mul(weights[s], z[i][j]));
  });
  return p;
}

/** A combination of affinely independent points, with the inner products of its points. */
interface Corral<N> extends Combination<N> {
  readonly gram: readonly (readonly N[])[];
}

/**
 * The least-norm point of the hull as a combination of affinely independent points. `z` is n x d; `guess` names points
 * that may support it (non-empty), and a right guess is confirmed in one step. `nearest` names, for any p, points among
 * which are all with the least <p, z>: all of them, unless told better. Doubles end, too, where rounding stops the descent.
 */
export function minNormPoint<N>(
  ring: Ring<N>,
  z: readonly (readonly N[])[],
  guess: readonly number[],
  nearest: (p: readonly N[]) => readonly number[] = () => [...z.keys()],
): Combination<N> {
  const right = corralOf(ring, z, guess);
  if (right !== undefined) return wolfe(ring, z, nearest, right);
  const first = { index: [guess[0]], weights: [ring.one], gram: gramOf(ring, z, [guess[0]]) };
  return wolfe(
    ring,
    z,
    nearest,
    wolfe(ring, z, () => guess, first),
  );
}

/** The guessed points with the weights of their affine hull's least-norm point, if these are positive. */
function corralOf<N>(ring: Ring<N>, z: readonly (readonly N[])[], index: readonly number[]): Corral<N> | undefined {
  if (index.length > z[0].length + 1) return undefined;
  const gram = gramOf(ring, z, index);
  const weights = ring.affineMinimum(gram);
  return weights?.every((t) => ring.positive(t)) ? { index, weights, gram } : undefined;
}

/** The first of the points of a pool whose <p, z> is least, with that product. */
function lowestOf<N>(
  ring: Ring<N>,
  z: readonly (readonly N[])[],
  pool: readonly number[],
  p: readonly N[],
): { lowest: number; least: N } {
  let lowest = pool[0];
  let least = ring.dot(p, z[lowest]);
  for (const i of pool) {
    const value = ring.dot(p, z[i]);
    if (ring.positive(ring.sub(least, value))) [lowest, least] = [i, value];
  }
  return { lowest, least };
}

function gramOf<N>(ring: Ring<N>, z: readonly (readonly N[])[], index: readonly number[]): N[][] {
  const gram = index.map((): N[] => []);
  index.forEach((i, s) => {
    for (let t = 0; t <= s; t++) gram[s][t] = gram[t][s] = ring.dot(z[i], z[index[t]]);
  });
  return gram;
}

/** With one more point, of weight 0. */
function joined<N>(
  ring: Ring<N>,
  z: readonly (readonly N[])[],
  { index, weights, gram }: Corral<N>,
  i: number,
): Corral<N> {
  const row = index.map((k) => ring.dot(z[i], z[k]));
  return {
    index: [...index, i],
    weights: [...weights, ring.zero],
    gram: [...gram.map((other, s) => [...other, row[s]]), [...row, ring.dot(z[i], z[i])]],
  };
}

/** Wolfe's major cycle over the points that `nearest` ever names, from the least-norm point of an affinely independent corral. */
function wolfe<N>(
  ring: Ring<N>,
  z: readonly (readonly N[])[],
  nearest: (p: readonly N[]) => readonly number[],
  start: Corral<N>,
): Corral<N> {
  let corral = start;
  let last: { pp: N; W: N } | undefined;
  for (;;) {
    const p = combine(ring, z, corral);
    const W = corral.weights.reduce((s, w) => ring.add(s, w));
    const pp = ring.dot(p, p);
    if (last && !isLower(ring, { pp, W }, last)) {
      if (ring.exact) throw new Error("Wolfe's method did not descend in exact arithmetic: a bug");
      return corral;
    }
    last = { pp, W };
    const { lowest, least } = lowestOf(ring, z, nearest(p), p);
    if (!ring.isBelow(least, W, pp) || corral.index.includes(lowest)) return corral;
    // z_lowest lies off the hyperplane <p, .> = |p|^2 that holds the corral, so the points stay independent
    corral = descend(ring, joined(ring, z, corral, lowest));
  }
}

/** |p/W|^2 < |q/V|^2 for pp = |p|^2. */
const isLower = <N>(ring: Ring<N>, now: { pp: N; W: N }, before: { pp: N; W: N }): boolean =>
  ring.positive(ring.sub(ring.mul(before.pp, ring.mul(now.W, now.W)), ring.mul(now.pp, ring.mul(before.W, before.W))));

/**
 * Wolfe's minor cycle: walks towards the least-norm point of the affine hull, dropping each point whose weight reaches 0,
 * until that point is reached with all weights positive (or, in doubles, until rounding makes the points dependent).
 */
function descend<N>(ring: Ring<N>, start: Corral<N>): Corral<N> {
  let corral = start;
  for (;;) {
    const y = ring.affineMinimum(corral.gram);
    if (y === undefined) return keep(corral, (s) => ring.positive(corral.weights[s]));
    if (y.every((t) => ring.positive(t))) return { ...corral, weights: y };
    corral = walk(ring, corral, y);
  }
}

const keep = <N>({ index, weights, gram }: Corral<N>, kept: (s: number) => boolean): Corral<N> => ({
  index: index.filter((_, s) => kept(s)),
  weights: weights.filter((_, s) => kept(s)),
  gram: gram.filter((_, s) => kept(s)).map((row) => row.filter((_, t) => kept(t))),
});

/** Goes straight from weights w to weights y (both projective, of positive sum) until a first weight is 0, and drops it. */
function walk<N>(ring: Ring<N>, corral: Corral<N>, y: readonly N[]): Corral<N> {
  const { weights } = corral;
  const falling = [...y.keys()].filter((s) => !ring.positive(y[s]));
  const idle = falling.find((s) => !ring.positive(weights[s]));
  if (idle !== undefined) return keep(corral, (s) => s !== idle);
  const W = weights.reduce((s, w) => ring.add(s, w));
  const Y = y.reduce((s, t) => ring.add(s, t));
  // in common units the weights go from w Y to y W, and reach 0 after the share (w Y) / (w Y - y W) of the way
  const from = weights.map((w) => ring.mul(w, Y));
  const fall = y.map((t, s) => ring.sub(from[s], ring.mul(t, W)));
  const isSooner = (s: number, t: number): boolean =>
    ring.positive(ring.sub(ring.mul(from[t], fall[s]), ring.mul(from[s], fall[t])));
  const block = falling.reduce((best, s) => (isSooner(s, best) ? s : best));
  const moved = from.map((w, s) => ring.sub(ring.mul(w, fall[block]), ring.mul(from[block], fall[s])));
  return keep({ ...corral, weights: ring.normalise(moved) }, (s) => ring.positive(moved[s]));
}
