import fc from 'fast-check';
import { C2, C2Far, C2Saddle, type Beside } from '../../src/claims/c2-local-convergence.js';
import type { Rational } from '../../src/numeric/field.js';
import { exact, rational } from '../../src/numeric/rational.js';
import { opposedPairs, type Network } from '../../src/model/network.js';
import { flowDatasets, flowSymmetricDatasets, genericNetworks, logScales } from '../arbitraries/flow.js';
import type { Dataset } from '../../src/model/dataset.js';
import { theorem } from '../harness/theorem.js';

interface Place {
  readonly data?: (d: number) => fc.Arbitrary<Dataset>;
  readonly epsilon?: number;
  readonly logMargin?: number;
}

const besides = ({
  data = (d) => flowDatasets(d, { minPoints: 1, maxPoints: 6 }),
  epsilon = 1e-4,
  logMargin = 5,
}: Place): fc.Arbitrary<Beside> =>
  fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })).chain(([d, m]) =>
    fc.record({
      dataset: data(d),
      net: genericNetworks(d, fc.constant(m)),
      logScale: logScales(-30, -5),
      zeta: genericNetworks(d, fc.constant(m)),
      epsilon: fc.constant(epsilon),
      logMargin: fc.constant(logMargin),
    }),
  );

/** Nets of one neuron, which cannot vanish beside another, and of two of opposed signs on symmetric data, which both live (C3). */
const maxima = (place: Place): fc.Arbitrary<Beside> =>
  fc.oneof(
    { withCrossShrink: true },
    { arbitrary: besides(place).map((start) => narrowed(start, 1)), weight: 1 },
    {
      arbitrary: besides({ ...place, data: flowSymmetricDatasets }).map((start) => opposed(start)),
      weight: 2,
    },
  );

const first = <T>(net: { w: readonly T[]; a: readonly Rational[] }, m: number) => ({
  w: net.w.slice(0, m),
  a: net.a.slice(0, m),
});
const narrowed = (start: Beside, m: number): Beside => ({
  ...start,
  net: { leak: start.net.leak, ...first(start.net, m) },
  zeta: { leak: start.zeta.leak, ...first(start.zeta, m) },
});
/** (w, a) and (-w, -a). */
const opposed = (start: Beside): Beside => {
  const one = narrowed(start, 1);
  const doubled = (net: Network<Rational>): Network<Rational> => opposedPairs(exact, net);
  return {
    ...one,
    net: doubled(one.net),
    zeta: { ...one.zeta, w: [one.zeta.w[0], one.zeta.w[0]], a: [one.zeta.a[0], one.zeta.a[0]] },
  };
};

theorem(C2, { instances: maxima({}), runs: 60, undecided: 0.02 });
theorem(C2Far, { instances: maxima({ epsilon: 1.5 }), runs: 60 });

/** A neuron that starts at 0 stays there, and the limit is one of fewer neurons: a saddle where another would help. */
theorem(C2Saddle, {
  instances: besides({ data: flowSymmetricDatasets }).map((start) => ({
    ...start,
    net: {
      ...start.net,
      w: [...start.net.w.slice(0, 1), start.net.w[0].map(() => rational(0))],
      a: [start.net.a[0], rational(0)],
    },
    zeta: {
      ...start.zeta,
      w: [start.zeta.w[0], start.zeta.w[0].map((t) => t.neg())],
      a: [start.zeta.a[0], start.net.a[0].neg()],
    },
  })),
  runs: 60,
});
