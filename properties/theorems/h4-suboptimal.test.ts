import fc from 'fast-check';
import {
  H4,
  H4LargeEpsilon,
  H4NotPerpendicular,
  H4NotSeparable,
  H4OneNeuron,
  H4Printed,
  H4SmallK,
  H5,
  H5LargeEpsilon,
  H5NotPerpendicular,
  H5NotSeparable,
  H5SmallK,
} from '../../src/claims/h4-suboptimal.js';
import { rational } from '../../src/numeric/rational.js';
import { hintedWidths } from '../arbitraries/hinted-width.js';
import { theorem } from '../harness/theorem.js';

theorem(
  H4,
  {
    instances: hintedWidths(
      fc.integer({ min: 2, max: 5 }),
      fc.integer({ min: 1, max: 9 }).map((k) => rational(k)),
    ),
    runs: 200,
  },
  { twins: [H4NotSeparable, H4NotPerpendicular], runs: 50 },
);

theorem(H4SmallK, {
  instances: hintedWidths(fc.integer({ min: 2, max: 5 }), fc.constantFrom(rational(0), rational(1, 100))),
  runs: 5,
});
theorem(H4Printed, {
  instances: hintedWidths(
    fc.integer({ min: 1, max: 3 }),
    fc.integer({ min: 1, max: 9 }).map((k) => rational(k)),
  ),
  runs: 20,
});
theorem(
  H5,
  {
    instances: hintedWidths(
      fc.constant(2),
      fc.integer({ min: 1, max: 9 }).map((k) => rational(k)),
    ),
    runs: 150,
  },
  { twins: [H5NotSeparable, H5NotPerpendicular, H5LargeEpsilon], runs: 100 },
);

theorem(H5SmallK, { instances: hintedWidths(fc.constant(2), fc.constantFrom(rational(0), rational(1, 100))), runs: 5 });

/** H below epsilon: the first hint alone decides the margin of every net. */
theorem(H4LargeEpsilon, {
  instances: hintedWidths(
    fc.integer({ min: 2, max: 5 }),
    fc.integer({ min: 1, max: 9 }).map((k) => rational(k)),
  ).map((instance) => ({ ...instance, H: instance.epsilon.div(10) })),
  runs: 40,
});

theorem(H4OneNeuron, {
  instances: hintedWidths(
    fc.constant(1),
    fc.integer({ min: 1, max: 9 }).map((k) => rational(k)),
  ),
  runs: 40,
});
