import { lengthAt } from './lengths.js';

/**
 * a_k^2 - |w_k|^2, which gradient flow conserves, kinks or not (smoothed-field.ts). A neuron that shrinks before it turns would lose it to the errors of the steps, and with it the sign of a_k, which
 * decides where the flow ends.
 */
export class Balance {
  readonly #block: number;
  /** |v_k| at the start, v_k = (w_k, a_k), and (a_k^2 - |w_k|^2)/|v_k|^2 there. */
  readonly #size: number[] = [];
  readonly #share: number[] = [];

  constructor(theta: Float64Array, block: number) {
    this.#block = block;
    for (let k = 0; k < theta.length; k += block) {
      const size = lengthAt(theta, k, k + block);
      const [w, a] = this.#parts(theta, k, size);
      this.#size.push(size);
      this.#share.push(a * a - w * w);
    }
  }

  /** Puts it back, by the larger of |a_k| and |w_k|. All lengths are beside |v_k|, since their squares may be below all doubles. */
  restore(theta: Float64Array): void {
    this.#size.forEach((first, j) => {
      const k = j * this.#block;
      const size = lengthAt(theta, k, k + this.#block);
      if (size === 0) return;
      const [w, a] = this.#parts(theta, k, size);
      const share = this.#share[j] * (first / size) ** 2;
      const last = k + this.#block - 1;
      if (Math.abs(a) >= w) theta[last] = Math.sign(a) * size * Math.sqrt(Math.max(0, w * w + share));
      else for (let i = k; i < last; i++) theta[i] *= Math.sqrt(Math.max(0, a * a - share)) / w;
    });
  }

  #parts(theta: Float64Array, k: number, size: number): [w: number, a: number] {
    const last = k + this.#block - 1;
    return size === 0 ? [0, 0] : [lengthAt(theta, k, last) / size, theta[last] / size];
  }
}
