import fc from 'fast-check';
import { F1, F2, F3 } from '../../src/claims/f-figure-1.js';
import type { FlowStart } from '../../src/claims/flow-case.js';
import { readDataset } from '../../src/cli/read-dataset.js';
import { exact, rational } from '../../src/numeric/rational.js';
import { scale } from '../../src/numeric/vector.js';
import type { Dataset } from '../../src/model/dataset.js';
import { genericNumbers } from '../arbitraries/flow.js';
import { positiveRationals } from '../arbitraries/rational.js';
import { theorem } from '../harness/theorem.js';

const panel = (name: string): Promise<Dataset> => readDataset(`fixtures/datasets/figure-1-${name}.svm`);
const [left, middle, right] = [await panel('left'), await panel('middle'), await panel('right')];
const leak = rational(1, 2);
const logScale = fc.integer({ min: -400, max: -100 });

/** b-bar has both signs: Theorem 4.3's event. */
theorem(F1, {
  instances: logScale.map((small) => ({
    dataset: left,
    net: {
      leak,
      w: [
        [rational(1), rational(-2)],
        [rational(-1), rational(-2)],
      ],
      a: [rational(1), rational(-1)],
    },
    logScale: small,
  })),
  runs: 4,
});

/** Unit vectors of the plane that are in no simple relation to the points. */
const units = genericNumbers().map((t) => {
  const size = t.mul(t).add(1);
  return [rational(1).sub(t.mul(t)).div(size), t.mul(2).div(size)];
});

/** Balanced nets with some a_k > 0. */
const balancedStarts = (dataset: Dataset): fc.Arbitrary<FlowStart> =>
  fc
    .record({
      neurons: fc.array(fc.tuple(units, positiveRationals(), fc.constantFrom(1, -1)), {
        minLength: 1,
        maxLength: 6,
      }),
      logScale,
    })
    .map(({ neurons, logScale: small }) => ({
      dataset,
      net: {
        leak,
        w: neurons.map(([u, c]) => scale(exact, c, u)),
        a: neurons.map(([, c, sign], k) => (k === 0 ? c : c.mul(sign))),
      },
      logScale: small,
    }));

theorem(F2, { instances: balancedStarts(middle), runs: 40 });

theorem(F3, { instances: balancedStarts(right), runs: 40 });
