import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DOP853, type ExplicitMethod } from '../../src/flow/dop853.js';
import { CONDITION_ROUNDING, conditionResiduals, type Residual } from '../../src/flow/order-conditions.js';
import { law } from '../harness/law.js';

/** The conditions up to order 8, the weights b in place of the main ones and those of an embedded method beside them. */
function residualsOf({ a, b, fifth, third }: ExplicitMethod, embedded: 'fifth' | 'third'): Residual[] {
  const less = embedded === 'fifth' ? fifth : third;
  return conditionResiduals({ alpha: a, beta: a, weights: b, embedded: b.map((t, i) => t - less[i]) }, DOP853.order);
}

/** Rooted trees of 1, 2, ... vertices (OEIS A000081). */
const TREES = [1, 1, 2, 4, 9, 20, 48, 115];

const most = (numbers: readonly number[]): number => Math.max(...numbers);
const embeddedOf = (all: readonly Residual[], order: number): number =>
  most(all.filter((tree) => tree.order <= order).map(({ embedded }) => embedded));

/** A condition that is missed is missed by much more than rounding (observed: by 4e-4 at least). */
const MISSED = 1e-4;

/** Small enough to pass for a misprint of the last digits, large enough to show. */
const SLIP = 1e-9;

function slipped(method: ExplicitMethod, part: 'a' | 'b' | 'fifth' | 'third', pick: number): ExplicitMethod {
  if (part !== 'a') {
    const at = pick % method[part].length;
    return { ...method, [part]: method[part].map((t, i) => (i === at ? t + SLIP : t)) };
  }
  const places = method.a.flatMap((row, i) => row.map((_, j) => [i, j]));
  const [row, column] = places[pick % places.length];
  return { ...method, a: method.a.map((r, i) => r.map((t, j) => (i === row && j === column ? t + SLIP : t))) };
}

const misses = (method: ExplicitMethod): boolean => {
  const [fifth, third] = [residualsOf(method, 'fifth'), residualsOf(method, 'third')];
  return !(
    most(fifth.map(({ main }) => main)) < CONDITION_ROUNDING &&
    embeddedOf(fifth, 5) < CONDITION_ROUNDING &&
    embeddedOf(third, 3) < CONDITION_ROUNDING
  );
};

describe('DOP853', () => {
  test('meets all 200 conditions of order 8, the embedded methods those of orders 5 and 3 and no more', () => {
    const all = residualsOf(DOP853, 'fifth');
    expect(TREES.map((_, n) => all.filter(({ order }) => order === n + 1).length)).toEqual(TREES);
    expect(misses(DOP853)).toBe(false);
    // otherwise the differences would say nothing
    expect(embeddedOf(all, 6)).toBeGreaterThan(MISSED);
    expect(embeddedOf(residualsOf(DOP853, 'third'), 4)).toBeGreaterThan(MISSED);
  });

  test('is explicit, of twelve stages', () => {
    expect(DOP853.a.map((row) => row.length)).toEqual([...Array(12).keys()]);
    expect([DOP853.b, DOP853.fifth, DOP853.third].map((row) => row.length)).toEqual([12, 12, 12]);
  });

  law(
    'one coefficient changed by 1e-9 shows',
    fc.tuple(fc.constantFrom('a' as const, 'b' as const, 'fifth' as const, 'third' as const), fc.nat({ max: 999 })),
    ([part, pick]) => {
      expect(misses(slipped(DOP853, part, pick))).toBe(true);
    },
    20,
  );
});
