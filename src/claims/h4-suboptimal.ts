import { real, type Rational } from '../numeric/field.js';
import { exact, toNumber } from '../numeric/rational.js';
import { dot, squaredLength } from '../numeric/vector.js';
import { largestSquaredNorm, toReal, type Dataset } from '../model/dataset.js';
import { normalisedMargin } from '../model/network.js';
import { hintedDataset } from '../model/hints.js';
import { linearMargin } from '../oracle/linear-margin.js';
import { networkMargin } from '../oracle/network/network-margin.js';
import { oneNeuronMargin } from '../oracle/network/width-margin.js';
import { compare, same, type Verdict } from '../verdict.js';
import { noSeparator, separable } from './assumptions.js';
import { optimumExceeds } from './bracket-case.js';
import { drop, spare, type Assumption, type Claim } from './claim.js';
import { maxMarginVector, nonzeroPerp, perpendicular, type HintedInstance } from './h1-hints.js';
import { bracketOfWidth } from './s3-global-max-margin.js';

const file = 'properties/theorems/h4-suboptimal.test.ts';

/** A hinted dataset (units as in H1), a leak that is a double, and a width. */
export interface HintedWidth extends HintedInstance {
  readonly leak: Rational;
  readonly width: number;
}

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

/** The brackets want a leak that is a double; hints 2 and 3 are two points. */
const domain = (instance: HintedWidth): boolean =>
  nonzeroPerp(instance) && instance.K.compare(0) >= 0 && exact.of(toNumber(instance.leak)).equals(instance.leak);

/** The hinted dataset and the margin on it of 1/2 phi(<w*, x>), which is epsilon/2 where epsilon is small. */
async function limitOn(instance: HintedWidth) {
  const p = await maxMarginVector(instance.dataset);
  if (p === undefined) return undefined;
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
    p,
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
  formula: String.raw`\max_\theta \gamma(\theta) > \min_{(x, y) \in \mathcal{S}'} y\, \frac{1}{2}\, \phi(\langle w^*, x \rangle) \qquad (m \ge 2)`,
  evidence: 'certified',
  expected: 'holds',
  file,
  assumptions: [separable, perpendicular, smallEpsilon, largeK, twoNeurons],
  domain,
  law: async (instance) => {
    const limit = await limitOn(instance);
    if (limit === undefined) return noSeparator();
    const { p, dataset, margin } = limit;
    const { lower, upper } = await bracketOfWidth({ ...instance, dataset });
    const pair = instance.width > 1 ? turnedPair(instance, p, dataset) : lower;
    return optimumExceeds(
      `best margin of width ${instance.width} > margin of 1/2 phi(<w*, x>)`,
      { lower: Math.max(lower, pair), upper },
      margin,
    );
  },
};

export const H4NotSeparable = drop(H4, 'separable', 'H4-not-separable');
/** Hints off w* only make the limit worse. */
export const H4NotPerpendicular = spare(H4, 'perpendicular', 'H4-not-perpendicular');
export const H4LargeEpsilon = drop(H4, 'small-epsilon', 'H4-large-epsilon');
export const H4OneNeuron = drop(H4, 'two-neurons', 'H4-one-neuron');
export const H4SmallK = drop(H4, 'large-K', 'H4-small-K');

/** At m = 1 the limit is the best there is. */
export const H4Printed: Claim<HintedWidth> = {
  ...H4,
  id: 'H4-printed',
  source: 'Theorem 6.2, as printed: width m >= 1',
  statement: "on the hinted dataset S' the margin of 1/2 phi(<w*, x>) is not the best of width m, for every m >= 1",
  formula: String.raw`\max_\theta \gamma(\theta) > \min_{(x, y) \in \mathcal{S}'} y\, \frac{1}{2}\, \phi(\langle w^*, x \rangle) \qquad (m \ge 1)`,
  evidence: 'exact',
  expected: 'refuted',
  assumptions: [separable, perpendicular, smallEpsilon, largeK],
  law: async (instance): Promise<Verdict> => {
    const limit = await limitOn(instance);
    if (limit === undefined) return noSeparator();
    const { dataset, marginSquared } = limit;
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
 * A net of unit norm is 1/2-Lipschitz in x, as |a_k| |w_k| <= (a_k^2 + |w_k|^2)/2. If its decision boundary is the hyperplane <w, x> = 0, it is 0 there, so that its margin is at most
 * half the least distance of a point to that hyperplane, on the right side: at most gamma*(S')/2. That is what footnote 3 calls a linear classifier.
 */
export const H5: Claim<HintedWidth> = {
  id: 'H5',
  source: 'section 6 ("every linear classifier has suboptimal margin")',
  statement:
    "on the hinted dataset S' every net with a linear decision boundary has a margin below the best: gamma*(S')/2 is below it",
  formula: String.raw`\max_\theta \gamma(\theta) > \frac{1}{2}\, \gamma^*(\mathcal{S}')`,
  evidence: 'certified',
  expected: 'holds',
  file,
  assumptions: [separable, perpendicular, smallEpsilon, largeK],
  domain,
  law: async (instance) => {
    const limit = await limitOn(instance);
    if (limit === undefined) return noSeparator();
    const { dataset } = limit;
    const answer = await linearMargin(dataset);
    if (!answer.separable) return same("S' is separable", 'false', 'true');
    const all = await networkMargin(dataset, toNumber(instance.leak), { linear: answer });
    return optimumExceeds("best margin > gamma*(S')/2", all, answer.gamma / 2);
  },
};

export const H5NotSeparable = drop(H5, 'separable', 'H5-not-separable');
export const H5NotPerpendicular = drop(H5, 'perpendicular', 'H5-not-perpendicular');
export const H5LargeEpsilon = drop(H5, 'small-epsilon', 'H5-large-epsilon');
export const H5SmallK = drop(H5, 'large-K', 'H5-small-K');
