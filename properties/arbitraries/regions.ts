import type { Rational } from '../../src/numeric/field.js';
import { exact, rational, toNumber } from '../../src/numeric/rational.js';
import { formatVector } from '../../src/numeric/vector.js';
import { dimension, largestSquaredNorm, signedPoints, type Dataset } from '../../src/model/dataset.js';
import { isDistinct } from '../../src/model/symmetry.js';
import { linearMargin } from '../../src/oracle/linear-margin.js';

interface OnDataset {
  readonly dataset: Dataset;
}

/** The hard regions of data that every quantifier over datasets must reach; see `covers`. */
export const dataRegions = {
  'n = 1': ({ dataset }: OnDataset) => dataset.x.length === 1,
  'd = 1': ({ dataset }: OnDataset) => dimension(dataset) === 1,
  'repeated points': ({ dataset }: OnDataset) => !isDistinct(dataset),
};

export const leakRegions = {
  'leak near 0': ({ leak }: { leak: Rational }) => toNumber(leak) < 0.001,
  'leak near 1': ({ leak }: { leak: Rational }) => toNumber(leak) > 0.999,
};

/** gamma* beside the largest |x_i|, below which a margin counts as tiny. */
const TINY_SHARE = rational(1, 2n ** 30n);

/** Regions that the max-margin separator itself decides. */
export const marginRegions = {
  'tiny margin': async ({ dataset }: OnDataset) => {
    const answer = await linearMargin(dataset);
    const largest = largestSquaredNorm(exact, dataset);
    return answer.separable && answer.gammaSquared.compare(largest.mul(TINY_SHARE).mul(TINY_SHARE)) < 0;
  },
  'more support vectors than dimensions': async ({ dataset }: OnDataset) => {
    const answer = await linearMargin(dataset);
    const z = signedPoints(exact, dataset);
    return answer.separable && new Set(answer.support.map((i) => formatVector(exact, z[i]))).size > dimension(dataset);
  },
};
