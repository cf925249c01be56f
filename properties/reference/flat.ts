import type { Dataset } from '../../src/model/dataset.js';
import type { Network } from '../../src/model/network.js';

/** theta as one row of numbers, (w_k, a_k) neuron by neuron. */
export const flat = ({ w, a }: Network<number>): number[] => w.flatMap((wk, k) => [...wk, a[k]]);

export const lengthOf = (v: ArrayLike<number>): number => Math.sqrt(Array.from(v).reduce((sum, t) => sum + t * t, 0));

/** |u - v| / |v|. */
export const relativeDistance = (u: ArrayLike<number>, v: ArrayLike<number>): number =>
  lengthOf(Array.from(v, (t, j) => u[j] - t)) / lengthOf(v);

/** e^{logScale} net. */
export const started = ({ w, a }: Network<number>, logScale: number): Float64Array => {
  const size = Math.exp(logScale);
  return Float64Array.from(w.flatMap((wk, k) => [...wk.map((t) => size * t), size * a[k]]));
};

/** q_i from the definition, for a flat theta. */
export function marginsOf({ x, y }: Dataset<number>, leak: number, theta: ArrayLike<number>): number[] {
  const d = x[0].length;
  return x.map((row, i) => {
    let sum = 0;
    for (let at = 0; at < theta.length; at += d + 1) {
      const z = row.reduce((s, t, j) => s + t * theta[at + j], 0);
      sum += y[i] * theta[at + d] * (z > 0 ? z : leak * z);
    }
    return sum;
  });
}

/** Where no kink is met, the right-hand side of the flow in physical time: minus the gradient of the loss. */
export function minusGradient({ x, y }: Dataset<number>, leak: number, theta: ArrayLike<number>): number[] {
  const d = x[0].length;
  const q = marginsOf({ x, y }, leak, theta);
  const out = new Array<number>(theta.length).fill(0);
  x.forEach((row, i) => {
    const pull = y[i] / (1 + Math.exp(q[i])) / x.length;
    for (let at = 0; at < theta.length; at += d + 1) {
      const z = row.reduce((s, t, j) => s + t * theta[at + j], 0);
      const slope = z > 0 ? 1 : leak;
      for (let j = 0; j < d; j++) out[at + j] += pull * theta[at + d] * slope * row[j];
      out[at + d] += pull * slope * z;
    }
  });
  return out;
}
