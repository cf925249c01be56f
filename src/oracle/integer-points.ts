import type { Dataset } from '../model/dataset.js';
import { absolute, gcd } from '../numeric/integer.js';

/** z_i = y_i x_i = points[i] / denominator, with one positive denominator for all coordinates. */
export interface IntegerPoints {
  readonly points: readonly (readonly bigint[])[];
  readonly denominator: bigint;
}

/** The signed points of a dataset over their least common denominator; for doubles that is a power of two. */
export function integerPoints({ x, y }: Dataset): IntegerPoints {
  let denominator = 1n;
  for (const row of x) {
    for (const t of row) if (denominator % t.d !== 0n) denominator = (denominator / gcd(denominator, t.d)) * t.d;
  }
  const points = x.map((row, i) => row.map((t) => BigInt(y[i]) * (t.s * t.n) * (denominator / t.d)));
  return { points, denominator };
}

/** Bits of the largest entry in size. */
export function longestEntry(points: readonly (readonly bigint[])[]): number {
  let bits = 0n;
  for (const row of points) for (const t of row) bits |= absolute(t);
  return bits.toString(2).length;
}

/** How far below the largest entry the proposal points reach: within the exponent range of doubles. */
const KEPT_BITS = 1000;

/**
 * The same points as doubles between -1 and 1, all divided by one power of two and the low bits cut off: for proposals,
 * whatever the size of the numbers. All zeros give zeros.
 */
export function proposalPoints(points: readonly (readonly bigint[])[]): number[][] {
  const bits = longestEntry(points);
  const cut = BigInt(Math.max(0, bits - KEPT_BITS));
  const unit = 2 ** (Number(cut) - bits);
  return points.map((row) => row.map((t) => Number(t >> cut) * unit));
}
