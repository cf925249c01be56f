import fc from 'fast-check';
import {
  R3,
  R3Leaky,
  R3LeakyNotOrthogonal,
  R3LeakyOneSign,
  R3NotOrthogonal,
} from '../../src/claims/r3-orthogonally-separable.js';
import type { FlowStart } from '../../src/claims/flow-case.js';
import { exact, rational } from '../../src/numeric/rational.js';
import { scale } from '../../src/numeric/vector.js';
import type { Dataset, Label } from '../../src/model/dataset.js';
import { labelled } from '../arbitraries/dataset.js';
import { flowDatasets, logScales } from '../arbitraries/flow.js';
import { orthogonallySeparable } from '../arbitraries/orthogonal.js';
import { positiveRationals } from '../arbitraries/rational.js';
import { dimensions, unitVectors } from '../arbitraries/vector.js';
import { theorem } from '../harness/theorem.js';

/** Separable, with both labels. */
const general = (d: number): fc.Arbitrary<Dataset> =>
  flowDatasets(d, { minPoints: 2, maxPoints: 6 }).map(({ x, y }) =>
    labelled(
      x.map((row, i) => scale(exact, rational(y[i]), row)),
      x.map((_, i): Label => (i % 2 === 0 ? 1 : -1)),
    ),
  );

/** Balanced starts; the sign of neuron k is signs[k % signs.length]. */
const starts = (datasets: (d: number) => fc.Arbitrary<Dataset>, signs: readonly number[]): fc.Arbitrary<FlowStart> =>
  fc.integer({ min: 2, max: 4 }).chain((d) =>
    fc
      .record({
        dataset: datasets(d),
        neurons: fc.array(fc.tuple(unitVectors(d), positiveRationals()), { minLength: 2, maxLength: 5 }),
        leak: fc.integer({ min: 2, max: 30 }).map((k) => rational(k, 32)),
        logScale: logScales(-60, 0),
      })
      .map(({ dataset, neurons, leak, logScale }) => ({
        dataset,
        net: {
          leak,
          w: neurons.map(([u, c]) => scale(exact, c, u)),
          a: neurons.map(([, c], k) => c.mul(signs[k % signs.length])),
        },
        logScale,
      })),
  );

theorem(R3, {
  instances: dimensions().chain((d) => fc.record({ dataset: orthogonallySeparable(d) })),
  runs: 80,
});
theorem(R3NotOrthogonal, { instances: dimensions(2).chain((d) => fc.record({ dataset: general(d) })), runs: 40 });
theorem(R3Leaky, { instances: starts(orthogonallySeparable, [1, -1]), runs: 80, undecided: 0.005 });
theorem(R3LeakyOneSign, { instances: starts(orthogonallySeparable, [1]), runs: 5 });
theorem(R3LeakyNotOrthogonal, { instances: starts(general, [1, -1]), runs: 60 });
