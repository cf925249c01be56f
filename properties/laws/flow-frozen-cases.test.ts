import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CellTable } from '../../src/flow/cell.js';
import { advanceFrozen } from '../../src/flow/frozen.js';
import type { Kinks } from '../../src/flow/kinks.js';
import { pullOf } from '../../src/flow/sliding.js';
import { Stuck } from '../../src/flow/stuck.js';
import type { Label } from '../../src/model/dataset.js';
import { law } from '../harness/law.js';
import { followFrozen } from '../reference/frozen-flow.js';
import { generalDatasets, starts, type Start } from '../reference/starts.js';
import { worldOf, type World } from '../reference/uniform-world.js';

/** Of a few roundings. */
const CLOSE = 1e-12;

const startOf = (x: number[][], y: Label[], w: number[], a: number, leak = 0.5): Start => ({
  dataset: { x, y },
  net: { leak, w: [w], a: [a] },
  logScale: 0,
});

interface Watched extends World {
  readonly resolved: () => number;
}

/** A world in which resolving a kink counts, and does what is told. */
function watched(start: Start, resolve: (world: World) => void = () => undefined): Watched {
  const world = worldOf(start);
  let count = 0;
  const kinks = {
    resolve: () => {
      count++;
      resolve(world);
    },
  } as unknown as Kinks;
  return { ...world, kinks, resolved: () => count };
}

/** With v = (w, a) to the last bit, of any length. */
function put<W extends World>(world: W, v: readonly number[]): W {
  world.neurons.state.set([...v, 0]);
  return world;
}

const advance = (world: World, tau: number): number => advanceFrozen(world.neurons, 0, tau, world);
/** The hyperplane of the first point. */
const firstPlane = ({ points: { planeOf } }: CellTable): number => planeOf[0];
const stateOf = ({ neurons }: World): number[] => [...neurons.state];

describe('a balanced neuron', () => {
  const cases = fc.record({
    start: starts((d) => generalDatasets(d, 1, 4), { d: [1, 3], m: [1, 1] }),
    stable: fc.boolean(),
    tau: fc.integer({ min: 1, max: 200 }),
  });
  law(
    'keeps the sign of its a for ever, on its way to 0 as well',
    cases,
    ({ start, stable, tau }) => {
      const sign = Math.sign(start.net.a[0]);
      let [w] = start.net.w;
      const balanced = (): World => worldOf({ ...start, net: { ...start.net, w: [w], a: [sign * Math.hypot(...w)] } });
      // -sign(a) h/|h| is where the pull of its own cell keeps it on the stable manifold of 0
      for (let round = 0; stable && round < 4; round++) {
        const { table, neurons, p } = balanced();
        w = Array.from(pullOf(table.points, neurons.cells[0], p), (t) => -sign * t);
      }
      const world = balanced();
      advance(world, tau);
      expect(world.neurons.state[w.length] * sign).toBeGreaterThan(0);
    },
    200,
  );

  test('that can move along a line only, and is pulled back along it, shrinks as it is, however it is rounded', () => {
    const start = startOf([[2]], [1], [-1], 1);
    const world = put(worldOf(start), [-0.7, 0.7 + 2 ** -50]);
    expect(advance(world, 100)).toBe(0);
    expect(stateOf(world)).toEqual([-0.7, 0.7 + 2 ** -50, -0.5 * 100]);
  });
});

describe('what is known of a cell', () => {
  law(
    'its pull, of unit length, its size and how far it may be off: 8 eps of the sum of its terms',
    fc.tuple(
      starts((d) => generalDatasets(d, 1, 5), { d: [1, 3], m: [1, 2] }),
      fc.integer({ min: 1, max: 30 }),
    ),
    ([start, tau]) => {
      const world = worldOf(start);
      advance(world, tau / 10);
      const { points, leak } = world.table;
      const { x, y } = start.dataset;
      const n = x.length;
      for (const [{ signs, rank }, { e, speed, noise }] of world.pulls) {
        if (rank > 0) continue;
        const slopes = x.map((_, i) => (signs[points.planeOf[i]] * points.side[i] > 0 ? 1 : leak));
        const sum = (f: (i: number) => number): number => slopes.reduce((total, t, i) => total + (t * f(i)) / n, 0);
        const h = x[0].map((_, j) => sum((i) => (y[i] * x[i][j]) / points.scale));
        const size = Math.hypot(...h);
        const terms = sum((i) => Math.hypot(...x[i]) / points.scale);
        expect(Math.abs(speed - size)).toBeLessThan(CLOSE);
        expect(Math.max(...h.map((t, j) => Math.abs(t - e[j] * size)))).toBeLessThan(CLOSE);
        expect(Math.abs((noise * size) / (8 * Number.EPSILON * terms) - 1)).toBeLessThan(CLOSE / size);
      }
      expect(world.pulls.size).toBeGreaterThan(0);
    },
    100,
  );
});

