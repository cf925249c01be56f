import type { Proposal } from '../lp/program.js';
import { solveProgram } from '../lp/solve.js';
import { gain, type Direction, type MarginProblem } from './problem.js';

/** Gains below this, in units of |x_i|, are what rounding leaves where <u, x_i> = 0. */
const NO_GAIN = 2 ** -43;
/** A measure may leave a point short at this multiple of what the bound says that it costs to fit all points. */
const SHORTFALL_COST = 1000;

/** Masses of directions, >= 0, and weights of points, >= 0. */
export interface Measure {
  readonly masses: readonly number[];
  readonly lambda: readonly number[];
}

/** Points beyond which a program starts with some of them and takes in others as they fall short. */
const MANY_POINTS = 200;
/** Points taken in at a time. */
const MOST_NEW_POINTS = 50;

/**
 * Problem (M) over the given directions alone: min sum of masses subject to q_i >= 1 for all i, a linear program, and its dual's weights.
 * A further variable, dear enough to be 0 where the directions fit the points, makes it feasible. Nothing that is said here is believed:
 * masses give a network and weights a bound, and both are evaluated.
 */
export class RestrictedProgram {
  private readonly problem: MarginProblem;
  /** Points that have a row; the others are met without. */
  private rows: number[];

  constructor(problem: MarginProblem) {
    this.problem = problem;
    const order = [...problem.lengths.keys()].sort((i, j) => problem.lengths[i] - problem.lengths[j]);
    this.rows = order.slice(0, order.length > MANY_POINTS ? MOST_NEW_POINTS : undefined);
  }

  /** `bound` is above the margin. Undefined where no solver proposes anything. */
  async solve(directions: readonly Direction[], bound: number): Promise<Measure | undefined> {
    const { points, lengths } = this.problem;
    for (;;) {
      const measure = await this.solveRows(directions, SHORTFALL_COST / (2 * bound));
      if (measure === undefined) return undefined;
      const reached = points.map((_, i) =>
        directions.reduce((sum, one, j) => sum + measure.masses[j] * gain(this.problem, one, i), 0),
      );
      const least = this.rows.reduce((t, i) => Math.min(t, reached[i]), Infinity);
      const short = [...points.keys()].filter((i) => reached[i] < least - NO_GAIN * lengths[i]);
      if (short.length === 0) return measure;
      short.sort((i, j) => reached[i] / lengths[i] - reached[j] / lengths[j]);
      this.rows = [...this.rows, ...short.slice(0, MOST_NEW_POINTS)];
    }
  }

  private async solveRows(directions: readonly Direction[], shortfallCost: number): Promise<Measure | undefined> {
    const { lengths } = this.problem;
    const program = {
      c: [...directions.map(() => 1), shortfallCost],
      rows: this.rows.map((i) => {
        const gains = directions.map((direction) => gain(this.problem, direction, i) / lengths[i]);
        return [...gains.map((t) => (Math.abs(t) < NO_GAIN ? 0 : t)), 1];
      }),
      b: this.rows.map((i) => 1 / lengths[i]),
    };
    const answer = await solveProgram(program);
    const proposal: Proposal | undefined = answer.status === 'optimal' ? answer : answer.best;
    if (proposal === undefined) return undefined;
    const { x, y } = proposal;
    const lambda = lengths.map(() => 0);
    this.rows.forEach((i, k) => (lambda[i] = Math.max(0, y[k]) / lengths[i]));
    return { masses: directions.map((_, j) => Math.max(0, x[j])), lambda };
  }
}
