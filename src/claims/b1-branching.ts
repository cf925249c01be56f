import { real, sign, type Rational } from '../numeric/field.js';
import { exact, rational, toNumber } from '../numeric/rational.js';
import { dot, isZero, plus, scale, squaredLength } from '../numeric/vector.js';
import { largestSquaredNorm, type Dataset } from '../model/dataset.js';
import { outputMargins, squaredNorm, subgradient, type Network } from '../model/network.js';
import { all, atLeast, compare, same, type Verdict } from '../verdict.js';
import { drop, type Assumption, type Claim } from './claim.js';
import { isStart, DOUBT, flowFrom, type FlowStart } from './flow-case.js';

const file = 'properties/theorems/b1-branching.test.ts';

/** A start at which the first neuron sits on the kink of the first point. */
export interface KinkStart {
  readonly dataset: Dataset;
  readonly net: Network<Rational>;
}

/** f_theta(x_i) = 0 for all i, by a neuron (w, a) and a neuron (w, -a), say: all s_i are then 1/2, and velocities are rational. */
const isCancelling = ({ dataset, net }: KinkStart): boolean =>
  isStart({ net }) &&
  !isZero(exact, dataset.x[0]) &&
  outputMargins(exact, net, dataset).every((q) => sign(exact, q) === 0);

const onOneKink: Assumption<KinkStart> = {
  id: 'on-one-kink',
  statement: '<w_1, x_1> = 0, and <w_1, x_i> is not 0 for any other i',
  meets: ({ dataset: { x }, net: { w } }) =>
    x.every((row, i) => (sign(exact, dot(exact, w[0], row)) === 0) === (i === 0)),
};

/**
 * With slope c at x_1, d<w_1, x_1>/dt = (a_1/(2n)) (y_1 c |x_1|^2 + sum_{i > 1} y_i phi'(<w_1, x_i>) <x_i, x_1>): the second part pulls
 * against the first, by more than leak |x_1|^2 and less than |x_1|^2. On symmetric data -x_1 has a kink there too, and
 * makes up for the first part's jump.
 */
const repelling: Assumption<KinkStart> = {
  id: 'repelling',
  statement: "a_1 y_1 > 0 and leak |x_1|^2 < -y_1 sum_{i > 1} y_i phi'(<w_1, x_i>) <x_i, x_1> < |x_1|^2",
  meets: ({ dataset: { x, y }, net: { leak, w, a } }) => {
    const pulls = x.slice(1).map((row, i) => {
      const slope = sign(exact, dot(exact, w[0], row)) > 0 ? exact.one : leak;
      return slope.mul(y[i + 1]).mul(dot(exact, row, x[0]));
    });
    const against = pulls.reduce((sum, t) => sum.add(t), rational(0)).mul(-y[0]);
    const whole = squaredLength(exact, x[0]);
    return sign(exact, a[0]) === y[0] && against.compare(whole.mul(leak)) > 0 && against.compare(whole) < 0;
  },
};

/** d<w_1, x_1>/dt for the element of -dL that takes slope 1 (choice 1) or leak (choice 0) at the kinks; all s_i = 1/2. */
function normalVelocity({ dataset: { x, y }, net }: KinkStart, choice: 0 | 1): Rational {
  const choices = net.a.map(() => rational(choice));
  const zero = x[0].map(() => exact.zero);
  const sum = x.reduce<Rational[]>((total, row, i) => {
    const { w } = subgradient(exact, net, row, choices);
    return plus(exact, total, scale(exact, rational(y[i], 2 * x.length), w[0]));
  }, zero);
  return dot(exact, sum, x[0]);
}

/** In the cell where phi' = 1 the neuron leaves upwards, and in the cell where phi' = leak, downwards. */
const leavesBothWays = (start: KinkStart): Verdict[] => [
  compare(exact, "d<w_1, x_1>/dt > 0 where phi' = 1", normalVelocity(start, 1), '>', exact.zero),
  compare(exact, "0 > d<w_1, x_1>/dt where phi' = leak", exact.zero, '>', normalVelocity(start, 0)),
];

/**
 * Each cell's field is smooth up to its wall, so a solution of it that starts on the wall and heads inwards is a trajectory of
 * equation (1) as long as it stays inside. Two cells, two trajectories. (A third one stays on the kink.)
 */
