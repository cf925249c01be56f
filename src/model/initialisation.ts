import { randomNormal } from 'd3-random';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { mersenne } from 'pure-rand/generator/mersenne';
import { real } from '../numeric/field.js';
import { squaredLength } from '../numeric/vector.js';
import type { Network } from './network.js';

/**
 * Draws one standard normal number at each call; the same seed gives the same numbers. Mersenne twister, because it mixes
 * its seed before the first output: the xoroshiro and xorshift generators of pure-rand start alike for neighbouring seeds.
 */
export function normals(seed: number): () => number {
  const source = mersenne(seed);
  return randomNormal.source(() => uniformFloat64(source))();
}

/** What a random net is drawn from. */
export interface Shape {
  /** Input dimension, at least 1. */
  readonly d: number;
  /** Width, at least 1. */
  readonly m: number;
  /** phi's slope on the negative side, in (0, 1). */
  readonly leak: number;
  /** A 32-bit integer. */
  readonly seed: number;
}

const drawVectors = (draw: () => number, { d, m }: Shape): number[][] =>
  Array.from({ length: m }, () => Array.from({ length: d }, draw));

/**
 * theta-bar_0 ~ D_init(1) (section 4.2): w_k ~ N(0, I), a_k ~ N(0, cAinit^2), cAinit > 0. The start of the flow is
 * theta_0 = sigma_init theta-bar_0; sigma_init is kept apart, as a logarithm, because it may be far below any double.
 */
export function gaussianInitialisation(shape: Shape, cAinit = 1): Network<number> {
  const draw = normals(shape.seed);
  const w = drawVectors(draw, shape);
  return { leak: shape.leak, w, a: w.map(() => cAinit * draw()) };
}

/** theta-bar_0 ~ D~_init(1) (section 6): w_k ~ N(0, I), a_k = s_k |w_k| with s_k = 1 or -1 by a fair coin. */
export function balancedInitialisation(shape: Shape): Network<number> {
  const draw = normals(shape.seed);
  const w = drawVectors(draw, shape);
  return { leak: shape.leak, w, a: w.map((wk) => (draw() < 0 ? -1 : 1) * Math.sqrt(squaredLength(real, wk))) };
}
