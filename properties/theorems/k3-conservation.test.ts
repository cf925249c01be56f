import fc from 'fast-check';
import { K3, K3Signs, K3SignsNotBalanced } from '../../src/claims/k3-conservation.js';
import type { FlowStart } from '../../src/claims/flow-case.js';
import { scale } from '../../src/numeric/vector.js';
import { exact } from '../../src/numeric/rational.js';
import { flowDatasets, flowLeaks, flowStarts, logScales } from '../arbitraries/flow.js';
import { positiveRationals } from '../arbitraries/rational.js';
import { unitVectors } from '../arbitraries/vector.js';
import { theorem } from '../harness/theorem.js';

const widths = fc.integer({ min: 1, max: 4 });
const data = (d: number) => flowDatasets(d, { minPoints: 1, maxPoints: 8 });

theorem(K3, { instances: flowStarts(data, { m: widths, logScale: logScales(-40, 1) }), runs: 150 });

/** Neurons of rational length: a_k = +-|w_k| exactly. */
const balancedStarts: fc.Arbitrary<FlowStart> = fc.integer({ min: 1, max: 4 }).chain((d) =>
  fc
    .record({
      dataset: data(d),
      leak: flowLeaks(),
      neurons: fc.array(fc.tuple(unitVectors(d), positiveRationals(), fc.constantFrom(1, -1)), {
        minLength: 1,
        maxLength: 4,
      }),
      logScale: logScales(-40, 1),
    })
    .map(({ dataset, leak, neurons, logScale }) => ({
      dataset,
      net: { leak, w: neurons.map(([u, c]) => scale(exact, c, u)), a: neurons.map(([, c, s]) => c.mul(s)) },
      logScale,
    })),
);

theorem(K3Signs, { instances: balancedStarts, runs: 150 });

theorem(K3SignsNotBalanced, { instances: flowStarts(data, { m: widths, logScale: logScales(-5, 1) }), runs: 60 });
