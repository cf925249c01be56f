import fc from 'fast-check';
import {
  C1,
  C1NotBalanced,
  C1NotSeparable,
  C1NotSymmetric,
  C1OneSide,
  C1Printed,
} from '../../src/claims/c1-two-neurons.js';
import type { FlowStart } from '../../src/claims/flow-case.js';
import type { Rational } from '../../src/numeric/field.js';
import { exact, rational } from '../../src/numeric/rational.js';
import { dot, scale } from '../../src/numeric/vector.js';
import type { Dataset } from '../../src/model/dataset.js';
import { augment } from '../../src/model/symmetry.js';
import { flowLeaks, logScales } from '../arbitraries/flow.js';
import { plantedMargins } from '../arbitraries/max-margin.js';
import { positiveRationals } from '../arbitraries/rational.js';
import { unitVectors } from '../arbitraries/vector.js';
import { theorem } from '../harness/theorem.js';

/** u, turned to the given side of p; an axis where u is perpendicular to p. */
function turned(u: readonly Rational[], p: readonly Rational[], side: number): Rational[] {
  const axis = p.findIndex((t) => t.n !== 0n);
  const v = dot(exact, u, p).n === 0n ? p.map((_, j) => rational(j === axis ? 1 : 0)) : [...u];
  return dot(exact, v, p).s < 0n === side < 0 ? v : scale(exact, exact.of(-1), v);
}

interface Shape {
  readonly symmetric: boolean;
  readonly sides: readonly [number, number];
}

const starts = ({ symmetric, sides }: Shape): fc.Arbitrary<FlowStart> =>
  fc.integer({ min: 1, max: 4 }).chain((d) =>
    fc
      .record({
        planted: plantedMargins(d, [rational(1)]),
        leak: flowLeaks(),
        u: fc.tuple(unitVectors(d), unitVectors(d)),
        c: fc.tuple(positiveRationals(), positiveRationals()),
        logScale: logScales(-20, 1),
      })
      .map(({ planted: { dataset, p }, leak, u, c, logScale }) => ({
        dataset: (symmetric ? augment(dataset) : dataset) satisfies Dataset,
        net: { leak, w: [0, 1].map((k) => scale(exact, c[k], turned(u[k], p, sides[k]))), a: [c[0], c[1].neg()] },
        logScale,
      })),
  );

const proper = starts({ symmetric: true, sides: [1, -1] });

theorem(C1, { instances: proper, runs: 150, undecided: 0.002 }, { twins: [C1NotSeparable], runs: 60 });

theorem(C1NotSymmetric, { instances: starts({ symmetric: false, sides: [1, -1] }), runs: 30 });
theorem(C1OneSide, { instances: starts({ symmetric: true, sides: [1, 1] }), runs: 100 });
theorem(C1NotBalanced, {
  instances: proper.map((start) => ({ ...start, net: { ...start.net, a: start.net.a.map((t) => t.abs()) } })),
  runs: 30,
});
theorem(C1Printed, { instances: proper, runs: 10 });
