import fc from 'fast-check';
import { H4, H4SmallK, H4Printed, H5, H5SmallK, type HintedWidth } from '../../src/claims/h4-suboptimal.js';
import type { Rational } from '../../src/numeric/field.js';
import { rational, toNumber } from '../../src/numeric/rational.js';
import { plantedMargins } from '../arbitraries/max-margin.js';
import { positiveRationals } from '../arbitraries/rational.js';
import { across, dimensions, nonzeroVectors } from '../arbitraries/vector.js';
import { theorem } from '../harness/theorem.js';

/** The longest row. */
const length = (rows: readonly (readonly Rational[])[]): number =>
  Math.max(...rows.map((row) => Math.hypot(...row.map(toNumber))));

/** Hints of all sizes with epsilon <= leak/2 (in gamma*), K as given in units of its bound. */
const hinted = (widths: fc.Arbitrary<number>, K: fc.Arbitrary<Rational>): fc.Arbitrary<HintedWidth> =>
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

theorem(H4, {
  instances: hinted(
    fc.integer({ min: 2, max: 5 }),
    fc.integer({ min: 1, max: 9 }).map((k) => rational(k)),
  ),
  runs: 200,
});
theorem(H4SmallK, {
  instances: hinted(fc.integer({ min: 2, max: 5 }), fc.constantFrom(rational(0), rational(1, 100))),
  runs: 5,
});
theorem(H4Printed, {
  instances: hinted(
    fc.integer({ min: 1, max: 3 }),
    fc.integer({ min: 1, max: 9 }).map((k) => rational(k)),
  ),
  runs: 20,
});
theorem(H5, {
  instances: hinted(
    fc.constant(2),
    fc.integer({ min: 1, max: 9 }).map((k) => rational(k)),
  ),
  runs: 150,
});
theorem(H5SmallK, { instances: hinted(fc.constant(2), fc.constantFrom(rational(0), rational(1, 100))), runs: 5 });
