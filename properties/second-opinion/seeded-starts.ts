import { check, sure, type Check, type Sides } from './comparison.js';
import { dataOf, inner, numberAt, rationalAt, realData, type Instance, type RealData, type Witness } from './data.js';
import { Fraction } from './fraction.js';
import { largestDifference, limitFrom, outputOf, sphere } from './limit.js';
import { realSeparator, separator } from './margin.js';
import { plainFlow } from './plain-flow.js';
import { gaussianStart } from './random-starts.js';

/** The directions of R^1 or R^2 at which s G is positive and a local maximum; G is a sinusoid between kinks, so a fine grid of them is one maximum each. */
function extremal({ x, y }: RealData, leak: number, s: number): number {
  const G = (u: readonly number[]): number =>
    x.reduce((total, row, i) => {
      const z = inner(u, row);
      return total + s * y[i] * (z > 0 ? z : leak * z);
    }, 0);
  const values = sphere(x[0].length).map(G);
  if (x[0].length === 1) return values.filter((t) => t > 0).length;
  const next = (k: number): number => values[(k + 1) % values.length];
  const before = (k: number): number => values[(k + values.length - 1) % values.length];
  return values.filter((t, k) => t > 1e-12 && t > before(k) && t >= next(k)).length;
}

/** Two unit vectors nearer than this are one direction. */
const CHORD = 1e-6;

/** Directions, with the sign of a, that `m` random neurons have when the uniform phase ends: q has then grown to 1e-16. */
function directionsOf(instance: Instance, m: number): number {
  const data = realData(dataOf(instance));
  const leak = rationalAt(instance, 'leak').toNumber();
  const start = gaussianStart(numberAt(instance, 'seed'), data.x[0].length, m);
  const { theta } = plainFlow(
    { ...data, leak, ...start, logScale: instance.logScale },
    { logSquaredNorm: Math.log(1e-16) },
  );
  const found: number[][] = [];
  theta.w.forEach((wk, k) => {
    const unit = [...wk.map((t) => t / Math.hypot(...wk)), Math.sign(theta.a[k])];
    if (found.every((v) => Math.hypot(...v.map((t, j) => t - unit[j])) > CHORD)) found.push(unit);
  });
  return found.length;
}

function quantised(instance: Instance, [, m]: readonly string[]): Sides {
  const data = realData(dataOf(instance));
  const leak = rationalAt(instance, 'leak').toNumber();
  const points = extremal(data, leak, 1) + extremal(data, leak, -1);
  return { left: Fraction.of(points), right: Fraction.of(directionsOf(instance, Number(m))) };
}

/** The share of the starts of consecutive seeds, as many as were frozen, that end at the max-margin linear classifier. */
function shareOfLinear(instance: Instance, [, m]: readonly string[], { left: frozen }: Witness): Sides | string {
  const exactData = dataOf(instance);
  const data = realData(exactData);
  const p = separator(exactData);
  if (p === undefined) return 'there is no w*';
  const { w } = realSeparator(p);
  const leak = rationalAt(instance, 'leak').toNumber();
  const [seed, trials] = [numberAt(instance, 'seed'), Number(frozen.split('/')[1])];
  let hits = 0;
  for (let trial = 0; trial < trials; trial++) {
    const start = gaussianStart(seed + trial, w.length, Number(m));
    const limit = limitFrom(data, { leak, ...start }, instance.logScale);
    if (limit === undefined) return 'a flow does not grow';
    const off = largestDifference(w.length, outputOf(limit.theta), (x) => ((1 + leak) / 4) * inner(w, x));
    // outputs on the unit sphere are up to 1/2: other limits differ by more
    if (off.value < 0.01) hits++;
  }
  const p0 = 1 - 2 ** -(Number(m) - 1);
  // p0 itself would give so few hits, or so many, once in a million samples at most
  const chance = Math.min(atMost(hits, trials, p0), 1 - atMost(hits - 1, trials, p0));
  return { left: { value: hits / trials, within: 0 }, right: sure(p0), violated: chance < 1e-6 };
}

/** The chance of at most `hits` in `trials` of probability p. */
function atMost(hits: number, trials: number, p: number): number {
  let [term, sum] = [(1 - p) ** trials, 0];
  for (let k = 0; k <= hits; k++) {
    sum += term;
    term *= ((trials - k) / (k + 1)) * (p / (1 - p));
  }
  return sum;
}

/** Claims about starts that are given by a seed: R4, and the statistical half of Theorem 4.3. */
export const seededStarts: readonly Check[] = [
  check('R4', /^extremal directions of G >= directions of (\d+) neurons$/, '>=', quantised),
  check('C4', /^share of starts that end at the linear classifier, m = (\d+)$/, '=', shareOfLinear),
];
