import { neg, type Field } from './field.js';
import { dot, type Matrix, type Vector } from './vector.js';

export const times = <T>(field: Field<T>, m: Matrix<T>, v: Vector<T>): T[] => m.map((row) => dot(field, row, v));

const column = <T>(m: Matrix<T>, j: number): T[] => m.map((row) => row[j]);

export const product = <T>(field: Field<T>, a: Matrix<T>, b: Matrix<T>): T[][] =>
  a.map((row) => row.map((_, j) => dot(field, row, column(b, j))));

/**
 * Coefficients c_0 ... c_k of det(lambda I - M) = sum c_j lambda^j for a k x k matrix, by Faddeev-LeVerrier:
 * exact over an exact field, and it knows nothing of eigenvectors.
 */
export function characteristicPolynomial<T>(field: Field<T>, m: Matrix<T>): T[] {
  const descending = [field.one];
  let power: Matrix<T> = m.map((row, r) => row.map((_, c) => (r === c ? field.one : field.zero)));
  for (let j = 1; j <= m.length; j++) {
    const mp = product(field, m, power);
    const trace = mp.reduce((sum, row, r) => field.add(sum, row[r]), field.zero);
    const shift = neg(field, field.div(trace, field.of(j)));
    descending.push(shift);
    power = mp.map((row, r) => row.map((t, c) => (r === c ? field.add(t, shift) : t)));
  }
  return descending.reverse();
}
