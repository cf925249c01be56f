import type { Rational } from '../numeric/field.js';
import { exact } from '../numeric/rational.js';
import { dot, isZero, sameDirection, squaredLength, type Vector } from '../numeric/vector.js';
import type { Dataset } from '../model/dataset.js';
import { hintedDataset, type Hints } from '../model/hints.js';
import { least } from '../model/network.js';
import { linearMargin, nearestPoint } from '../oracle/linear-margin.js';
import { all, compare, same, type Verdict } from '../verdict.js';
import { noSeparator, separable, unitBall } from './assumptions.js';
import { drop, type Assumption, type Claim } from './claim.js';
import { proved, type JustData } from './p4-separability.js';

const file = 'properties/theorems/h1-hints.test.ts';

/**
 * A dataset and its hints. H and epsilon are in units of gamma* and K in units of |wPerp|, so that rational data gives
 * rational hints although w* need not be rational: the hints are H p and epsilon p +- K wPerp with p = gamma* w*.
 */
export interface HintedInstance extends Hints<Rational> {
  /** The data S to which the hints are added. */
  readonly dataset: Dataset;
  /** Not 0. */
  readonly wPerp: Vector<Rational>;
}

/** gamma* w*; undefined where nothing separates. */
export async function maxMarginVector(dataset: Dataset): Promise<Rational[] | undefined> {
  const answer = await linearMargin(dataset);
  return answer.separable ? nearestPoint(dataset, answer.certificate) : undefined;
}

/** Nothing is not perpendicular to a w* that does not exist. */
export const perpendicular: Assumption<Pick<HintedInstance, 'dataset' | 'wPerp'>> = {
  id: 'perpendicular',
  statement: 'w_perp is perpendicular to w*',
  meets: async ({ dataset, wPerp }) => {
    const p = await maxMarginVector(dataset);
    return p === undefined || dot(exact, p, wPerp).n === 0n;
  },
};
export const nonzeroPerp = ({ wPerp }: Pick<HintedInstance, 'wPerp'>): boolean => !isZero(exact, wPerp);
const positive = (name: 'H' | 'epsilon'): Assumption<HintedInstance> => ({
  id: `positive-${name}`,
  statement: `${name} > 0`,
  meets: (instance) => exact.compare(instance[name], exact.zero) > 0,
});
const smallEpsilon: Assumption<HintedInstance> = {
  id: 'small-epsilon',
  statement: 'epsilon <= min(gamma*, H)',
  meets: ({ H, epsilon }) => exact.compare(least(exact, [exact.one, H]), epsilon) >= 0,
};

/** S' is separable, w* is its separator too, and its margin is `factor` gamma*. */
async function marginIs(instance: HintedInstance, name: string, factor: Rational): Promise<Verdict> {
  const p = await maxMarginVector(instance.dataset);
  if (p === undefined) return noSeparator();
  const hinted = hintedDataset(exact, instance.dataset, p, instance.wPerp, instance);
  const answer = await linearMargin(hinted);
  if (!answer.separable) return all([proved(hinted, answer), same('the hinted dataset is separable', 'false', 'true')]);
  const expected = squaredLength(exact, p).mul(factor).mul(factor);
  return all([
    proved(hinted, answer),
    same("w* is the max-margin separator of S'", String(sameDirection(exact, p, answer.direction)), 'true'),
    compare(exact, `margin of S', squared, = ${name}^2`, answer.gammaSquared, '=', expected),
  ]);
}

/** K plays no part: any K >= 0 gives the same separator and margin, and K = 0 merges two of the hints. */
export const H1: Claim<HintedInstance> = {
  id: 'H1',
  source: 'Definition 6.1',
  statement:
    "the hinted dataset S' is separable and its max-margin separator is w* itself, with margin min(gamma*, H, epsilon), for all H, K, epsilon > 0",
  formula: String.raw`w^*(\mathcal{S}') = w^*(\mathcal{S}), \qquad \gamma^*(\mathcal{S}') = \min(\gamma^*(\mathcal{S}), H, \epsilon)`,
  evidence: 'exact',
  expected: 'holds',
  file,
  assumptions: [separable, perpendicular, positive('H'), positive('epsilon')],
  domain: nonzeroPerp,
  law: (instance) => {
    const { H, epsilon } = instance;
    return marginIs(instance, 'min(gamma*, H, epsilon)', least(exact, [exact.one, H, epsilon]));
  },
};

