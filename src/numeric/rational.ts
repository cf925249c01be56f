import Fraction from 'fraction.js';
import type { Field, Rational } from './field.js';
import { absolute, gcd } from './integer.js';

/** p/q in lowest terms. Throws RangeError for q = 0. */
export function rational(p: number | bigint, q: number | bigint = 1): Rational {
  const [n, d] = [BigInt(p), BigInt(q)];
  if (d > 0n) return reduced(n, d);
  if (d < 0n) return reduced(-n, -d);
  throw new RangeError(`a fraction's denominator is ${q}, expected a non-zero integer`);
}

/** A fraction whose parts have no common divisor, n >= 0 and d > 0. */
function fraction(s: bigint, n: bigint, d: bigint): Rational {
  const result = Object.create(Fraction.prototype) as Rational;
  result.s = s;
  result.n = n;
  result.d = d;
  return result;
}

/** n/d in lowest terms, d > 0: what fraction.js does in its operations, without its parsing, and without a gcd where n/d is an integer by its form (measured: a tenth of the time of the exact claims). */
function reduced(n: bigint, d: bigint): Rational {
  const size = absolute(n);
  const sign = n < 0n ? -1n : 1n;
  if (d === 1n) return fraction(sign, size, d);
  const common = gcd(size, d);
  return fraction(sign, size / common, d / common);
}

export const isRational = (value: unknown): value is Rational => value instanceof Fraction;

/**
 * The rational number that a finite double is: 0.1 gives 3602879701896397/2^55, not 1/10.
 * (fraction.js itself would guess 1/10.) Throws RangeError for NaN and infinities.
 */
export function fromDouble(x: number): Rational {
  const [mantissa, exponent] = splitDouble(x);
  if (exponent >= 0) return rational(mantissa << BigInt(exponent));
  // halve numerator and denominator while both are even: lowest terms, without fraction.js's general gcd
  const size = absolute(mantissa);
  const zeros = Math.min(trailingZeros(size), -exponent);
  return fraction(mantissa < 0n ? -1n : 1n, size >> BigInt(zeros), 1n << BigInt(-exponent - zeros));
}

/** How often 2 divides n, for 0 < n < 2^53. */
function trailingZeros(n: bigint): number {
  const low = Number(n & -n);
  return Math.log2(low);
}

const view = new DataView(new ArrayBuffer(8));
/** IEEE 754 double: a biased exponent of 0 marks subnormals; the least exponent of an integer mantissa is -1074. */
const HIDDEN_BIT = 1n << 52n;
const LEAST_EXPONENT = -1074;

/** x = mantissa * 2^exponent exactly. Throws RangeError for NaN and infinities. */
export function splitDouble(x: number): [mantissa: bigint, exponent: number] {
  if (!Number.isFinite(x)) throw new RangeError(`${x} is not a finite number`);
  if (Number.isSafeInteger(x)) return [BigInt(x), 0];
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & (HIDDEN_BIT - 1n);
  const magnitude = biased === 0 ? fraction : fraction | HIDDEN_BIT;
  return [x < 0 ? -magnitude : magnitude, LEAST_EXPONENT + Math.max(biased - 1, 0)];
}

const EXACT_NUMBER = /^([+-]?)(\d+)(?:\/(\d+)|(?:\.(\d+))?(?:[eE]([+-]?\d+))?)$|^([+-]?)\.(\d+)(?:[eE]([+-]?\d+))?$/;
/** Guards against "1e999999999", which is short to write and never ends to compute with. */
const MAX_DIGITS = 2000;

/**
 * The value of an exact decimal or fraction, "-1.25", "3e-2" or "1/3"; undefined when the text is neither,
 * when a denominator is 0, or when more than 2000 digits would be needed.
 */
export function parseRational(text: string): Rational | undefined {
  const match = text.length <= MAX_DIGITS ? EXACT_NUMBER.exec(text) : null;
  if (match === null) return undefined;
  const minus = (match[1] ?? match[6]) === '-';
  const decimals = match[4] ?? match[7] ?? '';
  const exponent = Number(match[5] ?? match[8] ?? 0) - decimals.length;
  const denominator = BigInt(match[3] ?? 1);
  if (Math.abs(exponent) > MAX_DIGITS || denominator === 0n) return undefined;
  const digits = BigInt((match[2] ?? '') + decimals);
  const signed = minus ? -digits : digits;
  return rational(signed * powerOfTen(exponent), denominator * powerOfTen(-exponent));
}

