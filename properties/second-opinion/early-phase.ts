import { check, sure, type Check, type Sides } from './comparison.js';
import {
  dataOf,
  inner,
  meanOf,
  netOf,
  numberAt,
  realData,
  realNet,
  type Instance,
  type RealData,
  type RealNet,
} from './data.js';
import { physicalFlow, type Theta } from './physical-flow.js';

/** max_k max(|w_k|, |a_k|). */
export const sizeM = ({ w, a }: Theta): number => Math.max(...w.map((wk) => Math.hypot(...wk)), ...a.map(Math.abs));
export const distanceM = (u: Theta, v: Theta): number =>
  sizeM({ w: u.w.map((wk, k) => wk.map((t, j) => t - v.w[k][j])), a: u.a.map((t, k) => t - v.a[k]) });

/** physicalFlow's own error, beside theta: 1e-11 a step. */
const INTEGRATED = 1e-8;

/** The quantities of Lemmas 5.2 and 5.4; lambda_0 = (1 + leak)/4 |mu|. */
function phaseOne(data: RealData, net: RealNet) {
  const { muBar, length } = meanOf(data);
  const size = Math.sqrt(net.a.length) * sizeM(net);
  const b = net.w.map((wk, k) => (inner(wk, muBar) + net.a[k]) / (2 * size));
  return { muBar, lambda0: ((1 + net.leak) / 4) * length, size, b };
}

const at = (data: RealData, net: RealNet, logScale: number, t: number): Theta =>
  physicalFlow({ ...data, ...net, logScale }, [t])[0];

/** |Delta theta|_M sqrt m/r^3 at T_1(r), sigma = factor r^3/(sqrt m |theta-bar_0|_M). */
function alignment(data: RealData, net: RealNet, factor: number, r: number, lambda0: number) {
  const { muBar, size, b } = phaseOne(data, net);
  const logSigma = Math.log(factor * r ** 3) - Math.log(size);
  const theta = at(data, net, logSigma, (Math.log(r) - Math.log(size) - logSigma) / lambda0);
  const wanted = { w: b.map((bk) => muBar.map((t) => r * bk * t)), a: b.map((bk) => r * bk) };
  const scale = Math.sqrt(b.length) / r ** 3;
  return { value: distanceM(theta, wanted) * scale, within: INTEGRATED * sizeM(theta) * scale };
}

/** C - |Delta theta|_M sqrt m/r^3 >= 0 with C = 4 + 1/(2 lambda_0) and `times` the repaired lambda_0. */
const bounded = (law: string, times: number): Check =>
  check(law, /^C - \|Delta theta\|_M sqrt m\/r\^3 at r = (.+)$/, '>=', (instance, [, r]) => {
    const [data, net] = [realData(dataOf(instance)), realNet(netOf(instance.net))];
    const lambda0 = times * phaseOne(data, net).lambda0;
    const { value, within } = alignment(data, net, numberAt(instance, 'factor'), Number(r), lambda0);
    return { left: { value: 4 + 1 / (2 * lambda0) - value, within }, right: sure(0) };
  });

/** z = (1/2 + h, h), (h - 1/2, h) and their opposites, one neuron (mu-bar, 1), r = sqrt(h)/20. */
function narrow(instance: Instance): Sides {
  const h = numberAt(instance, 'h');
  const z = [
    [h + 1 / 2, h],
    [h - 1 / 2, h],
  ];
  const data = { x: [...z, ...z.map((v) => v.map((t) => -t))], y: [1, 1, -1, -1] };
  const net = { leak: 1 / 2, w: [[Math.SQRT1_2, Math.SQRT1_2]], a: [1] };
  const { value, within } = alignment(data, net, 1, Math.sqrt(h) / 20, phaseOne(data, net).lambda0);
  return { left: { value: numberAt(instance, 'C') - value, within }, right: sure(0) };
}

/** ln r and ln(sigma sqrt m |theta-bar_0|_M) of the ladders of E3. */
const LOG_R = [-3, -5, -7, -9];
const LOG_SIGMA = [-6, -10, -14];

interface LimitFlow {
  /** phi(r theta-hat, T_2(r) + t) at the full width; `times` the repaired lambda_0. */
  fromHat(logR: number, times?: number): Theta;
  /** theta(T_12 + t). */
  fromStart(logSigma: number): Theta;
  /** A tenth of the size that the linear flow would have. */
  readonly leastSize: number;
}

function limitFlow(instance: Instance): LimitFlow {
  const [data, net] = [realData(dataOf(instance)), realNet(netOf(instance.net))];
  const { muBar, b, lambda0, size } = phaseOne(data, net);
  const t = numberAt(instance, 't');
  // theta-hat = (b_+ mu-bar, b_- mu-bar, b_+, b_-) embeds to b_k (mu-bar, 1)
  const hat = { leak: net.leak, w: b.map((bk) => muBar.map((u) => bk * u)), a: b };
  return {
    fromHat: (logR, times = 1) => at(data, hat, logR, (t - logR) / (times * lambda0)),
    fromStart: (logSigma) => at(data, net, logSigma - Math.log(size), (t - logSigma) / lambda0),
    leastSize: 0.1 * Math.exp(Math.min(t, 0)) * Math.min(1, Math.max(...b.map(Math.abs))),
  };
}

function falls(instance: Instance, which: string, rung: number): Sides | string {
  const { fromHat, fromStart } = limitFlow(instance);
  const ladder = LOG_R.map((logR) => fromHat(logR));
  const limit = ladder[ladder.length - 1];
  const off =
    which === '4'
      ? ladder.slice(1).map((v, i) => distanceM(v, ladder[i]))
      : LOG_SIGMA.map((logSigma) => distanceM(fromStart(logSigma), limit));
  const error = INTEGRATED * sizeM(limit);
  const value = off[rung - 2] / off[rung - 1];
  if (!(off[rung - 1] > 100 * error)) return 'the distance may be the integration error';
  return { left: { value, within: value * (error / off[rung - 1] + error / off[rung - 2]) }, right: sure(4) };
}

const large = (law: string, what: string, times: number): Check =>
  check(law, what, '>=', (instance) => {
    const { fromHat, leastSize } = limitFlow(instance);
    const value = sizeM(fromHat(LOG_R[LOG_R.length - 1], times));
    return { left: { value, within: INTEGRATED * value }, right: sure(leastSize) };
  });

/** Phases I and II in physical time. */
export const earlyPhase: readonly Check[] = [
  bounded('A4', 1),
  bounded('A4-printed', 2),
  check('A4-universal-printed', 'C - |Delta theta|_M sqrt m/r^3', '>=', narrow),
  check('E3', /^\((4|5)\): distance .*, fall at rung (\d)$/, '>=', (i, [, which, rung]) =>
    falls(i, which, Number(rung)),
  ),
  large('E3', '|limit|_M', 1),
  large('E3-printed', '|phi(r theta-hat, T_2(r) + t)|_M', 2),
];
