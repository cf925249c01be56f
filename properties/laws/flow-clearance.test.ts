import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CellTable } from '../../src/flow/cell.js';
import { Clearance } from '../../src/flow/clearance.js';
import { createNeurons } from '../../src/flow/neurons.js';
import { preparePoints, type Points } from '../../src/flow/points.js';
import { generalDatasets, starts } from '../reference/starts.js';
import { law } from '../harness/law.js';

/** Of a product of two vectors up to unit length (derived: d half ulps). */
const ROUNDING = 2 ** -48;
const TOLERANCE = 2 ** -7;
/** Nearer than 4 tolerances is looked at anew. */
const CLOSE = 4 * TOLERANCE;

/** The points, and how often their normals have been asked for. */
function counted(points: Points) {
  const looks = { count: 0 };
  const { normals } = points;
  const watched: Points = {
    ...points,
    get normals() {
      looks.count++;
      return normals;
    },
  };
  return { looks, watched };
}

const setups = fc.record({
  start: starts((d) => generalDatasets(d, 1, 4), { d: [1, 3], m: [2, 4] }),
  moves: fc.array(
    fc.record({
      of: fc.nat({ max: 3 }),
      by: fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 4, maxLength: 4 }),
      size: fc.constantFrom(0, 0.002, 0.01, 0.05),
      flips: fc.constantFrom(false, false, false, true),
      slides: fc.constantFrom(false, false, false, true),
      ends: fc.constantFrom(false, false, false, false, true),
    }),
    { minLength: 4, maxLength: 12 },
  ),
});

describe('the clearance of neurons', () => {
  law(
    'is their distance from the kinks beside them, less what they have moved since that was looked at, and as it is where that is small',
    setups,
    ({ start: { dataset, net }, moves }) => {
      const points = preparePoints(dataset);
      const table = new CellTable(points, net.leak);
      const neurons = createNeurons(net, 0, table);
      const { d, planes, normals } = points;
      const { state } = neurons;
      const { looks, watched } = counted(points);
      const clearance = new Clearance(watched, neurons, TOLERANCE);
      const at = (k: number): number[] => [...state.slice(k * (d + 2), k * (d + 2) + d)];
      const distance = (k: number): number =>
        Array.from({ length: planes }, (_, l) => {
          const sign = neurons.cells[k].signs[l];
          const z = at(k).reduce((sum, t, j) => sum + t * normals[l * d + j], 0);
          return sign === 0 ? Infinity : sign * z;
        }).reduce((a, b) => Math.min(a, b), Infinity);
      let { count } = neurons;
      const last = new Map<number, { from: number[]; value: number; cell: unknown }>();
      for (const { of, by, size, flips, slides, ends } of moves) {
        if (ends && neurons.count > 1) neurons.count--;
        const k = of % neurons.count;
        for (let j = 0; j < d; j++) state[k * (d + 2) + j] += (by[j] * size) / 9;
        const { signs } = neurons.cells[k];
        if (flips) neurons.cells[k] = table.get(signs.map((s, l) => (l === 0 ? -s : s)));
        if (slides) neurons.cells[k] = table.get(signs.map((s, l) => (l === 0 && s !== 0 ? 0 : s)));
        const value = distance(k);
        const seen = last.get(k);
        const moved = Math.hypot(...at(k).map((t, j) => t - (seen?.from[j] ?? 0)));
        const left = seen?.cell === neurons.cells[k] ? seen.value - moved : -Infinity;
        if (Math.abs(left - CLOSE) < ROUNDING || Math.abs(value - CLOSE) < ROUNDING) return;
        const before = looks.count;
        const found = clearance.at(state, k);
        const isBound = left > CLOSE;
        expect(looks.count - before).toBe(isBound ? 0 : 1);
        const wanted = isBound ? left : value;
        expect(found === wanted || Math.abs(found - wanted) < ROUNDING).toBe(true);
        expect(found).toBeLessThanOrEqual(value + ROUNDING);
        if (!isBound && count !== neurons.count) last.clear();
        if (!isBound) ({ count } = neurons);
        if (!isBound) last.set(k, { from: at(k), value, cell: neurons.cells[k] });
        expect(clearance.isClear(state, k)).toBe((isBound ? left : value) > CLOSE);
      }
    },
    60,
  );

  test('of one neuron is kept while another one is looked at', () => {
    const points = preparePoints({ x: [[1]], y: [1] });
    const net = { leak: 0.5, w: [[1], [2]], a: [1, -1] };
    const neurons = createNeurons(net, 0, new CellTable(points, 0.5));
    const { looks, watched } = counted(points);
    const clearance = new Clearance(watched, neurons, TOLERANCE);
    const found = [1, 0, 1, 0].map((k) => clearance.at(neurons.state, k));
    expect(found.slice(2)).toEqual(found.slice(0, 2));
    expect(looks.count).toBe(2);
  });

  test('at just the distance where a look is taken anew, a neuron is not clear', () => {
    const points = preparePoints({ x: [[1]], y: [1] });
    const neurons = createNeurons({ leak: 0.5, w: [[1]], a: [1] }, 0, new CellTable(points, 0.5));
    const { looks, watched } = counted(points);
    const clearance = new Clearance(watched, neurons, TOLERANCE);
    neurons.state[0] = 0.5;
    expect(clearance.isClear(neurons.state, 0)).toBe(true);
    expect(looks.count).toBe(1);
    neurons.state[0] = CLOSE;
    expect(clearance.at(neurons.state, 0)).toBe(CLOSE);
    expect(looks.count).toBe(2);
    expect(clearance.isClear(neurons.state, 0)).toBe(false);
  });
});
