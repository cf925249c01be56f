import type { Data } from './data.js';
import { Fraction, scaled, shown, type Vector } from './fraction.js';

const minus = (v: Vector): Fraction[] => scaled(Fraction.of(-1), v);

/** Assumption 4.1 up to order: the points with label 1 are, with multiplicity, the opposites of those with label -1. */
export function paired({ x, y }: Data): boolean {
  const up = x.filter((_, i) => y[i] === 1).map((row) => shown(row));
  const down = x.filter((_, i) => y[i] === -1).map((row) => shown(minus(row)));
  return up.sort().join(';') === down.sort().join(';');
}

/** Whenever x is present, so is -x. */
export function symmetricInputs({ x }: Data): boolean {
  const present = new Set(x.map(shown));
  return x.every((row) => present.has(shown(minus(row))));
}

export const distinct = ({ x }: Data): boolean => new Set(x.map(shown)).size === x.length;
