import fc from 'fast-check';
import {
  H2,
  H2LargeEpsilon,
  H2LargeScale,
  H2NoPositiveSign,
  H2NotBalanced,
  H2NotPerpendicular,
  H2NotSeparable,
  H2SmallH,
} from '../../src/claims/h2-hinted-limit.js';
import { rational } from '../../src/numeric/rational.js';
import { hintedStarts } from '../arbitraries/hinted.js';
import { theorem } from '../harness/theorem.js';

const starts = hintedStarts(fc.integer({ min: 1, max: 6 }));

/** Observed: 2 undecided of 2,000. */
theorem(
  H2,
  { instances: starts, runs: 100, undecided: 0.002 },
  { twins: [H2NotSeparable, H2NotPerpendicular], runs: 60 },
);

/** epsilon = 3 gamma*: S supports the limit, and not only its points with y = 1. */
theorem(H2LargeEpsilon, { instances: starts.map((start) => ({ ...start, epsilon: rational(3) })), runs: 20 });

/** One point and hints of which the first is no longer than it: the pair holds a neuron off w*. */
theorem(H2SmallH, {
  instances: fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 200 })).map(([c, more]) => ({
    dataset: { x: [[rational(1), rational(0)]], y: [1 as const] },
    wPerp: [rational(0), rational(1)],
    H: rational(1),
    K: rational(2),
    epsilon: rational(1, 4),
    net: {
      leak: rational(1, 2),
      w: [
        [rational(c), rational(0)],
        [rational(4), rational(3)],
      ],
      a: [rational(c), rational(5)],
    },
    logScale: -200 - more,
  })),
  runs: 5,
});

/** Of three neurons and more, eight in ten; of two, hardly any. */
theorem(H2LargeScale, {
  instances: fc
    .tuple(hintedStarts(fc.integer({ min: 3, max: 6 })), fc.integer({ min: -6, max: 0 }))
    .map(([start, logScale]) => ({ ...start, logScale })),
  runs: 60,
});

theorem(H2NoPositiveSign, {
  instances: starts.map((start) => ({ ...start, net: { ...start.net, a: start.net.a.map((t) => t.abs().neg()) } })),
  runs: 20,
});

/** One neuron, a > 0 and w four times as long: a turns negative where w points away from w*. */
theorem(H2NotBalanced, {
  instances: hintedStarts(fc.constant(1)).map((start) => ({
    ...start,
    net: { ...start.net, w: start.net.w.map((w) => w.map((t) => t.mul(4))) },
    logScale: start.logScale - 2,
  })),
  runs: 60,
});
