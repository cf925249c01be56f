import type { Label } from '../../src/model/dataset.js';
import { negate, plus, isZero, scale } from '../../src/numeric/vector.js';
import { exact, isRational, rational } from '../../src/numeric/rational.js';
import type { Rational } from '../../src/numeric/field.js';
import {
  datasetOf,
  dimensionOf,
  leavesOf,
  mapVectors,
  netsOf,
  withPoint,
  withPoints,
  type Instance,
} from './instance.js';
import { priceOfDouble, priceOfRational } from './simplicity.js';
import { tiny } from './tiny.js';

type Row = readonly Rational[];
type Candidates = Generator<Instance, void, void>;

const without = <T>(list: readonly T[], ...gone: readonly number[]): T[] => list.filter((_, j) => !gone.includes(j));
const indices = (list: readonly unknown[]): number[] => [...list.keys()];

/** j with (x_j, y_j) = (-x_i, -y_i), or undefined. */
function partner(instance: Instance, i: number): number | undefined {
  const { x, y } = datasetOf(instance) ?? { x: [], y: [] };
  const j = x.findIndex((row, k) => k !== i && y[k] === -y[i] && isZero(exact, plus(exact, row, x[i])));
  return j < 0 ? undefined : j;
}

/** Fewer points: half of them, those at one place and its mirror image alone, then one with its mirror image, then one. */
function* fewerPoints(instance: Instance): Candidates {
  const points = indices(datasetOf(instance)?.y ?? []);
  if (points.length < 2) return;
  const half = Math.ceil(points.length / 2);
  if (half > 1) {
    yield withPoints(instance, points.slice(0, half));
    yield withPoints(instance, points.slice(half));
    yield withPoints(
      instance,
      points.filter((i) => i % 2 === 0),
    );
  }
  const { x } = datasetOf(instance) as { x: readonly Row[] };
  for (const i of points) {
    const line = points.filter((j) => [1, -1].some((s) => x[j].every((t, k) => t.equals(x[i][k].mul(s)))));
    if (line.length < points.length && line.length > 1) yield withPoints(instance, line);
  }
  for (const i of points) {
    const j = partner(instance, i);
    if (j !== undefined && j > i && points.length > 2) yield withPoints(instance, without(points, i, j));
  }
  for (const i of points) yield withPoints(instance, without(points, i));
}

/** A lower dimension: one coordinate of everything goes. */
function* lowerDimension(instance: Instance): Candidates {
  const d = dimensionOf(instance) ?? 1;
  for (let j = d - 1; j >= 0 && d > 1; j--) {
    const lower = mapVectors(instance, (v) => without(v, j));
    const zeta = instance['zeta'] as readonly number[] | undefined;
    yield zeta === undefined ? lower : { ...lower, zeta: zeta.filter((_, at) => at % (d + 1) !== j) };
  }
}

/** A narrower net: one neuron goes, with all that belongs to it. */
function* narrower(instance: Instance): Candidates {
  const net = netsOf(instance).find(([name]) => name === 'net')?.[1];
  if (net === undefined || net.a.length < 2) return;
  const d = net.w[0].length;
  for (let k = net.a.length - 1; k >= 0; k--) {
    const choice = instance['choice'] as Row | undefined;
    const zeta = instance['zeta'] as readonly number[] | undefined;
    yield {
      ...instance,
      net: { ...net, w: without(net.w, k), a: without(net.a, k) },
      ...(choice !== undefined && { choice: without(choice, k) }),
      ...(zeta !== undefined && { zeta: zeta.filter((_, at) => Math.floor(at / (d + 1)) !== k) }),
    };
  }
}

