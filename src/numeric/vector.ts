import { neg, type Field } from './field.js';

/** A vector of R^d as its d coordinates. */
export type Vector<T> = readonly T[];
/** A matrix as its rows. */
export type Matrix<T> = readonly (readonly T[])[];

/** <u, v>; both of the same length. */
export function dot<T>(field: Field<T>, u: Vector<T>, v: Vector<T>): T {
  let sum = field.zero;
  for (let j = 0; j < u.length; j++) sum = field.add(sum, field.mul(u[j], v[j]));
  return sum;
}

/** c v. */
export const scale = <T>(field: Field<T>, c: T, v: Vector<T>): T[] => v.map((t) => field.mul(c, t));

/** u + v; both of the same length. */
export const plus = <T>(field: Field<T>, u: Vector<T>, v: Vector<T>): T[] => u.map((t, j) => field.add(t, v[j]));

/** -v. */
export const negate = <T>(field: Field<T>, v: Vector<T>): T[] => v.map((t) => neg(field, t));

/** |v|^2. */
export const squaredLength = <T>(field: Field<T>, v: Vector<T>): T => dot(field, v, v);

export const isZero = <T>(field: Field<T>, v: Vector<T>): boolean => v.every((t) => field.compare(t, field.zero) === 0);

export const sameVector = <T>(field: Field<T>, u: Vector<T>, v: Vector<T>): boolean =>
  u.length === v.length && u.every((t, j) => field.compare(t, v[j]) === 0);

/** Whether u = c v for some c > 0; neither may be 0. */
export function sameDirection<T>(field: Field<T>, u: Vector<T>, v: Vector<T>): boolean {
  const inner = dot(field, u, v);
  const lengths = field.mul(squaredLength(field, u), squaredLength(field, v));
  // equality in Cauchy-Schwarz, on the positive side
  return field.compare(inner, field.zero) > 0 && field.compare(field.mul(inner, inner), lengths) === 0;
}

export const formatVector = <T>(field: Field<T>, v: Vector<T>): string =>
  `(${v.map((t) => field.format(t)).join(', ')})`;
