import fc from 'fast-check';
import {
  A5,
  A5Component,
  A5DimensionPrinted,
  A5Sampled,
  A5ZeroEntry,
  type StartOnMean,
} from '../../src/claims/a5-good-embedding.js';
import { exact } from '../../src/numeric/rational.js';
import { dot, squaredLength } from '../../src/numeric/vector.js';
import { networks } from '../arbitraries/network.js';
import { dimensions, nonzeroVectors, unitVectors } from '../arbitraries/vector.js';
import { theorem } from '../harness/theorem.js';

/** <w, mu-bar> + a = 0 just when a |mu| = -<w, mu>: moves such an a away, to stay clear of the event of probability 0. */
function withoutZeroEntries({ net, mu }: StartOnMean): StartOnMean {
  const squared = squaredLength(exact, mu);
  const a = net.a.map((ak, k) => {
    const inner = dot(exact, net.w[k], mu);
    return ak.mul(ak).mul(squared).equals(inner.mul(inner)) ? ak.add(ak.s < 0n ? -20 : 20) : ak;
  });
  return { net: { ...net, a }, mu };
}

const starts = dimensions().chain((d) => fc.record({ net: networks(d), mu: nonzeroVectors(d) }));

/** |mu| rational or not: both kinds of Q(|mu|). */
const hasRationalLength = ({ mu }: StartOnMean): boolean => {
  try {
    exact.sqrt(squaredLength(exact, mu));
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
};

theorem(A5, {
  instances: starts.map(withoutZeroEntries),
  covers: {
    'width 1': ({ net }) => net.a.length === 1,
    '|mu| irrational': (start) => !hasRationalLength(start),
    '|mu| rational': hasRationalLength,
  },
});

/** |mu| = 1 here, so a_1 = -<w_1, mu> makes the first entry 0. */
theorem(A5ZeroEntry, {
  instances: dimensions().chain((d) =>
    fc.tuple(networks(d), unitVectors(d)).map(([net, mu]) => ({
      net: { ...net, a: net.a.map((t, k) => (k === 0 ? dot(exact, net.w[0], mu).neg() : t)) },
      mu,
    })),
  ),
});

theorem(A5Component, {
  instances: starts,
  covers: { '|mu| irrational': (start) => !hasRationalLength(start), '|mu| rational': hasRationalLength },
});

theorem(A5DimensionPrinted, { instances: starts });

theorem(A5Sampled, {
  instances: dimensions().chain((d) =>
    fc.record({
      m: fc.integer({ min: 1, max: 6 }),
      mu: nonzeroVectors(d),
      cAinit: fc.constantFrom(1, 0.1, 10),
      seed: fc.integer({ min: 0, max: 2 ** 30 }),
    }),
  ),
  runs: 24,
});
