import { real, type Rational } from '../numeric/field.js';
import { exact, toNumber } from '../numeric/rational.js';
import { dot, isZero, squaredLength } from '../numeric/vector.js';
import { largestSquaredNorm, toReal, type Dataset } from '../model/dataset.js';
import { normalisedMargin } from '../model/network.js';
import { hintedDataset } from '../model/hints.js';
import { linearMargin, nearestPoint } from '../oracle/linear-margin.js';
import { networkMargin } from '../oracle/network/network-margin.js';
import { oneNeuronMargin } from '../oracle/network/width-margin.js';
import { compare, same, type Verdict } from '../verdict.js';
import { separable } from './assumptions.js';
import { optimumExceeds } from './bracket-case.js';
import { drop, type Assumption, type Claim } from './claim.js';
import type { HintedInstance } from './h1-hints.js';
import { bracketOfWidth } from './s3-global-max-margin.js';

const file = 'properties/theorems/h4-suboptimal.test.ts';

/** A hinted dataset (units as in H1), a leak that is a double, and a width. */
export interface HintedWidth extends HintedInstance {
  readonly leak: Rational;
  readonly width: number;
}

const separatorOf = async ({ dataset }: HintedWidth): Promise<Rational[]> => {
  const answer = await linearMargin(dataset);
  if (!answer.separable) throw new RangeError('the dataset is not separable: w* is not defined');
  return nearestPoint(dataset, answer.certificate);
};

const perpendicular: Assumption<HintedWidth> = {
  id: 'perpendicular',
  statement: 'w_perp is perpendicular to w*',
  meets: async (instance) =>
    dot(exact, await separatorOf(instance), instance.wPerp).n === 0n && !isZero(exact, instance.wPerp),
};
const smallEpsilon: Assumption<HintedWidth> = {
  id: 'small-epsilon',
  statement: '0 < epsilon <= leak gamma*/2, and 2 epsilon <= H',
  meets: ({ epsilon, leak, H }) =>
    exact.compare(epsilon, exact.zero) > 0 &&
    exact.compare(leak.div(2), epsilon) >= 0 &&
    exact.compare(H, epsilon.mul(2)) >= 0,
};
/**
 * Two neurons of mass 1/4, turned from w* towards +-w_perp by an angle of sine s = gamma* / (4X), c its cosine: where K s > epsilon c each hint of the pair is on the
 * positive side of one and on the negative side of the other, and f = ((1 + leak) epsilon c + (1 - leak) K s)/4 there, more than epsilon/2 if (1 - leak) K s >= 5/4 epsilon,
 * as (1 + leak) c > c > 3/4; y f >= leak (c gamma* - s X)/2 > leak gamma* / 4 >= epsilon/2 on S, and f >= c H/2 > epsilon/2 at the first hint. A smaller K
 * holds the pair together: until K s > epsilon c the two are one linear piece, and gain nothing.
 */
const largeK: Assumption<HintedWidth> = {
  id: 'large-K',
  statement: 'K >= 5 X epsilon/((1 - leak) gamma*), X = max |x_i| over S',
  meets: ({ dataset, wPerp, K, epsilon, leak }) => {
    const reach = K.mul(exact.one.sub(leak));
    const left = reach.mul(reach).mul(squaredLength(exact, wPerp));
    return left.compare(epsilon.mul(epsilon).mul(25).mul(largestSquaredNorm(exact, dataset))) >= 0 && K.compare(0) > 0;
  },
};
const twoNeurons: Assumption<HintedWidth> = {
  id: 'two-neurons',
  statement: 'm >= 2',
  meets: ({ width }) => width >= 2,
};

/** The hinted dataset and the margin on it of 1/2 phi(<w*, x>), which is epsilon/2 where epsilon is small. */
async function limitOn(instance: HintedWidth) {
  const p = await separatorOf(instance);
  const dataset = hintedDataset(exact, instance.dataset, p, instance.wPerp, instance);
  const gammaSquared = dot(exact, p, p);
  // in units of gamma*^2: 1/2 y phi(<p, x>) over gamma*, so that the square is rational
  const values = dataset.x.map((row, i) => {
    const t = dot(exact, p, row);
    const phi = t.compare(0) > 0 ? t : t.mul(instance.leak);
    return phi.mul(dataset.y[i]).div(2);
  });
  const least = values.reduce((a, b) => (a.compare(b) <= 0 ? a : b));
  return {
    dataset,
    marginSquared: least.mul(least).div(gammaSquared),
    margin: toNumber(least) / Math.sqrt(toNumber(gammaSquared)),
  };
}

