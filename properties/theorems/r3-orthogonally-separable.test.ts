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

/** Both labels, or one. */
const anyLabels = (d: number): fc.Arbitrary<Dataset> =>
  fc.oneof(
    { arbitrary: orthogonallySeparable(d), weight: 3 },
    { arbitrary: orthogonallySeparable(d).map(firstLabelOnly), weight: 1 },
  );
const firstLabelOnly = ({ x, y }: Dataset): Dataset => ({
  x: x.filter((_, i) => y[i] === 1),
  y: y.filter((t) => t === 1),
});

theorem(R3, {
  instances: dimensions().chain((d) => fc.record({ dataset: anyLabels(d) })),
  runs: 80,
});

theorem(R3NotOrthogonal, { instances: dimensions(2).chain((d) => fc.record({ dataset: general(d) })), runs: 40 });
theorem(R3Leaky, { instances: starts(anyLabels, [1, -1]), runs: 80, undecided: 0.005 });

theorem(R3LeakyOneSign, { instances: starts(orthogonallySeparable, [1]), runs: 5 });
/**
 * (1, +-q) of one label and (far, 0) beyond them: two neurons, one for each, do better than one along the axis, where the flow turns both; the other
 * label is on the other side of the axis. The start has neurons of both signs, +-(3/5, 4/5) turned by a right angle.
 */
const far = fc
  .tuple(
    fc.integer({ min: 4, max: 6 }),
    fc.integer({ min: 6, max: 10 }),
    fc.integer({ min: 1, max: 4 }),
    logScales(-60, -20),
  )
  .map(([q, size, other, logScale]) => ({
    dataset: {
      x: [
        [1, q],
        [1, -q],
        [size, 0],
        [-other, 0],
      ].map((row) => row.map((t) => rational(t))),
      y: [1, 1, 1, -1] as const,
    },
    net: {
      leak: rational(1, 2),
      w: [
        [rational(3, 5), rational(4, 5)],
        [rational(-4, 5), rational(3, 5)],
      ],
      a: [rational(1), rational(-1)],
    },
    logScale,
  }));

theorem(R3LeakyNotOrthogonal, { instances: fc.oneof(starts(general, [1, -1]), far), runs: 60 });
