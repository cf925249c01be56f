import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CellTable, contains, project, rowsOf } from '../../src/flow/cell.js';
import { preparePoints } from '../../src/flow/points.js';
import { rankOf } from '../../src/oracle/network/cells.js';
import { inner, near, rowOf, sided, tableOf } from '../reference/cells.js';
import { law } from '../harness/law.js';

/** Of sums of a dozen products of numbers below 1. */
const ROUNDING = 1e-14;
/** The same of a vector that is not of unit length, and lies in the span of seven more or less parallel ones (observed: 1e-13). */
const SPANNED = 1e-11;

/** v without its part along orthonormal rows. */
const without = (v: readonly number[], rows: readonly (readonly number[])[]): number[] =>
  v.map((t, j) => rows.reduce((sum, row) => sum - inner(row, v) * row[j], t));

const RUNS = 150;

describe('a cell', () => {
  law(
    'has slope 1 for the points on its side, the leak for those beyond, 0 for those slid along',
    sided([1, 4]),
    (it) => {
      const { points, table, signs } = tableOf(it);
      const { d, normals } = points;
      const leak = it.eighths / 8;
      const cell = table.get(signs);
      expect(cell.signs).toEqual(signs);
      expect(cell.sliding).toEqual(Array.from(signs.keys()).filter((l) => signs[l] === 0));
      // the hyperplane of a point is the one with a normal parallel to it
      it.x.forEach((row, i) => {
        const along = Array.from(signs, (_, l) => inner(rowOf(normals, l, d), row));
        const l = along.findIndex((t) => Math.abs(Math.abs(t) - Math.hypot(...row)) < ROUNDING * 10 && t !== 0);
        const slope = (sign: number): number => (l < 0 ? 0 : sign * along[l] > 0 ? 1 : leak);
        near(cell.leaning[i], slope(signs[l] === 0 ? -1 : signs[l]), Number.MIN_VALUE);
        near(cell.slopes[i], signs[l] === 0 ? 0 : cell.leaning[i], Number.MIN_VALUE);
      });
    },
    RUNS,
  );

  law(
    'has a basis of the normals slid along, and rows of points without their part in it',
    sided([1, 4]),
    (it) => {
      const { points, table, signs } = tableOf(it);
      const { n, d, normals, z } = points;
      const cell = table.get(signs);
      const { basis, rank, sliding, slopes } = cell;
      const rows = Array.from({ length: rank }, (_, r) => rowOf(basis, r, d));
      rows.forEach((u, r) => rows.forEach((v, s) => near(inner(u, v), r === s ? 1 : 0, ROUNDING)));
      for (const l of sliding) near(Math.hypot(...without(rowOf(normals, l, d), rows)), 0, ROUNDING);
      const slid = sliding.map((l) => it.x[points.members[l][0]].map(BigInt));
      expect(rank).toBe(slid.length === 0 ? 0 : rankOf(slid));
      const c = rowsOf(points, cell);
      expect(c).toHaveLength(n * d);
      for (let i = 0; i < n; i++) {
        const wanted = without(rowOf(z, i, d), rows);
        rowOf(c, i, d).forEach((t, j) => near(t, slopes[i] * wanted[j], ROUNDING));
      }
    },
    RUNS,
  );

  const small = fc.integer({ min: -9, max: 9 });
  law(
    'has an orthonormal basis, of all normals to 1e-10, where they are all but parallel',
    fc.record({
      first: fc.tuple(fc.integer({ min: 1, max: 9 }), small, small),
      steps: fc.array(fc.tuple(fc.tuple(small, small, small), fc.integer({ min: 15, max: 30 })), {
        minLength: 1,
        maxLength: 4,
      }),
    }),
    ({ first, steps }) => {
      const x = [first, ...steps.map(([step, k]) => first.map((t, j) => t + step[j] / 2 ** k))];
      const points = preparePoints({ x, y: x.map(() => 1 as const) });
      const { basis, rank } = new CellTable(points, 0.5).get(new Int8Array(points.planes));
      const rows = Array.from({ length: rank }, (_, r) => rowOf(basis, r, 3));
      rows.forEach((u, r) => rows.forEach((v, s) => near(inner(u, v), r === s ? 1 : 0, ROUNDING)));
      for (let l = 0; l < points.planes; l++)
        near(Math.hypot(...without(rowOf(points.normals, l, 3), rows)), 0, 1.001e-10);
    },
    RUNS,
  );

  test('counts a normal for its rank when it is 1e-10 off the span of the others, and not when it is nearer', () => {
    const rank = (off: number): number => {
      const points = preparePoints({
        x: [
          [1, 0],
          [1, off],
        ],
        y: [1, 1],
      });
      return new CellTable(points, 0.5).get(new Int8Array(2)).rank;
    };
    expect(rank(1e-10)).toBe(2);
    expect(rank(0.999e-10)).toBe(1);
  });

  test('lies in another hyperplane that is less than 1e-10 off its line, and in none that is further off', () => {
    const held = (off: number): boolean[] => {
      const points = preparePoints({ x: [[1, 0], [1, off]], y: [1, 1] }); // prettier-ignore
      const [l, other] = points.planeOf;
      const cell = new CellTable(points, 0.5).get(new Int8Array([1, 1]).fill(0, l, l + 1));
      return [contains(points, cell, l), contains(points, cell, other)];
    };
    expect(held(1e-10)).toEqual([true, false]);
    expect(held(0.999e-10)).toEqual([true, true]);
  });

  law(
    'a projection takes away the part along the first rows, and touches nothing beside its vector',
    fc.integer({ min: 1, max: 4 }).chain((d) =>
      fc.record({
        v: fc.array(small, { minLength: d, maxLength: d }),
        before: fc.array(small, { maxLength: 3 }),
        turns: fc.array(fc.tuple(fc.nat({ max: d - 1 }), fc.nat({ max: d - 1 }), small), { maxLength: 5 }),
        rank: fc.nat({ max: d }),
      }),
    ),
    ({ v, before, turns, rank }) => {
      // an orthogonal matrix from turns of the unit one
      const rows: number[][] = v.map((_, i) => v.map((__, j) => (i === j ? 1 : 0)));
      for (const [i, j, angle] of turns) {
        if (i === j) continue;
        const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
        [rows[i], rows[j]] = [
          rows[i].map((t, k) => cos * t + sin * rows[j][k]),
          rows[j].map((t, k) => cos * t - sin * rows[i][k]),
        ];
      }
      const all = Float64Array.from([...before, ...v, 77, 78]);
      project(all, before.length, v.length, Float64Array.from(rows.flat()), rank);
      const wanted = [...before, ...without(v, rows.slice(0, rank)), 77, 78];
      all.forEach((t, k) => near(t, wanted[k], SPANNED));
      expect([...all].filter((_, k) => k < before.length || k >= before.length + v.length)).toEqual([
        ...before,
        77,
        78,
      ]);
    },
    RUNS,
  );
});

