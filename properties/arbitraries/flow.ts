import fc from 'fast-check';
import type { Rational } from '../../src/numeric/field.js';
import { exact, rational, toNumber } from '../../src/numeric/rational.js';
import { dot, plus, scale, squaredLength } from '../../src/numeric/vector.js';
import type { FlowStart } from '../../src/claims/flow-case.js';
import type { Dataset } from '../../src/model/dataset.js';
import { least, outputMargins, scaleNetwork, type Network } from '../../src/model/network.js';
import { augment } from '../../src/model/symmetry.js';
import { labelled, labels, type Sizes } from './dataset.js';
import { nonzeroVectors, vectors } from './vector.js';

/** Leaks from 1/20 to 19/20; 1/2 first. */
export const flowLeaks = (): fc.Arbitrary<Rational> =>
  fc.oneof(
    { withCrossShrink: true },
    { arbitrary: fc.constant(rational(1, 2)), weight: 1 },
    { arbitrary: fc.integer({ min: 1, max: 19 }).map((p) => rational(p, 20)), weight: 3 },
  );

/** Full fractions k/64 in [-4, 4], so that no two of a few numbers are in a simple relation: generic, as the theorems want starts. */
export const genericNumbers = (): fc.Arbitrary<Rational> =>
  fc.integer({ min: -256, max: 256 }).map((k) => rational(2 * k + 1, 128));

export const genericVectors = (d: number): fc.Arbitrary<Rational[]> =>
  fc.array(genericNumbers(), { minLength: d, maxLength: d });

/** Nets of the given width with generic weights. */
export const genericNetworks = (d: number, m: fc.Arbitrary<number>): fc.Arbitrary<Network<Rational>> =>
  m.chain((width) =>
    fc
      .tuple(
        flowLeaks(),
        fc.array(fc.tuple(genericVectors(d), genericNumbers()), { minLength: width, maxLength: width }),
      )
      .map(([leak, neurons]) => ({ leak, w: neurons.map(([w]) => w), a: neurons.map(([, a]) => a) })),
  );

/** z moved along w to the margin <w, z> = margin |w|^2. */
function movedTo(z: readonly Rational[], w: readonly Rational[], margin: Rational): Rational[] {
  const missing = margin.sub(dot(exact, w, z).div(squaredLength(exact, w)));
  return plus(exact, z, scale(exact, missing, w));
}

const margins = (): fc.Arbitrary<Rational> => fc.integer({ min: 1, max: 40 }).map((k) => rational(k, 20));

/** Separable by construction, all directions and labels, margins of the order of the points: data for flows, and a separator. */
export const flowSeparated = (
  d: number,
  { minPoints, maxPoints }: Required<Sizes>,
): fc.Arbitrary<{ dataset: Dataset; w: Rational[] }> =>
  fc
    .tuple(
      nonzeroVectors(d),
      fc.array(fc.tuple(fc.oneof(genericVectors(d), vectors(d)), margins(), labels()), {
        minLength: minPoints,
        maxLength: maxPoints,
      }),
    )
    .map(([w, rows]) => ({
      w,
      dataset: labelled(
        rows.map(([z, margin]) => movedTo(z, w, margin)),
        rows.map(([, , label]) => label),
      ),
    }));

/** Separable by construction, with margins of the order of the points: flows on them end in few steps. */
export const flowDatasets = (d: number, sizes: Required<Sizes>): fc.Arbitrary<Dataset> =>
  flowSeparated(d, sizes).map(({ dataset }) => dataset);

/** Assumption 4.1: such data and its reflection, n from 2 to 20. */
export const flowSymmetricDatasets = (d: number, maxPairs = 10): fc.Arbitrary<Dataset> =>
  flowDatasets(d, { minPoints: 1, maxPoints: maxPairs }).map(augment);

/** Whole numbers, as the scale e^logScale of a start. */
export const logScales = (from: number, to: number): fc.Arbitrary<number> => fc.integer({ min: from, max: to });

/** The shape of a start: width, scale, and the dimension, 1 to 5 unless told. */
export interface Starts {
  /** Widths, at least 1. */
  readonly m: fc.Arbitrary<number>;
  /** ln of the scale of the start. */
  readonly logScale: fc.Arbitrary<number>;
  /** Dimensions, at least 1. */
  readonly d?: fc.Arbitrary<number>;
}

/** Starts of gradient flow with generic weights on data of the kind given, which is a function of its dimension. */
export const flowStarts = (
  datasets: (d: number) => fc.Arbitrary<Dataset>,
  { m, logScale, d = fc.integer({ min: 1, max: 5 }) }: Starts,
): fc.Arbitrary<FlowStart> =>
  d.chain((dimension) => fc.record({ dataset: datasets(dimension), net: genericNetworks(dimension, m), logScale }));

/** Theorem 3.1's premise by construction: a pair of neurons along a separator, others a few percent of it, and a scale at which L < ln2/n. */
export const smallLossStarts = (m: fc.Arbitrary<number>): fc.Arbitrary<FlowStart> =>
  fc.integer({ min: 1, max: 4 }).chain((d) =>
    fc
      .tuple(flowSeparated(d, { minPoints: 1, maxPoints: 10 }), genericNetworks(d, m), fc.integer({ min: 0, max: 6 }))
      .map(([{ dataset, w }, others, more]) => {
        const pair = { w: [w, w.map((t) => t.neg())], a: [rational(1), rational(-1)] };
        const small = scaleNetwork(exact, rational(1, 64), others);
        const full = { leak: others.leak, w: [...pair.w, ...small.w], a: [...pair.a, ...small.a] };
        const net = leastMargin(full, dataset) > 0 ? full : { leak: others.leak, ...pair };
        const wanted = Math.log(dataset.x.length / Math.LN2) + 0.1 + more;
        return { dataset, net, logScale: Math.log(wanted / leastMargin(net, dataset)) / 2 };
      }),
  );

const leastMargin = (net: Network<Rational>, dataset: Dataset): number =>
  toNumber(least(exact, outputMargins(exact, net, dataset)));