export const H1NotSeparable = drop(H1, 'separable', 'H1-not-separable');
export const H1NotPerpendicular = drop(H1, 'perpendicular', 'H1-not-perpendicular');
export const H1NoH = drop(H1, 'positive-H', 'H1-no-H');
export const H1NoEpsilon = drop(H1, 'positive-epsilon', 'H1-no-epsilon');

export const H1Epsilon: Claim<HintedInstance> = {
  ...H1,
  id: 'H1-epsilon',
  statement: "the margin of the hinted dataset S' is epsilon, and the hints 2 and 3 are support vectors",
  formula: String.raw`\gamma^*(\mathcal{S}') = \langle w^*, x_2 \rangle = \langle w^*, x_3 \rangle = \epsilon`,
  // H > 0 is implied by 0 < epsilon <= H
  assumptions: [separable, perpendicular, positive('epsilon'), smallEpsilon],
  law: async (instance) => {
    const p = await maxMarginVector(instance.dataset);
    if (p === undefined) return noSeparator();
    const answer = await linearMargin(hintedDataset(exact, instance.dataset, p, instance.wPerp, instance));
    const support = answer.separable ? answer.support.slice(0, 3).filter((i) => i === 1 || i === 2) : [];
    return all([
      await marginIs(instance, 'epsilon', instance.epsilon),
      same('hints 2 and 3 in the support', support.length, 2),
    ]);
  },
};

export const H1EpsilonNotSeparable = drop(H1Epsilon, 'separable', 'H1-epsilon-not-separable');
export const H1EpsilonNotPerpendicular = drop(H1Epsilon, 'perpendicular', 'H1-epsilon-not-perpendicular');
export const H1EpsilonNoEpsilon = drop(H1Epsilon, 'positive-epsilon', 'H1-epsilon-no-epsilon');
export const H1LargeEpsilon = drop(H1Epsilon, 'small-epsilon', 'H1-large-epsilon');

export const H1AnyDataset: Claim<JustData> = {
  id: 'H1-any-dataset',
  source: 'section 6 ("for any linearly separable dataset") with Definition 6.1, as printed',
  statement:
    'for any linearly separable dataset there are the hints of Definition 6.1: some direction is perpendicular to w*',
  formula: String.raw`\exists w_\perp \in \mathbb{S}^{d - 1}: \langle w_\perp, w^* \rangle = 0`,
  evidence: 'exact',
  expected: 'refuted',
  file,
  assumptions: [separable],
  law: async ({ dataset }) => {
    const p = await maxMarginVector(dataset);
    if (p === undefined) return noSeparator();
    // the axes span the space, so some direction is perpendicular to p just when some axis has a part that is
    const parts = p.map((t) => exact.one.sub(t.mul(t).div(squaredLength(exact, p))));
    const largest = parts.reduce((a, b) => (exact.compare(a, b) >= 0 ? a : b));
    return compare(exact, 'largest part of an axis perpendicular to w*, squared, > 0', largest, '>', exact.zero);
  },
};

const largeH: Assumption<HintedInstance> = {
  id: 'large-H',
  statement: 'H > 1 ("sufficiently large H")',
  meets: async ({ dataset, H }) => {
    const p = await maxMarginVector(dataset);
    return p === undefined || H.mul(H).mul(squaredLength(exact, p)).compare(1) > 0;
  },
};

/** Harmless, because everything scales; but the two sections cannot both be read to the letter. */
export const H1UnitBall: Claim<HintedInstance> = {
  id: 'H1-unit-ball',
  source: 'sections 3.2 ("for simplicity, we assume that |x_i| <= 1") and 6, as printed',
  statement: "the hinted dataset S' is a training set of section 3.2: |x_i| <= 1",
  formula: String.raw`\|x_1\| = \|H w^*\| \le 1`,
  evidence: 'exact',
  expected: 'refuted',
  file,
  assumptions: [separable, perpendicular, positive('H'), positive('epsilon'), unitBall, largeH],
  domain: nonzeroPerp,
  law: async ({ dataset, wPerp, ...hints }) => {
    const p = await maxMarginVector(dataset);
    if (p === undefined) return noSeparator();
    const [first] = hintedDataset(exact, dataset, p, wPerp, hints).x;
    return compare(exact, '|x_1|^2 <= 1 for the first hint, x_1 = H w*', exact.one, '>=', squaredLength(exact, first));
  },
};