/** The margin of the explicit pair of large-K, in doubles, less their rounding. */
function turnedPair({ leak, dataset: { x }, wPerp }: HintedWidth, p: readonly Rational[], hinted: Dataset): number {
  const unit = (v: readonly Rational[]): number[] => {
    const entries = v.map(toNumber);
    return entries.map((t) => t / Math.hypot(...entries));
  };
  const [along, across] = [unit(p), unit(wPerp)];
  const X = Math.max(...x.map((row) => Math.hypot(...row.map(toNumber))));
  const s = Math.hypot(...p.map(toNumber)) / (4 * X);
  const c = Math.sqrt(1 - s * s);
  const w = [1, -1].map((side) => along.map((t, j) => (c * t + side * s * across[j]) / 2));
  return normalisedMargin(real, { leak: toNumber(leak), w, a: [1 / 2, 1 / 2] }, toReal(hinted));
}

/** The explicit net is that of large-K; the oracle mostly has better ones. */
export const H4: Claim<HintedWidth> = {
  id: 'H4',
  source: 'Theorem 6.2 ("the convergent classifier only attains a suboptimal margin")',
  statement:
    "on the hinted dataset S' with epsilon small and H, K large (bounds in the source) the margin of 1/2 phi(<w*, x>) is not the best of width m, for every m >= 2",
  evidence: 'certified',
  expected: 'holds',
  file,
  assumptions: [separable, perpendicular, smallEpsilon, largeK, twoNeurons],
  law: async (instance) => {
    const { dataset, margin } = await limitOn(instance);
    const { lower, upper } = await bracketOfWidth({ ...instance, dataset });
    const pair = turnedPair(instance, await separatorOf(instance), dataset);
    return optimumExceeds(
      `best margin of width ${instance.width} > margin of 1/2 phi(<w*, x>)`,
      { lower: Math.max(lower, pair), upper },
      margin,
    );
  },
};

export const H4SmallK = drop(H4, 'large-K', 'H4-small-K');

/** At m = 1 the limit is the best there is. */
export const H4Printed: Claim<HintedWidth> = {
  ...H4,
  id: 'H4-printed',
  source: 'Theorem 6.2, as printed: width m >= 1',
  statement: "on the hinted dataset S' the margin of 1/2 phi(<w*, x>) is not the best of width m, for every m >= 1",
  evidence: 'exact',
  expected: 'refuted',
  assumptions: [separable, perpendicular, smallEpsilon, largeK],
  law: async (instance): Promise<Verdict> => {
    const { dataset, marginSquared } = await limitOn(instance);
    if (instance.width > 1) return H4.law(instance);
    const best = await oneNeuronMargin(dataset, instance.leak);
    if (best === undefined) return same('some neuron fits the points', 'false', 'true');
    return compare(
      exact,
      'best margin of width 1, squared, > that of 1/2 phi(<w*, x>)',
      best.marginSquared,
      '>',
      marginSquared,
    );
  },
};

/**
 * A linear function <v, x> needs |theta|^2 >= 4 |v|/(1 + leak) (the odd part of f is (1 + leak)/2 sum_k a_k w_k), and a net all of whose neurons lie on one line has
 * |f(x)| <= |<w, x>|/2: so classifiers of either kind have a margin of at most gamma*(S')/2.
 */
export const H5: Claim<HintedWidth> = {
  id: 'H5',
  source: 'section 6 ("every linear classifier has suboptimal margin")',
  statement:
    "on the hinted dataset S' every linear function, and every function of one <w, x>, has a margin below the best: gamma*(S')/2 is below it",
  evidence: 'certified',
  expected: 'holds',
  file,
  assumptions: [separable, perpendicular, smallEpsilon, largeK],
  law: async (instance) => {
    const { dataset } = await limitOn(instance);
    const answer = await linearMargin(dataset);
    if (!answer.separable) return same("S' is separable", 'false', 'true');
    const all = await networkMargin(dataset, toNumber(instance.leak), { linear: answer });
    return optimumExceeds("best margin > gamma*(S')/2", all, answer.gamma / 2);
  },
};

export const H5SmallK = drop(H5, 'large-K', 'H5-small-K');
