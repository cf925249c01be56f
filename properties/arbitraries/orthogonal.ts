import fc from 'fast-check';
import type { Rational } from '../../src/numeric/field.js';
import { exact, rational } from '../../src/numeric/rational.js';
import { negate } from '../../src/numeric/vector.js';
import type { Dataset, Label } from '../../src/model/dataset.js';

const shares = (d: number): fc.Arbitrary<Rational[]> =>
  fc.array(
    fc.integer({ min: 0, max: 16 }).map((k) => rational(k, 4)),
    { minLength: d, maxLength: d },
  );
const with1 = (v: readonly Rational[], at: number): Rational[] => v.map((t, j) => (j === at ? t.add(1) : t));

/**
 * Orthogonally separable by construction, both labels: those of label 1 lie in the positive orthant, off its first face, those of label -1
 * in the negative one, off its last.
 */
export const orthogonallySeparable = (d: number): fc.Arbitrary<Dataset> =>
  fc
    .tuple(fc.array(shares(d), { minLength: 1, maxLength: 4 }), fc.array(shares(d), { minLength: 1, maxLength: 4 }))
    .map(([plus, minus]) => ({
      x: [...plus.map((v) => with1(v, 0)), ...minus.map((v) => negate(exact, with1(v, d - 1)))],
      y: [...plus.map((): Label => 1), ...minus.map((): Label => -1)],
    }));
