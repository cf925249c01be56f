import { contract } from '../numeric/columns.js';
import { leastMaxNorm } from '../numeric/least-max-norm.js';
import { project, type Cell, type CellTable } from './cell.js';
import type { Points } from './points.js';

/** sum_i p_i slope_i z_i. */
export function slopedPull({ n, d, columns }: Points, slopes: Float64Array, p: ArrayLike<number>): Float64Array {
  const h = new Float64Array(d);
  const weights = slopes.map((slope, i) => p[i] * slope);
  contract(columns, n, d, weights, h, 0);
  return h;
}

/** h = sum_i p_i c_i of a cell. */
export function pullOf(points: Points, { slopes, basis, rank }: Cell, p: ArrayLike<number>): Float64Array {
  const h = slopedPull(points, slopes, p);
  project(h, 0, points.d, basis, rank);
  return h;
}

/** By how much h along the normal of l is larger on side 1 than on side -1. */
export function jumpOf({ points, leak }: CellTable, l: number, p: ArrayLike<number>): number {
  const { members, pull } = points;
  let sum = 0;
  for (const i of members[l]) sum += p[i] * pull[i];
  return (1 - leak) * sum;
}

/**
 * The Clarke multipliers of a sliding cell: 0 for the slopes of side -1, 1 for those of side 1. They make the pull across
 * the sliding hyperplanes vanish. Where these are more than their rank there are many: some whose largest distance from 1/2
 * is least, which are within [0, 1] where any are; that distance is continuous in p. Where they cannot be told, dependent rows get 0.
 */
export function multipliersOf(table: CellTable, cell: Cell, p: ArrayLike<number>): number[] {
  const { sliding, leaning, rank } = cell;
  const { d, normals } = table.points;
  const h = slopedPull(table.points, leaning, p);
  const rows = sliding.map((l) => Array.from(normals.subarray(l * d, (l + 1) * d)));
  const jumps = sliding.map((l) => jumpOf(table, l, p));
  const central = sliding.length > rank ? centralMultipliers(cell, rows, jumps, h) : undefined;
  if (central !== undefined) return central;
  const gram = rows.map((u) => rows.map((v) => u.reduce((sum, t, j) => sum + t * v[j], 0)));
  const b = solveGram(
    gram,
    rows.map((u) => -u.reduce((sum, t, j) => sum + t * h[j], 0)),
  );
  return b.map((t, s) => t / jumps[s]);
}

/** From the pull h with multipliers of 0, in coordinates of the span of the normals; undefined where jumps vanish. */
function centralMultipliers(
  { basis, rank }: Cell,
  rows: readonly (readonly number[])[],
  jumps: readonly number[],
  h: ArrayLike<number>,
): number[] | undefined {
  const d = h.length;
  const along = (v: ArrayLike<number>): number[] =>
    Array.from({ length: rank }, (_, r) => {
      let sum = 0;
      for (let j = 0; j < d; j++) sum += basis[r * d + j] * v[j];
      return sum;
    });
  const columns = rows.map((row, s) => along(row).map((t) => jumps[s] * t));
  const middle = along(h).map((t, r) => -t - columns.reduce((sum, column) => sum + column[r] / 2, 0));
  return leastMaxNorm(columns, middle)?.map((t) => 1 / 2 + t);
}

/** min |h| over b in the box between 0 and the jumps, by exact minimisation in one b after the other. */
export function leastNorm(
  attracting: { l: number; jump: number; b: number }[],
  across: (l: number) => number,
  add: (l: number, b: number) => void,
): void {
  for (let round = 0; round < 10_000; round++) {
    let moved = 0;
    for (const entry of attracting) {
      const { l, jump, b } = entry;
      const wanted = b - across(l);
      const next = Math.min(Math.max(wanted, Math.min(0, jump)), Math.max(0, jump));
      if (next === b) continue;
      add(l, next - b);
      entry.b = next;
      moved = Math.max(moved, Math.abs((next - b) / jump));
    }
    if (moved <= Number.EPSILON) return;
  }
}

/** Solves a small Gram system l x = b of unit vectors, and overwrites it; dependent rows get 0. */
export function solveGram(l: number[][], b: number[]): number[] {
  const n = b.length;
  const used: number[] = [];
  // elimination without pivoting is stable for positive semidefinite matrices
  for (let k = 0; k < n; k++) {
    if (l[k][k] <= 1e-14) continue;
    used.push(k);
    for (let i = k + 1; i < n; i++) {
      const factor = l[i][k] / l[k][k];
      for (let j = k; j < n; j++) l[i][j] -= factor * l[k][j];
      b[i] -= factor * b[k];
    }
  }
  const x = new Array<number>(n).fill(0);
  for (const k of used.reverse()) {
    let sum = b[k];
    for (let j = k + 1; j < n; j++) sum -= l[k][j] * x[j];
    x[k] = sum / l[k][k];
  }
  return x;
}
