import { describe, expect, test } from 'vitest';
import { flow, type FlowOptions, type FlowResult } from '../../src/flow/flow.js';
import { startOf } from '../reference/follow.js';
import type { Start } from '../reference/starts.js';

const run = ({ dataset, net, logScale }: Start, options: FlowOptions = {}): Promise<FlowResult> =>
  flow(dataset, net, logScale, options);

describe('data that no net separates', () => {
  const w = [[1, 0.5]];
  test.each([
    [
      'point 1 is the origin, where every net is 0',
      [
        [1, 0],
        [0, 0],
      ],
    ],
    [
      'points 0 and 1 are one input with two labels',
      [
        [1, 0],
        [1, -0],
      ],
    ],
    [
      'points 1 and 3 are one input with two labels',
      [
        [1, 1],
        [1, 0],
        [0, 1],
        [1, 0],
      ],
    ],
  ])('%s', async (why, x) => {
    const result = await run(startOf(x, [1, -1, 1, 1].slice(0, x.length) as (1 | -1)[], w, [1]));
    expect([result.status, result.why, result.steps]).toEqual(['not-separated', why, 0]);
    expect(Math.hypot(...result.theta.w.flat(), ...result.theta.a)).toBeCloseTo(1, 12);
  });

  test.each([
    [
      'two labels of numbers of the same digits',
      [
        [1, 11],
        [11, 1],
      ],
      [1, -1],
    ],
    [
      'one label twice',
      [
        [1, 0],
        [1, 0],
      ],
      [1, 1],
    ],
    [
      'a coordinate of 0',
      [
        [1, 0],
        [0, 1],
      ],
      [1, -1],
    ],
  ] as const)('is not %s', async (_, x, y) => {
    const { why } = await run(
      startOf(
        x.map((row) => [...row]),
        [...y],
        w,
        [1],
      ),
      { maxSteps: 0 },
    );
    expect(why).toBe('no certificate after 0 steps');
  });
});

describe('arguments are refused in a sentence', () => {
  const start = startOf([[1, 0]], [1], [[1, 0]], [1]);
  const { net } = start;
  test.each([
    ['the leak is 1, expected 0 <= leak < 1', { ...start, net: { ...net, leak: 1 } }, {}],
    ['the leak is -0.5, expected 0 <= leak < 1', { ...start, net: { ...net, leak: -0.5 } }, {}],
    ['w has 1 rows and a 2 entries', { ...start, net: { ...net, a: [1, 2] } }, {}],
    ['a row of w has 1 entries, expected 2', { ...start, net: { ...net, w: [[1]] } }, {}],
    ['theta has an entry that is not finite', { ...start, net: { ...net, a: [NaN] } }, {}],
    ['theta has an entry that is not finite', { ...start, net: { ...net, w: [[1, Infinity]] } }, {}],
    ['the log scale is Infinity, expected a finite number', { ...start, logScale: Infinity }, {}],
    ['the tolerance is 0, expected one in (0, 1)', start, { tolerance: 0 }],
    ['the tolerance is 1, expected one in (0, 1)', start, { tolerance: 1 }],
    ['the tolerance is NaN, expected one in (0, 1)', start, { tolerance: NaN }],
  ])('%s', async (message, from, options) => {
    await expect(run(from, options)).rejects.toThrow(new RangeError(message));
  });

  test('a leak of 0 is not', async () => {
    expect((await run({ ...start, net: { ...net, leak: 0 } }, { maxSteps: 0 })).steps).toBe(0);
  });
});
