import { sign, type Rational } from '../numeric/field.js';
import { exact, isSquare } from '../numeric/rational.js';
import { formatVector, scale, squaredLength, type Vector } from '../numeric/vector.js';
import { embed, rootSums, twoNeuronStart } from '../model/embedding.js';
import { output, scaleNetwork, squaredNorm, type Network } from '../model/network.js';
import { compare, same, type Verdict } from '../verdict.js';
import { drop, type Assumption, type Claim } from './claim.js';

const file = 'properties/theorems/e1-embedding.test.ts';

/** b_+ and b_-, the lengths of the positive and of the negative part of b, are rational. */
export const hasRationalRoots = (b: Vector<Rational>): boolean =>
  [1, -1].every((s) =>
    isSquare(
      squaredLength(
        exact,
        b.filter((t) => sign(exact, t) === s),
      ),
    ),
  );

export const isTwoSided = ({ a }: Network<Rational>): boolean =>
  a.length === 2 && sign(exact, a[0]) > 0 && sign(exact, a[1]) < 0;

export interface Embedded {
  /** With rational b_+ and b_-, so that pi_b is rational. */
  readonly b: Vector<Rational>;
  /** Two neurons with a_1 > 0 > a_2. */
  readonly two: Network<Rational>;
  readonly x: Vector<Rational>;
}

const hasEntry = (id: string, statement: string, wanted: 1 | -1): Assumption<{ readonly b: Vector<Rational> }> => ({
  id,
  statement,
  meets: ({ b }) => b.some((t) => sign(exact, t) === wanted),
});
const positiveEntry = hasEntry('positive-entry', 'b has a positive entry', 1);
const negativeEntry = hasEntry('negative-entry', 'b has a negative entry', -1);
const noZeroEntry: Assumption<{ readonly b: Vector<Rational> }> = {
  id: 'no-zero-entry',
  statement: 'all entries of b are non-zero',
  meets: ({ b }) => b.every((t) => sign(exact, t) !== 0),
};

/** b_+ and b_- are rational, and a_1 > 0 > a_2. */
const domain = ({ b, two }: Omit<Embedded, 'x'>): boolean => hasRationalRoots(b) && isTwoSided(two);

const sameFunction = ({ b, two, x }: Embedded): Verdict =>
  compare(exact, 'f_{pi_b(theta)}(x) = f_theta(x)', output(exact, embed(exact, b, two), x), '=', output(exact, two, x));

export const E1: Claim<Embedded> = {
  id: 'E1',
  source: 'section 5.2',
  statement: 'f of pi_b(theta) equals f of theta, for a good embedding vector b',
  formula: String.raw`f_{\pi_b(\hat\theta)}(x) = f_{\hat\theta}(x)`,
  evidence: 'exact',
  expected: 'holds',
  file,
  assumptions: [positiveEntry, negativeEntry],
  domain,
  law: sameFunction,
};

export const E1NoPositive = drop(E1, 'positive-entry', 'E1-no-positive');
export const E1NoNegative = drop(E1, 'negative-entry', 'E1-no-negative');

/**
 * The third part of "good", no zero entry, is not needed here: the paper leaves w_k and a_k undefined where b_k = 0, and
 * with a neuron of zeros there the identity holds all the same. E1 above is checked with and without zeros.
 */
export const E1Norm: Claim<Embedded> = {
  id: 'E1-norm',
  source: 'section 5.2 and 5.3, implied',
  statement: '|pi_b(theta)| = |theta|, so the embedding keeps the normalised margin',
  formula: String.raw`\|\pi_b(\hat\theta)\| = \|\hat\theta\|`,
  evidence: 'exact',
  expected: 'holds',
  file,
  assumptions: [positiveEntry, negativeEntry],
  domain,
  law: ({ b, two }) =>
    compare(
      exact,
      '|pi_b(theta)|^2 = |theta|^2',
      squaredNorm(exact, embed(exact, b, two)),
      '=',
      squaredNorm(exact, two),
    ),
};

