import type { Dataset, Label } from '../../src/model/dataset.js';
import type { Network } from '../../src/model/network.js';
import { isRational } from '../../src/numeric/rational.js';
import type { Rational } from '../../src/numeric/field.js';

/** An instance of any claim: a record whose parts are known by their names. */
export type Instance = Readonly<Record<string, unknown>>;
type Rows = readonly (readonly Rational[])[];

/** What a part of an instance is where it has one of these names: shrinking knows them, and all of one instance have one dimension d. */
export interface NamedParts {
  /** n >= 1 points of R^d with their labels: fewer of them, mirror images together, in fewer dimensions. */
  readonly dataset: Dataset;
  /** A net of width m >= 1 on R^d, or on R^(d + 1) with a bias as the last weight: narrower, its neurons on axes. */
  readonly net: Network<Rational>;
  /** A net of two neurons on R^d. */
  readonly two: Network<Rational>;
  /** The slope of the Leaky ReLU, strictly between 0 and 1: 1/2 is the plainest. */
  readonly leak: Rational;
  /** A width, an integer >= 1. */
  readonly width: number;
  /** A width, an integer >= 1. */
  readonly m: number;
  /** A scale, which may become -1. */
  readonly c: Rational;
  /** The scale of a start of gradient flow, e^logScale net. */
  readonly logScale: number;
  /** A point of R^d. */
  readonly x: readonly Rational[];
  /** A vector of R^d. */
  readonly u: readonly Rational[];
  /** A vector of R^d. */
  readonly v: readonly Rational[];
  /** A vector of R^d. */
  readonly w: readonly Rational[];
  /** A vector of R^d: turned perpendicular to the max-margin separator of `dataset` where it can be. */
  readonly wPerp: readonly Rational[];
  /** A vector of R^d. */
  readonly mu: readonly Rational[];
  /** A vector of R^d. */
  readonly muBar: readonly Rational[];
  /** Vectors of R^d: fewer of them. */
  readonly rivals: readonly (readonly Rational[])[];
  /** A list, one entry a neuron: fewer of them. */
  readonly b: readonly Rational[];
  /** For each neuron of `net` the slope that it takes at a kink. */
  readonly choice: readonly Rational[];
  /** Times: fewer of them. */
  readonly times: readonly number[];
  /** A direction in the weights of `net`, neuron by neuron, m (d + 1) numbers. */
  readonly zeta: readonly number[];
}

/** C where the parts that have a name of `NamedParts` are what it says; parts of other names are anything. */
export type WellNamed<C> = { readonly [K in keyof C]: K extends keyof NamedParts ? NamedParts[K] : unknown };

/** Names of vectors of R^d, of lists of such vectors, and of nets. */
const VECTORS = ['x', 'u', 'v', 'w', 'wPerp', 'mu', 'muBar'] as const;
const LISTS = ['rivals'] as const;
const NETS = ['net', 'two'] as const;

export const datasetOf = (instance: Instance): Dataset | undefined => instance['dataset'] as Dataset | undefined;

export const netsOf = (instance: Instance): [string, Network<Rational>][] =>
  NETS.filter((name) => instance[name] !== undefined).map((name) => [name, instance[name] as Network<Rational>]);

/** d, from whatever part of the instance has it; undefined where nothing does. */
export function dimensionOf(instance: Instance): number | undefined {
  const vector = VECTORS.map((name) => instance[name]).find(Array.isArray);
  const row = datasetOf(instance)?.x[0] ?? vector ?? netsOf(instance)[0]?.[1].w[0];
  return (row as unknown[] | undefined)?.length;
}

/** The same instance with each of its vectors of R^d replaced; a row of R^(d+1), with a bias at its end, is such a vector too. */
export function mapVectors(instance: Instance, change: (v: readonly Rational[]) => readonly Rational[]): Instance {
  const rows = (list: Rows): Rows => list.map(change);
  const changed: Record<string, unknown> = {};
  const dataset = datasetOf(instance);
  if (dataset !== undefined) changed['dataset'] = { ...dataset, x: rows(dataset.x) };
  for (const [name, net] of netsOf(instance)) changed[name] = { ...net, w: rows(net.w) };
  for (const name of VECTORS) if (instance[name] !== undefined) changed[name] = change(instance[name] as Rational[]);
  for (const name of LISTS) if (instance[name] !== undefined) changed[name] = rows(instance[name] as Rows);
  return { ...instance, ...changed };
}

/** The points whose numbers are given, in this order. */
export function withPoints(instance: Instance, kept: readonly number[]): Instance {
  const { x, y } = datasetOf(instance) as Dataset;
  return { ...instance, dataset: { x: kept.map((i) => x[i]), y: kept.map((i): Label => y[i]) } };
}

/** The points of number i replaced. */
export function withPoint(instance: Instance, i: number, row: readonly Rational[], label: Label): Instance {
  const { x, y } = datasetOf(instance) as Dataset;
  return {
    ...instance,
    dataset: { x: x.map((r, j) => (j === i ? row : r)), y: y.map((t, j) => (j === i ? label : t)) },
  };
}

/** A leaf of an instance, and how to put another value there. */
export interface Leaf<T> {
  /** The names on the way to it. */
  readonly path: readonly (string | number)[];
  readonly value: T;
  put(value: T): Instance;
}

function walk(
  value: unknown,
  path: readonly (string | number)[],
  visit: (path: readonly (string | number)[], value: unknown) => void,
): void {
  if (isRational(value) || typeof value === 'number') visit(path, value);
  else if (Array.isArray(value)) value.forEach((v, j) => walk(v, [...path, j], visit));
  else if (typeof value === 'object' && value !== null)
    for (const [k, v] of Object.entries(value)) walk(v, [...path, k], visit);
}

const putAt = (value: unknown, [head, ...rest]: readonly (string | number)[], leaf: unknown): unknown => {
  if (head === undefined) return leaf;
  if (Array.isArray(value)) return value.map((v: unknown, j) => (j === head ? putAt(v, rest, leaf) : v));
  const record = value as Instance;
  return { ...record, [head]: putAt(record[head], rest, leaf) };
};

/** All numbers of an instance but its labels, rational or double, in the order in which they are written. */
export function leavesOf(instance: Instance): Leaf<Rational | number>[] {
  const found: Leaf<Rational | number>[] = [];
  walk(instance, [], (path, value) => {
    if (path[0] === 'dataset' && path[1] === 'y') return;
    found.push({ path, value: value as Rational | number, put: (leaf) => putAt(instance, path, leaf) as Instance });
  });
  return found;
}

/**
 * What every claim quantifies over, whatever it says: points and weights of one dimension each, at least one of each, a leak in (0, 1),
 * whole widths from 1 up. A claim's own `domain` comes on top of it.
 */
export function isWellFormed(instance: Instance): boolean {
  const dataset = datasetOf(instance);
  const leak = instance['leak'] as Rational | undefined;
  const leaks = [...netsOf(instance).map(([, net]) => net.leak), ...(leak === undefined ? [] : [leak])];
  const sizes = ['width', 'm'].map((name) => instance[name]).filter((t) => t !== undefined);
  return (
    (dataset === undefined || (dataset.x.length > 0 && dataset.x[0].length > 0)) &&
    netsOf(instance).every(([, { a }]) => a.length > 0) &&
    leaks.every((t) => t.s > 0n && t.n > 0n && t.n < t.d) &&
    sizes.every((t) => Number.isInteger(t) && (t as number) >= 1)
  );
}
