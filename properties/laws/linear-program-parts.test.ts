import fc from 'fast-check';
import solver from 'javascript-lp-solver';
import { describe, expect, test } from 'vitest';
import { pivotCap, proposeByJavascriptLp, solveWithin } from '../../src/oracle/lp/javascript-lp.js';
import { equilibrate, objective, residuals, unscale, type LinearProgram } from '../../src/oracle/lp/program.js';
import { LP_TOLERANCE, solveProgram, withinTolerance } from '../../src/oracle/lp/solve.js';
import { law } from '../harness/law.js';

/** Entries of very different sizes, zeros among them, and rows and columns of zeros. */
const programs = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })).chain(([m, n]) => {
  const entry = fc
    .tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: -30, max: 30 }))
    .map(([t, e]) => t * 3 ** e);
  const row = (k: number): fc.Arbitrary<number[]> => fc.array(entry, { minLength: k, maxLength: k });
  return fc.record({ c: row(n), rows: fc.array(row(n), { minLength: m, maxLength: m }), b: row(m) });
});

/** ln2 of the geometric middle of the least and the largest size; undefined where all is 0. */
function middle(entries: readonly number[]): number | undefined {
  const sizes = entries.filter((t) => t !== 0).map((t) => Math.log2(Math.abs(t)));
  return sizes.length === 0 ? undefined : (Math.min(...sizes) + Math.max(...sizes)) / 2;
}
/** Of logarithms and roots, both rounded. */
const ROUNDING = 1e-9;
const isFair = (entries: readonly number[]): boolean => {
  const at = middle(entries);
  return at === undefined || (at >= -ROUNDING && at <= 1 + ROUNDING);
};

describe('scaling', () => {
  law(
    'brings the middle of rows, then of columns, between 1 and 2, by powers of two',
    programs,
    (program) => {
      const { c, rows, b } = program;
      const { scaled, scaling } = equilibrate(program);
      expect([...scaling.row, ...scaling.column].every((t) => Number.isInteger(Math.log2(t)))).toBe(true);
      const first = rows.map((row, i) => row.map((t) => t * scaling.row[i]));
      expect(first.every(isFair)).toBe(true);
      expect(c.every((_, j) => isFair(scaled.rows.map((row) => row[j])))).toBe(true);
      expect(scaled.rows).toEqual(first.map((row) => row.map((t, j) => t * scaling.column[j])));
      expect(scaled.c).toEqual(c.map((t, j) => t * scaling.column[j]));
      expect(scaled.b).toEqual(b.map((t, i) => t * scaling.row[i]));
    },
    75,
  );

  test('leaves zeros, and is undone', () => {
    const program = {
      c: [3, 5],
      rows: [
        [0, 32],
        [0, 0],
      ],
      b: [1, 7],
    };
    const { scaled, scaling } = equilibrate(program);
    expect(scaling).toEqual({ row: [1 / 32, 1], column: [1, 1] });
    expect(scaled).toEqual({
      c: [3, 5],
      rows: [
        [0, 1],
        [0, 0],
      ],
      b: [1 / 32, 7],
    });
    expect(unscale({ row: [2, 4], column: [8, 16] }, { x: [1, 3], y: [5, 7] })).toEqual({ x: [8, 48], y: [10, 28] });
    expect(objective(program, { x: [2, 10], y: [] })).toBe(56);
  });

  test('leaves what is not finite', () => {
    const { scaling } = equilibrate({
      c: [1, 1],
      rows: [
        [Infinity, Infinity],
        [4, 4],
      ],
      b: [1, 1],
    });
    expect(scaling.row).toEqual([1, 0.25]);
  });
});

describe('residuals', () => {
  const program = {
    c: [2, 3],
    rows: [
      [1, 4],
      [5, -2],
    ],
    b: [8, 6],
  };
  test.each<[string, { x: number[]; y: number[] }, { primal: number; dual: number; gap: number }]>([
    // 1*0 + 4*1 = 4 beside 8, short by 4 of 8; 0 - 2 beside 6, short by 8 of 6
    ['primal', { x: [0, 1], y: [0, 0] }, { primal: 8 / 6, dual: 0, gap: 1 }],
    // columns 1 + 5 = 6 beside 2, over by 4 of 5; 4 - 2 = 2 beside 3; value 14
    ['dual', { x: [8, 0], y: [1, 1] }, { primal: 0, dual: 4 / 5, gap: 2 / 16 }],
    ['negative', { x: [-1, 20], y: [0, -2] }, { primal: 51 / 40, dual: 1, gap: 70 / 60 }],
  ])('are relative to the largest term: %s', (_, proposal, expected) => {
    expect(residuals(program, proposal)).toEqual(expected);
  });

  test('slack beyond the range of doubles is no violation', () => {
    expect(residuals({ c: [0], rows: [[1e200]], b: [1] }, { x: [1e200], y: [0] })).toEqual({
      primal: 0,
      dual: 0,
      gap: 0,
    });
  });

  test.each([
    [[NaN], [1]],
    [[1], [NaN]],
    [[Infinity], [1]],
    [[1], [-Infinity]],
  ])('of %d and %d are infinite', (x, y) => {
    expect(residuals({ c: [1], rows: [[1]], b: [1] }, { x, y })).toEqual({
      primal: Infinity,
      dual: Infinity,
      gap: Infinity,
    });
  });

  test('are within tolerance up to it, each of them', () => {
    const none = { primal: 0, dual: 0, gap: 0 };
    for (const kind of ['primal', 'dual', 'gap'] as const) {
      expect(withinTolerance({ ...none, [kind]: LP_TOLERANCE })).toBe(true);
      expect(withinTolerance({ ...none, [kind]: LP_TOLERANCE * (1 + 2 ** -40) })).toBe(false);
    }
  });
});

