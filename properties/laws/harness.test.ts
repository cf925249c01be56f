import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drop, type Claim } from '../../src/claims/claim.js';
import { decodeInstance, encodeInstance } from '../../src/claims/instance-json.js';
import { register } from '../../src/claims/register.js';
import { all, compare, describe as sentence, same, type Verdict } from '../../src/verdict.js';
import { real } from '../../src/numeric/field.js';
import { exact } from '../../src/numeric/rational.js';
import { datasets } from '../arbitraries/dataset.js';
import { networks } from '../arbitraries/network.js';
import { CASES_FOR_COVERAGE, COVERAGE_FLOOR, DESIGN_SHARE, FALSE_ALARM, uncovered } from '../harness/coverage.js';
import { law } from '../harness/law.js';
import { MOST_EVALUATIONS } from '../shrink/shrink.js';
import { DOUBT_ALARM, search } from '../harness/search.js';
import { binomialLowerTail, mostOf } from '../harness/statistics.js';

/** A toy: all integers n with n >= 0 are below 1000. */
const toy: Claim<{ n: number }> = {
  id: 'toy',
  source: 'nowhere',
  statement: 'n < 1000',
  evidence: 'exact',
  expected: 'holds',
  file: 'properties/laws/harness.test.ts',
  assumptions: [{ id: 'small', statement: 'n is at most 500', meets: ({ n }) => n <= 500 }],
  law: ({ n }) => compare(real, '1000 > n', 1000, '>', n),
};
const integers = (max: number) => fc.integer({ min: 0, max }).map((n) => ({ n }));
const draw = { seed: 7, runs: 1500 };

describe('the harness fails when it should', () => {
  test('a true claim with a sound generator passes, with its counts', async () => {
    const { problems, run } = await search(
      toy,
      { instances: integers(500), covers: { small: ({ n }) => n < 250 } },
      draw,
    );
    expect(problems).toEqual([]);
    expect(run).toMatchObject({ outcome: 'holds', cases: 1500, met: 1500 });
  });

  test('a generator that breaks an assumption is a defect, and a witness says what it does', async () => {
    const { problems } = await search(toy, { instances: integers(600) }, draw);
    expect(problems.join()).toMatch(/the generator broke the assumption small in \d+ cases/);
    const { run, problems: said, refutation } = await search(toy, { instances: integers(10 ** 6) }, draw);
    expect(run).toMatchObject({ outcome: 'refuted', witness: '{"n":1000}' });
    expect(refutation?.broken).toEqual(['small']);
    expect(said.join()).toMatch(/the witness breaks small: the generator is refuted, not the claim/);
  });

  test('a hard region that is never reached fails', async () => {
    const { problems } = await search(
      toy,
      { instances: integers(500), covers: { impossible: ({ n }) => n < 0 } },
      draw,
    );
    expect(problems).toEqual(['hard region missed: impossible (0 of 1500 cases, floor 2%)']);
  });

  test('too few cases to show coverage fail, unless the run was asked to be short', async () => {
    const quantifier = { instances: integers(500), covers: { any: () => true } };
    expect((await search(toy, quantifier, { seed: 7, runs: 10 })).problems).toEqual([
      '10 cases cannot show coverage, expected 1400',
    ]);
    expect((await search(toy, quantifier, { seed: 7, runs: 10, short: true })).problems).toEqual([]);
  });

  test('a false claim is refuted by its smallest witness', async () => {
    const { problems, run, refutation } = await search(
      drop(toy, 'small', 'toy-any'),
      { instances: integers(10 ** 6) },
      draw,
    );
    expect(problems).toEqual([]);
    expect(run).toMatchObject({ outcome: 'refuted', witness: '{"n":1000}' });
    expect(refutation?.minimal).toBe(true);
  });

  test('a twin can be searched from the cases of the full claim, changed at random', async () => {
    const twin = drop(toy, 'small', 'toy-any');
    const { problems, run } = await search(twin, { instances: fc.constant({ n: 500 }), breaks: twin }, draw);
    expect(problems).toEqual([]);
    expect(run.outcome).toBe('refuted');
    const never = { ...toy, assumptions: [{ id: 'any', statement: 'n is anything', meets: () => true }] };
    const nobody = drop(never, 'any', 'toy-never');
    const { problems: vacuous } = await search(nobody, { instances: integers(500), breaks: nobody }, draw);
    expect(vacuous[0]).toMatch('toy-never was expected to be refuted; found holds in 0 cases');
  });

  test('a case outside of what the claim speaks of is an error of the generator', async () => {
    const even = { ...toy, domain: ({ n }: { n: number }) => n % 2 === 0 };
    await expect(search(even, { instances: integers(500) }, draw)).rejects.toThrow('outside of what toy speaks of');
  });

  test('an expected refutation that does not come is a problem', async () => {
    const { problems } = await search(drop(toy, 'small', 'toy-any'), { instances: integers(900) }, draw);
    expect(problems).toEqual(['toy-any was expected to be refuted; found holds in 1500 cases']);
  });

  test('a witness that meets the dropped assumption refutes the claim itself', async () => {
    const wrong = { ...toy, law: ({ n }: { n: number }) => compare(real, '100 > n', 100, '>', n) };
    const { problems } = await search(drop(wrong, 'small', 'wrong-any'), { instances: integers(400) }, draw);
    expect(problems).toEqual(['the witness {"n":100} meets small, so the full claim is refuted too']);
  });

  test('an undecided verdict is neither', async () => {
    const doubtful = { ...toy, law: (): Verdict => ({ ...same('', 1, 1), outcome: 'undecided' }) };
    const { problems } = await search(doubtful, { instances: integers(500) }, draw);
    expect(problems).toEqual(['toy was expected to be true; found undecided in 1500 cases']);
  });

  test('an error in a law is an error, not a refutation', async () => {
    const broken = {
      ...toy,
      law: (): Verdict => {
        throw new TypeError('a bug');
      },
    };
    await expect(search(broken, { instances: integers(500) }, draw)).rejects.toThrow('a bug');
  });

  test('shrinking stops after its share of evaluations', async () => {
    let evaluations = 0;
    const slow = {
      ...toy,
      assumptions: [],
      law: ({ n }: { n: number }) => {
        evaluations++;
        return compare(real, '', 0, '>', n);
      },
    };
    const thin = fc.array(fc.integer(), { minLength: 400, maxLength: 400 }).map((list) => ({ n: list.length, list }));
    const { refutation } = await search(slow, { instances: thin }, draw);
    // the first refutation, what shrinking costs, and the verdict on the witness
    expect(evaluations).toBe(MOST_EVALUATIONS + 2);
    expect(refutation?.minimal).toBe(false);
  });

  test('only an assumption that a claim has can be dropped', () => {
    expect(() => drop(toy, 'large', 'toy-any')).toThrow('claim toy has no assumption large to drop');
  });
});

