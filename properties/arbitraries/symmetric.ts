import fc from 'fast-check';
import { exact } from '../../src/numeric/rational.js';
import { negate } from '../../src/numeric/vector.js';
import type { Dataset, Label } from '../../src/model/dataset.js';
import { augment, isDistinct } from '../../src/model/symmetry.js';
import { separableDatasets, datasets } from './dataset.js';

/** Puts the points in the order of `keys`, so that symmetric data does not always stand in the order of Assumption 4.1. */
const reordered = (dataset: Dataset, keys: readonly number[]): Dataset => {
  const order = [...dataset.x.keys()].sort((i, j) => keys[i % keys.length] - keys[j % keys.length] || i - j);
  return { x: order.map((i) => dataset.x[i]), y: order.map((i) => dataset.y[i]) };
};

const orders = (): fc.Arbitrary<number[]> => fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 8 });

/** Assumptions 3.2 and 4.1 (up to order) by construction: separable data and its reflection. */
export const symmetricSeparableDatasets = (d: number): fc.Arbitrary<Dataset> =>
  fc.tuple(separableDatasets(d, { maxPoints: 5 }), orders()).map(([s, keys]) => reordered(augment(s), keys));

/** Assumption 4.1 (up to order) alone: any data and its reflection. */
export const symmetricDatasets = (d: number): fc.Arbitrary<Dataset> =>
  fc.tuple(datasets(d, { maxPoints: 5 }), orders()).map(([s, keys]) => reordered(augment(s), keys));

/** Each input once, the first of its kind, and then the points `again` once more. */
export const withRepeats =
  (again: readonly number[]) =>
  (dataset: Dataset): Dataset => {
    const kept: number[] = [];
    const pick = (rows: readonly number[]): Dataset => ({
      x: rows.map((k) => dataset.x[k]),
      y: rows.map((k) => dataset.y[k]),
    });
    for (const i of dataset.x.keys()) if (isDistinct(pick([...kept, i]))) kept.push(i);
    return pick([...kept, ...again.map((k) => kept[k % kept.length])]);
  };

const withoutRepeats = withRepeats([]);

/** Separable, "whenever x is present, so is -x", and no input twice. */
export const distinctSymmetricSeparableDatasets = (d: number): fc.Arbitrary<Dataset> =>
  symmetricSeparableDatasets(d).map(withoutRepeats);

/** "Whenever x is present, so is -x", each input once, with any labels: separable only by luck. */
export const symmetricInputDatasets = (d: number): fc.Arbitrary<Dataset> =>
  fc
    .tuple(datasets(d, { maxPoints: 4 }), fc.array(fc.constantFrom<Label[]>(1, -1), { minLength: 8, maxLength: 8 }))
    .map(([{ x }, y]) => {
      const both = [...x, ...x.map((row) => negate(exact, row))];
      return withoutRepeats({ x: both, y: both.map((_, i) => y[i % y.length]) });
    });
