import fc from 'fast-check';
import type { HintedWidth } from '../../src/claims/h4-suboptimal.js';
import type { Rational } from '../../src/numeric/field.js';
import { rational, toNumber } from '../../src/numeric/rational.js';
import { plantedMargins } from './max-margin.js';
import { positiveRationals } from './rational.js';
import { across, dimensions, nonzeroVectors } from './vector.js';

/** The longest row. */
const length = (rows: readonly (readonly Rational[])[]): number =>
  Math.max(...rows.map((row) => Math.hypot(...row.map(toNumber))));

/** Hints of all sizes with epsilon <= leak/2 (in gamma*), K as given in units of its bound. */
export const hintedWidths = (widths: fc.Arbitrary<number>, K: fc.Arbitrary<Rational>): fc.Arbitrary<HintedWidth> =>
  dimensions(2).chain((d) =>
    fc
      .record({
        planted: plantedMargins(d, [rational(1)]),
        v: nonzeroVectors(d),
        leak: fc.integer({ min: 5, max: 251 }).map((k) => rational(k, 256)),
        K,
        H: positiveRationals(),
        share: fc.integer({ min: 1, max: 20 }),
        width: widths,
      })
      .map(({ planted: { dataset, p }, v, leak, K, H, share, width }) => {
        const axes = p.map((_, j) => p.map((__, k) => rational(j === k ? 1 : 0)));
        const wPerp = [v, ...axes].map((u) => across(u, p)).find((u) => u.some((t) => t.n !== 0n)) as Rational[];
        const epsilon = leak.mul(share).div(40);
        const bound = (5 * length(dataset.x) * toNumber(epsilon)) / ((1 - toNumber(leak)) * length([wPerp]));
        return { dataset, wPerp, leak, K: K.mul(rational(Math.ceil(64 * bound), 64)), H: H.add(1), epsilon, width };
      }),
  );
