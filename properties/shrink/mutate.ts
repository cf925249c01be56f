import type { Label } from '../../src/model/dataset.js';
import { negate, scale } from '../../src/numeric/vector.js';
import { exact, isRational, rational } from '../../src/numeric/rational.js';
import type { Rational } from '../../src/numeric/field.js';
import { datasetOf, leavesOf, netsOf, withPoint, withPoints, type Instance } from './instance.js';

/** Uniform in [0, 1). */
export type Draw = () => number;

const pick = <T>(draw: Draw, list: readonly T[]): T => list[Math.floor(draw() * list.length)];

/** A change of one kind; undefined where the instance has no such part. */
type Change = (instance: Instance, draw: Draw) => Instance | undefined;

const opposite = (label: Label): Label => (label === 1 ? -1 : 1);

/** A change of a random point of the data. */
const atPoint =
  (
    change: (instance: Instance, i: number, x: readonly Rational[], y: Label, draw: Draw) => Instance | undefined,
  ): Change =>
  (instance, draw) => {
    const dataset = datasetOf(instance);
    if (dataset === undefined) return undefined;
    const i = Math.floor(draw() * dataset.y.length);
    return change(instance, i, dataset.x[i], dataset.y[i], draw);
  };

const joined = (instance: Instance, x: readonly (readonly Rational[])[], y: readonly Label[]): Instance => {
  const dataset = datasetOf(instance) ?? { x: [], y: [] };
  return { ...instance, dataset: { x: [...dataset.x, ...x], y: [...dataset.y, ...y] } };
};

/** A change of a random neuron. */
const atNeuron =
  (change: (w: readonly Rational[], a: Rational, draw: Draw) => { w: readonly Rational[]; a: Rational }): Change =>
  (instance, draw) => {
    const nets = netsOf(instance);
    if (nets.length === 0) return undefined;
    const [name, net] = nets[0];
    const k = Math.floor(draw() * net.a.length);
    const { w, a } = change(net.w[k], net.a[k], draw);
    const changed = { ...net, w: net.w.map((v, l) => (l === k ? w : v)), a: net.a.map((v, l) => (l === k ? a : v)) };
    return { ...instance, [name]: changed };
  };

const FACTORS = [-1, 2, 3, 10, -2].map((t) => rational(t)).concat(rational(1, 2), rational(1, 10));
const VALUES = [0, 1, -1, 2, -2, 3].map((t) => rational(t)).concat(rational(1, 2), rational(3, 2), rational(-1, 2));

const CHANGES: readonly Change[] = [
  // points
  atPoint((instance, i) => {
    const rest = [...(datasetOf(instance)?.y.keys() ?? [])].filter((j) => j !== i);
    return rest.length > 0 ? withPoints(instance, rest) : undefined;
  }),
  atPoint((instance, i, x, y) => withPoint(instance, i, x, opposite(y))),
  atPoint((instance, i, x, y) => withPoint(instance, i, negate(exact, x), y)),
  atPoint((instance, i, x, y, draw) => withPoint(instance, i, scale(exact, pick(draw, FACTORS), x), y)),
  // both labels at one point, and with its mirror image, which keeps symmetric data symmetric
  atPoint((instance, _, x, y) => joined(instance, [x], [opposite(y)])),
  atPoint((instance, _, x, y) => joined(instance, [x, negate(exact, x)], [opposite(y), y])),
  (instance, draw) => {
    const dataset = datasetOf(instance);
    const c = pick(draw, FACTORS);
    return dataset && { ...instance, dataset: { ...dataset, x: dataset.x.map((row) => scale(exact, c, row)) } };
  },
  // neurons
  atNeuron((w, a) => ({ w, a: a.neg() })),
  atNeuron((w, a, draw) => ({ w, a: a.mul(pick(draw, FACTORS)) })),
  atNeuron((w, a) => ({ w: negate(exact, w), a })),
  atNeuron((w, a) => ({ w: negate(exact, w), a: a.neg() })),
  atNeuron((w, a, draw) => ({ w: scale(exact, pick(draw, FACTORS), w), a })),
  // a list of rationals: all of one sign, or turned round
  (instance) =>
    Array.isArray(instance['b']) ? { ...instance, b: (instance['b'] as Rational[]).map((t) => t.abs()) } : undefined,
  (instance) =>
    Array.isArray(instance['b']) ? { ...instance, b: (instance['b'] as Rational[]).map((t) => t.neg()) } : undefined,
];

/** Another number somewhere: each part of an instance has the same chance, so that what stands alone, as K does, is not lost among coordinates. */
const anyNumber: Change = (instance, draw) => {
  const leaves = leavesOf(instance);
  const part = pick(draw, [...new Set(leaves.map(({ path }) => path[0]))]);
  const leaf = pick(
    draw,
    leaves.filter(({ path }) => path[0] === part),
  );
  if (isRational(leaf.value)) return leaf.put(draw() < 0.5 ? pick(draw, VALUES) : leaf.value.mul(pick(draw, FACTORS)));
  const t = leaf.value;
  return leaf.put(pick(draw, [0, 1, -1, 2, 3, -t, 2 * t, t / 2, t / 10, t + 1, t - 1]));
};

/** How often a change is one of a number. */
const NUMBERS = 1 / 3;

/** The instance with one random change of one of the kinds above. */
export function mutate(instance: Instance, draw: Draw): Instance {
  for (;;) {
    const changed = (draw() < NUMBERS ? anyNumber : pick(draw, CHANGES))(instance, draw);
    if (changed !== undefined) return changed;
  }
}
