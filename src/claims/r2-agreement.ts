import { real } from '../numeric/field.js';
import { dot } from '../numeric/vector.js';
import { toReal } from '../model/dataset.js';
import { output, type Network } from '../model/network.js';
import type { FlowResult } from '../flow/flow.js';
import { all, atLeast, near } from '../verdict.js';
import { drop, type Assumption, type Claim } from './claim.js';
import { isStart, DOUBT, flowFrom, FUNCTION_BOUND, limitOf, probes, type FlowStart } from './flow-case.js';

/** The assumption and the law look at one flow. */
const limits = new WeakMap<FlowStart, Promise<FlowResult>>();

function limitFrom(start: FlowStart): Promise<FlowResult> {
  const known = limits.get(start) ?? flowFrom(start);
  limits.set(start, known);
  return known;
}

/** |a_k| |w_k| in theta of unit norm below which a neuron has died out, to rounding. */
const DEAD = 1e-10;
/** |cos(w_k, x_i)| below which the sign of a neuron's output is not told (a neuron that slides on the kink of x_i is at 0). */
const ON_KINK = 1e-8;

/** a_k phi(<w_k, x_i>) has the sign y_i for all i and all neurons that live. */
function agree({ w, a }: Network<number>, { dataset }: FlowStart): boolean {
  const { x, y } = toReal(dataset);
  return w.every((wk, k) => {
    const length = Math.hypot(...wk);
    if (Math.abs(a[k]) * length <= DEAD) return true;
    return x.every((row, i) => Math.sign(a[k]) * y[i] * dot(real, wk, row) > ON_KINK * length * Math.hypot(...row));
  });
}

const agreement: Assumption<FlowStart> = {
  id: 'agreement',
  statement:
    'in the limit all neurons agree: a_k phi(<w_k, x_i>) has the sign y_i for every k and i (Neural Agreement Regime)',
  meets: async (start) => {
    const { status, theta } = await limitFrom(start);
    return status === 'converged' && agree(theta, start);
  },
};

/**
 * In the regime stationarity makes w_k = a_k h_+ for every a_k > 0 and w_k = a_k h_- for every a_k < 0, with h_+- fixed by the multipliers:
 * the slopes at x_i are those of the sign y_i, or of -y_i. So f(x) = R_+ phi(<h_+, x>) - R_- phi(-<h_-, x>), R = sum a_k^2: where the two
 * products have one sign f has it too, and elsewhere f = <v, x> or leak <v, x> with v = R_+ h_+ + R_- h_- = sum_k a_k w_k.
 */
export const R2: Claim<FlowStart> = {
  id: 'R2',
  source: 'section 2 (Sarussi et al. 2021)',
  statement:
    'where all neurons agree on each training point in the limit, the limit is a linear classifier: sign f(x) = sign <v, x>, v = sum_k a_k w_k',
  formula: String.raw`\operatorname{sign} f^\infty(x) = \operatorname{sign} \langle v, x \rangle, \qquad v = \sum_k a_k w_k`,
  evidence: 'limit',
  expected: 'holds',
  file: 'properties/theorems/r2-agreement.test.ts',
  // a limit with a positive margin whose classifier is linear separates the points: the regime implies Assumption 3.2
  assumptions: [agreement],
  domain: isStart,
  law: async (start) => {
    const result = await limitFrom(start);
    const open = limitOf(result);
    if (open !== undefined) return open;
    const { theta } = result;
    const d = start.dataset.x[0].length;
    const v = theta.w[0].map((_, j) => theta.w.reduce((sum, w, k) => sum + theta.a[k] * w[j], 0));
    const squared = dot(real, v, v);
    const f = (x: readonly number[]): number => output(real, theta, x);
    // on the boundary itself, across v, and on both sides of it
    const across = probes(d).map((x) => x.map((t, j) => t - (dot(real, x, v) / squared) * v[j]));
    const boundary = Math.max(...across.map((x) => Math.abs(f(x))));
    const agreeing = probes(d)
      .flatMap((x) => [x, x.map((t) => -t)])
      .map((x) => f(x) * Math.sign(dot(real, x, v)));
    return all([
      near('largest |f(x)| on the unit sphere where <v, x> = 0', boundary, 0, FUNCTION_BOUND, DOUBT),
      atLeast('f(x) sign <v, x> on the unit sphere', Math.min(...agreeing), 0, FUNCTION_BOUND, DOUBT),
    ]);
  },
};

export const R2NoAgreement = drop(R2, 'agreement', 'R2-no-agreement');
