import { real } from '../numeric/field.js';
import { squaredLength } from '../numeric/vector.js';
import { mean, toReal } from '../model/dataset.js';
import { embeddingVector } from '../model/embedding.js';
import { squaredMNorm, type Network } from '../model/network.js';
import { flow } from '../flow/flow.js';
import { all, atLeast, undecided, type Verdict } from '../verdict.js';
import { paired, separable, unitBall } from './assumptions.js';
import { drop, type Assumption, type Claim } from './claim.js';
import { toRealNetwork, type FlowStart } from './flow-case.js';

const file = 'properties/theorems/a4-phase-one.test.ts';

/** A start theta-bar_0 (logScale plays no part) with sigma = factor r^3/(sqrt m |theta-bar_0|_M). */
export interface PhaseOne extends FlowStart {
  readonly factor: number;
}

/** What Lemmas 5.2 and 5.4 are made of, with the repaired mu-tilde: lambda_0 = (1 + leak)/4 |mu|. */
export function phaseOne({ dataset, net }: FlowStart) {
  const bar = toRealNetwork(net);
  const mu = mean(real, toReal(dataset));
  const length = Math.sqrt(squaredLength(real, mu));
  const muBar = mu.map((t) => t / length);
  const M = Math.sqrt(squaredMNorm(real, bar));
  const size = Math.sqrt(net.a.length) * M;
  const b = embeddingVector(real, bar, muBar).map((t) => t / (2 * size));
  return { bar, muBar, lambda0: ((1 + bar.leak) / 4) * length, size, b };
}

/** theta at one physical time. */
export async function stateAt(start: FlowStart, net: Network<number>, logScale: number, time: number) {
  let theta: Network<number> | undefined;
  const result = await flow(toReal(start.dataset), net, logScale, {
    times: [time],
    tolerance: 1e-10,
    onSample: (sample) => (theta = sample.theta()),
  });
  return result.why === 'the last time was reached' ? theta : undefined;
}

export const distanceM = (u: Network<number>, v: Network<number>): number =>
  Math.sqrt(
    squaredMNorm(real, {
      leak: u.leak,
      w: u.w.map((wk, k) => wk.map((t, j) => t - v.w[k][j])),
      a: u.a.map((t, k) => t - v.a[k]),
    }),
  );

const LADDER = [1 / 4, 1 / 8, 1 / 16, 1 / 32];

const smallSigma: Assumption<PhaseOne> = {
  id: 'small-sigma',
  statement: 'sigma <= r^3/(sqrt m |theta-bar_0|_M)',
  meets: ({ factor }) => factor <= 1,
};

/** |Delta theta|_M sqrt m / r^3 over the ladder of r, or a doubt. */
async function errors(start: PhaseOne): Promise<number[] | Verdict> {
  const { bar, muBar, lambda0, size, b } = phaseOne(start);
  const found: number[] = [];
  for (const r of LADDER) {
    const logSigma = Math.log(start.factor * r ** 3) - Math.log(size);
    const time = (Math.log(r) - Math.log(size) - logSigma) / lambda0;
    const theta = await stateAt(start, bar, logSigma, time);
    if (theta === undefined) return undecided('the flow reaches T_1(r)', 'no', 'yes');
    const wanted = { leak: bar.leak, w: b.map((bk) => muBar.map((t) => r * bk * t)), a: b.map((bk) => r * bk) };
    found.push((distanceM(theta, wanted) * Math.sqrt(b.length)) / r ** 3);
  }
  return found;
}

/**
 * With |x_i| <= 1: what is not along the top eigenvector stays below sigma |theta-bar_0|_M = r^3/sqrt m, twice, for the decaying part; and the
 * weights s_i differ from 1/2 by at most |q_i|/4 <= r^2 e^{-2 lambda_0 u}/4 at u before T_1, which moves a neuron of r/sqrt m by r^3/(8 lambda_0 sqrt m), twice
 * over for w and a. So |Delta theta|_M <= (2 + 1/(4 lambda_0)) r^3/sqrt m to leading order, and twice that leaves room for the rest.
 */
const constant = (lambda0: number): number => 2 * (2 + 1 / (4 * lambda0));

export const A4: Claim<PhaseOne> = {
  id: 'A4',
  source: 'Lemma 5.2, repaired (mu-tilde, and C that depends on lambda_0)',
  statement:
    'at T_1(r) each neuron is r b-bar_k (mu-bar, 1) up to |Delta theta|_M <= C r^3/sqrt m, C = 4 + 1/(2 lambda_0), for r = 1/4, ..., 1/32',
  evidence: 'trend',
  expected: 'holds',
  file,
  assumptions: [separable, paired, unitBall, smallSigma],
  law: async (start) => {
    const found = await errors(start);
    if (!Array.isArray(found)) return found;
    const C = constant(phaseOne(start).lambda0);
    return all(found.map((e, i) => atLeast(`C - |Delta theta|_M sqrt m/r^3 at r = ${LADDER[i]}`, C - e, 0, 0, 1)));
  },
};

export const A4LargeSigma = drop(A4, 'small-sigma', 'A4-large-sigma');
