import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Claim } from '../../src/claims/claim.js';
import { real } from '../../src/numeric/field.js';
import { compare } from '../../src/verdict.js';
import { keepFailure, storedFaults } from '../harness/store.js';

const claim = (most: number, assumed = 500): Claim<{ n: number }> => ({
  id: 'toy',
  source: 'nowhere',
  statement: 'n is not larger',
  evidence: 'exact',
  expected: 'holds',
  file: 'none',
  assumptions: [{ id: 'small', statement: `n <= ${assumed}`, meets: ({ n }) => n <= assumed }],
  domain: ({ n }) => Number.isInteger(n),
  law: ({ n }) => compare(real, 'most >= n', most, '>=', n),
});

describe('failures that are stored by value', () => {
  let folder: URL;
  beforeEach(() => {
    folder = pathToFileURL(`${mkdtempSync(join(tmpdir(), 'failures-'))}/`);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const found = async (most: number, n: number): Promise<string> => {
    const broken = claim(most);
    return keepFailure(broken, { n }, await broken.law({ n }), folder);
  };

  test('are faults until they are mended, and checked from then on', async () => {
    await found(10, 11);
    expect((await storedFaults(claim(10), folder)).join()).toMatch(
      /toy-\w{8}\.json: refuted: most >= n; left 10, right 11/,
    );
    expect(await storedFaults(claim(11), folder)).toEqual([]);
    expect(await storedFaults({ ...claim(10), id: 'another' }, folder)).toEqual([]);
  });

  test('are stored once, and no file is left half written', async () => {
    expect(await found(10, 11)).toBe(await found(10, 11));
    await found(10, 12);
    expect(readdirSync(folder)).toHaveLength(2);
    expect(readdirSync(folder).every((name) => name.endsWith('.json'))).toBe(true);
  });

  test('say so when the claim no longer speaks of them', async () => {
    await found(10, 300);
    expect((await storedFaults(claim(10, 200), folder)).join()).toMatch('no longer meets small: delete it');
  });

  test('a folder that does not exist has none', async () => {
    expect(await storedFaults(claim(10), new URL('nowhere/', folder))).toEqual([]);
  });
});