describe('javascript-lp-solver', () => {
  // max sum_j 2^(n-j) x_j subject to sum_{j<i} 2^(i-j+1) x_j + x_i <= 5^i has its optimum 5^n at (0, ..., 0, 5^n)
  test('solves the cube of Klee and Minty', () => {
    const n = 4;
    const rows = Array.from({ length: n }, (_, i) =>
      Array.from({ length: n }, (__, j) => (j > i ? 0 : j === i ? -1 : -(2 ** (i - j + 1)))),
    );
    const program: LinearProgram = {
      c: Array.from({ length: n }, (_, j) => -(2 ** (n - 1 - j))),
      rows,
      b: Array.from({ length: n }, (_, i) => -(5 ** (i + 1))),
    };
    const found = proposeByJavascriptLp(program);
    expect(found?.x).toEqual([0, 0, 0, 625]);
    expect(withinTolerance(residuals(program, found ?? { x: [NaN], y: [] }))).toBe(true);
  });

  // its presolve takes 1e10 for the most that a variable without a bound can be
  test.each([1, 1e6, 1e11, 1e15])('finds a solution of size %d', (size) => {
    expect(proposeByJavascriptLp({ c: [1, 2], rows: [[1, 1]], b: [size] })).toEqual({ x: [size, 0], y: [1] });
  });

  const model = () => {
    const m = new solver.Model();
    m.greaterThan(1).addTerm(1, m.addVariable(1, 'x'));
    return m;
  };
  test('is stopped after so many pivots', () => {
    expect(pivotCap(2, 3)).toBe(250);
    expect(solveWithin(1, model())).toBe(true);
    expect(solveWithin(0, model())).toBe(false);
  });

  test('an error of its own is no loop', () => {
    const broken = model();
    broken.tableau.pivot = () => {
      throw new RangeError('broken');
    };
    expect(() => solveWithin(9, broken)).toThrow('broken');
  });
});

describe('one solver after the other', () => {
  const program = { c: [1], rows: [[1]], b: [1] };
  type Solvers = NonNullable<Parameters<typeof solveProgram>[1]>;
  /** Of the program, off by t in its dual variable, and so in its gap; none for undefined. */
  const offBy = (...misses: [number | undefined, number | undefined]) => {
    const asked: string[] = [];
    const solvers = (['javascript-lp-solver', 'highs'] as const).map((name, k): Solvers[number] => {
      const miss = misses[k];
      return [name, () => (asked.push(name), miss === undefined ? undefined : { x: [1], y: [1 - miss] })];
    });
    return { solvers, asked };
  };
  const why = (name: string, t: number): string => `${name} is off by 0 (primal), 0 (dual), ${t} (gap)`;

  test('the first that is right is believed', async () => {
    const { solvers, asked } = offBy(0, 0);
    expect(await solveProgram(program, solvers)).toEqual({
      status: 'optimal',
      solver: 'javascript-lp-solver',
      residuals: { primal: 0, dual: 0, gap: 0 },
      x: [1],
      y: [1],
    });
    expect(asked).toEqual(['javascript-lp-solver']);
  });

  test.each([undefined, 0.5])('the second is asked where the first is off by %s', async (miss) => {
    const { solvers } = offBy(miss, 0);
    expect(await solveProgram(program, solvers)).toMatchObject({ status: 'optimal', solver: 'highs' });
  });

  test.each<[number | undefined, number | undefined, number]>([
    [0.25, 0.5, 0.25],
    [0.5, 0.25, 0.25],
    [undefined, 0.5, 0.5],
    [0.5, undefined, 0.5],
  ])('off by %s and %s, the best proposal is off by %s', async (first, second, best) => {
    const said = [
      first === undefined ? 'javascript-lp-solver found no optimum' : why('javascript-lp-solver', first),
      second === undefined ? 'highs found no optimum' : why('highs', second),
    ];
    expect(await solveProgram(program, offBy(first, second).solvers)).toEqual({
      status: 'undecided',
      why: said.join('; '),
      best: { x: [1], y: [1 - best] },
    });
  });

  test('of two that miss by the same the first is the best', async () => {
    const [[first], [second]] = [offBy(0.5, 0).solvers, offBy(0, 0).solvers];
    // twice the optimum misses it by a gap of 1/2
    const twice: Solvers[number] = [second[0], () => ({ x: [2], y: [1] })];
    for (const solvers of [
      [first, twice],
      [twice, first],
    ]) {
      const answer = await solveProgram(program, solvers);
      expect(answer).toMatchObject({ best: solvers[0] === first ? { x: [1], y: [0.5] } : { x: [2], y: [1] } });
    }
  });

  test('the best proposal is one for the program as it was given', async () => {
    // the row is scaled by 1/4, and so its dual variable
    const { solvers } = offBy(0.5, undefined);
    const answer = await solveProgram({ c: [1], rows: [[4]], b: [8] }, solvers);
    expect(answer).toMatchObject({ status: 'undecided', best: { x: [1], y: [0.125] } });
  });

  test('the one for large programs goes first where there are more than 2^13 coefficients', async () => {
    for (const [m, n, first] of [
      [2, 4096, 'javascript-lp-solver'],
      [1, 8193, 'highs'],
    ] as const) {
      const { solvers, asked } = offBy(undefined, undefined);
      const ones = (k: number): number[] => new Array<number>(k).fill(1);
      const answer = await solveProgram({ c: ones(n), rows: ones(m).map(() => ones(n)), b: ones(m) }, solvers);
      expect(asked[0]).toBe(first);
      expect(asked.length).toBe(2);
      expect('best' in answer).toBe(false);
    }
  });
});
