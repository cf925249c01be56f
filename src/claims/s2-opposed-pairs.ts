import type { Rational } from '../numeric/field.js';
import { exact } from '../numeric/rational.js';
import { dot, plus, scale, type Vector } from '../numeric/vector.js';
import type { Dataset } from '../model/dataset.js';
import { normalisedMargin, opposedPairs, output, squaredNorm, type Network } from '../model/network.js';
import { all, compare } from '../verdict.js';
import { noSeparator, paired, separable } from './assumptions.js';
import { linearMargin } from '../oracle/linear-margin.js';
import { oneNeuronMargin } from '../oracle/network/width-margin.js';
import { drop, type Claim } from './claim.js';

export interface NetworkOnData {
  /** Not all weights 0. */
  readonly net: Network<Rational>;
  readonly dataset: Dataset;
  /** Any point, in the data or not. */
  readonly x: Vector<Rational>;
}

/**
 * The observation behind Theorem 4.2. Note what it does not say: the opposed net has twice the width, so it competes in
 * another problem (M) than the net it came from.
 */
export const S2: Claim<NetworkOnData> = {
  id: 'S2',
  source: 'Theorem 4.2, its key step (section 4.1)',
  statement:
    'replacing each neuron (a_k, w_k) by the two neurons (a_k, w_k) and (-a_k, -w_k) does not decrease the normalised margin, while making the classifier linear',
  formula: String.raw`\gamma\bigl((a_k, w_k), (-a_k, -w_k)\bigr) \ge \gamma\bigl((a_k, w_k)\bigr) \qquad \sum_k a_k \bigl(\phi(\langle w_k, x \rangle) - \phi(-\langle w_k, x \rangle)\bigr) = (1 + \alpha) \Bigl\langle \sum_k a_k w_k, x \Bigr\rangle`,
  evidence: 'exact',
  expected: 'holds',
  file: 'properties/theorems/s2-opposed-pairs.test.ts',
  assumptions: [paired],
  domain: ({ net }) => squaredNorm(exact, net).n !== 0n,
  law: ({ net, dataset, x }) => {
    const pairs = opposedPairs(exact, net);
    const slope = net.w.reduce(
      (sum, wk, k) => plus(exact, sum, scale(exact, net.a[k], wk)),
      scale(exact, exact.zero, x),
    );
    const linear = dot(exact, slope, x).mul(net.leak.add(1));
    return all([
      compare(
        exact,
        'gamma(opposed pairs) >= gamma(theta)',
        normalisedMargin(exact, pairs, dataset),
        '>=',
        normalisedMargin(exact, net, dataset),
      ),
      compare(
        exact,
        'f(x) = (1 + leak) <sum_k a_k w_k, x> for the opposed pairs',
        output(exact, pairs, x),
        '=',
        linear,
      ),
    ]);
  },
};

export const S2NotSymmetric = drop(S2, 'symmetric', 'S2-not-symmetric');

export interface LeakOnSymmetric {
  readonly dataset: Dataset;
  /** > 0. */
  readonly leak: Rational;
}

/** The pairs of a net of width m have width 2m. From m = 2 on they merge into two neurons along +-w* and fit again; at m = 1 they do not. */
export const S2Printed: Claim<LeakOnSymmetric> = {
  id: 'S2-printed',
  source: 'section 4.1, as printed: "we can construct a new global-max-margin direction", read at m = 1',
  statement:
    'if a direction attains the global max margin of width m, so do the opposed pairs of its neurons (here m = 1: the best neuron has leak/2 gamma*, its pair (1 + leak)/4 gamma*)',
  formula: String.raw`\frac{1 + \alpha}{4}\, \gamma^* = \max_\theta \gamma(\theta) \qquad (m = 1)`,
  evidence: 'exact',
  expected: 'refuted',
  file: 'properties/theorems/s2-opposed-pairs.test.ts',
  assumptions: [separable, paired],
  law: async ({ dataset, leak }) => {
    const [linear, one] = [await linearMargin(dataset), await oneNeuronMargin(dataset, leak)];
    if (!linear.separable || one === undefined) return noSeparator();
    const pair = leak.add(1).div(4);
    return compare(
      exact,
      'margin of the pair of the best neuron, squared, = best margin of width 1, squared',
      linear.gammaSquared.mul(pair).mul(pair),
      '=',
      one.marginSquared,
    );
  },
};
