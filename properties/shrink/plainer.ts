import type { Label } from '../../src/model/dataset.js';
import type { Rational } from '../../src/numeric/field.js';
import { exact, rational } from '../../src/numeric/rational.js';
import { negate, scale, isZero } from '../../src/numeric/vector.js';
import { datasetOf, netsOf, withPoint, withPoints, type Instance } from './instance.js';
import { indices, withRow, type Candidates, type Row } from './mirror-images.js';
import { coarser } from './simpler-numbers.js';

/** The simplest vectors: the axes, forwards and backwards. */
export const axes = (d: number): Rational[][] =>
  Array.from({ length: 2 * d }, (_, k) =>
    Array.from({ length: d }, (__, j) => rational(j === k % d ? (k < d ? 1 : -1) : 0)),
  );

export const opposite = (label: Label): Label => (label === 1 ? -1 : 1);

/** Shared structure: points on axes or where another one is, and on the positive side. */
export function* plainerPoints(instance: Instance): Candidates {
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
export function* plainerNeurons(instance: Instance): Candidates {
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