describe('a table of cells', () => {
  law(
    'makes each cell once, keeps it whatever becomes of the signs asked for, and forgets the others',
    sided([1, 3]),
    (it) => {
      const { table, signs } = tableOf(it);
      if (signs.length === 0) return;
      const cell = table.get(signs);
      const inside = new Int8Array(signs.length + 2).fill(1);
      inside.set(signs, 1);
      expect(table.get(inside.subarray(1, signs.length + 1))).toBe(cell);
      expect(table.size).toBe(1);
      const wanted = signs.slice();
      signs[0] = signs[0] === 0 ? 1 : 0;
      const other = table.get(signs);
      expect(other.signs).toEqual(signs);
      expect(cell.signs).toEqual(wanted);
      expect(table.size).toBe(2);
      table.retain([other]);
      expect(table.size).toBe(1);
      expect(table.get(signs)).toBe(other);
      const anew = table.get(wanted);
      expect(anew).not.toBe(cell);
      expect(anew).toEqual(cell);
    },
    RUNS,
  );

  test('slopes without sliding are one array', () => {
    const points = preparePoints({ x: [[1], [0]], y: [1, 1] });
    const { slopes, leaning } = new CellTable(points, 0.5).get(Int8Array.from([1]));
    expect(slopes).toBe(leaning);
    expect([...slopes]).toEqual([1, 0]);
  });
});
