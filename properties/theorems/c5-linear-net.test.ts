import fc from 'fast-check';
import { C5, C5NotSymmetric } from '../../src/claims/c5-linear-net.js';
import { flowDatasets, flowStarts, flowSymmetricDatasets, logScales } from '../arbitraries/flow.js';
import { theorem } from '../harness/theorem.js';

const shape = { m: fc.integer({ min: 1, max: 2 }), logScale: logScales(-6, -1), d: fc.integer({ min: 1, max: 3 }) };

theorem(C5, { instances: flowStarts(flowSymmetricDatasets, shape), runs: 20 });
theorem(C5NotSymmetric, {
  instances: flowStarts((d) => flowDatasets(d, { minPoints: 1, maxPoints: 5 }), shape),
  runs: 30,
});
