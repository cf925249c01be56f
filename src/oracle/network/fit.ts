import type { Dataset } from '../../model/dataset.js';
import { gcd } from '../../numeric/integer.js';
import { integerPoints, proposalPoints } from '../integer-points.js';
import type { Certificate } from '../linear-margin.js';
import { doubles, integers, minNormPoint } from '../min-norm-point.js';
import { linesOf } from './problem.js';

/**
 * Whether some network has a positive margin, exactly: undefined, or weights lambda >= 0 for which sum_i lambda_i y_i phi(<u, x_i>) = 0 for all u, so that no
 * network has one. phi(t) = (1 + leak)/2 t + (1 - leak)/2 |t|, and the functions |<u, x>| of different lines are independent
 * of each other and of linear ones; so it is a matter of linear separability, by Gordan's theorem, of the points (y x, y |x| e_l) for the lines l.
 * A line with one point cannot be balanced: it drops out. `leak` is not 1.
 */
export function unfittable(dataset: Dataset): Certificate | undefined {
  const { points } = integerPoints(dataset);
  const n = points.length;
  const zero = points.findIndex((z) => z.every((t) => t === 0n));
  if (zero >= 0) return { weights: points.map((_, i) => (i === zero ? 1n : 0n)) };
  const shared = linesOf(points).flatMap((line) => (line.points.length > 1 ? [line.points] : []));
  if (shared.length === 0) return undefined;
  const index = shared.flat();
  const lifted = shared.flatMap((line, l) =>
    line.map((i) => {
      const size = points[i].reduce((common, t) => gcd(common, t), 0n);
      return [...points[i], ...shared.map((_, k) => (k === l ? BigInt(dataset.y[i]) * size : 0n))];
    }),
  );
  const guess = minNormPoint(doubles, proposalPoints(lifted), [0]).index;
  const { index: support, weights } = minNormPoint(integers, lifted, guess);
  const sums = lifted[0].map((_, j) => support.reduce((sum, s, k) => sum + weights[k] * lifted[s][j], 0n));
  if (sums.some((t) => t !== 0n)) return undefined;
  const all = new Array<bigint>(n).fill(0n);
  support.forEach((s, k) => (all[index[s]] += weights[k]));
  return { weights: all };
}
