import fc from 'fast-check';
import { unmet, type Claim } from '../../src/claims/claim.js';
import { encodeInstance } from '../../src/claims/instance-json.js';
import { describe as sentence, type Verdict } from '../../src/verdict.js';
import { CASES_FOR_COVERAGE, uncovered, type Regions } from './coverage.js';
import type { ClaimRun } from './meta.js';
import { mostOf } from './statistics.js';

/** Evaluations of the law that shrinking may cost; what it has reached by then is the witness. */
export const MAX_SHRINK_EVALUATIONS = 600;
/** The same for a law that runs a flow. */
const MAX_SHRINK_FLOWS = 20;

/** A run is called undecided by chance, at the rate of its budget, with a probability below this; up to 2,000 cases (1e-16 a term) it is exact. */
export const DOUBT_ALARM = 1e-6;

/** Who quantifies a claim: a generator whose instances meet its assumptions by construction. */
export interface Quantifier<C> {
  readonly instances: fc.Arbitrary<C>;
  readonly runs?: number;
  /** Hard regions that the generator must reach, each in at least 2% of the cases. */
  readonly covers?: Regions<C>;
  /** The rate at which cases may stay undecided: for limits, where an honest doubt is counted against a budget. */
  readonly undecided?: number;
}

/** How to draw: `short` marks a run with fewer cases than the claim's own, which cannot show coverage. */
export interface Draw {
  readonly seed: number;
  readonly runs: number;
  readonly path?: string | undefined;
  readonly short?: boolean;
}

/** What a search found; `problems` is empty when all is as the claim says. */
export interface Findings {
  readonly run: ClaimRun;
  readonly problems: readonly string[];
  /** fast-check's path of the smallest refutation, for a replay. */
  readonly path: string;
}

/** A case whose verdict is `refuted`. */
class Refutation extends Error {
  constructor(verdict: Verdict) {
    super(sentence(verdict));
  }
}

/** What a search has seen before its first refutation. */
interface Tally {
  cases: number;
  /** Cases that met all assumptions. */
  met: number;
  undecided: number;
  /** How many cases met each assumption; a case that breaks one is not checked. */
  readonly assumptions: Record<string, number>;
  readonly regions: Record<string, number>;
}

/** Quantifies a claim over its generator, shrinks what refutes it, and says all that is not as expected. */
export async function search<C>(claim: Claim<C>, quantifier: Quantifier<C>, draw: Draw): Promise<Findings> {
  const { id, source, statement, evidence, expected, dropped, file } = claim;
  const { property, tally } = countedProperty(claim, quantifier.instances, quantifier.covers ?? {});
  const { seed, runs, path } = draw;
  const details = await fc.check(property, { numRuns: runs, seed, ...(path !== undefined && { path }) });
  const refutation = details.errorInstance;
  if (details.failed && !(refutation instanceof Refutation)) throw refutation;
  const doubts = quantifier.undecided === undefined ? 0 : mostOf(tally.cases, quantifier.undecided, DOUBT_ALARM);
  const outcome = details.failed ? 'refuted' : tally.undecided > doubts ? 'undecided' : 'holds';
  const witness = details.counterexample?.[0];
  const problems: string[] = [];
  if (outcome !== expected) {
    const said = refutation instanceof Refutation ? refutation.message : `${outcome} in ${tally.cases} cases`;
    problems.push(`${id} was expected to be ${expected === 'holds' ? 'true' : 'refuted'}; found ${said}`);
    if (witness !== undefined) problems.push(`witness after ${details.numShrinks} shrinks: ${encodeInstance(witness)}`);
  }
  if (witness !== undefined && (await claim.broken?.meets(witness))) {
    problems.push(`the witness ${encodeInstance(witness)} meets ${dropped}, so the full claim is refuted too`);
  }
  for (const [a, n] of Object.entries(tally.assumptions)) {
    if (n < tally.cases) problems.push(`the generator broke the assumption ${a} in ${tally.cases - n} cases`);
  }
  if (outcome === 'holds' && path === undefined) problems.push(...thinness(tally, draw));
  const run: ClaimRun = {
    ...{ id, source, statement, evidence, expected, file, outcome, seed },
    ...{ cases: tally.cases, met: tally.met, assumptions: tally.assumptions, regions: tally.regions },
    undecided: tally.undecided,
    ...(dropped !== undefined && { dropped }),
    ...(witness !== undefined && { witness: encodeInstance(witness) }),
  };
  return { run, problems, path: details.counterexamplePath ?? '' };
}

/** Too few cases, or a hard region that is all but empty. */
function thinness({ cases, met, regions }: Tally, { runs, short }: Draw): string[] {
  if (met < runs) return [`only ${met} cases were checked, expected ${runs}`];
  if (Object.keys(regions).length === 0 || short === true) return [];
  if (runs < CASES_FOR_COVERAGE) return [`${runs} cases cannot show coverage, expected ${CASES_FOR_COVERAGE}`];
  return uncovered(cases, regions).map((r) => `hard region missed: ${r}`);
}

/**
 * A claim as a fast-check property that counts what it sees. After the first refutation fast-check shrinks; that is
 * bounded by MAX_SHRINK_EVALUATIONS, after which all candidates pass and the smallest refutation so far is the witness.
 */
function countedProperty<C>(claim: Claim<C>, instances: fc.Arbitrary<C>, regions: Regions<C>) {
  const zeros = (names: readonly string[]): Record<string, number> =>
    Object.fromEntries(names.map((name) => [name, 0]));
  const tally: Tally = {
    cases: 0,
    met: 0,
    undecided: 0,
    assumptions: zeros(claim.assumptions.map(({ id }) => id)),
    regions: zeros(Object.keys(regions)),
  };
  let shrinking = 0;
  const evaluations = ['limit', 'trend'].includes(claim.evidence) ? MAX_SHRINK_FLOWS : MAX_SHRINK_EVALUATIONS;
  const property = fc.asyncProperty(instances, async (instance) => {
    if (shrinking > 0 && shrinking++ > evaluations) return;
    const broken = await unmet(claim, instance);
    if (shrinking === 0) await count(tally, instance, regions, broken);
    if (broken.length > 0) return;
    const verdict = await claim.law(instance);
    if (verdict.outcome === 'undecided' && shrinking === 0) tally.undecided++;
    if (verdict.outcome !== 'refuted') return;
    shrinking = Math.max(shrinking, 1);
    throw new Refutation(verdict);
  });
  return { property, tally };
}

async function count<C>(tally: Tally, instance: C, regions: Regions<C>, broken: readonly string[]): Promise<void> {
  tally.cases++;
  if (broken.length === 0) tally.met++;
  for (const id of Object.keys(tally.assumptions)) if (!broken.includes(id)) tally.assumptions[id]++;
  for (const [name, contains] of Object.entries(regions)) if (await contains(instance)) tally.regions[name]++;
}
