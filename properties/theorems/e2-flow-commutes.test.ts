import fc from 'fast-check';
import { E2, E2Branching, E2NotGood, type EmbeddedFlow } from '../../src/claims/e2-flow-commutes.js';
import { toRealNetwork } from '../../src/claims/flow-case.js';
import { DEFAULT_TOLERANCE } from '../../src/flow/flow.js';
import { Trajectory } from '../../src/flow/trajectory.js';
import { rational, toNumber, exact } from '../../src/numeric/rational.js';
import { largestSquaredNorm, toReal } from '../../src/model/dataset.js';
import { embeddingVectors } from '../arbitraries/embedding.js';
import { flowDatasets, flowLeaks, genericNumbers, genericVectors } from '../arbitraries/flow.js';
import { theorem } from '../harness/theorem.js';

const quarter = rational(1, 4);

/**
 * Whether no neuron comes to where it could go on in several ways: one that slides along a line may shrink to w = 0, from where several rays lead away
 * (one of 4,000 draws).
 */
function neverBranches({ dataset, two, times }: EmbeddedFlow): boolean {
  const how = { tolerance: DEFAULT_TOLERANCE, merge: false, branch: 1 } as const;
  const trajectory = new Trajectory(toReal(dataset), toRealNetwork(two), 0, how);
  const last = times[times.length - 1];
  while (!trajectory.arrivedAt(last)) trajectory.advance(last);
  return trajectory.kinks.branches === 0;
}

const starts = (negative: boolean): fc.Arbitrary<EmbeddedFlow> =>
  fc.integer({ min: 1, max: 3 }).chain((d) =>
    fc
      .record({
        dataset: flowDatasets(d, { minPoints: 1, maxPoints: 6 }),
        b: embeddingVectors({ positive: true, negative, zeros: false }),
        leak: flowLeaks(),
        w: fc.tuple(genericVectors(d), genericVectors(d)),
        a: fc.tuple(genericNumbers(), genericNumbers()),
      })
      .map(({ dataset, b, leak, w, a }): EmbeddedFlow => {
        // balanced or more, |a| > |w|: then no a changes its sign, and no neuron is torn off a kink (Assumption 4.6)
        const size = (v: readonly { toString(): string }[]): number =>
          Math.hypot(...v.map((t) => toNumber(t as never)));
        const [a1, a2] = a.map((t, k) =>
          t
            .abs()
            .add(rational(Math.ceil(size(w[k])), 1))
            .mul(quarter),
        );
        const X = Math.sqrt(toNumber(largestSquaredNorm(exact, dataset)));
        return {
          dataset,
          b,
          two: { leak, w: w.map((v) => v.map((t) => t.mul(quarter))), a: [a1, a2.neg()] },
          times: [1, 4, 10].map((t) => t / X),
        };
      })
      .filter(neverBranches),
  );

theorem(E2, { instances: starts(true), runs: 60 });

/** b of one sign: nobody carries the second neuron. */
theorem(E2NotGood, { instances: starts(false), runs: 20 });

/** w_1 on the hyperplane of (1, -2), with <(1, 2), (1, -2)> = -3 between leak 5 and 5: the kink repels; the scale varies. */
theorem(E2Branching, {
  instances: fc.integer({ min: 1, max: 9 }).map((c) => ({
    dataset: {
      x: [
        [rational(1), rational(2)],
        [rational(1), rational(-2)],
      ],
      y: [1 as const, 1 as const],
    },
    b: [rational(1), rational(-1)],
    two: {
      leak: rational(1, 2),
      w: [
        [rational(2 * c, 100), rational(c, 100)],
        [rational(-1, 100), rational(0)],
      ],
      a: [rational(3 * c, 100), rational(-1, 100)],
    },
    times: [4],
  })),
  runs: 9,
});
