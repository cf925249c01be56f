import fc from 'fast-check';
import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { drop, type Claim } from '../../src/claims/claim.js';
import { claims } from '../../src/claims/register.js';
import { page } from '../../src/report/page.js';
import type { FrozenWitness, Report } from '../../src/report/report.js';
import { sectionOf } from '../../src/report/sections.js';
import { broken, headline, isSound } from '../../src/report/standing.js';
import { summary } from '../../src/report/summary.js';
import { same } from '../../src/verdict.js';
import { buildReport, type TestOutcome } from '../harness/build-report.js';
import { law } from '../harness/law.js';
import type { ClaimRun } from '../harness/meta.js';
import { testName } from '../harness/name.js';

const toy: Claim<never> = {
  id: 'P1',
  source: 'nowhere',
  statement: 'n < 1000',
  formula: 'n < 1000',
  evidence: 'exact',
  expected: 'holds',
  file: 'properties/theorems/toy.test.ts',
  assumptions: [{ id: 'small', statement: 'n <= 500', meets: () => true }],
  law: () => same('', 1, 1),
};
const twin = drop(toy, 'small', 'P1-large');
const register = [toy, twin];
const witness: FrozenWitness = {
  because: ['False.'],
  instance: { n: 1000 },
  what: 'n < 1000',
  left: '1000',
  relation: '>',
  right: '1000',
};
const circumstances = { seed: 7, startedAt: '2026-01-02T03:04:05Z', milliseconds: 1, node: 'v20', errors: [] };

const runOf = (claim: Claim<never>, change: Partial<ClaimRun> = {}): ClaimRun => ({
  id: claim.id,
  source: claim.source,
  statement: claim.statement,
  evidence: claim.evidence,
  expected: claim.expected,
  file: claim.file,
  outcome: claim.expected,
  seed: 7,
  cases: 200,
  met: 200,
  undecided: 0,
  milliseconds: 1,
  assumptions: Object.fromEntries(claim.assumptions.map(({ id }) => [id, 200])),
  regions: { common: 100, rare: 10 },
  ...change,
});
const testOf = (claim: Claim<never>, change: Partial<TestOutcome> = {}): TestOutcome => ({
  file: claim.file,
  name: testName(claim),
  passed: true,
  messages: [],
  claim: runOf(claim),
  ...change,
});
const reportOf = (tests: readonly TestOutcome[]): Report => buildReport(register, tests, () => witness, circumstances);
const whole = [testOf(toy), testOf(twin)];

