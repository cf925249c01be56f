import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CellTable, rowsOf } from '../../src/flow/cell.js';
import { preparePoints } from '../../src/flow/points.js';
import { jumpOf, leastNorm, multipliersOf, pullOf, slopedPull, solveGram } from '../../src/flow/sliding.js';
import { inner, near, rowOf, sided, tableOf } from '../reference/cells.js';
import { law } from '../harness/law.js';

/** Of sums of some products of numbers below 1. */
const ROUNDING = 1e-14;
/** The same, solved for: integer normals in the unit ball are nowhere near parallel (observed: 1e-13). */
const SOLVED = 1e-10;
const RUNS = 150;

const sum = (rows: readonly (readonly number[])[], weights: ArrayLike<number>, d: number): number[] =>
  Array.from({ length: d }, (_, j) => rows.reduce((s, row, i) => s + weights[i] * row[j], 0));

describe('the pull of a cell', () => {
  law(
    'is the sum of its rows, and of points by their slopes before it is projected',
    sided([1, 4]),
    (it) => {
      const { points, table, signs, p } = tableOf(it);
      const { d, n } = points;
      const cell = table.get(signs);
      const longest = Math.max(...it.x.map((row) => Math.hypot(...row)));
      const z = it.x.map((row, i) => row.map((t) => (longest === 0 ? 0 : (it.y[i] * t) / longest)));
      const sloped = slopedPull(points, cell.leaning, p);
      sum(
        z,
        p.map((t, i) => t * cell.leaning[i]),
        d,
      ).forEach((t, j) => near(sloped[j], t, ROUNDING));
      const rows = rowsOf(points, cell);
      const pull = pullOf(points, cell, p);
      sum(
        Array.from({ length: n }, (_, i) => rowOf(rows, i, d)),
        p,
        d,
      ).forEach((t, j) => near(pull[j], t, ROUNDING));
    },
    RUNS,
  );

  law(
    'jumps along the normal, and nowhere else, from one side of a hyperplane to the other',
    sided([1, 4]),
    (it) => {
      const { points, table, signs, p } = tableOf(it);
      const { d, normals, planes } = points;
      for (let l = 0; l < planes; l++) {
        const [above, below] = [1, -1].map((side) =>
          slopedPull(points, table.get(signs.map((s, other) => (other === l ? side : s))).leaning, p),
        );
        const jump = jumpOf(table, l, p);
        rowOf(normals, l, d).forEach((t, j) => near(above[j] - below[j], jump * t, ROUNDING));
      }
    },
    RUNS,
  );

  law(
    'vanishes across all hyperplanes slid along, where each has its multiplier',
    sided([1, 3], 4),
    (it) => {
      const { points, table, signs, p } = tableOf(it);
      const { d, normals } = points;
      const cell = table.get(signs);
      const { sliding } = cell;
      const multipliers = multipliersOf(table, cell, p);
      expect(multipliers).toHaveLength(sliding.length);
      const jumps = sliding.map((l) => jumpOf(table, l, p));
      const start = Array.from(slopedPull(points, cell.leaning, p));
      const unit = sliding.map((l) => rowOf(normals, l, d));
      const h = unit.reduce((at, v, s) => at.map((t, j) => t + multipliers[s] * jumps[s] * v[j]), start);
      for (const v of unit) near(inner(v, h), 0, SOLVED * (1 + Math.max(...multipliers.map(Math.abs))));
    },
    RUNS,
  );

  // both normals pull by 1/2 and their jumps are 1/2: -1 each takes h away, and so does -2 of one where they are one direction
  test.each([
    ['0.9e-14', 0.95e-7, [-2, 0]],
    ['1.96e-14', 1.4e-7, [-1, -1]],
  ])('of two hyperplanes whose Gram matrix is singular to %s', (_, off, wanted) => {
    const x = [
      [1, 0],
      [1, off],
    ];
    const points = preparePoints({ x, y: [1, 1] });
    const table = new CellTable(points, 0.5);
    // a pivot of 2e-14 rounds by some percent of itself
    multipliersOf(table, table.get(new Int8Array(2)), [1, 1]).forEach((t, s) => near(t, wanted[s], 0.1));
  });
});

