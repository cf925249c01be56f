import fc from 'fast-check';
import Fraction from 'fraction.js';
import { describe, expect, test } from 'vitest';
import type { Rational } from '../../src/numeric/field.js';
import {
  exact,
  formatRational,
  fromDouble,
  isRational,
  isSquare,
  parseRational,
  rational,
  splitDouble,
  sqrtOfQuotient,
  toNumber,
} from '../../src/numeric/rational.js';
import { doublesBetween, finiteDoubles, neighbour } from '../arbitraries/double.js';
import { rationals } from '../arbitraries/rational.js';
import { law } from '../harness/law.js';

const wholes = fc.bigInt({ min: 1n, max: 10n ** 60n });

describe('doubles and rationals', () => {
  law('every finite double is converted exactly there and back', finiteDoubles(), (x) => {
    expect(toNumber(fromDouble(x))).toBe(x === 0 ? 0 : x);
  });

  law('a double is p/q with q a power of two, and p/q times q is p', finiteDoubles(), (x) => {
    const { n, d } = fromDouble(x);
    expect(d & (d - 1n)).toBe(0n);
    expect(d === 1n || n % 2n === 1n).toBe(true);
    expect(fromDouble(x).mul(rational(d)).n).toBe(n);
  });

  law('toNumber gives the nearest double', fc.tuple(wholes, wholes), ([p, q]) => {
    const r = rational(p, q);
    const x = toNumber(r);
    const distance = (y: number) => r.sub(fromDouble(y)).abs();
    for (const step of [1n, -1n] as const) {
      expect(distance(x).compare(distance(neighbour(x, step)))).toBeLessThanOrEqual(0);
    }
  });

  law('sqrtOfQuotient is within 1 ulp of the root', fc.tuple(wholes, wholes), ([p, q]) => {
    const x = sqrtOfQuotient(p, q);
    const [below, above] = [fromDouble(neighbour(x, -1n)), fromDouble(neighbour(x, 1n))];
    expect(below.mul(below).compare(rational(p, q))).toBeLessThan(0);
    expect(above.mul(above).compare(rational(p, q))).toBeGreaterThan(0);
  });

  law('sqrtOfQuotient survives squares beyond the range of doubles', doublesBetween(1000), (x) => {
    const { n, d } = fromDouble(Math.abs(x));
    expect(sqrtOfQuotient(n * n, d * d)).toBe(Math.abs(x));
  });

  law('a double is its mantissa times its power of two', finiteDoubles(), (x) => {
    const [mantissa, exponent] = splitDouble(x);
    expect(Number(mantissa) * 2 ** Math.trunc(exponent / 2) * 2 ** (exponent - Math.trunc(exponent / 2))).toBe(
      x === 0 ? 0 : x,
    );
    expect(Math.abs(Number(mantissa))).toBeLessThan(2 ** 53);
  });

  test('beyond the range of doubles there are 0 and the infinities', () => {
    const far = 10n ** 400n;
    expect([rational(far), rational(-far), rational(1, far), rational(-1, far)].map(toNumber)).toEqual([
      Infinity,
      -Infinity,
      0,
      -0,
    ]);
    expect([sqrtOfQuotient(0n, 1n), toNumber(exact.zero), toNumber(exact.sub(exact.one, exact.one))]).toEqual([
      0, 0, 0,
    ]);
  });

  test('a tie is rounded to even, and a bit far below it breaks it', () => {
    const half = 2n ** 53n + 1n;
    const up = 2n ** 100n;
    expect(toNumber(rational(half, 1024))).toBe(2 ** 43);
    expect([half * up - 1n, half * up, half * up + 1n].map((n) => toNumber(rational(n)) / 2 ** 100)).toEqual([
      2 ** 53,
      2 ** 53,
      2 ** 53 + 2,
    ]);
    const bit = rational(1, 2n ** 300n);
    expect(toNumber(rational(half))).toBe(2 ** 53);
    expect(toNumber(rational(half).add(bit))).toBe(2 ** 53 + 2);
    expect(toNumber(rational(half).sub(bit))).toBe(2 ** 53);
  });

  test('0.1 is the double 0.1, not 1/10', () => {
    expect(formatRational(fromDouble(0.1))).toBe('3602879701896397/36028797018963968');
  });

  test.each([NaN, Infinity, -Infinity])('%s is refused', (x) => {
    expect(() => fromDouble(x)).toThrow(`${x} is not a finite number`);
  });
});

