import type { Label } from '../../src/model/dataset.js';
import type { Rational } from '../../src/numeric/field.js';
import { exact } from '../../src/numeric/rational.js';
import { isZero, negate, plus } from '../../src/numeric/vector.js';
import { datasetOf, withPoint, type Instance } from './instance.js';

export type Row = readonly Rational[];
/** Simpler instances, in the order in which they are to be tried. */
export type Candidates = Generator<Instance, void, void>;

export const indices = (list: readonly unknown[]): number[] => [...list.keys()];

/** j with (x_j, y_j) = (-x_i, -y_i), or undefined. */
export function partner(instance: Instance, i: number): number | undefined {
  const { x, y } = datasetOf(instance) ?? { x: [], y: [] };
  const j = x.findIndex((row, k) => k !== i && y[k] === -y[i] && isZero(exact, plus(exact, row, x[i])));
  return j < 0 ? undefined : j;
}

/** One point and, where it has one, its mirror image, changed together; then that point alone. Not to the origin, where every net is 0. */
export function* withRow(instance: Instance, i: number, row: Row): Candidates {
  if (isZero(exact, row)) return;
  const { y } = datasetOf(instance) as { y: readonly Label[] };
  const j = partner(instance, i);
  const changed = withPoint(instance, i, row, y[i]);
  if (j !== undefined) yield withPoint(changed, j, negate(exact, row), y[j]);
  yield changed;
}
