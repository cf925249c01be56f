import { describe, expect, test } from 'vitest';
import { formatRational } from '../../src/numeric/rational.js';
import { createDataset } from '../../src/model/dataset.js';
import { linearMargin } from '../../src/oracle/linear-margin.js';
import { verifyMargin } from '../../src/oracle/verify-margin.js';
import { membersOf, separableFamilies } from '../arbitraries/degenerate.js';
import { law } from '../harness/law.js';
import { isShort, settings } from '../harness/settings.js';

const CASES = 10_000;

describe('the oracle on data that is separable by construction', () => {
  const seen = new Set<string>();

  law(
    `certifies every one of ${CASES} inputs`,
    membersOf(separableFamilies),
    async ({ family, z }) => {
      seen.add(family);
      const y = z.map((_, i) => (i % 2 === 0 ? 1 : -1));
      const x = z.map((row, i) => row.map((t) => t * y[i]));
      const answer = await linearMargin(createDataset(x, y));
      if (!answer.separable) throw new Error(`${family}: called inseparable`);
      const { gammaSquared, support, certificate } = answer;
      const weights = certificate.weights.map(String);
      const claim = { separable: true, gammaSquared: formatRational(gammaSquared), support, certificate: { weights } };
      expect(verifyMargin(x, y, claim)).toBeUndefined();
    },
    CASES,
  );

  test.skipIf(isShort || settings.path !== undefined)('each family was among them', () => {
    expect([...seen].sort()).toEqual(Object.keys(separableFamilies).sort());
  });
});
