import { real } from '../numeric/field.js';
import { squaredMNorm, type Network } from '../model/network.js';
import { embed, twoNeuronStart } from '../model/embedding.js';
import { all, atLeast, undecided, type Verdict } from '../verdict.js';
import { distanceM, phaseOne, stateAt } from './a4-phase-one.js';
import { paired, separable, unitBall } from './assumptions.js';
import { drop, type Assumption, type Claim } from './claim.js';
import type { FlowStart } from './flow-case.js';

const file = 'properties/theorems/e3-limit-flow.test.ts';

/** A start theta-bar_0 (logScale plays no part); t in units of 1/lambda_0 after T_12. */
export interface LimitFlow extends FlowStart {
  readonly t: number;
}

const goodEmbedding: Assumption<LimitFlow> = {
  id: 'good-embedding',
  statement: 'b-bar is a good embedding vector',
  meets: (start) => {
    const { b } = phaseOne(start);
    return b.some((x) => x > 0) && b.some((x) => x < 0) && !b.includes(0);
  },
};

const LOG_R = [-3, -5, -7, -9];
/** ln of sigma sqrt m |theta-bar_0|_M. */
const LOG_SIGMA = [-6, -10, -14];

/** The flow of the two neurons embedded at width m, from r theta-hat, at T_2(r) + t. */
async function fromTheta(start: LimitFlow, logR: number): Promise<Network<number> | undefined> {
  const { bar, b, muBar, lambda0 } = phaseOne(start);
  const hat = embed(real, b, twoNeuronStart(real, bar.leak, b, muBar));
  return stateAt(start, hat, logR, (start.t - logR) / lambda0);
}

const sizeOf = (net: Network<number>): number => Math.sqrt(squaredMNorm(real, net));

/** Distances below this are the integrator's own (tolerance 1e-10 a step). */
const FLOOR = 1e-7;
/** The distance must fall by this from one rung to the next at least: e^(2 * 2) = 55 is the rate in r^2 (derived), e^(2*4) in sigma^2; observed rates are near. */
const LEAST_FALL = 4;

const falls = (what: string, distances: readonly number[]): Verdict[] =>
  distances.slice(1).map((e, i) => {
    const fall = e < FLOOR ? Infinity : distances[i] / e;
    return atLeast(`${what}, fall at rung ${i + 2}`, Math.min(fall, 1e9), LEAST_FALL, 0, 1);
  });

export const E3: Claim<LimitFlow> = {
  id: 'E3',
  source: 'Lemma 5.4, (4) and (5)',
  statement:
    '(4) phi(r theta-hat, T_2(r) + t) tends to a limit other than 0 as r -> 0; (5) theta(T_12 + t) tends to its embedding as sigma -> 0; both with a rate',
  evidence: 'trend',
  expected: 'holds',
  file,
  assumptions: [separable, paired, unitBall, goodEmbedding],
  law: async (start) => {
    const { bar, size, lambda0, b } = phaseOne(start);
    const ladder: Network<number>[] = [];
    for (const logR of LOG_R) {
      const theta = await fromTheta(start, logR);
      if (theta === undefined) return undecided('the two-neuron flow reaches T_2(r) + t', 'no', 'yes');
      ladder.push(theta);
    }
    const limit = ladder[ladder.length - 1];
    const cauchy = ladder.slice(1).map((theta, i) => distanceM(theta, ladder[i]) / sizeOf(limit));
    const distances: number[] = [];
    for (const logSigma of LOG_SIGMA) {
      const theta = await stateAt(start, bar, logSigma - Math.log(size), (start.t - logSigma) / lambda0);
      if (theta === undefined) return undecided('the flow reaches T_12 + t', 'no', 'yes');
      distances.push(distanceM(theta, limit) / sizeOf(limit));
    }
    const largest = Math.max(...b.map(Math.abs));
    return all([
      // at t <= 0 the flow is still near its linear part, r b-bar e^{lambda_0 T_2} = b-bar; a tenth of it is far from 0
      atLeast('|limit|_M', sizeOf(limit), 0.1 * Math.exp(Math.min(start.t, 0)) * Math.min(largest, 1), 0, 1),
      ...falls('(4): distance of neighbours in r', cauchy),
      ...falls('(5): distance to the embedded limit', distances),
    ]);
  },
};

export const E3NotSymmetric = drop(E3, 'symmetric', 'E3-not-symmetric');
