import { Matrix, SVD } from 'ml-matrix';
import { factorLU, solveLU } from '../numeric/lu.js';
import type { CellProgram } from './interior-point.js';

/** Which inequalities of the program hold with equality: points with q_i = 1, groups with |h_g| = 1. */
export interface Equalities {
  readonly active: readonly number[];
  readonly live: readonly number[];
}

/**
 * Newton's residual at which a solution is taken, in units of eps |c|^2: q_i = r <h, c_i> with h = sum lambda c rounds by that much.
 */
const SOLVED = 64 * Number.EPSILON;
const MAX_NEWTON = 30;

/**
 * The system is symmetric up to the order of its rows, [[H, B], [B', 0]] with H >= 0, and singular where the active points are
 * dependent (x and -x of symmetric data are). With this on the diagonal, + and -, it is quasidefinite, so that Newton's steps
 * become proximal ones: they converge to a solution near their start, and lose a factor of the order of this a step.
 */
const PROXIMAL = 1e-9;

/** The KKT conditions of `limit.ts`'s program, once it is known which inequalities hold with equality. */
export class KktSystem {
  constructor(
    private readonly program: CellProgram,
    private readonly equalities: Equalities,
  ) {}

  /** h_g = C_g' lambda. */
  pulls(lambda: ArrayLike<number>): Float64Array[] {
    const { n, d, rows } = this.program;
    return rows.map((c) => {
      const h = new Float64Array(d);
      for (let i = 0; i < n; i++) {
        if (lambda[i] === 0) continue;
        for (const j of h.keys()) h[j] += lambda[i] * c[i * d + j];
      }
      return h;
    });
  }

  /** q_i = sum_g r_g <c_gi, h_g>. */
  margins(r: ArrayLike<number>, h: readonly Float64Array[]): Float64Array {
    const { n, d, rows } = this.program;
    const q = new Float64Array(n);
    for (const [g, c] of rows.entries()) {
      if (r[g] === 0) continue;
      for (const i of q.keys()) {
        let sum = 0;
        for (let j = 0; j < d; j++) sum += c[i * d + j] * h[g][j];
        q[i] += r[g] * sum;
      }
    }
    return q;
  }

  /** Least-norm Newton steps on |h_g|^2 = 1 (live g) and q_i = 1 (active i), in lambda and r, in place. */
  newton(lambda: Float64Array, r: Float64Array): boolean {
    const { active, live } = this.equalities;
    const rows = live.length + active.length;
    const pivots = new Int32Array(rows);
    const move = new Float64Array(rows);
    const solved = SOLVED * active.length * this.longestRow() ** 2;
    let before = Infinity;
    for (let step = 0; step < MAX_NEWTON; step++) {
      const h = this.pulls(lambda);
      const q = this.margins(r, h);
      live.forEach((g, row) => (move[row] = (1 - dot(h[g], h[g])) / 2));
      active.forEach((i, row) => (move[live.length + row] = 1 - q[i]));
      const size = move.reduce((most, t) => Math.max(most, Math.abs(t)), 0);
      if (size === 0 || (size < solved && size >= before / 2)) return true;
      before = size;
      const jacobian = this.jacobian(r, h);
      if (!factorLU(jacobian, 0, rows, pivots, 0)) return false;
      solveLU(jacobian, 0, rows, pivots, 0, move);
      active.forEach((i, a) => (lambda[i] += move[a]));
      live.forEach((g, a) => (r[g] += move[active.length + a]));
    }
    return before < solved;
  }

  private longestRow(): number {
    const { rows, d } = this.program;
    const { active, live } = this.equalities;
    let longest = 1;
    for (const g of live) {
      for (const i of active) {
        for (let j = 0; j < d; j++) longest = Math.max(longest, Math.abs(rows[g][i * d + j]));
      }
    }
    return longest;
  }