export const B1: Claim<KinkStart> = {
  id: 'B1',
  source: 'section 4.3, Appendix I.2',
  statement:
    'gradient flow branches where a kink repels a neuron: d<w_1, x_1>/dt > 0 in the cell where <w_1, x_1> > 0, and < 0 in the cell where <w_1, x_1> < 0',
  formula: String.raw`\frac{d}{dt} \langle w_1, x_1 \rangle > 0 \text{ where } \langle w_1, x_1 \rangle > 0, \qquad \frac{d}{dt} \langle w_1, x_1 \rangle < 0 \text{ where } \langle w_1, x_1 \rangle < 0`,
  evidence: 'exact',
  expected: 'holds',
  file,
  assumptions: [onOneKink, repelling],
  domain: isCancelling,
  law: (start) => all(leavesBothWays(start)),
};

export const B1OffKink = drop(B1, 'on-one-kink', 'B1-off-kink');
export const B1NotRepelling = drop(B1, 'repelling', 'B1-not-repelling');

/** |theta_0| in units of (max |x_i|)^{-1/2}: small, so that the s_i stay near 1/2. */
const SIZE = Math.exp(-5);
/** Physical time at which the two are compared, in units of 1/max |x_i|, in which a neuron turns: no other kink is met so soon. */
const TIME = 2 ** -20;
/** Of the path that the velocity at the start promises, this much is there at that time: the s_i and a are others by |theta|^2 and TIME. */
const SHARE = 0.99;
/** The flow's tolerance beside a path of TIME (times leak, or so). */
const TOLERANCE = 1e-13;
const PATH_BOUND = 1e-3;

/** <w_1, x_1> at the time, and at how many events the flow could have gone on in more than one way. */
async function followed(start: FlowStart, branch: 1 | -1, time: number): Promise<{ z: number; branches: number }> {
  const x1 = start.dataset.x[0].map(toNumber);
  const { theta, logSquaredNorm, branches } = await flowFrom(start, { branch, times: [time], tolerance: TOLERANCE });
  return { z: dot(real, theta.w[0], x1) * Math.exp(logSquaredNorm / 2), branches };
}

export const B1Flow: Claim<KinkStart> = {
  id: 'B1-flow',
  source: 'section 4.3, Appendix I.2',
  statement:
    'gradient flow branches where a kink repels a neuron: the two trajectories exist, end on the two sides of the kink, and the flow says that it chose',
  formula: String.raw`\theta^+(0) = \theta^-(0), \qquad \langle w_1^+(t), x_1 \rangle > 0 > \langle w_1^-(t), x_1 \rangle`,
  evidence: 'limit',
  expected: 'holds',
  file,
  assumptions: [onOneKink, repelling],
  domain: isCancelling,
  law: async (start) => {
    const longest = Math.sqrt(toNumber(largestSquaredNorm(exact, start.dataset)));
    const time = TIME / longest;
    const size = SIZE / Math.sqrt(toNumber(squaredNorm(exact, start.net)) * longest);
    const scaled = { ...start, logScale: Math.log(size) };
    // which branch is which hangs on how the flow orients the hyperplane of x_1
    const [up, down] = [await followed(scaled, 1, time), await followed(scaled, -1, time)].sort((s, t) => t.z - s.z);
    const promised = ([1, 0] as const).map((c) => size * time * toNumber(normalVelocity(start, c)));
    const paths = [up.z / promised[0], down.z / promised[1]];
    return all([
      same(
        'the flow reports that it could have gone the other way',
        String(up.branches > 0 && down.branches > 0),
        'true',
      ),
      atLeast('<w_1, x_1> beside its initial velocity, upwards', paths[0], SHARE, PATH_BOUND, DOUBT),
      atLeast('<w_1, x_1> beside its initial velocity, downwards', paths[1], SHARE, PATH_BOUND, DOUBT),
    ]);
  },
};

export const B1FlowOffKink = drop(B1Flow, 'on-one-kink', 'B1-flow-off-kink');
export const B1FlowNotRepelling = drop(B1Flow, 'repelling', 'B1-flow-not-repelling');
