import type { Rational } from '../numeric/field.js';
import { exact, rational, toNumber } from '../numeric/rational.js';
import { dot } from '../numeric/vector.js';
import type { Dataset } from '../model/dataset.js';
import { least, type Network, normalisedMargin, outputMargins, squaredNorm } from '../model/network.js';
import { linearMargin, nearestPoint } from '../oracle/linear-margin.js';
import { networkMargin } from '../oracle/network/network-margin.js';
import { oneNeuronMargin, widthMargin } from '../oracle/network/width-margin.js';
import { compare, same, type Verdict } from '../verdict.js';
import { noSeparator, paired, separable } from './assumptions.js';
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
  formula: String.raw`\max_\theta \gamma(\theta) = \frac{1 + \alpha}{4}\, \gamma^* \qquad (m \ge 2)`,
  evidence: 'certified',
  expected: 'holds',
  file,
  assumptions: [separable, paired, twoNeurons],
  domain: ({ leak }) => exact.of(toNumber(leak)).equals(leak),
  onDataset: (dataset) => ({ dataset, leak: rational(1, 2), width: 2 }),
  law: async (instance) => {
    const answer = await linearMargin(instance.dataset);
    if (!answer.separable) return noSeparator();
    const wanted = ((1 + toNumber(instance.leak)) / 4) * answer.gamma;
    return optimumIs(
      `the best margin of width ${instance.width} is (1 + leak)/4 gamma*`,
      await bracketOfWidth(instance),
      wanted,
    );
  },
};

export const S3NotSeparable = drop(S3, 'separable', 'S3-not-separable');
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
  formula: String.raw`q_{\min}(\theta) \le \frac{1 + \alpha}{2}\, \gamma^* \sum_k a_k \langle w_k, w^* \rangle`,
  evidence: 'exact',
  expected: 'holds',
  file,
  assumptions: [separable, paired],
  domain: ({ net }) => squaredNorm(exact, net).n !== 0n,
  law: async ({ dataset, net }): Promise<Verdict> => {
    const answer = await linearMargin(dataset);
    if (!answer.separable) return noSeparator();
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

export const S3MaximiserNotSeparable = drop(S3Maximiser, 'separable', 'S3-maximiser-not-separable');
export const S3MaximiserNotSymmetric = drop(S3Maximiser, 'symmetric', 'S3-maximiser-not-symmetric');

/** theta = 1/2 (w*, -w*, 1, -1) and its neurons exchanged, on the points 1 and -1, where w* = 1. */
export const S3UniquePrinted: Claim<{ readonly leak: Rational }> = {
  id: 'S3-unique-printed',
  source: 'Corollary 4.4, as printed: "the global-max-margin direction"',
  statement: 'there is one global-max-margin direction (there are many, and one function)',
  formula: String.raw`\Bigl| \argmax_{\|\theta\| = 1} \gamma(\theta) \Bigr| = 1`,
  evidence: 'exact',
  expected: 'refuted',
  file,
  assumptions: [],
  law: ({ leak }) => {
    const direction = (s: number): Network<Rational> => ({
      leak,
      w: [[rational(s)], [rational(-s)]],
      a: [rational(s), rational(-s)],
    });
    const best = [1, -1]
      .map(direction)
      .filter((net) => normalisedMargin(exact, net, TWO_POINTS).equals(leak.add(1).div(4)));
    return same(
      'directions of (1, -1, 1, -1) and (-1, 1, -1, 1) with the global max margin (1 + leak)/4',
      best.length,
      1,
    );
  },
};

/** gamma* = 1. */
const TWO_POINTS: Dataset = { x: [[rational(1)], [rational(-1)]], y: [1, -1] };

/** Theorem 5.6 gives a direction near, of the same margin; it is that margin, or the KKT conditions, that make it global, not nearness. */
export const S3NearPrinted: Claim<{ readonly leak: Rational; readonly eta: Rational }> = {
  id: 'S3-near-printed',
  source: 'section 5.3, as printed: "any direction with distance at most delta is still a global-max-margin direction"',
  statement:
    'on the points 1 and -1 all directions near (1, -1, 1, -1), here (1 + eta, -1, 1, -1), have the global max margin',
  formula: String.raw`\gamma(1 + \eta, -1, 1, -1) = \frac{1 + \alpha}{4}`,
  evidence: 'exact',
  expected: 'refuted',
  file,
  assumptions: [],
  domain: ({ eta }) => eta.compare(0) > 0 && eta.compare(1) <= 0,
  law: ({ leak, eta }) => {
    const net = { leak, w: [[eta.add(1)], [rational(-1)]], a: [rational(1), rational(-1)] };
    return compare(
      exact,
      'gamma(1 + eta, -1, 1, -1) = (1 + leak)/4',
      normalisedMargin(exact, net, TWO_POINTS),
      '=',
      leak.add(1).div(4),
    );
  },
};
