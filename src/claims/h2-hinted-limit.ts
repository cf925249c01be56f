import { exact, toNumber } from '../numeric/rational.js';
import { squaredLength } from '../numeric/vector.js';
import { largestSquaredNorm, type Dataset } from '../model/dataset.js';
import { hintedDataset } from '../model/hints.js';
import type { FlowOptions } from '../flow/flow.js';
import type { Network } from '../model/network.js';
import type { Rational } from '../numeric/field.js';
import { linearMargin, nearestPoint } from '../oracle/linear-margin.js';
import { all, type Verdict } from '../verdict.js';
import { noSeparator, separable } from './assumptions.js';
import { drop, type Assumption, type Claim } from './claim.js';
import { endsAt, flowFrom, isStart } from './flow-case.js';
import { nonzeroPerp, perpendicular, type HintedInstance } from './h1-hints.js';

const file = 'properties/theorems/h2-hinted-limit.test.ts';

/** A hinted dataset and a start of the flow on it; units as in H1: H and epsilon in gamma*, K in |w_perp|. */
export interface HintedStart extends HintedInstance {
  /** The start up to its scale, balanced: |a_k| = |w_k|. */
  readonly net: Network<Rational>;
  /** ln of the scale, sufficiently small by the bounds of the claim H2. */
  readonly logScale: number;
}

interface Sizes {
  readonly p: readonly Rational[];
  readonly n: number;
  readonly gamma: number;
  /** max |x_i| over S. */
  readonly X: number;
  readonly H: number;
  readonly K: number;
  readonly epsilon: number;
  readonly leak: number;
}

/** Undefined where nothing separates: the bounds below then bind nobody. */
async function sizes({ dataset, wPerp, net, ...hints }: HintedStart): Promise<Sizes | undefined> {
  const answer = await linearMargin(dataset);
  if (!answer.separable) return undefined;
  const { gamma } = answer;
  return {
    p: nearestPoint(dataset, answer.certificate),
    n: dataset.x.length,
    gamma,
    X: Math.sqrt(toNumber(largestSquaredNorm(exact, dataset))),
    H: toNumber(hints.H) * gamma,
    K: toNumber(hints.K) * Math.sqrt(toNumber(squaredLength(exact, wPerp))),
    epsilon: toNumber(hints.epsilon) * gamma,
    leak: toNumber(net.leak),
  };
}

/**
 * What is "sufficiently large" (lengths in the data's units, X = max |x_i|, all derived up to constants):
 *
 * - epsilon <= leak gamma* / 2: then every point of S has a margin of at least leak gamma* along w*, twice the hints', and the hints alone
 *   support the limit.
 * - H >= H_0 = (K^2 (1 - leak) + n K X)/epsilon + 4 (2K + n X) X/(leak gamma*). In Phase I a neuron with a_k > 0 climbs G on the sphere. The pair of
 *   hints pulls it off w* by K (1 - leak), the first hint back by H sin(angle): so it ends in the cone |K <u, w_perp>| < epsilon <u, w*>, where
 *   the pair's pulls cancel, if H epsilon/K > K (1 - leak) + n X. The second term keeps the ridges of S from catching it on the way.
 * - ln sigma <= -(60 + ln(1 + H / gamma* ) / leak)/(1 - leak) - ln |theta-bar_0|. Phase I makes the neurons with a_k > 0 larger than the others by the
 *   factor sigma^-(1 - leak); until S is fitted, |theta|^2 grows by H/gamma* at most, in which time the others gain at most a factor
 *   (H/gamma*)^(1/leak); they stay negligible if that is less.
 *
 * K plays no part in where this flow ends: H_0 does all the work.
 */
export const largeH = ({ K, epsilon, leak, n, X, gamma }: Omit<Sizes, 'H' | 'p'>): number =>
  (K * K * (1 - leak) + n * K * X) / epsilon + (4 * (2 * K + n * X) * X) / (leak * gamma);

export const smallLogScale = (leak: number, H: number, gamma: number, net: Network<Rational>): number => {
  const norm = Math.sqrt(
    net.a.reduce((sum, t, k) => sum + toNumber(t) ** 2 + toNumber(squaredLength(exact, net.w[k])), 0),
  );
  return -(60 + Math.log(1 + H / gamma) / leak) / (1 - leak) - Math.log(norm);
};

/** H beside the bound of large-H; undefined where nothing separates. */
export async function shareOfLargeH(start: HintedStart): Promise<number | undefined> {
  const s = await sizes(start);
  return s && s.H / largeH(s);
}

