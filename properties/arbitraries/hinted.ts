import fc from 'fast-check';
import { largeH, smallLogScale, type HintedStart } from '../../src/claims/h2-hinted-limit.js';
import type { Rational } from '../../src/numeric/field.js';
import { exact, rational, toNumber } from '../../src/numeric/rational.js';
import { scale, squaredLength } from '../../src/numeric/vector.js';
import { largestSquaredNorm } from '../../src/model/dataset.js';
import { flowLeaks } from './flow.js';
import { plantedMargins } from './max-margin.js';
import { positiveRationals } from './rational.js';
import { across, nonzeroVectors, unitVectors } from './vector.js';

const length = (v: readonly Rational[]): number => Math.sqrt(toNumber(squaredLength(exact, v)));
/** A fraction k/64, at least t or at most t. */
const above = (t: number): Rational => rational(Math.ceil(64 * t), 64);
const below = (t: number): Rational => rational(Math.max(1, Math.floor(2 ** 20 * t)), 2 ** 20);

/** Theorem 6.2's premises by construction, from the bounds of H2; d from 2 to 5, widths as given. */
export const hintedStarts = (widths: fc.Arbitrary<number>): fc.Arbitrary<HintedStart> =>
  fc.tuple(fc.integer({ min: 2, max: 5 }), widths).chain(([d, m]) =>
    fc
      .record({
        planted: plantedMargins(d, [rational(1)]),
        v: nonzeroVectors(d),
        leak: flowLeaks(),
        neurons: fc.array(fc.tuple(unitVectors(d), positiveRationals(), fc.constantFrom(1, -1)), {
          minLength: m,
          maxLength: m,
        }),
        K: fc.integer({ min: 1, max: 8 }),
        share: fc.integer({ min: 1, max: 10 }),
        more: fc.integer({ min: 0, max: 400 }),
      })
      .map(({ planted: { dataset, p }, v, leak, neurons, K: times, share, more }) => {
        const axes = p.map((_, j) => p.map((__, k) => rational(j === k ? 1 : 0)));
        const wPerp = [v, ...axes].map((u) => across(u, p)).find((u) => u.some((t) => t.n !== 0n)) as Rational[];
        const gamma = length(p);
        const n = dataset.x.length;
        const X = Math.sqrt(toNumber(largestSquaredNorm(exact, dataset)));
        const K = above((times * n * X) / length(wPerp));
        const epsilon = below((toNumber(leak) * share) / 20);
        const real = { leak: toNumber(leak), n, X, gamma, epsilon: toNumber(epsilon) * gamma };
        const H = above(largeH({ ...real, K: toNumber(K) * length(wPerp) }) / gamma);
        const net = {
          leak,
          w: neurons.map(([u, c]) => scale(exact, c, u)),
          a: neurons.map(([, c, s], k) => (k === 0 ? c : c.mul(s))),
        };
        const logScale = Math.floor(smallLogScale(real.leak, toNumber(H) * gamma, gamma, net)) - more;
        return { dataset, wPerp, H, K, epsilon, net, logScale };
      }),
  );
