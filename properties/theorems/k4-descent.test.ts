import fc from 'fast-check';
import { K4, K4Rate, quickestTime } from '../../src/claims/k4-descent.js';
import { flowDatasets, flowStarts, logScales } from '../arbitraries/flow.js';
import { theorem } from '../harness/theorem.js';

const widths = fc.integer({ min: 1, max: 4 });
const data = (d: number) => flowDatasets(d, { minPoints: 1, maxPoints: 8 });

theorem(K4, { instances: flowStarts(data, { m: widths, logScale: logScales(-40, 1) }), runs: 120 });

/** A few units of the time in which a neuron turns. */
theorem(K4Rate, {
  instances: fc
    .tuple(flowStarts(data, { m: widths, logScale: logScales(-2, 0) }), fc.integer({ min: 1, max: 8 }))
    .map(([start, k]) => ({ ...start, span: (k / 4) * quickestTime(start) })),
  runs: 60,
});
