import {
  B1,
  B1Flow,
  B1FlowNotRepelling,
  B1FlowOffKink,
  B1NotRepelling,
  B1OffKink,
} from '../../src/claims/b1-branching.js';
import { kinkStarts } from '../arbitraries/flow-branching.js';
import { theorem } from '../harness/theorem.js';

theorem(
  B1,
  {
    instances: kinkStarts('repelling'),
    covers: {
      'two points': ({ dataset }) => dataset.x.length === 2,
      'a negative neuron': ({ dataset }) => dataset.y[0] === -1,
      'labels of both kinds': ({ dataset }) => new Set(dataset.y).size === 2,
    },
  },
  { twins: [B1OffKink] },
);

theorem(B1NotRepelling, { instances: kinkStarts('not-repelling') });

theorem(B1Flow, { instances: kinkStarts('repelling'), runs: 100 }, { twins: [B1FlowOffKink], runs: 60 });

theorem(B1FlowNotRepelling, { instances: kinkStarts('not-repelling'), runs: 20 });
