import type { Rational } from '../numeric/field.js';
import { exact, rational } from '../numeric/rational.js';
import type { Dataset } from '../model/dataset.js';
import { least, normalisedMargin, outputMargins, scaleNetwork, squaredNorm, type Network } from '../model/network.js';
import { all, compare, same } from '../verdict.js';
import { positiveScale } from './assumptions.js';
import { drop, type Assumption, type Claim } from './claim.js';

export interface NetworkAndScale {
  /** Not all weights 0. */
  readonly net: Network<Rational>;
  readonly dataset: Dataset;
  readonly c: Rational;
}

const leastMargin = ({ net, dataset }: Omit<NetworkAndScale, 'c'>): Rational =>
  least(exact, outputMargins(exact, net, dataset));

const fits: Assumption<NetworkAndScale> = {
  id: 'positive-margin',
  statement: 'q_min(theta) > 0',
  meets: (instance) => exact.compare(leastMargin(instance), exact.zero) > 0,
};

/**
 * (P): min |theta|^2 / 2 subject to q_i(theta) >= 1. On the ray through theta its constraints ask for |c theta|^2 >= 1/gamma(theta), so (P) over all rays is (M): the
 * longer the margin, the shorter the shortest feasible multiple. The paper prints the equivalence for theta in R^D; (M) itself ranges over unit vectors, so
 * "theta is a maximiser of (M)" is to be read of theta/|theta|.
 */
export const P3: Claim<NetworkAndScale> = {
  id: 'P3',
  source: 'section 3.1, (M) and (P)',
  statement:
    'some multiple of theta is feasible for (P), and c theta is just when |c theta|^2 >= 1/gamma(theta): (M) and (P) have the same solutions up to scale',
  formula: String.raw`q_{\min}(c\,\theta) \ge 1 \iff \|c\,\theta\|^2 \ge \frac{1}{\gamma(\theta)}`,
  evidence: 'exact',
  expected: 'holds',
  file: 'properties/theorems/p3-problems.test.ts',
  assumptions: [positiveScale, fits],
  domain: ({ net }) => squaredNorm(exact, net).n !== 0n,
  law: (instance) => {
    const { net, dataset, c } = instance;
    const feasible = (scale: Rational): boolean =>
      exact.compare(leastMargin({ net: scaleNetwork(exact, scale, net), dataset }), exact.one) >= 0;
    const margin = normalisedMargin(exact, net, dataset);
    const q = leastMargin(instance).abs();
    // (1 + 1/q)^2 q > 1
    const long = q.n === 0n ? exact.one : rational(1).add(exact.div(exact.one, q));
    const scaled = squaredNorm(exact, scaleNetwork(exact, c, net)).mul(margin);
    return all([
      same('some multiple of theta is feasible for (P)', String(feasible(long)), 'true'),
      same('c theta is feasible', String(feasible(c)), String(exact.compare(scaled, exact.one) >= 0)),
      compare(
        exact,
        '1 = q_min / (|theta|^2 gamma(theta)) where c = 1',
        leastMargin(instance),
        '=',
        squaredNorm(exact, net).mul(margin),
      ),
    ]);
  },
};

export const P3NegativeScale = drop(P3, 'positive-scale', 'P3-negative-scale');
export const P3NoMargin = drop(P3, 'positive-margin', 'P3-no-margin');

/** (M) ranges over unit vectors, (P) does not know how long theta* was. */
export const P3Printed: Claim<NetworkAndScale> = {
  id: 'P3-printed',
  source: 'section 3.1, as printed, for theta* in R^D',
  statement:
    'if c theta* = theta*/sqrt(q_min(theta*)) solves (P), then theta* is a maximiser of (M), so a unit vector (here the best neuron of a point, times c)',
  formula: String.raw`\frac{\theta^*}{\sqrt{q_{\min}(\theta^*)}} \text{ solves (P)} \implies \|\theta^*\| = 1`,
  evidence: 'exact',
  expected: 'refuted',
  file: 'properties/theorems/p3-problems.test.ts',
  assumptions: [positiveScale, fits],
  domain: ({ net, dataset }) =>
    dataset.x.length === 1 && dataset.x[0].length === 1 && net.a.length === 1 && net.w[0][0].equals(net.a[0]),
  law: ({ net, c }) =>
    compare(exact, '|theta*|^2 = 1', squaredNorm(exact, scaleNetwork(exact, c, net)), '=', exact.one),
};
