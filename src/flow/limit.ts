import { rowsOf, type Cell } from './cell.js';
import { centralPoint, type CellProgram } from './interior-point.js';
import { KktSystem } from './kkt-system.js';
import { vanishes, type Neurons } from './neurons.js';
import { pullOf } from './sliding.js';
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
  readonly r: Float64Array;
  readonly h: readonly Float64Array[];
  /** Normalised margin, in the scaled data's units. */
  readonly margin: number;
  /** The r are determined by the active points: the maximum is strict, up to how a group shares r among its neurons. */
  readonly strict: boolean;
}

export interface Group {
  readonly cell: Cell;
  readonly sign: number;
  readonly neurons: readonly number[];
}

/** Multipliers and slacks as negative as this are zeros with rounding (observed: 1e-13 at most). */
const NONNEGATIVE = 1e-9;

/** Points that the program is solved with to begin with, those of most weight; points that its solution misses are then added. */
const MOST_POINTS = 64;

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
    const list = bySign.get(sign);
    if (list === undefined) bySign.set(sign, [k]);
    else list.push(k);
  });
  return [...groups].flatMap(([cell, bySign]) => [...bySign].map(([sign, neurons]) => ({ cell, sign, neurons })));
}

const sameCells = (a: readonly Group[], b: readonly Group[]): boolean =>
  a.length === b.length && a.every(({ cell, sign }, g) => cell === b[g].cell && sign === b[g].sign);

/**
 * The optimum in the present cells; undefined when it is not found, as where these cells hold no net that separates. `before`, an optimum of
 * an earlier time, is still this one while the cells are the same, unless its r are a choice among many.
 */
export function cellOptimum(neurons: Neurons, field: VectorField, before?: CellOptimum): CellOptimum | undefined {
  const groups = groupNeurons(neurons, field);
  if (before?.strict && sameCells(groups, before.groups)) return { ...before, groups };
  const { n, d, p } = field;
  const longest = groups.reduce((most, { cell }) => Math.max(most, Math.hypot(...pullOf(field.points, cell, p))), 0);
  if (longest === 0) return undefined;
  // in units in which |h| is about 1 at lambda = p: then sum r = sum lambda is about 1 too, since q = 1 needs |theta|^2 = 1/margin
  const unit = 1 / longest;
  const program = { n, d, rows: groups.map(({ cell }) => rowsOf(field.points, cell).map((t) => unit * t)) };
  const central = solve(program, p);
  if (central === undefined) return undefined;
  const { system } = central;
  let { lambda, r } = central;
  const strict = system.strict(system.pulls(lambda));
  if (!strict) {
    // the one of the many that is nearest to what the neurons are now
    const total = r.reduce((sum, t) => sum + t, 0);
    const shares = groups.map(({ neurons: list }) =>
      list.reduce((sum, k) => sum + Math.exp(2 * neurons.state[k * (d + 2) + d + 1] - field.logSquaredNorm), 0),
    );
    const near = { lambda: lambda.slice(), r: r.map((t, g) => (t > 0 ? total * shares[g] : 0)) };
    if (system.newton(near.lambda, near.r) && system.violation(near.lambda, near.r) <= NONNEGATIVE)
      ({ lambda, r } = near);
  }
  const h = system.pulls(lambda);
  system.refine(h, r);
  const multipliers = lambda.map((t) => unit * Math.max(t, 0));
  const margin = 1 / (2 * multipliers.reduce((sum, t) => sum + t, 0));
  return { groups, lambda: multipliers, r: r.map((t) => unit * Math.max(t, 0)), h, margin, strict };
}

interface Solution {
  readonly system: KktSystem;
  readonly lambda: Float64Array;
  readonly r: Float64Array;
}

/** Solves the program to rounding: by the central path, which tells the equalities, and Newton's method on these. */
function solve(program: CellProgram, p: Float64Array): Solution | undefined {
  const { n, d, rows } = program;
  const points = Array.from(p.keys()).sort((i, k) => p[k] - p[i]);
  const left = new Set(points.splice(MOST_POINTS));
  for (;;) {
    const take = (c: Float64Array): Float64Array =>
      Float64Array.from({ length: points.length * d }, (_, at) => c[points[Math.floor(at / d)] * d + (at % d)]);
    const central = centralPoint(
      { n: points.length, d, rows: rows.map(take) },
      points.map((i) => p[i]),
    );
    if (central === undefined) return undefined;
    const { live, r } = central;
    const active = central.active.map((a) => points[a]);
    const system = new KktSystem(program, { active, live });
    const lambda = new Float64Array(n);
    for (const a of central.active) lambda[points[a]] = central.lambda[a];
    const squares = r.map((t, g) => (live.includes(g) ? t : 0));
    if (!system.newton(lambda, squares)) return undefined;
    const q = system.margins(squares, system.pulls(lambda));
    const missed = [...left].filter((i) => q[i] < 1 - NONNEGATIVE);
    if (missed.length === 0) {
      return system.violation(lambda, squares) <= NONNEGATIVE ? { system, lambda, r: squares } : undefined;
    }
    for (const i of missed) {
      left.delete(i);
      points.push(i);
    }
  }
}
