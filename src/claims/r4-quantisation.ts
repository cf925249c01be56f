import { sign, type Rational } from '../numeric/field.js';
import { exact, rational, toNumber } from '../numeric/rational.js';
import { dot, formatVector, isZero, plus, scale, squaredLength, type Vector } from '../numeric/vector.js';
import { toReal, type Dataset } from '../model/dataset.js';
import { gaussianInitialisation } from '../model/initialisation.js';
import type { Network } from '../model/network.js';
import { flow, type Sample } from '../flow/flow.js';
import { all, atLeast, near, undecided, type Verdict } from '../verdict.js';
import { isSomewhere, separable } from './assumptions.js';
import { drop, type Assumption, type Claim } from './claim.js';
import { DOUBT } from './flow-case.js';

export interface SeededStart {
  readonly dataset: Dataset;
  readonly leak: Rational;
  readonly seed: number;
  readonly logScale: number;
}

/** A hyperplane <w, normal> = 0 with the pull sum_i y_i phi'(<w, x_i>) x_i of its points: low or high times its normal, by the side. */
interface Plane {
  readonly normal: Vector<Rational>;
  low: Rational;
  high: Rational;
}

/** Parallel points, and no points at 0, share a hyperplane. */
function planesOf({ x, y }: Dataset, leak: Rational): Plane[] {
  const planes: Plane[] = [];
  x.forEach((row, i) => {
    if (isZero(exact, row)) return;
    const found = planes.find(({ normal }) => {
      const inner = dot(exact, normal, row);
      return inner.mul(inner).equals(squaredLength(exact, normal).mul(squaredLength(exact, row)));
    });
    const plane = found ?? { normal: row, low: exact.zero, high: exact.zero };
    if (found === undefined) planes.push(plane);
    const ratio = dot(exact, plane.normal, row).div(squaredLength(exact, plane.normal));
    const [below, above] = ratio.s > 0n ? [leak, exact.one] : [exact.one, leak];
    plane.low = plane.low.add(ratio.mul(y[i]).mul(below));
    plane.high = plane.high.add(ratio.mul(y[i]).mul(above));
  });
  return planes;
}

/** The t for which sum_l t_l u_l is the projection of v on the span of the u_l; undefined for dependent u. */
function coefficients(u: readonly Vector<Rational>[], v: Vector<Rational>): Rational[] | undefined {
  if (u.length === 0) return [];
  // peel off the last vector: what is left of it, and of v, across the others
  const last = u[u.length - 1];
  const rest = u.slice(0, -1);
  const of = coefficients(rest, last);
  const own = coefficients(rest, v);
  if (of === undefined || own === undefined) return undefined;
  const left = minus(last, combination(rest, of));
  const size = squaredLength(exact, left);
  if (size.equals(0)) return undefined;
  const t = dot(exact, left, v).div(size);
  return [...own.map((c, l) => c.sub(of[l].mul(t))), t];
}

const combination = (u: readonly Vector<Rational>[], t: readonly Rational[]): Rational[] | undefined =>
  u.length === 0 ? undefined : u.map((v, l) => scale(exact, t[l], v)).reduce((a, b) => plus(exact, a, b));
const minus = (v: Vector<Rational>, w: Vector<Rational> | undefined): Vector<Rational> =>
  w === undefined ? v : plus(exact, v, scale(exact, rational(-1), w));

/** All subsets of at most `most` of the numbers below n. */
const subsets = (n: number, most: number): number[][] =>
  Array.from({ length: 2 ** n }, (_, bits) => [...new Array(n).keys()].filter((l) => (bits >> l) % 2 === 1)).filter(
    (list) => list.length <= most,
  );

/**
 * The directions e to which neurons of the sign s are drawn while p is uniform: the local maxima of s G on the sphere, as vectors of the
 * length 2n s G(e/|e|), their rate. On a face of the arrangement G is linear, so a face has one at most: e is the projection of
 * s sum_i y_i phi' x_i onto the span of the face. On the hyperplanes of the face s G must have a ridge (its pull jumps down),
 * and 0 must lie in the jump (the neuron slides). Exact.
 */
