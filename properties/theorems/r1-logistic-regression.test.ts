import fc from 'fast-check';
import { R1, R1NotSeparable, type RegressionStart } from '../../src/claims/r1-logistic-regression.js';
import type { Dataset } from '../../src/model/dataset.js';
import { conflictingDatasets } from '../arbitraries/dataset.js';
import { flowDatasets, genericVectors } from '../arbitraries/flow.js';
import { theorem } from '../harness/theorem.js';

const starts = (datasets: (d: number) => fc.Arbitrary<Dataset>): fc.Arbitrary<RegressionStart> =>
  fc.integer({ min: 1, max: 5 }).chain((d) => fc.record({ dataset: datasets(d), w: genericVectors(d) }));

theorem(R1, { instances: starts((d) => flowDatasets(d, { minPoints: 1, maxPoints: 10 })), runs: 150 });

theorem(R1NotSeparable, { instances: starts(conflictingDatasets), runs: 20 });
