import type { Dataset } from '../model/dataset.js';
import type { Rational } from '../numeric/field.js';
import { rational, sqrtOfQuotient } from '../numeric/rational.js';
import { InputError } from '../model/input-error.js';
import { integerPoints, longestEntry, nearestBy, proposalPoints } from './integer-points.js';
import type { LinearProgram } from './lp/program.js';
import { solveProgram } from './lp/solve.js';
import { combine, doubles, integers, minNormPoint, type Combination } from './min-norm-point.js';

/** Exact weights >= 0, integers without a common factor, one a point. */
export interface Certificate {
  /** One a point; not all 0. */
  readonly weights: readonly bigint[];
}

/** Assumption 3.2 holds. p = sum weights_i z_i / sum weights_i is the point of conv{z_i} nearest to 0, |p| = gamma*. */
export interface Separable {
  /** Tells the two answers apart. */
  readonly separable: true;
  /** The weights of p in the signed points z_i = y_i x_i. */
  readonly certificate: Certificate;
  /** A positive multiple of w* (Definition 3.3), in integers: shorter numbers than nearestPoint's, to compute with. */
  readonly direction: readonly Rational[];
  /** gamma*^2 = <p, p>. */
  readonly gammaSquared: Rational;
  /** gamma* and w*, to the nearest double or 1 ulp beside it. */
  readonly gamma: number;
  /** w*, of unit length, d coordinates. */
  readonly separator: readonly number[];
  /** The points at exactly the margin: <p, z_i> = <p, p>. */
  readonly support: readonly number[];
}

/** Assumption 3.2 fails, by Gordan's theorem: sum weights_i z_i = 0 exactly. */
export interface Inseparable {
  /** Tells the two answers apart. */
  readonly separable: false;
  /** The weights that add the signed points z_i = y_i x_i up to 0. */
  readonly certificate: Certificate;
}

/** The separator with its proof, or the proof that there is none. */
export type LinearMargin = Separable | Inseparable;

/**
 * The max-margin linear separator of a dataset (Definition 3.3) or the proof that there is none, always exactly. An LP
 * proposes the support, the least-norm point in doubles polishes it, and the same method on integers proves it; a wrong
 * proposal costs time only. The answer can be re-checked by `verifyMargin`.
 * @throws InputError `too-large` where the proof would need integers of more than MAX_DETERMINANT_BITS bits
 */
export async function linearMargin(dataset: Dataset): Promise<LinearMargin> {
  const { points, denominator } = integerPoints(dataset);
  checkEffort(points);
  const z = proposalPoints(points);
  const nearest = nearestBy(z);
  // an LP on few points mostly proposes the support
  const combination = minNormPoint(integers, points, await proposeSupport(z), nearest);
  const certificate = { weights: spread(combination, points.length) };
  const p = combine(integers, points, combination);
  const pp = p.reduce((sum, t) => sum + t * t, 0n);
  if (pp === 0n) return { separable: false, certificate };
  const scale = denominator * combination.weights.reduce((sum, w) => sum + w);
  return {
    separable: true,
    certificate,
    direction: integers.normalise(p).map((t) => rational(t)),
    gammaSquared: rational(pp, scale * scale),
    gamma: sqrtOfQuotient(pp, scale * scale),
    separator: p.map((t) => (t < 0n ? -1 : 1) * sqrtOfQuotient(t * t, pp)),
    support: supportOf(points, p, nearest(p)),
  };
}

/** Bits of the determinants of a certificate beyond which it would take minutes: doubles of ordinary data need some 200 a dimension. */
const MAX_DETERMINANT_BITS = 2 ** 16;

function checkEffort(points: readonly (readonly bigint[])[]): void {
  const bits = longestEntry(points);
  const size = Math.min(points.length, points[0].length + 1);
  if (2 * bits * size <= MAX_DETERMINANT_BITS) return;
  const need = `dataset needs integers of ${bits} bits in a proof with up to ${size} points`;
  const most = `expected bits times points at most ${MAX_DETERMINANT_BITS / 2}: round the numbers, or drop columns`;
  throw new InputError('too-large', `${need}, ${most}`, 'dataset');
}

/** p of a certificate, exactly: <p, z_i> >= <p, p> = gamma*^2 for all i, and w* = p/|p|. */
export function nearestPoint(dataset: Dataset, { weights }: Certificate): Rational[] {
  const { points, denominator } = integerPoints(dataset);
  const scale = denominator * weights.reduce((sum, w) => sum + w);
  return combine(integers, points, { index: [...points.keys()], weights }).map((t) => rational(t, scale));
}

function spread({ index, weights }: Combination<bigint>, n: number): bigint[] {
  const all = new Array<bigint>(n).fill(0n);
  index.forEach((i, s) => (all[i] = weights[s]));
  return all;
}

/** All i with <p, z_i> least, which are among `nearest`; p unnormalised. */
function supportOf(
  points: readonly (readonly bigint[])[],
  p: readonly bigint[],
  nearest: readonly number[],
): readonly number[] {
  const values = nearest.map((i) => integers.dot(points[i], p));
  const least = values.reduce((a, b) => (a < b ? a : b));
  return nearest.filter((_, s) => values[s] === least);
}

/** Points that the LP sees, for each dimension and one more. */
const WORKING_SET = 2;

/** The points to which a first guess of the separator, the mean, leaves least, ascending; z is n x d. */
export function workingSet(z: readonly (readonly number[])[]): number[] {
  const mean = z[0].map((_, j) => z.reduce((sum, p) => sum + p[j], 0));
  const margins = z.map((p) => doubles.dot(p, mean));
  const nearest = [...z.keys()].sort((i, k) => margins[i] - margins[k]).slice(0, WORKING_SET * (z[0].length + 1));
  return nearest.sort((i, k) => i - k);
}

/** Indices of points that probably support the least-norm point; never empty. z is n x d in doubles. */
async function proposeSupport(z: number[][]): Promise<readonly number[]> {
  return minNormPoint(doubles, z, await guessSupport(z, workingSet(z))).index;
}

/** Those of `few` that support the point of least max norm of their hull, or the first one where the LP has no answer. */
export async function guessSupport(z: number[][], few: readonly number[]): Promise<readonly number[]> {
  const answer = await solveProgram(hullGame(few.map((i) => z[i])));
  return answer.status === 'optimal' ? few.filter((_, s) => answer.x[s] > 0) : [few[0]];
}

/**
 * The least max-norm point of conv{z_i} as a matrix game, in von Neumann's form: with all payoffs <z_i, +-e_j> raised by c
 * to be positive, max sum u subject to sum_i u_i (<z_i, +-e_j> + c) <= 1 has the value 1/(least max norm + c). Unlike
 * the separator's own LP it is feasible (u = 0), bounded and not degenerate whether the data is separable or not.
 */
export function hullGame(z: readonly (readonly number[])[]): LinearProgram {
  const largest = z.reduce((top, p) => p.reduce((t, s) => Math.max(t, Math.abs(s)), top), 0);
  const c = 2 * largest || 1;
  const rows = z[0].flatMap((_, j) => [1, -1].map((s) => z.map((p) => -(s * p[j] + c))));
  return { c: z.map(() => -1), rows, b: rows.map(() => -1) };
}
