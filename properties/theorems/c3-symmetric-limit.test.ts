import fc from 'fast-check';
import {
  C3,
  C3LargeScale,
  C3NotSeparable,
  C3NotSymmetric,
  C3OneSign,
  C4Other,
  smallEnough,
} from '../../src/claims/c3-symmetric-limit.js';
import type { FlowStart } from '../../src/claims/flow-case.js';
import { exact, rational } from '../../src/numeric/rational.js';
import { dot, scale } from '../../src/numeric/vector.js';
import { mean } from '../../src/model/dataset.js';
import { flowDatasets, flowStarts, flowSymmetricDatasets } from '../arbitraries/flow.js';
import { theorem } from '../harness/theorem.js';

const widths = fc.integer({ min: 2, max: 6 });
/** Below what is small enough, by up to e^970. */
const below = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 970 }));
const zero = fc.constant(0);

/** Turns neuron k around where <w_k, mu> and a_k tell otherwise than `signs`: b-bar then has these signs. */
function withSigns(start: FlowStart, signs: (k: number) => number): FlowStart {
  const mu = mean(exact, start.dataset);
  const { w, a } = start.net;
  const side = (k: number): number => {
    const inner = dot(exact, w[k], mu);
    // b-bar_k has the sign of <w_k, mu> + a_k |mu|: both terms are given one sign
    return inner.s < 0n ? -1 : 1;
  };
  return {
    ...start,
    net: {
      ...start.net,
      w: w.map((wk, k) => (side(k) === signs(k) ? wk : scale(exact, exact.of(-1), wk))),
      a: a.map((ak, k) => ((ak.s < 0n ? -1 : 1) * signs(k) > 0 ? ak : ak.neg())),
    },
  };
}

const small = (start: FlowStart, more: number): FlowStart => ({
  ...start,
  logScale: Math.max(-1e4, Math.floor(smallEnough(start)) - more),
});

const symmetric = flowStarts(flowSymmetricDatasets, { m: widths, logScale: zero });
const mixed = (start: FlowStart, flips: number): FlowStart =>
  withSigns(start, (k) => (k === 0 ? 1 : k === 1 ? -1 : (flips >> k) & 1 ? 1 : -1));

theorem(C3, {
  instances: fc.tuple(symmetric, fc.nat({ max: 63 }), below).map(([s, flips, more]) => small(mixed(s, flips), more)),
  runs: 250,
  undecided: 0.002,
});

theorem(C3NotSymmetric, {
  instances: fc
    .tuple(
      flowStarts((d) => flowDatasets(d, { minPoints: 1, maxPoints: 6 }), { m: widths, logScale: zero }),
      fc.nat({ max: 63 }),
    )
    .map(([s, flips]) => small(mixed(s, flips), 30)),
  runs: 60,
});

theorem(C3LargeScale, {
  instances: fc
    .tuple(
      flowStarts(flowSymmetricDatasets, { m: widths, logScale: fc.integer({ min: 0, max: 3 }) }),
      fc.nat({ max: 63 }),
    )
    .map(([s, flips]) => mixed(s, flips)),
  runs: 300,
});

theorem(C3OneSign, {
  instances: fc.tuple(symmetric, fc.constantFrom(1, -1)).map(([s, sign]) =>
    small(
      withSigns(s, () => sign),
      0,
    ),
  ),
  runs: 60,
});

/** 1 and -c have one label. */
theorem(C3NotSeparable, {
  instances: fc.tuple(fc.integer({ min: 2, max: 9 }), fc.integer({ min: -300, max: -60 })).map(([c, logScale]) => ({
    dataset: {
      x: [1, -1, -c, c].map((t) => [rational(t)]),
      y: [1, -1, 1, -1] as const,
    },
    net: { leak: rational(1, 2), w: [[rational(1)], [rational(-1)]], a: [rational(2), rational(-2)] },
    logScale,
  })),
  runs: 10,
});

theorem(C4Other, {
  instances: fc.tuple(symmetric, fc.constantFrom(1, -1), below).map(([s, sign, more]) =>
    small(
      withSigns(s, () => sign),
      more,
    ),
  ),
  runs: 60,
  undecided: 0.002,
});