describe('coverage', () => {
  test('a generator that meets its design share is hardly ever accused', () => {
    const allowed = Math.ceil(COVERAGE_FLOOR * CASES_FOR_COVERAGE) - 1;
    expect(binomialLowerTail(CASES_FOR_COVERAGE, DESIGN_SHARE, allowed)).toBeLessThan(FALSE_ALARM);
  });

  test('the floor itself is enough and one case fewer is not', () => {
    expect(uncovered(1500, { hard: 30 })).toEqual([]);
    expect(uncovered(1500, { hard: 29 })).toHaveLength(1);
  });

  test('a budget of doubts is exceeded by chance below its alarm, and by twenty times its rate as a rule', () => {
    for (const [cases, rate] of [
      [60, 0.005],
      [150, 0.002],
      [1500, 0.002],
    ]) {
      const doubts = mostOf(cases, rate, DOUBT_ALARM);
      expect(1 - binomialLowerTail(cases, rate, doubts)).toBeLessThan(DOUBT_ALARM);
      expect(1 - binomialLowerTail(cases, rate, doubts - 1)).toBeGreaterThanOrEqual(DOUBT_ALARM);
      expect(binomialLowerTail(cases, 20 * rate, doubts)).toBeLessThan(0.7);
    }
  });

  test('the binomial tail is the sum of its terms', () => {
    expect(binomialLowerTail(4, 0.5, 1)).toBeCloseTo(5 / 16, 14);
    expect(binomialLowerTail(4, 0.25, 4)).toBeCloseTo(1, 14);
  });
});

describe('verdicts', () => {
  const numbers = fc.tuple(fc.integer({ min: -2, max: 2 }), fc.integer({ min: -2, max: 2 }));
  law('a comparison says what JavaScript says of integers', numbers, ([a, b]) => {
    const outcome = (relation: Verdict['relation']) =>
      compare(exact, '', exact.of(a), relation, exact.of(b)).outcome === 'holds';
    expect([outcome('='), outcome('!='), outcome('>='), outcome('>')]).toEqual([a === b, a !== b, a >= b, a > b]);
  });

  test('a conjunction is as bad as its worst part', () => {
    const holds = same('a', 1, 1);
    const refuted = same('b', 1, 2);
    const undecided: Verdict = { ...holds, outcome: 'undecided' };
    expect(all([holds, undecided, refuted])).toBe(refuted);
    expect(all([holds, undecided])).toBe(undecided);
    expect(all([undecided, holds])).toBe(undecided);
    expect(all([refuted, undecided, holds])).toBe(refuted);
    expect(all([holds, holds]).outcome).toBe('holds');
    expect(sentence(refuted)).toBe('refuted: b; left 1, right 2, wanted = (exact)');
  });
});

describe('instances and the register', () => {
  const instances = fc.record({ net: networks(2), dataset: datasets(2), m: fc.nat() });
  law('an instance survives its JSON', instances, (instance) => {
    const text = encodeInstance(instance);
    expect(encodeInstance(decodeInstance(JSON.parse(text)))).toBe(text);
  });

  test('ids are unique, begin with a row of the register, and twins name what they drop', () => {
    expect(new Set(register.map(({ id }) => id)).size).toBe(register.length);
    for (const { id, expected, dropped, statement } of register) {
      expect(id).toMatch(/^(P[1-5]|S[1-4]|A[1-5]|E[1-3]|C[1-5]|K[1-4]|H[1-5]|F[1-3]|B1|R[1-5])(-[a-zA-Z]+)*$/);
      if (dropped !== undefined && expected === 'holds') expect(statement).toMatch('no counterexample is known');
      if (expected === 'refuted' && dropped === undefined)
        expect(id).toMatch(/-(printed|any-dataset|unit-ball|function)$/);
    }
  });
});
