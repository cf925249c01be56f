import fc from 'fast-check';
import { S4, S4LargeScale } from '../../src/claims/s4-suboptimal-kkt.js';
import type { FlowStart } from '../../src/claims/flow-case.js';
import type { Rational } from '../../src/numeric/field.js';
import { rational } from '../../src/numeric/rational.js';
import { augment } from '../../src/model/symmetry.js';
import { theorem } from '../harness/theorem.js';

/** Found by search over small integers; the claim is about all its reflections and swaps of the axes. */
const family = fc
  .record({
    swap: fc.boolean(),
    flip: fc.tuple(fc.constantFrom(1, -1), fc.constantFrom(1, -1)),
    logScale: fc.integer({ min: -300, max: -45 }),
  })
  .map(({ swap, flip, logScale }): FlowStart => {
    const turn = ([s, t]: readonly [number, number]): Rational[] => {
      const [u, v] = [flip[0] * s, flip[1] * t].map((c) => rational(c));
      return swap ? [v, u] : [u, v];
    };
    const z = (
      [
        [-1, -2],
        [-1, 1],
      ] as const
    ).map(turn);
    const w = (
      [
        [0, -2],
        [1, 2],
      ] as const
    ).map(turn);
    const dataset = augment({ x: z, y: [1, 1] });
    return { dataset, net: { leak: rational(1, 2), w, a: [rational(1), rational(-1)] }, logScale };
  });

theorem(S4, { instances: family, runs: 24 });
theorem(S4LargeScale, { instances: family.map((start) => ({ ...start, logScale: 2 })), runs: 4 });
