import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CellTable, type Cell } from '../../src/flow/cell.js';
import { Crowd } from '../../src/flow/crowd.js';
import { createNeurons, type Neurons } from '../../src/flow/neurons.js';
import { preparePoints } from '../../src/flow/points.js';
import { law } from '../harness/law.js';

/** A crowd asks of cells only which of them are the same. */
const CELLS: Cell[] = [0, 1, 2, 3].map((l) => {
  const table = new CellTable(preparePoints({ x: [[1, 0], [0, 1]], y: [1, 1] }), 0.5); // prettier-ignore
  return table.get(Int8Array.of((l & 1) * 2 - 1, (l & 2) - 1));
});

/** Neurons by their cell and (v, rho), of the given direction v. */
function neuronsOf(d: number, all: readonly { cell: number; v: readonly number[]; rho: number }[]): Neurons {
  const table = new CellTable(preparePoints({ x: [new Array<number>(d).fill(1)], y: [1] }), 0.5);
  const net = { leak: 0.5, w: all.map(({ v }) => v.slice(0, d)), a: all.map(({ v }) => v[d]) };
  const neurons = createNeurons(net, 0, table);
  all.forEach(({ rho }, k) => (neurons.state[k * (d + 2) + d + 1] = rho));
  neurons.cells = all.map(({ cell }) => CELLS[cell]);
  return neurons;
}

const entry = fc.integer({ min: -997, max: 996 }).map((k) => (k + 0.5) / 997);
const many = (count: number): fc.Arbitrary<number[]> => fc.array(entry, { minLength: count, maxLength: count });

interface Case {
  readonly d: number;
  readonly neurons: Neurons;
  /** What moves all neurons, (d + 1) x (d + 1). */
  readonly map: readonly (readonly number[])[];
  readonly noise: readonly number[];
}

/** Most neurons in two cells, which are crowded or not; at an offset of ln|v| at which e^{2 rho} has no double. */
const cases: fc.Arbitrary<Case> = fc
  .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 2, max: 12 }))
  .chain(([d, times]) => {
    const one = fc.record({
      cell: fc.constantFrom(0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 3),
      v: many(d + 1),
      rho: fc.integer({ min: -2000, max: 2000 }).map((k) => k / 1000),
    });
    const count = times * (d + 1);
    return fc
      .record({
        all: fc.array(one, { minLength: count, maxLength: count, size: 'max' }),
        offset: fc.constantFrom(0, 0, -800, 800),
        map: fc.array(many(d + 1), { minLength: d + 1, maxLength: d + 1 }),
        noise: many(97),
      })
      .map(({ all, offset, map, noise }) => ({
        d,
        neurons: neuronsOf(
          d,
          all.map((neuron) => ({ ...neuron, rho: neuron.rho + offset })),
        ),
        map: map.map((row, i) => row.map((t, j) => (i === j ? 3 : t))),
        noise,
      }));
  });

/** Where the map takes a state: (omega, rho) with |omega| = 1. */
function moved({ d, map }: Case, state: Float64Array): Float64Array {
  const to = state.slice();
  for (let at = 0; at < state.length; at += d + 2) {
    const image = map.map((row) => row.reduce((sum, t, j) => sum + t * state[at + j], 0));
    const length = Math.hypot(...image);
    image.forEach((t, j) => (to[at + j] = t / length));
    to[at + d + 1] += Math.log(length);
  }
  return to;
}

/** sum_k v_k v_k' beside e^{2 top}, for those in a cell. */
function momentOf(d: number, state: Float64Array, cells: readonly Cell[], of: Cell, top: number): number[] {
  const moment = new Array<number>((d + 1) ** 2).fill(0);
  cells.forEach((cell, k) => {
    if (cell !== of) return;
    const v = [...state.subarray(k * (d + 2), k * (d + 2) + d + 1)];
    const weight = Math.exp(2 * (state[k * (d + 2) + d + 1] - top));
    moment.forEach((_, e) => (moment[e] += weight * v[Math.floor(e / (d + 1))] * v[e % (d + 1)]));
  });
  return moment;
}

const topOf = (d: number, state: Float64Array): number => Math.max(...state.filter((_, j) => j % (d + 2) === d + 1));

