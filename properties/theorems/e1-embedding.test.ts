import fc from 'fast-check';
import {
  E1,
  E1NoNegative,
  E1NoPositive,
  E1Norm,
  E1NormNoNegative,
  E1NormNoPositive,
  E1Start,
  E1StartPrinted,
} from '../../src/claims/e1-embedding.js';
import { isGoodEmbedding } from '../../src/model/embedding.js';
import { exact } from '../../src/numeric/rational.js';
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

const onlyNegative = embedded({ positive: false, negative: true, zeros: false });
const onlyPositive = embedded({ positive: true, negative: false, zeros: false });

theorem(E1NoPositive, { instances: onlyNegative });

theorem(E1NormNoPositive, { instances: onlyNegative });

theorem(E1NoNegative, { instances: onlyPositive });

theorem(E1NormNoNegative, { instances: onlyPositive });

const startsFor = (entries: Parameters<typeof embeddingVectors>[0]) =>
  dimensions().chain((d) =>
    fc.record({ b: embeddingVectors(entries), muBar: unitVectors(d), r: positiveRationals(), leak: leaks() }),
  );

const goodStarts = startsFor({ positive: true, negative: true, zeros: false });

theorem(E1Start, {
  instances: fc.oneof(
    goodStarts,
    startsFor({ positive: true, negative: false, zeros: true }),
    startsFor({ positive: false, negative: true, zeros: true }),
  ),
  covers: {
    ...leakRegions,
    'd = 1': ({ muBar }) => muBar.length === 1,
    'a good b': ({ b }) => isGoodEmbedding(exact, b),
    'no positive entry': ({ b }) => b.every((t) => t.compare(0) <= 0),
    'no negative entry': ({ b }) => b.every((t) => t.compare(0) >= 0),
  },
});

theorem(E1StartPrinted, { instances: goodStarts });