describe('kinks', () => {
  // n = (1, 1, 1, 1)/2 with a pull of (1, 0, 0, 0), to the last bit: the first point pulls both ways
  const touching = startOf(
    [
      [1, 1, 1, 1],
      [1, 1, 1, 1],
      [2, 0, 0, 0],
    ],
    [1, -1, 1],
    [1.25, -1, 0, 0],
    -0.75,
  );
  test.each([1, -1])('one that is touched only, where a changes its sign, is not met: %s', (side) => {
    const v = [1.25, -1, 0, 0, -0.75].map((t) => side * t);
    const world = put(watched({ ...touching, net: { leak: 0.5, w: [v.slice(0, 4)], a: [v[4]] } }), v);
    expect(advance(world, 30)).toBe(0);
    expect(world.resolved()).toBe(0);
  });

  test.each([1, -1])('one that is left from a = 0 on is not met: %s', (side) => {
    const v = [1, -1, 0, 0, 0].map((t) => side * t);
    const world = put(watched({ ...touching, net: { leak: 0.5, w: [[3 * side, -side, 0, 0]], a: [0] } }), v);
    expect(advance(world, 30)).toBe(0);
    expect(world.resolved()).toBe(0);
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('one that the pull lies in, to rounding, is neared and not met: %s', (turn) => {
    const [c, s] = [Math.cos(turn), Math.sin(turn)];
    // along (-s, c), but for a point across it that pulls both ways
    const x = [
      [c, s],
      [c, s],
      [c / 2 - s, s / 2 + c],
      [-c / 2 - s, -s / 2 + c],
    ];
    const world = watched(startOf(x, [1, -1, 1, 1], [c / 8 - s, s / 8 + c], 1));
    expect(advance(world, 400)).toBe(0);
    // ever nearer to (-s, c)
    expect(stateOf(world)[0] * c + stateOf(world)[1] * s).toBeLessThan(1e-15);
  });

  // one point at 1: w = 4/E - E and a = -E - 4/E, so that w = 0 at E = 2
  const line = startOf([[1]], [1], [3], -5);
  test('one that is met at the very end is left to who goes on', () => {
    const world = put(watched(line), [3, -5]);
    expect(advance(world, Math.LN2)).toBe(0);
    expect(world.resolved()).toBe(0);
    expect(stateOf(world)).toEqual([0, -1, Math.log(4)]);
  });

  test('a neuron that stays at the kink where it was resolved goes on', () => {
    const world = put(watched(line), [3, -5]);
    // it comes to the kink, and is there
    expect(advance(world, Math.LN2 + 1)).toBe(2);
    const [w, a, rho] = stateOf(world);
    expect(w / a).toBeCloseTo(Math.tanh(1), 12);
    expect(rho + Math.log(Math.abs(a))).toBeCloseTo(Math.log(4 * Math.cosh(1)), 12);
  });

  test('a neuron that starts there is resolved there, once', () => {
    const world = put(watched(line), [0, -1]);
    expect(advance(world, 1)).toBe(1);
    expect(stateOf(world)[0] / stateOf(world)[1]).toBeCloseTo(Math.tanh(1), 12);
  });

  test('a neuron that nears one has met it 8 eps before', () => {
    // it would be there after atanh(2^-9) = 0.00195
    expect(advance(put(watched(line), [8 * Number.EPSILON, -(2 ** -40)]), 0.001)).toBe(1);
    expect(advance(put(watched(line), [9 * Number.EPSILON, -(2 ** -40)]), 0.001)).toBe(0);
  });

  test('after no time a neuron is where it was, to the last bit', () => {
    const world = put(watched(line), [3, -5]);
    expect(advance(world, 0)).toBe(0);
    expect(stateOf(world)).toEqual([3, -5, 0]);
  });

  test('a dead neuron does not move', () => {
    const world = put(watched(startOf([[1]], [1], [-1], 1, 0)), [-0.6, 0.8]);
    expect(advance(world, 10)).toBe(0);
    expect(stateOf(world)).toEqual([-0.6, 0.8, 0]);
  });

  test('a sliding neuron whose a is 0 is leaving 0, and not at an event', () => {
    const x = [
      [1, 0],
      [0, 1],
    ];
    const world = watched(startOf(x, [1, 1], [0, 1], -1));
    world.neurons.cells[0] = world.table.get(Int8Array.from([0, 1], (l) => (l === firstPlane(world.table) ? 0 : 1)));
    put(world, [0, 1, 0]);
    expect(advance(world, 1)).toBe(0);
    expect(world.resolved()).toBe(0);
  });

  // without a growing part at first: w = -e/E + rest, which meets a kink at E = 2
  const rest = [0.25, -0.25];
  const shrinking = rest.flatMap((second) => [1, -1].map((side) => [second, side] as const));
  test.each(shrinking)('a neuron without a growing part meets them: %s, %s', (second, side) => {
    const x = [
      [side, 1],
      [side, -1],
    ];
    const start = startOf(x, [1, 1], [-side * 0.5, second], 0.5);
    const [one, two] = [
      put(worldOf(start), [-side * 0.5, second, 0.5]),
      put(worldOf(start), [-side * 0.5, second, 0.5]),
    ];
    const tau = 4;
    const events = advance(one, tau);
    expect(events).toBe(followFrozen(two.neurons, 0, tau, two));
    expect(events).toBeGreaterThan(0);
    stateOf(one).forEach((t, j) => expect(t).toBeCloseTo(stateOf(two)[j], 9));
  });

  test('a neuron that is thrown back without end is stuck, after a hundred events for each kink', () => {
    const x = [
      [1, 0],
      [0, 1],
    ];
    const back = ({ neurons, table }: World): void => {
      const l = firstPlane(table);
      neurons.cells[0] = table.get(neurons.cells[0].signs.map((sign, at) => (at === l ? -sign : sign)));
      neurons.state[2] *= -1;
    };
    const world = put(watched(startOf(x, [1, 1], [1, 2], -1), back), [0, 0.6, -0.8]);
    expect(() => advance(world, 1)).toThrow(new Stuck('a neuron meets kinks without end while theta is small'));
    expect(world.resolved()).toBe(200);
  });
});
