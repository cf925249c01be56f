import { check, sure, type Check, type Sides } from './comparison.js';
import {
  dataOf,
  netOf,
  realData,
  realNet,
  realOutput,
  vectorAt,
  type Instance,
  type RealNet,
  type Witness,
} from './data.js';
import { distanceM } from './early-phase.js';
import { Fraction, numbers, ZERO } from './fraction.js';
import { embed } from './embedding.js';
import { physicalFlow, type Theta } from './physical-flow.js';
import { plainFlow } from './plain-flow.js';
import { startOf } from './limit.js';

const largest = ({ w, a }: Theta): number => Math.max(...w.flat().map(Math.abs), ...a.map(Math.abs));

/** |phi(pi_b(theta), t) - pi_b(phi(theta, t))|_M beside the largest entry of phi(theta, t), where starts on a kink leave it with the given slopes. */
function apart(instance: Instance, t: number, atKink: readonly [number, number]): number {
  const [b, two] = [vectorAt(instance, 'b'), netOf(instance.two)];
  const data = realData(dataOf(instance));
  const follow = (net: RealNet, slope: number): Theta =>
    physicalFlow({ ...data, ...net, logScale: 0 }, [t], { atKink: slope })[0];
  const narrow = follow(realNet(two), atKink[0]);
  const wide = follow(realNet(embed(b, two)), atKink[1]);
  // pi_b is linear: its shares are what it makes of a = (1, -1), up to signs
  const shares = numbers(embed(b, { ...two, w: [[ZERO], [ZERO]], a: [Fraction.of(1), Fraction.of(-1)] }).a);
  const whose = shares.map((s) => (s > 0 ? 0 : 1));
  const spread = {
    w: shares.map((s, k) => narrow.w[whose[k]].map((u) => Math.abs(s) * u)),
    a: shares.map((s, k) => Math.abs(s) * narrow.a[whose[k]]),
  };
  return distanceM(wide, spread) / largest(narrow);
}

function commutes(instance: Instance, [, time]: readonly string[], { left }: Witness): Sides {
  const leak = netOf(instance.two).leak.toNumber();
  // the two nets may leave a kink to different sides; which one goes where is not frozen
  const ways = (
    [
      [1, leak],
      [leak, 1],
    ] as const
  ).map((slopes) => apart(instance, Number(time), slopes));
  const value = ways.reduce((best, t) => (Math.abs(t - Number(left)) < Math.abs(best - Number(left)) ? t : best));
  return { left: { value, within: 1e-7 }, right: sure(0) };
}

/** Times, in units of 1/max |x_i|, up to which pairs and the linear net are compared, and how densely. */
const [PAIR_TIME, PAIR_STEPS] = [10, 200];
/** Where pairs stop being pairs the project stops comparing: after three of its own steps, which are not frozen. */
const CLEAR = 1e-4;

/** The opposed pairs beside the linear net (a leaky net of leak 1) with weights sqrt(1 + leak) at the time (1 + leak)/2 t. */
function pairs(instance: Instance): Sides {
  const { data, net, logScale } = startOf(instance);
  const both = {
    leak: net.leak,
    w: [...net.w, ...net.w.map((wk) => wk.map((t) => -t))],
    a: [...net.a, ...net.a.map((t) => -t)],
  };
  const unit = 1 / Math.max(...data.x.map((row) => Math.hypot(...row)));
  const times = Array.from({ length: PAIR_STEPS }, (_, k) => ((k + 1) / PAIR_STEPS) * PAIR_TIME * unit);
  const leaky = physicalFlow({ ...data, ...both, logScale }, times);
  const factor = Math.sqrt(1 + net.leak);
  const linear = physicalFlow(
    { ...data, ...net, leak: 1, logScale: logScale + Math.log(factor) },
    times.map((t) => (t * (1 + net.leak)) / 2),
  );
  const off = leaky.map(({ w, a }, i) => {
    const signs = a.map((_, k) => (k < net.a.length ? factor : -factor));
    const scaled = { w: w.map((wk, k) => wk.map((t) => signs[k] * t)), a: a.map((t, k) => signs[k] * t) };
    const twice = { w: [...linear[i].w, ...linear[i].w], a: [...linear[i].a, ...linear[i].a] };
    const entries = scaled.w.map((wk, k) => wk.map((t, j) => Math.abs(t - twice.w[k][j])));
    return Math.max(...entries.flat(), ...scaled.a.map((t, k) => Math.abs(t - twice.a[k]))) / largest({ w, a });
  });
  const most = Math.max(...off);
  // the distance grows from 0 to `most`: the frozen one is attained on the way
  return { left: { value: most / 2, within: most / 2 }, right: sure(0), violated: most > CLEAR };
}

/** In units of 1/max |x_i|: long enough for a neuron on the stable manifold of 0 to shrink by e^15. */
const FALL_TIME = 30;

/** The largest fall of l^{-1}(n L)/|theta|^2 = -ln(e^{nL} - 1)/|theta|^2 below an earlier value, relative. */
function smoothedFall(instance: Instance): Sides {
  const { data, net, logScale } = startOf(instance);
  const unit = 1 / Math.max(...data.x.map((row) => Math.hypot(...row)));
  let best = -Infinity;
  let fall = 0;
  physicalFlow({ ...data, ...net, logScale }, [FALL_TIME * unit], {
    onStep: ({ w, a }) => {
      const theta = { leak: net.leak, w, a };
      const losses = data.x.map((x, i) => Math.log1p(Math.exp(-data.y[i] * realOutput(theta, x))));
      const nL = losses.reduce((s, t) => s + t, 0);
      const margin = -Math.log(Math.expm1(nL)) / Math.hypot(...a, ...w.flat()) ** 2;
      fall = Math.max(fall, (best - margin) / Math.abs(margin));
      best = Math.max(best, margin);
    },
  });
  // the project's steps, not these, saw the frozen fall: a sampled maximum is not above the true one, and both near it
  return { left: { value: fall, within: 0.01 * fall }, right: sure(0) };
}

/** The signs of a at the end, beside those at the start. */
function signs(instance: Instance): Sides {
  const { data, net, logScale } = startOf(instance);
  const { theta } = plainFlow({ ...data, ...net, logScale }, { logSquaredNorm: Math.log(1e4) });
  const of = (a: readonly number[]): string => a.map((t) => (t < 0 ? '-' : '+')).join('');
  return { left: of(theta.a), right: of(net.a) };
}

/** Claims about whole trajectories. */
export const trajectories: readonly Check[] = [
  check('E2', /^distance of the trajectories at t = (.+), beside \|theta\|$/, '=', commutes),
  check('C5', 'largest distance of the two trajectories, beside |theta|', '=', pairs),
  check('K2', 'largest relative fall of the smoothed margin', '=', smoothedFall),
  check('K3-signs', 'signs of a', '=', signs),
];
