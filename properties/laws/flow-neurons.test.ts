import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CellTable } from '../../src/flow/cell.js';
import { createNeurons, MERGE_DISTANCE, mergeNeurons, toNetwork, type Neurons } from '../../src/flow/neurons.js';
import { preparePoints, type Points } from '../../src/flow/points.js';
import type { Network } from '../../src/model/network.js';
import { law } from '../harness/law.js';

/** Of unit vectors and logarithms of a few units (derived: some d + 8 half ulps). */
const ROUNDING = 2 ** -47;
/** Of exponentials of numbers up to 700, relative (derived: some ulps of those). */
const OF_NETS = 2 ** -40;
const EPS = Number.EPSILON;

type Row = readonly number[];
const inner = (u: Row, v: Row): number => u.reduce((sum, t, j) => sum + t * v[j], 0);
const isZero = (v: Row): boolean => v.every((t) => t === 0);
const near = (found: ArrayLike<number>, wanted: Row, within = ROUNDING): boolean =>
  found.length === wanted.length && wanted.every((t, j) => Math.abs(found[j] - t) <= within);

/** Neurons and points of small integers: which lie on kinks, are balanced, or are multiples of each other can be told. */
const setups = fc.integer({ min: 1, max: 3 }).chain((d) => {
  const integers = (least: number, length: number): fc.Arbitrary<number[]> =>
    fc.array(fc.integer({ min: least, max: -least }), { minLength: length, maxLength: length });
  const neuron = fc.oneof(
    integers(-2, d + 1),
    // a balanced one
    integers(-1, d).map((w) => [...w, Math.sqrt(inner(w, w))]),
    integers(-1, d).map((w) => [...w, -Math.sqrt(inner(w, w))]),
  );
  return fc.record({
    x: fc.array(integers(-2, d), { minLength: 1, maxLength: 4 }),
    neurons: fc.array(fc.record({ v: neuron, exponent: fc.integer({ min: -2, max: 2 }) }), {
      minLength: 1,
      maxLength: 7,
    }),
    logScale: fc.integer({ min: -3, max: 3 }),
    huge: fc.constantFrom(0, 0, 1000, -1000),
    logUnit: fc.integer({ min: -3, max: 3 }),
  });
});
type Setup = typeof setups extends fc.Arbitrary<infer T> ? T : never;

function create({ x, neurons, logScale, huge }: Setup) {
  const points = preparePoints({ x, y: x.map(() => 1) });
  const vs = neurons.map(({ v, exponent }) => v.map((t) => t * 2 ** (exponent + huge)));
  const net: Network<number> = { leak: 0.5, w: vs.map((v) => v.slice(0, -1)), a: vs.map((v) => v[v.length - 1]) };
  return { net, points, found: createNeurons(net, logScale, new CellTable(points, 0.5)) };
}

const rows = ({ d, count, state }: Neurons): number[][] =>
  Array.from({ length: count }, (_, k) => [...state.slice(k * (d + 2), (k + 1) * (d + 2))]);

const isNet = (found: Network<number>, wanted: Network<number>, times: number): boolean =>
  found.leak === wanted.leak &&
  found.w.length === wanted.w.length &&
  found.a.length === wanted.a.length &&
  found.w.every((w, k) => {
    const size = Math.hypot(...wanted.w[k], wanted.a[k]) * times;
    return near(
      [...w, found.a[k]],
      [...wanted.w[k], wanted.a[k]].map((t) => t * times),
      size * OF_NETS,
    );
  });

/** Neurons by hand, of the whole space as one cell unless told. */
function byHand(omegas: Row[], rhos: Row = omegas.map(() => 0), x: number[][] = [[0, 0]]) {
  const points = preparePoints({ x, y: x.map(() => 1) });
  const table = new CellTable(points, 0.5);
  const d = omegas[0].length - 1;
  const neurons: Neurons = {
    ...createNeurons(
      { leak: 0.5, w: omegas.map(() => new Array<number>(d).fill(1)), a: omegas.map(() => 1) },
      0,
      table,
    ),
    state: Float64Array.from(omegas.flatMap((omega, k) => [...omega, rhos[k]])),
  };
  return { neurons, table };
}

