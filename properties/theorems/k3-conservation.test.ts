import fc from 'fast-check';
import { K3, K3Signs, K3SignsNotBalanced } from '../../src/claims/k3-conservation.js';
import type { FlowStart } from '../../src/claims/flow-case.js';
import { plus, scale } from '../../src/numeric/vector.js';
import { exact, rational } from '../../src/numeric/rational.js';
import { flowDatasets, flowLeaks, flowStarts, logScales } from '../arbitraries/flow.js';
import { positiveRationals } from '../arbitraries/rational.js';
import { across, unitVectors, vectors } from '../arbitraries/vector.js';
import { theorem } from '../harness/theorem.js';

const widths = fc.integer({ min: 1, max: 4 });
const data = (d: number) => flowDatasets(d, { minPoints: 1, maxPoints: 8 });

theorem(K3, { instances: flowStarts(data, { m: widths, logScale: logScales(-40, 1) }), runs: 120 });

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

/**
 * Points on a ray and mirror images about it, and a first neuron that points against it: it shrinks towards 0, however large it is, and what growing part
 * rounding leaves it with may have either sign.
 */
const turnedAway: fc.Arbitrary<FlowStart> = fc.integer({ min: 2, max: 3 }).chain((d) =>
  fc
    .record({
      u: unitVectors(d),
      along: fc.array(positiveRationals(), { minLength: 1, maxLength: 2 }),
      pairs: fc.array(fc.tuple(vectors(d), positiveRationals()), { maxLength: 2 }),
      c: positiveRationals(),
      leak: flowLeaks(),
      logScale: fc.integer({ min: -5, max: 2 }),
    })
    .map(({ u, along, pairs, c, leak, logScale }) => {
      const x = along.map((t) => scale(exact, t, u));
      for (const [v, t] of pairs)
        for (const s of [1, -1]) x.push(plus(exact, scale(exact, t, u), scale(exact, rational(s), across(v, u))));
      const net = { leak, w: [scale(exact, c.neg(), u)], a: [c] };
      return { dataset: { x, y: x.map(() => 1 as const) }, net, logScale };
    }),
);

theorem(K3Signs, {
  instances: fc.oneof({ arbitrary: balancedStarts, weight: 2 }, { arbitrary: turnedAway, weight: 1 }),
  runs: 160,
});

theorem(K3SignsNotBalanced, { instances: flowStarts(data, { m: widths, logScale: logScales(-5, 1) }), runs: 60 });
