import type { Dataset } from '../../model/dataset.js';
import { linearMargin, type LinearMargin } from '../linear-margin.js';
import { unfittable } from './fit.js';
import { Bracket, silent, type NetworkMargin } from './bracket.js';
import { close, type BracketRound } from './close.js';
import { DEFAULT_GAP } from './default-gap.js';
import { seeds } from './seeds.js';
import { marginProblem } from './problem.js';

/** When to stop, and what is known already. */
export interface NetworkMarginOptions {
  /** Gap, relative, at which to stop: at least 1e-12. */
  readonly gap?: number;
  /** The dataset's linear margin, where it is known. */
  readonly linear?: LinearMargin;
  /** Called after each round of the method. */
  readonly onRound?: (round: BracketRound) => void;
  /** Rejects with its reason when it is aborted. */
  readonly signal?: AbortSignal;
}

/**
 * Brackets problem (M) by column generation over signed measures on the sphere: since |a| |w| <= (a^2 + |w|^2)/2 it is a linear program over masses c >= 0 of
 * directions, sum c <= 1/2. Its dual's weights price all directions exactly (see `Pricing`), which proves the upper end, and the
 * best ones enter the next program; Newton's method polishes what it settles on.
 * @param leak slope of phi on the negative side, in [0, 1)
 * @throws RangeError for a leak outside [0, 1)
 * @throws InputError `range` for points whose sizes differ by more than doubles hold
 */
export async function networkMargin(
  dataset: Dataset,
  leak: number,
  { gap = DEFAULT_GAP, linear, ...watch }: NetworkMarginOptions = {},
): Promise<NetworkMargin> {
  if (!(leak >= 0 && leak < 1)) throw new RangeError(`leak is ${leak}, expected 0 <= leak < 1`);
  const separator = linear ?? (await linearMargin(dataset));
  const obstacle = separator.separable ? undefined : unfittable(dataset);
  if (obstacle !== undefined) return noMargin(dataset, leak, obstacle.weights);
  const problem = marginProblem(dataset, leak);
  const bracket = new Bracket(problem);
  const why = await close(bracket, seeds(dataset, problem, separator), gap, watch);
  return bracket.result(gap, why);
}

/** No network fits the points: 0 is the best margin, exactly. */
function noMargin({ x }: Dataset, leak: number, weights: readonly bigint[]): NetworkMargin {
  const total = weights.reduce((sum, t) => sum + t, 0n);
  const lambda = weights.map((t) => Number((t * 2n ** 60n) / total) * 2 ** -60);
  return { lower: 0, upper: 0, gap: 0, network: silent(leak, x[0].length), lambda, fits: false, closed: true };
}
