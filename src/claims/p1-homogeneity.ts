import type { Rational } from '../numeric/field.js';
import { exact } from '../numeric/rational.js';
import { dot, type Vector } from '../numeric/vector.js';
import { output, scaleNetwork, subgradient, type Network } from '../model/network.js';
import { compare } from '../verdict.js';
import { positiveScale } from './assumptions.js';
import { drop, type Claim } from './claim.js';

const file = 'properties/theorems/p1-homogeneity.test.ts';

export interface ScaledNetwork {
  readonly net: Network<Rational>;
  readonly x: Vector<Rational>;
  readonly c: Rational;
}

export const P1: Claim<ScaledNetwork> = {
  id: 'P1',
  source: 'sections 3 and 3.2',
  statement: 'f_theta(x) is 2-homogeneous in theta: f_{c theta}(x) = c^2 f_theta(x)',
  formula: String.raw`f_{c\theta}(x) = c^2 f_\theta(x)`,
  evidence: 'exact',
  expected: 'holds',
  file,
  assumptions: [positiveScale],
  law: ({ net, x, c }) => {
    const scaled = output(exact, scaleNetwork(exact, c, net), x);
    return compare(exact, 'f_{c theta}(x) = c^2 f_theta(x)', scaled, '=', c.mul(c).mul(output(exact, net, x)));
  },
};

export const P1NegativeScale = drop(P1, 'positive-scale', 'P1-negative-scale');

export interface NetworkWithSlopes {
  readonly net: Network<Rational>;
  readonly x: Vector<Rational>;
  /** Which slope in [leak, 1] to take at a kink, as a share in [0, 1] for each neuron. */
  readonly choice: Vector<Rational>;
}

export const P1Euler: Claim<NetworkWithSlopes> = {
  id: 'P1-euler',
  source: 'sections 3 and 3.2',
  statement: "Euler: <theta, g> = 2 f_theta(x) for every g in Clarke's subdifferential of theta -> f_theta(x)",
  formula: String.raw`\langle \theta, g \rangle = 2 f_\theta(x) \quad \text{for all } g \in \partial^\circ_\theta f_\theta(x)`,
  evidence: 'exact',
  expected: 'holds',
  file,
  assumptions: [],
  domain: ({ net, choice }) =>
    choice.length === net.a.length && choice.every((t) => t.compare(0) >= 0 && t.compare(1) <= 0),
  law: ({ net, x, choice }) => {
    const g = subgradient(exact, net, x, choice);
    const inner = net.w.reduce((sum, wk, k) => sum.add(dot(exact, wk, g.w[k])), dot(exact, net.a, g.a));
    return compare(exact, '<theta, g> = 2 f_theta(x)', inner, '=', output(exact, net, x).mul(2));
  },
};
