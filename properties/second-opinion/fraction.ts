/** A rational number in lowest terms, with a positive denominator. */
export class Fraction {
  readonly n: bigint;
  readonly d: bigint;

  constructor(n: bigint, d = 1n) {
    if (d === 0n) throw new RangeError('a denominator must not be 0');
    const common = gcd(n, d) * (d < 0n ? -1n : 1n);
    this.n = n / common;
    this.d = d / common;
  }

  /** From "p", "p/q", an integer, or any finite double, exactly. */
  static of(value: string | number): Fraction {
    if (typeof value === 'string') {
      const [n, d = '1'] = value.split('/');
      return new Fraction(BigInt(n), BigInt(d));
    }
    let d = 1n;
    let t = value;
    for (; !Number.isInteger(t); t *= 2) d *= 2n;
    return new Fraction(BigInt(t), d);
  }

  plus(t: Fraction): Fraction {
    return new Fraction(this.n * t.d + t.n * this.d, this.d * t.d);
  }
  minus(t: Fraction): Fraction {
    return new Fraction(this.n * t.d - t.n * this.d, this.d * t.d);
  }
  times(t: Fraction): Fraction {
    return new Fraction(this.n * t.n, this.d * t.d);
  }
  over(t: Fraction): Fraction {
    return new Fraction(this.n * t.d, this.d * t.n);
  }
  /** -1, 0 or 1. */
  sign(): number {
    return this.n > 0n ? 1 : this.n < 0n ? -1 : 0;
  }
  /** The sign of this - t. */
  compare(t: Fraction): number {
    return this.minus(t).sign();
  }
  toString(): string {
    return this.d === 1n ? String(this.n) : `${this.n}/${this.d}`;
  }
  toNumber(): number {
    // both parts must fit a double: drop the same number of low bits from each
    const excess = Math.max(this.n.toString(16).length, this.d.toString(16).length) * 4 - 1000;
    const drop = BigInt(Math.max(0, excess));
    return Number(this.n >> drop) / Number(this.d >> drop);
  }
}

function gcd(a: bigint, b: bigint): bigint {
  if (a < 0n) a = -a;
  if (b < 0n) b = -b;
  while (b > 0n) [a, b] = [b, a % b];
  return a;
}

export const ZERO = new Fraction(0n);
export const ONE = new Fraction(1n);
export const HALF = new Fraction(1n, 2n);

export type Vector = readonly Fraction[];

export const sum = (v: Vector): Fraction => v.reduce((total, t) => total.plus(t), ZERO);
export const dot = (u: Vector, v: Vector): Fraction => sum(u.map((t, j) => t.times(v[j])));
export const squared = (v: Vector): Fraction => dot(v, v);
export const scaled = (c: Fraction, v: Vector): Fraction[] => v.map((t) => c.times(t));
export const added = (u: Vector, v: Vector): Fraction[] => u.map((t, j) => t.plus(v[j]));
export const isZero = (v: Vector): boolean => v.every((t) => t.n === 0n);
export const least = (v: Vector): Fraction => v.reduce((a, b) => (a.compare(b) <= 0 ? a : b));
export const numbers = (v: Vector): number[] => v.map((t) => t.toNumber());
export const shown = (v: Vector): string => `(${v.join(', ')})`;

/** u = c v with c > 0: the Cauchy-Schwarz inequality is an equality. */
export function sameDirection(u: Vector, v: Vector): boolean {
  const inner = dot(u, v);
  return inner.sign() > 0 && inner.times(inner).compare(squared(u).times(squared(v))) === 0;
}

/** The sign of a + b sqrt(N), N >= 0. */
export function signOfSurd(a: Fraction, b: Fraction, N: Fraction): number {
  const root = N.sign() * b.sign();
  if (root === 0 || a.sign() === root) return a.sign() || root;
  if (a.sign() === 0) return root;
  return a.times(a).compare(b.times(b).times(N)) * a.sign();
}

/** A solution of A t = b by elimination; undefined where A is singular. */
export function solve(A: readonly Vector[], b: Vector): Fraction[] | undefined {
  const rows = A.map((row, i) => [...row, b[i]]);
  const size = rows.length;
  for (let c = 0; c < size; c++) {
    const pivot = rows.findIndex((row, i) => i >= c && row[c].n !== 0n);
    if (pivot < 0) return undefined;
    [rows[c], rows[pivot]] = [rows[pivot], rows[c]];
    for (let i = 0; i < size; i++) {
      if (i === c || rows[i][c].n === 0n) continue;
      const factor = rows[i][c].over(rows[c][c]);
      rows[i] = rows[i].map((t, j) => t.minus(factor.times(rows[c][j])));
    }
  }
  return rows.map((row, i) => row[size].over(row[i]));
}
