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

/** By how much, over d |p|_1, a product of proposal points may be off: `nearestBy` derives 4 * 2^-53 to first order. */
const PRODUCT_ROUNDING = 5 * 2 ** -53;

/**
 * For an integer vector p, all i with the least <p, z_i>, ascending, and as few others as doubles can tell: `z` are the
 * proposal points of the z_i, n x d. With p scaled as they are, coordinates are at most 1 and off by at most 2^-53 each. So
 * of a product's error |p|_1 2^-53 is that of z, d 2^-53 <= 2 d |p|_1 2^-53 that of p, whose largest coordinate is 1/2 at
 * least, and d |p|_1 2^-53 that of d products and their sum, through d roundings each. A point with a product by twice as
 * much above the least one is not the least.
 */
export function nearestBy(z: readonly (readonly number[])[]): (p: readonly bigint[]) => number[] {
  return (p) => {
    const [near] = proposalPoints([p]);
    const products = new Float64Array(z.length);
    let least = Infinity;
    for (let i = 0; i < z.length; i++) {
      let sum = 0;
      for (let j = 0; j < near.length; j++) sum += near[j] * z[i][j];
      products[i] = sum;
      least = Math.min(least, sum);
    }
    const length = near.reduce((sum, t) => sum + Math.abs(t), 0);
    const most = least + 2 * PRODUCT_ROUNDING * near.length * length;
    return [...products.keys()].filter((i) => products[i] <= most);
  };
}
