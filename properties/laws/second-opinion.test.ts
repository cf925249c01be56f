import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { register } from '../../src/claims/register.js';
import type { Witness } from '../second-opinion/data.js';
import { recheck } from '../second-opinion/recheck.js';

const folder = new URL('../../fixtures/counterexamples/', import.meta.url);
const read = (name: string): Witness => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Witness;

describe('a second program, which imports nothing of src/, confirms every frozen witness', () => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  for (const name of files) {
    test(name, async () => {
      expect(await recheck(read(name))).toBeUndefined();
    });
  }

  test('there is one for each claim that is expected to be refuted, and no other', () => {
    const expected = register.filter((claim) => claim.expected === 'refuted').map(({ id }) => `${id}.json`);
    expect(files.sort()).toEqual(expected.sort());
  });

  test('no witness is confirmed with another value, and none without a check', async () => {
    for (const name of files) {
      const witness = read(name);
      const number = /\d/.test(witness.left) && !witness.left.includes('(');
      if (number) expect([name, await recheck({ ...witness, left: '17' })]).not.toEqual([name, undefined]);
    }
    expect(await recheck({ ...read('A2-printed.json'), what: 'something else' })).toMatch('no check');
  });

  test('its sources import nothing but themselves and node', () => {
    const sources = new URL('../second-opinion/', import.meta.url);
    expect(existsSync(sources)).toBe(true);
    for (const name of readdirSync(sources)) {
      const imports = readFileSync(new URL(name, sources), 'utf8').match(/from '([^']*)'/g) ?? [];
      for (const from of imports) expect(from).toMatch(/^from '(\.\/|node:)/);
    }
  });
});
