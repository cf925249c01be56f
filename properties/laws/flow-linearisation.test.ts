import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { CellTable } from '../../src/flow/cell.js';
import { Linearisation } from '../../src/flow/linearisation.js';
import { createNeurons } from '../../src/flow/neurons.js';
import { preparePoints } from '../../src/flow/points.js';
import { VectorField } from '../../src/flow/vector-field.js';
import { fieldOf, fieldSetups, noise, someOf } from '../reference/field-states.js';
import { generalDatasets, starts, type Start } from '../reference/starts.js';
import { law } from '../harness/law.js';

/** Of the central difference of order 4: h^4 times the fifth derivative, and rounding by eps/h (observed: 1e-8). */
const STEP = 2 ** -10;
const CLOSE = 1e-6;

interface Setup {
  readonly start: Start;
  /** Hyperplanes on which neuron k slides are those with the bit set. */
  readonly sliding: number;
  /** By how much ln |theta|^2 is beyond the limit of q's growth; -Infinity off the sphere. */
  readonly beyond: number;
  /** c of (c I - J) x = r. */
  readonly logC: number;
  readonly seed: number;
}

function take({ start: { dataset, net, logScale }, sliding, beyond }: Setup) {
  const points = preparePoints(dataset);
  const table = new CellTable(points, net.leak);
  const neurons = createNeurons(net, logScale, table);
  for (let k = 0; k < neurons.count; k++) {
    const signs = neurons.cells[k].signs.map((s, l) => (((sliding >> (k + l)) & 7) === 7 ? 0 : s));
    // not along all directions
    if (signs.filter((s) => s === 0).length < points.d) neurons.cells[k] = table.get(signs);
  }
  const field = new VectorField(points);
  field.setCells(neurons.cells);
  field.couple(neurons.state);
  field.logBetaMax = field.logSquaredNorm - beyond;
  return { field, state: neurons.state };
}

const size = (v: ArrayLike<number>): number => Math.max(...Array.from(v, Math.abs));

/** d/dt of g(state + t x) at 0. */
function derivative(g: (s: Float64Array) => ArrayLike<number>, state: Float64Array, x: Float64Array): number[] {
  const unit = STEP / size(x);
  const at = (t: number): number[] => Array.from(g(state.map((s, j) => s + t * unit * x[j])));
  const [far, near, back, away] = [at(2), at(1), at(-1), at(-2)];
  return far.map((t, j) => (8 * (near[j] - back[j]) - (t - away[j])) / (12 * unit));
}

const seen = { points: 0, cells: 0, sphere: 0, sliding: 0, all: 0 };

const setups = (m: readonly [number, number], points: readonly [number, number]): fc.Arbitrary<Setup> =>
  fc.record({
    start: starts((d) => generalDatasets(d, ...points), { d: [1, 4], m, logScale: [-3, 1] }),
    sliding: fc.oneof(fc.constant(0), fc.nat({ max: 2 ** 16 - 1 })),
    beyond: fc.constantFrom(-Infinity, -Infinity, 0.5, 3),
    logC: fc.integer({ min: -2, max: 6 }),
    seed: fc.integer(),
  });

/** Far above the eigenvalues of J: c I - J has factors. |h| <= 1, and the neurons' squared norms do not add up to 2^12. */
const FAR = 2 ** 20;

function holds(field: VectorField, state: Float64Array, c: number, r: Float64Array): void {
  const { n, d, cells, stride, count } = field;
  const slope = new Float64Array(stride * count);
  /** The field, then h, then ln S. */
  const evaluate = (s: Float64Array): number[] => {
    field.evaluate(s, slope);
    return [...slope, ...field.h, field.logS];
  };
  evaluate(state);
  const { shift } = field;
  const longest = (h: ArrayLike<number>): number =>
    Math.max(...cells.map((_, g) => Math.hypot(...Array.from(h).slice(g * d, g * d + d))));
  const h = longest(field.h);
  const linearisation = new Linearisation(field);
  linearisation.take(state);
  const x = r.slice();
  expect(linearisation.factor(FAR)).toBe(true);
  // c is now and then all but an eigenvalue of J
  if (!linearisation.factor(c)) return;
  linearisation.solve(x);
  if (size(x) > 1e4) return;
  const moved = derivative(evaluate, state, x);
  const logS = moved.pop() as number;
  const dh = longest(moved.splice(state.length));
  const scale = size(r) + (c + 1) * size(x) + size(moved);
  expect(size(r.map((t, j) => c * x[j] - moved[j] - t)) / scale).toBeLessThan(CLOSE);
  if (shift === 0) expect(Math.abs(linearisation.timeSlope() + logS) / scale).toBeLessThan(CLOSE);
  if (h > 0) expect(Math.abs(linearisation.pullChange() * h - dh) / scale).toBeLessThan(CLOSE);
  seen.all++;
  if (n <= cells.length * d) seen.points++;
  else seen.cells++;
  if (shift > 0) seen.sphere++;
  if (cells.some(({ rank }) => rank > 0)) seen.sliding++;
}

function solves(setup: Setup): void {
  const { field, state } = take(setup);
  holds(field, state, Math.exp(setup.logC), someOf(state.length, noise(setup.seed)));
}

describe('(c I - J) x = r for the J of finite differences', () => {
  law('many neurons, few points', setups([2, 6], [1, 4]), solves, 250);
  law('few neurons, many points', setups([1, 2], [9, 16]), solves, 250);
  law(
    'neurons that slide, in cells at random',
    fc.record({ at: fieldSetups({ d: [3, 4], n: [3, 8], cells: [3, 5] }), c: fc.constantFrom(0.5, 8, 64) }),
    ({ at, c }) => {
      const { field, next, move } = fieldOf(at);
      for (const beyond of [-1, 3]) {
        const state = move(1, beyond);
        holds(field, state, c, someOf(state.length, next));
      }
    },
    60,
  );

  test('there is none where a neuron shrinks at the rate c, whatever the coupling', () => {
    const points = preparePoints({ x: [[1], [0.5]], y: [1, 1] });
    const field = new VectorField(points);
    const cell = new CellTable(points, 0.5).get(Int8Array.of(1));
    field.setCells([cell, cell]);
    const state = Float64Array.of(0.8, 0.6, 0, 0.6, -0.8, 0);
    field.couple(state);
    // of the second, <omega, F> = 2 alpha <u, h>
    const c = 2 * 0.8 * 0.6 * field.h[0];
    const linearisation = new Linearisation(field);
    linearisation.take(state);
    expect([c, 1.1 * c].map((t) => linearisation.factor(t))).toEqual([false, true]);
  });

  test('a pull of 0 that does not change changes by nothing of itself', () => {
    const points = preparePoints({ x: [[0, 0]], y: [1] });
    const field = new VectorField(points);
    field.setCells([new CellTable(points, 0.5).get(new Int8Array(points.planes))]);
    const state = Float64Array.of(0.6, 0, 0.8, 0);
    field.couple(state);
    expect([...field.h]).toEqual([0, 0]);
    const linearisation = new Linearisation(field);
    linearisation.take(state);
    expect(linearisation.factor(1)).toBe(true);
    const x = Float64Array.of(1, 2, 3, 4);
    linearisation.solve(x);
    expect(linearisation.pullChange()).toBe(0);
    expect([...x]).toEqual([1, 2, 3, 4]);
  });

  test('every kind has been seen', () => {
    for (const kind of [seen.points, seen.cells, seen.sphere, seen.sliding])
      expect(kind).toBeGreaterThan(seen.all / 20);
  });
  afterAll(() => {
    if (process.env['SHOW']) console.log(seen);
  });
});
