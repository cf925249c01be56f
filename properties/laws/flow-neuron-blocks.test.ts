import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CellTable } from '../../src/flow/cell.js';
import { invert3, NeuronBlocks, SINGULAR } from '../../src/flow/neuron-blocks.js';
import { preparePoints } from '../../src/flow/points.js';
import { VectorField } from '../../src/flow/vector-field.js';
import { fieldOf, fieldSetups, noise, someOf } from '../reference/field-states.js';
import { law } from '../harness/law.js';

/** |h| <= 2 here, so no eigenvalue of a neuron's own motion is above 8: c at or above twice that, blocks are far from singular. */
const FAR = 16;
/** Beside the terms: for c far away from the eigenvalues (observed: below 1e-15), and for others, at a determinant of 1e-9 beside its terms (derived). */
const CLOSE = 1e-13;
const NEAR_SINGULAR = 1e-5;

const inner = (u: ArrayLike<number>, v: ArrayLike<number>): number =>
  Array.from(u).reduce((sum, t, j) => sum + t * v[j], 0);
const size = (v: ArrayLike<number>): number => Math.max(0, ...Array.from(v, Math.abs));

/** omega' and rho' of a neuron in the field of h: M omega - <omega, M omega> omega, M = [[0, h], [h', 0]]. Linear in h. */
function motion(omega: readonly number[], h: readonly number[]): number[] {
  const [u, alpha] = [omega.slice(0, -1), omega[omega.length - 1]];
  const pull = [...h.map((t) => alpha * t), inner(u, h)];
  const rate = inner(omega, pull);
  return [...pull.map((t, j) => t - rate * omega[j]), rate];
}

/** (c I - d motion / d(omega, rho)) x. */
function blockTimes(omega: readonly number[], h: readonly number[], c: number, x: readonly number[]): number[] {
  const d = h.length;
  const [u, alpha, moved] = [omega.slice(0, d), omega[d], x.slice(0, d + 1)];
  const pull = [...h.map((t) => alpha * t), inner(u, h)];
  const pulled = [...h.map((t) => x[d] * t), inner(x.slice(0, d), h)];
  const rate = inner(omega, pull);
  const grow = 2 * inner(pull, moved);
  return [...pulled.map((t, j) => c * x[j] - (t - rate * x[j] - grow * omega[j])), c * x[d + 1] - grow];
}

const setups = fc.record({ at: fieldSetups(), c: fc.constantFrom(0.3, 2, FAR, 20, 50) });

/** First on the sphere, then off it, with twice as many neurons and time in other units: those of h and of c. */
const MOVES = [
  [1, 0.5, 1],
  [2, -Infinity, 2 ** -70],
] as const;

/** Some neurons have no w, some no a, some are pulled along their w; some cells have no h. */
function disturb(field: VectorField, state: Float64Array, unit: number, next: () => number): void {
  const { d, stride, count, cellOf, h } = field;
  for (let j = 0; j < h.length; j++) h[j] = unit * next();
  if (next() > 0.8) h.fill(0, 0, d);
  for (let k = 0; k < count; k++) {
    const omega = state.subarray(k * stride, k * stride + d + 1);
    const kind = Math.floor(3 * (next() + 1));
    const own = h.subarray(cellOf[k] * d, cellOf[k] * d + d);
    if (kind === 0) omega.fill(0, 0, d);
    else if (kind === 1) omega[d] = 0;
    else if (kind === 2) own.forEach((t, j) => (omega[j] = t));
    const length = Math.hypot(...omega);
    if (length === 0) omega[d] = -1;
    else omega.forEach((t, j) => (omega[j] = t / length));
  }
}

/** The largest difference; NaN where one is. */
const apart = (a: ArrayLike<number>, b: ArrayLike<number>): number => size(Array.from(a, (t, j) => t - b[j]));

/** What was taken: one state and the h there, and whether it is on the sphere, e^shift below its |theta|^2. */
interface Taken {
  readonly field: VectorField;
  readonly state: Float64Array;
  readonly h: Float64Array;
  readonly unit: number;
}

