import { describe, expect, test } from 'vitest';
import { KktSystem } from '../../src/flow/kkt-system.js';
import { solveReals } from '../../src/numeric/elimination.js';
import { inner, marginsOf, pullsOf, rowsOfProgram } from '../reference/cell-programs.js';
import { cases, largest } from '../reference/kkt-systems.js';
import { law } from '../harness/law.js';

/** Of sums of products of moderate numbers. */
const ROUNDING = 1e-12;
/** Of refined pulls: twice what 1e-14 on the diagonal leaves, times the condition of a few points (observed: 1e-13). */
const REFINED = 1e-9;

describe('refined pulls', () => {
  law(
    'are the nearest ones at which the active margins are 1',
    cases,
    ({ program, lambda, active, live }) => {
      const { d, rows: flat } = program;
      const rows = rowsOfProgram(program);
      const r = flat.map((_, g) => 0.5 + 0.5 * g);
      const before = pullsOf(rows, lambda);
      // at most d live active points, so that they are independent
      const points = active.slice(0, d);
      const gram = points.map((i) =>
        points.map((k) => live.reduce((sum, g) => sum + r[g] ** 2 * inner(rows[g][i], rows[g][k]), 0)),
      );
      const q = marginsOf(rows, r, before);
      const move = solveReals(
        gram,
        points.map((i) => 1 - q[i]),
      );
      if (move === undefined || largest(move) > 1e3) return;
      const h = before.map((pull) => Float64Array.from(pull));
      new KktSystem(program, { active: points, live }).refine(h, r);
      const expected = before.map((pull, g) =>
        pull.map(
          (t, j) => t + (live.includes(g) ? points.reduce((sum, i, a) => sum + r[g] * move[a] * rows[g][i][j], 0) : 0),
        ),
      );
      expect(largest(expected.flatMap((pull, g) => pull.map((t, j) => t - h[g][j])))).toBeLessThan(REFINED);
    },
    75,
  );

  test('are those that there were, where nobody has a share', () => {
    const h = [Float64Array.of(3)];
    new KktSystem({ n: 1, d: 1, rows: [Float64Array.of(1)] }, { active: [0], live: [0] }).refine(h, [0]);
    expect([...h[0]]).toEqual([3]);
  });

  test.each([
    ['a point is there twice', [1, 0, 1, 0], 0.5, 2],
    ['it is there three times', [1, 0, 1, 0, 1, 0], 0.5, 2],
    ['it is far away', [1024, 0, 1024, 0], 1, 1 / 1024],
    ['a point before it does not act in these cells', [0, 0, 1, 0], 0.5, 2],
  ])('exist where %s', (_, c, r, expected) => {
    const h = [Float64Array.of(3, 4)];
    const n = c.length / 2;
    const active = [...Array(n).keys()];
    new KktSystem({ n, d: 2, rows: [Float64Array.from(c)] }, { active, live: [0] }).refine(h, [r]);
    expect(Math.abs(h[0][0] - expected)).toBeLessThan(ROUNDING);
    expect(h[0][1]).toBe(4);
  });
});

describe('the active margins', () => {
  law(
    'determine as many shares as there are points, if groups differ',
    cases,
    ({ program, active, live, lambda }) => {
      const rows = rowsOfProgram(program);
      const h = pullsOf(rows, lambda).map((pull) => Float64Array.from(pull));
      const count = live.length;
      if (program.d === 1 || h.some((pull) => Math.hypot(...pull) < 1e-3)) return;
      expect(new KktSystem(program, { active, live }).strict(h)).toBe(count <= active.length);
    },
    60,
  );

  test('are asked without a word where there are fewer than shares', () => {
    const { warn } = console;
    const said: unknown[] = [];
    console.warn = (...words: unknown[]) => said.push(words);
    try {
      const program = { n: 1, d: 1, rows: [Float64Array.of(1), Float64Array.of(2)] };
      const system = new KktSystem(program, { active: [0], live: [0, 1] });
      expect(system.strict([Float64Array.of(1), Float64Array.of(1)])).toBe(false);
    } finally {
      console.warn = warn;
    }
    expect(said).toEqual([]);
  });

  test.each<[string, number[], number[], boolean]>([
    ['one of one', [1], [1], true],
    ['two of two', [1, 2], [2, 1], true],
    ['one of two that are alike', [1, 2], [2, 4], false],
    ['none of a group with no margin', [0, 0], [1, 1], false],
  ])('determine %s', (_, one, other, expected) => {
    const rows = one.length === 1 ? [one] : [one, other];
    const program = { n: one.length, d: 1, rows: rows.map((c) => Float64Array.from(c)) };
    const system = new KktSystem(program, { active: [...one.keys()], live: [...rows.keys()] });
    expect(system.strict(rows.map(() => Float64Array.of(1)))).toBe(expected);
  });
});
