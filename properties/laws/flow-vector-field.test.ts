import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CellTable, rowsOf, type Cell } from '../../src/flow/cell.js';
import { createNeurons } from '../../src/flow/neurons.js';
import { preparePoints } from '../../src/flow/points.js';
import { VectorField } from '../../src/flow/vector-field.js';
import { generalDatasets, starts, type Start } from '../reference/starts.js';
import { law } from '../harness/law.js';

/** Of sums of at most some 50 terms, beside the largest q that they could have (derived: 50 eps). */
const ROUNDING = 1e-13;
/** Beyond the end of a state: a field that takes it for a neuron sees nothing else. */
const GUARD = 1e4;

const inner = (u: ArrayLike<number>, v: ArrayLike<number>): number =>
  Array.from(u).reduce((sum, t, j) => sum + t * v[j], 0);
const logSumExp = (v: readonly number[]): number => {
  const top = Math.max(...v);
  return top + Math.log(v.reduce((sum, t) => sum + Math.exp(t - top), 0));
};
const softplus = (q: number): number => Math.max(q, 0) + Math.log1p(Math.exp(-Math.abs(q)));

/** The field of the docstring, neuron by neuron and point by point. */
function plainly(field: VectorField, cells: readonly Cell[], state: Float64Array) {
  const { n, d, points } = field;
  const neurons = cells.map((cell, k) => {
    const v = state.slice(k * (d + 2), (k + 1) * (d + 2));
    const all = rowsOf(points, cell);
    return {
      u: v.slice(0, d),
      alpha: v[d],
      rho: v[d + 1],
      c: Array.from({ length: n }, (_, i) => all.slice(i * d, i * d + d)),
    };
  });
  const logSquaredNorm = logSumExp(neurons.map(({ rho }) => 2 * rho));
  const shift = logSquaredNorm > field.logBetaMax ? logSquaredNorm - field.logBetaMax : 0;
  const weights = neurons.map(({ rho }) => Math.exp(2 * rho - shift));
  const q = Array.from({ length: n }, (_, i) =>
    neurons.reduce((sum, { u, alpha, c }, k) => sum + weights[k] * alpha * inner(u, c[i]), 0),
  );
  const logS = logSumExp(q.map((t) => -softplus(t)));
  const p = q.map((t) => Math.exp(-softplus(t) - logS));
  const sigma = q.map((t) => Math.exp(-softplus(-t)));
  const hs = neurons.map(({ c }) =>
    Array.from({ length: d }, (_, j) => c.reduce((sum, row, i) => sum + p[i] * row[j], 0)),
  );
  const slope = neurons.flatMap(({ u, alpha }, k) => {
    const F = [...hs[k].map((t) => alpha * t), inner(u, hs[k])];
    const omega = [...u, alpha];
    const along = inner(omega, F);
    return [...F.map((t, j) => t - along * omega[j]), along];
  });
  const size = Math.exp(logSquaredNorm - shift);
  const rounds = neurons.map(({ c }, k) =>
    // sliding takes a part of c_i away, but not of the bound on its rounding
    c.reduce((sum, _, i) => sum + p[i] * (cells[k].slopes[i] * points.lengths[i]) ** 2, 0),
  );
  const rate = size * Math.max(...rounds);
  const sensitivity = rate / Math.max(...hs.map((h) => Math.hypot(...h)));
  return { logSquaredNorm, shift, weights, q, logS: logS - Math.log(n), p, sigma, hs, slope, size, rate, sensitivity };
}

function agrees(field: VectorField, cells: readonly Cell[], bare: Float64Array): void {
  const { d, stride } = field;
  const state = Float64Array.of(...bare, ...new Array<number>(stride).fill(GUARD));
  const out = new Float64Array(state.length).fill(GUARD);
  field.setCells(cells);
  field.evaluate(state, out);
  const plain = plainly(field, cells, bare);
  const close = ROUNDING * (1 + plain.size) * (1 + Math.abs(plain.logSquaredNorm) / 10);
  const near = (found: ArrayLike<number>, wanted: ArrayLike<number>, within = close): void => {
    expect(found.length).toBeGreaterThanOrEqual(wanted.length);
    expect(Array.from(wanted).every((t, j) => Math.abs(found[j] - t) <= within)).toBe(true);
  };
  expect(field.count).toBe(cells.length);
  expect(new Set(field.cells).size).toBe(field.cells.length);
  expect(field.cells.length).toBe(new Set(cells).size);
  cells.forEach((cell, k) => expect(field.cells[field.cellOf[k]]).toBe(cell));
  near([field.logSquaredNorm, field.shift], [plain.logSquaredNorm, plain.shift], 1e3 * ROUNDING);
  near(field.weights, plain.weights);
  near(field.q, plain.q);
  near([field.logS], [plain.logS]);
  near(field.p, plain.p);
  near(field.sigma, plain.sigma);
  expect(field.h.length).toBe(field.cells.length * d);
  cells.forEach((_, k) => near(field.h.slice(field.cellOf[k] * d, (field.cellOf[k] + 1) * d), plain.hs[k]));
  near(out, plain.slope);
  expect([...out.slice(bare.length)]).toEqual(new Array<number>(stride).fill(GUARD));
  const longest = Math.max(...plain.hs.map((h) => Math.hypot(...h)));
  const { rate, sensitivity } = field.stiffness();
  expect(Math.abs(rate - plain.rate)).toBeLessThanOrEqual(4 * close * plain.rate);
  if (longest > 1e3 * close)
    expect(Math.abs(sensitivity - plain.sensitivity)).toBeLessThanOrEqual(((4 * close) / longest) * plain.sensitivity);
}

