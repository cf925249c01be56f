import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  exact,
  formatRational,
  fromDouble,
  parseRational,
  rational,
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

  test.each([
    ['.5', '1/2'],
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
      expect(() => exact.sqrt(r.mul(r).mul(2))).toThrow('not a rational square');
    },
  );

  test('a division by 0 is refused', () => {
    expect(() => exact.div(exact.one, exact.zero)).toThrow('1 cannot be divided by 0');
    expect(() => rational(1, 0)).toThrow('denominator is 0');
  });
});
