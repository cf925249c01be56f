import type { CellTable } from '../../src/flow/cell.js';
import { jumpOf, multipliersOf, pullOf } from '../../src/flow/sliding.js';
import { inner, rowOf } from './cells.js';

/** Of pulls and multipliers: what is nearer to a border is not told from it. */
export const ROUNDING = 1e-9;

/** How firmly a neuron that is on some hyperplanes moves on into a cell beside them, or is held by those along which it slides; below 0 where it does not. */
export function firmness(
  table: CellTable,
  p: ArrayLike<number>,
  alpha: number,
  at: Int8Array,
  hyperplanes: readonly number[],
): number {
  const { d, normals } = table.points;
  const cell = table.get(at);
  const h = pullOf(table.points, cell, p);
  const into = hyperplanes.flatMap((l) => (at[l] === 0 ? [] : [at[l] * alpha * inner(h, rowOf(normals, l, d))]));
  const held = cell.sliding.map((l) => -alpha * jumpOf(table, l, p));
  const inside = multipliersOf(table, cell, p).map((t) => Math.min(t, 1 - t));
  return Math.min(Infinity, ...into, ...held, ...inside);
}

/** The cells on all sides of the origin of a plane: the rays along its lines, and the sectors between them. */
export function aroundOrigin(table: CellTable): Int8Array[] {
  const { planes, normals } = table.points;
  const lines = Array.from({ length: planes }, (_, l) => [-normals[2 * l + 1], normals[2 * l]]);
  const sides = (v: readonly number[]): Int8Array =>
    Int8Array.from({ length: planes }, (_, l) => Math.sign(inner(rowOf(normals, l, 2), v)));
  const rays = lines.flatMap(([x, y], l) => [1, -1].map((half) => ({ v: [half * x, half * y], l })));
  const angles = rays.map(({ v: [x, y] }) => Math.atan2(y, x)).sort((a, b) => a - b);
  const between = angles.map((angle, r) => ((angles[r + 1] ?? angles[0] + 2 * Math.PI) + angle) / 2);
  return [
    ...rays.map(({ v, l }) => sides(v).with(l, 0)),
    ...between.map((angle) => sides([Math.cos(angle), Math.sin(angle)])),
  ];
}
