import fc from 'fast-check';
import {
  C4,
  C4NotSeparable,
  C4NotSymmetric,
  H3,
  H3NotSeparable,
  H3Printed,
  type RandomStarts,
} from '../../src/claims/c4-probability.js';
import { rational } from '../../src/numeric/rational.js';
import { flowLeaks, flowSymmetricDatasets } from '../arbitraries/flow.js';
import { theorem } from '../harness/theorem.js';

const seeds = fc.integer({ min: 0, max: 2 ** 29 });

const starts = (maxPairs: number): fc.Arbitrary<RandomStarts> =>
  fc.integer({ min: 1, max: 3 }).chain((d) =>
    fc.record({
      dataset: flowSymmetricDatasets(d, maxPairs),
      leak: flowLeaks(),
      m: fc.constant(2),
      logScale: fc.constant(-200),
      seed: seeds,
    }),
  );

theorem(C4, { instances: starts(10), runs: 4 });

// without its assumptions a share can be near what is told apart, and then takes thousands of flows: on few points
for (const twin of [C4NotSeparable, C4NotSymmetric]) {
  theorem(twin, { instances: starts(2), breaks: twin, runs: 20 });
}

/** w* = e_1 and gamma* = 1, X = sqrt 5/2 or less, n <= 3: H = 4000, K = 6, epsilon = 1/5 meet the bounds of H2 at leak 1/2, and so does e^-500. */
theorem(
  H3,
  {
    instances: fc.record({
      dataset: fc
        .array(fc.constantFrom(rational(-1, 2), rational(1, 2), rational(0)), { maxLength: 2 })
        .map((heights) => ({
          x: [[rational(1), rational(0)], ...heights.map((t) => [rational(-1), t])],
          y: [1 as const, ...heights.map(() => -1 as const)],
        })),
      leak: fc.constant(rational(1, 2)),
      m: fc.constant(1),
      logScale: fc.constant(-500),
      seed: seeds,
      wPerp: fc.constant([rational(0), rational(1)]),
      H: fc.constant(rational(4000)),
      K: fc.constant(rational(6)),
      epsilon: fc.constant(rational(1, 5)),
    }),
    runs: 3,
  },
  { twins: [H3NotSeparable], runs: 60 },
);

theorem(H3Printed, { instances: fc.record({ m: fc.integer({ min: 1, max: 6 }) }), runs: 5 });
