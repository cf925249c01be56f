/** phi' goes from leak to 1 while <w, x> goes from -WIDTH |w| |x| to WIDTH |w| |x|. */
const WIDTH = 1e-5;

/** The leaky ReLU at one input x, its kink smoothed: the slope is a cubic in t = <w, x>/(WIDTH |w| |x|) between -1 and 1, and constant beyond. */
export class LeakyKink {
  readonly x: Float64Array;
  readonly length: number;
  readonly #leak: number;
  /** At the last w: <w, x>, t, the slope and its derivative in t. */
  z = 0;
  t = 0;
  slope = 0;
  steepness = 0;
  #reach = 0;

  constructor(x: readonly number[], leak: number) {
    this.x = Float64Array.from(x);
    this.length = Math.hypot(...x);
    this.#leak = leak;
  }

  /** Looks at the w whose entries start at `offset` of theta. */
  at(theta: Float64Array, offset: number, length: number): void {
    let z = 0;
    for (let j = 0; j < this.x.length; j++) z += theta[offset + j] * this.x[j];
    this.z = z;
    this.#reach = WIDTH * length * this.length;
    if (Math.abs(z) >= this.#reach) {
      this.slope = z > 0 ? 1 : this.#leak;
      this.steepness = 0;
      return;
    }
    const t = z / this.#reach;
    const rise = 1 - this.#leak;
    this.t = t;
    this.slope = this.#leak + (rise * (2 + 3 * t - t ** 3)) / 4;
    this.steepness = (rise * 3 * (1 - t * t)) / 4;
  }

  /** Adds weight times the Hessian of a phi(<w, x>) in (w, a), which starts at `offset`. The turning of |w| in t is left out: it is WIDTH times smaller. */
  addCurvature(theta: Float64Array, offset: number, weight: number, out: Float64Array[]): void {
    const last = offset + this.x.length;
    for (let r = 0; r < this.x.length; r++) {
      out[offset + r][last] += weight * this.slope * this.x[r];
      out[last][offset + r] += weight * this.slope * this.x[r];
      if (this.steepness === 0) continue;
      out[last][offset + r] += weight * this.steepness * this.t * this.x[r];
      const c = (weight * theta[last] * this.steepness * this.x[r]) / this.#reach;
      for (let j = 0; j < this.x.length; j++) out[offset + r][offset + j] += c * this.x[j];
    }
  }
}
