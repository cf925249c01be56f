import fc from 'fast-check';
import { A2, A2Identity, A2NotSymmetric, A2Printed } from '../../src/claims/a2-g-function.js';
import { datasets } from '../arbitraries/dataset.js';
import { leaks, rationals } from '../arbitraries/rational.js';
import { dataRegions, leakRegions } from '../arbitraries/regions.js';
import { symmetricDatasets } from '../arbitraries/symmetric.js';
import { dimensions, vectors } from '../arbitraries/vector.js';
import { theorem } from '../harness/theorem.js';

const directions = (d: number) => ({ leak: leaks(), u: vectors(d), v: vectors(d), c: rationals() });
const onSymmetricData = dimensions().chain((d) => fc.record({ dataset: symmetricDatasets(d), ...directions(d) }));

theorem(A2, {
  instances: onSymmetricData,
  covers: { 'd = 1': dataRegions['d = 1'], 'repeated points': dataRegions['repeated points'], ...leakRegions },
});

theorem(A2NotSymmetric, {
  instances: dimensions().chain((d) => fc.record({ dataset: datasets(d), ...directions(d) })),
});

theorem(A2Printed, { instances: onSymmetricData });

theorem(A2Identity, { instances: fc.record({ leak: leaks(), z: rationals() }), covers: leakRegions });
