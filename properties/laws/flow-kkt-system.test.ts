import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { centralPoint, type CellProgram } from '../../src/flow/interior-point.js';
import { KktSystem } from '../../src/flow/kkt-system.js';
import { solveReals } from '../../src/numeric/elimination.js';
import { cellPrograms, inner, marginsOf, pullsOf, rowsOfProgram } from '../reference/cell-programs.js';
import { between } from '../reference/starts.js';
import { law } from '../harness/law.js';

/** Of sums of products of moderate numbers. */
const ROUNDING = 1e-12;
/** What Newton's steps leave of the equations: 64 eps for each active point, in units of the longest row's square (derived: the bound of the method). */
const SOLVED = 64 * Number.EPSILON;
/** From 1% beside a solution (observed: 8). A step asks three times for the rows: for pulls, margins and derivatives. */
const STEPS = 15;
/** On the diagonal. */
const PROXIMAL = 1e-9;
/** Of refined pulls: twice what 1e-14 on the diagonal leaves, times the condition of a few points (observed: 1e-13). */
const REFINED = 1e-9;

const cases = cellPrograms({ n: [1, 5], d: [1, 4], groups: [1, 3] }).chain(({ program, p }) => {
  const list = (length: number): fc.Arbitrary<number[]> =>
    fc.array(between(-1, 1), { minLength: length, maxLength: length });
  const some = (count: number): fc.Arbitrary<number[]> =>
    fc.shuffledSubarray([...Array(count).keys()], { minLength: 1 });
  const { n, rows } = program;
  return fc.record({
    ...{ program: fc.constant(program), p: fc.constant(p) },
    ...{ lambda: list(n), r: list(rows.length), moveOfLambda: list(n), moveOfR: list(rows.length) },
    ...{ active: some(n), live: some(rows.length) },
  });
});

const largest = (v: readonly number[]): number => v.reduce((most, t) => Math.max(most, Math.abs(t)), 0);

describe('the KKT system', () => {
  law(
    'has the pulls and margins of the program',
    cases,
    ({ program, lambda, r, active, live }) => {
      const system = new KktSystem(program, { active, live });
      const rows = rowsOfProgram(program);
      const sparse = Float64Array.from(lambda, (t) => (t > 0.5 ? 0 : t));
      const few = Float64Array.from(r, (t) => (t > 0.5 ? 0 : t));
      const h = system.pulls(sparse);
      expect(largest(pullsOf(rows, sparse).flatMap((pull, g) => pull.map((t, j) => t - h[g][j])))).toBeLessThan(
        ROUNDING,
      );
      const q = system.margins(few, h);
      expect(
        largest(
          marginsOf(
            rows,
            few,
            h.map((pull) => [...pull]),
          ).map((t, i) => t - q[i]),
        ),
      ).toBeLessThan(1e3 * ROUNDING);
      expect([h.length, q.length]).toEqual([rows.length, program.n]);
    },
    60,
  );

  law(
    'has the derivatives of its equations, and a little on the diagonal',
    cases,
    (instance) => {
      const { program, lambda, r, active, live } = instance;
      const rows = rowsOfProgram(program);
      const system = new KktSystem(program, { active, live });
      const h = pullsOf(rows, lambda);
      const found = system.jacobian(
        r,
        h.map((pull) => Float64Array.from(pull)),
      );
      // along a direction: of |h|^2/2 and q, which are quadratic and bilinear
      const moveOfLambda = instance.moveOfLambda.map((t, i) => (active.includes(i) ? t : 0));
      const moveOfR = instance.moveOfR.map((t, g) => (live.includes(g) ? t : 0));
      const moveOfH = pullsOf(rows, moveOfLambda);
      const [byR, byH] = [
        marginsOf(rows, moveOfR, h),
        marginsOf(
          rows,
          r.map((t, g) => (live.includes(g) ? t : 0)),
          moveOfH,
        ),
      ];
      const expected = [
        ...live.map((g) => inner(h[g], moveOfH[g]) - PROXIMAL * moveOfR[g]),
        ...active.map((i) => byR[i] + byH[i] + PROXIMAL * moveOfLambda[i]),
      ];
      const move = [...active.map((i) => moveOfLambda[i]), ...live.map((g) => moveOfR[g])];
      const size = move.length;
      expect(found.length).toBe(size * size);
      const scale = Math.max(1, ...found.map(Math.abs));
      const off = expected.map((t, row) => t - inner([...found.subarray(row * size, row * size + size)], move));
      expect(largest(off)).toBeLessThan(ROUNDING * scale);
    },
    75,
  );

  test('has nothing but that on the diagonal where all is 0', () => {
    const program = { n: 2, d: 1, rows: [Float64Array.of(1, 2)] };
    const found = new KktSystem(program, { active: [0, 1], live: [0] }).jacobian([0], [Float64Array.of(0)]);
    expect([...found]).toEqual([0, 0, -PROXIMAL, PROXIMAL, 0, 0, 0, PROXIMAL, 0]);
  });

  law(
    'tells by how much the inequalities are violated',
    cases,
    ({ program, lambda, r, active, live }) => {
      const rows = rowsOfProgram(program);
      const h = pullsOf(rows, lambda);
      const q = marginsOf(rows, r, h);
      const worst = Math.max(
        ...q.map((t, i) => (active.includes(i) ? -lambda[i] : 1 - t)),
        ...h.map((pull, g) => (live.includes(g) ? -r[g] : Math.hypot(...pull) - 1)),
        0,
      );
      const found = new KktSystem(program, { active, live }).violation(Float64Array.from(lambda), Float64Array.from(r));
      expect(Math.abs(found - worst)).toBeLessThan(ROUNDING * Math.max(1, worst));
    },
    75,
  );
});

