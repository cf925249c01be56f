import { Matrix, SVD } from 'ml-matrix';
import { factorLU, solveLU } from '../numeric/lu.js';
import type { Cell } from './cell.js';
import { pullOf } from './sliding.js';
import { vanishes, type Neurons } from './neurons.js';
import type { VectorField } from './vector-field.js';

/**
 * The limit of the flow, as long as no neuron leaves its cell. There q_i = sum_k a_k <w_k, c_ki>, and the KKT conditions of (P)
 * read w_k = a_k h_k, a_k = <w_k, h_k> with h_k = C_k' lambda: so a neuron either vanishes or has |h_k| = 1 and w_k = a_k h_k. With
 * r_k = a_k^2 these are the conditions of a convex program in lambda alone,
 *
 *   max sum_i lambda_i  subject to  |C_g' lambda| <= 1 for each group g,  lambda >= 0,
 *
 * r_g being its multipliers, g the neurons of one cell and one sign. The margin of the limit is 1/(2 sum lambda).
 */
export interface CellOptimum {
  readonly groups: readonly Group[];
  readonly lambda: Float64Array;
  /** r_g, the sum of a_k^2 over the group; 0 for groups that vanish. */
  readonly r: readonly number[];
  readonly h: readonly Float64Array[];
  /** Normalised margin, in the scaled data's units. */
  readonly margin: number;
  /** Margins of the optimum, all at least 1. */
  readonly q: Float64Array;
  /** The r are determined by the active points: the maximum is strict, up to how a group shares r among its neurons. */
  readonly strict: boolean;
}

export interface Group {
  readonly cell: Cell;
  readonly sign: number;
  readonly neurons: readonly number[];
}

/**
 * Newton's residual at which a solution is taken, in units of eps |c|^2: q_i = r <h, c_i> with h = sum lambda c rounds by that much.
 */
const SOLVED = 64 * Number.EPSILON;
/** Multipliers and slacks as negative as this are zeros with rounding (observed: 1e-13 at most). */
const NONNEGATIVE = 1e-9;
const MAX_NEWTON = 30;
/** Points whose weight is below this share of the largest are inactive to begin with. */
const ACTIVE_SHARE = 1e-4;

/** Groups the neurons by cell and sign of a, without those that vanish for ever. */
function groupNeurons(neurons: Neurons, field: VectorField): Group[] {
  const { d, state, cells } = neurons;
  const groups = new Map<Cell, Map<number, number[]>>();
  cells.forEach((cell, k) => {
    const at = field.cellOf[k] * d;
    if (vanishes(neurons, k, field.h.subarray(at, at + d))) return;
    const sign = state[k * (d + 2) + d] < 0 ? -1 : 1;
    const bySign = groups.get(cell) ?? new Map<number, number[]>();
    groups.set(cell, bySign);
    bySign.set(sign, [...(bySign.get(sign) ?? []), k]);
  });
  return [...groups].flatMap(([cell, bySign]) => [...bySign].map(([sign, neurons]) => ({ cell, sign, neurons })));
}

/** The optimum in the present cells, by Newton's method with an active set, from the flow's own weights; undefined when it is not found. */
export function cellOptimum(neurons: Neurons, field: VectorField): CellOptimum | undefined {
  const { n, d, p } = field;
  const groups = groupNeurons(neurons, field);
  const shares = groups.map(({ neurons: list }) =>
    list.reduce((sum, k) => sum + Math.exp(2 * neurons.state[k * (d + 2) + d + 1] - field.logSquaredNorm), 0),
  );
  const lengths = groups.map(({ cell }) => Math.hypot(...pullOf(cell.c, p, field)));
  const largest = lengths.reduce((most, t, g) => (shares[g] > 1e-3 ? Math.max(most, t) : most), 0);
  if (!(largest > 0)) return undefined;
  // in units in which |h| is about 1 at lambda = p: then sum r = sum lambda is about 1 too, since q = 1 needs |theta|^2 = 1/margin
  const lambda = p.slice();
  const r = shares.slice();
  const most = p.reduce((a, b) => Math.max(a, b), 0);
  const active = new Set<number>();
  for (let i = 0; i < n; i++) if (p[i] > ACTIVE_SHARE * most) active.add(i);
  const live = new Set<number>();
  groups.forEach((_, g) => {
    if (shares[g] > 1e-3 || lengths[g] > largest) live.add(g);
  });
  const system = new KktSystem(groups, n, d, 1 / largest);
  const given = new Set<number>();
  for (let round = 0; round < 2 * n + groups.length; round++) {
    if (active.size === 0 || live.size === 0) return undefined;
    for (let i = 0; i < n; i++) if (!active.has(i)) lambda[i] = 0;
    groups.forEach((_, g) => {
      if (!live.has(g)) r[g] = 0;
    });
    if (!system.newton(lambda, r, [...active], [...live])) {
      // pulls of almost the same length have no solution in common: the shorter one goes, once
      const shortest = [...live].filter((g) => !given.has(g)).sort((g, k) => lengths[g] - lengths[k])[0];
      if (live.size > 1 && shortest !== undefined) {
        given.add(shortest);
        live.delete(shortest);
        lambda.set(p);
        const left = [...live].reduce((sum, g) => sum + shares[g], 0);
        for (const g of live) r[g] = shares[g] / left;
      } else if (!dropLeast(lambda, active)) return undefined;
      continue;
    }
    const change = system.worst(lambda, r, active, live);
    if (change === undefined) return system.optimum(lambda, r, [...active], [...live]);
    if (!change()) return undefined;
  }
  return undefined;
}

