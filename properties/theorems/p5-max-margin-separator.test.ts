import fc from 'fast-check';
import { P5, P5Mu, P5MuNotSeparable, P5MuPrinted, P5NotSeparable } from '../../src/claims/p5-max-margin-separator.js';
import type { Rational } from '../../src/numeric/field.js';
import { exact, rational } from '../../src/numeric/rational.js';
import { negate } from '../../src/numeric/vector.js';
import {
  conflictingDatasets,
  datasets,
  inseparableDatasets,
  intoUnitBall,
  separableDatasets,
} from '../arbitraries/dataset.js';
import { plantedMargins } from '../arbitraries/max-margin.js';
import { dataRegions, marginRegions } from '../arbitraries/regions.js';
import { across, dimensions, nonzeroVectors } from '../arbitraries/vector.js';
import { theorem } from '../harness/theorem.js';

/** p with one coordinate changed by a thousandth of its largest: close to the maximum, and not there. */
function near(p: readonly Rational[], j: number): Rational[] {
  const step = p.reduce((top, t) => (t.abs().compare(top) > 0 ? t.abs() : top), rational(0)).div(1000);
  return p.map((t, k) => (k === j % p.length ? t.add(step) : t));
}

/** Data of two kinds: any separable data, and data with a known w*, then among the rivals with a close one. */
const withRivals = dimensions().chain((d) =>
  fc
    .tuple(
      fc.oneof(
        separableDatasets(d).map((dataset) => ({ dataset, p: undefined })),
        plantedMargins(d),
      ),
      fc.array(nonzeroVectors(d), { maxLength: 3 }),
      fc.nat({ max: 3 }),
    )
    .map(([{ dataset, p }, rivals, j]) => ({ dataset, rivals: p === undefined ? rivals : [p, near(p, j), ...rivals] })),
);

theorem(P5, {
  instances: withRivals,
  covers: {
    ...dataRegions,
    ...marginRegions,
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
