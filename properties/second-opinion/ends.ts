import { check, sure, type Check } from './comparison.js';
import { dataOf, inner, meanOf, netOf, realData, realNet, type Instance } from './data.js';
import { hintedOf } from './hints.js';
import { largestDifference, limitFrom, limitOf, outputOf, unfinished, type Limit } from './limit.js';
import { realSeparator, separator } from './margin.js';

const none = 'there is no w*';

/** Where a law says that the flow ends: the limit that it has, the function and the margin that it should have. */
interface End {
  readonly limit: Limit | undefined;
  readonly f: (x: readonly number[]) => number;
  readonly margin: number;
}

/** The two comparisons of a law of the form: the flow ends at f. */
const endsAt = (law: string, end: (instance: Instance) => End | string): Check[] => [
  check(law, 'margin of the limit', '=', (instance) => {
    const known = end(instance);
    if (typeof known === 'string') return known;
    return known.limit === undefined ? unfinished : { left: known.limit.margin, right: sure(known.margin) };
  }),
  check(law, 'largest |f_limit(x) - f(x)| on the unit sphere', '=', (instance) => {
    const known = end(instance);
    if (typeof known === 'string') return known;
    if (known.limit === undefined) return unfinished;
    const { theta } = known.limit;
    return { left: largestDifference(theta.w[0].length, outputOf(theta), known.f), right: sure(0) };
  }),
];

/** f = (1 + leak)/4 <w*, x>. */
function linearEnd(instance: Instance): End | string {
  const p = separator(dataOf(instance));
  if (p === undefined) return none;
  const { w, gamma } = realSeparator(p);
  const c = (1 + netOf(instance.net).leak.toNumber()) / 4;
  return { limit: limitOf(instance), f: (x) => c * inner(w, x), margin: c * gamma };
}

const neuron = (leak: number, w: readonly number[], s: number) => (x: readonly number[]) => {
  const t = s * inner(w, x);
  return (s / 2) * Math.max(t, leak * t);
};

/** f = s/2 phi(s <w*, x>), s the sign of the entries <w_k, mu-bar> + a_k of b-bar. */
function oneSignEnd(instance: Instance): End | string {
  const data = dataOf(instance);
  const p = separator(data);
  if (p === undefined) return none;
  const { w, gamma } = realSeparator(p);
  const net = realNet(netOf(instance.net));
  const { muBar } = meanOf(realData(data));
  const s = Math.sign(inner(net.w[0], muBar) + net.a[0]);
  return { limit: limitOf(instance), f: neuron(net.leak, w, s), margin: (net.leak / 2) * gamma };
}

/** On S', f = 1/2 phi(<w*, x>) for the w* of S. */
function hintedEnd(instance: Instance): End | string {
  const known = hintedOf(instance);
  if (known === undefined) return none;
  const net = realNet(netOf(instance.net));
  const data = realData(known.data);
  const f = neuron(net.leak, realSeparator(known.p).w, 1);
  const margin = Math.min(...data.x.map((x, i) => data.y[i] * f(x)));
  return { limit: limitFrom(data, net, instance.logScale), f, margin };
}

/** Claims that a flow ends at a certain function: C3, C4, H2. */
export const ends: readonly Check[] = [
  ...['C3', 'S4', 'F1'].flatMap((law) => endsAt(law, linearEnd)),
  ...endsAt('C4-other', oneSignEnd),
  ...endsAt('H2', hintedEnd),
];
