import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { formatRational } from '../../src/numeric/rational.js';
import { createDataset } from '../../src/model/dataset.js';
import { linearMargin } from '../../src/oracle/linear-margin.js';
import { verifyMargin } from '../../src/oracle/verify-margin.js';
import { inseparableFamilies, membersOf } from '../arbitraries/degenerate.js';
import { settings } from '../harness/settings.js';

const CASES = 1_000;

describe('the oracle on data that is not separable by construction', () => {
  test(`proves it for every one of ${CASES} inputs, each family among them`, async () => {
    const seen = new Map<string, number>();
    const property = fc.asyncProperty(membersOf(inseparableFamilies), async ({ family, z }) => {
      seen.set(family, (seen.get(family) ?? 0) + 1);
      const y = z.map(() => 1);
      const answer = await linearMargin(
        createDataset(
          z.map((row) => [...row]),
          y,
        ),
      );
      if (answer.separable) {
        throw new Error(`${family}: called separable with gamma*^2 = ${formatRational(answer.gammaSquared)}`);
      }
      const problem = verifyMargin(z, y, {
        separable: false,
        certificate: { weights: answer.certificate.weights.map(String) },
      });
      if (problem !== undefined) throw new Error(`${family}: ${problem}`);
    });
    await fc.assert(property, { numRuns: settings.runs ?? CASES, seed: settings.seed, endOnFailure: true });
    if (settings.runs === undefined) expect([...seen.keys()].sort()).toEqual(Object.keys(inseparableFamilies).sort());
  });
});
