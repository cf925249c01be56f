import type { Rational } from '../numeric/field.js';
import { exact, rational, toNumber } from '../numeric/rational.js';
import { dot } from '../numeric/vector.js';
import type { Dataset } from '../model/dataset.js';
import { least, outputMargins, type Network } from '../model/network.js';
import { linearMargin, nearestPoint } from '../oracle/linear-margin.js';
import { networkMargin } from '../oracle/network/network-margin.js';
import { oneNeuronMargin, widthMargin } from '../oracle/network/width-margin.js';
import { compare, same, type Verdict } from '../verdict.js';
import { paired, separable } from './assumptions.js';
import { optimumIs } from './bracket-case.js';
import { drop, type Assumption, type Claim } from './claim.js';

const file = 'properties/theorems/s3-global-max-margin.test.ts';

/** A dataset, a leak that is a double, and a width. */
export interface DataOfWidth {
  readonly dataset: Dataset;
  readonly leak: Rational;
  readonly width: number;
}

export const twoNeurons: Assumption<DataOfWidth> = {
  id: 'two-neurons',
  statement: 'm >= 2',
  meets: ({ width }) => width >= 2,
};

/** The bracket on the best margin of a width. */
export async function bracketOfWidth({ dataset, leak, width }: DataOfWidth): Promise<{ lower: number; upper: number }> {
  if (width === 1) {
    const margin = (await oneNeuronMargin(dataset, leak))?.margin ?? 0;
    return { lower: margin, upper: margin };
  }
  return widthMargin(dataset, toNumber(leak), width, await networkMargin(dataset, toNumber(leak)));
}

export const S3: Claim<DataOfWidth> = {
  id: 'S3',
  source: 'Theorem 4.2',
  statement: 'for every width m >= 2 the global max margin is (1 + leak)/4 gamma*',
  evidence: 'certified',
  expected: 'holds',
  file,
  assumptions: [separable, paired, twoNeurons],
  onDataset: (dataset) => ({ dataset, leak: rational(1, 2), width: 2 }),
  law: async (instance) => {
    const answer = await linearMargin(instance.dataset);
    if (!answer.separable) return same('there is a max-margin separator', 'false', 'true');
    const wanted = ((1 + toNumber(instance.leak)) / 4) * answer.gamma;
    return optimumIs(
      `the best margin of width ${instance.width} is (1 + leak)/4 gamma*`,
      await bracketOfWidth(instance),
      wanted,
    );
  },
};

export const S3NotSymmetric = drop(S3, 'symmetric', 'S3-not-symmetric');
export const S3OneNeuron = drop(S3, 'two-neurons', 'S3-one-neuron');

export interface AnyNetwork {
  readonly dataset: Dataset;
  readonly net: Network<Rational>;
}

/**
 * With p = gamma* w* = sum lambda_i y_i x_i, lambda shared evenly between (x, 1) and (-x, -1), q_min <= sum lambda_i q_i = (1 + leak)/2 sum_k a_k <w_k, p>. Since
 * a_k <w_k, w*> <= |a_k| |w_k| <= (a_k^2 + |w_k|^2)/2, the bound is at most (1 + leak)/4 gamma* |theta|^2, and a maximiser has equality in all three: a_k = +-|w_k|,
 * w_k = a_k w*, so f is the linear function. The law is the first inequality, which is all that is about the data, for any net.
 */
export const S3Maximiser: Claim<AnyNetwork> = {
  id: 'S3-maximiser',
  source: 'Theorem 4.2 ("any global-max-margin direction represents a linear classifier")',
  statement:
    'q_min(theta) <= (1 + leak)/2 gamma* sum_k a_k <w_k, w*> for every theta: a maximiser has all its mass at +-w* and is (1 + leak)/4 <w*, x>',
  evidence: 'exact',
  expected: 'holds',
  file,
  assumptions: [separable, paired],
  law: async ({ dataset, net }): Promise<Verdict> => {
    const answer = await linearMargin(dataset);
    if (!answer.separable) return same('there is a max-margin separator', 'false', 'true');
    const p = nearestPoint(dataset, answer.certificate);
    const along = net.a.reduce((sum, t, k) => sum.add(t.mul(dot(exact, net.w[k], p))), exact.zero);
    const bound = net.leak.add(1).div(2).mul(along);
    return compare(
      exact,
      '(1 + leak)/2 gamma* sum_k a_k <w_k, w*> >= q_min',
      bound,
      '>=',
      least(exact, outputMargins(exact, net, dataset)),
    );
  },
};

export const S3MaximiserNotSymmetric = drop(S3Maximiser, 'symmetric', 'S3-maximiser-not-symmetric');
