import fc from 'fast-check';
import { test, type TaskMeta } from 'vitest';
import type { Claim } from '../../src/claims/claim.js';
import { encodeInstance } from '../../src/claims/instance-json.js';
import { CASES_FOR_COVERAGE, uncovered, type Regions } from './coverage.js';
import { countedProperty, Refutation, type Tally } from './search.js';
import { DEFAULT_RUNS, settings } from './settings.js';
import { witnessFaults } from './witness.js';

/** Who quantifies a claim: a generator whose instances meet its assumptions by construction. */
export interface Quantifier<C> {
  readonly instances: fc.Arbitrary<C>;
  readonly runs?: number;
  /** Hard regions that the generator must reach, each in at least 2% of the cases. */
  readonly covers?: Regions<C>;
}

/**
 * Turns a claim into one test. Expected to hold: no generated case refutes it, none is undecided, every case meets the
 * assumptions, and the hard regions are covered. Expected to be refuted: the frozen witness refutes it, and random
 * search finds a witness of its own, which keeps the other assumptions.
 */
export function theorem<C>(claim: Claim<C>, quantifier: Quantifier<C>): void {
  const name = claim.expected === 'holds' ? `${claim.id} holds` : `${claim.id} is refuted`;
  test(name, async ({ task }) => {
    const frozen = claim.expected === 'refuted' ? await witnessFaults(claim) : [];
    const { problems, path } = await search(claim, quantifier, task.meta);
    if (frozen.length + problems.length === 0) return;
    const replay = `FC_SEED=${settings.seed} FC_PATH='${path}' npm test -- ${claim.file} -t '^${name}$'`;
    const lines = [...frozen, ...problems, `claim: ${claim.statement} (${claim.source})`, `replay: ${replay}`];
    throw new Error(lines.join('\n  '));
  });
}

interface Findings {
  readonly problems: readonly string[];
  /** Of the smallest refutation, for a replay. */
  readonly path: string;
}

async function search<C>(claim: Claim<C>, quantifier: Quantifier<C>, meta: TaskMeta): Promise<Findings> {
  const { id, source, statement, evidence, expected, dropped, file } = claim;
  const runs = settings.runs ?? quantifier.runs ?? DEFAULT_RUNS;
  const { property, tally } = countedProperty(claim, quantifier.instances, quantifier.covers ?? {});
  const { path } = settings;
  const details = await fc.check(property, { numRuns: runs, seed: settings.seed, ...(path !== undefined && { path }) });
  const refutation = details.errorInstance;
  if (details.failed && !(refutation instanceof Refutation)) throw refutation;
  const outcome = details.failed ? 'refuted' : tally.undecided > 0 ? 'undecided' : 'holds';
  const witness = details.counterexample?.[0];
  meta.claim = {
    ...{ id, source, statement, evidence, expected, file, outcome, seed: details.seed },
    ...{ cases: tally.cases, met: tally.met, regions: tally.regions },
    ...(dropped !== undefined && { dropped }),
    ...(witness !== undefined && { witness: encodeInstance(witness) }),
  };
  const found: string[] = [];
  if (outcome !== expected) {
    const said = refutation instanceof Refutation ? refutation.message : `${outcome} in ${tally.cases} cases`;
    found.push(`${id} was expected to be ${expected === 'holds' ? 'true' : 'refuted'}; found ${said}`);
    if (witness !== undefined) found.push(`witness after ${details.numShrinks} shrinks: ${encodeInstance(witness)}`);
  }
  if (witness !== undefined && (await claim.broken?.meets(witness))) {
    found.push(`the witness ${encodeInstance(witness)} meets ${dropped}, so the full claim is refuted too`);
  }
  found.push(
    ...Object.entries(tally.discards).map(([a, n]) => `the generator broke the assumption ${a} in ${n} cases`),
  );
  if (outcome === 'holds' && path === undefined) found.push(...coverageProblems(tally, runs));
  return { problems: found, path: details.counterexamplePath ?? '' };
}

function coverageProblems(tally: Tally, runs: number): string[] {
  if (tally.met < runs) return [`only ${tally.met} cases were checked, expected ${runs}`];
  if (Object.keys(tally.regions).length === 0) return [];
  if (runs >= CASES_FOR_COVERAGE) return uncovered(tally.cases, tally.regions).map((r) => `hard region missed: ${r}`);
  // a short run, asked for by FC_NUM_RUNS, cannot tell; the default one must be able to
  return settings.runs === undefined ? [`${runs} cases cannot show coverage, expected ${CASES_FOR_COVERAGE}`] : [];
}
