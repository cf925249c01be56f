import { exact, rational, toNumber } from '../numeric/rational.js';
import { testProbabilityOf } from '../numeric/sequential-test.js';
import { toReal, type Dataset } from '../model/dataset.js';
import { balancedInitialisation, gaussianInitialisation } from '../model/initialisation.js';
import { hintedDataset } from '../model/hints.js';
import type { Network } from '../model/network.js';
import type { Rational } from '../numeric/field.js';
import { flow } from '../flow/flow.js';
import { nearestPoint } from '../oracle/linear-margin.js';
import { all, same, undecided, type Verdict } from '../verdict.js';
import { noSeparator, paired, separable } from './assumptions.js';
import { drop, type Claim } from './claim.js';
import { nonzeroPerp } from './h1-hints.js';
import { meetsBounds, type HintedStart } from './h2-hinted-limit.js';
import { endsAt, endsAtLinear, separatorOf } from './flow-case.js';

const file = 'properties/theorems/c4-probability.test.ts';

export interface RandomStarts {
  readonly dataset: Dataset;
  readonly leak: Rational;
  readonly m: number;
  readonly logScale: number;
  readonly seed: number;
}

/** Of each of the two errors, for one instance; a run tests at most 10 of them. */
const ERROR = 5e-11;

/** The widths that are counted: a wider net has a share nearer to 1, which takes 2^m times the flows to tell. */
const WIDEST = 3;

/** sigma small: ln sigma at most this (observed to be enough for data of this suite's sizes; the theorem names no bound). */
const SMALL = -200;

/** Times 1/margin: trials after which a share that lies between what is told apart stays undecided (chosen). */
const ENOUGH = 400;

async function share(
  what: string,
  p0: number,
  net: (seed: number) => Network<number>,
  ends: (net: Network<number>) => Promise<Verdict>,
  seed: number,
): Promise<Verdict> {
  let next = seed;
  let doubts = 0;
  const margin = Math.min(p0, 1 - p0) * 0.9;
  const plan = { p0, margin, error: ERROR, maxTrials: Math.ceil(ENOUGH / margin) };
  const { outcome, trials, successes } = await testProbabilityOf(plan, async () => {
    const verdict = await ends(net(next++));
    if (verdict.outcome === 'undecided') doubts++;
    return verdict.outcome === 'holds';
  });
  // an undecided flow counts as a miss above; one in a hundred would hide nothing, more would
  if (doubts > Math.ceil(trials / 100))
    return undecided('undecided flows', `${doubts} of ${trials}`, 'one in a hundred');
  return {
    outcome,
    what,
    left: `${successes}/${trials}`,
    relation: '=',
    right: String(p0),
    bound: `error ${ERROR} each way`,
  };
}

export const C4: Claim<RandomStarts> = {
  id: 'C4',
  source: 'Theorem 4.3, Corollary 4.4',
  statement:
    'for theta-bar_0 drawn from D_init(1) and sigma small, the flow ends at the max-margin linear classifier with probability 1 - 2^-(m-1), which is 1/2 at m = 2 (told from half and twice the other event; error 5e-11 an instance)',
  formula: String.raw`\Pr_{\bar\theta_0 \sim \mathcal{D}_{\mathrm{init}}(1)} \Bigl[ f^\infty(x) = \frac{1 + \alpha}{4}\, \langle w^*, x \rangle \text{ for all } x \Bigr] = 1 - 2^{-(m - 1)}`,
  evidence: 'statistical',
  expected: 'holds',
  file,
  assumptions: [separable, paired],
  domain: ({ m, logScale }) => m >= 2 && m <= WIDEST && logScale <= SMALL,
  law: async ({ dataset, leak, m, logScale, seed }) => {
    const separator = await separatorOf(dataset);
    if (separator === undefined) return noSeparator();
    const shape = { d: dataset.x[0].length, m, leak: toNumber(leak) };
    return share(
      `share of starts that end at the linear classifier, m = ${m}`,
      1 - 2 ** -(m - 1),
      (s) => gaussianInitialisation({ ...shape, seed: s }),
      async (net) => all(endsAtLinear(await flow(toReal(dataset), net, logScale), separator)),
      seed,
    );
  },
};

