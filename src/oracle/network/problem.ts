import type { Dataset, Label } from '../../model/dataset.js';
import { integerPoints, longestEntry, proposalPoints } from '../integer-points.js';
import { InputError } from '../../model/input-error.js';
import { gcd } from '../../numeric/integer.js';
import { rational, toNumber } from '../../numeric/rational.js';

/** The points that are multiples of one vector. */
export interface Line {
  readonly points: readonly number[];
  /** The shortest integer vector on it, up to sign. */
  readonly normal: readonly bigint[];
}

/** The lines through 0 and the points, none of which is 0; z as integers, y_i x_i up to a common factor. */
export function linesOf(z: readonly (readonly bigint[])[]): Line[] {
  const lines = new Map<string, { normal: bigint[]; points: number[] }>();
  z.forEach((row, i) => {
    const common = row.reduce((c, t) => gcd(c, t), 0n);
    const first = row.find((t) => t !== 0n) ?? 1n;
    const normal = row.map((t) => t / (first > 0n ? common : -common));
    const key = normal.join();
    const known = lines.get(key);
    if (known === undefined) lines.set(key, { normal, points: [i] });
    else known.points.push(i);
  });
  return [...lines.values()];
}

/**
 * Problem (M) for one dataset, in the units of the largest coordinate: x_i = 2 halfUnit points[i], points between -1 and 1, each
 * coordinate rounded once.
 */
export interface MarginProblem {
  readonly leak: number;
  readonly y: readonly Label[];
  readonly points: readonly (readonly number[])[];
  readonly lengths: readonly number[];
  /** points[i] / lengths[i]. */
  readonly directions: readonly (readonly number[])[];
  readonly lines: readonly Line[];
  /** Half of what margins are multiplied by to be in the data's units, which a double may not hold; rounded once. */
  readonly halfUnit: number;
}

/** The shortest point beside the largest coordinate: doubles hold the square of its length and of the inverse. */
const SHORTEST = 2 ** -400;

/** No point may be 0. @throws InputError `range` for points whose sizes differ by more than doubles hold */
export function marginProblem(dataset: Dataset, leak: number): MarginProblem {
  const { points: exact, denominator } = integerPoints(dataset);
  const { y } = dataset;
  const points = proposalPoints(exact).map((row, i) => row.map((t) => y[i] * t));
  const lengths = points.map((row) => Math.hypot(...row));
  const short = lengths.findIndex((t) => t < SHORTEST);
  if (short >= 0) {
    const given = `dataset.x[${short}] is less than 2^-400 of the largest coordinate`;
    throw new InputError('range', `${given}, expected sizes that differ by less`, `dataset.x[${short}]`);
  }
  return {
    leak,
    y,
    points,
    lengths,
    lines: linesOf(exact),
    directions: points.map((row, i) => row.map((t) => t / lengths[i])),
    halfUnit: toNumber(rational(2n ** BigInt(longestEntry(exact) - 1), denominator)),
  };
}

/** A neuron of unit weights (sign, u), |u| = 1, or its mass times that: (a, w) = sqrt(mass) (sign, u). */
export interface Direction {
  readonly sign: 1 | -1;
  readonly u: readonly number[];
  /** The cell that it was sought in, where only some were: each of these has one neuron. */
  readonly cell?: number;
}

export const inner = (u: readonly number[], v: readonly number[]): number => {
  let sum = 0;
  for (let j = 0; j < u.length; j++) sum += u[j] * v[j];
  return sum;
};

/** What a direction of mass 1 adds to q_i. */
export const gain = ({ leak, y, points }: MarginProblem, { sign, u }: Direction, i: number): number => {
  const t = inner(u, points[i]);
  return sign * y[i] * (t > 0 ? t : leak * t);
};
