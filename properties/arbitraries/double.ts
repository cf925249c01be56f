import fc from 'fast-check';

const view = new DataView(new ArrayBuffer(8));
const fromBits = (bits: bigint): number => {
  view.setBigUint64(0, bits);
  return view.getFloat64(0);
};

/** The next double above a positive x, or the next below. */
export function neighbour(x: number, step: 1n | -1n): number {
  view.setFloat64(0, x);
  return fromBits(view.getBigUint64(0) + step);
}

/** Every finite double, by its bits: all exponents alike, subnormals and both zeros included. */
export const finiteDoubles = (): fc.Arbitrary<number> =>
  fc
    .tuple(fc.constantFrom(0n, 1n), fc.bigInt({ min: 0n, max: 2046n }), fc.bigInt({ min: 0n, max: 2n ** 52n - 1n }))
    .map(([sign, exponent, fraction]) => fromBits((sign << 63n) | (exponent << 52n) | fraction));

/** Doubles of size 2^-k to 2^k with all bits of the mantissa in use. */
export const doublesBetween = (k: number): fc.Arbitrary<number> =>
  fc
    .tuple(fc.constantFrom(1, -1), fc.integer({ min: -k, max: k - 1 }), fc.bigInt({ min: 0n, max: 2n ** 52n - 1n }))
    .map(([sign, exponent, fraction]) => sign * (1 + Number(fraction) * 2 ** -52) * 2 ** exponent);
