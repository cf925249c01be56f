import fc from 'fast-check';
import { unmet, type Claim, type Evidence } from '../../src/claims/claim.js';
import { encodeInstance } from '../../src/claims/instance-json.js';
import { describe as sentence, type Verdict } from '../../src/verdict.js';
import { MOST_EVALUATIONS, shrink } from '../shrink/shrink.js';
import { stream } from '../shrink/stream.js';
import { auditOf } from './audit.js';
import { breakAssumption, inDomain } from './break.js';
import { CASES_FOR_COVERAGE, uncovered, type Regions } from './coverage.js';
import type { ClaimRun, Slack } from './run.js';
import { mostOf } from './statistics.js';

/** Evaluations that shrinking may cost, by what one of them costs: a law with a ladder of flows, or a test of thousands. */
const EVALUATIONS: Readonly<Record<Evidence, number>> = {
  exact: MOST_EVALUATIONS,
  certified: MOST_EVALUATIONS,
  limit: MOST_EVALUATIONS,
  trend: 150,
  statistical: 60,
};

/** The share of them where each witness is held against the second program, too, which takes up to seconds. */
const AUDITED = 1 / 3;

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
  /** The instances meet the whole claim, and each is changed at random until it breaks the assumption that this twin drops, and no other. */
  readonly breaks?: Claim<C>;
}

/** How to draw: `short` marks a run with fewer cases than the claim's own, which cannot show coverage. */
export interface Draw {
  readonly seed: number;
  readonly runs: number;
  readonly short?: boolean;
  /** Evaluations that shrinking may cost, if not the usual number. */
  readonly shrinks?: number;
}

/** An instance at which the law is refuted, shrunk, with the assumptions of the claim that it breaks. */
export interface Refutation<C> {
  readonly instance: C;
  readonly verdict: Verdict;
  readonly broken: readonly string[];
  /** What shrinking cost, and whether nothing simpler was left to try. */
  readonly evaluations: number;
  readonly minimal: boolean;
}

/** What a search found; `problems` is empty when all is as the claim says. */
export interface Findings<C> {
  readonly run: ClaimRun;
  readonly problems: readonly string[];
  readonly refutation?: Refutation<C>;
  /** Why the refutation does not count: the flows behind it are followed in another way by the second opinion. */
  readonly dissent?: string;
}

/** What a search has seen before its first refutation. */
interface Tally {
  cases: number;
  /** Cases that met all assumptions. */
  met: number;
  undecided: number;
  /** How many cases met each assumption. */
  readonly assumptions: Record<string, number>;
  readonly regions: Record<string, number>;
  slack: Slack | undefined;
}

const DECADES = 13;

/** With one more case that holds, if it does so within a bound. */
function withSlack(slack: Slack | undefined, { outcome, slack: own, what }: Verdict): Slack | undefined {
  if (outcome !== 'holds' || own === undefined) return slack;
  const decades = [...(slack?.decades ?? new Array<number>(DECADES).fill(0))];
  decades[Math.max(0, DECADES - 1 + Math.min(0, Math.ceil(Math.log10(Math.max(own, 0)))))]++;
  return slack !== undefined && slack.worst >= own ? { ...slack, decades } : { worst: own, at: what, decades };
}