export function extremalDirections(dataset: Dataset, leak: Rational, s: 1 | -1): Vector<Rational>[] {
  const planes = planesOf(dataset, leak);
  const found = new Map<string, Vector<Rational>>();
  const zero = dataset.x[0].map(() => exact.zero);
  for (const held of subsets(planes.length, dataset.x[0].length - 1)) {
    const free = [...planes.keys()].filter((l) => !held.includes(l));
    const ridge = held.every((l) => sign(exact, planes[l].high.sub(planes[l].low)) === -s);
    if (!ridge) continue;
    for (const up of subsets(free.length, free.length)) {
      const sides = free.map((_, j) => (up.includes(j) ? 1 : -1));
      const pull = free.reduce<Rational[]>((sum, l, j) => {
        const { normal, low, high } = planes[l];
        return plus(exact, sum, scale(exact, (sides[j] > 0 ? high : low).mul(s), normal));
      }, zero);
      const normals = held.map((l) => planes[l].normal);
      const t = coefficients(normals, pull);
      if (t === undefined) continue;
      const e = minus(pull, combination(normals, t));
      if (isZero(exact, e)) continue;
      // a side on which nothing hangs need not be the right one
      const inside = free.every((l, j) => {
        const { normal, low, high } = planes[l];
        return low.equals(high) || sign(exact, dot(exact, e, normal)) === sides[j];
      });
      const slides = held.every((l, j) => {
        const { low, high } = planes[l];
        const needed = t[j].neg().mul(s);
        return needed.compare(low) * needed.compare(high) <= 0;
      });
      if (inside && slides) found.set(formatVector(exact, e), e);
    }
  }
  return [...found.values()];
}

/** Each sign's unit directions, followed by the sign; and the rates. */
function attractors({ dataset, leak }: SeededStart): { points: number[][]; rates: number[] } {
  const points: number[][] = [];
  const rates: number[] = [];
  for (const s of [1, -1] as const) {
    for (const e of extremalDirections(dataset, leak, s)) {
      const v = e.map(toNumber);
      const length = Math.hypot(...v);
      points.push([...v.map((t) => t / length), s]);
      rates.push(length);
    }
  }
  return { points, rates };
}

/** The pulls of all cells, those of combinations of sides that no w has included; none is 0. */
function pullLengths({ dataset, leak }: Omit<SeededStart, 'logScale'>): number[] {
  const planes = planesOf(dataset, leak);
  return subsets(planes.length, planes.length).flatMap((up) => {
    const pull = planes.map(({ normal, low, high }, l) => scale(exact, up.includes(l) ? high : low, normal));
    const length = Math.hypot(...pull.reduce((sum, v) => plus(exact, sum, v)).map(toNumber));
    return length > 0 ? [length] : [];
  });
}

/**
 * The phase ends when the fastest neurons have grown to size 1, and a neuron of rate lambda has then turned for the time
 * |ln sigma| / lambda_max: what is left of its angle is sigma^(lambda / lambda_max), here e^-60 for the slowest (derived). Before, it may have
 * to leave cells in which it turns more slowly: a start off their stable manifolds by e^-20 costs 20 / |h| (derived for one such cell).
 */
const [TURNS, LEAVING] = [60, 20];
export function smallInit(start: Omit<SeededStart, 'logScale'>): number {
  const { rates } = attractors({ ...start, logScale: 0 });
  const fastest = Math.max(...rates);
  return -Math.ceil(TURNS * (1 + fastest / Math.min(...rates)) + (LEAVING * fastest) / Math.min(...pullLengths(start)));
}