describe('a report', () => {
  test('of a run in which all is as expected says so', () => {
    const report = reportOf(whole);
    expect(isSound(report)).toBe(true);
    expect(headline(report)).toBe('All 2 claims as expected');
    expect(report.run).toMatchObject({ cases: 200, missing: [], laws: { passed: 0, failed: [] } });
    expect(report.claims[0]).toMatchObject({ id: 'P1', row: 'P1', order: 1, problems: [] });
    expect(report.claims[0].found?.regions).toEqual([
      { region: 'rare', share: 0.05 },
      { region: 'common', share: 0.5 },
    ]);
    expect(report.claims[0].witness).toBeUndefined();
    expect(report.claims[1]).toMatchObject({ twinOf: 'P1', dropped: 'small', formula: 'n < 1000', witness });
    expect(report.claims[1].replay).toBe("npm test -- properties/theorems/toy.test.ts -t '^P1-large is refuted$'");
  });

  test('names the claim that did not run, with what its test says', () => {
    const silent = reportOf([testOf(twin)]);
    expect(silent.run.missing).toEqual(['P1']);
    expect(headline(silent)).toBe('1 of 2 claims as expected; 1 did not run');
    expect(page(silent, [])).toContain('Did not run: <span class="ids"><a href="#P1">P1</a></span>');
    expect(summary(silent)).toContain('- P1 did not run');
    const thrown = { file: toy.file, name: testName(toy), passed: false, messages: ['a bug'] };
    expect(reportOf([thrown, testOf(twin)]).claims[0]).toMatchObject({ problems: ['a bug'] });
    expect(reportOf([thrown, testOf(twin)]).run.laws.failed).toEqual([]);
  });

  test('tells a claim that broke, and keeps what was found', () => {
    const verdict = same('n = 1', 2, 1);
    const run = runOf(toy, { outcome: 'refuted', witness: '{"n":2}', verdict });
    const report = reportOf([testOf(toy, { passed: false, messages: ['refuted'], claim: run }), testOf(twin)]);
    expect(broken(report).map(({ id }) => id)).toEqual(['P1']);
    expect(report.claims[0].found?.refutation).toMatchObject({ instance: { n: 2 }, left: '2', right: '1' });
    expect(headline(report)).toBe('1 of 2 claims as expected; 1 broke');
    expect(summary(report)).toContain('- P1: refuted, expected holds');
  });

  test('takes a test that failed for a fault, whatever the outcome of its claim', () => {
    const report = reportOf([testOf(toy, { passed: false, messages: ['hard region missed'] }), testOf(twin)]);
    expect(broken(report).map(({ id }) => id)).toEqual(['P1']);
  });

  test('counts the laws, and names those that failed', () => {
    const laws = [true, false].map((passed) => ({ file: 'f', name: `law ${passed}`, passed, messages: ['why'] }));
    const report = reportOf([...whole, ...laws]);
    expect(report.run.laws).toEqual({ passed: 1, failed: [{ file: 'f', name: 'law false', message: 'why' }] });
    expect(headline(report)).toBe('2 of 2 claims as expected; 1 law failed');
    expect(page(report, [])).toContain('Law failed: law false (f)');
  });

  test('says nothing of a slack that no bound gives', () => {
    const slack = { worst: -Infinity, at: 'x', decades: [] };
    const report = reportOf([testOf(toy, { claim: runOf(toy, { slack }) }), testOf(twin)]);
    expect(report.claims[0].found?.slack).toBeUndefined();
  });

  test('survives its JSON', () => {
    const report = reportOf(whole);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });
});

describe('the page', () => {
  test('has a place for every claim of the register', () => {
    const report = buildReport(claims, [], () => undefined, circumstances);
    const { document } = parseHTML(page(report, []));
    for (const claim of report.claims) {
      expect(sectionOf(claim).rows).toContain(claim.row);
      expect(document.querySelectorAll(`[id="${claim.id}"]`)).toHaveLength(1);
    }
    expect(report.run.missing).toEqual(claims.map(({ id }) => id));
  });

  const letters = fc.string({
    unit: fc.constantFrom('<', '>', '&', '"', "'", '$', '\\', '/', 'script', '-', 'a', 'γ'),
  });
  law(
    'shows every text as it is',
    letters,
    (text) => {
      const hostile = { ...toy, statement: text };
      const report = buildReport([hostile], [testOf(hostile, { passed: false, messages: [text] })], () => undefined, {
        ...circumstances,
        errors: [text],
      });
      const { document } = parseHTML(page(report, []));
      expect(document.querySelector('#P1 summary')?.textContent).toBe(text);
      expect(document.querySelector('#P1 .problems pre')?.textContent).toBe(text);
      expect(document.querySelectorAll('script')).toHaveLength(1);
    },
    200,
  );

  test('refuses a claim of an unknown row and a figure without frames', () => {
    const report = reportOf(whole);
    const stray = { ...report, claims: [{ ...report.claims[0], row: 'Z9' }] };
    expect(() => page(stray, [])).toThrow('claim P1 is of row Z9, which no section of the page has');
    const empty = { id: 'empty', title: '', caption: '', alt: '', frames: [] };
    expect(() => page(report, [empty])).toThrow('figure empty has no frames, expected at least one');
  });
});