describe('exact decimals and fractions', () => {
  law('text form and value belong together', fc.tuple(rationals(), wholes, wholes), ([r, p, q]) => {
    for (const value of [r, rational(p, q), rational(-p, q)]) {
      expect(parseRational(formatRational(value))?.equals(value)).toBe(true);
    }
  });

  law(
    'a decimal is its digits over a power of ten',
    fc.tuple(wholes, fc.nat({ max: 30 }), fc.integer({ min: -20, max: 20 })),
    ([digits, point, exponent]) => {
      const text = digits.toString().padStart(point + 1, '0');
      const decimal = `${text.slice(0, text.length - point)}.${text.slice(text.length - point)}1e${exponent}`;
      const value = rational(digits * 10n + 1n).mul(rational(10).pow(exponent - point - 1));
      expect(parseRational(decimal)?.equals(value)).toBe(true);
    },
  );

  test.each(['', '.', '1/', '/2', '1/0', '0x10', '1_000', ' 1', '1e', 'NaN', 'Infinity', '1e9999999', '--1', '1.5/2'])(
    '%j is no exact number',
    (text) => {
      expect(parseRational(text)).toBeUndefined();
    },
  );

  test('2000 characters and powers of ten are taken, and no more', () => {
    expect(parseRational('1'.repeat(2000))?.n).toBe(BigInt('1'.repeat(2000)));
    expect(parseRational('1'.repeat(2001))).toBeUndefined();
    expect(parseRational('1e2000')?.n).toBe(10n ** 2000n);
    expect(parseRational('-1e-2000')?.d).toBe(10n ** 2000n);
    for (const text of ['1e2001', '1e-2001', '.1e-2000']) expect(parseRational(text)).toBeUndefined();
  });

  test.each([
    ['.5', '1/2'],
    ['-.25', '-1/4'],
    ['+.25e1', '5/2'],
    ['.25e+12', '250000000000'],
    ['12e-12', '3/250000000000'],
    ['12.50e01', '125'],
    ['+12/34', '6/17'],
    ['0/5', '0'],
    ['x1', undefined],
    ['1x', undefined],
    ['x.1', undefined],
    ['.1x', undefined],
    ['.1ex', undefined],
    ['1.x', undefined],
    ['1/x2', undefined],
    ['+3.', undefined],
    ['-0.25', '-1/4'],
    ['1E2', '100'],
    ['-4/6', '-2/3'],
  ])('%j is %j', (text, value) => {
    const parsed = parseRational(text);
    expect(parsed && formatRational(parsed)).toBe(value);
  });

  law(
    'the root of a square is found, and of twice a square is refused',
    rationals().filter((r) => r.n !== 0n),
    (r) => {
      expect(exact.sqrt(r.mul(r)).equals(r.abs())).toBe(true);
      for (const other of [r.mul(r).mul(2), r.mul(r).div(2), r.mul(r).neg()]) {
        expect(() => exact.sqrt(other)).toThrow(`${formatRational(other)} is not a rational square`);
        expect(isSquare(other)).toBe(false);
      }
      expect(isSquare(r.mul(r))).toBe(true);
    },
  );

  test('small integers are squares or not', () => {
    const squares = Array.from({ length: 101 }, (_, n) => n).filter((n) => isSquare(rational(n)));
    expect(squares).toEqual([0, 1, 4, 9, 16, 25, 36, 49, 64, 81, 100]);
    expect([exact.sqrt(exact.zero), exact.sqrt(exact.one)].map(formatRational)).toEqual(['0', '1']);
  });

  test('a rational is told from what only looks like one', () => {
    expect([rational(1, 2), 0.5, '1/2', { n: 1n, d: 2n, s: 1n }].map(isRational)).toEqual([true, false, false, false]);
  });

  test('0 is a double like others', () => {
    expect([0, -0].map((x) => formatRational(fromDouble(x)))).toEqual(['0', '0']);
  });

  test('a division by 0 is refused', () => {
    expect(() => exact.div(exact.one, exact.zero)).toThrow('1 cannot be divided by 0');
    expect(() => rational(1, 0)).toThrow('denominator is 0');
  });
});

describe('the exact field is that of fraction.js', () => {
  const integers = fc.bigInt({ min: -60n, max: 60n });
  law(
    'for p/q of any signs',
    fc.tuple(
      integers,
      integers.filter((q) => q !== 0n),
    ),
    ([p, q]) => {
      const [ours, theirs] = [rational(p, q), new Fraction(p, q)];
      expect([ours.s, ours.n, ours.d]).toEqual([theirs.s, theirs.n, theirs.d]);
    },
  );

  law('in every operation, in lowest terms', fc.tuple(rationals(), rationals()), ([a, b]) => {
    const same = (ours: Rational, theirs: Rational): void =>
      expect([ours.s * ours.n, ours.d]).toEqual([theirs.s * theirs.n, theirs.d]);
    same(exact.add(a, b), a.add(b));
    same(exact.sub(a, b), a.sub(b));
    same(exact.mul(a, b), a.mul(b));
    if (b.n !== 0n) same(exact.div(a, b), a.div(b));
    expect(Math.sign(exact.compare(a, b))).toBe(Math.sign(a.compare(b)));
  });
});