describe('the neurons of a flow', () => {
  law(
    'are the unit vectors and logarithms of those that were given, each in its cell',
    setups,
    (setup) => {
      const { net, points, found } = create(setup);
      const { d, planes, normals, planeOf, side } = points as Points;
      const kept = [...net.a.keys()].filter((k) => !isZero([...net.w[k], net.a[k]]));
      expect([found.d, found.count, found.width, found.order.length]).toEqual([d, kept.length, net.a.length, 0]);
      expect(found.members).toEqual(kept.map((index) => [{ index, logPart: 0 }]));
      expect([found.cells.length, found.balanced.length, normals.length]).toEqual([
        kept.length,
        kept.length,
        planes * d,
      ]);
      rows(found).forEach((row, place) => {
        const { v, exponent } = setup.neurons[kept[place]];
        const length = Math.sqrt(inner(v, v));
        const rho = setup.logScale + Math.log(length) + (exponent + setup.huge) * Math.LN2;
        expect(
          near(
            row.slice(0, -1),
            v.map((t) => t / length),
          ),
        ).toBe(true);
        expect(Math.abs(row[d + 1] - rho)).toBeLessThan(ROUNDING * 50);
        const w = v.slice(0, -1);
        expect(found.balanced[place]).toBe(Math.round(v[d] * v[d]) === inner(w, w));
        setup.x.forEach((x, i) => {
          if (planeOf[i] < 0) return;
          expect(found.cells[place].signs[planeOf[i]] * side[i] === Math.sign(inner(w, x))).toBe(true);
        });
      });
      const times = Math.exp(setup.logScale - setup.logUnit);
      expect(isNet(toNetwork(found, net.leak, setup.logUnit), net, times)).toBe(true);
    },
    60,
  );

  test('are balanced to rounding', () => {
    const table = new CellTable(preparePoints({ x: [[1]], y: [1] }), 0.5);
    const a = [1 + 12 * EPS, 1 - 12 * EPS, 1 + 20 * EPS, 1 - 20 * EPS];
    expect(createNeurons({ leak: 0.5, w: a.map(() => [1]), a }, 0, table).balanced).toEqual([true, true, false, false]);
  });

  test('are on a kink to rounding, of what their products are', () => {
    const points = preparePoints({ x: [[1, 1]], y: [1] });
    const table = new CellTable({ ...points, normals: Float64Array.of(1, 1) }, 0.5);
    const unit = 2 ** -30;
    const w = [8, -8, 10, -10].map((t) => [(1 + t * EPS) * unit, -(1 - t * EPS) * unit]);
    const { cells } = createNeurons({ leak: 0.5, w, a: w.map(() => 1) }, 0, table);
    expect(cells.map(({ signs }) => signs[0])).toEqual([0, 0, 1, -1]);
  });

  law(
    'are one where they are multiples of each other, and the net is still the same',
    fc.tuple(setups, fc.nat({ max: 3 })),
    ([setup, again]) => {
      const { net, found } = create(setup);
      const before = rows(found).map((row) => row.slice(0, -1));
      const cellsBefore = found.cells;
      const kept = [...found.members.map(([{ index }]) => index)];
      const firsts = before.map((u, k) =>
        before.findIndex((v, i) => near(u, v, MERGE_DISTANCE) && found.cells[i] === found.cells[k]),
      );
      const firstOnes = [...new Set(firsts)];
      const width = found.count;
      expect(mergeNeurons(found)).toBe(width - firstOnes.length);
      expect(found.count).toBe(firstOnes.length);
      expect(rows(found).map((row) => row.slice(0, -1))).toEqual(firstOnes.map((k) => before[k]));
      expect(found.cells).toEqual(firstOnes.map((k) => cellsBefore[k]));
      expect(found.members.map((group) => group.map(({ index }) => index))).toEqual(
        firstOnes.map((first) => kept.filter((_, k) => firsts[k] === first)),
      );
      for (const group of found.members)
        expect(Math.abs(group.reduce((sum, { logPart }) => sum + Math.exp(2 * logPart), 0) - 1)).toBeLessThan(OF_NETS);
      const times = Math.exp(setup.logScale - setup.logUnit);
      expect(isNet(toNetwork(found, net.leak, setup.logUnit), net, times)).toBe(true);
      // one that comes to lie upon another: all that was in it is in that now, in the same shares
      const [i, k] = [again % found.count, (again + 1) % found.count];
      if (!(found.count > 1)) return;
      const stride = found.d + 2;
      for (let j = 0; j <= found.d; j++) found.state[k * stride + j] = found.state[i * stride + j];
      found.cells[k] = found.cells[i];
      const split = toNetwork(found, net.leak, setup.logUnit);
      const count = found.count;
      expect(mergeNeurons(found)).toBe(1);
      expect(found.count).toBe(count - 1);
      expect(isNet(toNetwork(found, net.leak, setup.logUnit), split, 1)).toBe(true);
    },
    60,
  );
  test('of zeros are left out, and are zeros again in the net', () => {
    const points = preparePoints({ x: [[1]], y: [1] });
    const net = { leak: 0.5, w: [[0], [1], [0]], a: [0, 0, 0] };
    const neurons = createNeurons(net, 0, new CellTable(points, 0.5));
    expect([...neurons.state]).toEqual([1, 0, 0]);
    expect(toNetwork(neurons, 0.5, 0)).toEqual(net);
  });

  const D = MERGE_DISTANCE;
  test.each([
    [
      'at the distance of merging',
      [
        [0, 1, 0],
        [D, 1, 0],
      ],
      1,
    ],
    [
      'beyond it',
      [
        [0, 1, 0],
        [2 * D, 1, 0],
      ],
      0,
    ],
    [
      'at it by the second coordinate',
      [
        [0, 0, 1],
        [0, D, 1],
      ],
      1,
    ],
    [
      'beyond it by the second',
      [
        [0, 0, 1],
        [0, 2 * D, 1],
      ],
      0,
    ],
    [
      'at it by the last',
      [
        [0, 1, 0],
        [0, 1, D],
      ],
      1,
    ],
    [
      'beyond it by the last',
      [
        [0, 1, 0],
        [0, 1, -2 * D],
      ],
      0,
    ],
    [
      'a chain',
      [
        [0, 1, 0],
        [D, 1, 0],
        [2 * D, 1, 0],
      ],
      1,
    ],
    [
      'with another between them',
      [
        [0, 1, 0],
        [0, -1, 0],
        [0, 1, 0],
      ],
      1,
    ],
    [
      'with others beside them',
      [
        [0.5, 1, 0],
        [0, 1, 0],
        [0.5, 1, 0],
        [-0.5, 1, 0],
        [0, 1, 0],
      ],
      2,
    ],
    [
      'of positive coordinates',
      [
        [0.5, 1, 0],
        [0.5, 1, 0],
      ],
      1,
    ],
    [
      'the last two',
      [
        [0.1, 1, 0],
        [0.5, 1, 0],
        [0.5, 1, 0],
      ],
      1,
    ],
    [
      'the last two beside each other',
      [
        [-0.5, 1, 0],
        [0, 1, 0],
        [0, 1, 0.5],
      ],
      0,
    ],
    ['alone', [[0, 1, 0]], 0],
  ])('%s: %j, of which %d go', (_, omegas, gone) => {
    const { neurons } = byHand(omegas);
    const { state } = neurons;
    expect(mergeNeurons(neurons)).toBe(gone);
    expect(neurons.count).toBe(omegas.length - gone);
    if (gone === 0) expect(neurons.state).toBe(state);
  });

  test('keep their order, and are where that of the least first coordinate was', () => {
    const omegas = [
      [D, 1, 0],
      [0.5, 1, 0],
      [0, 1, 0],
    ];
    const { neurons } = byHand(omegas, [1, 2, 1]);
    expect(mergeNeurons(neurons)).toBe(1);
    expect(rows(neurons).map((row) => row.slice(0, -1))).toEqual(omegas.slice(1));
    expect(neurons.state[3]).toBe(2);
    expect(neurons.state[7]).toBeCloseTo(1 + Math.log(2) / 2, 14);
  });

  test('of sizes whose ratio overflows are as large as the larger', () => {
    const omega = [0, 1, 0];
    for (const rhos of [
      [0, 400],
      [400, 0],
    ]) {
      const { neurons } = byHand([omega, omega], rhos);
      mergeNeurons(neurons);
      expect(neurons.state[3]).toBe(400);
    }
  });

  test('of two cells stay two, and one that is not balanced spoils the other', () => {
    const { neurons, table } = byHand(
      [
        [0, 1, 0],
        [0, 1, 0],
        [0, 1, 0],
      ],
      [0, 0, 0],
      [[1, 0]],
    );
    neurons.cells = [Int8Array.of(1), Int8Array.of(-1), Int8Array.of(1)].map((signs) => table.get(signs));
    neurons.balanced = [true, true, false];
    expect(mergeNeurons(neurons)).toBe(1);
    expect(neurons.cells.map(({ signs }) => signs[0])).toEqual([1, -1]);
    expect(neurons.balanced).toEqual([false, true]);
    expect(neurons.state[3]).toBeCloseTo(Math.log(2) / 2, 14);
  });

  law(
    'are kept in the order of their first coordinates',
    fc.integer({ min: 2, max: 8 }).chain((m) => {
      const places = fc.uniqueArray(fc.integer({ min: -99, max: 99 }), { minLength: m, maxLength: m });
      return fc.tuple(places, places);
    }),
    ([first, second]) => {
      const { neurons } = byHand(first.map((t) => [t / 100, 1, 0]));
      const sorted = (by: Row): number[] => [...by.keys()].sort((i, k) => by[i] - by[k]);
      expect(mergeNeurons(neurons)).toBe(0);
      expect([...neurons.order]).toEqual(sorted(first));
      const { order } = neurons;
      second.forEach((t, k) => (neurons.state[k * 4] = t / 100));
      expect(mergeNeurons(neurons)).toBe(0);
      expect([...neurons.order]).toEqual(sorted(second));
      expect(neurons.order).toBe(order);
    },
    60,
  );
});
