import fc from 'fast-check';
import { A3, A3NotSeparable, A3Printed } from '../../src/claims/a3-power-iteration.js';
import { conflictingDatasets, datasets, intoUnitBall, separableDatasets } from '../arbitraries/dataset.js';
import { leaks } from '../arbitraries/rational.js';
import { dataRegions, leakRegions } from '../arbitraries/regions.js';
import { dimensions } from '../arbitraries/vector.js';
import { theorem } from '../harness/theorem.js';

const separableWithLeak = dimensions().chain((d) => fc.record({ dataset: separableDatasets(d), leak: leaks() }));

theorem(A3, { instances: separableWithLeak, covers: { ...dataRegions, ...leakRegions } });

theorem(A3NotSeparable, {
  instances: dimensions().chain((d) =>
    fc.record({ dataset: fc.oneof(datasets(d), conflictingDatasets(d)), leak: leaks() }),
  ),
});

theorem(A3Printed, {
  instances: separableWithLeak.map(({ dataset, leak }) => ({ dataset: intoUnitBall(dataset), leak })),
});
