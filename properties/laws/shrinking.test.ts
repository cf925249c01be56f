import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeInstance } from '../../src/claims/instance-json.js';
import { linearMargin } from '../../src/oracle/linear-margin.js';
import { dot } from '../../src/numeric/vector.js';
import { exact, rational } from '../../src/numeric/rational.js';
import type { Dataset } from '../../src/model/dataset.js';
import type { Rational } from '../../src/numeric/field.js';
import { datasets } from '../arbitraries/dataset.js';
import { symmetricSeparableDatasets } from '../arbitraries/symmetric.js';
import { networks } from '../arbitraries/network.js';
import { plantedMargins } from '../arbitraries/max-margin.js';
import { dimensions, nonzeroVectors } from '../arbitraries/vector.js';
import { law } from '../harness/law.js';
import { mend } from '../shrink/mend.js';
import { mutate } from '../shrink/mutate.js';
import { climb } from '../shrink/climb.js';
import { isWellFormed, type Instance } from '../shrink/instance.js';
import { REDUCTIONS } from '../shrink/reductions.js';
import { shrink } from '../shrink/shrink.js';
import { isSimpler } from '../shrink/simplicity.js';
import { stream } from '../shrink/stream.js';

const instances: fc.Arbitrary<Instance> = dimensions().chain((d) =>
  fc.record({ dataset: datasets(d), net: networks(d), u: nonzeroVectors(d) }),
);
/** What the instances above are made of, by its sizes. */
type Parts = Instance & {
  readonly dataset: Dataset;
  readonly net: { readonly w: readonly unknown[][]; readonly a: readonly unknown[] };
  readonly u: readonly unknown[];
};

const always = () => true;

describe('shrinking', () => {
  law(
    'is a strict order: nothing is simpler than itself, and of two one is not',
    fc.tuple(instances, instances),
    ([a, b]) => {
      expect(isSimpler(a, a)).toBe(false);
      expect(isSimpler(a, b) && isSimpler(b, a)).toBe(false);
      if (encodeInstance(a) !== encodeInstance(b)) expect(isSimpler(a, b) || isSimpler(b, a)).toBe(true);
    },
  );

  law(
    'reduces to instances of one dimension throughout',
    instances,
    (instance) => {
      const isWhole = ({ dataset: { x, y }, net: { w, a }, u }: Parts): boolean =>
        x.length === y.length && w.length === a.length && [...x, ...w].every((row) => row.length === u.length);
      for (const reduction of REDUCTIONS) {
        expect(([...reduction(instance)] as Parts[]).filter((parts) => !isWhole(parts))).toEqual([]);
      }
    },
    20,
  );

  law(
    'comes to one and the same instance where nothing stands in the way',
    instances,
    async (instance) => {
      const { witness, minimal } = await shrink(instance, { allowed: always, outcome: () => 'refuted' });
      expect(encodeInstance(witness)).toBe(
        '{"dataset":{"x":[["0"]],"y":[1]},"net":{"leak":"1/2","w":[["0"]],"a":["0"]},"u":["0"]}',
      );
      expect(minimal).toBe(true);
    },
    60,
  );

  law(
    'keeps symmetric data symmetric where that is asked for, and finds the one pair',
    dimensions().chain((d) => fc.record({ dataset: symmetricSeparableDatasets(d) })),
    async (instance) => {
      const symmetric = ({ dataset: { x, y } }: { dataset: Dataset }): boolean =>
        x.every((row, i) => x.some((other, j) => y[i] === -y[j] && row.every((t, k) => t.equals(other[k].neg()))));
      const separable = async ({ dataset }: { dataset: Dataset }): Promise<boolean> =>
        (await linearMargin(dataset)).separable;
      const { witness } = await shrink(instance, {
        allowed: async (c) => symmetric(c) && (await separable(c)),
        outcome: () => 'refuted',
      });
      expect(encodeInstance(witness)).toBe('{"dataset":{"x":[["1"],["-1"]],"y":[1,-1]}}');
    },
    30,
  );

  test('stops at its evaluations on a thin set, and says so', async () => {
    let evaluations = 0;
    const thin: Instance = { list: Array.from({ length: 400 }, (_, k) => rational(k + 7, 3)) };
    const { minimal } = await shrink(thin, {
      allowed: always,
      outcome: () => (evaluations++ % 2 === 0 ? 'holds' : 'refuted'),
    });
    expect(evaluations).toBe(300);
    expect(minimal).toBe(false);
  });

  law(
    'mends w_perp and balanced weights',
    dimensions(2).chain((d) => fc.tuple(plantedMargins(d), nonzeroVectors(d))),
    async ([{ dataset, p }, wPerp]) => {
      const net = { leak: rational(1, 2), w: [[rational(3), rational(4)]], a: [rational(-2)] };
      const mended = (await mend({ dataset, wPerp, net })) as { wPerp: Rational[]; net: typeof net };
      expect(dot(exact, mended.wPerp, p).n).toBe(0n);
      expect(mended.wPerp.some((t) => t.n !== 0n)).toBe(true);
      expect(mended.net.a[0].equals(-5)).toBe(true);
    },
    200,
  );
});

describe('random changes and climbs', () => {
  law(
    'change something now and then, and the same seed changes the same',
    fc.tuple(instances, fc.nat()),
    ([instance, seed]) => {
      const change = (): string => encodeInstance(mutate(instance, stream(seed)));
      expect(change()).toBe(change());
    },
  );

  test('a climb reaches what a random draw hardly ever is', async () => {
    const draw = stream(1);
    const fresh = (): { n: number } => ({ n: Math.floor(1000 * draw()) + 1000 });
    const found = await climb(
      {
        fresh,
        allowed: (c) => isWellFormed(c as unknown as Instance),
        score: ({ n }) => Math.abs(n),
        enough: 0,
        most: 500,
      },
      draw,
    );
    expect(found.reached).toBe(true);
    expect(found.best?.instance).toEqual({ n: 0 });
  });
});
