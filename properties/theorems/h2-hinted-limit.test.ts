import fc from 'fast-check';
import { H2, H2LargeEpsilon, H2LargeScale, H2NoPositiveSign, H2SmallH } from '../../src/claims/h2-hinted-limit.js';
import { rational } from '../../src/numeric/rational.js';
import { hintedStarts } from '../arbitraries/hinted.js';
import { theorem } from '../harness/theorem.js';

const starts = hintedStarts(fc.integer({ min: 1, max: 6 }));

theorem(H2, { instances: starts, runs: 200, undecided: 0.002 });

/** epsilon = 3 gamma*: S supports the limit, and not only its points with y = 1. */
theorem(H2LargeEpsilon, { instances: starts.map((start) => ({ ...start, epsilon: rational(3) })), runs: 60 });

/** The first hint is no longer than gamma*: the pair turns the neurons off w*. */
theorem(H2SmallH, { instances: starts.map((start) => ({ ...start, H: rational(1) })), runs: 60 });

theorem(H2LargeScale, {
  instances: fc.tuple(starts, fc.integer({ min: -6, max: 0 })).map(([start, logScale]) => ({ ...start, logScale })),
  runs: 200,
});

theorem(H2NoPositiveSign, {
  instances: starts.map((start) => ({ ...start, net: { ...start.net, a: start.net.a.map((t) => t.abs().neg()) } })),
  runs: 20,
});
