import { exact } from '../../src/numeric/rational.js';
import { negate } from '../../src/numeric/vector.js';
import { labels } from '../arbitraries/dataset.js';
import { nonzeroVectors } from '../arbitraries/vector.js';
import fc from 'fast-check';
import { R4, R4LargeInit, R4NotSeparable, smallInit, type SeededStart } from '../../src/claims/r4-quantisation.js';
import { flowDatasets, flowLeaks } from '../arbitraries/flow.js';
import { theorem } from '../harness/theorem.js';

const starts: fc.Arbitrary<Omit<SeededStart, 'logScale'>> = fc.integer({ min: 1, max: 3 }).chain((d) =>
  fc.record({
    dataset: flowDatasets(d, { minPoints: 1, maxPoints: 5 }),
    leak: flowLeaks(),
    seed: fc.integer({ min: 0, max: 2 ** 30 }),
  }),
);

theorem(R4, { instances: starts.map((start) => ({ ...start, logScale: smallInit(start) })), runs: 50 });

theorem(R4LargeInit, {
  instances: fc.tuple(starts, fc.integer({ min: 0, max: 2 })).map(([start, logScale]) => ({ ...start, logScale })),
  runs: 20,
});

/** x and -x of one label: G is flat across x. */
theorem(R4NotSeparable, {
  instances: fc
    .record({
      v: fc.integer({ min: 2, max: 3 }).chain(nonzeroVectors),
      y: labels(),
      leak: flowLeaks(),
      seed: fc.integer({ min: 0, max: 2 ** 30 }),
    })
    .map(({ v, y, leak, seed }) => {
      const start = { dataset: { x: [v, negate(exact, v)], y: [y, y] }, leak, seed };
      return { ...start, logScale: smallInit(start) };
    }),
  runs: 20,
});
