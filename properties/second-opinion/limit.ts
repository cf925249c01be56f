import type { Estimate } from './comparison.js';
import { dataOf, netOf, realData, realNet, realOutput, type Instance, type RealData, type RealNet } from './data.js';
import { plainFlow, type PlainResult } from './plain-flow.js';

export interface Limit {
  /** Of unit norm. */
  readonly theta: RealNet;
  /** q_min of it. */
  readonly margin: Estimate;
  /** How far its entries may be off. */
  readonly within: number;
}

/** ln |theta|^2 between which the late flow is followed. */
const [FROM, TO] = [Math.log(1e7), Math.log(1e8)];
/** How often, at most. */
const DECADES = 40;
/** Of the margin, relative, and of entries: what 4 digits show. */
const ENOUGH = 1e-4;

const unit = ({ theta: { w, a }, logSquaredNorm }: PlainResult, leak: number): RealNet => {
  const norm = Math.exp(logSquaredNorm / 2);
  return { leak, w: w.map((wk) => wk.map((t) => t / norm)), a: a.map((t) => t / norm) };
};
const entries = ({ w, a }: RealNet): number[] => [...w.flat(), ...a];

/** A flow's start in doubles. */
export const startOf = (instance: Instance): { data: RealData; net: RealNet; logScale: number } => ({
  data: realData(dataOf(instance)),
  net: realNet(netOf(instance.net)),
  logScale: instance.logScale,
});

/**
 * An estimate of the limit of theta/|theta|: the flow is followed to |theta|^2 = 1e8, and from then on its direction, put back to |theta|^2 = 1e7, through one tenfold after the other until it moves no
 * more (it may pass a saddle slowly). Putting back changes nothing but the sharpness of the soft minimum that the flow climbs, ln(n)/|theta|^2, and keeps the rounding of q, 1e-16 |theta|^2, small.
 *
 * What the last tenfold changed is taken as the error, thrice: directions converge like a power of 1/|theta|^2, mostly the first, where 1/9 of the change is left, but also the power
 * (1 - leak)/2, where 1.3 times the change is left at leak = 1/2. Undefined where the flow does not grow so large, or does not settle.
 */
export function limitFrom(data: RealData, net: RealNet, logScale: number): Limit | undefined {
  const soft = Math.log(data.x.length + 1) / Math.exp(FROM);
  let result = plainFlow({ ...data, ...net, logScale }, { logSquaredNorm: FROM });
  for (let decade = 0; result.reached && decade < DECADES; decade++) {
    const before = result;
    const old = unit(before, net.leak);
    result = plainFlow({ ...data, ...old, logScale: FROM / 2 }, { logSquaredNorm: TO });
    const theta = unit(result, net.leak);
    const late = entries(old);
    const within = 3 * Math.max(...entries(theta).map((t, j) => Math.abs(t - late[j]))) + soft;
    const [then, value] = [before, result].map(({ q, logSquaredNorm }) => Math.min(...q) / Math.exp(logSquaredNorm));
    const margin = { value, within: 3 * Math.abs(value - then) + soft };
    const settled = margin.within <= ENOUGH * Math.abs(value) + 2 * soft && within <= ENOUGH;
    if (result.reached && settled) return { theta, margin, within };
  }
  return undefined;
}

/** The limit of a claim's own start. */
export const limitOf = (instance: Instance): Limit | undefined => {
  const { data, net, logScale } = startOf(instance);
  return limitFrom(data, net, logScale);
};
export const unfinished = 'the flow does not grow, or its direction does not settle';

/** The unit sphere of R^1 or R^2, finely. Throws RangeError for d > 2. */
export function sphere(d: number): number[][] {
  if (d === 1) return [[1], [-1]];
  if (d > 2) throw new RangeError(`functions are compared on spheres for d <= 2, not d = ${d}`);
  const count = 1440;
  return Array.from({ length: count }, (_, k) => [
    Math.cos((2 * Math.PI * k) / count),
    Math.sin((2 * Math.PI * k) / count),
  ]);
}

/**
 * Of the largest of 48 values at random points of the circle, as they were frozen, beside the largest of all: the widest gap between 48 points is some
 * 2 pi ln(48)/48 = 0.5, so that the peak of a piecewise sinusoidal function may be missed by 0.25 rad and lose 40% where it is a thin one.
 */
const MISSED = 0.4;

/** The largest |f - g| on the unit sphere, as 48 random points would show it. */
export function largestDifference(d: number, f: (x: number[]) => number, g: (x: number[]) => number): Estimate {
  const largest = Math.max(...sphere(d).map((x) => Math.abs(f(x) - g(x))));
  return { value: largest * (1 - MISSED / 2), within: (largest * MISSED) / 2 };
}

export const outputOf = (net: RealNet) => (x: readonly number[]) => realOutput(net, x);