/** Of sums over at most 50 neurons within e^4 of one another, and of eigenvectors (observed: 1e-13). */
const ROUNDING = 1e-10;
/** Of central differences: the square of the step, and rounding over it. */
const STEP = 1e-5;
const DIFFERENCE = 1e-7;

const seen = { crowded: 0, alone: 0, all: 0 };

describe('the stand-ins of a crowd', () => {
  law(
    'are d + 1 for each cell with more than 2 (d + 1) neurons, after all others',
    cases,
    ({ d, neurons }) => {
      const numbers = CELLS.map((cell) => neurons.cells.filter((other) => other === cell).length);
      const isCrowded = (cell: Cell): boolean => numbers[CELLS.indexOf(cell)] > 2 * (d + 1);
      const crowd = new Crowd();
      const any = crowd.setCells(neurons);
      expect(any).toBe(CELLS.some(isCrowded));
      seen.all++;
      if (!any) return;
      seen.crowded++;
      if (neurons.cells.some((cell) => !isCrowded(cell))) seen.alone++;
      const standing = CELLS.map((cell) => crowd.cells.filter((other) => other === cell).length);
      expect(standing).toEqual(numbers.map((n) => (n > 2 * (d + 1) ? d + 1 : n)));
      const alone = crowd.cells.findIndex(isCrowded);
      expect(crowd.cells.slice(alone).every(isCrowded)).toBe(true);
      expect(crowd.state.length).toBe(crowd.cells.length * (d + 2));
    },
    40,
  );

  law(
    'are unit vectors, orthogonal in a crowded cell, with the moments of the neurons that they stand for',
    cases,
    ({ d, neurons }) => {
      const crowd = new Crowd();
      if (!crowd.setCells(neurons)) return;
      crowd.take(neurons);
      const stride = d + 2;
      const top = topOf(d, neurons.state);
      const axis = (k: number): number[] => [...crowd.state.subarray(k * stride, k * stride + d + 1)];
      for (const cell of CELLS) {
        const wanted = momentOf(d, neurons.state, neurons.cells, cell, top);
        const found = momentOf(d, crowd.state, crowd.cells, cell, top);
        wanted.forEach((t, e) => expect(Math.abs(found[e] - t)).toBeLessThan(ROUNDING));
        const places = [...crowd.cells.keys()].filter((k) => crowd.cells[k] === cell);
        const isCrowded = neurons.cells.filter((other) => other === cell).length > 2 * (d + 1);
        for (const i of places) {
          for (const k of isCrowded ? places : [i]) {
            const inner = axis(i).reduce((sum, t, j) => sum + t * axis(k)[j], 0);
            expect(Math.abs(inner - (i === k ? 1 : 0))).toBeLessThan(ROUNDING);
          }
        }
      }
    },
    20,
  );

  law(
    'take all neurons where one linear map takes each, with their errors',
    cases,
    (one) => {
      const { d, neurons, noise } = one;
      const crowd = new Crowd();
      if (!crowd.setCells(neurons)) return;
      crowd.take(neurons);
      const stride = d + 2;
      const end = moved(one, crowd.state);
      const errors = end.map((_, j) => noise[j % noise.length]);
      const next = neurons.state.map(() => NaN);
      const worst = crowd.expand(neurons, end, errors, next);
      const numbers = CELLS.map((cell) => neurons.cells.filter((other) => other === cell).length);
      const isCrowded = (k: number): boolean => numbers[CELLS.indexOf(neurons.cells[k])] > 2 * (d + 1);
      const wanted = moved(one, neurons.state);
      const lengths = neurons.cells.map((_, k) => Math.hypot(...next.subarray(k * stride, k * stride + d + 1)));
      lengths.forEach((length, k) => {
        for (let j = 0; j <= d; j++)
          expect(Math.abs(next[k * stride + j] / length - wanted[k * stride + j])).toBeLessThan(ROUNDING);
        const rho = k * stride + d + 1;
        expect(Math.abs(next[rho] + Math.log(length) - wanted[rho])).toBeLessThan(ROUNDING);
        // the length of omega is what tells how a crowded neuron has grown
        if (isCrowded(k)) expect(next[rho]).toBe(neurons.state[rho]);
      });
      // the errors, by moving the stand-ins along theirs
      const along = (t: number): Float64Array => {
        const to = next.slice();
        crowd.expand(neurons, Float64Array.from(end, (e, j) => e + t * errors[j]), errors, to); // prettier-ignore
        return to;
      };
      const [ahead, back] = [along(STEP), along(-STEP)];
      let most = 0;
      neurons.cells.forEach((_, k) => {
        const at = k * stride;
        const change = [...ahead.subarray(at, at + stride)].map((t, j) => (t - back[at + j]) / (2 * STEP));
        const beside = isCrowded(k) ? lengths[k] : 1;
        most = Math.max(most, ...change.map((t) => Math.abs(t) / beside));
      });
      expect(Math.abs(worst / most - 1)).toBeLessThan(DIFFERENCE);
    },
    20,
  );

  test('crowded cells have been seen, and others beside them', () => {
    expect(seen.crowded).toBeGreaterThan(seen.all / 4);
    expect(seen.alone).toBeGreaterThan(seen.all / 20);
  });

  const line = (count: number, v: readonly number[], rho: number): Neurons =>
    neuronsOf(
      1,
      Array.from({ length: count }, () => ({ cell: 0, v, rho })),
    );

  test('of neurons that are all the same are one, and others that are nothing beside it, but for their logarithm', () => {
    const crowd = new Crowd();
    const neurons = line(9, [1, 0], 800);
    expect(crowd.setCells(neurons)).toBe(true);
    crowd.take(neurons);
    const rhos = [crowd.state[2], crowd.state[5]].sort((s, t) => s - t);
    // eigenvalues 9 and 0, taken for 9 eps^2: their roots
    expect(rhos[1]).toBeCloseTo(800 + Math.log(3), 12);
    expect(rhos[0]).toBeCloseTo(800 + Math.log(3) + Math.log(Number.EPSILON), 12);
  });

  test('are none of 2 (d + 1) neurons in a cell, and are those of the cells that were given last', () => {
    const crowd = new Crowd();
    const mixed = (counts: readonly number[]): Neurons =>
      neuronsOf(
        1,
        counts.flatMap((count, cell) => Array.from({ length: count }, () => ({ cell, v: [1, 1], rho: 0 }))),
      );
    expect(crowd.setCells(mixed([4]))).toBe(false);
    expect(crowd.setCells(mixed([5]))).toBe(true);
    expect(crowd.cells).toEqual([CELLS[0], CELLS[0]]);
    expect(crowd.setCells(mixed([7, 4, 5]))).toBe(true);
    expect(crowd.cells.map((cell) => CELLS.indexOf(cell))).toEqual([1, 1, 1, 1, 0, 0, 2, 2]);
  });

  test('are nobody before there are cells', () => {
    const crowd = new Crowd();
    crowd.take(line(9, [1, 1], 0));
    expect([crowd.cells, crowd.state.length]).toEqual([[], 0]);
  });

  test('have errors that tell of those that stand for themselves alone, where these are largest', () => {
    const all = Array.from({ length: 6 }, (_, k) => ({ cell: k === 0 ? 1 : 0, v: [1, k], rho: 0 }));
    const neurons = neuronsOf(1, all);
    const crowd = new Crowd();
    expect(crowd.setCells(neurons)).toBe(true);
    crowd.take(neurons);
    const errors = new Float64Array(crowd.state.length);
    for (const place of [0, 1, 2]) {
      errors.fill(0);
      errors[place] = -5;
      expect(crowd.expand(neurons, crowd.state, errors, neurons.state.slice())).toBe(5);
    }
    // no neuron is on an axis, so that none has all of an axis' error
    errors.fill(0);
    errors[3] = 5;
    expect(crowd.expand(neurons, crowd.state, errors, neurons.state.slice())).toBeLessThan(5);
    // ln|v| of the last stand-in: its own error is at most that much beside the length of each
    errors.fill(0);
    errors[errors.length - 1] = 1;
    const worst = crowd.expand(neurons, crowd.state, errors, neurons.state.slice());
    expect(worst).toBeGreaterThan(0.5);
    expect(worst).toBeLessThan(1 + ROUNDING);
  });
});
