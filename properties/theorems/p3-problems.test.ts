import fc from 'fast-check';
import { P3, P3NegativeScale, P3NoMargin, P3Printed } from '../../src/claims/p3-problems.js';
import { exact } from '../../src/numeric/rational.js';
import { negate } from '../../src/numeric/vector.js';
import { output } from '../../src/model/network.js';
import type { Dataset, Label } from '../../src/model/dataset.js';
import { datasets } from '../arbitraries/dataset.js';
import { nonzeroNetworks } from '../arbitraries/network.js';
import { leaks, positiveRationals, positiveRationalsOfAnySize } from '../arbitraries/rational.js';
import { dataRegions, leakRegions } from '../arbitraries/regions.js';
import { dimensions } from '../arbitraries/vector.js';
import { theorem } from '../harness/theorem.js';

const parts = dimensions().chain((d) =>
  fc.record({ net: nonzeroNetworks(d), dataset: datasets(d), c: positiveRationalsOfAnySize() }),
);

/** Labelled by the net itself, and points of output 0 left out; where none is left, a net that fits what there is. */
const fitted = parts.map(({ net, dataset, c }) => {
  const f = dataset.x.map((row) => output(exact, net, row).compare(0));
  const kept = [...f.keys()].filter((i) => f[i] !== 0);
  if (kept.length > 0) {
    const own: Dataset = { x: kept.map((i) => dataset.x[i]), y: kept.map((i): Label => (f[i] > 0 ? 1 : -1)) };
    return { net, dataset: own, c };
  }
  const e = dataset.x[0].map((_, j) => (j === 0 ? exact.one : exact.zero));
  return {
    net: { leak: net.leak, w: [e], a: [exact.one] },
    dataset: { x: [e, negate(exact, e)], y: [1, -1] as const },
    c,
  };
});

theorem(
  P3,
  {
    instances: fitted,
    covers: {
      'd = 1': dataRegions['d = 1'],
      'leak near 0': ({ net }) => leakRegions['leak near 0'](net),
      'leak near 1': ({ net }) => leakRegions['leak near 1'](net),
    },
  },
  { twins: [P3NegativeScale] },
);

theorem(P3NoMargin, { instances: parts });

theorem(P3Printed, {
  instances: fc.tuple(positiveRationals(), positiveRationals(), leaks()).map(([t, c, leak]) => ({
    net: { leak, w: [[t]], a: [t] },
    dataset: { x: [[exact.one]], y: [1 as const] },
    c,
  })),
});
