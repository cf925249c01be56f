import { sign, type Rational } from '../numeric/field.js';
import { exact } from '../numeric/rational.js';
import { dot, formatVector, isZero, sameDirection, squaredLength, type Vector } from '../numeric/vector.js';
import { mean, signedPoints, type Dataset } from '../model/dataset.js';
import { least } from '../model/network.js';
import { linearMargin, nearestPoint, type Separable } from '../oracle/linear-margin.js';
import { all, compare, same, type Verdict } from '../verdict.js';
import { noSeparator, separable, unitBall } from './assumptions.js';
import { drop, type Claim } from './claim.js';
import { proved, type JustData } from './p4-separability.js';

const file = 'properties/theorems/p5-max-margin-separator.test.ts';

export interface DataWithRivals {
  readonly dataset: Dataset;
  /** Directions, not 0, that compete for the maximum. */
  readonly rivals: readonly Vector<Rational>[];
}

/** min_i <v/|v|, z_i>, squared with its sign: exact, and in the same order. */
function signedSquaredMargin(dataset: Dataset, v: Vector<Rational>): Rational {
  const margin = least(
    exact,
    signedPoints(exact, dataset).map((z) => dot(exact, v, z)),
  );
  return margin.mul(margin).mul(sign(exact, margin)).div(squaredLength(exact, v));
}

/** Two different directions that attain the greatest margin, whatever certified it. */
function unique(contenders: readonly Vector<Rational>[]): Verdict {
  const other = contenders.find((v) => !sameDirection(exact, v, contenders[0])) ?? contenders[0];
  const [left, right] = [contenders[0], other].map((v) => formatVector(exact, v));
  return {
    outcome: left === right ? 'holds' : 'refuted',
    what: 'all maximisers are one direction',
    left,
    relation: '=',
    right,
    bound: 'exact',
  };
}

/** The weights of the certificate are the multipliers of the KKT conditions: positive only at the margin. */
const complementary = ({ certificate, support }: Separable): Verdict =>
  same(
    'weights are positive at support vectors only',
    certificate.weights.filter((w, i) => w > 0n && !support.includes(i)).length,
    0,
  );

export const P5: Claim<DataWithRivals> = {
  id: 'P5',
  source: 'Definition 3.3',
  statement:
    'the max-margin linear separator w* exists and is unique; gamma*^2 is rational for rational data; w* is a combination, with weights >= 0, of the support vectors',
  formula: String.raw`w^* = \argmax_{\|w\| = 1} \min_i y_i \langle w, x_i \rangle, \qquad (\gamma^*)^2 \in \mathbb{Q} \qquad w^* = \sum_i \lambda_i y_i x_i, \quad \lambda_i \ge 0, \quad \lambda_i = 0 \text{ where } y_i \langle w^*, x_i \rangle > \gamma^*`,
  evidence: 'exact',
  expected: 'holds',
  file,
  assumptions: [separable],
  domain: ({ rivals }) => rivals.every((v) => !isZero(exact, v)),
  onDataset: (dataset) => ({ dataset, rivals: axes(dataset) }),
  law: async ({ dataset, rivals }) => {
    const answer = await linearMargin(dataset);
    // Gordan's weights rule out a positive margin: 0 is then an upper bound, not always attained
    const greatest = answer.separable ? answer.gammaSquared : exact.zero;
    const contenders = answer.separable ? [answer.direction, ...rivals] : rivals;
    const values = contenders.map((v) => signedSquaredMargin(dataset, v));
    const bounded = values.map((t) => compare(exact, 'no direction has a greater margin', greatest, '>=', t));
    const attained = contenders.filter((_, k) => exact.compare(values[k], greatest) === 0);
    const nobody = same(
      'some direction attains the certified bound',
      attained.length > 0 ? 'attained' : 'not attained',
      'attained',
    );
    return all([
      proved(dataset, answer),
      ...bounded,
      attained.length > 0 ? unique(attained) : { ...nobody, outcome: 'undecided' },
      ...(answer.separable ? [complementary(answer)] : []),
    ]);
  },
};

const axes = ({ x }: Dataset): Rational[][] =>
  x[0].flatMap((_, j) => [1, -1].map((s) => x[0].map((__, k) => exact.of(j === k ? s : 0))));

export const P5NotSeparable = drop(P5, 'separable', 'P5-not-separable');

/** <mu, w*> as <mu, p> with p = gamma* w*. */
async function meanAlongSeparator(dataset: Dataset): Promise<{ inner: Rational; gammaSquared: Rational } | undefined> {
  const answer = await linearMargin(dataset);
  if (!answer.separable) return undefined;
  const inner = dot(exact, mean(exact, dataset), nearestPoint(dataset, answer.certificate));
  return { inner, gammaSquared: answer.gammaSquared };
}

export const P5Mu: Claim<JustData> = {
  id: 'P5-mu',
  source: 'section 4.3, repaired',
  statement: 'mu = (1/n) sum_i y_i x_i is not 0, because <mu, w*> >= gamma* > 0',
  formula: String.raw`\langle \mu, w^* \rangle \ge \gamma^* > 0, \qquad \mu = \frac{1}{n} \sum_i y_i x_i`,
  evidence: 'exact',
  expected: 'holds',
  file,
  assumptions: [separable],
  onDataset: (dataset) => ({ dataset }),
  law: async ({ dataset }) => {
    const nonzero = compare(exact, '|mu|^2 > 0', squaredLength(exact, mean(exact, dataset)), '>', exact.zero);
    const along = await meanAlongSeparator(dataset);
    return along === undefined
      ? nonzero
      : all([nonzero, compare(exact, '<mu, gamma* w*> >= gamma*^2', along.inner, '>=', along.gammaSquared)]);
  },
};

export const P5MuNotSeparable = drop(P5Mu, 'separable', 'P5-mu-not-separable');

export const P5MuPrinted: Claim<JustData> = {
  id: 'P5-mu-printed',
  source: 'section 4.3, as printed, its w_* read as w*',
  statement:
    '<mu, w_*> = (1/n) sum_i y_i <w_*, x_i> >= 1 for the max-margin linear separator w_* (with the w of Assumption 3.2 it would be true)',
  formula: String.raw`\langle \mu, w^* \rangle = \frac{1}{n} \sum_i y_i \langle w^*, x_i \rangle \ge 1`,
  evidence: 'exact',
  expected: 'refuted',
  file,
  assumptions: [separable, unitBall],
  law: async ({ dataset }) => {
    const along = await meanAlongSeparator(dataset);
    if (along === undefined) return noSeparator();
    // both sides are positive: compare <mu, w*>^2 = <mu, p>^2 / gamma*^2 with 1
    return compare(exact, '<mu, w*>^2 >= 1', along.inner.mul(along.inner).div(along.gammaSquared), '>=', exact.one);
  },
};
