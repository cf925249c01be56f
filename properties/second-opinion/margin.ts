import { signed, total, type Data } from './data.js';
import { added, dot, isZero, ONE, scaled, solve, squared, ZERO, Fraction, type Vector } from './fraction.js';

/** All subsets of {0, ..., n - 1} with 1 to `most` elements, small ones first. */
export function subsets(n: number, most: number): number[][] {
  let layer: number[][] = [[]];
  const found: number[][] = [];
  for (let size = 1; size <= most; size++) {
    layer = layer.flatMap((s) =>
      Array.from({ length: n }, (_, i) => i)
        .filter((i) => s.every((j) => j < i))
        .map((i) => [...s, i]),
    );
    found.push(...layer);
  }
  return found;
}

export interface Nearest {
  /** The point of the hull of the z_i next to 0: gamma* w*, or 0. */
  readonly p: Fraction[];
  /** p = sum_i weights_i z_i, weights >= 0, sum 1. */
  readonly weights: Fraction[];
}

/** Weights of the point of the affine hull of the z that is next to 0: Gram t = nu 1, sum t = 1. Undefined for affinely dependent z. */
function affineWeights(z: readonly Vector[]): Fraction[] | undefined {
  const rows = z.map((u) => [...z.map((v) => dot(u, v)), ONE]);
  rows.push([...z.map(() => ONE), ZERO]);
  return solve(rows, [...z.map(() => ZERO), ONE])?.slice(0, z.length);
}

/**
 * The point p of the hull of z_1, ..., z_n next to 0, by trying all supports: it is one just when <p, z_i> >= |p|^2 for all i. If it is not 0, w* = p/|p| and
 * gamma* = |p| (the maximum over unit w of min_i <w, z_i> is the least of |sum lambda_i z_i| over the simplex); if it is 0, the weights are
 * Gordan's proof that nothing separates. By Caratheodory d + 1 points suffice.
 */
export function nearest(z: readonly Vector[]): Nearest {
  for (const support of subsets(z.length, Math.min(z.length, z[0].length + 1))) {
    const t = affineWeights(support.map((i) => z[i]));
    if (t === undefined || t.some((c) => c.sign() < 0)) continue;
    const p = total(support.map((i, k) => scaled(t[k], z[i])));
    if (z.some((v) => dot(p, v).compare(squared(p)) < 0)) continue;
    return { p, weights: z.map((_, i) => (support.includes(i) ? t[support.indexOf(i)] : ZERO)) };
  }
  throw new Error('a hull without a point next to 0');
}

/** gamma* w*, or undefined where nothing separates. */
export function separator(data: Data): Fraction[] | undefined {
  const { p } = nearest(signed(data));
  return isZero(p) ? undefined : p;
}

export const separable = (data: Data): boolean => separator(data) !== undefined;

/** w* and gamma* in doubles. */
export function realSeparator(p: Vector): { w: number[]; gamma: number } {
  const gamma = Math.sqrt(squared(p).toNumber());
  return { w: p.map((t) => t.toNumber() / gamma), gamma };
}

/** min_i <v/|v|, z_i>, squared with its sign. */
export function signedSquare(z: readonly Vector[], v: Vector): Fraction {
  const low = z.map((u) => dot(u, v)).reduce((a, b) => (a.compare(b) <= 0 ? a : b));
  return low.times(low).times(Fraction.of(low.sign())).over(squared(v));
}

/** Stiemke: some combination of the z_i with all weights > 0 is 0, just when no direction is >= 0 on all and > 0 on some of them. */
export function strictlyBalanced(z: readonly Vector[]): boolean {
  const covered = new Set<number>();
  for (const support of subsets(z.length, Math.min(z.length, z[0].length + 1))) {
    const t = affineWeights(support.map((i) => z[i]));
    if (t === undefined || t.some((c) => c.sign() < 0)) continue;
    if (isZero(total(support.map((i, k) => scaled(t[k], z[i]))))) {
      support.forEach((i, k) => t[k].sign() > 0 && covered.add(i));
    }
  }
  return covered.size === z.length;
}

/** Definition 6.1 with H and epsilon in units of gamma* and K in units of |w_perp|: the hints H p, epsilon p +- K w_perp come first. */
export function hinted(data: Data, p: Vector, wPerp: Vector, H: Fraction, K: Fraction, epsilon: Fraction): Data {
  const [along, across] = [scaled(epsilon, p), scaled(K, wPerp)];
  const hints = [scaled(H, p), added(along, across), added(along, scaled(Fraction.of(-1), across))];
  return { x: [...hints, ...data.x], y: [1, 1, 1, ...data.y] };
}

/** z_i times the slope that a neuron with a = s must have at x_i to fit it: 1 at y_i = s, leak at y_i = -s; without s, z_i itself. */
export const sloped = (data: Data, leak: Fraction, s?: number): Fraction[][] =>
  signed(data).map((v, i) => scaled(s === undefined || data.y[i] === s ? ONE : leak, v));

/** The best margin of a single neuron, squared: half the max margin of the sloped points, of the better sign. */
export function oneNeuronSquared(data: Data, leak: Fraction): Fraction {
  const best = [1, -1].map((s) => squared(nearest(sloped(data, leak, s)).p));
  return best[0].compare(best[1]) >= 0 ? best[0].over(Fraction.of(4)) : best[1].over(Fraction.of(4));
}
