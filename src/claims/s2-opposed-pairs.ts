import type { Rational } from '../numeric/field.js';
import { exact } from '../numeric/rational.js';
import { dot, plus, scale, type Vector } from '../numeric/vector.js';
import type { Dataset } from '../model/dataset.js';
import { normalisedMargin, opposedPairs, output, type Network } from '../model/network.js';
import { all, compare } from '../verdict.js';
import { paired } from './assumptions.js';
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
  evidence: 'exact',
  expected: 'holds',
  file: 'properties/theorems/s2-opposed-pairs.test.ts',
  assumptions: [paired],
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