function* shorterLists(instance: Instance): Candidates {
  const b = instance['b'] as Row | undefined;
  // one entry for each sign, so that the roots of their squares stay rational
  if (b !== undefined) {
    const signs = [1, -1, 0].filter((s) => b.some((t) => Math.sign(t.compare(0)) === s));
    yield { ...instance, b: signs.map((s) => rational(s)) };
    if (signs.includes(0)) yield { ...instance, b: signs.filter((s) => s !== 0).map((s) => rational(s)) };
  }
  for (const name of ['b', 'rivals', 'times']) {
    const list = instance[name];
    if (!Array.isArray(list)) continue;
    for (const j of indices(list)) if (list.length > 1) yield { ...instance, [name]: without(list, j) };
  }
}

/** The simplest vectors: the axes, forwards and backwards. */
const axes = (d: number): Rational[][] =>
  Array.from({ length: 2 * d }, (_, k) =>
    Array.from({ length: d }, (__, j) => rational(j === k % d ? (k < d ? 1 : -1) : 0)),
  );

const opposite = (label: Label): Label => (label === 1 ? -1 : 1);

/** One point and, where it has one, its mirror image, changed together; then that point alone. Not to the origin, where every net is 0. */
function* withRow(instance: Instance, i: number, row: Row): Candidates {
  if (isZero(exact, row)) return;
  const { y } = datasetOf(instance) as { y: readonly Label[] };
  const j = partner(instance, i);
  const changed = withPoint(instance, i, row, y[i]);
  if (j !== undefined) yield withPoint(changed, j, negate(exact, row), y[j]);
  yield changed;
}

/** Shared structure: points on axes or where another one is, and on the positive side. */
function* plainerPoints(instance: Instance): Candidates {
  const { x, y } = datasetOf(instance) ?? { x: [], y: [] };
  for (const i of indices(x)) {
    for (const axis of axes(x[i].length)) yield* withRow(instance, i, axis);
    yield withPoint(instance, i, negate(exact, x[i]), opposite(y[i]));
    yield withPoint(instance, i, x[i], opposite(y[i]));
    yield withPoint(instance, i, negate(exact, x[i]), y[i]);
    for (const j of indices(x)) {
      if (j < i) yield* withRow(instance, i, x[j]);
      if (j < i) yield* withRow(instance, i, negate(exact, x[j]));
      // the simplest order, by the text
      if (j === i - 1)
        yield withPoints(
          instance,
          indices(x).map((k) => (k === i ? j : k === j ? i : k)),
        );
    }
  }
}

/** Neuron k replaced and, with it, each neuron that is the same up to the signs of w and a; then neuron k alone. */
function* withNeuron(instance: Instance, k: number, w: Row, a: Rational): Candidates {
  for (const [name, net] of netsOf(instance)) {
    if (k >= net.a.length) continue;
    /** [s, t] with (w_l, a_l) = (s w_k, t a_k). */
    const signs = net.a.map((al, l): [number, number] | undefined => {
      const s = [1, -1].find((c) => net.w[l].every((t, j) => t.equals(net.w[k][j].mul(c))));
      const t = [1, -1].find((c) => al.equals(net.a[k].mul(c)));
      return s === undefined || t === undefined || isZero(exact, [...net.w[k], net.a[k]]) ? undefined : [s, t];
    });
    const put = (moved: (l: number) => [number, number] | undefined): Instance => ({
      ...instance,
      [name]: {
        ...net,
        w: net.w.map((v, l) => (moved(l) === undefined ? v : scale(exact, rational(moved(l)?.[0] ?? 1), w))),
        a: net.a.map((v, l) => (moved(l) === undefined ? v : a.mul(moved(l)?.[1] ?? 1))),
      },
    });
    if (signs.filter((t) => t !== undefined).length > 1) yield put((l) => signs[l]);
    yield put((l) => (l === k ? [1, 1] : undefined));
  }
}

