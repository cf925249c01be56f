import type { PlainStart } from './plain-flow.js';
import { LeakyKink } from './leaky-kink.js';
import { lengthAt } from './lengths.js';

/**
 * d theta / d tau = sum_i p_i v_i with v_i = y_i grad f(x_i), p_i proportional to 1/(1 + e^{q_i}), q_i = y_i f(x_i). Neuron k has the entries k (d + 1), ..., its
 * w_k first and its a_k last. With s the smoothed slope of phi, grad_w f = a s x and grad_a f = s <w, x>: so a_k^2 - |w_k|^2 stays constant, kinks or not.
 */
export class SmoothedField {
  readonly block: number;
  readonly size: number;
  readonly #y: readonly number[];
  readonly #kinks: LeakyKink[];
  /** v_i, q_i, p_i at the last theta. */
  readonly #v: Float64Array[];
  readonly #q: Float64Array;
  readonly #p: Float64Array;
  readonly #lengths: Float64Array;
  readonly #slopes: Float64Array[];
  readonly #leak: number;

  constructor({ x, y, leak, w }: PlainStart) {
    this.block = x[0].length + 1;
    this.size = w.length * this.block;
    this.#y = y;
    this.#kinks = x.map((row) => new LeakyKink(row, leak));
    this.#v = x.map(() => new Float64Array(this.size));
    this.#q = new Float64Array(x.length);
    this.#p = new Float64Array(x.length);
    this.#lengths = new Float64Array(w.length);
    this.#slopes = x.map(() => new Float64Array(w.length));
    this.#leak = leak;
  }

  /** No neuron grows or turns faster. */
  fastest(): number {
    return Math.max(...this.#kinks.map(({ length }) => length));
  }

  margins(theta: Float64Array): number[] {
    this.#evaluate(theta);
    return [...this.#q];
  }

  /** out = d theta / d tau. */
  value(theta: Float64Array, out: Float64Array): void {
    this.#evaluate(theta);
    out.fill(0);
    for (let i = 0; i < this.#v.length; i++) {
      const p = this.#p[i];
      const v = this.#v[i];
      for (let j = 0; j < this.size; j++) out[j] += p * v[j];
    }
  }

  /**
   * out[r][c] = d value_r / d theta_c. With r_i = 1/(1 + e^{-q_i}), dp_i = -p_i (r_i dq_i - sum_j p_j r_j dq_j) and dq_i = <v_i, d theta>; beside that, the slopes
   * and a_k, w_k in v_i itself, neuron by neuron.
   */
  jacobian(theta: Float64Array, out: Float64Array[]): void {
    const { block, size } = this;
    const F = new Float64Array(size);
    this.value(theta, F);
    const pull = new Float64Array(size);
    for (const row of out) row.fill(0);
    for (let i = 0; i < this.#v.length; i++) {
      const v = this.#v[i];
      const weight = this.#p[i] / (1 + Math.exp(-this.#q[i]));
      for (let r = 0; r < size; r++) {
        const c = weight * v[r];
        pull[r] += c;
        if (c !== 0) for (let j = 0, row = out[r]; j < size; j++) row[j] -= c * v[j];
      }
      for (let k = 0; k * block < size; k++) {
        this.#kinks[i].at(theta, k * block, this.#lengths[k]);
        this.#kinks[i].addCurvature(theta, k * block, this.#p[i] * this.#y[i], out);
      }
    }
    for (let r = 0; r < size; r++) for (let j = 0, row = out[r]; j < size; j++) row[j] += F[r] * pull[j];
  }

  /** What the neurons lose or gain of their pull between two points, at kinks that at least one of the points is off. */
  jumps(from: Float64Array, to: Float64Array, out: Float64Array): void {
    const { block, size } = this;
    out.fill(0);
    this.#evaluate(from);
    const before = this.#slopes.map((s) => Float64Array.from(s));
    this.#evaluate(to);
    for (let i = 0; i < this.#v.length; i++) {
      const { x } = this.#kinks[i];
      for (let k = 0; k * block < size; k++) {
        const [s, t] = [before[i][k], this.#slopes[i][k]];
        // both inside the width: the neuron slides
        if (s === t || (this.#inside(s) && this.#inside(t))) continue;
        const pull = Math.abs((s - t) * this.#p[i] * to[(k + 1) * block - 1]);
        for (let j = 0; j < block - 1; j++) out[k * block + j] += pull * Math.abs(x[j]);
      }
    }
  }

  #inside(slope: number): boolean {
    return slope !== 1 && slope !== this.#leak;
  }

  #evaluate(theta: Float64Array): void {
    const { block, size } = this;
    for (let k = 0; k * block < size; k++) {
      this.#lengths[k] = lengthAt(theta, k * block, (k + 1) * block - 1);
    }
    for (let i = 0; i < this.#v.length; i++) {
      const [kink, y, v] = [this.#kinks[i], this.#y[i], this.#v[i]];
      let f = 0;
      for (let k = 0; k * block < size; k++) {
        kink.at(theta, k * block, this.#lengths[k]);
        this.#slopes[i][k] = kink.slope;
        const last = (k + 1) * block - 1;
        const pull = y * theta[last] * kink.slope;
        for (let j = 0; j < block - 1; j++) v[k * block + j] = pull * kink.x[j];
        v[last] = y * kink.slope * kink.z;
        f += theta[last] * kink.slope * kink.z;
      }
      this.#q[i] = y * f;
    }
    // p by their logarithms -ln(1 + e^q), less the largest, which is that of the least q
    const softplus = (q: number): number => Math.max(q, 0) + Math.log1p(Math.exp(-Math.abs(q)));
    const low = softplus(Math.min(...this.#q));
    let total = 0;
    for (let i = 0; i < this.#p.length; i++) total += this.#p[i] = Math.exp(low - softplus(this.#q[i]));
    for (let i = 0; i < this.#p.length; i++) this.#p[i] /= total;
  }
}
