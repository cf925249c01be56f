import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import solver, { type Model as ModelDefinition } from 'javascript-lp-solver';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { mersenne } from 'pure-rand/generator/mersenne';
import { describe, expect, test, vi } from 'vitest';
import { guessSupport } from '../../src/oracle/linear-margin.js';
import { proposeByHighs } from '../../src/oracle/lp/highs.js';
import { pivotCap, proposeByJavascriptLp, solveWithin } from '../../src/oracle/lp/javascript-lp.js';
import { equilibrate, objective, residuals, unscale, type LinearProgram } from '../../src/oracle/lp/program.js';
import { LP_TOLERANCE, solveProgram, withinTolerance } from '../../src/oracle/lp/solve.js';
import { doublesBetween } from '../arbitraries/double.js';
import { law } from '../harness/law.js';

/** javascript-lp-solver's own model format, as in fixtures/lp-traps. */
interface Model {
  readonly optimize: string;
  readonly opType: 'max' | 'min';
  readonly constraints: Readonly<
    Record<string, { readonly min?: number; readonly max?: number; readonly equal?: number }>
  >;
  readonly variables: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly unrestricted?: Readonly<Record<string, unknown>>;
}

/** The same program in the project's form: free variables as differences, equalities as two rows, max as min of minus. */
function programOf(model: Model): { program: LinearProgram; sign: 1 | -1 } {
  const sign = model.opType === 'max' ? -1 : 1;
  const columns = Object.entries(model.variables).flatMap(([name, terms]) =>
    (model.unrestricted?.[name] === undefined ? [1] : [1, -1]).map((s) => (row: string) => s * (terms[row] ?? 0)),
  );
  const rows = Object.entries(model.constraints).flatMap(([name, { min, max, equal }]) => {
    const row = columns.map((term) => term(name));
    const [low, high] = [min ?? equal, max ?? equal];
    return [
      ...(low === undefined ? [] : [{ row, b: low }]),
      ...(high === undefined ? [] : [{ row: row.map((t) => -t), b: -high }]),
    ];
  });
  const c = columns.map((term) => sign * term(model.optimize));
  return { sign, program: { c, rows: rows.map(({ row }) => row), b: rows.map(({ b }) => b) } };
}

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../fixtures/lp-traps/${name}`, import.meta.url), 'utf8'));

describe('known traps of javascript-lp-solver', () => {
  const wrong = read('wrong-answers.json') as { name: string; truth: number; returned: unknown; model: Model }[];
  test.each(wrong.map((trap) => [trap.name, trap] as const))('%s', async (_, { truth, model }) => {
    const { program, sign } = programOf(model);
    const answer = await solveProgram(program);
    if (answer.status !== 'optimal') throw new Error(answer.why);
    expect(Math.abs(sign * objective(program, answer) - truth)).toBeLessThanOrEqual(
      LP_TOLERANCE * Math.max(1, Math.abs(truth)),
    );
  });

  test.each(['loops-4-variables.json', 'loops-13-variables.json'])('%s loops as it stands, and is ended', (name) => {
    const model = new solver.Model().loadJson(read(name) as ModelDefinition);
    const cap = pivotCap(model.nConstraints, model.nVariables);
    let pivots = 0;
    const pivot = model.tableau.pivot.bind(model.tableau);
    model.tableau.pivot = (row, column) => {
      pivots++;
      pivot(row, column);
    };
    expect(solveWithin(cap, model)).toBe(false);
    expect(pivots).toBe(cap);
  });

  test.each(['loops-4-variables.json', 'loops-13-variables.json'])(
    '%s ends, and what is returned is proved or undecided',
    async (name) => {
      const { program } = programOf(read(name) as Model);
      const answer = await solveProgram(program);
      if (answer.status === 'optimal') expect(withinTolerance(residuals(program, answer))).toBe(true);
      const direct = await proposeByHighs(program);
      expect(answer.status === 'optimal').toBe(direct !== undefined);
    },
  );
});

/** min c x, A x >= b, x >= 0 with A > 0, b > 0 and c > 0: feasible and bounded. */
const programs = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 6 })).chain(([n, m]) => {
  const positive = doublesBetween(6).map(Math.abs);
  const row = fc.array(positive, { minLength: n, maxLength: n });
  return fc.record({
    c: row,
    rows: fc.array(row, { minLength: m, maxLength: m }),
    b: fc.array(positive, { minLength: m, maxLength: m }),
  });
});

describe('verified linear programs', () => {
  law(
    'are solved, and both solvers agree on the value',
    programs,
    async (program) => {
      const answer = await solveProgram(program);
      if (answer.status !== 'optimal') throw new Error(answer.why);
      const other = await proposeByHighs(program);
      const [mine, theirs] = [objective(program, answer), other ? objective(program, other) : NaN];
      // HiGHS stops at 1e-10 in its own scaling, a factor 2^12 at most from this one
      expect(Math.abs(mine - theirs)).toBeLessThanOrEqual(2 ** -20 * Math.abs(mine));
    },
    150,
  );

  law(
    'residuals notice a change in any variable of the answer',
    fc.tuple(programs, fc.nat({ max: 20 }), fc.boolean()),
    (instance) => {
      const [program, k, up] = instance;
      const proposal = proposeByJavascriptLp(equilibrate(program).scaled);
      if (proposal === undefined) throw new Error('no proposal');
      const { x, y } = unscale(equilibrate(program).scaling, proposal);
      expect(withinTolerance(residuals(program, { x, y }))).toBe(true);
      const change = (v: readonly number[]): number[] =>
        v.map((t, j) => (j === k % v.length ? (up ? 1.001 * t + 0.001 : 0.999 * t - 0.001) : t));
      expect(withinTolerance(residuals(program, { x: change(x), y }))).toBe(false);
      expect(withinTolerance(residuals(program, { x, y: change(y) }))).toBe(false);
      expect(withinTolerance(residuals(program, { x: x.map(() => NaN), y }))).toBe(false);
    },
    400,
  );

  // min x subject to x >= 1 has x = y = 1; each proposal below breaks one condition alone
  test.each([
    ['primal', { x: [0.5], y: [0.5] }],
    ['dual', { x: [2], y: [2] }],
    ['gap', { x: [2], y: [1] }],
  ] as const)('residuals see a broken %s condition by itself', (broken, proposal) => {
    const found = residuals({ c: [1], rows: [[1]], b: [1] }, proposal);
    expect(Object.entries(found).filter(([, t]) => t > LP_TOLERANCE)).toEqual([[broken, 0.5]]);
  });

  test('residuals see negative variables', () => {
    const free = {
      c: [0, 0],
      rows: [
        [1, 1],
        [-1, -1],
      ],
      b: [0, 0],
    };
    expect(residuals(free, { x: [1, -1], y: [0, 0] })).toEqual({ primal: 1, dual: 0, gap: 0 });
    expect(residuals({ c: [0], rows: [[1], [1]], b: [0, 0] }, { x: [0], y: [1, -1] })).toEqual({
      primal: 0,
      dual: 1,
      gap: 0,
    });
  });

  law('scaling by powers of two changes no digit', programs, (program) => {
    const { scaled, scaling } = equilibrate(program);
    const back = scaled.rows.map((row, i) => row.map((t, j) => t / scaling.row[i] / scaling.column[j]));
    expect(back).toEqual(program.rows);
  });

  test('HiGHS takes over where the first solver loops or errs', async () => {
    // the least max-norm point of a hull without von Neumann's shift: all right sides but one are 0, so most steps are degenerate
    const source = mersenne(1);
    const solvers = new Set<string>();
    for (let k = 0; k < 50; k++) {
      const z = Array.from({ length: 10 }, () =>
        [0, 1, 2].map((j) => (j === 0 ? 0.05 + uniformFloat64(source) : 2 * uniformFloat64(source) - 1)),
      );
      const rows = [0, 1, 2].flatMap((j) => [1, -1].map((s) => [...z.map((p) => -s * p[j]), 1]));
      const program = {
        c: [...z.map(() => 0), 1],
        rows: [...rows, [...z.map(() => 1), 0]],
        b: [...rows.map(() => 0), 1],
      };
      const answer = await solveProgram(program);
      if (answer.status !== 'optimal') throw new Error(answer.why);
      solvers.add(answer.solver);
    }
    expect([...solvers].sort()).toEqual(['highs', 'javascript-lp-solver']);
  });

  test.each([
    ['infeasible', { c: [1], rows: [[-1]], b: [1] }],
    ['unbounded', { c: [-1], rows: [[1]], b: [0] }],
  ])('an %s program is undecided, with a reason', async (_, program) => {
    expect(await solveProgram(program)).toEqual({
      status: 'undecided',
      why: 'javascript-lp-solver found no optimum; highs found no optimum',
    });
  });
});

describe('what HiGHS does not take', () => {
  test.each([
    ['an entry', { c: [1], rows: [[1e300]], b: [1] }],
    ['an infinite entry', { c: [1], rows: [[Infinity]], b: [1] }],
    ['a right side', { c: [1], rows: [[1]], b: [1e300] }],
    ['a cost', { c: [1e300], rows: [[1]], b: [1] }],
  ])('%s beyond its range is no fault of ours: nothing is proposed', async (_, program) => {
    expect(await proposeByHighs(program)).toBeUndefined();
  });

  test.each([
    ['no number', { c: [1], rows: [[NaN]], b: [1] }, 'matrix.values[0] must be a number'],
    ['a column too many', { c: [1], rows: [[1, 2]], b: [1] }, 'matrix.indices[1] is outside the model'],
  ])('%s is a fault of ours, and thrown', async (_, program, message) => {
    await expect(proposeByHighs(program)).rejects.toThrow(message);
  });

  test('what it takes it solves, with the dual variables', async () => {
    const program = {
      c: [3, 5],
      rows: [
        [2, 0],
        [0, 0],
        [0, 4],
      ],
      b: [4, -1, 8],
    };
    const found = await proposeByHighs(program);
    expect(withinTolerance(residuals(program, found ?? { x: [], y: [] }))).toBe(true);
    expect(found?.y.length).toBe(3);
  });

  test('it is loaded once', async () => {
    const program = { c: [1], rows: [[1]], b: [1] };
    await proposeByHighs(program);
    const loads = (['instantiate', 'instantiateStreaming'] as const).map((name) => vi.spyOn(WebAssembly, name));
    const found = await proposeByHighs(program);
    const times = loads.map((load) => load.mock.calls.length);
    for (const load of loads) load.mockRestore();
    expect(found).toEqual({ x: [1], y: [1] });
    expect(times).toEqual([0, 0]);
  });

  test('a support is guessed to be the first point, then', async () => {
    // beyond the range of doubles when raised
    expect(await guessSupport([[1], [1.7e308], [2]], [1, 2])).toEqual([1]);
  });
});