describe('of three hyperplanes through one line', () => {
  const x = [
    [1, 0, 0],
    [0, 1, 0],
    [1, 1, 0],
  ];
  const multipliers = (weights: readonly number[]): number[] => {
    const points = preparePoints({ x, y: [1, 1, -1] });
    const table = new CellTable(points, 0.5);
    const found = multipliersOf(table, table.get(new Int8Array(3)), weights);
    return Array.from(points.planeOf, (l, i) => (points.side[i] > 0 ? found[l] : 1 - found[l]));
  };

  test('the multipliers are those whose largest distance from 1/2 is least, in whatever units', () => {
    // slopes of 1/2 + t/2: t1 - 3 t3 = 2 and 2 t2 - 3 t3 = 1
    for (const unit of [1, 2 ** -40]) {
      multipliers([unit, 2 * unit, 3 * unit]).forEach((t, i) => near(t, [5 / 4, 1 / 8, -1 / 4][i], ROUNDING));
    }
  });

  test('one without weight leaves the others theirs, and two do not hold the third', () => {
    for (const t of multipliers([1, 2, 0]).slice(0, 2)) near(t, -1, ROUNDING);
    for (const t of multipliers([0, 2, 3]).slice(1)) near(t, -1, ROUNDING);
    expect(multipliers([0, 0, 3]).some((t) => Math.abs(t) === Infinity)).toBe(true);
  });
});

test('a pivot of 1e-14 is none, and one above it is', () => {
  expect(solveGram([[1e-14]], [1])).toEqual([0]);
  expect(solveGram([[2 ** -46]], [1])).toEqual([2 ** 46]);
});

/** h and unit vectors, the boxes from 0 to the jumps, and a share of each at the start. */
const boxes = fc.integer({ min: 1, max: 4 }).chain((d) => {
  const vector = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: d, maxLength: d });
  return fc.record({
    h: vector,
    entries: fc.array(
      fc.record({
        v: vector.filter((v) => v.some((t) => t !== 0)),
        jump: fc.integer({ min: -4, max: 4 }).map((k) => (k < 0 ? k / 4 : (k + 1) / 4)),
        share: fc.constantFrom(0, 0.5, 1),
      }),
      { maxLength: d },
    ),
  });
});

function minimise(
  start: readonly number[],
  normals: readonly (readonly number[])[],
  entries: { l: number; jump: number; b: number }[],
) {
  let h = [...start];
  let moves = 0;
  leastNorm(
    entries,
    (l) => inner(normals[l], h),
    (l, b) => {
      moves++;
      h = h.map((t, j) => t + b * normals[l][j]);
    },
  );
  return { h, moves };
}

describe('the least norm over a box', () => {
  law(
    'is where each coordinate is free and h normal to it, or at an end beyond which h would be shorter',
    boxes,
    ({ h: start, entries }) => {
      const normals = entries.map(({ v }) => v.map((t) => t / Math.hypot(...v)));
      const list = entries.map(({ jump, share }, l) => ({ l, jump, b: share * jump }));
      const { h } = minimise(start, normals, list);
      const rebuilt = list.reduce(
        (at, { l, jump, b }) => at.map((t, j) => t + (b - entries[l].share * jump) * normals[l][j]),
        start,
      );
      rebuilt.forEach((t, j) => near(h[j], t, SOLVED));
      for (const { l, jump, b } of list) {
        const [low, high] = [Math.min(0, jump), Math.max(0, jump)];
        expect(b >= low && b <= high).toBe(true);
        const g = inner(normals[l], h);
        if (b > low) expect(g).toBeLessThan(SOLVED);
        if (b < high) expect(g).toBeGreaterThan(-SOLVED);
      }
    },
    RUNS,
  );

  test('is found at once where the normals are orthogonal, and then left alone', () => {
    const list = [
      { l: 0, jump: -2, b: 0 },
      { l: 1, jump: 3, b: 3 },
    ];
    const normals = [
      [1, 0],
      [0, 1],
    ];
    expect(minimise([1, -1], normals, list)).toEqual({ h: [0, -1], moves: 1 });
    expect(list.map(({ b }) => b)).toEqual([-1, 3]);
  });

  test.each([1, 2 ** -40])('is found in the same steps in units of %s', (unit) => {
    // b = (2 - 1 / sqrt(3), 2 / sqrt(3)) takes h away
    const list = [4, 4].map((jump, l) => ({ l, jump: unit * jump, b: 0 }));
    const normals = [
      [1, 0],
      [1 / 2, Math.sqrt(3) / 2],
    ];
    minimise([-2 * unit, -unit], normals, list);
    near(list[0].b / unit, 2 - 1 / Math.sqrt(3), ROUNDING);
    near(list[1].b / unit, 2 / Math.sqrt(3), ROUNDING);
  });

  test('is given up after 10,000 rounds: at an angle of 0.001 each leaves 1 - 1e-6 of the error', () => {
    const list = [4000, -4000].map((jump, l) => ({ l, jump, b: 0 }));
    const { h, moves } = minimise(
      [-1, 1],
      [
        [1, 0],
        [Math.cos(0.001), Math.sin(0.001)],
      ],
      list,
    );
    expect(moves).toBe(20_000);
    expect(Math.hypot(...h)).toBeGreaterThan(0.98);
  });
});
