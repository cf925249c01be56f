import fc from 'fast-check';
import { R5, R5Function, R5LargeInit, R5NotSymmetric, type EarlyStart } from '../../src/claims/r5-early-linearity.js';
import type { Dataset } from '../../src/model/dataset.js';
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
