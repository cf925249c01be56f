import type { Field } from '../numeric/field.js';
import { negate, plus, scale, type Vector } from '../numeric/vector.js';
import type { Dataset } from './dataset.js';

/** The constants of Definition 6.1. */
export interface Hints<T> {
  /** How far out the hint along w* lies: large. */
  readonly H: T;
  /** How far across w* the two other hints lie. */
  readonly K: T;
  /** Their margin along w*: small. */
  readonly epsilon: T;
}

/**
 * The (H, K, epsilon, w_perp)-hinted dataset S' (Definition 6.1): the three hints (H w*, 1), (epsilon w* + K w_perp, 1)
 * and (epsilon w* - K w_perp, 1), then all of S. The constants are in units of |wStar| and |wPerp|, so with
 * non-unit vectors the paper's H is H |wStar|, its epsilon is epsilon |wStar| and its K is K |wPerp|; that keeps
 * rational data rational where w* itself is not.
 */
export function hintedDataset<T>(
  field: Field<T>,
  { x, y }: Dataset<T>,
  wStar: Vector<T>,
  wPerp: Vector<T>,
  { H, K, epsilon }: Hints<T>,
): Dataset<T> {
  const along = scale(field, epsilon, wStar);
  const across = scale(field, K, wPerp);
  return {
    x: [scale(field, H, wStar), plus(field, along, across), plus(field, along, negate(field, across)), ...x],
    y: [1, 1, 1, ...y],
  };
}
