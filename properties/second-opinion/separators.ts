import { check } from './comparison.js';
import * as d from './data.js';
import { dataOf, netOf, rationalAt, type Data } from './data.js';
import { dot, Fraction, HALF, least, ONE, sameDirection, scaled, shown, squared, sum, ZERO } from './fraction.js';
import type { Vector } from './fraction.js';
import { gamma } from './homogeneity.js';
import { nearest, separable, separator, signedSquare, strictlyBalanced } from './margin.js';
import { paired } from './symmetry.js';

/** <mu, p> and |p|^2 for p = gamma* w*. */
function meanAlong(data: Data): { inner: Fraction; square: Fraction } | undefined {
  const p = separator(data);
  return p && { inner: dot(d.mean(data), p), square: squared(p) };
}

/** The point that a `what` names as "(p, q, ...)". */
const named = (text: string): Fraction[] => text.split(', ').map((t) => Fraction.of(t));
const same = (u: Vector, v: Vector): boolean => u.every((t, j) => t.compare(v[j]) === 0);

const MINUS = Fraction.of(-1);
/** (1, 1) and (-1, -1), where w* = 1. */
const TWO_POINTS: Data = { x: [[ONE], [MINUS]], y: [1, -1] };
const quarter = (leak: Fraction): Fraction => leak.plus(ONE).over(Fraction.of(4));

/** Claims about data and max-margin separators, and about exact nets on them. */
export const separators = [
  // on inseparable data 0 bounds all margins (nearest() proves it), so rivals with the margin 0 are maximisers
  check('P5', 'all maximisers are one direction', '=', (instance) => {
    const z = d.signed(dataOf(instance));
    const { p } = nearest(z);
    const best = squared(p);
    const rivals = d.vectorsAt(instance, 'rivals');
    const attained = [...(best.sign() > 0 ? [p] : []), ...rivals].filter((v) => signedSquare(z, v).compare(best) === 0);
    if (attained.length === 0) return 'no rival attains the greatest margin';
    const other = attained.find((v) => !sameDirection(v, attained[0])) ?? attained[0];
    return { left: shown(attained[0]), right: shown(other) };
  }),
  check('P5-mu', '|mu|^2 > 0', '>', (instance) => ({ left: squared(d.mean(dataOf(instance))), right: ZERO })),
  check('P5-mu-printed', '<mu, w*>^2 >= 1', '>=', (instance) => {
    const along = meanAlong(dataOf(instance));
    return along ? { left: along.inner.times(along.inner).over(along.square), right: ONE } : 'there is no w*';
  }),
  check('S1', /^label of \((.*)\) is minus that of its opposite$/, '=', (instance, [, point]) => {
    const { x, y } = dataOf(instance);
    const at = named(point);
    const back = scaled(Fraction.of(-1), at);
    const i = x.findIndex((row, k) => same(row, at) && x.some((other, l) => same(other, back) && y[l] === y[k]));
    return i < 0 ? 'no such point' : { left: Fraction.of(y[i]), right: Fraction.of(-y[i]) };
  }),
  check('S1-formal', 'the points form pairs (x, 1), (-x, -1)', '=', (instance) => ({
    left: String(paired(dataOf(instance))),
    right: 'true',
  })),
  check('S2', 'gamma(opposed pairs) >= gamma(theta)', '>=', (instance) => {
    const [net, data] = [netOf(instance.net), dataOf(instance)];
    const { w, a } = d.scaledNet(Fraction.of(-1), net);
    return { left: gamma({ ...net, w: [...net.w, ...w], a: [...net.a, ...a] }, data), right: gamma(net, data) };
  }),
  check('S3-maximiser', '(1 + leak)/2 gamma* sum_k a_k <w_k, w*> >= q_min', '>=', (instance) => {
    const [{ leak, w, a }, data] = [netOf(instance.net), dataOf(instance)];
    const p = separator(data);
    if (p === undefined) return 'there is no w*';
    const along = sum(w.map((wk, k) => a[k].times(dot(wk, p))));
    return { left: leak.plus(ONE).times(HALF).times(along), right: least(d.margins({ leak, w, a }, data)) };
  }),
  check('S3-near-printed', 'gamma(1 + eta, -1, 1, -1) = (1 + leak)/4', '=', (instance) => {
    const leak = rationalAt(instance, 'leak');
    const w = [[ONE.plus(rationalAt(instance, 'eta'))], [MINUS]];
    return { left: gamma({ leak, w, a: [ONE, MINUS] }, TWO_POINTS), right: quarter(leak) };
  }),
  check('S3-unique-printed', /^directions of .* with the global max margin \(1 \+ leak\)\/4$/, '=', (instance) => {
    const leak = rationalAt(instance, 'leak');
    const nets = [ONE, MINUS].map((s) => ({ leak, w: [[s], [ZERO.minus(s)]], a: [s, ZERO.minus(s)] }));
    const best = nets.filter((net) => gamma(net, TWO_POINTS).compare(quarter(leak)) === 0);
    return { left: Fraction.of(best.length), right: ONE };
  }),
  check('R1', '|w| grows without bound', '=', (instance) => ({
    // the loss has a minimum, at which the flow comes to rest, just when no direction gains without a loss elsewhere
    left: strictlyBalanced(d.signed(dataOf(instance))) ? 'at rest' : 'grows',
    right: 'grows',
  })),
  check('K1', 'the loss tends to 0', '=', (instance) => {
    const { x, y } = dataOf(instance);
    for (let i = 0; i < x.length; i++) {
      const j = x.findIndex((row, k) => k > i && same(row, x[i]) && y[k] !== y[i]);
      if (j >= 0) return { left: `points ${i} and ${j} are one input with two labels`, right: 'yes' };
    }
    return 'no input has two labels';
  }),
  // what every law says of data that nothing separates
  check('', /^there is a max-margin linear (separator|classifier)$/, '=', (instance) => ({
    left: String(separable(dataOf(instance))),
    right: 'true',
  })),
];
