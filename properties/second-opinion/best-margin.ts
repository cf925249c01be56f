import { inner, realData, type Data } from './data.js';
import { Fraction, numbers, ONE, scaled, sum, type Vector } from './fraction.js';
import { play } from './game.js';
import { nearest, sloped } from './margin.js';
import { price, type Price } from './price.js';

/** The best normalised margin of nets of any width, between a net's margin and a price that no net can beat. */
export interface Best {
  /** The margin of a net of `width` neurons. */
  readonly lower: number;
  readonly width: number;
  /** No net of any width has more: exactly, as a square. */
  readonly upperSquared: Fraction;
  readonly upper: number;
}

/** Rounds that are played; each adds one neuron to choose from. */
const ROUNDS = 200;
/** Relative distance of the two ends at which it is over; far below the 4 digits that are frozen. */
const GAP = 1e-7;
/** Neurons with a smaller share are rounding. */
const SHARE = 1e-9;
/** Weights are used as multiples of this. */
const GRAIN = 2 ** -40;
/** Largest denominator of weights that are tried as simple fractions. */
const SIMPLE = 10_000n;

/** The simplest fraction within `within` of t >= 0, by continued fractions. */
function simplest(t: number, within: number): Fraction {
  let [p, q, pp, qq] = [1n, 0n, 0n, 1n];
  for (let rest = t; ; rest = 1 / (rest - Math.floor(rest))) {
    const whole = BigInt(Math.floor(rest));
    [p, q, pp, qq] = [whole * p + pp, whole * q + qq, p, q];
    const found = new Fraction(p, q);
    if (Math.abs(found.toNumber() - t) <= within || q > SIMPLE) return found;
  }
}

const normalised = (weights: Vector): Fraction[] => scaled(ONE.over(sum(weights)), weights);

/**
 * Since |a| |w| <= (a^2 + |w|^2)/2, a net of unit norm is a mixture of neurons (s, u) with weights c_k = |a_k| |w_k|, sum c <= 1/2. So the best margin is half the value of a
 * game: one side mixes neurons, the other points. Weights lambda of the points prove max_u |sum_i lambda_i y_i phi(<u, x_i>)| / 2 (price.ts), a mixture proves its own margin; both
 * sides meet by adding the neuron that gains most at the present lambda.
 */
export function bestMargin(data: Data, leak: Fraction): Best {
  const { x, y } = realData(data);
  const slope = leak.toNumber();
  const columns: { u: number[]; sign: 1 | -1 }[] = [];
  const add = (u: readonly number[], sign: 1 | -1): void => {
    columns.push({ u: u.map((t) => t / Math.hypot(...u)), sign });
  };
  const payoff = (i: number, { u, sign }: { u: number[]; sign: 1 | -1 }): number => {
    const z = inner(u, x[i]);
    return sign * y[i] * (z > 0 ? z : slope * z);
  };
  // the weights that are optimal for linear functions, and for single neurons with a = 1 or -1, may be optimal for all nets
  const guesses = [undefined, 1, -1].map((s) => nearest(sloped(data, leak, s)).weights);
  let bound: Price | undefined;
  const offer = (lambda: Vector): Price => {
    const offered = price(data, leak, lambda);
    if (bound === undefined || offered.square.compare(bound.square) < 0) bound = offered;
    return offered;
  };
  for (const lambda of guesses) {
    const { u, sign } = offer(lambda);
    add(numbers(u), sign);
  }
  let lower = -Infinity;
  let width = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const { value, rows, columns: mix } = play(x.map((_, i) => columns.map((c) => payoff(i, c))));
    if (value > lower) {
      lower = value;
      width = mix.filter((c) => c > SHARE).length;
    }
    // the weights as they come, and as the simple fractions next to them, which may be the exact ones
    const weights = [rows.map((t) => Fraction.of(Math.round(t / GRAIN))), rows.map((t) => simplest(t, SHARE))].map(
      normalised,
    );
    const [{ u, sign }] = weights.map(offer);
    if (bound !== undefined && Math.sqrt(bound.square.toNumber()) - lower <= GAP * Math.abs(lower)) break;
    add(numbers(u), sign);
  }
  if (bound === undefined) throw new Error('no weights were tried');
  const upperSquared = bound.square.over(Fraction.of(4));
  return { lower: lower / 2, width, upperSquared, upper: Math.sqrt(upperSquared.toNumber()) };
}