const small: Assumption<SeededStart> = {
  id: 'small-init',
  statement:
    'ln sigma <= -60 (1 + lambda_max / lambda_min) - 20 lambda_max / h_min, lambda = |G(e)| of the extremal directions, h_min the shortest pull of a cell',
  meets: (start) => start.logScale <= smallInit(start),
};

const WIDTHS = [8, 32, 128] as const;
/** Chord between a neuron's unit vector and a direction: far above the method's rounding, far below the angle between two directions. */
const CHORD = 1e-6;
/** No weight is 0 at this distance from its scale: ln of the smallest normal double is -708. */
const LOG_RANGE = 600;

/** Unit w_k, sign a_k, and |a_k|/|w_k| - 1, of neurons however small. */
function directions(sample: Sample, m: number): { unit: number[]; imbalance: number }[] {
  const found = new Array<{ unit: number[]; imbalance: number } | undefined>(m).fill(undefined);
  for (let logUnit = sample.logSquaredNorm / 2; found.includes(undefined); logUnit -= LOG_RANGE) {
    if (logUnit < -1e6) break;
    const { w, a }: Network<number> = sample.theta(logUnit);
    w.forEach((wk, k) => {
      const length = Math.hypot(...wk);
      if (found[k] !== undefined || !(length > 1e-300)) return;
      found[k] = {
        unit: [...wk.map((t) => t / length), Math.sign(a[k])],
        imbalance: Math.abs(a[k]) / length - 1,
      };
    });
  }
  return found.filter((t) => t !== undefined);
}

const chord = (u: readonly number[], v: readonly number[]): number => Math.hypot(...u.map((t, j) => t - v[j]));

/** The net at the end of the phase in which p is uniform. */
async function quantised(start: SeededStart, m: number, points: readonly number[][]): Promise<Verdict[]> {
  const d = start.dataset.x[0].length;
  const net = gaussianInitialisation({ d, m, leak: toNumber(start.leak), seed: start.seed });
  let last: Sample | undefined;
  await flow(toReal(start.dataset), net, start.logScale, { maxSteps: 0, onSample: (sample) => (last = sample) });
  if (last === undefined) return [undecided('the flow starts', 'it does not', 'it does')];
  const neurons = directions(last, m);
  const distinct: number[][] = [];
  for (const { unit } of neurons) if (distinct.every((v) => chord(unit, v) > CHORD)) distinct.push(unit);
  const farthest = Math.max(...neurons.map(({ unit }) => Math.min(...points.map((e) => chord(unit, e)))));
  const worst = Math.max(...neurons.map(({ imbalance }) => Math.abs(imbalance)));
  return [
    atLeast(`extremal directions of G >= directions of ${m} neurons`, points.length, distinct.length, 0, 1),
    near(`largest chord from one of ${m} neurons to an extremal direction of G`, farthest, 0, CHORD, DOUBT),
    near(`largest ||a_k|/|w_k| - 1| of ${m} neurons`, worst, 0, CHORD, DOUBT),
  ];
}

export const R4: Claim<SeededStart> = {
  id: 'R4',
  source: 'section 2 (Maennel et al. 2018)',
  statement:
    'from a small start, the neurons leave the early phase in directions that the data alone decides, the local maxima of +-G on the sphere: their number does not grow with the width (8, 32, 128)',
  formula: String.raw`\frac{w_k}{\|w_k\|} \in \{ \text{local maxima of } \pm G \text{ on } \mathbb{S}^{d - 1} \}`,
  evidence: 'limit',
  expected: 'holds',
  file: 'properties/theorems/r4-quantisation.test.ts',
  assumptions: [separable, small],
  domain: isSomewhere,
  law: async (start) => {
    const { points } = attractors(start);
    const verdicts: Verdict[] = [];
    for (const m of WIDTHS) verdicts.push(...(await quantised(start, m, points)));
    return all(verdicts);
  },
};

export const R4NotSeparable = drop(R4, 'separable', 'R4-not-separable');
export const R4LargeInit = drop(R4, 'small-init', 'R4-large-init');
