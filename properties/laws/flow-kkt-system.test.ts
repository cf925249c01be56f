import { describe, expect, test } from 'vitest';
import { centralPoint, type CellProgram } from '../../src/flow/interior-point.js';
import { KktSystem } from '../../src/flow/kkt-system.js';
import { inner, marginsOf, pullsOf, rowsOfProgram, watched } from '../reference/cell-programs.js';
import { cases, largest } from '../reference/kkt-systems.js';
import { law } from '../harness/law.js';

/** Of sums of products of moderate numbers. */
const ROUNDING = 1e-12;
/** What Newton's steps leave of the equations: 64 eps for each active point, in units of the longest row's square (derived: the bound of the method). */
const SOLVED = 64 * Number.EPSILON;
/** From 1% beside a solution (observed: 8). */
const STEPS = 15;
/** On the diagonal. */
const PROXIMAL = 1e-9;

/** The program, and how often it has been looked at: its rows are asked for once, and three times at each look, for pulls, margins and derivatives. */
function watch(one: CellProgram): { readonly program: CellProgram; looks(): number } {
  const { program, asked } = watched(one);
  return { program, looks: () => (asked() - 1) / 3 };
}

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
      const { program: seen, looks } = watch(program);
      const system = new KktSystem(seen, { active, live });
      const lambda = central.lambda.map((t, i) => (active.includes(i) ? t * (1 + moveOfLambda[i] / 100) : 0));
      const r = central.r.map((t, g) => (live.includes(g) ? t * (1 + moveOfR[g] / 100) : 0));
      expect(system.newton(lambda, r)).toBe(true);
      expect(looks()).toBeLessThanOrEqual(STEPS);
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

  test.each([1.1, 5, 7])('looks 30 times, here at the point %d', (c) => {
    // |x^2 - 1| / 2, x = lambda c, after so many of Newton's steps for x^2 = 1
    const off = (x: number, steps: number): number =>
      steps === 0 ? Math.abs(x * x - 1) / 2 : off((x + 1 / x) / 2, steps - 1);
    const [near, far] = [1.5 * 2 ** 24, 1.5 * 2 ** 25];
    for (const [x, before, last] of [[near, 28, 29], [far, 29, 30]]) expect(off(x, before) > SOLVED * c * c && off(x, last) < SOLVED).toBe(true); // prettier-ignore
    const found = [near, far].map((x) => {
      const { program, looks } = watch({ n: 1, d: 1, rows: [Float64Array.of(c)] });
      const system = new KktSystem(program, { active: [0], live: [0] });
      const solved = system.newton(Float64Array.of(x / c), Float64Array.of(1 / (c * x)));
      return [solved, looks()];
    });
    expect(found).toEqual([
      [true, 30],
      [false, 30],
    ]);
  });

  // of (1, -5) and (1, t): h = (1, 0) and r = 1; from 1% the method leaves 1e-4, 1e-8 and rounding
  test.each([1, 2, 4])('is done where nothing but rounding is left, here beside the point (1, %d)', (t) => {
    const { program, looks } = watch({ n: 2, d: 2, rows: [Float64Array.of(1, -5, 1, t)] });
    const lambda = Float64Array.of((1.01 * t) / (5 + t), (1.01 * 5) / (5 + t));
    expect(new KktSystem(program, { active: [0, 1], live: [0] }).newton(lambda, Float64Array.of(1.01))).toBe(true);
    expect(looks()).toBeLessThanOrEqual(6);
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
