import { leaks } from '../arbitraries/rational.js';
import fc from 'fast-check';
import {
  S3,
  S3Maximiser,
  S3MaximiserNotSeparable,
  S3MaximiserNotSymmetric,
  S3NearPrinted,
  S3NotSeparable,
  S3NotSymmetric,
  S3OneNeuron,
  S3UniquePrinted,
} from '../../src/claims/s3-global-max-margin.js';
import type { Rational } from '../../src/numeric/field.js';
import { rational } from '../../src/numeric/rational.js';
import { separableDatasets } from '../arbitraries/dataset.js';
import { flowDatasets, flowSymmetricDatasets } from '../arbitraries/flow.js';
import { nonzeroNetworks } from '../arbitraries/network.js';
import { symmetricSeparableDatasets } from '../arbitraries/symmetric.js';
import { dimensions } from '../arbitraries/vector.js';
import { theorem } from '../harness/theorem.js';

/** Doubles, from 0.02 to 0.98; 1/2 first. */
export const doubleLeaks = (): fc.Arbitrary<Rational> =>
  fc.oneof(
    { withCrossShrink: true },
    { arbitrary: fc.constant(rational(1, 2)), weight: 1 },
    { arbitrary: fc.integer({ min: 5, max: 251 }).map((k) => rational(k, 256)), weight: 3 },
  );
const widths = fc.integer({ min: 2, max: 6 });

theorem(
  S3,
  {
    instances: dimensions().chain((d) =>
      fc.record({ dataset: flowSymmetricDatasets(d), leak: doubleLeaks(), width: widths }),
    ),
    runs: 500,
  },
  { twins: [S3NotSeparable], runs: 60 },
);

theorem(S3NotSymmetric, {
  instances: dimensions().chain((d) =>
    fc.record({ dataset: flowDatasets(d, { minPoints: 1, maxPoints: 6 }), leak: doubleLeaks(), width: widths }),
  ),
  runs: 20,
});
theorem(S3OneNeuron, {
  instances: dimensions().chain((d) =>
    fc.record({ dataset: flowSymmetricDatasets(d), leak: doubleLeaks(), width: fc.constant(1) }),
  ),
  runs: 20,
});

theorem(
  S3Maximiser,
  {
    instances: dimensions().chain((d) =>
      fc.record({ dataset: symmetricSeparableDatasets(d), net: nonzeroNetworks(d) }),
    ),
  },
  { twins: [S3MaximiserNotSeparable] },
);

theorem(S3MaximiserNotSymmetric, {
  instances: dimensions().chain((d) => fc.record({ dataset: separableDatasets(d), net: nonzeroNetworks(d) })),
});

theorem(S3UniquePrinted, { instances: fc.record({ leak: leaks() }) });
theorem(S3NearPrinted, {
  instances: fc.record({ leak: leaks(), eta: fc.integer({ min: 1, max: 1000 }).map((q) => rational(1, q)) }),
});
