import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDataset, dimension, MAX_COORDINATES, readCoordinate, toReal } from '../../src/model/dataset.js';
import { InputError, quote } from '../../src/model/input-error.js';
import { exact, formatRational, fromDouble, rational } from '../../src/numeric/rational.js';
import { sameVector } from '../../src/numeric/vector.js';
import { datasets } from '../arbitraries/dataset.js';
import { dimensions } from '../arbitraries/vector.js';
import { law } from '../harness/law.js';

describe('a dataset', () => {
  law(
    'is read back from its exact coordinates, written as fractions or given as they are',
    dimensions().chain(datasets),
    (dataset) => {
      const { x, y } = dataset;
      for (const rows of [x, x.map((row) => row.map(formatRational))]) {
        const read = createDataset(rows, y);
        expect(read.x.every((row, i) => sameVector(exact, row, x[i]))).toBe(true);
        expect(read.y).toEqual(y);
        expect([read, read.x, read.y, ...read.x].every((part) => Object.isFrozen(part))).toBe(true);
      }
      expect(dimension(dataset)).toBe(x[0].length);
      expect(toReal(dataset).y).toEqual(y);
    },
  );

  test('numbers are the doubles that they are, strings are exact', () => {
    expect(readCoordinate(0.1, 'x').equals(fromDouble(0.1))).toBe(true);
    expect(readCoordinate('0.1', 'x').equals(rational(1, 10))).toBe(true);
  });

  const wide = new Array<number>(MAX_COORDINATES / 2).fill(0);
  test('may have a million coordinates', () => {
    expect(() => createDataset([[NaN, ...wide, ...wide.slice(1)]], [1])).toThrow('dataset.x[0][0] is NaN');
  });

  const expected = 'expected a finite number or a string with an exact decimal or fraction';

  test.each<[string, string, string, unknown, unknown]>([
    ['type', 'set.x', 'is 1, expected an array of points', 1, [1]],
    ['type', 'set.y', 'is 1, expected an array of labels', [[1]], 1],
    ['empty', 'set.x', 'is empty, expected at least one point', [], []],
    ['too-large', 'set.x', 'has 3 x 500000 coordinates, expected at most 1000000', [wide, wide, wide], [1, 1, 1]],
    ['type', 'set.x[0]', 'is 1, expected an array of coordinates', [1], [1]],
    ['type', 'set.x[1]', 'is "a", expected an array of coordinates', [[1], 'a'], [1, 1]],
    ['empty', 'set.x[0]', 'is empty, expected at least one coordinate', [[]], [1]],
    ['ragged', 'set.x[1]', 'has 2 coordinates, expected 1 as in row 0', [[1], [1, 2]], [1, 1]],
    ['ragged', 'set.x[1]', 'has 1 coordinate, expected 2 as in row 0', [[1, 2], [1]], [1, 1]],
    ['not-finite', 'set.x[0][1]', 'is NaN, expected a finite number', [[1, NaN]], [1]],
    ['not-a-number', 'set.x[0][0]', `is "1x", ${expected}`, [['1x']], [1]],
    ['not-a-number', 'set.x[0][0]', `is null, ${expected}`, [[null]], [1]],
    ['label', 'set.y[0]', 'is 0, expected a label 1 or -1', [[1]], [0]],
    ['label', 'set.y[1]', 'is "1", expected a label 1 or -1', [[1], [2]], [1, '1']],
  ])('is refused (%s): %s %s', (code, path, fault, x, y) => {
    const refuse = (): unknown => createDataset(x, y, 'set');
    expect(refuse).toThrow(InputError);
    const message = `${path} ${fault}`;
    expect(refuse).toThrow(expect.objectContaining({ name: 'InputError', code, message, path }) as Error);
  });

  test.each([
    [1, 2],
    [2, 1],
  ])('is refused with %i points and %i labels', (n, m) => {
    const message = `set.x has ${n} points and set.y has ${m} labels, expected one label a point`;
    const [x, y] = [new Array<number[]>(n).fill([1]), new Array<number>(m).fill(1)];
    expect(() => createDataset(x, y, 'set')).toThrow(
      expect.objectContaining({ code: 'length', message, path: 'set.y' }) as Error,
    );
  });

  test('an error of the whole input has no path', () => {
    expect(new InputError('json', 'no JSON').path).toBe('');
  });
});

describe('a value in a message', () => {
  test.each<[unknown, string]>([
    [undefined, 'undefined'],
    [Infinity, 'Infinity'],
    [1n, '"1n"'],
    [[1, 'a'], '[1,"a"]'],
    ['a'.repeat(38), `"${'a'.repeat(38)}"`],
    ['a'.repeat(39), `"${'a'.repeat(36)}...`],
  ])('%s is shown as %s', (value, shown) => {
    expect(quote(value)).toBe(shown);
  });

  law('is cut to 40 characters', fc.jsonValue(), (value) => {
    expect(quote(value).length).toBeLessThanOrEqual(40);
  });
});