/** As started, but with neuron k sliding on some of the hyperplanes, the bits told. */
function setUp({ dataset, net, logScale }: Start, sliding: number) {
  const points = preparePoints(dataset);
  const table = new CellTable(points, net.leak);
  const { cells, state } = createNeurons(net, logScale, table);
  const slid = cells.map((cell, k) => {
    let left = points.d - 1;
    return table.get(cell.signs.map((s, l) => (((sliding >> (k + l)) & 1) === 1 && left-- > 0 ? 0 : s)));
  });
  return { points, cells: slid, state };
}

const setups = fc.record({
  start: starts((d) => generalDatasets(d, 1, 5), { d: [1, 4], m: [1, 6], logScale: [-3, 3] }),
  sliding: fc.oneof(fc.constant(0), fc.nat({ max: 2 ** 16 - 1 })),
  beyond: fc.constantFrom(-Infinity, 0.5, 3),
  // of ln |v_k|: as doubles their exponentials overflow or vanish
  far: fc.constantFrom(0, 400, -400),
  fewer: fc.nat({ max: 5 }),
});

/** Orthonormal points and one neuron whose margins are those told: q_i = a w_i slope_i. */
function withMargins(q: readonly number[]) {
  const leak = 0.5;
  const x = q.map((_, i) => q.map((_, j) => (i === j ? 1 : 0)));
  const w = q.map((t) => (t < 0 ? t / leak : t));
  const size = Math.hypot(...w);
  const net = { leak, w: [w.map((t) => t / Math.sqrt(size))], a: [Math.sqrt(size)] };
  const { points, cells, state } = setUp({ dataset: { x, y: q.map(() => 1) }, net, logScale: 0 }, 0);
  const field = new VectorField(points);
  field.setCells(cells);
  field.couple(state);
  return { field, cells, state };
}

describe('the vector field', () => {
  law(
    'is that of the definition, also on the sphere, with neurons that slide, and after others that were more or fewer',
    setups,
    ({ start, sliding, beyond, far, fewer }) => {
      const { points, cells, state } = setUp(start, sliding);
      const field = new VectorField(points);
      agrees(field, cells, state);
      field.logBetaMax = field.logSquaredNorm - beyond;
      const few = Math.max(1, cells.length - fewer);
      agrees(field, cells.slice(0, few), state.slice(0, few * field.stride));
      agrees(field, cells, state);
      field.logBetaMax = 1;
      const last = (cells.length - 1) * field.stride;
      const scaled = state.map((t, j) =>
        j % field.stride <= field.d ? t : t + (j > last && last > 0 ? far / 2 - Math.abs(far) : far),
      );
      agrees(field, cells, scaled);
    },
    80,
  );

  law(
    'knows p and S where margins are far apart, all large, or negative',
    fc
      .oneof(fc.integer({ min: -900, max: 900 }), fc.constant(0), fc.constant(3000))
      .chain((low) => fc.array(fc.integer({ min: low, max: low + 1500 }), { minLength: 1, maxLength: 4 })),
    (q) => {
      const { field, cells, state } = withMargins(q.map((t) => t + 0.5));
      agrees(field, cells, state);
    },
    80,
  );

  test('has nothing to say of no neurons, and none of those that are gone', () => {
    const { points, cells, state } = setUp(
      { dataset: { x: [[1]], y: [1] }, net: { leak: 0.5, w: [[1], [2], [3]], a: [1, 1, 2] }, logScale: 0 },
      0,
    );
    const field = new VectorField(points);
    expect(field.cells).toEqual([]);
    expect(field.logSquaredNorm).toBe(-Infinity);
    agrees(field, cells, state);
    agrees(field, cells.slice(0, 1), state.slice(0, 3));
  });

  test('points of a weight below 1e-300 do not pull, those above do', () => {
    const heaviest = 1;
    for (const [q, pulls] of [
      [695, false],
      [685, true],
    ] as const) {
      const { field } = withMargins([heaviest, q]);
      expect(field.p[1]).toBeGreaterThan(0);
      expect(field.h[1] > 0).toBe(pulls);
    }
  });

  law(
    'ends the growth of margins once, where the least of them is beyond a million',
    fc.array(fc.integer({ min: 5e5, max: 4e6 }), { minLength: 1, maxLength: 3 }),
    (q) => {
      const { field, state } = withMargins(q);
      const least = Math.min(...q);
      fc.pre(least !== 1e6);
      const norm = field.logSquaredNorm;
      expect(field.limitBeta()).toBe(least > 1e6);
      if (least < 1e6) {
        expect(field.logBetaMax).toBe(Infinity);
        return;
      }
      expect(Math.abs(Math.exp(norm - field.logBetaMax) / (least / 1e6) - 1)).toBeLessThan(1e-13);
      expect(field.limitBeta()).toBe(false);
      field.couple(state);
      expect(Math.abs(Math.min(...field.q) / 1e6 - 1)).toBeLessThan(1e-13);
    },
    60,
  );

  test('margins of a million, and some of none, are no end of growth', () => {
    const { field } = withMargins([3e6, 2e6]);
    field.q.fill(1e6);
    expect(field.limitBeta()).toBe(false);
    field.q.set([3e6, NaN]);
    expect(field.limitBeta()).toBe(false);
    field.q.set([3e6, 2e6]);
    expect(field.limitBeta()).toBe(true);
  });
});
