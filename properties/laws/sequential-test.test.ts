import fc from 'fast-check';
import { mersenne } from 'pure-rand/generator/mersenne';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { describe, expect, test } from 'vitest';
import { testProbability } from '../../src/numeric/sequential-test.js';
import { law } from '../harness/law.js';

const coin = (p: number, seed: number) => {
  const source = mersenne(seed);
  return () => uniformFloat64(source) < p;
};

describe('the sequential test', () => {
  const plans = fc.record({
    p0: fc.integer({ min: 1, max: 9 }).map((k) => k / 10),
    off: fc.constantFrom(-0.1, 0, 0.1),
    seed: fc.integer(),
  });

  law(
    'finds the right probability right and a wrong one wrong',
    plans,
    ({ p0, off, seed }) => {
      const plan = { p0, margin: 0.05, error: 1e-12, maxTrials: 100_000 };
      const p = Math.min(Math.max(p0 + off, 0), 1);
      expect(testProbability(plan, coin(p, seed)).outcome).toBe(off === 0 ? 'holds' : 'refuted');
    },
    100,
  );

  test('errs as seldom as it says: 2,000 fair tests at an error of 5% refute at most 160 times', () => {
    // expected at most 100 of 2,000; Hoeffding puts 160 or more below exp(-2 * 2000 * 0.03^2) = 3%, and Ville is not tight: observed near 40
    const plan = { p0: 0.5, margin: 0.2, error: 0.05, maxTrials: 2000 };
    const outcomes = Array.from({ length: 2000 }, (_, seed) => testProbability(plan, coin(0.5, seed)).outcome);
    expect(outcomes.filter((o) => o === 'refuted').length).toBeLessThan(160);
  });

  test('at p0 = 0 one success is a refutation, and failures settle it', () => {
    const plan = { p0: 0, margin: 0.5, error: 1e-9, maxTrials: 1000 };
    expect(testProbability(plan, () => true)).toEqual({ outcome: 'refuted', trials: 1, successes: 1 });
    expect(testProbability(plan, () => false).outcome).toBe('holds');
  });

  test('too few trials are undecided', () => {
    expect(testProbability({ p0: 0.5, margin: 0.1, error: 1e-9, maxTrials: 3 }, () => true).outcome).toBe('undecided');
  });
});
