import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { limitDirection } from '../../src/flow/arrival.js';
import type { CellOptimum } from '../../src/flow/limit.js';
import { handMade, placeOf } from '../reference/flow-place.js';
import { between, generalDatasets, starts } from '../reference/starts.js';
import { law } from '../harness/law.js';

/** Of a few operations on numbers of moderate size (derived: some 20 roundings). */
const ROUNDING = 1e-14;

/** A state, its neurons dealt out to groups by turns, some of them twice as wide, and an optimum with these shares. */
const limits = fc.record({
  start: starts((d) => generalDatasets(d, 1, 3), { d: [1, 3], m: [1, 6], logScale: [-3, 3] }),
  groups: fc.array(
    fc.record({
      r: fc.constantFrom(0, 0.5, 1, 7),
      sign: fc.constantFrom(1, -1),
      angle: between(0, 6),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  parts: fc.array(between(0.1, 0.9), { minLength: 6, maxLength: 6 }),
});

describe('the limit direction', () => {
  law(
    'has w = a h, the sign of each group, and its share of the norm, spread as the neurons have it',
    limits,
    ({ start, groups, parts }) => {
      const place = placeOf(start);
      const { neurons, points } = place;
      const { d, count } = neurons;
      const first = count >= groups.length ? groups : groups.slice(0, 1);
      // the last in front, as merged ones may be: neuron k is made of k and of count + k
      const wide = { ...neurons, width: 2 * count + 1 };
      wide.members = Array.from({ length: count }, (_, k) => [
        { index: count + k, logPart: Math.log(parts[k]) / 2 },
        { index: k, logPart: Math.log1p(-parts[k]) / 2 },
      ]);
      const lists = first.map((_, g) => [...Array(count).keys()].filter((k) => k % first.length === g).reverse());
      if (!first.some(({ r }) => r > 0)) return;
      const optimum: CellOptimum = {
        groups: first.map(({ sign }, g) => ({ cell: neurons.cells[0], sign, neurons: lists[g] })),
        lambda: new Float64Array(points.n),
        r: Float64Array.from(first, ({ r }) => r),
        h: first.map(({ angle }) => Float64Array.of(Math.cos(angle), Math.sin(angle), 0).subarray(0, d)),
        margin: 1,
        strict: true,
      };
      const { leak, w, a } = limitDirection({ neurons: wide, net: start.net, points }, optimum);
      expect(leak).toBe(start.net.leak);
      expect(w.every((row) => row.length === d)).toBe(true);
      const whole = first.reduce((sum, { r }) => sum + r, 0);
      const weight = (k: number): number => Math.exp(2 * neurons.state[k * (d + 2) + d + 1]);
      first.forEach(({ r, sign }, g) => {
        const all = lists[g].reduce((sum, k) => sum + weight(k), 0);
        for (const k of lists[g]) {
          for (const [index, part] of [
            [k, 1 - parts[k]],
            [count + k, parts[k]],
          ]) {
            const square = ((r / whole / 2) * weight(k) * part) / all;
            expect(Math.abs(a[index] - sign * Math.sqrt(square))).toBeLessThan(10 * ROUNDING);
            w[index].forEach((t, j) => expect(Math.abs(t - a[index] * optimum.h[g][j])).toBeLessThan(ROUNDING));
          }
        }
      });
      expect([a[2 * count], ...w[2 * count]]).toEqual(new Array<number>(d + 1).fill(0));
    },
    75,
  );
});

test('a group whose neurons are of very different sizes keeps the norm of the largest', () => {
  const { neurons, points, cell } = handMade({ x: [[1]], y: [1] }, 0.5, [1], [1, 1]);
  const two = {
    ...neurons,
    state: Float64Array.of(0, 0, -900, 0, 0, 900),
    width: 2,
    members: [[{ index: 0, logPart: 0 }], [{ index: 1, logPart: 0 }]],
  };
  const group = { cell, sign: 1, neurons: [0, 1] };
  const optimum = {
    groups: [group],
    lambda: Float64Array.of(1),
    r: Float64Array.of(3),
    h: [Float64Array.of(1)],
    margin: 1,
    strict: true,
  };
  expect(limitDirection({ neurons: two, net: { leak: 0.5, w: [], a: [] }, points }, optimum).a).toEqual([
    0,
    Math.SQRT1_2,
  ]);
});
