import fc from 'fast-check';
import {
  P2,
  P2FirstLayerBias,
  P2FirstLayerNegativeScale,
  P2NegativeScale,
  P2OutputBias,
} from '../../src/claims/p2-normalised-margin.js';
import type { Rational } from '../../src/numeric/field.js';
import { rational } from '../../src/numeric/rational.js';
import { datasets } from '../arbitraries/dataset.js';
import { nonzeroNetworks } from '../arbitraries/network.js';
import { nonzeroRationals, positiveRationals } from '../arbitraries/rational.js';
import { dataRegions } from '../arbitraries/regions.js';
import { dimensions } from '../arbitraries/vector.js';
import { theorem } from '../harness/theorem.js';

const netOnData = dimensions().chain((d) => fc.record({ net: nonzeroNetworks(d), dataset: datasets(d) }));

theorem(P2, {
  instances: fc.tuple(netOnData, positiveRationals()).map(([at, c]) => ({ ...at, c, bias: rational(0) })),
  covers: dataRegions,
});

theorem(P2OutputBias, {
  instances: fc.tuple(netOnData, positiveRationals(), nonzeroRationals()).map(([at, c, bias]) => ({ ...at, c, bias })),
});

theorem(P2NegativeScale, {
  instances: fc.tuple(netOnData, nonzeroRationals()).map(([at, c]) => ({ ...at, c, bias: rational(0) })),
});

const firstLayer = (c: fc.Arbitrary<Rational>) =>
  dimensions().chain((d) => fc.record({ net: nonzeroNetworks(d + 1), dataset: datasets(d), c }));

theorem(P2FirstLayerBias, { instances: firstLayer(positiveRationals()), covers: dataRegions });

theorem(P2FirstLayerNegativeScale, { instances: firstLayer(nonzeroRationals()) });
