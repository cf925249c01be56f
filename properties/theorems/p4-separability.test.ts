import fc from 'fast-check';
import { P4 } from '../../src/claims/p4-separability.js';
import { exact } from '../../src/numeric/rational.js';
import { isZero } from '../../src/numeric/vector.js';
import { datasets, inseparableDatasets, separableDatasets } from '../arbitraries/dataset.js';
import { dataRegions } from '../arbitraries/regions.js';
import { dimensions } from '../arbitraries/vector.js';
import { theorem } from '../harness/theorem.js';

theorem(P4, {
  instances: dimensions()
    .chain((d) => fc.oneof(datasets(d), separableDatasets(d), inseparableDatasets(d)))
    .map((dataset) => ({ dataset })),
  covers: { ...dataRegions, 'a point at the origin': ({ dataset }) => dataset.x.some((row) => isZero(exact, row)) },
});
