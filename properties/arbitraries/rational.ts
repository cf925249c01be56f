import fc from 'fast-check';
import { rational } from '../../src/numeric/rational.js';
import type { Rational } from '../../src/numeric/field.js';

/** Small fractions, such as a person would write: shrink to 0 (or to `min`), and to whole numbers. */
const fractions = (min: number, max: number): fc.Arbitrary<Rational> =>
  fc.tuple(fc.integer({ min, max }), fc.constantFrom(1, 1, 2, 3, 4, 5, 8)).map(([p, q]) => rational(p, q));

/** Small fractions, p/q with |p| <= 9 and q <= 8. */
export const rationals = (): fc.Arbitrary<Rational> => fractions(-9, 9);

/** The same, above 0. */
export const positiveRationals = (): fc.Arbitrary<Rational> => fractions(1, 9);

/** Positive, and once in a while tiny or huge: 2^-40, 10^-15, 10^6. */
export const positiveRationalsOfAnySize = (): fc.Arbitrary<Rational> =>
  fc.oneof(
    { withCrossShrink: true },
    { arbitrary: positiveRationals(), weight: 6 },
    { arbitrary: fc.constantFrom(rational(1, 2n ** 40n), rational(1, 10n ** 15n), rational(10n ** 6n)), weight: 1 },
  );

/** The same, not 0. */
export const nonzeroRationals = (): fc.Arbitrary<Rational> =>
  fc.tuple(positiveRationals(), fc.constantFrom(1, -1)).map(([r, s]) => r.mul(s));

/** In [0, 1]. */
export const shares = (): fc.Arbitrary<Rational> =>
  fc.tuple(fc.nat({ max: 8 }), fc.constantFrom(8, 4, 2, 1)).map(([p, q]) => rational(Math.min(p, q), q));

/** The paper's open interval (0, 1), its ends approached: 1/2 first, then p/q, then within a millionth of 0 and 1. */
export const leaks = (): fc.Arbitrary<Rational> =>
  fc.oneof(
    { withCrossShrink: true },
    { arbitrary: fc.constant(rational(1, 2)), weight: 1 },
    { arbitrary: fc.integer({ min: 1, max: 9 }).map((p) => rational(p, 10)), weight: 4 },
    { arbitrary: fc.constantFrom(rational(1, 10n ** 6n), rational(10n ** 6n - 1n, 10n ** 6n)), weight: 1 },
  );