  /** Of |h|^2/2 (the first rows) and q, by lambda (the first columns) and r: as many unknowns as equations. */
  jacobian(r: ArrayLike<number>, h: readonly Float64Array[]): Float64Array {
    const { rows: all, d } = this.program;
    const { active, live } = this.equalities;
    const rows = live.length + active.length;
    const matrix = new Float64Array(rows * rows);
    for (const [row, g] of live.entries()) {
      const c = all[g];
      for (const [a, i] of active.entries()) {
        const at = (live.length + a) * rows;
        let along = 0;
        for (let j = 0; j < d; j++) along += c[i * d + j] * h[g][j];
        matrix[row * rows + a] = along;
        matrix[at + active.length + row] = along;
        for (let b = 0; b < active.length; b++) {
          const k = active[b];
          let sum = 0;
          for (let j = 0; j < d; j++) sum += c[i * d + j] * c[k * d + j];
          matrix[at + b] += r[g] * sum;
        }
      }
    }
    for (const row of live.keys()) matrix[row * rows + active.length + row] -= PROXIMAL;
    for (const a of active.keys()) matrix[(live.length + a) * rows + a] += PROXIMAL;
    return matrix;
  }

  /** By how much the worst of the inequalities that are no equations is violated. */
  violation(lambda: Float64Array, r: Float64Array): number {
    const { active, live } = this.equalities;
    const h = this.pulls(lambda);
    const isActive = new Set(active);
    const isLive = new Set(live);
    let worst = 0;
    this.margins(r, h).forEach((q, i) => (worst = Math.max(worst, isActive.has(i) ? -lambda[i] : 1 - q)));
    h.forEach((pull, g) => (worst = Math.max(worst, isLive.has(g) ? -r[g] : Math.hypot(...pull) - 1)));
    return worst;
  }

  /**
   * Moves h by the least that makes the active margins 1: h = sum lambda c cancels where the points are long beside the margin,
   * and its rounding is small beside |h| but not beside <h, c_i>.
   */
  refine(h: readonly Float64Array[], r: ArrayLike<number>): void {
    const { d, rows } = this.program;
    const { active, live } = this.equalities;
    const size = active.length;
    const gram = new Float64Array(size * size);
    for (const g of live) {
      const c = rows[g];
      active.forEach((i, a) => {
        active.forEach((k, b) => {
          let sum = 0;
          for (let j = 0; j < d; j++) sum += c[i * d + j] * c[k * d + j];
          gram[a * size + b] += r[g] ** 2 * sum;
        });
      });
    }
    let trace = 0;
    for (const a of active.keys()) trace += gram[a * size + a];
    for (const a of active.keys()) gram[a * size + a] += 1e-14 * trace;
    const pivots = new Int32Array(size);
    if (!factorLU(gram, 0, size, pivots, 0)) return;
    for (let round = 0; round < 2; round++) {
      const q = this.margins(r, h);
      const move = Float64Array.from(active, (i) => 1 - q[i]);
      solveLU(gram, 0, size, pivots, 0, move);
      for (const g of live) {
        const c = rows[g];
        active.forEach((i, a) => {
          for (const j of h[g].keys()) h[g][j] += r[g] * move[a] * c[i * d + j];
        });
      }
    }
  }

  /** Whether the active margins determine r. */
  strict(h: readonly Float64Array[]): boolean {
    const { d, rows } = this.program;
    const { active, live } = this.equalities;
    const contributions = new Matrix(active.length, live.length);
    live.forEach((g, col) => {
      active.forEach((i, row) => contributions.set(row, col, dot(rows[g].subarray(i * d, i * d + d), h[g])));
    });
    return new SVD(contributions, { autoTranspose: true }).rank === live.length;
  }
}

function dot(u: ArrayLike<number>, v: ArrayLike<number>): number {
  let sum = 0;
  for (let j = 0; j < u.length; j++) sum += u[j] * v[j];
  return sum;
}
