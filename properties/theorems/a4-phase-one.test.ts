import { rational } from '../../src/numeric/rational.js';
import fc from 'fast-check';
import {
  A4,
  A4LargeSigma,
  A4NotSeparable,
  A4NotSymmetric,
  A4NotUnitBall,
  A4Printed,
  A4UniversalPrinted,
  type PhaseOne,
} from '../../src/claims/a4-phase-one.js';
import { intoUnitBall, scaled } from '../arbitraries/dataset.js';
import { flowStarts, flowSymmetricDatasets } from '../arbitraries/flow.js';
import { theorem } from '../harness/theorem.js';

const starts = (factor: fc.Arbitrary<number>): fc.Arbitrary<PhaseOne> =>
  fc
    .tuple(
      flowStarts((d) => flowSymmetricDatasets(d).map(intoUnitBall), {
        m: fc.integer({ min: 1, max: 4 }),
        logScale: fc.constant(0),
        d: fc.integer({ min: 1, max: 3 }),
      }),
      factor,
    )
    .map(([start, f]) => ({ ...start, factor: f }));

theorem(
  A4,
  { instances: starts(fc.constantFrom(1, 0.1, 1e-6)), runs: 60 },
  { twins: [A4NotSeparable, A4NotSymmetric], runs: 200 },
);

/** sigma of the order of r instead of r^3. */
theorem(A4LargeSigma, { instances: starts(fc.constantFrom(50, 20)), runs: 40 });

/** The sizes of r are absolute: in other units of x they are not small. */
theorem(A4NotUnitBall, {
  instances: starts(fc.constant(1)).map((start) => ({ ...start, dataset: scaled(start.dataset, rational(4096)) })),
  runs: 20,
});

theorem(A4Printed, { instances: starts(fc.constant(1)), runs: 20 });
theorem(A4UniversalPrinted, {
  instances: fc.record({
    h: fc.integer({ min: 1, max: 12 }).map((k) => rational(1, 2n ** BigInt(k + 2))),
    C: fc.constantFrom(1, 10, 100),
  }),
  runs: 40,
});
