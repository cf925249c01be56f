export const absolute = (n: bigint): bigint => (n < 0n ? -n : n);

/** The greatest common divisor, >= 0; a loop, because the numbers of an exact certificate are too long for recursion. */
export function gcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return absolute(a);
}
