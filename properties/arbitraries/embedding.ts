import fc from 'fast-check';
import type { Rational } from '../../src/numeric/field.js';
import { rational } from '../../src/numeric/rational.js';
import type { Network } from '../../src/model/network.js';
import { leaks, positiveRationals } from './rational.js';
import { positiveUnitVectors, vectors } from './vector.js';

/** A signed vector with entries of the one sign and a rational root of its sum of squares. */
const sided = (side: 1 | -1): fc.Arbitrary<Rational[]> =>
  fc
    .constantFrom(1, 1, 2, 3)
    .chain((k) => fc.tuple(positiveUnitVectors(k), positiveRationals()))
    .map(([u, size]) => u.map((t) => t.mul(size).mul(side)));

interface Entries {
  readonly positive: boolean;
  readonly negative: boolean;
  readonly zeros: boolean;
}

/** Vectors b with rational b_+ and b_-, in mixed order, with entries of the kinds asked for and no others. */
export const embeddingVectors = ({ positive, negative, zeros }: Entries): fc.Arbitrary<Rational[]> =>
  fc
    .tuple(
      positive ? sided(1) : fc.constant([]),
      negative ? sided(-1) : fc.constant([]),
      zeros ? fc.nat({ max: 2 }) : fc.constant(0),
      fc.array(fc.nat({ max: 9 }), { minLength: 8, maxLength: 8 }),
    )
    .map(([plus, minus, count, keys]) => {
      const b = [...plus, ...minus, ...new Array<Rational>(count).fill(rational(0))];
      return b
        .map((t, k) => ({ t, key: keys[k] }))
        .sort((u, v) => u.key - v.key)
        .map(({ t }) => t);
    });

/** Two neurons with a_1 > 0 > a_2 (section 5.2). */
export const twoNeuronNetworks = (d: number): fc.Arbitrary<Network<Rational>> =>
  fc
    .tuple(leaks(), vectors(d), vectors(d), positiveRationals(), positiveRationals())
    .map(([leak, w1, w2, a1, a2]) => ({ leak, w: [w1, w2], a: [a1, a2.neg()] }));
