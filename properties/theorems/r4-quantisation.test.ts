import fc from 'fast-check';
import { R4, R4LargeInit, smallInit, type SeededStart } from '../../src/claims/r4-quantisation.js';
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
