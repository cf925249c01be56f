import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Label } from '../../src/model/dataset.js';
import { preparePoints } from '../../src/flow/points.js';
import { law } from '../harness/law.js';

/** Of lengths, quotients and short sums of numbers up to 1 (derived: some d + 4 half ulps). */
const ROUNDING = 2 ** -49;
const EPS = Number.EPSILON;

/** Integers, so that it can be told exactly which points are parallel; many are. */
const datasets = fc.integer({ min: 1, max: 3 }).chain((d) => {
  const row = fc.array(fc.integer({ min: -2, max: 2 }), { minLength: d, maxLength: d });
  const one = fc.record({ row, times: fc.constantFrom(1, 1, 3, -1, -5), y: fc.constantFrom<Label[]>(1, -1) });
  return fc.record({
    points: fc.array(one, { minLength: 1, maxLength: 7 }),
    exponent: fc.constantFrom(0, 0, -3, 900, -900),
  });
});

const parallel = (u: readonly number[], v: readonly number[]): boolean =>
  u.every((_, a) => u.every((_, b) => u[a] * v[b] === u[b] * v[a]));
const isZero = (u: readonly number[]): boolean => u.every((t) => t === 0);
const prepare = (x: number[][], y = x.map((): Label => 1)) => preparePoints({ x, y });

interface Instance {
  readonly points: readonly { readonly row: readonly number[]; readonly times: number; readonly y: Label }[];
  readonly exponent: number;
}

function areThose({ points, exponent }: Instance): void {
  const x = points.map(({ row, times }) => row.map((t) => t * times));
  const y = points.map((point) => point.y);
  const found = prepare(
    x.map((row) => row.map((t) => t * 2 ** exponent)),
    y,
  );
  const { n, d } = found;
  const near = (t: number, wanted: number): boolean => Math.abs(t - wanted) <= ROUNDING;
  const lengths = x.map((row) => Math.sqrt(row.reduce((sum, t) => sum + t * t, 0)));
  const scale = Math.max(...lengths) || 1;
  expect([n, d]).toEqual([x.length, x[0].length]);
  expect(near(found.scale / (scale === 1 && isZero(lengths) ? 1 : 2 ** exponent) / scale, 1)).toBe(true);
  expect([...found.y]).toEqual(y);
  const planes = x.filter(
    (row, i) => !isZero(row) && !x.some((other, k) => k < i && !isZero(other) && parallel(row, other)),
  );
  expect([found.planes, found.members.length, found.normals.length]).toEqual([
    planes.length,
    planes.length,
    planes.length * d,
  ]);
  expect([found.z.length, found.columns.length]).toEqual([n * d, n * d]);
  x.forEach((row, i) => {
    const plane = found.planeOf[i];
    const isScaled =
      near(found.lengths[i], lengths[i] / scale) &&
      near(found.pull[i], (y[i] * lengths[i]) / scale) &&
      row.every((t, j) => near(found.z[i * d + j], (y[i] * t) / scale)) &&
      row.every((_, j) => found.columns[j * n + i] === found.z[i * d + j]);
    expect(isScaled).toBe(true);
    if (isZero(row)) {
      expect([plane, found.side[i], found.pull[i]]).toEqual([-1, 0, 0]);
      return;
    }
    const sign = (row.find((t) => t !== 0) as number) > 0 ? 1 : -1;
    expect(found.side[i]).toBe(sign);
    expect(row.every((t, j) => near(found.normals[plane * d + j], (sign * t) / lengths[i]))).toBe(true);
    expect(found.members[plane]).toEqual([...x.keys()].filter((k) => !isZero(x[k]) && parallel(x[k], row)));
  });
}

describe('the points of a flow', () => {
  law('are the data in the unit ball, with one unit normal for each set of parallel points', datasets, areThose, 60);

  test.each([
    ['0 alone', [[0, 0]]],
    [
      '0 beside others',
      [
        [1, 2],
        [0, 0],
        [-2, -4],
        [0, 1],
      ],
    ],
  ])('may be %s', (_, rows) => {
    areThose({ points: rows.map((row) => ({ row, times: 1, y: -1 })), exponent: 0 });
  });

  test.each([1.5e308, 5e-324])('of coordinates of %d are in the unit ball', (t) => {
    const { lengths, z } = prepare([[t, -t]]);
    expect(Math.abs(lengths[0] - 1)).toBeLessThan(ROUNDING);
    [1, -1].forEach((sign, j) => expect(Math.abs(z[j] - sign * Math.SQRT1_2)).toBeLessThan(ROUNDING));
  });

  const beside = (t: number): number[] => [1, t * EPS];

  test.each([
    ['at the width of rounding', [0, 8], 1],
    ['beyond it', [0, 9], 2],
    ['that are a chain', [0, 8, 16], 2],
    ['on either side', [-4, 4], 1],
  ])('normals %s: %j share planes, %d', (_, places, planes) => {
    expect(prepare(places.map(beside)).planes).toBe(planes);
  });

  test('points beside each other are told in their own order, whatever the order of their normals', () => {
    for (const places of [
      [0, 4, 2],
      [4, 2, 0],
      [2, 0, 4],
    ])
      expect(prepare(places.map(beside)).members).toEqual([[0, 1, 2]]);
  });

  test('a coordinate that is 0 to rounding does not tell the side', () => {
    const found = prepare([
      [8 * EPS, 1],
      [-8 * EPS, 1],
      [-9 * EPS, 1],
      [-4 * EPS, -1],
    ]);
    expect([...found.side]).toEqual([1, 1, -1, -1]);
    expect(found.planeOf[3]).toBe(found.planeOf[0]);
  });

  test('numbers that are not finite are refused', () => {
    expect(() => prepare([[1], [-Infinity]])).toThrow(
      new RangeError('a coordinate is Infinity, expected finite doubles'),
    );
    expect(() => prepare([[NaN, 1]])).toThrow(new RangeError('a coordinate is NaN, expected finite doubles'));
  });
});
