import * as d from './data.js';
import { dataOf, inner, netOf, rationalAt, realData, realNet, vectorAt, type Instance } from './data.js';
import { branches } from './branching.js';
import { sizeM } from './early-phase.js';
import { dot, Fraction, isZero, least, ONE, signOfSurd, squared, sum, type Vector } from './fraction.js';
import { limitFrom, startOf } from './limit.js';
import { separable, separator } from './margin.js';
import { distinct, paired, symmetricInputs } from './symmetry.js';

/** Whether an instance meets an assumption. */
export type Condition = (instance: Instance) => boolean;

const onData =
  (holds: (data: d.Data) => boolean): Condition =>
  (instance) =>
    holds(dataOf(instance));

export const isSeparable = onData(separable);
export const isPaired = onData(paired);
export const hasSymmetricInputs = onData(symmetricInputs);
export const isDistinct = onData(distinct);
export const inUnitBall = onData(({ x }) => x.every((row) => squared(row).compare(ONE) <= 0));
/** Points of one label at acute angles, of two labels at none. */
export const isOrthogonal = onData(({ x, y }) =>
  x.every((u, i) => x.every((v, j) => (y[i] === y[j] ? dot(u, v).sign() > 0 : dot(u, v).sign() <= 0))),
);
export const positive =
  (key: string): Condition =>
  (instance) =>
    rationalAt(instance, key).sign() > 0;
export const noBias: Condition = (instance) => rationalAt(instance, 'bias').sign() === 0;
export const fits: Condition = (instance) => least(d.margins(netOf(instance.net), dataOf(instance))).sign() > 0;

/** The signs of <w_k, mu> + a_k |mu|, which are those of b-bar_k. */
function signsOf(net: d.Net, mu: Vector): number[] {
  return net.w.map((wk, k) => signOfSurd(dot(wk, mu), net.a[k], squared(mu)));
}
const meanSigns = (instance: Instance): number[] => signsOf(netOf(instance.net), d.mean(dataOf(instance)));
export const noZeroEntry: Condition = (instance) => !signsOf(netOf(instance.net), vectorAt(instance, 'mu')).includes(0);
const hasNoMean = onData((data) => isZero(d.mean(data)));
/** Of b-bar; where mu = 0 there is none to be bad. */
export const isGood: Condition = (instance) => {
  if (hasNoMean(instance)) return true;
  const signs = meanSigns(instance);
  return signs.includes(1) && signs.includes(-1) && !signs.includes(0);
};
export const isOneSided: Condition = (instance) => [1, -1].some((s) => meanSigns(instance).every((t) => t === s));
export const isMoving: Condition = (instance) => hasNoMean(instance) || meanSigns(instance).some((s) => s !== 0);
/** On the kink of x_1, where the first neuron is looked at, the other points pull against a slope of 1 too little and against a slope of leak enough. */
export const isRepelled: Condition = ({ dataset, net }) => {
  const { x, y } = dataOf({ dataset });
  const { leak, w, a } = netOf(net);
  const pulls = x.map((row, i) =>
    (dot(w[0], row).sign() > 0 ? ONE : leak).times(Fraction.of(y[i])).times(dot(row, x[0])),
  );
  const against = sum(pulls.slice(1)).times(Fraction.of(-y[0]));
  const whole = squared(x[0]);
  return a[0].sign() === y[0] && against.compare(leak.times(whole)) > 0 && against.compare(whole) < 0;
};
export const isOnOneKink: Condition = ({ dataset, net }) =>
  dataOf({ dataset }).x.every((x, i) => (dot(netOf(net).w[0], x).sign() === 0) === (i === 0));

export const meanInNoKink = onData((data) => data.x.every((row) => dot(row, d.mean(data)).sign() !== 0));

const bSigns = (instance: Instance): number[] => vectorAt(instance, 'b').map((t) => t.sign());
export const bHas =
  (s: number): Condition =>
  (instance) =>
    bSigns(instance).includes(s);
export const bHasNot =
  (s: number): Condition =>
  (instance) =>
    !bSigns(instance).includes(s);
export const isGoodB: Condition = (instance) => [bHas(1), bHas(-1), bHasNot(0)].every((holds) => holds(instance));
export const twoDoesNotBranch: Condition = (instance) => !branches(dataOf(instance), netOf(instance.two));

/** a_k = +-|w_k|, not 0, with these signs if any are given. */
const balancedWith =
  (signs?: readonly number[]): Condition =>
  ({ net }) => {
    const { w, a } = netOf(net);
    return a.every((t, k) => t.times(t).compare(squared(w[k])) === 0 && (signs === undefined || t.sign() === signs[k]));
  };
export const isBalanced = balancedWith();
export const isOpposed: Condition = (instance) => instance.net.a.length === 2 && balancedWith([1, -1])(instance);
export const hasBothSigns: Condition = (instance) => {
  const signs = netOf(instance.net).a.map((t) => t.sign());
  return signs.includes(1) && signs.includes(-1) && isBalanced(instance);
};
export const hasPositive: Condition = ({ net }) => netOf(net).a.some((t) => t.sign() > 0);
/** No neuron is 0 at the start, so none is in the limit unless it fades. */
export const isAlive: Condition = ({ net }) => netOf(net).w.every((wk, k) => !isZero([...wk, netOf(net).a[k]]));
export const onSides: Condition = (instance) => {
  const p = separator(dataOf(instance));
  if (p === undefined) return true;
  const [first, second] = netOf(instance.net).w.map((wk) => dot(wk, p).sign());
  return first > 0 && second < 0;
};

/** L(theta(0)) < ln2/n. */
export const hasSmallLoss: Condition = (instance) => {
  const { data, net, logScale } = startOf(instance);
  const losses = data.x.map((x, i) => Math.log1p(Math.exp(-data.y[i] * d.realOutput(net, x) * Math.exp(2 * logScale))));
  return losses.reduce((s, t) => s + t, 0) < Math.LN2;
};

/** ln sigma <= -30 + 2 ln(min |b-bar_k|/M) + 2 ln(min |cos(mu, x_i)|) - ln(M sqrt X), M = sqrt m |theta-bar_0|_M, b-bar_k = <w_k, mu-bar> + a_k. */
export const isSmallStart: Condition = (instance) => {
  const [{ x, y }, net] = [realData(dataOf(instance)), realNet(netOf(instance.net))];
  const mu = x[0].map((_, j) => x.reduce((s, row, i) => s + y[i] * row[j], 0));
  const muBar = mu.map((t) => t / Math.hypot(...mu));
  const M = sizeM(net) * Math.sqrt(net.a.length);
  const share = Math.min(...net.w.map((wk, k) => Math.abs(inner(wk, muBar) + net.a[k]))) / M;
  const cosine = Math.min(...x.map((row) => Math.abs(inner(row, muBar)) / Math.hypot(...row)));
  const X = Math.max(...x.map((row) => Math.hypot(...row)));
  return instance.logScale <= -30 + 2 * Math.log(share) + 2 * Math.log(cosine) - Math.log(M) - Math.log(X) / 2;
};

/** In the limit a_k phi(<w_k, x_i>) has the sign y_i for all i and all k that live. */
export const agrees: Condition = (instance) => {
  const { data, net, logScale } = startOf(instance);
  const limit = limitFrom(data, net, logScale);
  if (limit === undefined) return false;
  const { w, a } = limit.theta;
  return w.every(
    (wk, k) => Math.abs(a[k]) < limit.within || data.x.every((x, i) => a[k] * data.y[i] * inner(wk, x) > 0),
  );
};
