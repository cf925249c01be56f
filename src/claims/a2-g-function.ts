import type { Rational } from '../numeric/field.js';
import { exact } from '../numeric/rational.js';
import { dot, plus, scale, type Vector } from '../numeric/vector.js';
import { mean, type Dataset } from '../model/dataset.js';
import { G, muTilde } from '../model/g-function.js';
import { phi } from '../model/network.js';
import { all, compare } from '../verdict.js';
import { paired } from './assumptions.js';
import { drop, type Claim } from './claim.js';

const file = 'properties/theorems/a2-g-function.test.ts';

export interface GInstance {
  readonly dataset: Dataset;
  readonly leak: Rational;
  readonly u: Vector<Rational>;
  readonly v: Vector<Rational>;
  readonly c: Rational;
}

/** The printed sum is G(w) = (1 + leak)/(2n) sum_{i <= n/2} <w, x_i>; over all n points that is (1 + leak)/(4n), not (1 + leak)/(2n). */
export const A2: Claim<GInstance> = {
  id: 'A2',
  source: 'section 5.1, repaired',
  statement: 'G is linear: G(w) = <w, mu-tilde> with mu-tilde = (1 + leak)/4 mu = (1 + leak)/(4n) sum_i y_i x_i',
  formula: String.raw`G(w) = \langle w, \tilde\mu \rangle, \qquad \tilde\mu = \frac{1 + \alpha}{4}\, \mu = \frac{1 + \alpha}{4n} \sum_i y_i x_i`,
  evidence: 'exact',
  expected: 'holds',
  file,
  assumptions: [paired],
  onDataset: (dataset) => {
    const u = dataset.x[0];
    return { dataset, leak: exact.of(0.5), u, v: dataset.x[dataset.x.length - 1], c: exact.of(-2) };
  },
  law: ({ dataset, leak, u, v, c }) => {
    const g = (w: Vector<Rational>): Rational => G(exact, leak, dataset, w);
    return all([
      compare(exact, 'G(u) = <u, (1 + leak)/4 mu>', g(u), '=', dot(exact, u, muTilde(exact, leak, dataset))),
      compare(exact, 'G(u + v) = G(u) + G(v)', g(plus(exact, u, v)), '=', g(u).add(g(v))),
      compare(exact, 'G(c u) = c G(u)', g(scale(exact, c, u)), '=', c.mul(g(u))),
    ]);
  },
};

export const A2NotSymmetric = drop(A2, 'symmetric', 'A2-not-symmetric');

export const A2Printed: Claim<GInstance> = {
  id: 'A2-printed',
  source: 'section 5.1, as printed',
  statement: 'G(w) = <w, mu-tilde> with mu-tilde = (1 + leak)/2 mu = (1 + leak)/(2n) sum_i y_i x_i',
  formula: String.raw`G(w) = \langle w, \tilde\mu \rangle, \qquad \tilde\mu = \frac{1 + \alpha}{2}\, \mu = \frac{1 + \alpha}{2n} \sum_i y_i x_i`,
  evidence: 'exact',
  expected: 'refuted',
  file,
  assumptions: [paired],
  law: ({ dataset, leak, u }) => {
    const printed = scale(exact, leak.add(1).div(2), mean(exact, dataset));
    return compare(exact, 'G(u) = <u, (1 + leak)/2 mu>', G(exact, leak, dataset, u), '=', dot(exact, u, printed));
  },
};

export interface PhiInstance {
  readonly leak: Rational;
  readonly z: Rational;
}

export const A2Identity: Claim<PhiInstance> = {
  id: 'A2-identity',
  source: 'section 5.1',
  statement: 'phi(z) - phi(-z) = (1 + leak) z',
  formula: String.raw`\phi(z) - \phi(-z) = (1 + \alpha)\, z`,
  evidence: 'exact',
  expected: 'holds',
  file,
  assumptions: [],
  law: ({ leak, z }) =>
    compare(
      exact,
      'phi(z) - phi(-z) = (1 + leak) z',
      phi(exact, leak, z).sub(phi(exact, leak, z.neg())),
      '=',
      z.mul(leak.add(1)),
    ),
};
