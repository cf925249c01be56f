import { describe, expect } from 'vitest';
import { rowsOf } from '../../src/flow/cell.js';
import { Coupling } from '../../src/flow/coupling.js';
import type { VectorField } from '../../src/flow/vector-field.js';
import { fieldOf, fieldSetups, someOf, type FieldSetup } from '../reference/field-states.js';
import { law } from '../harness/law.js';

/** Beside the largest change of h, of systems at random: rounding, and some digits for those that are near a singular one (observed: below 1e-14). */
const CLOSE = 1e-9;

const inner = (u: ArrayLike<number>, v: ArrayLike<number>): number =>
  Array.from(u).reduce((sum, t, j) => sum + t * v[j], 0);
const size = (v: ArrayLike<number>): number => Math.max(0, ...Array.from(v, Math.abs));

/** What the field says of its points: q_i = <sums, c_i>, h = sum p_i c_i and p = softmax(ln s(q)), with s and its slope as they are given. */
interface Weighed {
  /** c_i of all cells. */
  readonly rows: readonly (readonly number[])[];
  readonly p: Float64Array;
  readonly q: Float64Array;
  readonly sigma: Float64Array;
  readonly onSphere: boolean;
}

const sumOf = (rows: readonly (readonly number[])[], x: ArrayLike<number>): number[] =>
  rows[0].map((_, a) => rows.reduce((sum, row, i) => sum + x[i] * row[a], 0));

/** The change of h that goes with one of the sums, and of ln|theta| where q is kept in bounds by it. */
function changeOf({ rows, p, q, sigma, onSphere }: Weighed, dsums: readonly number[], grow: number): number[] {
  const dq = rows.map((row, i) => inner(row, dsums) - (onSphere ? 2 * q[i] * grow : 0));
  const mean = dq.reduce((sum, t, i) => sum + p[i] * sigma[i] * t, 0);
  const dp = dq.map((t, i) => p[i] * (mean - sigma[i] * t));
  return sumOf(rows, dp);
}

/** Of a point that leaves h as it is, to rounding. */
const NO_WEIGHT = 1e-18;

/** Weights that matter, and weights that do not. */
function weigh(field: VectorField, next: () => number): Weighed {
  const { n, d, cells, points, p, q, sigma, h, shift } = field;
  for (let i = 0; i < n; i++) {
    p[i] = 1 + next();
    q[i] = 2 * next();
    sigma[i] = (1 + next()) / 2;
  }
  const total = p.reduce((sum, t) => sum + t, 0);
  for (let i = 0; i < n; i++) p[i] = i > 0 && next() > 0.6 ? NO_WEIGHT * (next() > 0 ? 1 : 0.5) : p[i] / total;
  const own = cells.map((cell) => rowsOf(points, cell));
  const rows = Array.from({ length: n }, (_, i) => own.flatMap((c) => [...c.subarray(i * d, i * d + d)]));
  h.set(sumOf(rows, p));
  return { rows, p: p.slice(), q: q.slice(), sigma: sigma.slice(), onSphere: shift > 0 };
}

/** At random, of what is perpendicular to the hyperplanes along which each cell slides. */
function answers(field: VectorField, next: () => number) {
  const { d, cells } = field;
  const perpendicular = (g: number, v: readonly number[]): number[] => {
    const { basis, rank } = cells[g];
    const rows = Array.from({ length: rank }, (_, r) => [...basis.subarray(r * d, r * d + d)]);
    return rows.reduce((rest, row) => rest.map((t, j) => t - inner(row, v) * row[j]), [...v]);
  };
  const vectors = (): Float64Array =>
    Float64Array.from(cells.flatMap((_, g) => perpendicular(g, [...someOf(d, next)])));
  const gain = cells.flatMap((_, g) => {
    const columns = Array.from({ length: d }, () => perpendicular(g, [...someOf(d, next)]));
    return columns[0].flatMap((_unused, i) =>
      perpendicular(
        g,
        columns.map((column) => column[i]),
      ),
    );
  });
  return { gain: Float64Array.from(gain), growth: vectors(), dsums: vectors() };
}

/** First off the sphere, then on it with twice as many cells, and so on. */
const MOVES = [
  [1, -Infinity],
  [2, 3],
  [1, 0.5],
  [2, -1],
] as const;

function answersChanges(setup: FieldSetup): void {
  const { field, next, move } = fieldOf(setup);
  const coupling = new Coupling(field);
  for (const [times, beyond] of MOVES) {
    move(times, beyond);
    const { d } = field;
    const weighed = weigh(field, next);
    coupling.take();
    // the stages of a step move the field on
    for (const other of [field.p, field.q, field.sigma, field.h]) other.fill(NaN);
    const { gain, growth, dsums } = answers(field, next);

    const pulled = someOf(dsums.length, next);
    coupling.meanPull(pulled);
    const pull = sumOf(
      weighed.rows,
      weighed.p.map((t, i) => t * weighed.sigma[i]),
    );
    expect(size(pull.map((t, a) => t - pulled[a]))).toBeLessThan(CLOSE);

    expect(coupling.factor(gain, growth)).toBe(true);
    // off the sphere, ln|theta| does not count, whatever the growth
    const grow = weighed.onSphere ? next() : 0;
    const dh = someOf(dsums.length, next);
    coupling.solve(dsums, grow, dh);
    const answered = Array.from(dh, (_, a) => {
      const g = a - (a % d);
      return dsums[a] + inner(gain.subarray(a * d, a * d + d), dh.subarray(g, g + d));
    });
    const again = changeOf(weighed, answered, grow + inner(growth, dh));
    expect(size(again.map((t, a) => t - dh[a]))).toBeLessThan(CLOSE * (1 + size(dh)));
  }
}

describe('a change of the sums is answered by the change of h that goes with it, the answers of the neurons included', () => {
  law('few points', fieldSetups({ n: [2, 6], cells: [2, 3] }), answersChanges, 45);
  law('many points', fieldSetups({ d: [2, 4], n: [16, 28], cells: [1, 2] }), answersChanges, 45);
});
