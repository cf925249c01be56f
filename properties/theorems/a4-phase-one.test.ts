import fc from 'fast-check';
import { A4, A4LargeSigma, type PhaseOne } from '../../src/claims/a4-phase-one.js';
import { intoUnitBall } from '../arbitraries/dataset.js';
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

theorem(A4, { instances: starts(fc.constantFrom(1, 0.1, 1e-6)), runs: 60 });
/** sigma of the order of r instead of r^3. */
theorem(A4LargeSigma, { instances: starts(fc.constantFrom(50, 20)), runs: 40 });
