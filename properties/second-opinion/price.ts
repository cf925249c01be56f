import { phi, type Data } from './data.js';
import { added, dot, Fraction, isZero, ONE, scaled, squared, sum, ZERO, type Vector } from './fraction.js';

export interface Price {
  /** max |h(u)|, squared: exact. */
  readonly square: Fraction;
  /** Where it is attained, of any length, and the sign of h there. */
  readonly u: Vector;
  readonly sign: 1 | -1;
}

/** h(u) = sum_i lambda_i y_i phi(<u, x_i>). */
export const priceAt = ({ x, y }: Data, leak: Fraction, lambda: Vector, u: Vector): Fraction =>
  sum(x.map((row, i) => lambda[i].times(Fraction.of(y[i])).times(phi(leak, dot(u, row)))));

/** The sign of the angle from 0 to pi, 1, or from pi to 2 pi, -1. */
const half = ([s, t]: Vector): number => t.sign() || s.sign();
/** Negative where u comes before v, by angle. */
const byAngle = (u: Vector, v: Vector): number => half(v) - half(u) || v[0].times(u[1]).minus(v[1].times(u[0])).sign();

/** Directions of R^1 or R^2 that lie on the kinks of the points, and one at least in each sector between neighbours. Throws RangeError for d > 2. */
function directions(x: readonly Vector[]): { kinks: Vector[]; between: Vector[] } {
  if (x[0].length > 2) throw new RangeError(`prices are computed for d <= 2, not d = ${x[0].length}`);
  if (x[0].length === 1) return { kinks: [], between: [[ONE], [Fraction.of(-1)]] };
  const kinks = x
    .filter((row) => !isZero(row))
    .flatMap(([s, t]) => [
      [ZERO.minus(t), s],
      [t, ZERO.minus(s)],
    ])
    .sort(byAngle);
  // the sum of neighbours less than 180 degrees apart lies between them; between opposite ones lie the points themselves
  const sums = kinks.map((u, k) => added(u, kinks[(k + 1) % kinks.length]));
  return { kinks, between: [...sums, ...x, ...x.map((row) => scaled(Fraction.of(-1), row))].filter((u) => !isZero(u)) };
}

/**
 * max of |h| over the unit circle (or +-1), with its square exact. In a sector h = <g, u>, so |h| is greatest at a kink or at a u = +-g of its own sector: the values of h
 * itself are compared at all of these, those in a wrong sector being just values like others.
 */
export function price(data: Data, leak: Fraction, lambda: Vector): Price {
  const { kinks, between } = directions(data.x);
  const gradients = between.map((u) =>
    data.x
      .map((row, i) => {
        const slope = dot(u, row).sign() > 0 ? ONE : leak;
        return scaled(lambda[i].times(slope).times(Fraction.of(data.y[i])), row);
      })
      .reduce((s, v) => added(s, v)),
  );
  const candidates = [...kinks, ...between, ...gradients, ...gradients.map((g) => scaled(Fraction.of(-1), g))];
  let best: Price = { square: ZERO, u: data.x[0].map(() => ONE), sign: 1 };
  for (const u of candidates) {
    if (isZero(u)) continue;
    const value = priceAt(data, leak, lambda, u);
    const square = value.times(value).over(squared(u));
    if (square.compare(best.square) > 0) best = { square, u, sign: value.sign() < 0 ? -1 : 1 };
  }
  return best;
}
