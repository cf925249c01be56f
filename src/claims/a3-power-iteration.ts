import type { Rational } from '../numeric/field.js';
import { characteristicPolynomial, times } from '../numeric/matrix.js';
import { exact } from '../numeric/rational.js';
import { surds } from '../numeric/surd.js';
import { scale, squaredLength, type Vector } from '../numeric/vector.js';
import { mean, type Dataset } from '../model/dataset.js';
import { linearisedFlow, muTilde } from '../model/g-function.js';
import { all, compare, type Verdict } from '../verdict.js';
import { separable, unitBall } from './assumptions.js';
import { drop, type Claim } from './claim.js';

const file = 'properties/theorems/a3-power-iteration.test.ts';

export interface LeakOnData {
  readonly dataset: Dataset;
  readonly leak: Rational;
}

/** M (v, last) = lambda_0 (v, last) for v = mu-tilde and lambda_0 = |v|, coordinate by coordinate in Q(|v|). */
function isEigenvector(v: Vector<Rational>, last: 'lambda_0' | '1'): Verdict[] {
  const field = surds(squaredLength(exact, v));
  const lifted = v.map(field.lift);
  const candidate = [...lifted, last === '1' ? field.one : field.root];
  const image = times(field, linearisedFlow(field, lifted), candidate);
  return scale(field, field.root, candidate).map((t, j) =>
    compare(field, `M (mu-tilde, ${last}) = lambda_0 (mu-tilde, ${last}), coordinate ${j + 1}`, image[j], '=', t),
  );
}

export const A3: Claim<LeakOnData> = {
  id: 'A3',
  source: 'section 5.1, repaired',
  statement:
    'lambda_0 = |mu-tilde| and (1/sqrt 2)(mu-bar, 1) are the unique top eigenvalue and unit eigenvector of M (mu-bar = mu/|mu|; the vector up to sign)',
  formula: String.raw`M = \begin{pmatrix} 0 & \tilde\mu \\ \tilde\mu^\top & 0 \end{pmatrix}, \qquad M \begin{pmatrix} \bar\mu \\ 1 \end{pmatrix} = \lambda_0 \begin{pmatrix} \bar\mu \\ 1 \end{pmatrix}, \qquad \lambda_0 = \|\tilde\mu\|`,
  evidence: 'exact',
  expected: 'holds',
  file,
  assumptions: [separable],
  onDataset: (dataset) => ({ dataset, leak: exact.of(0.5) }),
  law: ({ dataset, leak }) => {
    const v = muTilde(exact, leak, dataset);
    const N = squaredLength(exact, v);
    const polynomial = characteristicPolynomial(exact, linearisedFlow(exact, v));
    // lambda^(d-1) (lambda^2 - N): the roots are +-|v| and 0, so |v| is the top one and simple just when it is not 0
    const expected = polynomial.map((_, j) =>
      j === v.length + 1 ? exact.one : j === v.length - 1 ? N.neg() : exact.zero,
    );
    return all([
      compare(exact, 'lambda_0^2 > 0, so that the top eigenvalue is simple', N, '>', exact.zero),
      ...isEigenvector(v, 'lambda_0'),
      ...polynomial.map((c, j) => compare(exact, `coefficient ${j} of det(lambda I - M)`, c, '=', expected[j])),
    ]);
  },
};

export const A3NotSeparable = drop(A3, 'separable', 'A3-not-separable');

/** M (mu-tilde, 1) = (mu-tilde, |mu-tilde|^2): an eigenvector only if |mu-tilde| = 1, but as printed |mu-tilde| <= (1 + leak)/2 < 1. */
export const A3Printed: Claim<LeakOnData> = {
  id: 'A3-printed',
  source: 'section 5.1, as printed',
  statement:
    '(1/sqrt 2)(mu-tilde, 1) is the eigenvector of M for lambda_0 = |mu-tilde|, with mu-tilde = (1 + leak)/2 mu',
  formula: String.raw`M \begin{pmatrix} \tilde\mu \\ 1 \end{pmatrix} = \lambda_0 \begin{pmatrix} \tilde\mu \\ 1 \end{pmatrix}, \qquad \lambda_0 = \|\tilde\mu\|, \qquad \tilde\mu = \frac{1 + \alpha}{2}\, \mu`,
  evidence: 'exact',
  expected: 'refuted',
  file,
  assumptions: [separable, unitBall],
  law: ({ dataset, leak }) => all(isEigenvector(scale(exact, leak.add(1).div(2), mean(exact, dataset)), '1')),
};
