import { leaks } from '../arbitraries/rational.js';
import fc from 'fast-check';
import { S2, S2NotSymmetric, S2Printed } from '../../src/claims/s2-opposed-pairs.js';
import { exact } from '../../src/numeric/rational.js';
import { least, outputMargins } from '../../src/model/network.js';
import { datasets } from '../arbitraries/dataset.js';
import { nonzeroNetworks } from '../arbitraries/network.js';
import { dataRegions, leakRegions } from '../arbitraries/regions.js';
import { symmetricDatasets, symmetricSeparableDatasets } from '../arbitraries/symmetric.js';
import { dimensions, vectors } from '../arbitraries/vector.js';
import { theorem } from '../harness/theorem.js';

theorem(S2, {
  instances: dimensions().chain((d) =>
    fc.record({
      net: nonzeroNetworks(d),
      dataset: fc.oneof(symmetricDatasets(d), symmetricSeparableDatasets(d)),
      x: vectors(d),
    }),
  ),
  covers: {
    'd = 1': dataRegions['d = 1'],
    'repeated points': dataRegions['repeated points'],
    'leak near 0': ({ net }) => leakRegions['leak near 0'](net),
    'leak near 1': ({ net }) => leakRegions['leak near 1'](net),
    'all points classified': ({ net, dataset }) => least(exact, outputMargins(exact, net, dataset)).compare(0) > 0,
  },
});

theorem(S2NotSymmetric, {
  instances: dimensions().chain((d) => fc.record({ net: nonzeroNetworks(d), dataset: datasets(d), x: vectors(d) })),
});

theorem(S2Printed, {
  instances: dimensions().chain((d) => fc.record({ dataset: symmetricSeparableDatasets(d), leak: leaks() })),
});
