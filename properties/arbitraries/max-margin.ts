import fc from 'fast-check';
import type { Rational } from '../../src/numeric/field.js';
import { exact, rational } from '../../src/numeric/rational.js';
import { negate, plus, scale } from '../../src/numeric/vector.js';
import type { Dataset } from '../../src/model/dataset.js';
import { labelled, labels, repeated } from './dataset.js';
import { positiveRationals, rationals } from './rational.js';
import { across, nonzeroVectors, vectors } from './vector.js';

/** A dataset and its max-margin separator. */
export interface PlantedMargin {
  /** Separable by w*. */
  readonly dataset: Dataset;
  /** The point of conv{z_i} nearest to 0: w* = p/|p| and gamma* = |p|, known without any oracle. */
  readonly p: readonly Rational[];
}

/** Sizes of p: 1 first, for shrinking. */
const SIZES = [rational(1), rational(1), rational(1), rational(1), rational(1, 2n ** 40n)];

/**
 * A dataset whose max-margin separator is known by construction. Each t perpendicular to p gives the two points p + t and
 * p - s t, s > 0, whose segment passes through p; the other points p + e p + t', e >= 0, lie no nearer. The support is p
 * alone or several such pairs, dependent ones among them. Now and then p is tiny beside the points.
 */
export const plantedMargins = (d: number, sizes: readonly Rational[] = SIZES): fc.Arbitrary<PlantedMargin> =>
  fc
    .tuple(
      fc.tuple(nonzeroVectors(d), fc.constantFrom(...sizes)).map(([v, size]) => scale(exact, size, v)),
      fc.array(fc.tuple(vectors(d), positiveRationals()), { minLength: 1, maxLength: 3 }),
      repeated(fc.array(fc.tuple(vectors(d), rationals()), { maxLength: 3 })),
      fc.boolean(),
      fc.array(labels(), { minLength: 20, maxLength: 20 }),
    )
    .map(([p, pairs, others, alone, y]) => {
      const support = pairs.flatMap(([v, s]) => {
        const t = across(v, p);
        return [plus(exact, p, t), plus(exact, p, negate(exact, scale(exact, s, t)))];
      });
      const z = [
        ...(alone ? [p] : support),
        ...others.map(([v, e]) => plus(exact, scale(exact, e.abs().add(1), p), across(v, p))),
      ];
      return { dataset: labelled(z, y.slice(0, z.length)), p };
    });
