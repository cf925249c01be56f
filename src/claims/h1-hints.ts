import type { Rational } from '../numeric/field.js';
import { exact, formatRational } from '../numeric/rational.js';
import { dot, isZero, sameDirection, squaredLength, type Vector } from '../numeric/vector.js';
import { dimension, largestSquaredNorm, type Dataset } from '../model/dataset.js';
import { hintedDataset, type Hints } from '../model/hints.js';
import { least } from '../model/network.js';
import { linearMargin, nearestPoint } from '../oracle/linear-margin.js';
import { all, compare, same, type Verdict } from '../verdict.js';
import { separable, unitBall } from './assumptions.js';
import { drop, type Assumption, type Claim } from './claim.js';
import { proved, type JustData } from './p4-separability.js';

const file = 'properties/theorems/h1-hints.test.ts';

/**
 * A dataset and its hints. H and epsilon are in units of gamma* and K in units of |wPerp|, so that rational data gives
 * rational hints although w* need not be rational: the hints are H p and epsilon p +- K wPerp with p = gamma* w*.
 */
export interface HintedInstance extends Hints<Rational> {
  readonly dataset: Dataset;
  /** Not 0. */
  readonly wPerp: Vector<Rational>;
}

async function maxMarginVector(dataset: Dataset): Promise<Rational[]> {
  const answer = await linearMargin(dataset);
  if (!answer.separable) throw new RangeError('the dataset is not separable: w* is not defined');
  return nearestPoint(dataset, answer.certificate);
}

const perpendicular: Assumption<HintedInstance> = {
  id: 'perpendicular',
  statement: 'w_perp is perpendicular to w*',
  meets: async ({ dataset, wPerp }) =>
    dot(exact, await maxMarginVector(dataset), wPerp).n === 0n && !isZero(exact, wPerp),
};
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
  evidence: 'exact',
  expected: 'holds',
  file,
  assumptions: [separable, perpendicular, positive('H'), positive('epsilon')],
  law: (instance) => {
    const { H, epsilon } = instance;
    return marginIs(instance, 'min(gamma*, H, epsilon)', least(exact, [exact.one, H, epsilon]));
  },
};

export const H1NotPerpendicular = drop(H1, 'perpendicular', 'H1-not-perpendicular');
export const H1NoH = drop(H1, 'positive-H', 'H1-no-H');
export const H1NoEpsilon = drop(H1, 'positive-epsilon', 'H1-no-epsilon');

export const H1Epsilon: Claim<HintedInstance> = {
  ...H1,
  id: 'H1-epsilon',
  statement: "the margin of the hinted dataset S' is epsilon: the hints 2 and 3 alone decide it",
  assumptions: [...H1.assumptions, smallEpsilon],
  law: (instance) => marginIs(instance, 'epsilon', instance.epsilon),
};

export const H1LargeEpsilon = drop(H1Epsilon, 'small-epsilon', 'H1-large-epsilon');

export const H1AnyDataset: Claim<JustData> = {
  id: 'H1-any-dataset',
  source: 'sections 1.1 and 6, as printed',
  statement: 'any linearly separable dataset has hints: there is a unit vector perpendicular to w*',
  evidence: 'exact',
  expected: 'refuted',
  file,
  assumptions: [separable],
  law: ({ dataset }) =>
    compare(
      exact,
      'dimension of the space perpendicular to w* >= 1',
      exact.of(dimension(dataset) - 1),
      '>=',
      exact.one,
    ),
};

export const H1UnitBall: Claim<HintedInstance> = {
  id: 'H1-unit-ball',
  source: 'sections 3.2 and 6, as printed',
  statement: "the hinted dataset S' is a dataset of the paper: |x_i| <= 1, throughout, also for sufficiently large H",
  evidence: 'exact',
  expected: 'refuted',
  file,
  assumptions: [separable, perpendicular, positive('H'), positive('epsilon'), unitBall],
  law: async ({ dataset, wPerp, ...hints }) => {
    const p = await maxMarginVector(dataset);
    const largest = largestSquaredNorm(exact, hintedDataset(exact, dataset, p, wPerp, hints));
    return compare(exact, `1 >= max |x_i|^2 over S', H = ${formatRational(hints.H)} gamma*`, exact.one, '>=', largest);
  },
};
