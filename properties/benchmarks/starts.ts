/** Random starts of the benchmarks, always the same ones. */
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { mersenne } from 'pure-rand/generator/mersenne';
import type { Dataset, Label } from '../../src/model/dataset.js';
import { hintedDataset } from '../../src/model/hints.js';
import { balancedInitialisation, gaussianInitialisation } from '../../src/model/initialisation.js';
import type { Network } from '../../src/model/network.js';
import { real } from '../../src/numeric/field.js';
import type { Start } from '../reference/starts.js';

const source = mersenne(1);
const uniform = (low: number, high: number): number => low + (high - low) * uniformFloat64(source);
const integer = (low: number, high: number): number => Math.floor(uniform(low, high + 1));
const seed = (): number => integer(0, 2 ** 31 - 1);

/** Points of label 1 ahead of (0.05, 1.05), those of label -1 behind, separable by the first axis. */
function separable(d: number, n: number): Dataset<number> {
  const y = Array.from({ length: n }, (): Label => (uniform(0, 1) < 0.5 ? 1 : -1));
  const point = (sign: Label): number[] =>
    Array.from({ length: d }, (_, j) => (j === 0 ? sign * uniform(0.05, 1.05) : uniform(-1, 1)));
  return { x: y.map(point), y };
}

export function symmetric(d: number, n: number): Dataset<number> {
  const { x, y } = separable(d, n / 2);
  return { x: [...x, ...x.map((row) => row.map((t) => -t))], y: [...y, ...y.map((t): Label => (t === 1 ? -1 : 1))] };
}

/** b-bar of Lemma 5.2, up to a factor: a_k + <w_k, mu>/|mu|. */
function goodEmbedding({ x, y }: Dataset<number>, { w, a }: Network<number>): number[] {
  const mu = x[0].map((_, j) => x.reduce((sum, row, i) => sum + y[i] * row[j], 0));
  const length = Math.hypot(...mu);
  return a.map((t, k) => t + w[k].reduce((sum, u, j) => sum + u * mu[j], 0) / length);
}

/** Symmetric data and a Gaussian start that has b-bar of both signs: Theorem 4.3's event. */
export function symmetricStart(logScale = uniform(-1000, -30)): Start {
  const [d, m, leak] = [integer(2, 5), integer(2, 6), uniform(0.05, 0.95)];
  const dataset = symmetric(d, 2 * integer(2, 10));
  for (;;) {
    const net = gaussianInitialisation({ d, m, leak, seed: seed() });
    if (new Set(goodEmbedding(dataset, net).map(Math.sign)).size === 2) return { dataset, net, logScale };
  }
}

/** Data without any symmetry, and a Gaussian start. */
export function generalStart(logScale = uniform(-300, 0)): Start {
  const [d, m, leak] = [integer(2, 5), integer(2, 6), uniform(0.05, 0.95)];
  return { dataset: separable(d, integer(4, 10)), net: gaussianInitialisation({ d, m, leak, seed: seed() }), logScale };
}

/** Data with the hints of Theorem 6.2, constants that are sufficient, and by default a scale that is. */
export function hintedStart(scale?: number): Start {
  const [d, m, leak] = [integer(2, 4), integer(2, 6), uniform(0.1, 0.9)];
  const base = separable(d, integer(2, 6));
  const n = base.x.length + 3;
  const axis = (at: number): number[] => Array.from({ length: d }, (_, j) => (j === at ? 1 : 0));
  const margin = Math.min(...base.x.map((row, i) => base.y[i] * row[0]));
  const longest = Math.max(...base.x.map((row) => Math.hypot(...row)));
  const epsilon = leak * margin * uniform(0.1, 0.5);
  const K = uniform(1.1, 2) * 2 * n * longest;
  const H =
    (uniform(1.1, 2) * (K * K * (1 - leak) + n * K * longest)) / epsilon +
    (4 * (2 * K + n * longest) * longest) / (leak * margin);
  const net = balancedInitialisation({ d, m, leak, seed: seed() });
  const a = net.a.every((t) => t < 0) ? net.a.map((t) => -t) : net.a;
  return {
    dataset: hintedDataset(real, base, axis(0), axis(1), { H, K, epsilon }),
    net: { ...net, a },
    logScale: scale ?? -(60 + Math.log(H) / leak) / (1 - leak),
  };
}
