import { bestMargin } from './best-margin.js';
import { check, sure, type Check, type Sides } from './comparison.js';
import { dataOf, netOf, numberAt, realOutput, vectorAt, type Instance, type RealNet } from './data.js';
import { numbers } from './fraction.js';
import { limitFrom, limitOf, startOf, unfinished, type Limit } from './limit.js';
import { realSeparator, separator } from './margin.js';

const none = 'there is no w*';

/** A direction c (w*, -w*, 1, -1), entry by entry. */
const direction = (law: string, c: number): Check =>
  check(law, /^(a|w)_(1|2) of the limit(?:, coordinate (\d+))?$/, '=', (instance, [, part, k, j]) => {
    const p = separator(dataOf(instance));
    if (p === undefined) return none;
    const limit = limitOf(instance);
    if (limit === undefined) return unfinished;
    const side = k === '1' ? c : -c;
    const { w, a } = limit.theta;
    const [own, wanted] =
      part === 'a'
        ? [a[Number(k) - 1], side]
        : [w[Number(k) - 1][Number(j) - 1], side * realSeparator(p).w[Number(j) - 1]];
    return { left: { value: own, within: limit.within }, right: sure(wanted) };
  });

/** The first limit, and that of the flow from epsilon zeta/|zeta| beside it with q_min = e^logMargin. */
function twoLimits(instance: Instance): { first: Limit; second: Limit } | string {
  const { data, net, logScale } = startOf(instance);
  const first = limitFrom(data, net, logScale);
  if (first === undefined) return unfinished;
  const { theta, margin } = first;
  const zeta = numbers(vectorAt(instance, 'zeta'));
  const size = numberAt(instance, 'epsilon') / Math.hypot(...zeta);
  const block = data.x[0].length + 1;
  const moved: RealNet = {
    leak: theta.leak,
    w: theta.w.map((wk, k) => wk.map((t, j) => t + size * zeta[k * block + j])),
    a: theta.a.map((t, k) => t + size * zeta[(k + 1) * block - 1]),
  };
  const second = limitFrom(data, moved, (numberAt(instance, 'logMargin') - Math.log(margin.value)) / 2);
  return second === undefined ? unfinished : { first, second };
}

/** C2's delta. */
const DELTA = 0.05;
const distance = (u: RealNet, v: RealNet): number =>
  Math.hypot(...u.a.map((t, k) => t - v.a[k]), ...u.w.flatMap((wk, k) => wk.map((t, j) => t - v.w[k][j])));

function onBoundary(instance: Instance): Sides | string {
  const limit = limitOf(instance);
  if (limit === undefined) return unfinished;
  const { theta } = limit;
  const v = theta.w[0].map((_, j) => theta.w.reduce((s, wk, k) => s + theta.a[k] * wk[j], 0));
  const unit = v.map((t) => t / Math.hypot(...v));
  if (unit.length !== 2) return 'boundaries are looked at in the plane';
  const across = [-unit[1], unit[0]];
  const largest = Math.max(...[across, across.map((t) => -t)].map((x) => Math.abs(realOutput(theta, x))));
  // frozen is the largest at 48 random points projected on this line, of which one at least was nearly on it: within 0.25 rad, so 3% less at most
  return { left: { value: largest * 0.985, within: largest * 0.015 + limit.within }, right: sure(0) };
}

/** Claims about limit directions: C1, C2, R2, R3. */
export const limits: readonly Check[] = [
  direction('C1', 1 / 2),
  direction('C1-printed', 1 / 4),
  check('C2', 'margin of the second limit', '=', (instance) => {
    const known = twoLimits(instance);
    return typeof known === 'string' ? known : { left: known.second.margin, right: known.first.margin };
  }),
  check('C2', 'delta - distance of the two limits', '>=', (instance) => {
    const known = twoLimits(instance);
    if (typeof known === 'string') return known;
    const { first, second } = known;
    const value = DELTA - distance(first.theta, second.theta);
    return { left: { value, within: 4 * (first.within + second.within) }, right: sure(0) };
  }),
  check('C2-printed', 'margin of the limit', '=', (instance) => {
    const limit = limitOf(instance);
    return limit === undefined ? unfinished : { left: limit.margin, right: sure(0) };
  }),
  check('R2', 'largest |f(x)| on the unit sphere where <v, x> = 0', '=', onBoundary),
  check('R3-leaky', 'margin of the limit, of the global max margin', '=', (instance) => {
    const limit = limitOf(instance);
    if (limit === undefined) return unfinished;
    const { lower, upper } = bestMargin(dataOf(instance), netOf(instance.net).leak);
    const value = limit.margin.value / upper;
    return { left: { value, within: limit.margin.within / lower + (upper - lower) / lower }, right: sure(1) };
  }),
];
