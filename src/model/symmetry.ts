import type { Rational } from '../numeric/field.js';
import { exact, formatRational } from '../numeric/rational.js';
import { negate, sameVector, type Vector } from '../numeric/vector.js';
import { signedPoints, type Dataset, type Label } from './dataset.js';

const key = (v: Vector<Rational>): string => v.map(formatRational).join(' ');

/** Section 4: whenever x is present in the training set, the input -x is also present. Labels and counts play no part. */
export function isSymmetric({ x }: Dataset): boolean {
  const present = new Set(x.map(key));
  return x.every((row) => present.has(key(negate(exact, row))));
}

/** Whether no input occurs twice (with whatever label). */
export const isDistinct = ({ x }: Dataset): boolean => new Set(x.map(key)).size === x.length;

/** Points (x, y) that find no partner (-x, -y), each partner used once. */
export function unpaired({ x, y }: Dataset): number {
  const balance = new Map<string, number>();
  x.forEach((row, i) => {
    const k = key(y[i] === 1 ? row : negate(exact, row));
    balance.set(k, (balance.get(k) ?? 0) + y[i]);
  });
  return [...balance.values()].reduce((sum, count) => sum + Math.abs(count), 0);
}

/** Assumption 4.1 up to the order of the points: (x, 1) occurs as often as (-x, -1), for every x. */
export const isPaired = (dataset: Dataset): boolean => unpaired(dataset) === 0;

/** Assumption 4.1 to the letter: n is even, x_i = -x_{i+n/2}, y_i = 1 and y_{i+n/2} = -1 for 1 <= i <= n/2. */
export function satisfiesAssumption41({ x, y }: Dataset): boolean {
  const half = x.length / 2;
  if (!Number.isInteger(half)) return false;
  return x
    .slice(0, half)
    .every((row, i) => sameVector(exact, row, negate(exact, x[i + half])) && y[i] === 1 && y[i + half] === -1);
}

/**
 * Section 4: replaces each (x, y) by (x, y) and (-x, -y), in the order that Assumption 4.1 asks for.
 * Twice as many points.
 */
export function augment(dataset: Dataset): Dataset {
  const z = signedPoints(exact, dataset);
  return {
    x: [...z, ...z.map((p) => negate(exact, p))],
    y: [...z.map((): Label => 1), ...z.map((): Label => -1)],
  };
}