/** Shared structure: balanced neurons along axes, one after the other, and equal or opposed ones. */
function* plainerNeurons(instance: Instance): Candidates {
  for (const [name, net] of netsOf(instance)) {
    for (const k of indices(net.a)) {
      const zero = net.w[k].map(() => rational(0));
      yield* withNeuron(instance, k, zero, rational(0));
      for (const w of axes(zero.length)) for (const a of [1, -1]) yield* withNeuron(instance, k, w, rational(a));
      for (const a of [1, -1]) yield* withNeuron(instance, k, zero, rational(a));
      yield* withNeuron(instance, k, negate(exact, net.w[k]), net.a[k].neg());
      for (const [w, a] of coarser([[...net.w[k], net.a[k]]]).map(
        ([v]) => [v.slice(0, -1), v[v.length - 1]] as const,
      )) {
        yield* withNeuron(instance, k, w, a);
      }
      for (const l of indices(net.a)) {
        if (l < k) yield* withNeuron(instance, k, net.w[l], net.a[l]);
        if (l < k) yield* withNeuron(instance, k, negate(exact, net.w[l]), net.a[l].neg());
      }
      if (k > 0) {
        const swapped = <T>(list: readonly T[]): T[] =>
          list.map((v, l) => (l === k ? list[k - 1] : l === k - 1 ? list[k] : v));
        yield { ...instance, [name]: { ...net, w: swapped(net.w), a: swapped(net.a) } };
      }
    }
  }
}

/** The sizes of all numbers replaced by their ranks, from 1, 2, 3 or 4 up; signs and zeros stay. */
function ranked(rows: readonly Row[]): Row[][] {
  const sizes = rows
    .flat()
    .map((t) => t.abs())
    .filter((t, i, list) => t.n !== 0n && list.findIndex((v) => v.equals(t)) === i)
    .sort((s, t) => s.compare(t));
  return [1, 2, 3, 4].map((first) =>
    rows.map((row) =>
      row.map((t) => rational(t.n === 0n ? 0n : t.s * BigInt(first + sizes.findIndex((v) => v.equals(t.abs()))))),
    ),
  );
}

/** Sizes to be tried where the simplest ones do not do: what has to be large is then as large in every search. */
const ROUND = [6, 8, 10, 12, 15, 20, 30, 50, 100, 200, 500, 1000, 2000];

/** Whole numbers in nearly the same ratios, the largest of them as given. */
function coarser(rows: readonly Row[]): Row[][] {
  const most = rows.flat().reduce((top, t) => (t.abs().compare(top) > 0 ? t.abs() : top), rational(0));
  if (most.n === 0n) return [];
  return [1, 2, 3, 4, 5, ...ROUND].map((size) => rows.map((row) => row.map((t) => t.div(most).mul(size).round())));
}

/** All labels exchanged, and with them the signs of a. */
function exchanged(instance: Instance): Instance {
  const nets = netsOf(instance).map(([name, net]) => [name, { ...net, a: net.a.map((a) => a.neg()) }] as const);
  const dataset = datasetOf(instance);
  const labels = dataset && { dataset: { ...dataset, y: dataset.y.map(opposite) } };
  return { ...instance, ...labels, ...Object.fromEntries(nets) };
}

/** All of space reflected, permuted, or in other units: numbers without a common denominator or factor. */
function* plainerSpace(instance: Instance): Candidates {
  const d = dimensionOf(instance) ?? 0;
  yield exchanged(instance);
  for (let j = 0; j < d; j++) yield mapVectors(instance, (v) => v.map((t, k) => (k === j ? t.neg() : t)));
  for (let j = 1; j < d; j++) {
    yield mapVectors(instance, (v) => v.map((t, k) => (k === j ? v[j - 1] : k === j - 1 ? v[j] : t)));
  }
  const dataset = datasetOf(instance);
  if (dataset !== undefined) {
    for (const x of [...ranked(dataset.x), ...coarser(dataset.x)]) yield { ...instance, dataset: { ...dataset, x } };
    for (const c of units(dataset.x.flat())) {
      yield { ...instance, dataset: { ...dataset, x: dataset.x.map((row) => scale(exact, c, row)) } };
    }
  }
  for (const [name, net] of netsOf(instance)) {
    for (const c of units([...net.w.flat(), ...net.a])) {
      yield { ...instance, [name]: { ...net, w: net.w.map((w) => scale(exact, c, w)), a: scale(exact, c, net.a) } };
    }
    for (const k of indices(net.a)) {
      for (const c of units([...net.w[k], net.a[k]])) {
        const part = {
          w: net.w.map((w, l) => (l === k ? scale(exact, c, w) : w)),
          a: net.a.map((a, l) => (l === k ? c.mul(a) : a)),
        };
        yield { ...instance, [name]: { ...net, ...part } };
      }
    }
  }
  for (const name of ['wPerp', 'mu', 'muBar', 'u', 'v']) {
    const vector = instance[name];
    if (!Array.isArray(vector)) continue;
    for (const axis of axes(vector.length)) yield { ...instance, [name]: axis };
    for (const c of units(vector as Rational[])) yield { ...instance, [name]: scale(exact, c, vector as Rational[]) };
  }
}

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));

