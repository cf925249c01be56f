import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  checkedMethod,
  CONDITION_ROUNDING,
  orderResiduals,
  type RosenbrockMethod,
} from '../../src/flow/order-conditions.js';
import { RODAS5P } from '../../src/flow/rodas5p.js';
import { law } from '../harness/law.js';

const residuals = orderResiduals(RODAS5P);

/** Small enough to pass for a misprint of the last digits, large enough to show: the matrices have entries up to 150. */
const SLIP = 1e-9;

/** The method with one coefficient changed. */
function slipped(
  method: RosenbrockMethod,
  part: 'a' | 'c' | 'm' | 'embedded' | 'gamma',
  pick: number,
): RosenbrockMethod {
  if (part === 'gamma') return { ...method, gamma: method.gamma * (1 + SLIP) };
  if (part === 'm' || part === 'embedded') {
    // the last stage is the error estimate, of order 5: any multiple of it may be added to the embedded solution
    const at = pick % (method[part].length - (part === 'm' ? 0 : 1));
    return { ...method, [part]: method[part].map((t, i) => (i === at ? t + SLIP : t)) };
  }
  const places = method[part].flatMap((row, i) => row.map((_, j) => [i, j]));
  const [row, column] = places[pick % places.length];
  const rows = method[part].map((r, i) =>
    r.map((t, j) => (i === row && j === column ? t + SLIP * Math.max(1, Math.abs(t)) : t)),
  );
  return { ...method, [part]: rows };
}

describe('Rodas5P', () => {
  test('there is one condition for each rooted tree: 1, 1, 2, 4, 9', () => {
    expect([1, 2, 3, 4, 5].map((n) => residuals.filter(({ order }) => order === n).length)).toEqual([1, 1, 2, 4, 9]);
    expect(new Set(residuals.map(({ tree }) => tree)).size).toBe(17);
    // a tree of n vertices is written with n brackets
    expect(residuals.every(({ tree, order }) => tree.length === 2 * order)).toBe(true);
  });

  test('meets all of them, and the embedded method those up to order 4 and not 5', () => {
    expect(Math.max(...residuals.map(({ main }) => main))).toBeLessThan(CONDITION_ROUNDING);
    const upTo4 = residuals.filter(({ order }) => order <= 4);
    expect(Math.max(...upTo4.map(({ embedded }) => embedded))).toBeLessThan(CONDITION_ROUNDING);
    // otherwise the difference of the two would say nothing
    expect(Math.max(...residuals.map(({ embedded }) => embedded))).toBeGreaterThan(1e-6);
  });

  law(
    'one coefficient changed by 1e-9 is refused',
    fc.tuple(
      fc.constantFrom('a' as const, 'c' as const, 'm' as const, 'embedded' as const, 'gamma' as const),
      fc.nat({ max: 99 }),
    ),
    ([part, pick]) => {
      expect(() => checkedMethod(slipped(RODAS5P, part, pick))).toThrow(RangeError);
    },
    200,
  );

  test('a method whose last stage is not its solution is refused, and so is one that claims a higher order', () => {
    expect(() => checkedMethod({ ...RODAS5P, order: 6 })).toThrow('miss the condition');
    expect(() => checkedMethod({ ...RODAS5P, embeddedOrder: 5 })).toThrow('miss the condition');
    // implicit Euler, order 1, as the second of two equal stages
    const euler = { order: 1, embeddedOrder: 1, gamma: 1, a: [[], [0]], c: [[], [0]], m: [1, 0], embedded: [1, 0] };
    expect(() => checkedMethod(euler)).toThrow('not stiffly accurate');
  });
});

/** Any Rosenbrock method, for one autonomous equation: the textbook formula, written anew. */
function solve(
  { gamma, a, c, m }: RosenbrockMethod,
  f: (y: number) => number,
  df: (y: number) => number,
  y0: number,
  h: number,
): number {
  const k: number[] = [];
  for (let i = 0; i < m.length; i++) {
    const at = a[i].reduce((sum, t, j) => sum + t * k[j], y0);
    const rhs = c[i].reduce((sum, t, j) => sum + (t / h) * k[j], f(at));
    k.push(rhs / (1 / (gamma * h) - df(y0)));
  }
  return m.reduce((sum, t, i) => sum + t * k[i], y0);
}

describe('the method at work', () => {
  test('order 5: y = sin y + 1/2, the error at t = 1 falls by 2^5 when the step is halved', () => {
    const f = (y: number): number => Math.sin(y) + 0.5;
    const run = (steps: number): number => {
      let y = 0;
      for (let i = 0; i < steps; i++) y = solve(RODAS5P, f, Math.cos, y, 1 / steps);
      return y;
    };
    const exact = run(2048);
    const slopes = [8, 16, 32].map((n) => Math.log2((run(n) - exact) / (run(2 * n) - exact)));
    // observed: 4.9 to 5.1
    for (const slope of slopes) expect(Math.abs(slope - 5)).toBeLessThan(0.3);
  });

  test('L-stable: |y1| <= |y0| for y = lambda y, lambda <= 0, and y1 -> 0 as lambda -> -infinity', () => {
    for (let e = -6; e <= 12; e += 0.1) {
      const lambda = -(10 ** e);
      const y1 = solve(
        RODAS5P,
        (y) => lambda * y,
        () => lambda,
        1,
        1,
      );
      expect(Math.abs(y1)).toBeLessThan(1);
      if (e > 6) expect(Math.abs(y1)).toBeLessThan(1e-4);
    }
  });
});
