import { augment } from '../../src/model/symmetry.js';
import { rational } from '../../src/numeric/rational.js';
import fc from 'fast-check';
import {
  E3,
  E3NotGood,
  E3NotSeparable,
  E3NotSymmetric,
  E3NotUnitBall,
  E3Printed,
  type LimitFlow,
} from '../../src/claims/e3-limit-flow.js';
import { phaseOne } from '../../src/claims/a4-phase-one.js';
import { conflictingDatasets, intoUnitBall, scaled } from '../arbitraries/dataset.js';
import { flowDatasets, flowStarts, flowSymmetricDatasets } from '../arbitraries/flow.js';
import type { Dataset } from '../../src/model/dataset.js';
import { theorem } from '../harness/theorem.js';

/** The first neuron is turned to b-bar_1 > 0 and the second to b-bar_2 < 0: both terms of b-bar_k flip with (w_k, a_k). */
const mixed = (given: LimitFlow): LimitFlow => {
  const zeros = phaseOne(given).b.map((t) => t === 0);
  const start = { ...given, net: { ...given.net, a: given.net.a.map((t, k) => (zeros[k] ? t.mul(2) : t)) } };
  const { b } = phaseOne(start);
  const { w, a } = start.net;
  const flip = (k: number): boolean => k < 2 && b[k] > 0 !== (k === 0);
  return {
    ...start,
    net: {
      ...start.net,
      w: w.map((wk, k) => (flip(k) ? wk.map((t) => t.neg()) : wk)),
      a: a.map((ak, k) => (flip(k) ? ak.neg() : ak)),
    },
  };
};

const starts = (data: (d: number) => fc.Arbitrary<Dataset>): fc.Arbitrary<LimitFlow> =>
  fc
    .tuple(
      flowStarts((d) => data(d).map(intoUnitBall), {
        m: fc.integer({ min: 2, max: 4 }),
        logScale: fc.constant(0),
        d: fc.integer({ min: 1, max: 3 }),
      }),
      fc.constantFrom(0, -1, 0.5),
    )
    .map(([start, t]) => mixed({ ...start, t }));

theorem(E3, { instances: starts(flowSymmetricDatasets), runs: 40, undecided: 0.01 }, { twins: [E3NotGood], runs: 60 });

theorem(E3NotSymmetric, { instances: starts((d) => flowDatasets(d, { minPoints: 1, maxPoints: 5 })), runs: 40 });

/** The sizes of r are absolute: in other units of x they are not small. */
theorem(E3NotUnitBall, {
  instances: starts(flowSymmetricDatasets).map((start) => ({
    ...start,
    dataset: scaled(start.dataset, rational(4096)),
  })),
  runs: 60,
});

/** Each point with both labels: mu = 0, and nothing grows. */
theorem(E3NotSeparable, { instances: starts((d) => conflictingDatasets(d).map(augment)), runs: 20 });

theorem(E3Printed, { instances: starts(flowSymmetricDatasets), runs: 20 });
