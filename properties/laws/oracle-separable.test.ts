import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { formatRational } from '../../src/numeric/rational.js';
import { createDataset } from '../../src/model/dataset.js';
import { linearMargin } from '../../src/oracle/linear-margin.js';
import { verifyMargin } from '../../src/oracle/verify-margin.js';
import { separableFamilies, membersOf } from '../arbitraries/degenerate.js';
import { settings } from '../harness/settings.js';

const CASES = 10_000;

describe('the oracle on data that is separable by construction', () => {
  test(`certifies every one of ${CASES} inputs, each family among them`, async () => {
    const seen = new Map<string, number>();
    const property = fc.asyncProperty(membersOf(separableFamilies), async ({ family, z }) => {
      seen.set(family, (seen.get(family) ?? 0) + 1);
      const y = z.map((_, i) => (i % 2 === 0 ? 1 : -1));
      const x = z.map((row, i) => row.map((t) => t * y[i]));
      const answer = await linearMargin(createDataset(x, y));
      if (!answer.separable) throw new Error(`${family}: called inseparable`);
      const certificate = { weights: answer.certificate.weights.map(String) };
      const problem = verifyMargin(x, y, {
        separable: true,
        gammaSquared: formatRational(answer.gammaSquared),
        certificate,
      });
      if (problem !== undefined) throw new Error(`${family}: ${problem}`);
    });
    await fc.assert(property, { numRuns: settings.runs ?? CASES, seed: settings.seed, endOnFailure: true });
    if (settings.runs === undefined) expect([...seen.keys()].sort()).toEqual(Object.keys(separableFamilies).sort());
  });
});
