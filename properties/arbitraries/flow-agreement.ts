import fc from 'fast-check';
import type { Rational } from '../../src/numeric/field.js';
import { exact, rational } from '../../src/numeric/rational.js';
import { scale } from '../../src/numeric/vector.js';
import type { FlowStart } from '../../src/claims/flow-case.js';
import type { Dataset } from '../../src/model/dataset.js';
import type { Network } from '../../src/model/network.js';
import { labelled, labels } from './dataset.js';
import { flowLeaks, logScales } from './flow.js';
import { positiveRationals } from './rational.js';
import { unitVectors } from './vector.js';

/** <z_i, z_j> > 0 for all i and j (Phuong and Lampert 2021): all z_i in one orthant. */
export const orthogonallySeparableDatasets = (d: number): fc.Arbitrary<Dataset> =>
  fc
    .tuple(
      fc.array(labels(), { minLength: d, maxLength: d }),
      fc.array(fc.tuple(fc.array(fc.integer({ min: 1, max: 48 }), { minLength: d, maxLength: d }), labels()), {
        minLength: 1,
        maxLength: 7,
      }),
    )
    .map(([orthant, rows]) =>
      labelled(
        rows.map(([z]) => z.map((t, j) => rational(t * orthant[j], 16))),
        rows.map(([, y]) => y),
      ),
    );

/** |a_k| = 9/8 |w_k|: a_k^2 - |w_k|^2 > 0 is conserved, so that a_k never changes its sign, and no neuron ends at 0. */
const topHeavyNetworks = (d: number): fc.Arbitrary<Network<Rational>> =>
  fc
    .tuple(
      flowLeaks(),
      fc.array(fc.tuple(unitVectors(d), positiveRationals(), labels()), { minLength: 1, maxLength: 6 }),
    )
    .map(([leak, neurons]) => ({
      leak,
      w: neurons.map(([u, size]) => scale(exact, size, u)),
      a: neurons.map(([, size, s]) => size.mul(rational(9 * s, 8))),
    }));

/**
 * Agreement by construction: on orthogonally separable data <w_k, z_i> grows as long as a_k > 0, and falls as long as a_k < 0.
 */
export const agreeingStarts = (): fc.Arbitrary<FlowStart> =>
  fc.integer({ min: 1, max: 4 }).chain((d) =>
    fc.record({
      dataset: orthogonallySeparableDatasets(d),
      net: topHeavyNetworks(d),
      logScale: logScales(-20, 0),
    }),
  );

/**
 * Disagreement by construction: two points (b, K) and (b, -K) of one label, nearly opposite, and a positive neuron for each: with
 * leak (b^2 + K^2) < K^2 - b^2 each neuron's own point outweighs the other one, which it leaves on its negative side.
 */
export const disagreeingStarts = (): fc.Arbitrary<FlowStart> =>
  fc
    .record({
      leak: fc.integer({ min: 1, max: 6 }).map((p) => rational(p, 10)),
      b: fc.integer({ min: 1, max: 3 }).map((p) => rational(p, 2)),
      y: labels(),
      logScale: logScales(-3, 0),
    })
    .map(({ leak, b, y, logScale }) => {
      const K = b.mul(3);
      const rows = [
        [b, K],
        [b, K.neg()],
      ];
      const one = rational(y);
      return { dataset: { x: rows, y: [y, y] }, net: { leak, w: rows, a: [one, one] }, logScale };
    });