export const C4NotSeparable = drop(C4, 'separable', 'C4-not-separable');
export const C4NotSymmetric = drop(C4, 'symmetric', 'C4-not-symmetric');

/** Hints for the data of H3, within the bounds of H2. */
export interface RandomHintedStarts extends RandomStarts {
  readonly wPerp: readonly Rational[];
  readonly H: Rational;
  readonly K: Rational;
  readonly epsilon: Rational;
}

/** With a net that is longer than nearly all that are drawn (|theta-bar_0| about sqrt(2 m)): what is small enough for it is so for them. */
function longStart({ m, leak, wPerp, ...rest }: RandomHintedStarts): HintedStart {
  const length = rational(10 * m);
  return { ...rest, wPerp, net: { leak, w: [wPerp.map((_, j) => (j === 0 ? length : exact.zero))], a: [length] } };
}

export const H3: Claim<RandomHintedStarts> = {
  id: 'H3',
  source: 'Theorem 6.2, with its probability as in the sentence before the display',
  statement:
    'on hinted data, for theta-bar_0 drawn from the balanced initialisation and sigma small, the flow ends at 1/2 phi(<w*, x>) with probability 1 - 2^-m (error 5e-11 an instance)',
  formula: String.raw`\Pr_{\tilde\theta_0 \sim \tilde{\mathcal{D}}_{\mathrm{init}}(1)} \Bigl[ f^\infty(x) = \frac{1}{2}\, \phi(\langle w^*, x \rangle) \text{ for all } x \Bigr] = 1 - 2^{-m}`,
  evidence: 'statistical',
  expected: 'holds',
  file,
  assumptions: [separable],
  domain: async (instance) => nonzeroPerp(instance) && meetsBounds(longStart(instance)),
  law: async ({ dataset, leak, m, logScale, seed, wPerp, ...hints }) => {
    const separator = await separatorOf(dataset);
    if (separator === undefined) return noSeparator();
    const hinted = toReal(hintedDataset(exact, dataset, nearestPoint(dataset, separator.certificate), wPerp, hints));
    const slope = toNumber(leak);
    const f = (x: readonly number[]): number => {
      const t = x.reduce((sum, v, j) => sum + v * separator.separator[j], 0);
      return Math.max(t, slope * t) / 2;
    };
    const margin = Math.min(...hinted.x.map((x, i) => hinted.y[i] * f(x)));
    return share(
      `share of starts that end at 1/2 phi(<w*, x>), m = ${m}`,
      1 - 2 ** -m,
      (s) => balancedInitialisation({ d: wPerp.length, m, leak: slope, seed: s }),
      async (net) => all(endsAt(await flow(hinted, net, logScale), wPerp.length, margin, f)),
      seed,
    );
  },
};

export const H3NotSeparable = drop(H3, 'separable', 'H3-not-separable');

/** The display has a delta that nothing defines: for every delta > 0 it would say that the event is almost sure. */
export const H3Printed: Claim<{ readonly m: number }> = {
  id: 'H3-printed',
  source: 'Theorem 6.2, the display, as printed',
  statement: 'the probability is at least 1 - delta, for any delta > 0 and any width m >= 1',
  formula: String.raw`\Pr_{\tilde\theta_0 \sim \tilde{\mathcal{D}}_{\mathrm{init}}(1)} \Bigl[ f^\infty(x) = \frac{1}{2}\, \phi(\langle w^*, x \rangle) \text{ for all } x \Bigr] \ge 1 - \delta`,
  evidence: 'exact',
  expected: 'refuted',
  file,
  assumptions: [],
  // if all s_k = -1, which has probability 2^-m, every limit has only a_k <= 0, and 1/2 phi(<w*, x>) is not among them
  law: ({ m }) => same('patterns of signs s with some s_k = 1, out of 2^m', 2 ** m - 1, 2 ** m),
};
