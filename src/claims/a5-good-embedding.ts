import { real, sign, type Rational } from '../numeric/field.js';
import { exact, toNumber } from '../numeric/rational.js';
import { testProbability } from '../numeric/sequential-test.js';
import { surds } from '../numeric/surd.js';
import { dot, isZero, scale, squaredLength, type Vector } from '../numeric/vector.js';
import { embeddingVector, isGoodEmbedding } from '../model/embedding.js';
import { gaussianInitialisation } from '../model/initialisation.js';
import { scaleNetwork, type Network } from '../model/network.js';
import { all, compare, same } from '../verdict.js';
import { drop, type Assumption, type Claim } from './claim.js';

const file = 'properties/theorems/a5-good-embedding.test.ts';

export interface StartOnMean {
  /** theta-bar_0; its leak plays no part. */
  readonly net: Network<Rational>;
  /** Not 0; mu-bar = mu/|mu|. */
  readonly mu: Vector<Rational>;
}

const hasMean = ({ mu }: { readonly mu: Vector<Rational> }): boolean => !isZero(exact, mu);

/** The field Q(|mu|) with mu-bar and the net lifted into it. */
function lift({ net, mu }: StartOnMean) {
  const field = surds(squaredLength(exact, mu));
  const muBar = scale(field, field.div(field.one, field.root), mu.map(field.lift));
  const lifted = { leak: field.lift(net.leak), w: net.w.map((wk) => wk.map(field.lift)), a: net.a.map(field.lift) };
  return { field, muBar, lifted };
}

/** The signs of b-bar's entries, exactly: <w_k, mu-bar> + a_k in Q(|mu|). */
function signsOf(start: StartOnMean): number[] {
  const { field, muBar, lifted } = lift(start);
  return embeddingVector(field, lifted, muBar).map((t) => sign(field, t));
}

const nonzeroEntries: Assumption<StartOnMean> = {
  id: 'nonzero-entries',
  statement: 'no entry of b-bar is 0 (true with probability 1)',
  meets: (start) => !signsOf(start).includes(0),
};

/**
 * D_init is invariant under (w_k, a_k) -> (-w_k, -a_k) for each k alone, so the probability is the mean share of good vectors
 * over these 2^m flips of a start. The law counts them: 2^m - 2 of 2^m for every start is the printed probability, exactly.
 */
export const A5: Claim<StartOnMean> = {
  id: 'A5',
  source: 'Lemma 5.4',
  statement:
    'b-bar is a good embedding vector with probability 1 - 2^-(m-1): of the 2^m sign flips of a start, 2^m - 2',
  formula: String.raw`\Pr[\bar b \text{ is good}] = \frac{2^m - 2}{2^m} = 1 - 2^{-(m - 1)}`,
  evidence: 'exact',
  expected: 'holds',
  file,
  assumptions: [nonzeroEntries],
  domain: hasMean,
  law: (start) => {
    const m = start.net.a.length;
    const kept = signsOf(start);
    const flipped = signsOf({ ...start, net: scaleNetwork(exact, exact.of(-1), start.net) });
    let good = 0;
    for (let flips = 0; flips < 2 ** m; flips++) {
      const b = kept.map((s, k) => ((flips >> k) & 1 ? flipped[k] : s));
      if (isGoodEmbedding(real, b)) good++;
    }
    return same(`good sign patterns among the ${2 ** m} flips`, good, 2 ** m - 2);
  },
};

export const A5ZeroEntry = drop(A5, 'nonzero-entries', 'A5-zero-entry');

