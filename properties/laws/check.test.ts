import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { separable } from '../../src/claims/assumptions.js';
import { encodeInstance } from '../../src/claims/instance-json.js';
import type { Dataset } from '../../src/model/dataset.js';
import { endsAtLinear, flowFrom } from '../../src/claims/flow-case.js';
import { S3 } from '../../src/claims/s3-global-max-margin.js';
import { exact, rational } from '../../src/numeric/rational.js';
import { real } from '../../src/numeric/field.js';
import { linearMargin } from '../../src/oracle/linear-margin.js';
import { all, compare, same, undecided, type Verdict } from '../../src/verdict.js';
import { datasets, scaled, separableDatasets } from '../arbitraries/dataset.js';
import { flowDatasets, flowStarts, flowSymmetricDatasets } from '../arbitraries/flow.js';
import { positiveRationals } from '../arbitraries/rational.js';
import { dimensions } from '../arbitraries/vector.js';
import { check, report } from '../harness/check.js';
import { settings } from '../harness/settings.js';

const { seed } = settings;
const integers = (min: number, max: number): fc.Arbitrary<{ n: number }> =>
  fc.integer({ min, max }).map((n) => ({ n }));
const below1000 = { statement: 'n < 1000', law: ({ n }: { n: number }) => compare(real, '1000 > n', 1000, '>', n) };

describe('a conjecture of one’s own', () => {
  test('one that is true survives all of its cases: gamma* of c S is c gamma* of S', async () => {
    const instances = dimensions().chain((d) => fc.record({ dataset: separableDatasets(d), c: positiveRationals() }));
    const result = await check(
      {
        statement: 'gamma* is homogeneous',
        law: async ({ dataset, c }) => {
          const [one, other] = [await linearMargin(dataset), await linearMargin(scaled(dataset, c))];
          if (!one.separable || !other.separable) return same('separable', 'false', 'true');
          return compare(exact, 'gamma*^2', other.gammaSquared, '=', one.gammaSquared.mul(c).mul(c));
        },
      },
      instances,
      { runs: 200, seed },
    );
    expect(result).toEqual({ outcome: 'holds', statement: 'gamma* is homogeneous', cases: 200, undecided: 0, seed });
    expect(report(result)).toBe(`holds: gamma* is homogeneous\n  search   200 cases of seed ${seed}`);
  });

  test('one that is false is refuted by its smallest witness, which is what the report says', async () => {
    const result = await check(below1000, integers(0, 10 ** 6), { seed });
    expect(result).toMatchObject({ outcome: 'refuted', witness: { n: 1000 }, minimal: true });
    expect(report(result)).toMatch(
      /^refuted: n < 1000\n {2}witness {2}{"n":1000}\n {2}there {4}1000 > n: left 1000, right 1000, wanted > \(exact\)\n {2}search {3}case \d+ of seed/,
    );
  });

  test('a claim of the register is a conjecture too, and loses its assumption with its truth', async () => {
    const instances = (data: fc.Arbitrary<Dataset>) =>
      fc.record({ dataset: data, leak: fc.constant(rational(1, 2)), width: fc.constant(2) });
    expect((await check(S3, instances(flowSymmetricDatasets(2)), { runs: 30, seed })).outcome).toBe('holds');
    const { statement, law, domain } = S3;
    const anywhere = { statement, law, assumptions: [separable], ...(domain && { domain }) };
    const result = await check(anywhere, instances(flowDatasets(2, { minPoints: 1, maxPoints: 6 })), { seed });
    if (result.outcome !== 'refuted') throw new Error(report(result));
    expect(await separable.meets(result.witness)).toBe(true);
    expect(encodeInstance(result.witness).length).toBeLessThan(120);
  });

  test('a refutation stands on the flow: gradient flow ends at the linear classifier only on symmetric data', async () => {
    const starts = flowStarts((d) => flowDatasets(d, { minPoints: 1, maxPoints: 3 }), {
      m: fc.constant(2),
      logScale: fc.constant(-30),
      d: fc.constant(1),
    });
    const result = await check(
      {
        statement: 'the flow from a small start ends at the max-margin linear classifier',
        assumptions: [separable],
        law: async (start): Promise<Verdict> => {
          const linear = await linearMargin(start.dataset);
          if (!linear.separable) return same('separable', 'false', 'true');
          return all(endsAtLinear(await flowFrom(start), linear));
        },
      },
      starts,
      { runs: 50, seed },
    );
    expect(result.outcome).toBe('refuted');
  });

  test('numeric doubt is said, and counted', async () => {
    const doubt = (n: number): Verdict => (n % 2 === 0 ? undecided('n', '?', '!') : same('n', n, n));
    const result = await check({ statement: 'n', law: ({ n }) => doubt(n) }, integers(0, 9), { runs: 100, seed });
    expect(result.outcome).toBe('undecided');
    expect(report(result)).toContain(`${result.undecided} of 100 cases are in numeric doubt`);
    expect(result.undecided).toBeGreaterThan(0);
    expect(result.undecided).toBeLessThan(100);
  });
});

describe('what a check refuses', () => {
  test('runs and seeds out of range', async () => {
    await expect(check(below1000, integers(0, 1), { runs: 0 })).rejects.toThrow('runs is 0, expected an integer >= 1');
    await expect(check(below1000, integers(0, 1), { seed: 0.5 })).rejects.toThrow('seed is 0.5, expected an integer');
  });

  test('instances that break an assumption, with one of them where it refutes the law', async () => {
    const always = { statement: 'true', law: () => same('1 is 1', 1, 1), assumptions: [separable] };
    const anything = fc.record({ dataset: datasets(1) });
    await expect(check(always, anything, { seed })).rejects.toThrow(
      /^\d+ of 1000 instances break the assumption separable, expected instances that meet it by construction$/,
    );
    const never = { ...always, law: () => same('1 is 2', 1, 2) };
    const origin = fc.constant({ dataset: { x: [[rational(0)]], y: [1 as const] } });
    await expect(check(never, origin, { seed })).rejects.toThrow(
      '1 of 1 instances break the assumption separable, like {"dataset":{"x":[["0"]],"y":[1]}}, expected',
    );
  });

  test('a law that throws, with the instance at which it did', async () => {
    const broken = {
      statement: 'none',
      law: (): Verdict => {
        throw new TypeError('a slip');
      },
    };
    await expect(check(broken, integers(3, 3))).rejects.toThrow('the law of conjecture threw "a slip" at {"n":3}');
  });
});
