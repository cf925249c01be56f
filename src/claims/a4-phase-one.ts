import { augment } from '../model/symmetry.js';
import { exact, toNumber } from '../numeric/rational.js';
import { type Rational, real } from '../numeric/field.js';
import { isZero, squaredLength } from '../numeric/vector.js';
import { mean, toReal } from '../model/dataset.js';
import { embeddingVector } from '../model/embedding.js';
import { squaredMNorm, type Network } from '../model/network.js';
import { flow } from '../flow/flow.js';
import { all, atLeast, same, undecided, type Verdict } from '../verdict.js';
import { paired, separable, unitBall } from './assumptions.js';
import { drop, type Assumption, type Claim } from './claim.js';
import { isStart, toRealNetwork, type FlowStart } from './flow-case.js';

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

/** Where mu = 0 nothing grows. */
export const noPhaseOne = (): Verdict => same('lambda_0 > 0, so that there is a T_1(r)', 'false', 'true');

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

/** |Delta theta|_M sqrt m / r^3 over a ladder of r, at the T_1 of some lambda_0, or a doubt. */
async function errors(
  start: PhaseOne,
  lambda0: number,
  ladder: readonly number[] = LADDER,
): Promise<number[] | Verdict> {
  const { bar, muBar, size, b } = phaseOne(start);
  const found: number[] = [];
  for (const r of ladder) {
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
  formula: String.raw`w_k(T_1(r)) = r\, \bar b_k \bar\mu + \Delta w_k, \qquad a_k(T_1(r)) = r\, \bar b_k + \Delta a_k \qquad \|\Delta\theta\|_M \le \Bigl(4 + \frac{1}{2\lambda_0}\Bigr) \frac{r^3}{\sqrt m}, \qquad \lambda_0 = \frac{1 + \alpha}{4}\, \|\mu\|`,
  evidence: 'trend',
  expected: 'holds',
  file,
  assumptions: [separable, paired, unitBall, smallSigma],
  domain: (start) => isStart(start) && start.factor > 0,
  law: async (start) => {
    if (isZero(exact, mean(exact, start.dataset))) return noPhaseOne();
    return withinBound(start, 1);
  },
};

/** The bound at the T_1 of `times` the repaired lambda_0, and with the constant of that. */
async function withinBound(start: PhaseOne, times: number): Promise<Verdict> {
  const lambda0 = times * phaseOne(start).lambda0;
  const found = await errors(start, lambda0);
  if (!Array.isArray(found)) return found;
  const C = constant(lambda0);
  return all(found.map((e, i) => atLeast(`C - |Delta theta|_M sqrt m/r^3 at r = ${LADDER[i]}`, C - e, 0, 0, 1)));
}

/** The printed lambda_0 = |mu-tilde| is twice too large with the printed mu-tilde, and T_1 is half as long: theta is then of size r^2, not r. */
export const A4Printed: Claim<PhaseOne> = {
  ...A4,
  id: 'A4-printed',
  source: 'Lemma 5.2, as printed: T_1 with lambda_0 = (1 + leak)/2 |mu|',
  statement: 'at T_1(r) each neuron is r b-bar_k (mu-bar, 1) up to |Delta theta|_M <= C r^3/sqrt m',
  formula: String.raw`\|\Delta\theta\|_M \le \frac{C r^3}{\sqrt m} \quad \text{at } T_1(r) = \frac{1}{\lambda_0} \ln \frac{r}{\sqrt m\, \sigma\, \|\bar\theta_0\|_M} \qquad \lambda_0 = \frac{1 + \alpha}{2}\, \|\mu\|`,
  expected: 'refuted',
  law: (start) => withinBound(start, 2),
};

/** Data on which lambda_0 is small: z_1 = (1/2 + h, h), z_2 = (-1/2 + h, h) and their reflections, one neuron (mu-bar, 1). */
export interface NarrowData {
  /** In (0, 1/4]. */
  readonly h: Rational;
  /** A candidate for the constant. */
  readonly C: number;
}

/** r beside sqrt h: q is then as small as r^2 on the ladder of the other claims. */
const SMALL_R = 1 / 20;

export const A4UniversalPrinted: Claim<NarrowData> = {
  id: 'A4-universal-printed',
  source: 'Lemma 5.2, as printed: "a universal constant C"',
  statement: 'one C bounds |Delta theta|_M sqrt m/r^3 at T_1(r) for all data, r small (with the repaired lambda_0)',
  formula: String.raw`\|\Delta\theta\|_M \le \frac{C r^3}{\sqrt m} \quad \text{with one } C \text{ for all data}`,
  evidence: 'trend',
  expected: 'refuted',
  file,
  assumptions: [],
  domain: ({ h, C }) => h.compare(0) > 0 && h.mul(4).compare(1) <= 0 && C > 0,
  law: async ({ h, C }) => {
    const half = exact.of(0.5);
    const dataset = augment({
      x: [
        [half.add(h), h],
        [h.sub(half), h],
      ],
      y: [1, 1],
    });
    // (mu-bar, 1) has mu-bar = (1, 1)/sqrt 2: as a double it is as good
    const bar = exact.of(Math.SQRT1_2);
    const start = { dataset, net: { leak: half, w: [[bar, bar]], a: [exact.one] }, logScale: 0, factor: 1 };
    const found = await errors(start, phaseOne(start).lambda0, [SMALL_R * Math.sqrt(toNumber(h))]);
    if (!Array.isArray(found)) return found;
    return atLeast('C - |Delta theta|_M sqrt m/r^3', C - found[0], 0, 0, 1);
  },
};

export const A4NotSeparable = drop(A4, 'separable', 'A4-not-separable');
export const A4NotSymmetric = drop(A4, 'symmetric', 'A4-not-symmetric');
export const A4NotUnitBall = drop(A4, 'unit-ball', 'A4-not-unit-ball');
export const A4LargeSigma = drop(A4, 'small-sigma', 'A4-large-sigma');
