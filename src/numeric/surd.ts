import { sign, type Field, type Rational } from './field.js';
import { exact, formatRational } from './rational.js';

/** p + q sqrt(N), with N fixed by the field. */
export interface Surd {
  readonly p: Rational;
  readonly q: Rational;
}

/**
 * The ordered field Q(sqrt N) for a rational N >= 0: where a claim of the paper has one norm in it
 * (an eigenvalue |mu|, a unit vector w/|w|), it is still decided exactly here. When N is a rational square
 * two pairs can be one number; `compare` knows. Throws RangeError for N < 0.
 */
export function surds(N: Rational): Field<Surd> & { readonly root: Surd; lift(p: Rational): Surd } {
  if (sign(exact, N) < 0) throw new RangeError(`N is ${formatRational(N)}, expected N >= 0 so that sqrt(N) is real`);
  const zero = exact.zero;
  const lift = (p: Rational): Surd => ({ p, q: zero });
  const mul = (a: Surd, b: Surd): Surd => ({
    p: a.p.mul(b.p).add(a.q.mul(b.q).mul(N)),
    q: a.p.mul(b.q).add(a.q.mul(b.p)),
  });
  const sub = (a: Surd, b: Surd): Surd => ({ p: a.p.sub(b.p), q: a.q.sub(b.q) });
  // t |t| is odd and grows with t, so that p > -q sqrt(N) just where p |p| > -q |q| N
  const signOf = ({ p, q }: Surd): number => {
    const [own, other] = [p, q].map((t) => exact.mul(t, t.abs()));
    return sign(exact, exact.add(own, exact.mul(other, N)));
  };
  return {
    zero: lift(zero),
    one: lift(exact.one),
    root: { p: zero, q: exact.one },
    lift,
    of: (n) => lift(exact.of(n)),
    add: (a, b) => ({ p: a.p.add(b.p), q: a.q.add(b.q) }),
    sub,
    mul,
    div: (a, b) => {
      const norm = b.p.mul(b.p).sub(b.q.mul(b.q).mul(N));
      if (signOf(b) === 0) throw new RangeError('a surd cannot be divided by 0');
      // N is a square here, and b is conjugate to 0: fall back on the rational value of b
      if (norm.n === 0n) return mul(a, lift(exact.div(exact.one, b.p.add(b.q.mul(exact.sqrt(N))))));
      const top = mul(a, { p: b.p, q: b.q.neg() });
      return { p: exact.div(top.p, norm), q: exact.div(top.q, norm) };
    },
    compare: (a, b) => signOf(sub(a, b)),
    sqrt: () => {
      throw new RangeError('a root of a surd is not taken in this field');
    },
    format: ({ p, q }) =>
      q.n === 0n ? formatRational(p) : `${formatRational(p)} + ${formatRational(q)} sqrt(${formatRational(N)})`,
  };
}