/** 10^exponent, or 1 where that is no integer. */
const powerOfTen = (exponent: number): bigint => 10n ** BigInt(Math.max(exponent, 0));

/** At most 3 too many; a multiple of 4. */
const bitLength = (n: bigint): number => n.toString(16).length * 4;

/** A quotient with at least this many bits rounds as the exact value does: one sticky bit keeps ties honest. */
const QUOTIENT_BITS = 70;

/** n / d as mantissa * 2^exponent with an even exponent and a mantissa of 66 to 75 bits, unless n is 0, whose last bit is sticky; n >= 0, d > 0. */
function scaledQuotient(n: bigint, d: bigint): [mantissa: bigint, exponent: number] {
  const shift = QUOTIENT_BITS - (bitLength(n) - bitLength(d));
  const top = n << BigInt(Math.max(shift, 0));
  const bottom = d << BigInt(Math.max(-shift, 0));
  const quotient = top / bottom;
  return [quotient * bottom === top ? quotient : quotient | 1n, -shift];
}

/** mantissa * 2^exponent, rounded once while the result is normal, 0 or Infinity beyond the range of doubles. */
function ldexp(mantissa: number, exponent: number): number {
  const half = Math.trunc(exponent / 2);
  return mantissa * 2 ** half * 2 ** (exponent - half);
}

/** The nearest double (correctly rounded in the normal range; 0 or an infinity beyond it). */
export function toNumber(r: Rational): number {
  const [mantissa, exponent] = scaledQuotient(r.n, r.d);
  return Number(r.s) * ldexp(Number(mantissa), exponent);
}

/** sqrt(n / d) to within 1 ulp in the normal range, although n / d itself may overflow or underflow; n >= 0, d > 0. */
export function sqrtOfQuotient(n: bigint, d: bigint): number {
  const [mantissa, exponent] = scaledQuotient(n, d);
  return ldexp(Math.sqrt(Number(mantissa)), exponent / 2);
}

/** The integer square root when n is a perfect square, else undefined. */
function perfectRoot(n: bigint): bigint | undefined {
  if (n < 0n) return undefined;
  if (n < 2n) return n;
  let root = 1n << BigInt(Math.ceil(bitLength(n) / 2));
  for (;;) {
    const next = (root + n / root) >> 1n;
    if (next >= root) return root * root === n ? root : undefined;
    root = next;
  }
}

/** Whether a rational has a rational square root. */
export const isSquare = (r: Rational): boolean =>
  perfectRoot(r.s * r.n) !== undefined && perfectRoot(r.d) !== undefined;

/** "p/q", or "p" for an integer: the text form that parseRational reads back. */
export const formatRational = (r: Rational): string => r.toFraction();

/** Rationals of any size: every operation is exact and every comparison a proof. */
export const exact: Field<Rational> = {
  zero: rational(0),
  one: rational(1),
  of: fromDouble,
  add: (a, b) =>
    a.d === b.d ? reduced(a.s * a.n + b.s * b.n, a.d) : reduced(a.s * a.n * b.d + b.s * b.n * a.d, a.d * b.d),
  sub: (a, b) =>
    a.d === b.d ? reduced(a.s * a.n - b.s * b.n, a.d) : reduced(a.s * a.n * b.d - b.s * b.n * a.d, a.d * b.d),
  mul: (a, b) => reduced(a.s * a.n * (b.s * b.n), a.d * b.d),
  div: (a, b) => {
    if (b.n === 0n) throw new RangeError(`${formatRational(a)} cannot be divided by 0`);
    return reduced(a.s * a.n * (b.s * b.d), a.d * b.n);
  },
  compare: (a, b) => {
    const difference = a.s * a.n * b.d - b.s * b.n * a.d;
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  },
  sqrt: (a) => {
    const n = perfectRoot(a.s * a.n);
    const d = perfectRoot(a.d);
    if (n === undefined || d === undefined) throw new RangeError(`${formatRational(a)} is not a rational square`);
    return rational(n, d);
  },
  format: formatRational,
};
