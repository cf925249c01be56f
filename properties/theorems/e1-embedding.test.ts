import fc from 'fast-check';
import { E1, E1NoNegative, E1NoPositive, E1Norm, E1Start, E1StartPrinted } from '../../src/claims/e1-embedding.js';
import { embeddingVectors, twoNeuronNetworks } from '../arbitraries/embedding.js';
import { leaks, positiveRationals } from '../arbitraries/rational.js';
import { leakRegions } from '../arbitraries/regions.js';
import { dimensions, unitVectors, vectors } from '../arbitraries/vector.js';
import { theorem } from '../harness/theorem.js';

const embedded = (entries: Parameters<typeof embeddingVectors>[0]) =>
  dimensions().chain((d) => fc.record({ b: embeddingVectors(entries), two: twoNeuronNetworks(d), x: vectors(d) }));

const good = embedded({ positive: true, negative: true, zeros: true });
const regions = {
  'leak near 0': ({ two }: { two: { leak: Parameters<(typeof leakRegions)['leak near 0']>[0]['leak'] } }) =>
    leakRegions['leak near 0'](two),
  'leak near 1': ({ two }: { two: { leak: Parameters<(typeof leakRegions)['leak near 1']>[0]['leak'] } }) =>
    leakRegions['leak near 1'](two),
};

theorem(E1, {
  instances: good,
  covers: {
    ...regions,
    'width 2': ({ b }) => b.length === 2,
    'a zero entry': ({ b }) => b.some((t) => t.n === 0n),
    'no zero entry': ({ b }) => b.every((t) => t.n !== 0n),
  },
});

theorem(E1Norm, { instances: good, covers: regions });

theorem(E1NoPositive, { instances: embedded({ positive: false, negative: true, zeros: false }) });

theorem(E1NoNegative, { instances: embedded({ positive: true, negative: false, zeros: false }) });

const starts = dimensions().chain((d) =>
  fc.record({
    b: embeddingVectors({ positive: true, negative: true, zeros: false }),
    muBar: unitVectors(d),
    r: positiveRationals(),
    leak: leaks(),
  }),
);

theorem(E1Start, { instances: starts, covers: { ...leakRegions, 'd = 1': ({ muBar }) => muBar.length === 1 } });

theorem(E1StartPrinted, { instances: starts });
