import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { real, sign, type Rational } from '../../src/numeric/field.js';
import { exact } from '../../src/numeric/rational.js';
import { dot, squaredLength } from '../../src/numeric/vector.js';
import { largestSquaredNorm, type Dataset } from '../../src/model/dataset.js';
import { rootSums } from '../../src/model/embedding.js';
import { isDistinct, isPaired, isSymmetric } from '../../src/model/symmetry.js';
import { linearMargin } from '../../src/oracle/linear-margin.js';
import { datasets, inseparableDatasets, intoUnitBall, separableDatasets } from '../arbitraries/dataset.js';
import { inseparableFamilies, membersOf, separableFamilies } from '../arbitraries/degenerate.js';
import { embeddingVectors } from '../arbitraries/embedding.js';
import { plantedMargins } from '../arbitraries/max-margin.js';
import { leaks, nonzeroRationals, positiveRationalsOfAnySize, shares } from '../arbitraries/rational.js';
import {
  distinctSymmetricSeparableDatasets,
  symmetricDatasets,
  symmetricInputDatasets,
  symmetricSeparableDatasets,
} from '../arbitraries/symmetric.js';
import { across, dimensions, nonzeroVectors, positiveUnitVectors, unitVectors } from '../arbitraries/vector.js';
import { law } from '../harness/law.js';
import { settings } from '../harness/settings.js';

/** How far down a shrink tree each law looks, and how many candidates of a value it tries. */
const DEPTH = 6;
const BREADTH = 4;

/** Drawn values and what they shrink to, along random ways down the tree. */
function withShrinks<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T[]> {
  return fc
    .tuple(fc.integer(), fc.array(fc.nat({ max: BREADTH - 1 }), { minLength: DEPTH, maxLength: DEPTH }))
    .map(([seed, way]) => {
      const found: T[] = [];
      // one case of a property that always fails visits a value and its shrinks; the way picks among the candidates
      let skip = 0;
      let depth = 0;
      fc.check(
        fc.property(arbitrary, (value) => {
          if (depth > DEPTH || skip-- > 0) return true;
          found.push(value);
          skip = way[depth++ % DEPTH];
          return false;
        }),
        { seed, numRuns: 1 },
      );
      return found;
    });
}

const stays = <T>(name: string, arbitrary: fc.Arbitrary<T>, valid: (value: T) => boolean | Promise<boolean>): void => {
  law(
    name,
    withShrinks(arbitrary),
    async (values) => {
      expect(values.length).toBeGreaterThan(0);
      for (const value of values) if (!(await valid(value))) expect(value).toBe('valid');
    },
    Math.min(settings.runs ?? 150, 150),
  );
};

const isSeparable = async (dataset: Dataset): Promise<boolean> => (await linearMargin(dataset)).separable;
const each = <T>(of: (d: number) => fc.Arbitrary<T>): fc.Arbitrary<T> => dimensions().chain(of);

describe('drawn and shrunk values keep what they promise', () => {
  stays('leaks lie strictly between 0 and 1', leaks(), (t) => t.compare(0) > 0 && t.compare(1) < 0);
  stays('shares lie in [0, 1]', shares(), (t) => t.compare(0) >= 0 && t.compare(1) <= 0);
  stays('positive rationals', positiveRationalsOfAnySize(), (t) => t.compare(0) > 0);
  stays('nonzero rationals', nonzeroRationals(), (t) => t.compare(0) !== 0);
  stays('nonzero vectors', each(nonzeroVectors), (v) => v.some((t) => t.n !== 0n));
  stays('unit vectors', each(unitVectors), (v) => squaredLength(exact, v).equals(1));
  stays(
    'positive unit vectors',
    each(positiveUnitVectors),
    (v) => squaredLength(exact, v).equals(1) && v.every((t) => t.compare(0) > 0),
  );
  stays(
    'perpendicular parts',
    each((d) => fc.tuple(nonzeroVectors(d), nonzeroVectors(d))),
    ([v, p]) => dot(exact, across(v, p), p).n === 0n,
  );
  stays(
    'separable data',
    each((d) => separableDatasets(d)),
    isSeparable,
  );
  stays('inseparable data', each(inseparableDatasets), async (s) => !(await isSeparable(s)));
  stays('symmetric data', each(symmetricDatasets), (s) => isPaired(s) && isSymmetric(s));
  stays(
    'symmetric separable data',
    each(symmetricSeparableDatasets),
    async (s) => isPaired(s) && (await isSeparable(s)),
  );
  stays(
    'distinct symmetric separable data',
    each(distinctSymmetricSeparableDatasets),
    async (s) => isDistinct(s) && isSymmetric(s) && (await isSeparable(s)),
  );
  stays('data with symmetric inputs', each(symmetricInputDatasets), (s) => isSymmetric(s) && isDistinct(s));
  stays(
    'data in the unit ball',
    each((d) => datasets(d).map(intoUnitBall)),
    (s) => largestSquaredNorm(exact, s).compare(1) <= 0,
  );
  stays('planted margins', each(plantedMargins), async ({ dataset, p }) => {
    const answer = await linearMargin(dataset);
    return answer.separable && answer.gammaSquared.equals(squaredLength(exact, p));
  });
  const hasRoots = (b: readonly Rational[]): boolean => sign(exact, rootSums(exact, b).plus) >= 0;
  stays(
    'good embedding vectors',
    embeddingVectors({ positive: true, negative: true, zeros: false }),
    (b) => hasRoots(b) && new Set(b.map((t) => sign(exact, t))).size === 2,
  );
  stays(
    'embedding vectors without positive entries',
    embeddingVectors({ positive: false, negative: true, zeros: true }),
    (b) => hasRoots(b) && b.every((t) => t.compare(0) <= 0),
  );
  stays('separable families', membersOf(separableFamilies), ({ z }) =>
    z.every((row) => row[0] > 0 && row.every(Number.isFinite)),
  );
  stays(
    'inseparable families',
    membersOf(inseparableFamilies),
    ({ z }) => z.length > 0 && real.compare(z[0].length, 1) >= 0,
  );
});
