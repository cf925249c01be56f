import fc from 'fast-check';
import { P5, P5Mu, P5MuNotSeparable, P5MuPrinted, P5NotSeparable } from '../../src/claims/p5-max-margin-separator.js';
import { exact } from '../../src/numeric/rational.js';
import { negate } from '../../src/numeric/vector.js';
import {
  conflictingDatasets,
  datasets,
  inseparableDatasets,
  intoUnitBall,
  separableDatasets,
} from '../arbitraries/dataset.js';
import { plantedMargins } from '../arbitraries/max-margin.js';
import { dataRegions, hasManySupportVectors, hasTinyMargin } from '../arbitraries/regions.js';
import { across, dimensions, nonzeroVectors } from '../arbitraries/vector.js';
import { theorem } from '../harness/theorem.js';

/** Data of two kinds: any separable data, and data with a known w*, then first among the rivals. */
const withRivals = dimensions().chain((d) =>
  fc
    .tuple(
      fc.oneof(
        separableDatasets(d).map((dataset) => ({ dataset, p: undefined })),
        plantedMargins(d),
      ),
      fc.array(nonzeroVectors(d), { maxLength: 3 }),
    )
    .map(([{ dataset, p }, rivals]) => ({ dataset, rivals: p === undefined ? rivals : [p, ...rivals] })),
);

theorem(P5, {
  instances: withRivals,
  covers: {
    ...dataRegions,
    'many support vectors': ({ dataset, rivals }) => rivals.length > 0 && hasManySupportVectors(dataset, rivals[0]),
    'tiny margin': ({ dataset, rivals }) => rivals.length > 0 && hasTinyMargin(dataset, rivals[0]),
  },
});

/** Points that no w separates, all perpendicular to v: both v and -v have the margin 0, the greatest there is. */
theorem(P5NotSeparable, {
  instances: dimensions().chain((d) =>
    fc.tuple(inseparableDatasets(d), nonzeroVectors(d)).map(([{ x, y }, v]) => ({
      dataset: { x: x.map((row) => across(row, v)), y },
      rivals: [v, negate(exact, v)],
    })),
  ),
});

theorem(P5Mu, {
  instances: dimensions().chain((d) => separableDatasets(d).map((dataset) => ({ dataset }))),
  covers: dataRegions,
});

theorem(P5MuNotSeparable, {
  instances: dimensions().chain((d) => fc.oneof(datasets(d), conflictingDatasets(d)).map((dataset) => ({ dataset }))),
});

theorem(P5MuPrinted, {
  instances: dimensions().chain((d) => separableDatasets(d).map((dataset) => ({ dataset: intoUnitBall(dataset) }))),
});
