import { rational } from '../../src/numeric/rational.js';
import type { Rational } from '../../src/numeric/field.js';
import type { Dataset, Label } from '../../src/model/dataset.js';
import type { Network } from '../../src/model/network.js';
import { datasetOf, dimensionOf, netsOf, type Instance } from './instance.js';

const numbers = (list: readonly number[]): Rational[] => list.map((t) => rational(t));
/** t along the first axis of R^d. */
const along = (t: Rational, d: number): Rational[] => Array.from({ length: d }, (_, j) => (j === 0 ? t : rational(0)));

const LINES: readonly (readonly number[])[] = [
  [0],
  [1],
  [0, 0],
  [1, -1],
  [1, 1],
  [1, 2],
  [2, 3],
  [3, 2],
  [2, 1],
  [1, 1, -1],
  [1, 1, -1, -1],
];
const LABELS: readonly (readonly Label[])[] = [[1], [-1], [1, -1], [1, 1], [1, 1, -1], [1, -1, 1, -1]];

/** The simplest datasets on a line. */
const datasets = (d: number): Dataset[] =>
  LINES.flatMap((line) =>
    LABELS.filter((y) => y.length === line.length).map((y) => ({ x: numbers(line).map((t) => along(t, d)), y })),
  );

const NEURONS: readonly (readonly [number, number])[] = [
  [0, 1],
  [0, -1],
  [1, 1],
  [-1, 1],
  [1, -1],
  [-1, -1],
];

/** The simplest nets of one neuron, and of two opposed ones. */
function nets(d: number): Network<Rational>[] {
  const leak = rational(1, 2);
  return NEURONS.flatMap(([w, a]) => [
    { leak, w: [along(rational(w), d)], a: numbers([a]) },
    { leak, w: [along(rational(w), d), along(rational(-w), d)], a: numbers([a, -a]) },
    { leak, w: [along(rational(w), d), along(rational(w), d)], a: numbers([a, -a]) },
  ]);
}

/**
 * The simplest data and nets that there are, in place of an instance's own: reductions one by one can end beside them, where two numbers hold each
 * other.
 */
export function* tiny(instance: Instance): Generator<Instance, void, void> {
  const d = dimensionOf(instance);
  if (d === undefined) return;
  const leaky = instance['leak'] === undefined ? instance : { ...instance, leak: rational(1, 2) };
  if (instance['c'] !== undefined) yield* tinyParts({ ...leaky, c: rational(-1) }, d);
  yield* tinyParts(leaky, d);
}

function* tinyParts(plain: Instance, d: number): Generator<Instance, void, void> {
  const [name] = netsOf(plain).map(([key]) => key);
  const data = datasetOf(plain) === undefined ? [undefined] : [datasetOf(plain), ...datasets(d)];
  for (const dataset of data) {
    const on = dataset === undefined ? plain : { ...plain, dataset };
    yield on;
    if (name !== undefined) for (const net of nets(d + biasOf(plain, name, d))) yield { ...on, [name]: net };
  }
}

/** 1 where the rows of w have a bias at their end. */
const biasOf = (instance: Instance, name: string, d: number): number =>
  netsOf(instance).find(([key]) => key === name)?.[1].w[0].length === d + 1 ? 1 : 0;
