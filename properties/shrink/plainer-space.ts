import type { Rational } from '../../src/numeric/field.js';
import { exact, rational } from '../../src/numeric/rational.js';
import { scale } from '../../src/numeric/vector.js';
import { datasetOf, dimensionOf, mapVectors, netsOf, type Instance } from './instance.js';
import { indices, type Candidates, type Row } from './mirror-images.js';
import { axes, opposite } from './plainer.js';
import { coarser } from './simpler-numbers.js';

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

/** All labels exchanged, and with them the signs of a. */
function exchanged(instance: Instance): Instance {
  const nets = netsOf(instance).map(([name, net]) => [name, { ...net, a: net.a.map((a) => a.neg()) }] as const);
  const dataset = datasetOf(instance);
  const labels = dataset && { dataset: { ...dataset, y: dataset.y.map(opposite) } };
  return { ...instance, ...labels, ...Object.fromEntries(nets) };
}

/** All of space reflected, permuted, or in other units: numbers without a common denominator or factor. */
export function* plainerSpace(instance: Instance): Candidates {
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
