import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RODAS5P } from '../../src/flow/rodas5p.js';
import { Rosenbrock } from '../../src/flow/rosenbrock.js';
import { solveReals } from '../../src/numeric/elimination.js';
import { gradient, off, problems, rhsOf, value, type Problem } from '../reference/quadratics.js';
import { law } from '../harness/law.js';

const { a, c, m, gamma } = RODAS5P;

/** The textbook formula, for (y, t) together: k_i for every stage. */
function stagesOf({ y0, rows, h }: Problem): number[][] {
  const n = y0.length;
  const rhs = rhsOf({ y0, rows, h });
  const jacobian = rows.map((row, j) => [...gradient(row, y0).map((t) => (j === n ? -t : t)), 0]);
  const k: number[][] = [];
  for (let i = 0; i < m.length; i++) {
    const at = [...y0, 0].map((t, l) => a[i].reduce((sum, f, j) => sum + f * k[j][l], t));
    const b = rhs(at).map((t, l) => c[i].reduce((sum, f, j) => sum + (f * k[j][l]) / h, t));
    const matrix = jacobian.map((row, l) => row.map((t, r) => (l === r ? 1 / (gamma * h) : 0) - t));
    k.push(solveReals(matrix, b) as number[]);
  }
  return k;
}

/** A stepper whose field and linearisation are those of the problem that it was given last. */
class Bench {
  private problem: Problem = { y0: [], rows: [], h: 1 };
  private matrix: number[][] = [];
  private solved: number[] = [];
  singular = false;
  private readonly field = {
    logS: 0,
    evaluate: (state: Float64Array, out: Float64Array): void => {
      const { rows } = this.problem;
      state.forEach((_, j) => (out[j] = value(rows[j], [...state])));
      this.field.logS = value(rows[state.length], [...state]);
    },
  };
  readonly stepper = new Rosenbrock(this.field, {
    factor: (factor) => {
      const { rows, y0 } = this.problem;
      this.matrix = y0.map((_, j) => gradient(rows[j], y0).map((t, k) => (j === k ? factor : 0) - t));
      return !this.singular;
    },
    solve: (x) => {
      this.solved = solveReals(
        this.matrix.map((row) => [...row]),
        [...x],
      ) as number[];
      x.set(this.solved);
    },
    timeSlope: () => {
      const { rows, y0 } = this.problem;
      return -gradient(rows[y0.length], y0).reduce((sum, t, j) => sum + t * this.solved[j], 0);
    },
    pullChange: () => this.solved[0] * 3,
  });

  step(problem: Problem) {
    this.problem = problem;
    const y0 = Float64Array.from(problem.y0);
    const f0 = y0.slice();
    this.field.evaluate(y0, f0);
    const logS0 = this.field.logS;
    const [start, slope] = [[...y0], [...f0]];
    const y1 = new Float64Array(y0.length + 1).fill(GUARD);
    const error = this.stepper.step(y0, f0, logS0, problem.h, y1.subarray(0, y0.length));
    expect([[...y0], [...f0], y1[y0.length]]).toEqual([start, slope, GUARD]);
    return { error, y1: [...y1].slice(0, -1) };
  }
}
const GUARD = 77;

/** Stages are sums with factors up to 165 that cancel, at |f| <= 21 and h/gamma <= 1.5 (observed: 2e-13). */
const ROUNDING = 1e-10;
describe('a step of Rodas5P', () => {
  law(
    'is the textbook formula for y and the time together, whatever the size of the problem before it',
    fc.tuple(problems, problems),
    (pair) => {
      const bench = new Bench();
      for (const problem of pair) {
        const n = problem.y0.length;
        const k = stagesOf(problem);
        const [y1, error] = [bench.step(problem), k[m.length - 1]];
        const end = [...problem.y0, 0].map((t, l) => m.reduce((sum, f, i) => sum + f * k[i][l], t));
        const { stepper } = bench;
        expect(off([...y1.y1, stepper.elapsed], end)).toBeLessThan(ROUNDING);
        expect(off([...stepper.errors], error.slice(0, n))).toBeLessThan(ROUNDING);
        expect(off([y1.error], [Math.max(...error.slice(0, n).map(Math.abs))])).toBeLessThan(ROUNDING);
        expect(off([stepper.pullError], [3 * error[0]])).toBeLessThan(ROUNDING);
        const timeError = end[n] > 0 ? Math.abs(error[n]) / end[n] : Infinity;
        if (Math.abs(end[n]) > 1e-4) {
          if (timeError === Infinity) expect(stepper.relativeTimeError).toBe(Infinity);
          else expect(off([stepper.relativeTimeError], [timeError])).toBeLessThan(ROUNDING * 1e4);
        }
      }
    },
    25,
  );

  const decay = (rate: number, h: number): Problem => ({ y0: [1], rows: [[0, -rate, 0], [0, 0, 0]], h }); // prettier-ignore

  test('is none where the matrix is singular: the end is left as it was', () => {
    const bench = new Bench();
    bench.singular = true;
    expect(bench.step(decay(1, 0.1))).toEqual({ error: NaN, y1: [GUARD] });
  });

  test.each([Infinity, NaN])('is none where the field is %f', (far) => {
    const bench = new Bench();
    expect(bench.step({ y0: [0], rows: [[far, 0, 0], [0, 0, 0]], h: 1 }).error).toBeNaN(); // prettier-ignore
  });

  test('takes a time of h where S rests, with no error', () => {
    const { stepper } = new Bench();
    const bench = new Bench();
    bench.step(decay(1, 0.5));
    expect(Math.abs(bench.stepper.elapsed - 0.5)).toBeLessThan(ROUNDING);
    expect(bench.stepper.relativeTimeError).toBeLessThan(ROUNDING);
    // before any step
    expect([stepper.elapsed, stepper.relativeTimeError, stepper.pullError]).toEqual([0, 0, 0]);
  });

  test.each([
    { seems: 'no time', slope: -1 },
    { seems: 'a negative time', slope: -2 },
  ])('is too long to tell the time where $seems seems to pass', ({ slope }) => {
    // S grows beyond all bounds after the start: all later stages have no speed
    const slopes = [slope, ...m.slice(1).map(() => 0)];
    const field = { logS: Infinity, evaluate: (_: Float64Array, out: Float64Array) => void out.fill(0) };
    const linearisation = {
      factor: () => true,
      solve: () => undefined,
      timeSlope: () => slopes.shift() ?? NaN,
      pullChange: () => 0,
    };
    const stepper = new Rosenbrock(field, linearisation);
    expect(stepper.step(new Float64Array(1), new Float64Array(1), 0, 1, new Float64Array(1))).toBe(0);
    expect(stepper.elapsed > 0).toBe(false);
    expect(stepper.relativeTimeError).toBe(Infinity);
  });
});
