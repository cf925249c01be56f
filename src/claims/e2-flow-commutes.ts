import { exact } from '../numeric/rational.js';
import type { Rational } from '../numeric/field.js';
import type { Vector } from '../numeric/vector.js';
import { toReal, type Dataset } from '../model/dataset.js';
import { embed, isGoodEmbedding } from '../model/embedding.js';
import type { Network } from '../model/network.js';
import { flow } from '../flow/flow.js';
import { all, near, undecided } from '../verdict.js';
import { distanceM } from './a4-phase-one.js';
import { drop, type Assumption, type Claim } from './claim.js';
import { hasRationalRoots, isTwoSided } from './e1-embedding.js';
import { DOUBT, toRealNetwork } from './flow-case.js';

const file = 'properties/theorems/e2-flow-commutes.test.ts';

export interface EmbeddedFlow {
  readonly dataset: Dataset;
  /** With rational b_+ and b_-. */
  readonly b: Vector<Rational>;
  /** Two neurons with a_1 > 0 > a_2. */
  readonly two: Network<Rational>;
  /** Physical times at which the trajectories are compared, ascending. */
  readonly times: readonly number[];
}

/** phi(theta, t) at the times, equal neurons kept apart, and one choice of branch where there is one. */
async function trajectory({ dataset, times }: EmbeddedFlow, net: Network<Rational>, branch: 1 | -1) {
  const states: Network<number>[] = [];
  const { branches } = await flow(toReal(dataset), toRealNetwork(net), 0, {
    times,
    branch,
    merge: false,
    onSample: ({ logTime, theta }) => {
      if (states.length < times.length && Math.exp(logTime) >= times[states.length] * (1 - 1e-9)) states.push(theta());
    },
  });
  return { states, branches };
}

const good: Assumption<EmbeddedFlow> = {
  id: 'good-embedding',
  statement: 'b is a good embedding vector',
  meets: ({ b }) => isGoodEmbedding(exact, b),
};

const nonBranching: Assumption<EmbeddedFlow> = {
  id: 'non-branching',
  statement: 'the start is non-branching (the flow meets no kink that it could leave in two ways)',
  meets: async (instance) => (await trajectory(instance, instance.two, 1)).branches === 0,
};

/** Of two trajectories, beside |theta|: the steps' tolerance, 1e-8, with the growth of errors until |theta| is about 1 (observed: 2e-8). */
const BOUND = 1e-6;

export const E2: Claim<EmbeddedFlow> = {
  id: 'E2',
  source: 'Lemma 5.3',
  statement:
    'phi(pi_b(theta), t) = pi_b(phi(theta, t)) for good b and non-branching starts, whichever trajectories are taken',
  formula: String.raw`\varphi(\pi_b(\hat\theta), t) = \pi_b(\varphi(\hat\theta, t))`,
  evidence: 'limit',
  expected: 'holds',
  file,
  assumptions: [good, nonBranching],
  domain: ({ b, two, times }) =>
    hasRationalRoots(b) && isTwoSided(two) && times.every((t, i) => t > (i > 0 ? times[i - 1] : 0)) && times.length > 0,
  law: async (instance) => {
    const { b, two, times } = instance;
    const narrow = await trajectory(instance, two, 1);
    const wide = await trajectory(instance, embed(exact, b, two), -1);
    if (narrow.states.length < times.length || wide.states.length < times.length) {
      return undecided('both flows reach the times', 'no', 'yes');
    }
    // pi_b of a real net: the shares are those of b
    const shares = embed(exact, b, { leak: two.leak, w: [[], []], a: [exact.of(1), exact.of(-1)] }).a.map(Number);
    return all(
      narrow.states.map(({ leak, w, a }, i) => {
        const spread = {
          leak,
          w: shares.map((s) => w[s > 0 ? 0 : 1].map((t) => Math.abs(s) * t)),
          a: shares.map((s) => Math.abs(s) * a[s > 0 ? 0 : 1]),
        };
        const size = Math.max(...a.map(Math.abs), ...w.flat().map(Math.abs));
        const apart = distanceM(wide.states[i], spread) / size;
        return near(`distance of the trajectories at t = ${times[i]}, beside |theta|`, apart, 0, BOUND, DOUBT);
      }),
    );
  },
};

export const E2NotGood = drop(E2, 'good-embedding', 'E2-not-good');
/** A branching start has several trajectories: two flows need not follow the same one. */
export const E2Branching = drop(E2, 'non-branching', 'E2-branching');
