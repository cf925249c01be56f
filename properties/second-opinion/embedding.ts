import { check, type Sides } from './comparison.js';
import * as d from './data.js';
import { netOf, rationalAt, vectorAt, type Instance, type Net } from './data.js';
import { Fraction, scaled, shown, squared, ZERO, type Vector } from './fraction.js';

/** The square root of a square. Throws RangeError for others. */
function root(t: Fraction): Fraction {
  const of = (n: bigint): bigint => {
    let r = BigInt(Math.round(Math.sqrt(Number(n))));
    while (r * r > n) r--;
    while ((r + 1n) * (r + 1n) <= n) r++;
    if (r * r !== n) throw new RangeError(`${n} is not a square`);
    return r;
  };
  return new Fraction(of(t.n), of(t.d));
}

/** b_+ and b_-, the second one <= 0. */
export const rootSums = (b: Vector): [Fraction, Fraction] => [
  root(squared(b.filter((t) => t.sign() > 0))),
  ZERO.minus(root(squared(b.filter((t) => t.sign() < 0)))),
];

/** pi_b of section 5.2; a neuron of zeros where b_k = 0. */
export function embed(b: Vector, { leak, w, a }: Net): Net {
  const roots = rootSums(b);
  const shares = b.map((t) => (t.sign() === 0 ? ZERO : t.over(roots[t.sign() > 0 ? 0 : 1])));
  const whose = b.map((t) => (t.sign() > 0 ? 0 : 1));
  return { leak, w: shares.map((s, k) => scaled(s, w[whose[k]])), a: shares.map((s, k) => s.times(a[whose[k]])) };
}

/** pi_b(r start) beside (r b_k mu-bar; r b_k), flat. */
function starts(instance: Instance, start: (plus: Fraction, minus: Fraction, muBar: Vector) => Vector[]): Sides {
  const [b, muBar, r] = [vectorAt(instance, 'b'), vectorAt(instance, 'muBar'), rationalAt(instance, 'r')];
  const [w1, w2, a] = start(...rootSums(b), muBar);
  const { w, a: shares } = embed(b, d.scaledNet(r, { leak: rationalAt(instance, 'leak'), w: [w1, w2], a }));
  const wanted = [...b.flatMap((t) => scaled(r.times(t), muBar)), ...scaled(r, b)];
  return { left: shown([...w.flat(), ...shares]), right: shown(wanted) };
}

/** E1 and its repairs. */
export const embedding = [
  check('E1', 'f_{pi_b(theta)}(x) = f_theta(x)', '=', (instance) => {
    const [b, two, x] = [vectorAt(instance, 'b'), netOf(instance.two), vectorAt(instance, 'x')];
    return { left: d.output(embed(b, two), x), right: d.output(two, x) };
  }),
  check('E1-norm', '|pi_b(theta)|^2 = |theta|^2', '=', (instance) => {
    const [b, two] = [vectorAt(instance, 'b'), netOf(instance.two)];
    return { left: d.squaredNorm(embed(b, two)), right: d.squaredNorm(two) };
  }),
  // printed (b_+, b_+ mu-bar, b_-, b_- mu-bar), and read as (w_1, w_2, a_1, a_2)
  check('E1-start-printed', /^pi_b\(r theta-hat\) = /, '=', (instance) =>
    starts(instance, (plus, minus, muBar) => {
      const flat = [plus, ...scaled(plus, muBar), minus, ...scaled(minus, muBar)];
      const n = muBar.length;
      return [flat.slice(0, n), flat.slice(n, 2 * n), flat.slice(2 * n)];
    }),
  ),
];