/** The flow of Phase I keeps this component and loses the rest, which is why b-bar decides all that follows. */
export const A5Component: Claim<StartOnMean> = {
  id: 'A5-component',
  source: 'Lemma 5.2',
  statement:
    'up to the factor sqrt(m) |theta-bar_0|_M, b-bar_k (mu-bar, 1) is the component of the neuron (w_k, a_k) along the top eigenvector (mu-bar, 1) of M: the rest is perpendicular to it',
  formula: String.raw`\Bigl\langle (\bar w_k, \bar a_k) - \sqrt m\, \|\bar\theta_0\|_M\, \bar b_k\, (\bar\mu, 1),\ (\bar\mu, 1) \Bigr\rangle = 0`,
  evidence: 'exact',
  expected: 'holds',
  file,
  assumptions: [],
  domain: hasMean,
  law: (start) => {
    const { field, muBar, lifted } = lift(start);
    const top = [...muBar, field.one];
    const half = field.div(field.one, field.of(2));
    return all(
      embeddingVector(field, lifted, muBar).map((bk, k) => {
        const component = scale(field, field.mul(half, bk), top);
        const rest = [...lifted.w[k], lifted.a[k]].map((t, j) => field.sub(t, component[j]));
        return compare(
          field,
          `<(w_k, a_k) - 1/2 (<w_k, mu-bar> + a_k) (mu-bar, 1), (mu-bar, 1)> = 0, k = ${k + 1}`,
          dot(field, rest, top),
          '=',
          field.zero,
        );
      }),
    );
  },
};

export const A5DimensionPrinted: Claim<StartOnMean> = {
  id: 'A5-dimension-printed',
  source: 'section 5.2, as printed',
  statement: 'b-bar, with the entries b-bar_1, ..., b-bar_m, is a vector of R^d',
  formula: String.raw`\bar b \in \mathbb{R}^d`,
  evidence: 'exact',
  expected: 'refuted',
  file,
  assumptions: [],
  domain: hasMean,
  law: (start) => same('entries of b-bar = d', signsOf(start).length, start.mu.length),
};

export interface SampledStart {
  readonly m: number;
  /** Not 0, of length d. */
  readonly mu: Vector<Rational>;
  readonly cAinit: number;
  readonly seed: number;
}

/** Of each of the two errors, for one instance; a run checks at most 50 of them, which leaves it below 1e-9. */
const ERROR = 2e-11;

/**
 * Enough for some 2000 failures of probability q = 2^-(m-1): the slower ratio then has mean log 2000 * 0.0945 = 189 and
 * deviation 0.405 sqrt(2000) = 18, so that it ends below the threshold ln(2/ERROR) = 25 with a probability below ERROR.
 */
const trialsFor = (m: number): number => 1000 * 2 ** m;

export const A5Sampled: Claim<SampledStart> = {
  id: 'A5-sampled',
  source: 'Lemma 5.4 with section 4.2',
  statement:
    'for theta-bar_0 drawn from D_init(1), b-bar is a good embedding vector with probability 1 - 2^-(m-1) (told from the exponents m - 2 and m; error 2e-11 an instance)',
  formula: String.raw`\Pr_{\bar\theta_0 \sim \mathcal{D}_{\mathrm{init}}(1)} [\bar b \text{ is good}] = 1 - 2^{-(m - 1)}`,
  evidence: 'statistical',
  expected: 'holds',
  file,
  assumptions: [],
  domain: hasMean,
  law: ({ m, mu, cAinit, seed }) => {
    const direction = mu.map(toNumber);
    const muBar = scale(real, 1 / Math.sqrt(squaredLength(real, direction)), direction);
    let next = seed;
    const p0 = 1 - 2 ** -(m - 1);
    const plan = { p0, margin: (1 - p0) / 2, error: ERROR, maxTrials: trialsFor(m) };
    const { outcome, trials, successes } = testProbability(plan, () => {
      const net = gaussianInitialisation({ d: mu.length, m, leak: 0.5, seed: next++ }, cAinit);
      return isGoodEmbedding(real, embeddingVector(real, net, muBar));
    });
    return {
      outcome,
      what: `share of good embedding vectors at m = ${m}`,
      left: `${successes}/${trials}`,
      relation: '=',
      right: String(p0),
      bound: `error ${ERROR} each way`,
    };
  },
};
