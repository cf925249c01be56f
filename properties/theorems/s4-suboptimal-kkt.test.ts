import fc from 'fast-check';
import { placed, S4, S4LargeScale } from '../../src/claims/s4-suboptimal-kkt.js';
import type { FlowStart } from '../../src/claims/flow-case.js';
import { theorem } from '../harness/theorem.js';

const family = fc
  .record({
    swap: fc.boolean(),
    flip: fc.tuple(fc.constantFrom(1, -1), fc.constantFrom(1, -1)),
    logScale: fc.integer({ min: -300, max: -45 }),
  })
  .map(({ swap, flip, logScale }): FlowStart => ({ ...placed(swap, flip), logScale }));

theorem(S4, { instances: family, runs: 24 });
theorem(S4LargeScale, { instances: family.map((start) => ({ ...start, logScale: 2 })), runs: 4 });
