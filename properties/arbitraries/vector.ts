import fc from 'fast-check';
import type { Rational } from '../../src/numeric/field.js';
import { exact, rational } from '../../src/numeric/rational.js';
import { dot, plus, scale, squaredLength } from '../../src/numeric/vector.js';
import { rationals } from './rational.js';

export const MAX_DIMENSION = 4;

/** Shrinks to 1, where the smallest witnesses live. */
export const dimensions = (min = 1): fc.Arbitrary<number> => fc.integer({ min, max: MAX_DIMENSION });

/** All of R^d with small rational coordinates, 0 included. */
export const vectors = (d: number): fc.Arbitrary<Rational[]> => fc.array(rationals(), { minLength: d, maxLength: d });

/** Not 0: one coordinate is 1 or -1 when all would vanish. */
export const nonzeroVectors = (d: number): fc.Arbitrary<Rational[]> =>
  vectors(d).map((v) => (v.every((t) => t.n === 0n) ? v.map((_, j) => rational(j === 0 ? 1 : 0)) : v));

/** The component of v perpendicular to p (not 0). */
export function across(v: readonly Rational[], p: readonly Rational[]): Rational[] {
  const share = dot(exact, v, p).div(squaredLength(exact, p)).neg();
  return plus(exact, v, scale(exact, share, p));
}

/**
 * Unit vectors with rational coordinates: all of them but -e_1, by projecting from -e_1 (t -> ((1 - |t|^2), 2 t) / (1 + |t|^2)),
 * then signs. Shrink to e_1.
 */
export const unitVectors = (d: number): fc.Arbitrary<Rational[]> =>
  fc.tuple(vectors(d - 1), fc.constantFrom(1, -1)).map(([t, s]) => {
    const size = squaredLength(exact, t);
    const below = size.add(1).mul(s);
    return [rational(1).sub(size).div(below), ...t.map((c) => c.mul(2).div(below))];
  });

/** Unit vectors all of whose coordinates are positive. */
export const positiveUnitVectors = (d: number): fc.Arbitrary<Rational[]> =>
  fc.array(fc.integer({ min: 1, max: 9 }), { minLength: d, maxLength: d }).map((steps) => {
    // t = s / (2 sum s) has positive entries and |t| <= 1/2 < 1, so that 1 - |t|^2 is positive too
    const total = 2 * steps.slice(1).reduce((a, b) => a + b, 0);
    const t = steps.slice(1).map((s) => rational(s, total));
    const size = squaredLength(exact, t);
    return [rational(1).sub(size), ...t.map((c) => c.mul(2))].map((c) => c.div(size.add(1)));
  });
