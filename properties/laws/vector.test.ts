import fc from 'fast-check';
import { expect } from 'vitest';
import { neg, real, sign, square } from '../../src/numeric/field.js';
import { exact, formatRational, rational } from '../../src/numeric/rational.js';
import { surds } from '../../src/numeric/surd.js';
import { dot, formatVector, isZero, negate, plus, sameVector, scale, squaredLength } from '../../src/numeric/vector.js';
import { rationals } from '../arbitraries/rational.js';
import { dimensions, vectors } from '../arbitraries/vector.js';
import { law } from '../harness/law.js';

const pairs = dimensions().chain((d) => fc.record({ u: vectors(d), v: vectors(d), c: rationals() }));

law('vectors are added, scaled and multiplied coordinate by coordinate', pairs, ({ u, v, c }) => {
  const sums = plus(exact, scale(exact, c, u), negate(exact, v));
  expect(sums.map(formatRational)).toEqual(u.map((t, j) => formatRational(t.mul(c).sub(v[j]))));
  expect(dot(exact, u, v).equals(u.reduce((sum, t, j) => sum.add(t.mul(v[j])), rational(0)))).toBe(true);
  expect(squaredLength(exact, u).equals(dot(exact, u, u))).toBe(true);
});

law('a vector is 0, or another one, just where all its coordinates are', pairs, ({ u, v }) => {
  const difference = plus(exact, u, negate(exact, v));
  expect(isZero(exact, difference)).toBe(difference.every((t) => t.n === 0n));
  expect(sameVector(exact, u, v)).toBe(isZero(exact, difference));
  expect(sameVector(exact, u, u)).toBe(true);
  expect([sameVector(exact, u, u.slice(1)), sameVector(exact, u.slice(1), u)]).toEqual([false, false]);
});

law('a field has signs, squares and texts', fc.tuple(rationals(), rationals()), ([p, q]) => {
  expect([sign(exact, p), neg(exact, p).equals(p.neg()), square(exact, p).equals(p.mul(p))]).toEqual([
    p.compare(0),
    true,
    true,
  ]);
  expect(formatVector(exact, [p, q])).toBe(`(${formatRational(p)}, ${formatRational(q)})`);
});

law('doubles are a field as far as they go', fc.tuple(fc.integer(), fc.integer({ min: 1 })), ([a, b]) => {
  const { zero, one, of, add, sub, mul, div, compare, sqrt, format } = real;
  expect([zero, one, of(a), add(a, b), sub(a, b), mul(a, b), div(a, b)]).toEqual([0, 1, a, a + b, a - b, a * b, a / b]);
  expect([Math.sign(compare(a, b)), sqrt(b), format(a)]).toEqual([Math.sign(a - b), Math.sqrt(b), String(a)]);
});

law('p + q sqrt N says what it is, and takes no roots', fc.tuple(rationals(), rationals()), ([p, q]) => {
  const field = surds(rational(2));
  const text = q.n === 0n ? formatRational(p) : `${formatRational(p)} + ${formatRational(q)} sqrt(2)`;
  expect(field.format({ p, q })).toBe(text);
  expect(() => field.sqrt(field.one)).toThrow('a root of a surd is not taken in this field');
  expect(field.sub(field.of(0.5), field.one)).toEqual(field.lift(rational(-1, 2)));
});