/** Quantifies a claim over its generator, shrinks what refutes it, and says all that is not as expected. */
export async function search<C>(claim: Claim<C>, quantifier: Quantifier<C>, draw: Draw): Promise<Findings<C>> {
  const { id, source, statement, evidence, expected, dropped, file } = claim;
  const { seed, runs } = draw;
  const start = performance.now();
  const found = await firstRefutation(claim, quantifier, draw);
  const { tally } = found;
  const { refutation, dissent } = await witnessOf(claim, found.instance, draw.shrinks ?? EVALUATIONS[evidence]);
  const doubts = quantifier.undecided === undefined ? 0 : mostOf(tally.cases, quantifier.undecided, DOUBT_ALARM);
  const outcome =
    dissent !== undefined
      ? 'undecided'
      : refutation !== undefined
        ? 'refuted'
        : tally.undecided > doubts
          ? 'undecided'
          : 'holds';
  const problems: string[] = [];
  const witness = refutation === undefined ? '' : encodeInstance(refutation.instance);
  if (outcome !== expected) {
    const law = refutation === undefined ? `${outcome} in ${tally.cases} cases` : sentence(refutation.verdict);
    const said = dissent === undefined ? law : `undecided: the law says ${law}, but the second opinion disagrees`;
    problems.push(`${id} was expected to be ${expected === 'holds' ? 'true' : 'refuted'}; found ${said}`);
    if (refutation !== undefined) {
      problems.push(`witness, after ${refutation.evaluations} evaluations of smaller ones: ${witness}`);
    }
  }
  if (dissent !== undefined) problems.push(`${dissent}; the numerics are in doubt, not the claim`);
  if (refutation !== undefined && (await claim.broken?.meets(refutation.instance))) {
    problems.push(`the witness ${witness} meets ${dropped}, so the full claim is refuted too`);
  }
  for (const [a, n] of Object.entries(tally.assumptions)) {
    if (n < tally.cases) problems.push(`the generator broke the assumption ${a} in ${tally.cases - n} cases`);
  }
  if (refutation !== undefined && refutation.broken.length > 0) {
    problems.push(`the witness breaks ${refutation.broken.join(', ')}: the generator is refuted, not the claim`);
  }
  if (outcome === 'holds') problems.push(...thinness(tally, quantifier, draw, runs));
  const run: ClaimRun = {
    id,
    source,
    statement,
    evidence,
    expected,
    file,
    outcome,
    seed,
    cases: tally.cases,
    met: tally.met,
    assumptions: tally.assumptions,
    regions: tally.regions,
    undecided: tally.undecided,
    milliseconds: Math.round(performance.now() - start),
    ...(tally.slack !== undefined && { slack: tally.slack }),
    ...(dropped !== undefined && { dropped }),
    ...(refutation !== undefined && { witness, verdict: refutation.verdict, evaluations: refutation.evaluations }),
  };
  return {
    run,
    problems,
    ...(refutation !== undefined && { refutation }),
    ...(dissent !== undefined && { dissent }),
  };
}

/** Too few cases, or a hard region that is all but empty. */
function thinness<C>(
  { cases, met, regions }: Tally,
  { breaks }: Quantifier<C>,
  { short }: Draw,
  runs: number,
): string[] {
  if (met === 0) return ['no case met the assumptions'];
  if (met < runs && breaks === undefined) return [`only ${met} cases were checked, expected ${runs}`];
  if (Object.keys(regions).length === 0 || short === true) return [];
  if (runs < CASES_FOR_COVERAGE) return [`${runs} cases cannot show coverage, expected ${CASES_FOR_COVERAGE}`];
  return uncovered(cases, regions).map((r) => `hard region missed: ${r}`);
}

const REFUTED = new Error('refuted');

/**
 * Draws cases until one refutes the law. A case that breaks an assumption is looked at too: where the generator is at fault, its witness says
 * more than a count.
 */
