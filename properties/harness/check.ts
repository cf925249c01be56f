/**
 * Holds a conjecture against random instances, and shrinks what refutes it.
 *
 * @module margin-laws/check
 */
import type fc from 'fast-check';
import type { Claim } from '../../src/claims/claim.js';
import { encodeInstance } from '../../src/claims/instance-json.js';
import type { Verdict } from '../../src/verdict.js';
import type { NamedParts, WellNamed } from '../shrink/instance.js';
import { search } from './search.js';

export type { NamedParts, WellNamed };

/** A claim of which only the statement and the law must be there. Where nothing else is said it has no assumptions, and `evidence` is `limit`. */
export interface Conjecture<C>
  extends Partial<Omit<Claim<C>, 'statement' | 'law' | 'onDataset'>>, Pick<Claim<C>, 'statement' | 'law'> {}

/** How much to check, and from where. */
export interface CheckOptions {
  /** Cases to draw, at least 1; 1000 unless told. */
  readonly runs?: number;
  /** An integer; a random one unless told. The same seed draws the same cases. */
  readonly seed?: number;
}

/** What every check says of itself. */
export interface Checked {
  /** The statement of the conjecture. */
  readonly statement: string;
  /** Cases that were drawn, shrinking not counted. */
  readonly cases: number;
  /** Cases whose verdict was undecided. */
  readonly undecided: number;
  /** The seed from which the cases were drawn. */
  readonly seed: number;
}

/** No case refutes the law, and each was decided: evidence, not a proof for all. */
export interface Survived extends Checked {
  /** Tells the three results apart. */
  readonly outcome: 'holds';
}

/** The last of the cases refutes the law, and so does the simpler instance that it was shrunk to. */
export interface Refuted<C> extends Checked {
  /** Tells the three results apart. */
  readonly outcome: 'refuted';
  /** The simplest refuting instance that shrinking reached; it meets all assumptions. */
  readonly witness: C;
  /** What the law says of the witness. */
  readonly verdict: Verdict;
  /** Evaluations of the law that shrinking took. */
  readonly evaluations: number;
  /** Whether nothing simpler was left to try: false where the evaluations, 300 at most, ran out first. */
  readonly minimal: boolean;
}

/** Some cases are in numeric doubt and none is refuted, or the one that is has flows that a second program follows in another way. */
export interface Undecided extends Checked {
  /** Tells the three results apart. */
  readonly outcome: 'undecided';
  /** Where the doubt lies. */
  readonly why: string;
}

/** What a check came to. */
export type CheckResult<C> = Survived | Refuted<C> | Undecided;

const UNSAID = {
  id: 'conjecture',
  source: '',
  file: '',
  assumptions: [],
  ...({ evidence: 'limit', expected: 'holds' } as const),
};

/** Chosen: a minute at most where a case takes a bracket or a flow to its limit. */
const USUAL_RUNS = 1000;

/**
 * Quantifies a conjecture, or any claim, over random instances, and shrinks what refutes it. Shrinking works on the value and keeps the assumptions and
 * the domain, nothing else of the generator: what every instance must satisfy belongs there. It knows parts by their names, see `NamedParts`. Where the law
 * follows gradient flows, a refutation is held against a second program that follows them in another way.
 * @throws RangeError for runs or a seed out of range, and where an instance breaks an assumption or lies outside of the domain
 */
export async function check<C extends WellNamed<C>>(
  // what an instance is, the generator says: an assumption may speak of less
  conjecture: Conjecture<NoInfer<C>>,
  instances: fc.Arbitrary<C>,
  { runs = USUAL_RUNS, seed = Math.floor(Math.random() * 2 ** 31) }: CheckOptions = {},
): Promise<CheckResult<C>> {
  if (!(Number.isSafeInteger(runs) && runs >= 1)) throw new RangeError(`runs is ${runs}, expected an integer >= 1`);
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed is ${seed}, expected an integer`);
  const claim: Claim<C> = { ...UNSAID, ...conjecture };
  const { run, refutation, dissent } = await search(claim, { instances }, { runs, seed, short: true });
  const { statement, cases, undecided } = run;
  for (const [id, met] of Object.entries(run.assumptions)) {
    if (met === cases) continue;
    const like = refutation?.broken.includes(id) ? `, like ${encodeInstance(refutation.instance)}` : '';
    throw new RangeError(
      `${cases - met} of ${cases} instances break the assumption ${id}${like}, expected instances that meet it by construction`,
    );
  }
  const checked = { statement, cases, undecided, seed };
  if (dissent !== undefined) {
    const at = encodeInstance(refutation?.instance);
    return { ...checked, outcome: 'undecided', why: `the refutation at ${at} is in numeric doubt: ${dissent}` };
  }
  if (refutation !== undefined) {
    const { instance: witness, verdict, evaluations, minimal } = refutation;
    return { ...checked, outcome: 'refuted', witness, verdict, evaluations, minimal };
  }
  if (undecided > 0)
    return { ...checked, outcome: 'undecided', why: `${undecided} of ${cases} cases are in numeric doubt` };
  return { ...checked, outcome: 'holds' };
}

/** A check in a few lines for people: outcome and statement, then the witness with both sides of the comparison that fails there, or the doubt, then cases and seed. */
export function report<C>(result: CheckResult<C>): string {
  const { outcome, statement, cases, seed } = result;
  const lines = [`${outcome}: ${statement}`];
  if (outcome === 'refuted') {
    const { verdict, evaluations, minimal, witness } = result;
    const { what, left, relation, right, bound } = verdict;
    lines.push(
      `  witness  ${encodeInstance(witness)}`,
      `  there    ${what}: left ${left}, right ${right}, wanted ${relation} (${bound})`,
      `  search   case ${cases} of seed ${seed}, ${evaluations} evaluations to shrink it${minimal ? '' : ', which were all that it may take'}`,
    );
  } else {
    if (outcome === 'undecided') lines.push(`  why      ${result.why}`);
    lines.push(`  search   ${cases} cases of seed ${seed}`);
  }
  return lines.join('\n');
}
