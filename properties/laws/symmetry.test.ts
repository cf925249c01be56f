import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Rational } from '../../src/numeric/field.js';
import { exact, rational } from '../../src/numeric/rational.js';
import { negate, sameVector, type Vector } from '../../src/numeric/vector.js';
import type { Dataset, Label } from '../../src/model/dataset.js';
import {
  augment,
  isDistinct,
  isPaired,
  isSymmetric,
  satisfiesAssumption41,
  unpaired,
} from '../../src/model/symmetry.js';
import { datasets } from '../arbitraries/dataset.js';
import { symmetricDatasets } from '../arbitraries/symmetric.js';
import { dimensions } from '../arbitraries/vector.js';
import { law } from '../harness/law.js';

const same = (u: Vector<Rational>, v: Vector<Rational>): boolean => sameVector(exact, u, v);
const opposed = (u: Vector<Rational>, v: Vector<Rational>): boolean => same(u, negate(exact, v));

/** Symmetric data in any order, with one of its labels turned round or its last points left out now and then. */
const nearlySymmetric = dimensions()
  .chain((d) =>
    fc.record({
      dataset: fc.oneof(symmetricDatasets(d), datasets(d).map(augment), datasets(d)),
      turned: fc.option(fc.nat({ max: 9 }), { nil: undefined }),
      kept: fc.constantFrom(-2, -1, Infinity, Infinity),
    }),
  )
  .map(({ dataset: { x, y }, turned, kept }): Dataset => {
    const labels = y.map((t, i): Label => (i === turned ? (t === 1 ? -1 : 1) : t));
    return x.length > 2 ? { x: x.slice(0, kept), y: labels.slice(0, kept) } : { x, y: labels };
  });

law('what symmetry asks for is found, pair by pair', nearlySymmetric, (dataset) => {
  const { x, y } = dataset;
  expect(isSymmetric(dataset)).toBe(x.every((row) => x.some((other) => opposed(row, other))));
  expect(isDistinct(dataset)).toBe(x.every((row, i) => x.every((other, j) => i === j || !same(row, other))));
  const left = [...x.keys()];
  let alone = 0;
  for (let i = left.shift(); i !== undefined; i = left.shift()) {
    const [row, label] = [x[i], y[i]];
    const partner = left.findIndex((j) => opposed(row, x[j]) && y[j] === -label);
    if (partner < 0) alone++;
    else left.splice(partner, 1);
  }
  expect([unpaired(dataset), isPaired(dataset)]).toEqual([alone, alone === 0]);
  const half = x.length / 2;
  const toTheLetter = x.every(
    (row, i) => half % 1 === 0 && (i >= half || (opposed(row, x[i + half]) && y[i] === 1 && y[i + half] === -1)),
  );
  expect(satisfiesAssumption41(dataset)).toBe(toTheLetter);
});

const points = (...rows: number[][]): Vector<Rational>[] => rows.map((row) => row.map((t) => rational(t)));

test('coordinates do not run into one another', () => {
  expect(isDistinct({ x: points([1, 11], [11, 1]), y: [1, 1] })).toBe(true);
});

test('every pair must be one, with its labels, and none may be left over', () => {
  const x = points([1], [2], [-1], [-2]);
  expect(satisfiesAssumption41({ x, y: [1, 1, -1, -1] })).toBe(true);
  for (const y of [
    [1, -1, -1, -1],
    [1, 1, -1, 1],
    [-1, 1, 1, -1],
  ] as const)
    expect(satisfiesAssumption41({ x, y })).toBe(false);
  expect(satisfiesAssumption41({ x: points([1], [2], [-1], [-3]), y: [1, 1, -1, -1] })).toBe(false);
  expect(satisfiesAssumption41({ x: points([1], [-1], [5]), y: [1, -1, -1] })).toBe(false);
});