describe("Newton's method", () => {
  law(
    'solves the equations to rounding, from near a solution',
    cases,
    ({ program, p, moveOfLambda, moveOfR }) => {
      const central = centralPoint(program, p);
      if (central === undefined) throw new Error('the path has no end');
      const { active, live } = central;
      let asked = 0;
      const { n, d, rows: flat } = program;
      const watched: CellProgram = {
        ...{ n, d },
        get rows() {
          asked++;
          return flat;
        },
      };
      const system = new KktSystem(watched, { active, live });
      const lambda = central.lambda.map((t, i) => (active.includes(i) ? t * (1 + moveOfLambda[i] / 100) : 0));
      const r = central.r.map((t, g) => (live.includes(g) ? t * (1 + moveOfR[g] / 100) : 0));
      expect(system.newton(lambda, r)).toBe(true);
      expect(asked).toBeLessThanOrEqual(1 + 3 * STEPS);
      const rows = rowsOfProgram(program);
      const h = pullsOf(rows, lambda);
      const q = marginsOf(rows, r, h);
      const length = Math.max(1, ...live.flatMap((g) => active.map((i) => largest(rows[g][i]))));
      const off = [...live.map((g) => (inner(h[g], h[g]) - 1) / 2), ...active.map((i) => q[i] - 1)];
      expect(largest(off)).toBeLessThan(2 * SOLVED * active.length * length ** 2);
      lambda.forEach((t, i) => active.includes(i) || expect(t).toBe(0));
      r.forEach((t, g) => live.includes(g) || expect(t).toBe(0));
      expect(system.violation(lambda, r)).toBeLessThan(1e-6);
    },
    60,
  );

  law(
    'moves by the least that solves them, so that points that are there twice keep their difference',
    cases,
    ({ program: { n, d, rows }, p, moveOfR }) => {
      const central = centralPoint({ n, d, rows }, p);
      if (central === undefined) return;
      const program = { n: 2 * n, d, rows: rows.map((c) => Float64Array.from([...c, ...c])) };
      const { live } = central;
      const active = central.active.flatMap((i) => [i, n + i]);
      const start = Float64Array.from({ length: 2 * n }, (_, i) =>
        active.includes(i) ? central.lambda[i % n] * (i < n ? 0.7 : 0.31) : 0,
      );
      const lambda = start.slice();
      const r = central.r.map((t, g) => (live.includes(g) ? t * (1 + moveOfR[g] / 100) : 0));
      expect(new KktSystem(program, { active, live }).newton(lambda, r)).toBe(true);
      for (const i of central.active)
        expect(Math.abs(lambda[i] - lambda[n + i] - start[i] + start[n + i])).toBeLessThan(1e-5);
    },
    30,
  );

  test('sees that equations contradict each other: 1 and 2 cannot have one margin', () => {
    const program = { n: 2, d: 1, rows: [Float64Array.of(1, 2)] };
    const system = new KktSystem(program, { active: [0, 1], live: [0] });
    expect(system.newton(Float64Array.of(0.5, 0.25), Float64Array.of(1))).toBe(false);
  });

  test.each([
    ['numbers are none', 1, NaN],
    ['they are beyond doubles at the start', 1, 1e200],
    ['their derivatives are', 1e155, 1e-155],
  ])('ends where %s', (_, c, lambda) => {
    const system = new KktSystem({ n: 1, d: 1, rows: [Float64Array.of(c)] }, { active: [0], live: [0] });
    expect(system.newton(Float64Array.of(lambda), Float64Array.of(1))).toBe(false);
  });

  test('rounds by the square of the longest row where long ones cancel', () => {
    const [one, other] = [[1, 12345.678], [1.1, -9876.54321]]; // prettier-ignore
    const difference = one.map((t, j) => t - other[j]);
    const share = -inner(other, difference) / inner(difference, difference);
    const nearest = Math.hypot(...other.map((t, j) => t + share * difference[j]));
    const lambda = Float64Array.of((1.01 * share) / nearest, (1 - share) / nearest);
    const r = Float64Array.of(1 / nearest);
    const program = { n: 2, d: 2, rows: [Float64Array.from([...one, ...other])] };
    expect(new KktSystem(program, { active: [0, 1], live: [0] }).newton(lambda, r)).toBe(true);
    expect(Math.abs(lambda[0] * nearest - share)).toBeLessThan(1e-6);
  });

  test('needs no active points where pulls are as they should be', () => {
    const system = new KktSystem({ n: 1, d: 1, rows: [Float64Array.of(1)] }, { active: [], live: [0] });
    expect(system.newton(Float64Array.of(1), Float64Array.of(1))).toBe(true);
  });

  test('stays where the equations hold', () => {
    const system = new KktSystem({ n: 1, d: 1, rows: [Float64Array.of(1)] }, { active: [0], live: [0] });
    const [lambda, r] = [Float64Array.of(1), Float64Array.of(1)];
    expect(system.newton(lambda, r)).toBe(true);
    expect([lambda[0], r[0]]).toEqual([1, 1]);
  });
});

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