/** No solution with these active points: the one with the least multiplier goes. False when none is left. */
function dropLeast(lambda: Float64Array, active: Set<number>): boolean {
  let least = -1;
  for (const i of active) if (least < 0 || lambda[i] < lambda[least]) least = i;
  active.delete(least);
  for (const i of active) lambda[i] = Math.max(lambda[i], 1e-3);
  return active.size > 0;
}

/**
 * The system is symmetric up to the order of its rows, [[H, B], [B', 0]] with H >= 0, and singular where the active points are
 * dependent (x and -x of symmetric data are). With this on the diagonal, + and -, it is quasidefinite, so that Newton's steps
 * become proximal ones: they converge to a solution near their start, and lose a factor of the order of this a step.
 */
const PROXIMAL = 1e-9;

class KktSystem {
  constructor(
    private readonly groups: readonly Group[],
    readonly n: number,
    readonly d: number,
    /** By which all c are multiplied, and lambda and r divided. */
    private readonly unit: number,
  ) {}

  private margins(r: readonly number[], h: readonly Float64Array[]): Float64Array {
    const { n, d, groups } = this;
    const q = new Float64Array(n);
    groups.forEach(({ cell: { c } }, g) => {
      if (r[g] === 0) return;
      for (let i = 0; i < n; i++) {
        let sum = 0;
        for (let j = 0; j < d; j++) sum += c[i * d + j] * h[g][j];
        q[i] += this.unit * r[g] * sum;
      }
    });
    return q;
  }

  private pulls(lambda: Float64Array): Float64Array[] {
    return this.groups.map(({ cell }) => pullOf(cell.c, lambda, this).map((t) => this.unit * t));
  }

  /** Least-norm Newton steps on |h_g|^2 = 1 (live g) and q_i = 1 (active i), in lambda and r, in place. */
  newton(lambda: Float64Array, r: number[], active: readonly number[], live: readonly number[]): boolean {
    const { d, groups, unit } = this;
    let longest = 1;
    for (const g of live) {
      for (const i of active) {
        for (let j = 0; j < d; j++) longest = Math.max(longest, Math.abs(unit * groups[g].cell.c[i * d + j]));
      }
    }
    const solved = SOLVED * active.length * longest * longest;
    let before = Infinity;
    for (let step = 0; step < MAX_NEWTON; step++) {
      const h = this.pulls(lambda);
      const q = this.margins(r, h);
      const residual = [
        ...live.map((g) => (1 - h[g].reduce((sum, t) => sum + t * t, 0)) / 2),
        ...active.map((i) => 1 - q[i]),
      ];
      const size = residual.reduce((most, t) => Math.max(most, Math.abs(t)), 0);
      if (!Number.isFinite(size) || size > 1e6) return false;
      if (size < solved && size >= before / 2) return true;
      if (size === 0) return true;
      before = size;
      const rows = residual.length;
      // square: as many unknowns as equations
      const jacobian = new Float64Array(rows * rows);
      const pivots = new Int32Array(rows);
      live.forEach((g, row) => {
        const { c } = groups[g].cell;
        active.forEach((i, a) => {
          let along = 0;
          for (let j = 0; j < d; j++) along += unit * c[i * d + j] * h[g][j];
          jacobian[row * rows + a] = along;
          jacobian[(live.length + a) * rows + active.length + row] = along;
          active.forEach((k, b) => {
            let sum = 0;
            for (let j = 0; j < d; j++) sum += c[i * d + j] * c[k * d + j];
            jacobian[(live.length + a) * rows + b] += unit * unit * r[g] * sum;
          });
        });
      });
      for (let k = 0; k < rows; k++) {
        const column = k < live.length ? active.length + k : k - live.length;
        jacobian[k * rows + column] += k < live.length ? -PROXIMAL : PROXIMAL;
      }
      if (!factorLU(jacobian, 0, rows, pivots, 0)) return false;
      const move = Float64Array.from(residual);
      solveLU(jacobian, 0, rows, pivots, 0, move);
      active.forEach((i, a) => (lambda[i] += move[a]));
      live.forEach((g, a) => (r[g] += move[active.length + a]));
    }
    return before < solved;
  }

