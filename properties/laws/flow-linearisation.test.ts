import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { CellTable } from '../../src/flow/cell.js';
import { Linearisation } from '../../src/flow/linearisation.js';
import { createNeurons } from '../../src/flow/neurons.js';
import { preparePoints } from '../../src/flow/points.js';
import { VectorField } from '../../src/flow/vector-field.js';
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

/** Numbers in (-1, 1), from a linear congruential generator. */
function noise(count: number, seed: number): Float64Array {
  let s = seed >>> 0;
  return Float64Array.from({ length: count }, () => {
    s = (Math.imul(s, 1664525) + 1013904223) >>> 0;
    return (s / 2 ** 32) * 2 - 1;
  });
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

function solves(setup: Setup): void {
  const { field, state } = take(setup);
  const evaluate = (s: Float64Array): Float64Array => {
    const out = new Float64Array(s.length);
    field.evaluate(s, out);
    return out;
  };
  evaluate(state);
  const { n, d, cells, shift } = field;
  const linearisation = new Linearisation(field);
  linearisation.take(state);
  const c = Math.exp(setup.logC);
  const r = noise(state.length, setup.seed);
  const x = r.slice();
  // c is now and then all but an eigenvalue of J
  if (!linearisation.factor(c)) return;
  linearisation.solve(x);
  if (size(x) > 1e4) return;
  const slope = linearisation.timeSlope();
  const moved = derivative(evaluate, state, x);
  const scale = size(r) + (c + 1) * size(x) + size(moved);
  r.forEach((t, j) => expect(Math.abs(c * x[j] - moved[j] - t) / scale).toBeLessThan(CLOSE));
  if (shift === 0) {
    const [logS] = derivative((s) => (evaluate(s), [field.logS]), state, x);
    expect(Math.abs(slope + logS) / scale).toBeLessThan(CLOSE);
  }
  seen.all++;
  if (n <= cells.length * d) seen.points++;
  else seen.cells++;
  if (shift > 0) seen.sphere++;
  if (cells.some(({ rank }) => rank > 0)) seen.sliding++;
}

describe('(c I - J) x = r for the J of finite differences', () => {
  law('many neurons, few points', setups([2, 6], [1, 4]), solves, 250);
  law('few neurons, many points', setups([1, 2], [9, 16]), solves, 250);

  test('every kind has been seen', () => {
    for (const kind of [seen.points, seen.cells, seen.sphere, seen.sliding])
      expect(kind).toBeGreaterThan(seen.all / 20);
  });
  afterAll(() => {
    if (process.env['SHOW']) console.log(seen);
  });
});