/** As the blocks answer, beside the definitions. */
function answer(blocks: NeuronBlocks, { field, state, h, unit }: Taken, far: number, next: () => number): void {
  const { d, stride, cellOf, shift } = field;
  const c = far * unit;
  const close = far < FAR ? NEAR_SINGULAR : CLOSE;
  const neurons = Array.from({ length: field.count }, (_, k) => {
    const row = [...state.subarray(k * stride, (k + 1) * stride)];
    const from = cellOf[k] * d;
    return { omega: row.slice(0, d + 1), square: Math.exp(2 * row[d + 1]), from, h: [...h.subarray(from, from + d)] };
  });
  const squared = neurons.reduce((sum, { square }) => sum + square, 0);
  const of = (x: Float64Array, k: number): number[] => [...x.subarray(k * stride, (k + 1) * stride)];
  /** What x, a change of the state, does to the sums and to ln|theta|. */
  const effects = (x: Float64Array) => {
    const sums = new Float64Array(h.length);
    let grow = 0;
    neurons.forEach(({ omega, square, from }, k) => {
      const dx = of(x, k);
      for (let j = 0; j < d; j++) {
        const change = omega[d] * dx[j] + omega[j] * dx[d] + 2 * omega[d] * omega[j] * dx[d + 1];
        sums[from + j] += square * Math.exp(-shift) * change;
      }
      grow += (square / squared) * dx[d + 1];
    });
    return { sums, grow: shift > 0 ? grow : 0 };
  };
  const gain = someOf(h.length * d, next);
  const growth = someOf(h.length, next);
  const [gainBefore, growthBefore] = [gain.slice(), growth.slice()];
  const factored = blocks.factor(c, gain, growth);
  expect(factored || far < FAR).toBe(true);
  if (!factored) return;

  const r = someOf(state.length, () => unit * next());
  const x = r.slice();
  const dsums = someOf(h.length, next);
  const grow = blocks.solve(x, dsums);
  const scale = close * (far + 3) * (size(x) + 1);
  neurons.forEach(({ omega, h: own }, k) =>
    expect(apart(blockTimes(omega, own, c, of(x, k)), of(r, k))).toBeLessThan(scale * unit),
  );
  const wide = scale * squared;
  const effect = effects(x);
  expect(apart(dsums, effect.sums)).toBeLessThan(wide);
  expect(Math.abs(grow - effect.grow)).toBeLessThan(scale);

  const dh = someOf(h.length, () => unit * next());
  const moved = x.slice();
  blocks.respond(moved, dh);
  const response = moved.map((t, j) => t - x[j]);
  const steep = scale * (1 + size(response));
  neurons.forEach(({ omega, h: own, from }, k) => {
    const forced = motion(omega, [...dh.subarray(from, from + d)]);
    expect(apart(blockTimes(omega, own, c, of(response, k)), forced)).toBeLessThan(steep * unit);
  });

  const answered = effects(response);
  const gained = Array.from(h, (_, a) => {
    const row = gain.subarray(a * d, a * d + d).map((t, j) => t - gainBefore[a * d + j]);
    return inner(row, dh.subarray(a - (a % d), a - (a % d) + d));
  });
  expect(apart(gained, answered.sums)).toBeLessThan(steep * squared);
  const grown = inner(growth, dh) - inner(growthBefore, dh);
  expect(Math.abs(grown - answered.grow)).toBeLessThan(steep);
}

describe('the blocks of the neurons', () => {
  law(
    'are solved as they are defined, at one state and then at another with more neurons',
    setups,
    ({ at, c }) => {
      const { field, next, move } = fieldOf(at);
      const blocks = new NeuronBlocks(field);
      for (const [times, beyond, unit] of MOVES) {
        const state = move(times, beyond);
        disturb(field, state, unit, next);
        blocks.take(state);
        const taken = { field, state: state.slice(), h: field.h.slice(), unit };
        // the stages of a step move the field on
        for (const other of [state, field.h, field.weights]) other.fill(NaN);
        answer(blocks, taken, c, next);
      }
    },
    75,
  );

  /** Blocks of the neurons (u, alpha), all of one cell, in the field of h. */
  function blocksIn(h: readonly number[]) {
    const points = preparePoints({ x: [h.map(() => 1)], y: [1] });
    const field = new VectorField(points);
    const cell = new CellTable(points, 0.5).get(Int8Array.of(1));
    const blocks = new NeuronBlocks(field);
    return (omegas: readonly (readonly number[])[], c: number): boolean => {
      const state = Float64Array.from(omegas.flatMap((omega) => [...omega, 0]));
      field.setCells(omegas.map(() => cell));
      field.couple(state);
      field.h.set(h);
      blocks.take(state);
      return blocks.factor(c, new Float64Array(h.length ** 2), new Float64Array(h.length));
    };
  }

  test('are singular where c is the rate at which one of the neurons shrinks: so fast grows, beside it, what is perpendicular to it and to h', () => {
    // of the second, rate = -2 0.8 0.6 |h| = -0.96 |h|; 5e-10 < 1e-9 (0.96 + 0.96) < 3e-9
    const omegas = [
      [0.6, 0.8],
      [0.6, -0.8],
    ];
    for (const unit of [1, 2 ** -70]) {
      const factor = blocksIn([unit]);
      const regular = [0, 5e-10, -5e-10, 3e-9, -3e-9].map((beside) => factor(omegas, unit * (0.96 + beside)));
      expect(regular).toEqual([false, false, false, true, true]);
    }
  });

  test('are singular where c is an eigenvalue of a neuron that is pulled across', () => {
    // to the first order, v' = alpha and alpha' = (1 - 2 alpha^2) v along h, so c^2 = 1 - 2 alpha^2; the determinant is c (c^2 - 0.28), its terms c (c^2 + 0.28)
    const factor = blocksIn([0, 1]);
    const omegas = [
      [0.6, 0, 0.8],
      [0.8, 0, 0.6],
    ];
    const regular = [0, 5e-10, -5e-10, 2e-9, -2e-9].map((beside) => factor(omegas, Math.sqrt(0.28) * (1 + beside)));
    expect(regular).toEqual([false, false, false, true, true]);
  });

  test('are kept for nine neurons after one', () => {
    const factor = blocksIn([1]);
    for (const count of [1, 9]) expect(factor(Array<number[]>(count).fill([0.6, 0.8]), FAR)).toBe(true);
  });
});