  /** The worst violated inequality, as a change of the active set; undefined when all hold. */
  worst(lambda: Float64Array, r: number[], active: Set<number>, live: Set<number>): (() => boolean) | undefined {
    const h = this.pulls(lambda);
    const q = this.margins(r, h);
    let worst = NONNEGATIVE;
    let change: (() => boolean) | undefined;
    const offer = (violation: number, apply: () => boolean): void => {
      if (violation <= worst) return;
      worst = violation;
      change = apply;
    };
    for (let i = 0; i < this.n; i++) {
      if (active.has(i)) offer(-lambda[i], () => active.delete(i));
      else offer(1 - q[i], () => active.add(i).size > 0);
    }
    this.groups.forEach((_, g) => {
      if (live.has(g)) offer(-r[g], () => live.delete(g));
      else
        offer(Math.hypot(...h[g]) - 1, () => {
          r[g] = 0.01;
          return live.add(g).size > 0;
        });
    });
    return change;
  }

  /**
   * Moves h by the least that makes the active margins 1: h = sum lambda c cancels where the points are long beside the margin,
   * and its rounding is small beside |h| but not beside <h, c_i>.
   */
  private refine(
    h: readonly Float64Array[],
    r: readonly number[],
    active: readonly number[],
    live: readonly number[],
  ): void {
    const { d, groups, unit } = this;
    const rows = active.length;
    const gram = new Float64Array(rows * rows);
    for (const g of live) {
      const { c } = groups[g].cell;
      active.forEach((i, a) => {
        active.forEach((k, b) => {
          let sum = 0;
          for (let j = 0; j < d; j++) sum += c[i * d + j] * c[k * d + j];
          gram[a * rows + b] += (unit * r[g]) ** 2 * sum;
        });
      });
    }
    let trace = 0;
    for (let a = 0; a < rows; a++) trace += gram[a * rows + a];
    for (let a = 0; a < rows; a++) gram[a * rows + a] += 1e-14 * trace;
    const pivots = new Int32Array(rows);
    if (!factorLU(gram, 0, rows, pivots, 0)) return;
    for (let round = 0; round < 2; round++) {
      const q = this.margins(r, h);
      const move = Float64Array.from(active, (i) => 1 - q[i]);
      solveLU(gram, 0, rows, pivots, 0, move);
      for (const g of live) {
        const { c } = groups[g].cell;
        active.forEach((i, a) => {
          for (let j = 0; j < d; j++) h[g][j] += unit * r[g] * move[a] * c[i * d + j];
        });
      }
    }
  }

  optimum(lambda: Float64Array, r: number[], active: number[], live: number[]): CellOptimum {
    const { d, groups } = this;
    for (const i of active) lambda[i] = Math.max(lambda[i], 0);
    for (const g of live) r[g] = Math.max(r[g], 0);
    const h = this.pulls(lambda);
    this.refine(h, r, active, live);
    const contributions = new Matrix(active.length, live.length);
    live.forEach((g, col) => {
      active.forEach((i, row) => {
        let sum = 0;
        for (let j = 0; j < d; j++) sum += groups[g].cell.c[i * d + j] * h[g][j];
        contributions.set(row, col, sum);
      });
    });
    const strict = new SVD(contributions, { autoTranspose: true }).rank === live.length;
    const q = this.margins(r, h);
    const [multipliers, squares] = [lambda.map((t) => this.unit * t), r.map((t) => this.unit * t)];
    const total = multipliers.reduce((sum, t) => sum + t, 0);
    return { groups, lambda: multipliers, r: squares, h, margin: 1 / (2 * total), q, strict };
  }
}
