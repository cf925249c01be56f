import { describe, expect, test } from 'vitest';
import { createDataset } from '../../src/model/dataset.js';
import { linearMargin } from '../../src/oracle/linear-margin.js';
import { verifyMargin } from '../../src/oracle/verify-margin.js';
import { inseparableFamilies, membersOf } from '../arbitraries/degenerate.js';
import { law } from '../harness/law.js';
import { isShort, settings } from '../harness/settings.js';

const CASES = 1_000;

describe('the oracle on data that is not separable by construction', () => {
  const seen = new Set<string>();

  law(
    `proves it for every one of ${CASES} inputs`,
    membersOf(inseparableFamilies),
    async ({ family, z }) => {
      seen.add(family);
      const y = z.map(() => 1);
      const answer = await linearMargin(createDataset(z, y));
      if (answer.separable) throw new Error(`${family}: called separable`);
      const weights = answer.certificate.weights.map(String);
      expect(verifyMargin(z, y, { separable: false, certificate: { weights } })).toBeUndefined();
    },
    CASES,
  );

  test.skipIf(isShort || settings.path !== undefined)('each family was among them', () => {
    expect([...seen].sort()).toEqual(Object.keys(inseparableFamilies).sort());
  });
});
