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
  const k = m.length;
  const coefficients = Array.from({ length: k + 1 }, () => field.zero);
  coefficients[k] = field.one;
  let power: Matrix<T> = m.map((row) => row.map(() => field.zero));
  for (let j = 1; j <= k; j++) {
    const shift = coefficients[k - j + 1];
    power = product(field, m, power).map((row, r) => row.map((t, c) => (r === c ? field.add(t, shift) : t)));
    const mp = product(field, m, power);
    const trace = mp.reduce((sum, row, r) => field.add(sum, row[r]), field.zero);
    coefficients[k - j] = neg(field, field.div(trace, field.of(j)));
  }
  return coefficients;
}
