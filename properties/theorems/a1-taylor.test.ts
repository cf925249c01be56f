import { A1 } from '../../src/claims/a1-taylor.js';
import { outputMargins } from '../../src/model/network.js';
import { exact } from '../../src/numeric/rational.js';
import fc from 'fast-check';
import { datasets } from '../arbitraries/dataset.js';
import { networks } from '../arbitraries/network.js';
import { dataRegions, leakRegions } from '../arbitraries/regions.js';
import { dimensions } from '../arbitraries/vector.js';
import { theorem } from '../harness/theorem.js';

theorem(A1, {
  instances: dimensions().chain((d) => fc.record({ dataset: datasets(d), net: networks(d) })),
  covers: {
    'repeated points': dataRegions['repeated points'],
    'leak near 0': ({ net }) => leakRegions['leak near 0'](net),
    'leak near 1': ({ net }) => leakRegions['leak near 1'](net),
    'right and wrong points': ({ dataset, net }) =>
      new Set(outputMargins(exact, net, dataset).map((q) => Math.sign(exact.compare(q, exact.zero)))).size > 1,
  },
});
