import { isZero } from '../numeric/vector.js';
import type { Rational } from '../numeric/field.js';
import { exact } from '../numeric/rational.js';
import { largestSquaredNorm, type Dataset } from '../model/dataset.js';
import { isDistinct, isPaired, isSymmetric } from '../model/symmetry.js';
import { linearMargin } from '../oracle/linear-margin.js';
import { same, type Verdict } from '../verdict.js';
import type { Assumption } from './claim.js';

/** An instance with data, and whatever else. */
export interface OnDataset {
  /** The training set. */
  readonly dataset: Dataset;
}

/** Assumption 3.2, with a certificate behind the answer. */
export const separable: Assumption<OnDataset> = {
  id: 'separable',
  statement: 'some w has y_i <w, x_i> >= 1 for all i (Assumption 3.2)',
  meets: async ({ dataset }) => (await linearMargin(dataset)).separable,
};

/** What a statement about w* says of data that no w separates: there is none. */
export const noSeparator = (): Verdict => same('there is a max-margin linear separator', 'false', 'true');

/** Data of which something depends on w: not all points at the origin. */
export const isSomewhere = ({ dataset }: OnDataset): boolean => dataset.x.some((row) => !isZero(exact, row));

/** Assumption 4.1, up to the order of the points. */
export const paired: Assumption<OnDataset> = {
  id: 'symmetric',
  statement: 'the points are pairs (x, 1), (-x, -1) (Assumption 4.1, up to order)',
  meets: ({ dataset }) => isPaired(dataset),
};

/** The sentence before Assumption 4.1. */
export const symmetricInputs: Assumption<OnDataset> = {
  id: 'symmetric',
  statement: 'whenever x is present, so is -x (section 4)',
  meets: ({ dataset }) => isSymmetric(dataset),
};

/** No input occurs twice, with whatever labels. */
export const distinct: Assumption<OnDataset> = {
  id: 'distinct',
  statement: 'no input occurs twice',
  meets: ({ dataset }) => isDistinct(dataset),
};

/** Section 3.2's standing assumption. */
export const unitBall: Assumption<OnDataset> = {
  id: 'unit-ball',
  statement: '|x_i| <= 1 for all i (section 3.2)',
  meets: ({ dataset }) => exact.compare(largestSquaredNorm(exact, dataset), exact.one) <= 0,
};

export const positiveScale: Assumption<{ readonly c: Rational }> = {
  id: 'positive-scale',
  statement: 'c > 0',
  meets: ({ c }) => exact.compare(c, exact.zero) > 0,
};
