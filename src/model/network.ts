import { sign, square, type Field } from '../numeric/field.js';
import { dot, scale as scaleVector, type Vector } from '../numeric/vector.js';
import type { Dataset } from './dataset.js';

/**
 * A two-layer Leaky ReLU net of width m (section 3.2): f(x) = sum_k a_k phi(<w_k, x>), with phi's slope
 * `leak` in (0, 1) on the negative side. `w` is m x d, `a` has length m; together they are theta.
 */
export interface Network<T> {
  /** phi's slope on the negative side, in (0, 1). */
  readonly leak: T;
  /** First layer: m vectors of R^d. */
  readonly w: readonly Vector<T>[];
  /** Second layer: m numbers. */
  readonly a: Vector<T>;
}

/** phi(z) = max{z, leak z}. */
export function phi<T>(field: Field<T>, leak: T, z: T): T {
  const leaked = field.mul(leak, z);
  return field.compare(z, leaked) >= 0 ? z : leaked;
}

/** f_theta(x). */
export function output<T>(field: Field<T>, { leak, w, a }: Network<T>, x: Vector<T>): T {
  let sum = field.zero;
  for (let k = 0; k < a.length; k++) sum = field.add(sum, field.mul(a[k], phi(field, leak, dot(field, w[k], x))));
  return sum;
}

/** q_i = y_i f(x_i) (section 3.1). */
export const outputMargins = <T>(field: Field<T>, net: Network<T>, { x, y }: Dataset<T>): T[] =>
  x.map((row, i) => field.mul(field.of(y[i]), output(field, net, row)));

export const least = <T>(field: Field<T>, values: Vector<T>): T =>
  values.reduce((a, b) => (field.compare(a, b) <= 0 ? a : b));

/** |theta|^2. */
export const squaredNorm = <T>(field: Field<T>, { w, a }: Network<T>): T =>
  w.reduce((sum, wk) => field.add(sum, dot(field, wk, wk)), dot(field, a, a));

/** The normalised margin gamma(theta) = q_min(theta) / |theta|^2, L = 2. Throws RangeError for theta = 0 in exact fields. */
export const normalisedMargin = <T>(field: Field<T>, net: Network<T>, dataset: Dataset<T>): T =>
  field.div(least(field, outputMargins(field, net, dataset)), squaredNorm(field, net));

/** c theta, for any c. */
export const scaleNetwork = <T>(field: Field<T>, c: T, net: Network<T>): Network<T> => ({
  leak: net.leak,
  w: net.w.map((wk) => scaleVector(field, c, wk)),
  a: scaleVector(field, c, net.a),
});

/**
 * Clarke's subdifferential of phi at z as an interval of slopes: [1, 1] for z > 0, [leak, leak] for z < 0 and,
 * at the kink, [leak, 1].
 */
export function slopes<T>(field: Field<T>, leak: T, z: T): readonly [least: T, most: T] {
  const side = sign(field, z);
  if (side > 0) return [field.one, field.one];
  return side < 0 ? [leak, leak] : [leak, field.one];
}

/**
 * The element of Clarke's subdifferential of theta -> f_theta(x) that takes, at a kink of neuron k, the slope
 * leak + choice_k (1 - leak); choice in [0, 1]^m. The neurons share no weights, so Clarke's set is the product of theirs and
 * all of it is reached this way.
 */
export function subgradient<T>(
  field: Field<T>,
  { leak, w, a }: Network<T>,
  x: Vector<T>,
  choice: Vector<T>,
): { w: T[][]; a: T[] } {
  const z = w.map((wk) => dot(field, wk, x));
  return {
    w: z.map((zk, k) => {
      const [low, high] = slopes(field, leak, zk);
      const slope = field.add(low, field.mul(choice[k], field.sub(high, low)));
      return scaleVector(field, field.mul(a[k], slope), x);
    }),
    a: z.map((zk) => phi(field, leak, zk)),
  };
}

/**
 * The key step of Theorem 4.2: each neuron (a_k, w_k) becomes the opposed pair (a_k, w_k), (-a_k, -w_k). Twice the width.
 */
export const opposedPairs = <T>(field: Field<T>, net: Network<T>): Network<T> => {
  const opposed = scaleNetwork(field, field.of(-1), net);
  return { leak: net.leak, w: [...net.w, ...opposed.w], a: [...net.a, ...opposed.a] };
};

/** M-norm of theta, squared (Definition 5.1): max_k max{|w_k|^2, a_k^2}. */
export const squaredMNorm = <T>(field: Field<T>, { w, a }: Network<T>): T =>
  [...w.map((wk) => dot(field, wk, wk)), ...a.map((ak) => square(field, ak))].reduce((s, t) =>
    field.compare(s, t) >= 0 ? s : t,
  );
