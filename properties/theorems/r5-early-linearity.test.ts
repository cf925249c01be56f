import { exact } from '../../src/numeric/rational.js';
import { isSomewhere } from '../../src/claims/assumptions.js';
import { augment } from '../../src/model/symmetry.js';
import { conflictingDatasets } from '../arbitraries/dataset.js';
import fc from 'fast-check';
import {
  type EarlyStart,
  R5,
  R5AtRest,
  R5Function,
  R5LargeInit,
  R5NotSeparable,
  R5NotSymmetric,
} from '../../src/claims/r5-early-linearity.js';
import { type Dataset, mean } from '../../src/model/dataset.js';
import { flowDatasets, flowSymmetricDatasets, genericNetworks } from '../arbitraries/flow.js';
import { theorem } from '../harness/theorem.js';

const starts = (
  datasets: (d: number) => fc.Arbitrary<Dataset>,
  power: number,
  m = fc.integer({ min: 1, max: 6 }),
): fc.Arbitrary<EarlyStart> =>
  fc
    .integer({ min: 1, max: 4 })
    .chain((d) => fc.record({ dataset: datasets(d), net: genericNetworks(d, m), power: fc.constant(power) }));

/** Two directions need two neurons, and d >= 2. */
const wide = fc.integer({ min: 2, max: 6 });

theorem(R5, { instances: starts(flowSymmetricDatasets, 3), runs: 30 });

/** Each shrink step would cost three flows; the frozen witness is the small one. */
theorem(R5NotSymmetric, {
  instances: fc.noShrink(starts((d) => flowDatasets(d, { minPoints: 2, maxPoints: 7 }), 3, wide)),
  runs: 40,
});

theorem(R5LargeInit, { instances: starts(flowSymmetricDatasets, 1, wide), runs: 40 });

theorem(R5Function, { instances: starts(flowSymmetricDatasets, 3), runs: 40 });

/** Each point with both labels: mu = 0, and nothing grows. */
theorem(R5NotSeparable, {
  instances: starts((d) => conflictingDatasets(d).map(augment), 3).filter(isSomewhere),
  runs: 20,
});

/** In one dimension, <w, mu-bar> = -a. */
theorem(R5AtRest, {
  instances: fc
    .tuple(flowSymmetricDatasets(1), genericNetworks(1, fc.integer({ min: 1, max: 3 })))
    .map(([dataset, net]) => {
      const side = mean(exact, dataset)[0].s < 0n ? 1 : -1;
      return { dataset, net: { ...net, a: net.w.map(([t]) => t.mul(side)) }, power: 3 };
    }),
  runs: 20,
});
