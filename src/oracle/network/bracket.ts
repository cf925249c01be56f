import type { Network } from '../../model/network.js';
import { Pricing } from './price.js';
import { gain, inner, type Direction, type MarginProblem } from './problem.js';

/**
 * A bracket on the best normalised margin (problem (M)) over all networks of every width with this leak: `lower` is attained by `network`, `upper` is
 * proved by `lambda` for every width.
 */
export interface NetworkMargin {
  /** The margin of `network`, less the rounding of its evaluation. */
  readonly lower: number;
  /** No network of any width has a greater margin, rounding included. */
  readonly upper: number;
  /** (upper - lower) / upper; 0 where both are 0. */
  readonly gap: number;
  /** Unit norm, at most n neurons, |a_k| = |w_k|, margin at least `lower` (to rounding of its weights). */
  readonly network: Network<number>;
  /** Weights of the points, >= 0, sum 1, with 1/2 max |sum_i lambda_i y_i phi(<u, x_i>)| <= upper over the unit sphere. */
  readonly lambda: readonly number[];
  /** Whether some network fits the points; else both ends are 0. */
  readonly fits: boolean;
  /** Whether the gap is at most what was asked for. */
  readonly closed: boolean;
  /** Why not, where it is not. */
  readonly why?: string;
}

/** The two ends of a bracket while they close in, in the problem's units; each move of an end is proved when it is made. */
export class Bracket {
  readonly problem: MarginProblem;
  lower = 0;
  upper: number;
  private best: readonly Neuron[];
  private lambda: readonly number[];
  private readonly pricing: Pricing;

  /** The trivial bracket: f = 0, and the shortest point alone. With `within`, one for networks in the cells of these directions. */
  constructor(problem: MarginProblem, within?: readonly Direction[]) {
    this.problem = problem;
    this.pricing = new Pricing(problem, within);
    const shortest = problem.lengths.indexOf(Math.min(...problem.lengths));
    this.upper = (problem.lengths[shortest] / 2) * (1 + 8 * Number.EPSILON * problem.points[0].length);
    this.lambda = problem.lengths.map((_, i) => (i === shortest ? 1 : 0));
    this.best = [];
  }

  get gap(): number {
    return (this.upper - this.lower) / this.upper;
  }

  /** Evaluates a measure as a network: its least q_i less the rounding of all of them. */
  raise(directions: readonly Direction[], masses: readonly number[]): void {
    const { problem } = this;
    const neurons = merged(problem, directions, masses);
    const total = neurons.reduce((sum, { mass }) => sum + mass, 0);
    const rounding = (neurons.length + problem.points[0].length + 8) * Number.EPSILON;
    const least = problem.lengths.reduce((worst, length, i) => {
      const q = neurons.reduce((sum, one) => sum + one.mass * gain(problem, one, i), 0);
      return Math.min(worst, q - rounding * total * length);
    }, Infinity);
    const lower = (least / (2 * total)) * (1 - rounding);
    // nor is it where no mass is left, and `lower` NaN
    if (!(lower > this.lower)) return;
    this.lower = lower;
    this.best = neurons.map((one) => ({ ...one, mass: one.mass / total }));
  }

  /** Prices weights of the points; the directions that they ask for, or undefined where there are too many cells. */
  cut(lambda: readonly number[]): readonly Direction[] | undefined {
    const price = this.pricing.price(lambda);
    if (price === undefined) return undefined;
    if (price.bound / 2 < this.upper) {
      this.upper = price.bound / 2;
      this.lambda = lambda;
    }
    return price.directions;
  }

  result(gap: number, why: string | undefined): NetworkMargin {
    const { problem } = this;
    const network: Network<number> =
      this.best.length === 0
        ? silent(problem.leak, problem.points[0].length)
        : {
            leak: problem.leak,
            w: this.best.map(({ u, mass }) => u.map((t) => Math.sqrt(mass / 2) * t)),
            a: this.best.map(({ sign, mass }) => sign * Math.sqrt(mass / 2)),
          };
    const total = this.lambda.reduce((sum, t) => sum + t, 0);
    // the unit is rounded once, and so are these products
    const lower = 2 * this.lower * problem.halfUnit * (1 - 2 * Number.EPSILON);
    const upper = 2 * this.upper * problem.halfUnit * (1 + 2 * Number.EPSILON);
    return {
      lower,
      upper,
      gap: this.gap + 8 * Number.EPSILON,
      network,
      lambda: this.lambda.map((t) => t / total),
      fits: true,
      closed: this.gap + 8 * Number.EPSILON <= gap,
      ...(why !== undefined && { why }),
    };
  }
}

/** A direction and its mass. */
type Neuron = Direction & { readonly mass: number };

/** Differences of unit vectors of one cell that are the same neuron, seen at different rounds. */
const ALMOST = 2 ** -12;

/** Neurons that were sought in one cell, or are of one sign and cell and all but parallel, as one: f is linear in it, so the q_i stay, and the sum of vectors is no longer than its parts. */
function merged({ points }: MarginProblem, directions: readonly Direction[], masses: readonly number[]): Neuron[] {
  const groups: { key: string | number; sign: 1 | -1; u: readonly number[]; v: number[] }[] = [];
  directions.forEach(({ sign, u, cell }, j) => {
    if (!(masses[j] > 0)) return;
    const key = cell ?? [sign, ...points.map((x) => Math.sign(inner(u, x)))].join();
    const near = (v: readonly number[]): boolean => v.every((t, e) => Math.abs(t - u[e]) < ALMOST);
    const group = groups.find((g) => g.key === key && (cell !== undefined || near(g.u)));
    if (group === undefined) groups.push({ key, sign, u, v: u.map((t) => masses[j] * t) });
    else group.v = group.v.map((t, e) => t + masses[j] * u[e]);
  });
  return groups.map(({ sign, v }) => {
    const mass = Math.hypot(...v);
    return { sign, u: v.map((t) => t / mass), mass };
  });
}

/** f = 0 with unit norm. */
export const silent = (leak: number, d: number): Network<number> => ({
  leak,
  w: [new Array<number>(d).fill(0)],
  a: [1],
});
