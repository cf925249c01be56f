/**
 * The linear program  min <c, x>  subject to  A x >= b,  x >= 0,  dense, A of rows.length x c.length. Every LP of the
 * project has this form: no free variables, no equalities, which are what javascript-lp-solver gets wrong.
 */
export interface LinearProgram {
  readonly c: readonly number[];
  readonly rows: readonly (readonly number[])[];
  readonly b: readonly number[];
}

/** What a solver says: x for the program, y >= 0 for its dual  max <b, y>  subject to  A'y <= c. Not to be believed. */
export interface Proposal {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** How far a proposal is from proving itself optimal; each part is relative to the size of the terms that it compares. */
export interface Residuals {
  readonly primal: number;
  readonly dual: number;
  readonly gap: number;
}

/** |sum - target| style slack, relative to the largest term in it; 0 for no violation. */
const relative = (violation: number, size: number): number =>
  violation <= 0 ? 0 : violation / Math.max(size, Number.MIN_VALUE);

/**
 * The violation of A x >= b, x >= 0, of A'y <= c, y >= 0 and of <c, x> = <b, y>. When all three vanish, weak duality
 * proves x and y optimal. NaN in a proposal gives an infinite residual.
 */
export function residuals({ c, rows, b }: LinearProgram, { x, y }: Proposal): Residuals {
  let primal = 0;
  let dual = 0;
  const columnSum = new Float64Array(c.length);
  const columnSize = new Float64Array(c.length);
  rows.forEach((row, i) => {
    let sum = 0;
    let size = Math.abs(b[i]);
    for (let j = 0; j < c.length; j++) {
      sum += row[j] * x[j];
      size = Math.max(size, Math.abs(row[j] * x[j]));
      columnSum[j] += row[j] * y[i];
      columnSize[j] = Math.max(columnSize[j], Math.abs(row[j] * y[i]));
    }
    primal = Math.max(primal, relative(b[i] - sum, size));
  });
  for (let j = 0; j < c.length; j++) {
    dual = Math.max(dual, relative(columnSum[j] - c[j], Math.max(columnSize[j], Math.abs(c[j]))));
  }
  primal = Math.max(primal, negativePart(x));
  dual = Math.max(dual, negativePart(y));
  const [cost, value] = [inner(c, x), inner(b, y)];
  const gap = relative(Math.abs(cost - value), Math.max(largestTerm(c, x), largestTerm(b, y)));
  const broken = [...x, ...y].some((t) => !Number.isFinite(t));
  return broken ? { primal: Infinity, dual: Infinity, gap: Infinity } : { primal, dual, gap };
}

const inner = (u: readonly number[], v: readonly number[]): number => u.reduce((sum, t, j) => sum + t * v[j], 0);
const largestTerm = (u: readonly number[], v: readonly number[]): number =>
  u.reduce((top, t, j) => Math.max(top, Math.abs(t * v[j])), 0);
/** How negative the most negative entry is, relative to the largest in size. */
function negativePart(v: readonly number[]): number {
  let [least, largest] = [0, 0];
  for (const t of v) {
    least = Math.min(least, t);
    largest = Math.max(largest, Math.abs(t));
  }
  return relative(-least, largest);
}

/** c x at the proposal: the value of the program when the residuals vanish. */
export const objective = ({ c }: LinearProgram, { x }: Proposal): number => inner(c, x);

/** Powers of two by which rows and columns are multiplied so that entries come close to 1: exact, and undone exactly. */
export interface Scaling {
  readonly row: readonly number[];
  readonly column: readonly number[];
}

const powerOfTwoBelow = (t: number): number => (Number.isFinite(t) ? 2 ** Math.floor(Math.log2(t)) : 1);

/** One pass of geometric scaling, rows then columns. */
export function equilibrate(program: LinearProgram): { scaled: LinearProgram; scaling: Scaling } {
  const middle = (entries: readonly number[]): number => {
    let [least, largest] = [Infinity, 0];
    for (const t of entries) {
      if (t !== 0) [least, largest] = [Math.min(least, Math.abs(t)), Math.max(largest, Math.abs(t))];
    }
    return powerOfTwoBelow(Math.sqrt(least) * Math.sqrt(largest));
  };
  const row = program.rows.map((r) => 1 / middle(r));
  const column = program.c.map((_, j) => 1 / middle(program.rows.map((r, i) => r[j] * row[i])));
  return {
    scaled: {
      c: program.c.map((t, j) => t * column[j]),
      rows: program.rows.map((r, i) => r.map((t, j) => t * row[i] * column[j])),
      b: program.b.map((t, i) => t * row[i]),
    },
    scaling: { row, column },
  };
}

/** The proposal for the original program from one for the scaled program. */
export const unscale = ({ row, column }: Scaling, { x, y }: Proposal): Proposal => ({
  x: x.map((t, j) => t * column[j]),
  y: y.map((t, i) => t * row[i]),
});
