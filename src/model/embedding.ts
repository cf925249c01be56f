import { sign, square, type Field } from '../numeric/field.js';
import { dot, scale, type Vector } from '../numeric/vector.js';
import type { Network } from './network.js';

/** Section 5.2: b is a good embedding vector if it has a positive and a negative entry and no zero. */
export const isGoodEmbedding = <T>(field: Field<T>, b: Vector<T>): boolean => {
  const signs = b.map((t) => sign(field, t));
  return signs.includes(1) && signs.includes(-1) && !signs.includes(0);
};

/**
 * b_+ = sqrt(sum of b_j^2 over b_j > 0) and b_- = -sqrt(sum of b_j^2 over b_j < 0).
 * Exact fields throw RangeError where a root is not in the field.
 */
export function rootSums<T>(field: Field<T>, b: Vector<T>): { plus: T; minus: T } {
  const root = (side: number): T =>
    field.sqrt(b.reduce((sum, t) => (sign(field, t) === side ? field.add(sum, square(field, t)) : sum), field.zero));
  return { plus: root(1), minus: field.sub(field.zero, root(-1)) };
}

/**
 * pi_b (section 5.2): spreads a two-neuron net over m neurons, the first over the positive entries of b and the second
 * over the negative ones, in proportion |b_k / b_+-|. The paper leaves b_k = 0 out; here it gives a neuron of zeros.
 * Throws RangeError when `two` has not two neurons.
 */
export function embed<T>(field: Field<T>, b: Vector<T>, two: Network<T>): Network<T> {
  if (two.a.length !== 2) throw new RangeError(`the net to embed has ${two.a.length} neurons, expected 2`);
  const { plus, minus } = rootSums(field, b);
  const neurons = b.map((bk) => {
    const side = sign(field, bk);
    if (side === 0) return { share: field.zero, from: 0 };
    return side > 0 ? { share: field.div(bk, plus), from: 0 } : { share: field.div(bk, minus), from: 1 };
  });
  return {
    leak: two.leak,
    w: neurons.map(({ share, from }) => scale(field, share, two.w[from])),
    a: neurons.map(({ share, from }) => field.mul(share, two.a[from])),
  };
}

/**
 * 2 sqrt(m) |theta_0|_M b-bar of Lemma 5.2, entry k: <w_k, mu-bar> + a_k, for a unit vector mu-bar. The common positive
 * factor changes neither the goodness nor the shares of the embedding.
 */
export const embeddingVector = <T>(field: Field<T>, { w, a }: Network<T>, muBar: Vector<T>): T[] =>
  w.map((wk, k) => field.add(dot(field, wk, muBar), a[k]));

/** The start of the two-neuron dynamics in Lemma 5.4, in the order (w_1, w_2, a_1, a_2): (b_+ mu-bar, b_- mu-bar, b_+, b_-). */
export function twoNeuronStart<T>(field: Field<T>, leak: T, b: Vector<T>, muBar: Vector<T>): Network<T> {
  const { plus, minus } = rootSums(field, b);
  return { leak, w: [scale(field, plus, muBar), scale(field, minus, muBar)], a: [plus, minus] };
}