export const E1NormNoPositive = drop(E1Norm, 'positive-entry', 'E1-norm-no-positive');
export const E1NormNoNegative = drop(E1Norm, 'negative-entry', 'E1-norm-no-negative');

export interface EmbeddedStart {
  readonly b: Vector<Rational>;
  /** A unit vector. */
  readonly muBar: Vector<Rational>;
  /** r > 0. */
  readonly r: Rational;
  readonly leak: Rational;
}

const isEmbeddedStart = ({ b, muBar, r }: EmbeddedStart): boolean =>
  hasRationalRoots(b) && squaredLength(exact, muBar).equals(1) && r.compare(0) > 0;

/** pi_b(r start) = (r b_1 mu-bar, ..., r b_m mu-bar, r b_1, ..., r b_m), as flat vectors in the paper's order of theta. */
function startsEmbedded({ b, muBar, r }: EmbeddedStart, start: Network<Rational>): Verdict {
  const embedded = embed(exact, b, scaleNetwork(exact, r, start));
  const wanted = [...b.flatMap((bk) => scale(exact, r.mul(bk), muBar)), ...scale(exact, r, b)];
  const [left, right] = [[...embedded.w.flat(), ...embedded.a], wanted].map((v) => formatVector(exact, v));
  return same('pi_b(r theta-hat) = (r b_1 mu-bar, ..., r b_m mu-bar, r b_1, ..., r b_m)', left, right);
}

/** No assumption on b: where b has no positive entry, nobody carries the first neuron, and nobody should. */
export const E1Start: Claim<EmbeddedStart> = {
  id: 'E1-start',
  source: 'section 5.2, "Approximate Embedding", repaired',
  statement: 'theta-hat = (b_+ mu-bar, b_- mu-bar, b_+, b_-) has pi_b(r theta-hat) = (r b_k mu-bar; r b_k)',
  formula: String.raw`\hat\theta = (b_+ \bar\mu,\ b_- \bar\mu,\ b_+,\ b_-) \qquad \pi_b(r\, \hat\theta) = (r b_1 \bar\mu, \dots, r b_m \bar\mu,\ r b_1, \dots, r b_m)`,
  evidence: 'exact',
  expected: 'holds',
  file,
  assumptions: [],
  domain: isEmbeddedStart,
  law: (instance) => startsEmbedded(instance, twoNeuronStart(exact, instance.leak, instance.b, instance.muBar)),
};

export const E1StartPrinted: Claim<EmbeddedStart> = {
  id: 'E1-start-printed',
  source: 'section 5.2, "Approximate Embedding", and Lemma 5.4, as printed',
  statement:
    'theta-hat = (b_+, b_+ mu-bar, b_-, b_- mu-bar), read in the order (w_1, w_2, a_1, a_2) of the definition, has pi_b(r theta-hat) = (r b_k mu-bar; r b_k)',
  formula: String.raw`\hat\theta = (b_+,\ b_+ \bar\mu,\ b_-,\ b_- \bar\mu) \qquad \pi_b(r\, \hat\theta) = (r b_1 \bar\mu, \dots, r b_m \bar\mu,\ r b_1, \dots, r b_m)`,
  evidence: 'exact',
  expected: 'refuted',
  file,
  assumptions: [positiveEntry, negativeEntry, noZeroEntry],
  domain: isEmbeddedStart,
  law: (instance) => {
    const { b, muBar, leak } = instance;
    const { plus, minus } = rootSums(exact, b);
    const flat = [plus, ...scale(exact, plus, muBar), minus, ...scale(exact, minus, muBar)];
    const d = muBar.length;
    const read = { leak, w: [flat.slice(0, d), flat.slice(d, 2 * d)], a: flat.slice(2 * d) };
    return startsEmbedded(instance, read);
  },
};