const smallEpsilon: Assumption<HintedStart> = {
  id: 'small-epsilon',
  statement: '0 < epsilon <= leak gamma*/2',
  meets: async (start) => {
    const s = await sizes(start);
    return start.epsilon.compare(0) > 0 && (s === undefined || s.epsilon <= (s.leak * s.gamma) / 2);
  },
};
const enoughH: Assumption<HintedStart> = {
  id: 'large-H',
  statement: 'H >= (K^2 (1 - leak) + n K X)/epsilon + 4 (2K + n X) X/(leak gamma*)',
  meets: async (start) => {
    const s = await sizes(start);
    return s === undefined || s.H >= largeH(s);
  },
};
const smallScale: Assumption<HintedStart> = {
  id: 'small-scale',
  statement: 'ln sigma <= -(60 + ln(1 + H/gamma*)/leak)/(1 - leak) - ln |theta-bar_0|',
  meets: async (start) => {
    const s = await sizes(start);
    return s === undefined || start.logScale <= smallLogScale(s.leak, s.H, s.gamma, start.net);
  },
};
/** Whether the hints and the scale meet the bounds of H2, for a start of that net. */
export async function meetsBounds(start: HintedStart): Promise<boolean> {
  for (const { meets } of [perpendicular, smallEpsilon, enoughH, smallScale]) if (!(await meets(start))) return false;
  return true;
}

const positiveSign: Assumption<HintedStart> = {
  id: 'positive-sign',
  statement: 's_k = 1 for some k (probability 1 - 2^-m)',
  meets: ({ net }) => net.a.some((t) => t.n !== 0n && t.s > 0n),
};
const balanced: Assumption<HintedStart> = {
  id: 'balanced',
  statement: 'a_k = +-|w_k|',
  meets: ({ net }) => net.a.every((t, k) => t.mul(t).equals(squaredLength(exact, net.w[k]))),
};

/** f_limit = 1/2 phi(<w*, x>), whose margin on S' is epsilon/2 where epsilon is small. */
export async function endsAtOneNeuron(start: HintedStart, options?: FlowOptions): Promise<Verdict> {
  const known = await sizes(start);
  if (known === undefined) return noSeparator();
  const { p, gamma, leak } = known;
  const hinted: Dataset = hintedDataset(exact, start.dataset, p, start.wPerp, start);
  const result = await flowFrom({ dataset: hinted, net: start.net, logScale: start.logScale }, options);
  const w = p.map((t) => toNumber(t) / gamma);
  const f = (x: readonly number[]): number => {
    const t = x.reduce((sum, v, j) => sum + v * w[j], 0);
    return Math.max(t, leak * t) / 2;
  };
  const margin = Math.min(...hinted.x.map((x, i) => hinted.y[i] * f(x.map(toNumber))));
  return all(endsAt(result, w.length, margin, f));
}

export const H2: Claim<HintedStart> = {
  id: 'H2',
  source: 'Theorem 6.2',
  statement:
    'on a hinted dataset with H large, epsilon and sigma small (bounds in the source), balanced starts with some s_k = 1 end at f = 1/2 phi(<w*, x>), for every width',
  formula: String.raw`f^\infty(x) = \frac{1}{2}\, \phi(\langle w^*, x \rangle)`,
  evidence: 'limit',
  expected: 'holds',
  file,
  assumptions: [separable, perpendicular, balanced, smallEpsilon, enoughH, smallScale, positiveSign],
  domain: (start) => nonzeroPerp(start) && isStart(start),
  law: (start) => endsAtOneNeuron(start),
};

export const H2NotSeparable = drop(H2, 'separable', 'H2-not-separable');
export const H2NotPerpendicular = drop(H2, 'perpendicular', 'H2-not-perpendicular');
export const H2NotBalanced = drop(H2, 'balanced', 'H2-not-balanced');
export const H2LargeEpsilon = drop(H2, 'small-epsilon', 'H2-large-epsilon');
export const H2SmallH = drop(H2, 'large-H', 'H2-small-H');
/** Where sigma is too large some flows are undecided after any number of steps, and others are refuted soon. */
const SOON = 6000;
export const H2LargeScale: Claim<HintedStart> = {
  ...drop(H2, 'small-scale', 'H2-large-scale'),
  law: (start) => endsAtOneNeuron(start, { maxSteps: SOON }),
};
export const H2NoPositiveSign = drop(H2, 'positive-sign', 'H2-no-positive-sign');
