import { check } from './comparison.js';
import { dataOf, rationalAt, signed, vectorAt, type Data, type Instance } from './data.js';
import { dot, Fraction, isZero, ONE, sameDirection, squared, ZERO, type Vector } from './fraction.js';
import { hinted, nearest, separator } from './margin.js';

/** S' and p = gamma* w* of S; undefined where S is not separable. */
export function hintedOf(instance: Instance): { data: Data; p: Fraction[] } | undefined {
  const data = dataOf(instance);
  const p = separator(data);
  if (p === undefined) return undefined;
  const [H, K, epsilon] = ['H', 'K', 'epsilon'].map((key) => rationalAt(instance, key));
  return { data: hinted(data, p, vectorAt(instance, 'wPerp'), H, K, epsilon), p };
}

const bestOf = (data: Data): Vector => nearest(signed(data)).p;
const none = 'S has no w*';

export const hints = [
  check('H1', 'the hinted dataset is separable', '=', (instance) => {
    const known = hintedOf(instance);
    return known === undefined ? none : { left: String(!isZero(bestOf(known.data))), right: 'true' };
  }),
  check('H1', "w* is the max-margin separator of S'", '=', (instance) => {
    const known = hintedOf(instance);
    if (known === undefined) return none;
    return { left: String(sameDirection(bestOf(known.data), known.p)), right: 'true' };
  }),
  check('H1', /^margin of S', squared, = (epsilon|min\(gamma\*, H, epsilon\))\^2$/, '=', (instance, [, name]) => {
    const known = hintedOf(instance);
    if (known === undefined) return none;
    const epsilon = rationalAt(instance, 'epsilon');
    const smallest = [ONE, rationalAt(instance, 'H'), epsilon].reduce((a, b) => (a.compare(b) <= 0 ? a : b));
    const factor = name === 'epsilon' ? epsilon : smallest;
    return { left: squared(bestOf(known.data)), right: factor.times(factor).times(squared(known.p)) };
  }),
  // hint 2 or 3 is a support vector where <w, z> is the margin: <p', z> = |p'|^2
  check('H1', 'hints 2 and 3 in the support', '=', (instance) => {
    const known = hintedOf(instance);
    if (known === undefined) return none;
    const best = bestOf(known.data);
    if (isZero(best)) return { left: ZERO, right: Fraction.of(2) };
    const at = signed(known.data).slice(1, 3);
    const held = at.filter((z) => dot(z, best).compare(squared(best)) === 0);
    return { left: Fraction.of(held.length), right: Fraction.of(2) };
  }),
  // the part of the axis e_j across p is 1 - p_j^2/|p|^2
  check('H1-any-dataset', 'largest part of an axis perpendicular to w*, squared, > 0', '>', (instance) => {
    const p = separator(dataOf(instance));
    if (p === undefined) return none;
    const parts = p.map((t) => ONE.minus(t.times(t).over(squared(p))));
    return { left: parts.reduce((a, b) => (a.compare(b) >= 0 ? a : b)), right: ZERO };
  }),
  check('H1-unit-ball', '|x_1|^2 <= 1 for the first hint, x_1 = H w*', '>=', (instance) => {
    const known = hintedOf(instance);
    return known === undefined ? none : { left: ONE, right: squared(known.data.x[0]) };
  }),
];
