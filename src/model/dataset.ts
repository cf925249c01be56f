import { type Field, type Rational } from '../numeric/field.js';
import { fromDouble, isRational, parseRational, toNumber } from '../numeric/rational.js';
import { negate, plus, scale, squaredLength, type Vector } from '../numeric/vector.js';
import { InputError, quote } from './input-error.js';

/** The class of a point. */
export type Label = 1 | -1;

/** A training set S = {(x_1, y_1), ..., (x_n, y_n)} (section 3.1): n >= 1 points of one dimension d >= 1. */
export interface Dataset<T = Rational> {
  /** The n inputs, each a vector of R^d. */
  readonly x: readonly Vector<T>[];
  /** Their n labels. */
  readonly y: readonly Label[];
}

/** n * d beyond which a dataset is refused: exact coordinates take some 100 bytes each, and a tree of their JSON 300. */
export const MAX_COORDINATES = 1_000_000;

/**
 * Validates and freezes a dataset. Coordinates are finite numbers (taken as exactly the doubles that they are),
 * strings with an exact decimal or fraction ("0.1", "1/3"), or rationals; labels are 1 and -1.
 * @throws InputError naming the first offending place below `path`
 */
export function createDataset(x: unknown, y: unknown, path = 'dataset'): Dataset {
  if (!Array.isArray(x))
    throw new InputError('type', `${path}.x is ${quote(x)}, expected an array of points`, `${path}.x`);
  if (!Array.isArray(y))
    throw new InputError('type', `${path}.y is ${quote(y)}, expected an array of labels`, `${path}.y`);
  if (x.length === 0) throw new InputError('empty', `${path}.x is empty, expected at least one point`, `${path}.x`);
  if (x.length !== y.length) {
    const counts = `${path}.x has ${x.length} points and ${path}.y has ${y.length} labels`;
    throw new InputError('length', `${counts}, expected one label a point`, `${path}.y`);
  }
  const width = Array.isArray(x[0]) ? x[0].length : 0;
  if (x.length * width > MAX_COORDINATES) {
    const size = `${path}.x has ${x.length} x ${width} coordinates`;
    throw new InputError('too-large', `${size}, expected at most ${MAX_COORDINATES}`, `${path}.x`);
  }
  const points = x.map((row, i) => readPoint(row, width, `${path}.x[${i}]`));
  const labels = y.map((label, i) => readLabel(label, `${path}.y[${i}]`));
  return Object.freeze({ x: Object.freeze(points), y: Object.freeze(labels) });
}

function readPoint(row: unknown, width: number, path: string): Vector<Rational> {
  if (!Array.isArray(row))
    throw new InputError('type', `${path} is ${quote(row)}, expected an array of coordinates`, path);
  if (row.length === 0) throw new InputError('empty', `${path} is empty, expected at least one coordinate`, path);
  if (row.length !== width) {
    const count = `${row.length} coordinate${row.length === 1 ? '' : 's'}`;
    throw new InputError('ragged', `${path} has ${count}, expected ${width} as in row 0`, path);
  }
  return Object.freeze(row.map((value: unknown, j) => readCoordinate(value, `${path}[${j}]`)));
}

/** One coordinate; see createDataset. @throws InputError */
export function readCoordinate(value: unknown, path: string): Rational {
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return fromDouble(value);
    throw new InputError('not-finite', `${path} is ${value}, expected a finite number`, path);
  }
  if (isRational(value)) return value;
  const parsed = typeof value === 'string' ? parseRational(value) : undefined;
  if (parsed !== undefined) return parsed;
  const expected = 'expected a finite number or a string with an exact decimal or fraction';
  throw new InputError('not-a-number', `${path} is ${quote(value)}, ${expected}`, path);
}

function readLabel(value: unknown, path: string): Label {
  if (value === 1 || value === -1) return value;
  throw new InputError('label', `${path} is ${quote(value)}, expected a label 1 or -1`, path);
}

/** d. */
export const dimension = <T>(dataset: Dataset<T>): number => dataset.x[0].length;

/** The same data rounded to the nearest doubles. */
export const toReal = (dataset: Dataset): Dataset<number> => ({
  x: dataset.x.map((row) => row.map(toNumber)),
  y: dataset.y,
});

/** z_i = y_i x_i: all that a linear classifier sees of the data. */
export const signedPoints = <T>(field: Field<T>, { x, y }: Dataset<T>): Vector<T>[] =>
  x.map((row, i) => (y[i] === 1 ? row : negate(field, row)));

/** mu = (1/n) sum_i y_i x_i (section 4.3). */
export function mean<T>(field: Field<T>, dataset: Dataset<T>): T[] {
  const z = signedPoints(field, dataset);
  return scale(
    field,
    field.div(field.one, field.of(z.length)),
    z.reduce<T[]>((sum, p) => plus(field, sum, p), zeros(field, dataset)),
  );
}

const zeros = <T>(field: Field<T>, dataset: Dataset<T>): T[] => dataset.x[0].map(() => field.zero);

/** max_i |x_i|^2: at most 1 under the paper's standing assumption |x_i| <= 1 (section 3.2). */
export const largestSquaredNorm = <T>(field: Field<T>, dataset: Dataset<T>): T =>
  dataset.x.map((row) => squaredLength(field, row)).reduce((a, b) => (field.compare(a, b) >= 0 ? a : b));
