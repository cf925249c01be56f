import fc from 'fast-check';
import {
  H1,
  H1AnyDataset,
  H1Epsilon,
  H1EpsilonNoEpsilon,
  H1EpsilonNotPerpendicular,
  H1EpsilonNotSeparable,
  H1LargeEpsilon,
  H1NoEpsilon,
  H1NoH,
  H1NotPerpendicular,
  H1NotSeparable,
  H1UnitBall,
  type HintedInstance,
} from '../../src/claims/h1-hints.js';
import type { Rational } from '../../src/numeric/field.js';
import type { Hints } from '../../src/model/hints.js';
import { least } from '../../src/model/network.js';
import { scale, squaredLength } from '../../src/numeric/vector.js';
import { exact, rational } from '../../src/numeric/rational.js';
import { scaled, separableDatasets, unitBallFactor } from '../arbitraries/dataset.js';
import { plantedMargins } from '../arbitraries/max-margin.js';
import { positiveRationals, positiveRationalsOfAnySize, rationals, shares } from '../arbitraries/rational.js';
import { dataRegions } from '../arbitraries/regions.js';
import { across, dimensions, nonzeroVectors } from '../arbitraries/vector.js';
import { theorem } from '../harness/theorem.js';

/** A vector perpendicular to p and not 0: the part of v across p, or of the first axis that has one. */
function perpendicularTo(p: readonly Rational[], v: readonly Rational[]): Rational[] {
  const axes = p.map((_, j) => p.map((__, k) => rational(j === k ? 1 : 0)));
  return [v, ...axes].map((u) => across(u, p)).find((u) => u.some((t) => t.n !== 0n)) as Rational[];
}

/** A planted w* and a vector perpendicular to it; d >= 2, for in one dimension there is none. */
const planted = dimensions(2).chain((d) =>
  fc
    .tuple(plantedMargins(d), nonzeroVectors(d))
    .map(([{ dataset, p }, v]) => ({ dataset, p, wPerp: perpendicularTo(p, v) })),
);

const hinted = (hints: fc.Arbitrary<Hints<Rational>>): fc.Arbitrary<HintedInstance> =>
  fc.tuple(planted, hints).map(([{ dataset, wPerp }, constants]) => ({ dataset, wPerp, ...constants }));

const anySize = positiveRationalsOfAnySize;
const positiveHints = fc.record({ H: positiveRationals(), K: positiveRationals(), epsilon: positiveRationals() });
const allHints = fc.record({ H: anySize(), K: anySize(), epsilon: anySize() });

theorem(
  H1,
  {
    instances: hinted(allHints),
    covers: {
      'repeated points': dataRegions['repeated points'],
      'gamma* decides': ({ H, epsilon }) => H.compare(1) > 0 && epsilon.compare(1) > 0,
      'H decides': ({ H, epsilon }) => H.compare(least(exact, [exact.one, epsilon])) < 0,
      'epsilon decides': ({ H, epsilon }) => epsilon.compare(least(exact, [exact.one, H])) < 0,
    },
    runs: 1500,
  },
  { twins: [H1NotSeparable] },
);

theorem(H1NotPerpendicular, {
  instances: dimensions(2).chain((d) =>
    fc
      .tuple(plantedMargins(d), nonzeroVectors(d), positiveHints)
      .map(([{ dataset }, wPerp, hints]) => ({ dataset, wPerp, ...hints })),
  ),
});

theorem(H1NoH, {
  instances: hinted(fc.record({ H: rationals(), K: positiveRationals(), epsilon: positiveRationals() })),
});

theorem(H1NoEpsilon, {
  instances: hinted(fc.record({ H: positiveRationals(), K: positiveRationals(), epsilon: rationals() })),
});

theorem(
  H1Epsilon,
  {
    instances: hinted(
      fc.tuple(anySize(), anySize(), shares()).map(([h, K, share]) => {
        const most = least(exact, [exact.one, h]);
        return { H: h, K, epsilon: share.n === 0n ? most : share.mul(most) };
      }),
    ),
    covers: { 'epsilon = min(gamma*, H)': ({ H: h, epsilon }) => epsilon.equals(least(exact, [exact.one, h])) },
    runs: 1500,
  },
  { twins: [H1EpsilonNotSeparable, H1EpsilonNotPerpendicular, H1EpsilonNoEpsilon] },
);

theorem(H1LargeEpsilon, { instances: hinted(allHints) });

theorem(H1AnyDataset, {
  instances: dimensions().chain((d) => separableDatasets(d).map((dataset) => ({ dataset }))),
});

/** In the unit ball gamma* = |p| <= 1, so H = (1 + h)/|p|^2 in units of gamma* is more than 1. */
theorem(H1UnitBall, {
  instances: fc.tuple(planted, positiveHints).map(([{ dataset, p, wPerp }, { H: h, K, epsilon }]) => {
    const factor = unitBallFactor(dataset);
    const gammaSquared = squaredLength(exact, scale(exact, factor, p));
    return { dataset: scaled(dataset, factor), wPerp, H: h.add(1).div(gammaSquared), K, epsilon };
  }),
});