async function firstRefutation<C>(claim: Claim<C>, quantifier: Quantifier<C>, { seed, runs }: Draw) {
  const regions = quantifier.covers ?? {};
  const zeros = (names: readonly string[]): Record<string, number> =>
    Object.fromEntries(names.map((name) => [name, 0]));
  const tally: Tally = {
    cases: 0,
    met: 0,
    undecided: 0,
    assumptions: zeros(claim.assumptions.map(({ id }) => id)),
    regions: zeros(Object.keys(regions)),
    slack: undefined,
  };
  let refuting: C | undefined;
  const cases = fc.tuple(quantifier.instances, fc.nat());
  const property = fc.asyncProperty(cases, async ([drawn, noise]) => {
    const instance = quantifier.breaks ? await breakAssumption(quantifier.breaks, drawn, stream(noise)) : drawn;
    if (instance === undefined) return;
    if (!(await inDomain(claim, instance)))
      throw new RangeError(`outside of what ${claim.id} speaks of: ${encodeInstance(instance)}`);
    const broken = await unmet(claim, instance);
    await count(tally, instance, regions, broken);
    const verdict = await lawAt(claim, instance);
    const { outcome } = verdict;
    tally.slack = withSlack(tally.slack, verdict);
    if (outcome === 'undecided') tally.undecided++;
    if (outcome !== 'refuted') return;
    refuting = instance;
    throw REFUTED;
  });
  const details = await fc.check(property, { numRuns: runs, seed, endOnFailure: true });
  if (details.failed && details.errorInstance !== REFUTED) throw details.errorInstance;
  return { tally, instance: refuting };
}

/** What the law says; an error of its own is told with the instance at which it came. */
async function lawAt<C>(claim: Claim<C>, instance: C): Promise<Verdict> {
  try {
    return await claim.law(instance);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`the law of ${claim.id} threw "${message}" at ${encodeInstance(instance)}`, { cause });
  }
}

async function count<C>(tally: Tally, instance: C, regions: Regions<C>, broken: readonly string[]): Promise<void> {
  tally.cases++;
  if (broken.length === 0) tally.met++;
  for (const id of Object.keys(tally.assumptions)) if (!broken.includes(id)) tally.assumptions[id]++;
  for (const [name, contains] of Object.entries(regions)) if (await contains(instance)) tally.regions[name]++;
}

/**
 * A first witness, shrunk, and what the second opinion has against it. What is simple may lie at a border that two programs see from two sides: the first
 * one is then shrunk again, among the instances at which both refute, if it is one of these.
 */
async function witnessOf<C>(
  claim: Claim<C>,
  first: C | undefined,
  most: number,
): Promise<Pick<Findings<C>, 'refutation' | 'dissent'>> {
  if (first === undefined) return {};
  const refutation = await shrunk(claim, first, most);
  // a witness that nobody shrinks is nobody's evidence: the frozen one has a second opinion of its own
  if (most === 0) return { refutation };
  const dissent = await auditOf(claim, refutation.instance, refutation.verdict);
  if (dissent === undefined) return { refutation };
  if ((await auditOf(claim, first, await claim.law(first))) !== undefined) return { refutation, dissent };
  return { refutation: await shrunk(claim, first, Math.ceil(most * AUDITED), auditOf) };
}

/**
 * The simplest witness that shrinking reaches: it keeps the assumptions that the first one met, and breaks the dropped one if that did. Where there is
 * an audit, candidates that it objects to are in doubt.
 */
export async function shrunk<C>(
  claim: Claim<C>,
  first: C,
  most: number,
  audit?: typeof auditOf<C>,
): Promise<Refutation<C>> {
  const lost = await unmet(claim, first);
  const kept = { ...claim, assumptions: claim.assumptions.filter(({ id }) => !lost.includes(id)) };
  const breaks = claim.broken !== undefined && !(await claim.broken.meets(first));
  const { witness, evaluations, minimal } = await shrink(first, {
    allowed: async (candidate) =>
      (await inDomain(claim, candidate)) &&
      !(breaks && (await claim.broken?.meets(candidate))) &&
      (await unmet(kept, candidate)).length === 0,
    outcome: async (candidate) => {
      const verdict = await claim.law(candidate);
      if (verdict.outcome !== 'refuted' || audit === undefined) return verdict.outcome;
      return (await audit(claim, candidate, verdict)) === undefined ? 'refuted' : 'undecided';
    },
    most,
  });
  const verdict = await claim.law(witness);
  return { instance: witness, verdict, broken: await unmet(claim, witness), evaluations, minimal };
}
