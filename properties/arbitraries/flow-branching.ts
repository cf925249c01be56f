import fc from 'fast-check';
import type { Rational } from '../../src/numeric/field.js';
import { exact, rational } from '../../src/numeric/rational.js';
import { plus, scale } from '../../src/numeric/vector.js';
import type { KinkStart } from '../../src/claims/b1-branching.js';
import { labelled, labels } from './dataset.js';
import { nonzeroRationals, positiveRationals } from './rational.js';
import { across, nonzeroVectors } from './vector.js';
import { flowLeaks } from './flow.js';

/** A vector across p, not 0: the first of v and the axes that leaves something. */
function perpendicular(p: readonly Rational[], v: readonly Rational[]): Rational[] {
  const axes = p.map((_, j) => p.map((__, k) => rational(j === k ? 1 : 0)));
  return [v, ...axes].map((u) => across(u, p)).find((u) => u.some((t) => t.n !== 0n)) as Rational[];
}

/** Along an axis: <w_1, x_1> is then 0 in doubles too, and the flow sees that the neuron is on its kink. */
export const axisVectors = (d: number): fc.Arbitrary<Rational[]> =>
  fc
    .tuple(fc.nat({ max: d - 1 }), nonzeroRationals())
    .map(([axis, size]) => Array.from({ length: d }, (_, j) => (j === axis ? size : rational(0))));

/** How a kink meets the neuron on it: `against` is minus the other points' pull, in units of |x_1|^2. */
type Kind = 'repelling' | 'not-repelling';

/** In (leak, 1), away from both ends; or beyond either. */
function against(kind: Kind, leak: Rational, share: Rational): Rational {
  if (kind === 'repelling') return leak.add(share.mul(rational(1).sub(leak)));
  return share.compare(rational(1, 2)) < 0 ? leak.mul(share) : share.add(1);
}

/**
 * z_1 = y_1 x_1 is any vector, w_1 lies across it, and the other z_i = beta_i z_1 + eta_i w_1 have eta_i of one sign: separable, by
 * z_1 + K w_1 for a large K of that sign. The second point's beta makes the pull of all what it should be. Separable data, d from 2
 * to 4, n from 2 to 4.
 */
export const kinkStarts = (
  kind: Kind,
  points: (d: number) => fc.Arbitrary<Rational[]> = nonzeroVectors,
): fc.Arbitrary<KinkStart> =>
  fc.integer({ min: 2, max: 4 }).chain((d) =>
    fc
      .record({
        leak: flowLeaks(),
        z: points(d),
        v: nonzeroVectors(d),
        a: positiveRationals(),
        side: labels(),
        share: fc.integer({ min: 1, max: 7 }).map((k) => rational(k, 8)),
        others: fc.array(fc.tuple(nonzeroRationals(), positiveRationals()), { maxLength: 2 }),
        eta: positiveRationals(),
        y: fc.array(labels(), { minLength: 4, maxLength: 4 }),
      })
      .map(({ leak, z, v, a, side, share, others, eta, y }) => {
        const w = perpendicular(z, v);
        // <w_1, x_i> = y_i eta_i |w_1|^2 with eta_i of sign `side`
        const slope = (i: number): Rational => (y[i] * side > 0 ? exact.one : leak);
        const point = (beta: Rational, t: Rational): Rational[] =>
          plus(exact, scale(exact, beta, z), scale(exact, t.mul(side), w));
        const rest = others.reduce((sum, [beta], i) => sum.add(beta.mul(slope(i + 2))), rational(0));
        const beta = against(kind, leak, share).neg().sub(rest).div(slope(1));
        const rows = [z, point(beta, eta), ...others.map(([b, t]) => point(b, t))];
        const a1 = a.mul(y[0]);
        return {
          dataset: labelled(rows, y.slice(0, rows.length)),
          net: { leak, w: [w, w], a: [a1, a1.neg()] },
        };
      }),
  );
