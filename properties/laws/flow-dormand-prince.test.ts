import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DOP853 } from '../../src/flow/dop853.js';
import { DormandPrince } from '../../src/flow/dormand-prince.js';
import { off, problems, rhsOf, value, type Problem } from '../reference/quadratics.js';
import { law } from '../harness/law.js';

const { a, b, fifth, third } = DOP853;

/** The textbook formula, for (y, t) together: k_i for every stage. */
function stagesOf({ y0, rows, h }: Problem): number[][] {
  const rhs = rhsOf({ y0, rows, h });
  const k: number[][] = [];
  for (const row of a) k.push(rhs([...y0, 0].map((t, l) => row.reduce((sum, f, j) => sum + h * f * k[j][l], t))));
  return k;
}

/** A stepper whose field is that of the problem that it was given last. */
class Bench {
  private rows: Problem['rows'] = [];
  private readonly field = {
    logS: 0,
    evaluate: (state: Float64Array, out: Float64Array): void => {
      state.forEach((_, j) => (out[j] = value(this.rows[j], [...state])));
      this.field.logS = value(this.rows[state.length], [...state]);
    },
  };
  readonly stepper = new DormandPrince(this.field);

  step({ y0: start, rows, h }: Problem) {
    this.rows = rows;
    const y0 = Float64Array.from(start);
    const f0 = y0.slice();
    this.field.evaluate(y0, f0);
    const slope = [...f0];
    const y1 = new Float64Array(y0.length + 1).fill(GUARD);
    const error = this.stepper.step(y0, f0, this.field.logS, h, y1.subarray(0, y0.length));
    expect([[...y0], [...f0], y1[y0.length]]).toEqual([start, slope, GUARD]);
    return { error, y1: [...y1].slice(0, -1) };
  }
}
const GUARD = 77;

/** Stages are sums with factors up to 44 that cancel, at h |f| <= 7 (observed: 3e-14). */
const ROUNDING = 1e-11;

/** Hairer, Norsett and Wanner (II.10.17), with 1e-4 for their 0.01: of the two errors' largest components, 5th and 3rd. */
const combined = (e5: number, e3: number): number => (e5 === 0 ? 0 : e5 ** 2 / Math.sqrt(e5 ** 2 + 1e-4 * e3 ** 2));

describe('a step of DOP853', () => {
  law(
    'is the textbook formula for y and the time together, whatever the size of the problem before it',
    fc.tuple(problems, problems, fc.integer({ min: 0, max: 999 })),
    ([first, second, sensitivity]) => {
      const bench = new Bench();
      for (const problem of [first, second]) {
        const { stepper } = bench;
        const n = problem.y0.length;
        const k = stagesOf(problem);
        const sum = (weights: readonly number[]): number[] =>
          k[0].map((_, l) => problem.h * weights.reduce((part, f, i) => part + f * k[i][l], 0));
        stepper.sensitivity = sensitivity;
        const { error, y1 } = bench.step(problem);
        const end = sum(b);
        expect(off([...y1, stepper.elapsed], [...problem.y0.map((t, l) => t + end[l]), end[n]])).toBeLessThan(ROUNDING);
        const [e5, e3] = [sum(fifth), sum(third)];
        const largest = (e: readonly number[]): number => Math.max(...e.slice(0, n).map(Math.abs));
        const wanted = combined(largest(e5), largest(e3));
        expect(off([error], [wanted])).toBeLessThan(ROUNDING);
        // all errors are made smaller alike, as the largest is
        const share = wanted === 0 ? 0 : wanted / largest(e5);
        expect(
          off(
            [...stepper.errors],
            e5.slice(0, n).map((t) => share * t),
          ),
        ).toBeLessThan(ROUNDING);
        expect(stepper.pullError).toBe(5 * sensitivity * error);
        if (end[n] > 1e-4)
          expect(off([stepper.relativeTimeError], [combined(Math.abs(e5[n]), Math.abs(e3[n])) / end[n]])).toBeLessThan(
            ROUNDING * 1e4,
          );
      }
    },
    25,
  );

  const rest = { rows: [[0, 0, 0], [0, 0, 0]], h: 0.5 }; // prettier-ignore

  test.each([2, 4, 8, 16])('is less far off than its error says: y = tan t to pi/4 in %i steps', (steps) => {
    const bench = new Bench();
    let [y, errors] = [0, 0];
    for (let i = 0; i < steps; i++) {
      const { error, y1 } = bench.step({ y0: [y], rows: [[1, 0, 1], [0, 0, 0]], h: Math.PI / 4 / steps }); // prettier-ignore
      [y, errors] = [y1[0], errors + error];
    }
    expect(Math.abs(y - 1)).toBeLessThan(errors);
    expect(errors).toBeLessThan(100 / steps ** 7);
    expect(bench.stepper.order).toBe(8);
  });

  test('of no length takes no time, of which nothing is known', () => {
    const bench = new Bench();
    expect(bench.step({ y0: [1], ...rest, h: 0 })).toEqual({ error: 0, y1: [1] });
    expect([bench.stepper.elapsed, bench.stepper.relativeTimeError]).toEqual([0, Infinity]);
  });

  test.each([Infinity, -Infinity, NaN])('is none where the field is %f', (far) => {
    expect(new Bench().step({ y0: [0, 0], rows: [[far, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0]], h: 1 }).error).toBeNaN(); // prettier-ignore
  });

  test('is no good where its errors are beyond what can be squared', () => {
    const { error } = new Bench().step({ y0: [1], rows: [[0, 0, 1e170], [0, 0, 0]], h: 1 }); // prettier-ignore
    expect(error > 1 || Number.isNaN(error)).toBe(true);
  });

  test('takes a time of h where nothing moves, with no error', () => {
    const bench = new Bench();
    const { stepper } = bench;
    expect([stepper.elapsed, stepper.relativeTimeError, stepper.pullError]).toEqual([0, 0, 0]);
    expect(bench.step({ y0: [1], ...rest })).toEqual({ error: 0, y1: [1] });
    expect(Math.abs(stepper.elapsed - 0.5)).toBeLessThan(ROUNDING);
    expect(stepper.relativeTimeError).toBeLessThan(ROUNDING);
  });

  test.each([
    // its weight is negative
    { seems: 'a negative time', at: 7, logS: -9 },
    { seems: 'no number', at: 5, logS: NaN },
  ])('is too long to tell the time where $seems seems to pass', ({ at, logS }) => {
    let stage = 0;
    const field = {
      logS: 0,
      evaluate: (_: Float64Array, out: Float64Array): void => {
        out.fill(0);
        field.logS = ++stage === at ? logS : 0;
      },
    };
    const stepper = new DormandPrince(field);
    expect(stepper.step(new Float64Array(1), new Float64Array(1), 0, 1, new Float64Array(1))).toBe(0);
    expect(stepper.elapsed > 0).toBe(false);
    expect(stepper.relativeTimeError).toBe(Infinity);
  });
});
