import type { Dataset } from '../../model/dataset.js';
import type { Network } from '../../model/network.js';
import type { Rational } from '../../numeric/field.js';
import { linearMargin } from '../linear-margin.js';
import { Bracket, silent, type NetworkMargin } from './bracket.js';
import { close } from './close.js';
import { DEFAULT_GAP } from './default-gap.js';
import { marginProblem, type Direction, type MarginProblem } from './problem.js';

/** The best normalised margin of one neuron, squared, exactly, and the neuron (unit norm). */
export interface OneNeuronMargin {
  /** The square of the best margin, exactly. */
  readonly marginSquared: Rational;
  /** Its root, to the nearest double or 1 ulp beside it. */
  readonly margin: number;
  /** One neuron of unit norm with that margin, to rounding of its weights. */
  readonly network: Network<number>;
}

/**
 * Problem (M) at m = 1 is linear: a neuron s phi(<w, x>) fits the points just when s w separates them linearly, and then phi multiplies those on its negative side
 * by the leak; so its best margin is half the max margin of the dataset in which these points are shortened. Undefined where no neuron fits.
 * leak > 0.
 */
export async function oneNeuronMargin(dataset: Dataset, leak: Rational): Promise<OneNeuronMargin | undefined> {
  const found: OneNeuronMargin[] = [];
  for (const s of [1, -1] as const) {
    const x = dataset.x.map((row, i) => (dataset.y[i] === s ? row : row.map((t) => t.mul(leak))));
    const answer = await linearMargin({ x, y: dataset.y });
    if (!answer.separable) return undefined;
    found.push({
      marginSquared: answer.gammaSquared.div(4),
      margin: answer.gamma / 2,
      network: {
        leak: leak.valueOf(),
        w: [answer.separator.map((t) => s * Math.SQRT1_2 * t)],
        a: [s * Math.SQRT1_2],
      },
    });
  }
  return found[0].marginSquared.compare(found[1].marginSquared) >= 0 ? found[0] : found[1];
}

/** Bounds on the best normalised margin of all networks of one width: `lower` is attained by `network`, of at most that width. */
export interface WidthMargin {
  /** A margin that is attained. */
  readonly lower: number;
  /** No network of this width has a greater margin. */
  readonly upper: number;
  /** Attains `lower`; its width is at most the one asked for. */
  readonly network: Network<number>;
}

/** Sets of cells that are tried. */
const MOST_SETS = 300;

/**
 * Bounds for a width m >= 2 from a bracket for all widths: its upper end, and the best network found, which is the bracket's own where it is narrow
 * enough. Else the optimum in each set of m of its cells: the best of them is a network, and no more is said.
 */
export async function widthMargin(
  dataset: Dataset,
  leak: number,
  width: number,
  all: NetworkMargin,
): Promise<WidthMargin> {
  const { lower, upper, network } = all;
  if (network.a.length <= width) return { lower, upper, network };
  const problem = marginProblem(dataset, leak);
  const directions = network.w.flatMap((w, k): Direction[] => {
    const length = Math.hypot(...w);
    return length > 0 ? [{ sign: network.a[k] > 0 ? 1 : -1, u: w.map((t) => t / length) }] : [];
  });
  let best: WidthMargin = { lower: 0, upper, network: silent(leak, dataset.x[0].length) };
  for (const cells of subsets(directions, width).slice(0, MOST_SETS)) {
    const found = await marginInCells(problem, cells);
    if (found.lower > best.lower) best = { lower: found.lower, upper, network: found.network };
  }
  return best;
}

/** The best margin of networks with at most one neuron in the cell of each direction, with its sign: a convex problem, and so a bracket. */
export async function marginInCells(problem: MarginProblem, cells: readonly Direction[]): Promise<NetworkMargin> {
  const bracket = new Bracket(problem, cells);
  const lambda = problem.lengths.map((t) => 1 / t);
  return bracket.result(
    DEFAULT_GAP,
    await close(bracket, { lambda, directions: cells.map((one, cell) => ({ ...one, cell })) }, DEFAULT_GAP),
  );
}

function subsets<T>(list: readonly T[], size: number): T[][] {
  if (size === 0) return [[]];
  return list.flatMap((first, i) => subsets(list.slice(i + 1), size - 1).map((rest) => [first, ...rest]));
}
