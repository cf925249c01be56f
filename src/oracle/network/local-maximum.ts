import type { Dataset } from '../../model/dataset.js';
import { toReal } from '../../model/dataset.js';
import { normalisedMargin, type Network } from '../../model/network.js';
import { real } from '../../numeric/field.js';
import { inner, marginProblem, type Direction, type MarginProblem } from './problem.js';
import { marginInCells } from './width-margin.js';

/** |<u, x_i>| / |x_i| below which a neuron stands on the kink of point i, and how far off it its neighbours are taken. */
const ON_KINK = 1e-9;
const BESIDE = 1e-6;
/** Margins, relative, that are one: in-cell brackets close to 1e-9. */
const SAME = 1e-8;
/** Combinations of adjacent cells beyond which nothing is said. */
const MOST = 64;

/**
 * Whether a net none of whose neurons vanishes is a local maximum of problem (M) at its width. Nets nearby have each neuron in a cell that touches its own place, and
 * in fixed cells the problem is convex: so it is one just when no combination of adjacent cells has an optimum above its margin. Undefined where there are too
 * many combinations, or a bracket on one of them stays open around the margin.
 */
export async function isLocalMaximum(dataset: Dataset, net: Network<number>): Promise<boolean | undefined> {
  const problem = marginProblem(dataset, net.leak);
  const margin = normalisedMargin(real, net, toReal(dataset)) / (2 * problem.halfUnit);
  const places = net.w.map((w, k) => neighbours(problem, { sign: net.a[k] > 0 ? 1 : -1, u: unit(w) }));
  if (places.reduce((product, { length }) => product * length, 1) > MOST) return undefined;
  let combinations: Direction[][] = [[]];
  for (const own of places) combinations = combinations.flatMap((chosen) => own.map((one) => [...chosen, one]));
  let decided: boolean | undefined = true;
  for (const cells of combinations) {
    const { lower, upper } = await marginInCells(problem, cells);
    const [low, high] = [lower, upper].map((t) => t / (2 * problem.halfUnit));
    if (low > margin * (1 + SAME)) return false;
    if (high > margin * (1 + SAME)) decided = undefined;
  }
  return decided;
}

const unit = (w: readonly number[]): number[] => {
  const length = Math.hypot(...w);
  return w.map((t) => t / length);
};

/** One direction in each cell that touches u's place, as far as single steps off its kinks reach them. */
function neighbours({ directions }: MarginProblem, { sign, u }: Direction): Direction[] {
  let found: number[][] = [[...u]];
  for (const n of directions.filter((x) => Math.abs(inner(u, x)) <= ON_KINK)) {
    found = found.flatMap((v) => [BESIDE, -BESIDE].map((step) => v.map((t, j) => t + step * n[j])));
  }
  const cells = new Map(found.map((v) => [directions.map((x) => Math.sign(inner(v, x))).join(), v]));
  return [...cells.values()].map((v) => ({ sign, u: unit(v) }));
}
