import fc from 'fast-check';
import { mersenne } from 'pure-rand/generator/mersenne';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { describe, expect, test } from 'vitest';
import { testProbability, testProbabilityOf, type SequentialPlan } from '../../src/numeric/sequential-test.js';
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

  test('one success or failure rules out the end of [0, 1] at which it cannot be, and not the other', () => {
    const plan = { p0: 0.5, margin: 0.5, error: 1e-3, maxTrials: 50 };
    for (const always of [true, false]) expect(testProbability(plan, () => always).outcome).toBe('refuted');
  });

  test('too few trials are undecided', () => {
    expect(testProbability({ p0: 0.5, margin: 0.1, error: 1e-9, maxTrials: 3 }, () => true).outcome).toBe('undecided');
  });

  /** ln of the mixture of all likelihoods, s! (n - s)! / (n + 1)!, and of the likelihood at p. */
  const logFactorial = (n: number): number =>
    Array.from({ length: n }, (_, k) => Math.log(k + 1)).reduce((a, b) => a + b, 0);
  const mixture = (n: number, s: number): number => logFactorial(s) + logFactorial(n - s) - logFactorial(n + 1);
  const likelihood = (p: number, n: number, s: number): number =>
    (s > 0 ? s * Math.log(p) : 0) + (n > s ? (n - s) * Math.log(1 - p) : 0);

  /** The outcome from the counts alone, by the closed forms. */
  function settled({ p0, margin, error, maxTrials }: SequentialPlan, n: number, s: number): string | undefined {
    const at = likelihood(p0, n, s);
    if (mixture(n, s) - at >= -Math.log(error)) return 'refuted';
    const alternatives = [p0 - margin, p0 + margin].filter((p) => p >= 0 && p <= 1);
    if (alternatives.every((p) => at - likelihood(p, n, s) >= Math.log(2 / error))) return 'holds';
    return n >= maxTrials ? 'undecided' : undefined;
  }

  const runs = fc.record({
    p0: fc.integer({ min: 1, max: 9 }).map((k) => k / 10),
    margin: fc.constantFrom(0.15, 0.35, 0.5, 0.62),
    error: fc.constantFrom(0.3, 0.011, 1e-4),
    p: fc.constantFrom(0, 0.3, 0.5, 0.8, 1),
    seed: fc.integer(),
  });

  law(
    'stops where the closed forms of its three martingales say so, also where trials take their time',
    runs,
    async (run) => {
      const plan = { ...run, maxTrials: 60 };
      const draw = coin(run.p, run.seed);
      const trials = Array.from({ length: plan.maxTrials }, draw);
      let [n, s] = [0, 0];
      let outcome: string | undefined;
      while (outcome === undefined) {
        if (trials[n++]) s++;
        outcome = settled(plan, n, s);
      }
      const [one, other] = [trials.values(), trials.values()];
      const expected = { outcome, trials: n, successes: s };
      expect(testProbability(plan, () => one.next().value as boolean)).toEqual(expected);
      expect(await testProbabilityOf(plan, () => Promise.resolve(other.next().value as boolean))).toEqual(expected);
    },
  );
});
