import type { Claim } from '../../src/claims/claim.js';
import type { ClaimReport, Finding, FrozenWitness, Report, RunReport } from '../../src/report/report.js';
import type { ClaimRun } from './meta.js';
import { replayCommand, testName } from './name.js';

/** What a report needs to know of one test. */
export interface TestOutcome {
  readonly file: string;
  readonly name: string;
  readonly passed: boolean;
  /** Of its errors. */
  readonly messages: readonly string[];
  /** Where the test is that of a claim and came to a verdict. */
  readonly claim?: ClaimRun;
}

/** The run itself, as far as the tests do not tell it. */
export type Circumstances = Pick<RunReport, 'seed' | 'startedAt' | 'milliseconds' | 'node' | 'errors'>;

function findingOf(run: ClaimRun): Finding {
  const { outcome, cases, met, undecided, slack, milliseconds, seed, expected, witness, verdict } = run;
  const regions = Object.entries(run.regions).map(([region, n]) => ({ region, share: cases === 0 ? 0 : n / cases }));
  return {
    outcome,
    cases,
    met,
    undecided,
    milliseconds,
    seed,
    regions: regions.sort((a, b) => a.share - b.share),
    // of a bound of 0, beyond which all cases lie, nothing is used
    ...(slack !== undefined && Number.isFinite(slack.worst) && { slack }),
    // where a refutation is expected the frozen witness is the one to read: the one that was found is not shrunk
    ...(expected === 'holds' &&
      witness !== undefined &&
      verdict !== undefined && {
        refutation: {
          instance: JSON.parse(witness) as unknown,
          what: verdict.what,
          left: verdict.left,
          relation: verdict.relation,
          right: verdict.right,
        },
      }),
  };
}

/** The report of a run, from the register, its tests and the frozen witnesses (by claim). */
export function buildReport(
  claims: readonly Claim<never>[],
  tests: readonly TestOutcome[],
  witnessOf: (id: string) => FrozenWitness | undefined,
  circumstances: Circumstances,
): Report {
  const testOf = (claim: Claim<never>): TestOutcome | undefined =>
    tests.find((test) => test.claim?.id === claim.id) ??
    tests.find((test) => test.file === claim.file && test.name === testName(claim));
  const seen = new Set<TestOutcome>();
  const reports = claims.map((claim, index): ClaimReport => {
    const test = testOf(claim);
    if (test !== undefined) seen.add(test);
    const { id, source, statement, formula, evidence, expected, dropped, twinOf, file } = claim;
    const witness = expected === 'refuted' ? witnessOf(id) : undefined;
    return {
      id,
      row: id.split('-')[0],
      order: index + 1,
      source,
      statement,
      evidence,
      expected,
      file,
      ...(formula !== undefined && { formula }),
      ...(dropped !== undefined && { dropped }),
      ...(twinOf !== undefined && { twinOf }),
      assumptions: claim.assumptions.map(({ id: assumption, statement: says }) => {
        const met = test?.claim?.assumptions[assumption];
        return { id: assumption, statement: says, ...(met !== undefined && { met }) };
      }),
      ...(test?.claim !== undefined && { found: findingOf(test.claim) }),
      ...(witness !== undefined && { witness }),
      problems: test === undefined || test.passed ? [] : test.messages,
      replay: replayCommand(claim),
    };
  });
  const laws = tests.filter((test) => !seen.has(test));
  return {
    version: 1,
    run: {
      ...circumstances,
      cases: reports.reduce((sum, { expected, found }) => sum + (expected === 'holds' ? (found?.met ?? 0) : 0), 0),
      missing: reports.filter(({ found }) => found === undefined).map(({ id }) => id),
      laws: {
        passed: laws.filter(({ passed }) => passed).length,
        failed: laws
          .filter(({ passed }) => !passed)
          .map(({ file, name, messages }) => ({ file, name, message: messages.join('\n') })),
      },
    },
    claims: reports,
  };
}
