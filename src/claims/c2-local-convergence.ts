import { separable } from './assumptions.js';
import { exact } from '../numeric/rational.js';
import { dot } from '../numeric/vector.js';
import { toReal } from '../model/dataset.js';
import type { Network } from '../model/network.js';
import { flow, type FlowResult } from '../flow/flow.js';
import { all, atLeast, near } from '../verdict.js';
import { drop, type Assumption, type Claim } from './claim.js';
import { DOUBT, flowFrom, isStart, limitOf, MARGIN_BOUND, type FlowStart } from './flow-case.js';

const file = 'properties/theorems/c2-local-convergence.test.ts';

/** The local-max-margin direction is the limit of a start; the second flow starts at norm rho beside it. */
export interface Beside extends FlowStart {
  /** Where to, and how far: the direction is moved by epsilon zeta/|zeta|, zeta = (w_1, a_1, w_2, a_2, ...). */
  readonly zeta: readonly number[];
  readonly epsilon: number;
  /** ln of q_min at the start of the second flow: its norm is sqrt(q_min / margin). */
  readonly logMargin: number;
}

/**
 * All live neurons inside their cells (or on kinks that hold them) and the shares determined: then nothing near has a larger margin. Where a neuron
 * has vanished, the direction may be a saddle, since that neuron could come to life elsewhere.
 */
const localMaximum: Assumption<Beside> = {
  id: 'local-maximum',
  statement: 'the direction is a strict local maximum: a strict limit in which no neuron has vanished',
  meets: async (start) => {
    const { strict, theta } = await flowFrom(start);
    return strict && !theta.a.includes(0);
  },
};
/** rho_0 of the theorem: margins of e^5 weigh the points as the limit does, to e^-5. */
const largeNorm: Assumption<Beside> = {
  id: 'large-norm',
  statement: '|theta_0|^2 margin >= e^5',
  meets: ({ logMargin }) => logMargin >= 5,
};
/** epsilon_0 of the theorem. */
const near0: Assumption<Beside> = {
  id: 'near',
  statement: '|theta_0/|theta_0| - theta*| <= 1e-4',
  meets: ({ epsilon }) => epsilon <= 1e-4,
};

/** delta of the theorem: the limit is not farther than this. */
const DELTA = 0.05;

const entries = ({ w, a }: Network<number>): number[] => [...w.flat(), ...a];

/** theta* + epsilon zeta/|zeta| at q_min = e^logMargin. */
async function second({ dataset, zeta, epsilon, logMargin }: Beside, first: FlowResult): Promise<FlowResult> {
  const d = dataset.x[0].length;
  const size = epsilon / Math.hypot(...zeta);
  const net = {
    leak: first.theta.leak,
    w: first.theta.w.map((wk, k) => wk.map((t, j) => t + size * zeta[k * (d + 1) + j])),
    a: first.theta.a.map((t, k) => t + size * zeta[k * (d + 1) + d]),
  };
  return flow(toReal(dataset), net, (logMargin - Math.log(first.margin)) / 2);
}

export const C2: Claim<Beside> = {
  id: 'C2',
  source: 'Theorem 5.6',
  statement:
    'a flow that starts near a strict local-max-margin direction with large norm ends near it (delta = 0.05) with the same normalised margin',
  formula: String.raw`\Bigl\| \frac{\theta_0}{\|\theta_0\|} - \bar\theta^* \Bigr\| \le \epsilon_0, \quad \|\theta_0\| \ge \rho_0 \qquad \implies \gamma(\theta^\infty) = \gamma(\bar\theta^*), \quad \|\theta^\infty - \bar\theta^*\| \le \delta`,
  evidence: 'limit',
  expected: 'holds',
  file,
  assumptions: [localMaximum, largeNorm, near0],
  domain: (start) => isStart(start) && start.zeta.some((t) => t !== 0) && start.epsilon >= 0,
  law: async (start) => {
    const first = await flowFrom(start);
    const open = limitOf(first);
    if (open !== undefined) return open;
    const again = await second(start, first);
    const openAgain = limitOf(again);
    if (openAgain !== undefined) return openAgain;
    const [u, v] = [entries(first.theta), entries(again.theta)];
    const apart = Math.hypot(...u.map((t, j) => t - v[j]));
    return all([
      near('margin of the second limit', again.margin, first.margin, MARGIN_BOUND * first.margin, DOUBT),
      atLeast('delta - distance of the two limits', DELTA - apart, 0, 0, 1),
    ]);
  },
};

export const C2Saddle = drop(C2, 'local-maximum', 'C2-saddle');
export const C2Far = drop(C2, 'near', 'C2-far');
export const C2SmallNorm = drop(C2, 'large-norm', 'C2-small-norm');

/** One neuron (w, 0) with points on both sides of its kink: near it every a other than 0 has a negative margin somewhere, so 0 is a local maximum. */
const isFlatTop = ({ dataset: { x, y }, net: { w, a } }: FlowStart): boolean => {
  const q = x.map((row, i) => dot(exact, w[0], row).mul(y[i]).compare(0));
  return a.length === 1 && a[0].n === 0n && q.some((t) => t > 0) && q.some((t) => t < 0);
};

/** Nothing in the theorem asks for a positive margin; one at which the margin is 0 attracts nobody. */
export const C2Printed: Claim<FlowStart> = {
  id: 'C2-printed',
  source: 'Theorem 5.6, as printed, for a local-max-margin direction of margin 0',
  statement:
    'a flow that starts along a local-max-margin direction with large norm keeps its normalised margin: (w, 0), where points lie on both sides of <w, x> = 0, has the margin 0',
  formula: String.raw`\gamma(\theta^\infty) = \gamma(\bar\theta^*) = 0, \qquad \bar\theta^* = (w, 0)`,
  evidence: 'limit',
  expected: 'refuted',
  file,
  assumptions: [separable],
  domain: (start) => isStart(start) && isFlatTop(start),
  law: async (start) => {
    const result = await flowFrom(start);
    return limitOf(result) ?? near('margin of the limit', result.margin, 0, MARGIN_BOUND, DOUBT);
  },
};