describe('3 x 3 matrices', () => {
  const ORDERS = [
    [0, 1, 2, 1],
    [1, 2, 0, 1],
    [2, 0, 1, 1],
    [0, 2, 1, -1],
    [1, 0, 2, -1],
    [2, 1, 0, -1],
  ] as const;
  /** The determinant, and the same sum of absolute values. */
  const expand = (m: ArrayLike<number>) => {
    const terms = ORDERS.map(([a, b, c, sign]) => sign * m[a] * m[3 + b] * m[6 + c]);
    const sum = (all: readonly number[]): number => all.reduce((s, t) => s + t, 0);
    return { determinant: sum(terms), terms: sum(terms.map(Math.abs)) };
  };
  /** Roundings of the determinant and of a minor, each beside its terms (derived: 8 half ulps), and of the check. */
  const ROUNDING = 32 * Number.EPSILON;
  /** A determinant of so many times SINGULAR beside its terms, or of any size. */
  const RATIOS = [0, 0.9, 1.1, 30, undefined];
  const matrices = fc.record({ seed: fc.integer(), logSize: fc.integer({ min: -20, max: 20 }) });

  law(
    'are inverted in their place where their determinant is not small beside its terms, and left as they are elsewhere',
    matrices,
    ({ seed, logSize }) => {
      const next = noise(seed);
      for (const times of RATIOS) {
        const rows = someOf(9, next);
        if (times !== undefined) {
          // the last row in the plane of the others, and then as far from it as makes the determinant so large
          const [s, t] = someOf(2, next);
          const away = rows.slice(6);
          const far = Math.abs(expand(rows).determinant);
          for (let j = 0; j < 3; j++) rows[6 + j] = s * rows[j] + t * rows[3 + j];
          const by = (times * SINGULAR * expand(rows).terms) / far;
          for (let j = 0; j < 3; j++) rows[6 + j] += by * away[j];
        }
        const m = rows.map((t) => t * 2 ** logSize);
        const { determinant, terms } = expand(m);
        const ratio = Math.abs(determinant) / terms;
        if (Math.abs(ratio - SINGULAR) <= ROUNDING) continue;
        const array = Float64Array.from([77, 77, ...m, 77]);
        expect(invert3(array, 2)).toBe(ratio > SINGULAR);
        const inverse = array.slice(2, 11);
        expect([array[0], array[1], array[11]]).toEqual([77, 77, 77]);
        if (ratio <= SINGULAR) {
          expect(inverse).toEqual(m);
          continue;
        }
        let worst = 0;
        for (let at = 0; at < 9; at++) {
          const [i, j] = [Math.floor(at / 3), at % 3];
          const products = [0, 1, 2].map((k) => m[3 * i + k] * inverse[3 * k + j]);
          const off = Math.abs(products[0] + products[1] + products[2] - (i === j ? 1 : 0));
          worst = Math.max(worst, (off * ratio) / (1 + size(products)));
        }
        expect(worst).toBeLessThan(ROUNDING);
      }
    },
    60,
  );

  test('of zeros are singular', () => {
    expect(invert3(new Float64Array(9), 0)).toBe(false);
  });
});
