import type { Rational } from '../numeric/field.js';
import { exact } from '../numeric/rational.js';
import type { Dataset } from '../model/dataset.js';
import { least, normalisedMargin, outputMargins, scaleNetwork, squaredNorm, type Network } from '../model/network.js';
import { compare } from '../verdict.js';
import { positiveScale } from './assumptions.js';
import { drop, type Assumption, type Claim } from './claim.js';

const file = 'properties/theorems/p2-normalised-margin.test.ts';

export interface BiasedNetwork {
  /** Not all weights 0: there the normalised margin is not defined. */
  readonly net: Network<Rational>;
  /** Added to the output, and a parameter like the others: f = sum_k a_k phi(<w_k, x>) + bias. */
  readonly bias: Rational;
  readonly dataset: Dataset;
  readonly c: Rational;
}

const homogeneous: Assumption<BiasedNetwork> = {
  id: 'homogeneous',
  statement: 'the net is homogeneous (no bias on the output)',
  meets: ({ bias }) => exact.compare(bias, exact.zero) === 0,
};

/** q_min / |theta|^2 with the bias among the parameters. */
function biasedMargin({ net, bias, dataset }: Omit<BiasedNetwork, 'c'>): Rational {
  const q = outputMargins(exact, net, dataset).map((qi, i) => qi.add(bias.mul(dataset.y[i])));
  return exact.div(least(exact, q), squaredNorm(exact, net).add(bias.mul(bias)));
}

export const P2: Claim<BiasedNetwork> = {
  id: 'P2',
  source: 'section 3.1',
  statement: 'the normalised margin gamma(theta) = q_min(theta) / |theta|^2 is the same for theta and c theta',
  formula: String.raw`\gamma(c\,\theta) = \gamma(\theta) = \frac{q_{\min}(\theta)}{\|\theta\|^2}`,
  evidence: 'exact',
  expected: 'holds',
  file,
  assumptions: [positiveScale, homogeneous],
  domain: ({ net, bias, c }) => !squaredNorm(exact, net).add(bias.mul(bias)).mul(c).equals(0),
  law: ({ net, bias, dataset, c }) => {
    const scaled = biasedMargin({ net: scaleNetwork(exact, c, net), bias: c.mul(bias), dataset });
    return compare(exact, 'gamma(c theta) = gamma(theta)', scaled, '=', biasedMargin({ net, bias, dataset }));
  },
};

export const P2OutputBias = drop(P2, 'homogeneous', 'P2-output-bias');
export const P2NegativeScale = drop(P2, 'positive-scale', 'P2-negative-scale');

export interface FirstLayerBias {
  /** Of dimension d + 1: the last coordinate of each w_k is its bias. */
  readonly net: Network<Rational>;
  readonly dataset: Dataset;
  readonly c: Rational;
}

export const P2FirstLayerBias: Claim<FirstLayerBias> = {
  id: 'P2-first-layer-bias',
  source: 'section 3.1',
  statement: 'biases in the first layer keep the net homogeneous, so the normalised margin still is scale invariant',
  formula: String.raw`f_\theta(x) = \sum_k a_k \phi(\langle w_k, x \rangle + b_k), \qquad \gamma(c\,\theta) = \gamma(\theta)`,
  evidence: 'exact',
  expected: 'holds',
  file,
  assumptions: [positiveScale],
  domain: ({ net, dataset, c }) =>
    !squaredNorm(exact, net).mul(c).equals(0) && net.w[0].length === dataset.x[0].length + 1,
  law: ({ net, dataset, c }) => {
    const lifted = { ...dataset, x: dataset.x.map((row) => [...row, exact.one]) };
    const scaled = normalisedMargin(exact, scaleNetwork(exact, c, net), lifted);
    return compare(exact, 'gamma(c theta) = gamma(theta)', scaled, '=', normalisedMargin(exact, net, lifted));
  },
};

export const P2FirstLayerNegativeScale = drop(P2FirstLayerBias, 'positive-scale', 'P2-first-layer-negative-scale');
