import fc from 'fast-check';
import { CellTable, type Cell } from '../../src/flow/cell.js';
import { Kinks } from '../../src/flow/kinks.js';
import type { Neurons } from '../../src/flow/neurons.js';
import { preparePoints } from '../../src/flow/points.js';
import { jumpOf, pullOf, slopedPull } from '../../src/flow/sliding.js';
import type { Label } from '../../src/model/dataset.js';
import { inner, rowOf } from './cells.js';

/** How near to 0 an event function counts as 0, here. */
export const CLOSE = 2 ** -12;

/** A neuron along the last axis, and a point. */
interface Point {
  /** Its coordinates, of which the last one is left out for those on whose kinks the neuron is. */
  readonly x: readonly number[];
  readonly y: Label;
  readonly weight: number;
  /** Of the neuron, on its hyperplane. */
  readonly sign: -1 | 0 | 1;
}

/** The second of two neurons, on the kinks of some points or a hair off them, beside those of some others. */
export interface Touching {
  readonly d: number;
  readonly met: readonly Point[];
  readonly others: readonly Point[];
  readonly eighths: number;
  readonly off: readonly number[];
  readonly quarters: number;
  readonly rho: number;
  readonly branch: 1 | -1;
}

const coordinate = fc.integer({ min: -3, max: 3 });

const point = (length: number): fc.Arbitrary<Point> =>
  fc.record({
    x: fc.array(coordinate, { minLength: length, maxLength: length }),
    y: fc.constantFrom<Label[]>(1, -1),
    weight: fc.nat({ max: 9 }),
    sign: fc.constantFrom(-1 as const, 0 as const, 1 as const),
  });

export const touching = (): fc.Arbitrary<Touching> =>
  fc.constantFrom(1, 2, 2, 3, 3, 3, 4).chain((d) =>
    fc.record({
      d: fc.constant(d),
      met: fc.array(point(Math.max(1, d - 1)), { minLength: 1, maxLength: 3 }),
      others: fc.array(point(d), { maxLength: d === 1 ? 0 : 3 }),
      eighths: fc.constantFrom(0, 0, 1, 4),
      off: fc.array(fc.constantFrom(0, 0.5, -0.5), { minLength: d, maxLength: d }),
      quarters: fc.constantFrom(1, -1, 2, -2, 3, -3),
      rho: fc.integer({ min: -3, max: 3 }),
      branch: fc.constantFrom(1 as const, -1 as const),
    }),
  );

const firstNot0 = (x: readonly number[]): number[] =>
  x.every((t) => t === 0) ? x.map((_, j) => (j === 0 ? 1 : 0)) : [...x];

export function touch({ d, met, others, eighths, off, quarters, rho, branch }: Touching) {
  const all = [...met, ...others];
  const x = [
    ...met.map((one) => (d === 1 ? firstNot0(one.x) : [...firstNot0(one.x), 0])),
    ...others.map((one) => one.x.with(d - 1, one.x[d - 1] || 1)),
  ];
  const points = preparePoints({ x, y: all.map(({ y }) => y) });
  const table = new CellTable(points, eighths / 8);
  const { planes, normals, planeOf } = points;
  // powers of e are independent over the rationals: no two points have pulls that cancel
  const p = Float64Array.from(all, ({ weight }, i) => (weight + 1) * Math.exp(i / 7) * 2 ** -7);
  const alpha = quarters / 4;
  const along = d === 1 ? 0 : Math.sqrt(1 - alpha * alpha);
  const u = Array.from({ length: d }, (_, j) => (j === d - 1 ? along : 0));
  const signs = Int8Array.from({ length: planes }, (_, l) => Math.sign(normals[l * d + d - 1]));
  met.forEach(({ sign }, i) => (signs[planeOf[i]] = sign));
  const cell = table.get(signs);
  const neurons: Neurons = {
    d,
    count: 2,
    members: [],
    balanced: [false, false],
    order: new Int32Array(0),
    width: 2,
    state: Float64Array.from([...u.map(() => 3), 5, 7, ...u.map((t, j) => t + off[j] * CLOSE), alpha, rho]),
    cells: [cell, cell],
  };
  const distance = (v: ArrayLike<number>, l: number): number => inner(rowOf(normals, l, d), v);
  return {
    d,
    planes,
    table,
    points,
    neurons,
    signs,
    alpha,
    p,
    branch,
    kinks: new Kinks(table, neurons, CLOSE, CLOSE, branch),
    touched: [...new Set(met.map((_, i) => planeOf[i]))].sort((a, b) => a - b),
    jump: (l: number): number => jumpOf(table, l, p),
    pull: (at: Cell): number[] => Array.from(pullOf(points, at, p)),
    leaning: (at: Int8Array): number[] => Array.from(slopedPull(points, table.get(at).leaning, p)),
    distance,
  };
}

export type There = ReturnType<typeof touch>;
