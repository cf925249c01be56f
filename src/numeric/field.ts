import Fraction from 'fraction.js';

/** An exact rational number. */
export type Rational = Fraction;

/**
 * An ordered field: the one interface through which the paper's formulas are written, so that the same line of
 * code runs on doubles (fast) and on rationals (a proof). `compare` has the sign of a - b.
 */
export interface Field<T> {
  /** 0. */
  readonly zero: T;
  /** 1. */
  readonly one: T;
  /** The element equal to the integer or dyadic number n (exact for every finite double). */
  of(n: number): T;
  /** a + b. */
  add(a: T, b: T): T;
  /** a - b. */
  sub(a: T, b: T): T;
  /** a b. */
  mul(a: T, b: T): T;
  /** Throws RangeError for b = 0 in exact fields; IEEE semantics for doubles. */
  div(a: T, b: T): T;
  /** Has the sign of a - b. */
  compare(a: T, b: T): number;
  /** The non-negative root. Exact fields throw RangeError when a has no root in the field. */
  sqrt(a: T): T;
  /** The element as text; of an exact field, all of it. */
  format(a: T): string;
}

export const neg = <T>(field: Field<T>, a: T): T => field.sub(field.zero, a);

/** -1, 0 or 1. */
export const sign = <T>(field: Field<T>, a: T): number => Math.sign(field.compare(a, field.zero));

export const square = <T>(field: Field<T>, a: T): T => field.mul(a, a);

/** Doubles, with rounding. */
export const real: Field<number> = {
  zero: 0,
  one: 1,
  of: (n) => n,
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  compare: (a, b) => a - b,
  sqrt: Math.sqrt,
  format: String,
};
