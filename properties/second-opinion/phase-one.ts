import { check } from './comparison.js';
import * as d from './data.js';
import { dataOf, netOf, rationalAt, vectorAt, type Instance } from './data.js';
import { added, dot, Fraction, HALF, ONE, scaled, signOfSurd, squared, sum, ZERO, type Vector } from './fraction.js';

/** G(w) = (1/(2n)) sum_i y_i phi(<w, x_i>). */
function G(instance: Instance, w: Vector): Fraction {
  const { x, y } = dataOf(instance);
  const leak = rationalAt(instance, 'leak');
  const terms = x.map((row, i) => d.phi(leak, dot(w, row)).times(Fraction.of(y[i])));
  return sum(terms).over(Fraction.of(2 * x.length));
}
const onMean = (instance: Instance, u: Vector, share: Fraction): Fraction =>
  share.times(rationalAt(instance, 'leak').plus(ONE)).times(dot(u, d.mean(dataOf(instance))));

/** The exact statements of section 5: A2, A3, A5. */
export const phaseOne = [
  check('A2', 'G(u) = <u, (1 + leak)/4 mu>', '=', (instance) => {
    const u = vectorAt(instance, 'u');
    return { left: G(instance, u), right: onMean(instance, u, new Fraction(1n, 4n)) };
  }),
  check('A2', 'G(u + v) = G(u) + G(v)', '=', (instance) => {
    const [u, v] = [vectorAt(instance, 'u'), vectorAt(instance, 'v')];
    return { left: G(instance, added(u, v)), right: G(instance, u).plus(G(instance, v)) };
  }),
  check('A2', 'G(c u) = c G(u)', '=', (instance) => {
    const [u, c] = [vectorAt(instance, 'u'), rationalAt(instance, 'c')];
    return { left: G(instance, scaled(c, u)), right: c.times(G(instance, u)) };
  }),
  check('A2-printed', 'G(u) = <u, (1 + leak)/2 mu>', '=', (instance) => {
    const u = vectorAt(instance, 'u');
    return { left: G(instance, u), right: onMean(instance, u, HALF) };
  }),
  check('A3', 'lambda_0^2 > 0, so that the top eigenvalue is simple', '>', (instance) => {
    const share = rationalAt(instance, 'leak').plus(ONE).over(Fraction.of(4));
    return { left: squared(scaled(share, d.mean(dataOf(instance)))), right: ZERO };
  }),
  // M (v, 1) = (v, |v|^2), to be compared with |v| (v, 1)
  check('A3-printed', /^M \(mu-tilde, 1\) = lambda_0 \(mu-tilde, 1\), coordinate (\d+)$/, '=', (instance, [, j]) => {
    const v = scaled(rationalAt(instance, 'leak').plus(ONE).times(HALF), d.mean(dataOf(instance)));
    const N = squared(v);
    const image = [...v, N][Number(j) - 1];
    const wanted = [...v, ONE][Number(j) - 1];
    const difference = signOfSurd(image, ZERO.minus(wanted), N);
    return { left: image, right: `0 + ${String(wanted)} sqrt(${String(N)})`, violated: difference !== 0 };
  }),
  // the flips of a start are equally likely: b-bar_k is +-(<w_k, mu-bar> + a_k)
  check('A5', /^good sign patterns among the (\d+) flips$/, '=', (instance, [, flips]) => {
    const { w, a } = netOf(instance.net);
    const mu = vectorAt(instance, 'mu');
    const zero = w.some((wk, k) => signOfSurd(dot(wk, mu), a[k], squared(mu)) === 0);
    if (2 ** a.length !== Number(flips)) return `there are ${2 ** a.length} flips`;
    return { left: Fraction.of(zero ? 0 : 2 ** a.length - 2), right: Fraction.of(2 ** a.length - 2) };
  }),
  check('A5-dimension-printed', 'entries of b-bar = d', '=', (instance) => ({
    left: Fraction.of(instance.net.a.length),
    right: Fraction.of(vectorAt(instance, 'mu').length),
  })),
  check('H3-printed', 'patterns of signs s with some s_k = 1, out of 2^m', '=', (instance) => {
    const patterns = Array.from({ length: 2 ** d.numberAt(instance, 'm') }, (_, bits) => bits);
    return { left: Fraction.of(patterns.filter((bits) => bits > 0).length), right: Fraction.of(patterns.length) };
  }),
  check('', 'lambda_0 > 0, so that there is a T_1(r)', '=', (instance) => ({
    left: String(squared(d.mean(dataOf(instance))).sign() > 0),
    right: 'true',
  })),
];
