import { type Field } from '../numeric/field.js';
import { dot, scale, squaredLength, type Matrix, type Vector } from '../numeric/vector.js';
import { mean, type Dataset } from './dataset.js';
import { phi } from './network.js';

/**
 * G(w) = (-l'(0)/n) sum_i y_i phi(<w, x_i>) = 1/(2n) sum_i y_i phi(<w, x_i>) (section 5.1): near theta = 0 gradient flow
 * maximises each a_k G(w_k) on its own.
 */
export function G<T>(field: Field<T>, leak: T, { x, y }: Dataset<T>, w: Vector<T>): T {
  let sum = field.zero;
  for (let i = 0; i < x.length; i++) {
    sum = field.add(sum, field.mul(field.of(y[i]), phi(field, leak, dot(field, w, x[i]))));
  }
  return field.div(sum, field.of(2 * x.length));
}

/**
 * mu-tilde = (1 + leak)/4 mu, the vector with G(w) = <w, mu-tilde> on symmetric data.
 * The paper prints (1 + leak)/2 mu: claim A2-printed refutes that.
 */
export const muTilde = <T>(field: Field<T>, leak: T, dataset: Dataset<T>): T[] =>
  scale(field, field.div(field.add(field.one, leak), field.of(4)), mean(field, dataset));

/** M = [[0, v], [v', 0]], (d + 1) x (d + 1): the generator of the linearised flow of a neuron (w_k, a_k) for v = mu-tilde. */
export const linearisedFlow = <T>(field: Field<T>, v: Vector<T>): Matrix<T> => [
  ...v.map((t) => [...v.map(() => field.zero), t]),
  [...v, field.zero],
];

/**
 * The top eigenvalue |v| of that matrix and its eigenvector, (v/|v|, 1) up to scale, given as (v, |v|).
 * The paper prints (v, 1): claim A3-printed refutes that. Exact fields throw RangeError where |v| is not in the field.
 */
export function topEigenpair<T>(field: Field<T>, v: Vector<T>): { value: T; vector: T[] } {
  const value = field.sqrt(squaredLength(field, v));
  return { value, vector: [...v, value] };
}
