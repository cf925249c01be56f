import type { Rational } from '../../src/numeric/field.js';
import { exact, toNumber } from '../../src/numeric/rational.js';
import { dot, sameVector, squaredLength } from '../../src/numeric/vector.js';
import { dimension, signedPoints, type Dataset } from '../../src/model/dataset.js';
import { least } from '../../src/model/network.js';
import { isDistinct } from '../../src/model/symmetry.js';

interface OnDataset {
  readonly dataset: Dataset;
}

/** The hard regions of data that every quantifier over datasets must reach; see `covers`. */
export const dataRegions = {
  'n = 1': ({ dataset }: OnDataset) => dataset.x.length === 1,
  'd = 1': ({ dataset }: OnDataset) => dimension(dataset) === 1,
  'repeated points': ({ dataset }: OnDataset) => !isDistinct(dataset),
};

export const leakRegions = {
  'leak near 0': ({ leak }: { leak: Rational }) => toNumber(leak) < 0.001,
  'leak near 1': ({ leak }: { leak: Rational }) => toNumber(leak) > 0.999,
};

/** gamma*^2 is at most the least |z_i|^2; both here are beside the largest point. */
const TINY_SHARE = 2 ** -30;

/** Whether the margin along p is tiny beside the largest point. */
export function hasTinyMargin(dataset: Dataset, p: readonly Rational[]): boolean {
  const margin = toNumber(least(exact, marginsAlong(dataset, p))) ** 2 / toNumber(squaredLength(exact, p));
  const largest = Math.max(...dataset.x.map((row) => toNumber(squaredLength(exact, row))));
  return margin <= TINY_SHARE ** 2 * largest;
}

const marginsAlong = (dataset: Dataset, p: readonly Rational[]): Rational[] =>
  signedPoints(exact, dataset).map((z) => dot(exact, z, p));

/** More different points at the margin along p than the space has dimensions. */
export function hasManySupportVectors(dataset: Dataset, p: readonly Rational[]): boolean {
  const margins = marginsAlong(dataset, p);
  const lowest = least(exact, margins);
  const support = dataset.x.filter((_, i) => exact.compare(margins[i], lowest) === 0);
  return (
    support.filter((row, i) => support.findIndex((other) => sameVector(exact, row, other)) === i).length >
    dimension(dataset)
  );
}
