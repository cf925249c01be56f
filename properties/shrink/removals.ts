import { rational } from '../../src/numeric/rational.js';
import { datasetOf, mapVectors, netsOf, dimensionOf, withPoints, type Instance } from './instance.js';
import { indices, partner, type Candidates, type Row } from './mirror-images.js';

const without = <T>(list: readonly T[], ...gone: readonly number[]): T[] => list.filter((_, j) => !gone.includes(j));

/** Fewer points: half of them, those at one place and its mirror image alone, then one with its mirror image, then one. */
export function* fewerPoints(instance: Instance): Candidates {
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
export function* lowerDimension(instance: Instance): Candidates {
  const d = dimensionOf(instance) ?? 1;
  for (let j = d - 1; j >= 0 && d > 1; j--) {
    const lower = mapVectors(instance, (v) => without(v, j));
    const zeta = instance['zeta'] as readonly number[] | undefined;
    yield zeta === undefined ? lower : { ...lower, zeta: zeta.filter((_, at) => at % (d + 1) !== j) };
  }
}

/** A narrower net: one neuron goes, with all that belongs to it. */
export function* narrower(instance: Instance): Candidates {
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

export function* shorterLists(instance: Instance): Candidates {
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
