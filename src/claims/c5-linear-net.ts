import { exact } from '../numeric/rational.js';
import { toReal } from '../model/dataset.js';
import { lossWeights } from '../model/loss.js';
import { opposedPairs, type Network } from '../model/network.js';
import { near, undecided } from '../verdict.js';
import { paired } from './assumptions.js';
import { drop, type Claim } from './claim.js';
import { DOUBT, flowFrom, isStart, toRealNetwork, type FlowStart } from './flow-case.js';

const file = 'properties/theorems/c5-linear-net.test.ts';

interface LinearNet {
  readonly w: readonly (readonly number[])[];
  readonly a: readonly number[];
}

/** d theta / d tau of the linear net f = sum_k a_k <w_k, x>, from z_i = y_i x_i: w' = a g, a' = <w, g> with g = sum p_i z_i. */
function linearField({ w, a }: LinearNet, z: readonly (readonly number[])[]): LinearNet {
  const v = z[0].map((_, j) => a.reduce((sum, ak, k) => sum + ak * w[k][j], 0));
  const { p } = lossWeights(z.map((row) => row.reduce((sum, t, j) => sum + t * v[j], 0)));
  const g = v.map((_, j) => z.reduce((sum, row, i) => sum + p[i] * row[j], 0));
  return {
    w: a.map((ak) => g.map((t) => ak * t)),
    a: w.map((wk) => wk.reduce((sum, t, j) => sum + t * g[j], 0)),
  };
}

const moved = (net: LinearNet, h: number, by: LinearNet): LinearNet => ({
  w: net.w.map((wk, k) => wk.map((t, j) => t + h * by.w[k][j])),
  a: net.a.map((t, k) => t + h * by.a[k]),
});

/**
 * Steps of the classical Runge-Kutta method in the time of its fastest rate: a change of theta changes q by |x| |theta| times that at most, p by a quarter of the change of
 * q, and the field by |x| |theta| times that; and the field itself grows at |x|. Its error is of the order of 1e-8 of a stiff component and less of the others.
 */
const STEPS = 30;

function linearFlow(net: LinearNet, z: readonly (readonly number[])[], tau: number, squaredNorm: number): LinearNet {
  const longest = Math.max(...z.map((row) => Math.hypot(...row)));
  const steps = Math.ceil(STEPS * tau * (longest + (longest ** 2 * squaredNorm) / 4)) + 1;
  const h = tau / steps;
  let now = net;
  for (let s = 0; s < steps; s++) {
    const k1 = linearField(now, z);
    const k2 = linearField(moved(now, h / 2, k1), z);
    const k3 = linearField(moved(now, h / 2, k2), z);
    const k4 = linearField(moved(now, h, k3), z);
    now = moved(moved(moved(moved(now, h / 6, k1), h / 3, k2), h / 3, k3), h / 6, k4);
  }
  return now;
}

/** Beyond this |theta|^2 the linear net is stiff for an explicit method. */
const MOST_NORM = 30;
/** Of two trajectories, relative to the largest entry: the tolerance of a step, 2e-9, times the steps and the growth of errors (observed: 3e-7). */
const TRAJECTORY_BOUND = 1e-6;

/** Samples that are compared whatever becomes of the pairs. */
const ENOUGH = 3;
/**
 * How far apart the two neurons of a pair may be, relative to the largest entry: between saddles pairs repel what breaks them (observed: by e^{2 tau}, at every
 * tolerance), and once rounding has grown by this much, there are no pairs left to compare. Data that is not symmetric breaks them at once.
 */
const MOST_BROKEN = 1e-9;

const largest = (v: readonly number[]): number => v.reduce((most, t) => Math.max(most, Math.abs(t)), 0);

export const C5: Claim<FlowStart> = {
  id: 'C5',
  source: 'section 5.1, exact',
  statement:
    'on symmetric data, pairs (a, w), (-a, -w) follow the linear net with weights sqrt(1 + leak) (w, a) at time (1 + leak)/2 t, as long as they run',
  formula: String.raw`\sqrt{1 + \alpha}\, (w_k, a_k)(t) = (\hat w_k, \hat a_k)\Bigl(\frac{1 + \alpha}{2}\, t\Bigr) \qquad \hat f(x) = \sum_k \hat a_k \langle \hat w_k, x \rangle`,
  evidence: 'limit',
  expected: 'holds',
  file,
  assumptions: [paired],
  domain: isStart,
  law: async ({ dataset, net, logScale }) => {
    const real = toReal(dataset);
    const z = real.x.map((row, i) => row.map((t) => real.y[i] * t));
    const { leak } = toRealNetwork(net);
    const factor = Math.sqrt(1 + leak) * Math.exp(logScale);
    const half = toRealNetwork(net);
    let linear: LinearNet = { w: half.w.map((wk) => wk.map((t) => factor * t)), a: half.a.map((t) => factor * t) };
    let tau = 0;
    let worst = 0;
    let broken = 0;
    let samples = 0;
    let open = true;
    const m = net.a.length;
    await flowFrom(
      { dataset, net: opposedPairs(exact, net), logScale },
      {
        maxSteps: 400,
        onSample: (sample) => {
          const theta: Network<number> = sample.theta();
          const norm = largest([...theta.a, ...theta.w.flat()]);
          if (!open || sample.logSquaredNorm > Math.log(MOST_NORM)) {
            open = false;
            return;
          }
          const pairs = theta.a.slice(0, m).map((t, k) => [t, ...theta.w[k]].map((e) => Math.sqrt(1 + leak) * e));
          const others = theta.a.slice(m).map((t, k) => [t, ...theta.w[k + m]].map((e) => -Math.sqrt(1 + leak) * e));
          const apart = pairs.flatMap((v, k) => v.map((t, j) => Math.abs(t - others[k][j]) / norm));
          broken = Math.max(broken, ...apart);
          if (samples >= ENOUGH && broken > MOST_BROKEN) {
            open = false;
            return;
          }
          linear = linearFlow(linear, z, ((1 + leak) / 2) * (sample.tau - tau), Math.exp(sample.logSquaredNorm));
          tau = sample.tau;
          samples++;
          for (let k = 0; k < m; k++) {
            [linear.a[k], ...linear.w[k]].forEach((t, j) => {
              worst = Math.max(worst, Math.abs(t - pairs[k][j]) / norm, Math.abs(t - others[k][j]) / norm);
            });
          }
        },
      },
    );
    if (samples < ENOUGH) return undecided('samples below the stiff part', String(samples), `at least ${ENOUGH}`);
    return near('largest distance of the two trajectories, beside |theta|', worst, 0, TRAJECTORY_BOUND, DOUBT);
  },
};

export const C5NotSymmetric = drop(C5, 'symmetric', 'C5-not-symmetric');