/** The factor that makes fractions whole numbers without a common divisor, if it is not 1. */
function units(list: readonly Rational[]): Rational[] {
  const denominator = list.reduce((l, t) => (l / gcd(l, t.d)) * t.d, 1n);
  const divisor = list.reduce((g, t) => gcd(g, (t.n * denominator) / t.d), 0n);
  return divisor === 0n || divisor === denominator ? [] : [rational(denominator, divisor)];
}

const SMALL = [
  '0',
  '1',
  '-1',
  '2',
  '1/2',
  '-2',
  '-1/2',
  '3',
  '-3',
  '1/3',
  '4',
  '1/4',
  '3/4',
  '3/2',
  '5',
  '1/10',
  '-4',
].map((t) => {
  const [p, q = '1'] = t.split('/');
  return rational(BigInt(p), BigInt(q));
});

/** Values simpler than a fraction: the simplest ones, then those of its own size with smaller denominators, then half of it. */
function simplerRationals(t: Rational): Rational[] {
  const rounded = [1n, 2n, 4n].map((q) => rational((t.s * t.n * q) / t.d, q));
  const away = rational((t.s * t.n) / t.d + t.s);
  const round = ROUND.flatMap((v) => [rational(t.s * BigInt(v)), rational(t.s, v)]);
  const list = [...SMALL, ...round, ...rounded, away, t.neg(), t.div(2).floor(), t.div(2)];
  return list
    .filter((v) => priceOfRational(v) < priceOfRational(t))
    .sort((a, b) => priceOfRational(a) - priceOfRational(b));
}

function simplerDoubles(t: number): number[] {
  const tens = [10, 20, 30, 60, 100, 200, 500, 1000].map((v) => Math.sign(t) * v);
  const list = [
    0,
    1,
    -1,
    2,
    -2,
    3,
    4,
    5,
    -5,
    0.5,
    0.1,
    0.01,
    ...tens,
    Math.trunc(t / 2),
    Math.round(t),
    Math.floor(t),
    Math.ceil(t),
    t - Math.sign(t),
    t / 2,
  ];
  return list.filter((v) => priceOfDouble(v) < priceOfDouble(t)).sort((a, b) => priceOfDouble(a) - priceOfDouble(b));
}

/** One number at a time, the simplest values first; a coordinate of a point with that of its mirror image. */
function* simplerNumbers(instance: Instance): Candidates {
  for (const { path, value, put } of leavesOf(instance)) {
    if (!isRational(value)) {
      for (const t of simplerDoubles(value)) yield put(t);
      continue;
    }
    const [part, rows, i, j] = path;
    for (const t of simplerRationals(value)) {
      if (part === 'dataset' && rows === 'x') {
        const row = (datasetOf(instance)?.x[i as number] ?? []).map((v, k) => (k === j ? t : v));
        yield* withRow(instance, i as number, row);
      } else yield put(t);
    }
  }
}

/** The kinds of reductions, those that take away most first. */
export const REDUCTIONS: readonly ((instance: Instance) => Candidates)[] = [
  fewerPoints,
  lowerDimension,
  narrower,
  shorterLists,
  plainerPoints,
  plainerNeurons,
  plainerSpace,
  simplerNumbers,
  tiny,
];
