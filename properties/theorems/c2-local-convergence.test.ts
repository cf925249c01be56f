import fc from 'fast-check';
import { type Beside, C2, C2Far, C2Printed, C2Saddle, C2SmallNorm } from '../../src/claims/c2-local-convergence.js';
import { exact, rational } from '../../src/numeric/rational.js';
import { opposedPairs, type Network } from '../../src/model/network.js';
import { sign, type Rational } from '../../src/numeric/field.js';
import { flowSymmetricDatasets, genericNetworks, logScales } from '../arbitraries/flow.js';
import { theorem } from '../harness/theorem.js';

type Place = Pick<Beside, 'epsilon' | 'logMargin'>;
const close: Place = { epsilon: 1e-4, logMargin: 5 };

const directions = (length: number): fc.Arbitrary<number[]> =>
  fc.array(
    fc.integer({ min: -256, max: 255 }).map((k) => (2 * k + 1) / 128),
    { minLength: length, maxLength: length },
  );

/** a is doubled: its numerator over 128 is then no odd number, |a| is never |w|, and no neuron starts on the stable manifold of 0. */
const pair = (net: Network<Rational>): Network<Rational> =>
  opposedPairs(exact, { ...net, a: net.a.map((t) => t.mul(2)) });

/** Symmetric data and an opposed pair: the limit is the max-margin linear classifier, both neurons live (C1), and nothing near is better. */
const symmetric = (place: Place): fc.Arbitrary<Beside> =>
  fc.integer({ min: 1, max: 3 }).chain((d) =>
    fc.record({
      dataset: flowSymmetricDatasets(d),
      net: genericNetworks(d, fc.constant(1)).map(pair),
      logScale: logScales(-30, -5),
      zeta: directions(2 * (d + 1)),
      epsilon: fc.constant(place.epsilon),
      logMargin: fc.constant(place.logMargin),
    }),
  );

const fraction = (from: number, to: number): fc.Arbitrary<Rational> =>
  fc.integer({ min: 10 * from, max: 10 * to }).map((k) => rational(k, 10));

/**
 * Two points far apart, (1, -+q) with q > 1, and one along the axis between them, of the same label. Two neurons, each along one of the
 * two, are a local maximum: a neuron in the cell of the first alone is pulled along x_1 + leak x_2, on which the second is negative
 * for leak (1 + q^2) < q^2 - 1. Another one is both neurons along the axis.
 */
const split = (place: Place): fc.Arbitrary<Beside> =>
  fc
    .record({
      q: fraction(2, 4),
      far: fraction(10, 20),
      leak: fc.constantFrom(rational(1, 10), rational(1, 20), rational(1, 5)),
      zeta: directions(6),
    })
    .map(({ q, far, leak, zeta }) => ({
      dataset: {
        x: [
          [rational(1), q],
          [rational(1), q.neg()],
          [far, rational(0)],
        ],
        y: [1, 1, 1],
      },
      net: {
        leak,
        w: [
          [rational(1), q],
          [rational(1), q.neg()],
        ],
        a: [rational(2), rational(2)],
      },
      logScale: 2,
      zeta,
      ...place,
    }));

const maxima = (place: Place): fc.Arbitrary<Beside> =>
  fc.oneof({ withCrossShrink: true }, symmetric(place), split(place));

theorem(C2, { instances: maxima(close), runs: 60, undecided: 0.005 });
theorem(C2Far, { instances: maxima({ ...close, epsilon: 1.5 }), runs: 60 });

/** From a small norm the far point pulls both neurons over to the axis. */
theorem(C2SmallNorm, { instances: split({ ...close, logMargin: -20 }), runs: 20 });

/** A neuron that starts at 0 stays there, and the limit is one of fewer neurons: a saddle where another would help. */
theorem(C2Saddle, {
  instances: symmetric(close).map((start) => ({
    ...start,
    net: { ...start.net, w: [start.net.w[0], start.net.w[0].map(() => rational(0))], a: [start.net.a[0], rational(0)] },
    // the second neuron comes to life with the other sign
    zeta: start.zeta.map((t, j) => (j + 1 === start.zeta.length ? -Math.abs(t) * sign(exact, start.net.a[0]) : t)),
  })),
  runs: 60,
});

/** (+-3/5, 4/5) turned into other small vectors: the neuron along the first axis has one on each side, and both are on one side of the second. */
theorem(C2Printed, {
  instances: fc
    .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 4 }))
    .map(([p, q, logScale]) => ({
      dataset: {
        x: [
          [rational(p), rational(q)],
          [rational(-p), rational(q)],
        ],
        y: [1 as const, 1 as const],
      },
      net: { leak: rational(1, 2), w: [[rational(1), rational(0)]], a: [rational(0)] },
      logScale,
    })),
  runs: 20,
});
