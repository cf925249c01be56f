import fc from 'fast-check';
import {
  H1,
  H1AnyDataset,
  H1Epsilon,
  H1LargeEpsilon,
  H1NoEpsilon,
  H1NoH,
  H1NotPerpendicular,
  H1UnitBall,
  type HintedInstance,
} from '../../src/claims/h1-hints.js';
import type { Rational } from '../../src/numeric/field.js';
import { rational } from '../../src/numeric/rational.js';
import { least } from '../../src/model/network.js';
import { exact } from '../../src/numeric/rational.js';
import { intoUnitBall, separableDatasets } from '../arbitraries/dataset.js';
import { plantedMargins, type PlantedMargin } from '../arbitraries/max-margin.js';
import {
  nonzeroRationals,
  positiveRationals,
  positiveRationalsOfAnySize,
  rationals,
  shares,
} from '../arbitraries/rational.js';
import { dataRegions } from '../arbitraries/regions.js';
import { across, dimensions, nonzeroVectors } from '../arbitraries/vector.js';
import { theorem } from '../harness/theorem.js';

/** A vector perpendicular to p and not 0: the part of v across p, or of the first axis that has one. */
function perpendicularTo(p: readonly Rational[], v: readonly Rational[]): Rational[] {
  const axes = p.map((_, j) => p.map((__, k) => rational(j === k ? 1 : 0)));
  return [v, ...axes].map((u) => across(u, p)).find((u) => u.some((t) => t.n !== 0n)) as Rational[];
}

/** Perpendicular by construction, from a planted w*; d >= 2, for in one dimension there is no such vector. */
const hinted = (hints: fc.Arbitrary<Pick<HintedInstance, 'H' | 'K' | 'epsilon'>>): fc.Arbitrary<HintedInstance> =>
  dimensions(2).chain((d) =>
    fc
      .tuple(plantedMargins(d), nonzeroVectors(d), hints)
      .map(
        ([{ dataset, p }, v, constants]: [PlantedMargin, Rational[], Pick<HintedInstance, 'H' | 'K' | 'epsilon'>]) => ({
          dataset,
          wPerp: perpendicularTo(p, v),
          ...constants,
        }),
      ),
  );

const anySize = positiveRationalsOfAnySize;
const allHints = fc.record({ H: anySize(), K: anySize(), epsilon: anySize() });
const H = ({ H: h, epsilon }: HintedInstance) => ({ h, epsilon });

theorem(H1, {
  instances: hinted(allHints),
  covers: {
    'repeated points': dataRegions['repeated points'],
    'gamma* decides': (c) => H(c).h.compare(1) > 0 && H(c).epsilon.compare(1) > 0,
    'H decides': (c) => H(c).h.compare(least(exact, [exact.one, H(c).epsilon])) < 0,
    'epsilon decides': (c) => H(c).epsilon.compare(least(exact, [exact.one, H(c).h])) < 0,
  },
});

theorem(H1NotPerpendicular, {
  instances: dimensions(2).chain((d) =>
    fc
      .tuple(
        plantedMargins(d),
        nonzeroVectors(d),
        fc.record({ H: positiveRationals(), K: positiveRationals(), epsilon: positiveRationals() }),
      )
      .map(([{ dataset }, wPerp, hints]) => ({ dataset, wPerp, ...hints })),
  ),
});

theorem(H1NoH, {
  instances: hinted(fc.record({ H: rationals(), K: positiveRationals(), epsilon: positiveRationals() })),
});

theorem(H1NoEpsilon, {
  instances: hinted(fc.record({ H: positiveRationals(), K: positiveRationals(), epsilon: rationals() })),
});

theorem(H1Epsilon, {
  instances: hinted(
    fc.tuple(anySize(), anySize(), shares()).map(([h, K, share]) => {
      const most = least(exact, [exact.one, h]);
      return { H: h, K, epsilon: share.n === 0n ? most : share.mul(most) };
    }),
  ),
  covers: { 'epsilon = min(gamma*, H)': ({ H: h, epsilon }) => epsilon.equals(least(exact, [exact.one, h])) },
});

theorem(H1LargeEpsilon, { instances: hinted(allHints) });

theorem(H1AnyDataset, {
  instances: dimensions().chain((d) => separableDatasets(d).map((dataset) => ({ dataset }))),
});

theorem(H1UnitBall, {
  instances: hinted(
    fc.record({ H: nonzeroRationals().map((r) => r.abs()), K: positiveRationals(), epsilon: positiveRationals() }),
  ).map((instance) => ({ ...instance, dataset: intoUnitBall(instance.dataset) })),
});
