import type { Sector, Point } from './boundary.js';

/** The part of the plane that is drawn, the origin within. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

/** A point beyond this many times the median length is left out of view: it would crowd the others together. */
const FAR = 6;
/** Part of the box's sides that is left free around the points. */
const ROOM = 0.14;

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** The smallest box of the given width to height around the origin and the points, but for those that are far from the rest. */
export function boxAround(points: readonly Point[], aspect: number): Box {
  const most = FAR * median(points.map(([x, y]) => Math.hypot(x, y)));
  const near: readonly Point[] = [[0, 0], ...points.filter(([x, y]) => Math.hypot(x, y) <= most)];
  const [xs, ys] = [near.map(([x]) => x), near.map(([, y]) => y)];
  const [left, right, bottom, top] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const height = Math.max(top - bottom, (right - left) / aspect) * (1 + 2 * ROOM) || 1;
  const [x, y] = [(left + right) / 2, (bottom + top) / 2];
  return {
    left: x - (aspect * height) / 2,
    right: x + (aspect * height) / 2,
    bottom: y - height / 2,
    top: y + height / 2,
  };
}

export const contains = ({ left, right, bottom, top }: Box, [x, y]: Point): boolean =>
  x >= left && x <= right && y >= bottom && y <= top;

export const corners = ({ left, right, bottom, top }: Box): Point[] => [
  [right, top],
  [left, top],
  [left, bottom],
  [right, bottom],
];

/** Where the ray from the origin along u leaves the box. */
export function exit({ left, right, bottom, top }: Box, [x, y]: Point): Point {
  const across = x === 0 ? Infinity : (x > 0 ? right : left) / x;
  const along = y === 0 ? Infinity : (y > 0 ? top : bottom) / y;
  const t = Math.min(across, along);
  return [t * x, t * y];
}

/** What the sectors, cut at the box's corners, and the box have in common: one polygon for each run of sectors with a sign that is not 0. */
export function regions(box: Box, all: readonly Sector[]): { readonly sign: -1 | 1; readonly outline: Point[] }[] {
  const found: { sign: -1 | 1; outline: Point[] }[] = [];
  let before = 0;
  for (const { from, to, sign } of all) {
    const last = found[found.length - 1];
    if (sign !== 0) {
      if (sign === before) last.outline.push(exit(box, to));
      else found.push({ sign, outline: [[0, 0], exit(box, from), exit(box, to)] });
    }
    before = sign;
  }
  return found;
}
