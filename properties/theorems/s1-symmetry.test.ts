import {
  S1,
  S1Augmentation,
  S1Formal,
  S1FormalNotSeparable,
  S1FormalNotSymmetric,
  S1FormalRepeated,
  S1NotSeparable,
} from '../../src/claims/s1-symmetry.js';
import fc from 'fast-check';
import { satisfiesAssumption41 } from '../../src/model/symmetry.js';
import { datasets, separableDatasets } from '../arbitraries/dataset.js';
import { dataRegions } from '../arbitraries/regions.js';
import {
  distinctSymmetricSeparableDatasets,
  symmetricInputDatasets,
  symmetricSeparableDatasets,
  withRepeats,
} from '../arbitraries/symmetric.js';
import { dimensions } from '../arbitraries/vector.js';
import { theorem } from '../harness/theorem.js';

const pairedRegions = { 'd = 1': dataRegions['d = 1'], 'repeated points': dataRegions['repeated points'] };
const onData = <T>(dataset: T): { dataset: T } => ({ dataset });

theorem(S1, {
  instances: dimensions().chain((d) => symmetricSeparableDatasets(d).map(onData)),
  covers: pairedRegions,
});

theorem(S1NotSeparable, { instances: dimensions().chain((d) => symmetricInputDatasets(d).map(onData)) });

theorem(S1Formal, {
  instances: dimensions().chain((d) => distinctSymmetricSeparableDatasets(d).map(onData)),
  covers: {
    'd = 1': dataRegions['d = 1'],
    'not in the order of Assumption 4.1': ({ dataset }) => !satisfiesAssumption41(dataset),
  },
});

theorem(S1FormalNotSeparable, { instances: dimensions().chain((d) => symmetricInputDatasets(d).map(onData)) });

theorem(S1FormalNotSymmetric, {
  instances: dimensions().chain((d) => separableDatasets(d, { maxPoints: 3 }).map(withRepeats([])).map(onData)),
});

theorem(S1FormalRepeated, {
  instances: dimensions().chain((d) =>
    fc
      .tuple(distinctSymmetricSeparableDatasets(d), fc.array(fc.nat({ max: 5 }), { maxLength: 3 }))
      .map(([dataset, again]) => onData(withRepeats(again)(dataset))),
  ),
});

theorem(S1Augmentation, {
  instances: dimensions().chain((d) => fc.oneof(datasets(d), separableDatasets(d)).map(onData)),
  covers: dataRegions,
});
