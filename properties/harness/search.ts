import fc from 'fast-check';
import { unmet, type Claim } from '../../src/claims/claim.js';
import { describe as sentence, type Verdict } from '../../src/verdict.js';
import type { Regions } from './coverage.js';
import { MAX_SHRINK_EVALUATIONS } from './settings.js';

/** A case whose verdict is `refuted`. */
export class Refutation extends Error {
  constructor(verdict: Verdict) {
    super(sentence(verdict));
  }
}

/** What a search has seen before its first refutation. */
export interface Tally {
  cases: number;
  /** Cases that met all assumptions. */
  met: number;
  undecided: number;
  /** Cases that broke an assumption, by assumption: not checked. */
  readonly discards: Record<string, number>;
  readonly regions: Record<string, number>;
}

/**
 * A claim as a fast-check property that counts what it sees. After the first refutation fast-check shrinks; that is
 * bounded by MAX_SHRINK_EVALUATIONS, after which all candidates pass and the smallest refutation so far is the witness.
 */
export function countedProperty<C>(claim: Claim<C>, instances: fc.Arbitrary<C>, regions: Regions<C>) {
  const zeros = Object.keys(regions).map((name): [string, number] => [name, 0]);
  const tally: Tally = { cases: 0, met: 0, undecided: 0, discards: {}, regions: Object.fromEntries(zeros) };
  let shrinking = 0;
  const property = fc.asyncProperty(instances, async (instance) => {
    if (shrinking > 0 && shrinking++ > MAX_SHRINK_EVALUATIONS) return;
    const broken = await unmet(claim, instance);
    if (shrinking === 0) count(tally, instance, regions, broken);
    if (broken.length > 0) return;
    const verdict = await claim.law(instance);
    if (verdict.outcome === 'undecided' && shrinking === 0) tally.undecided++;
    if (verdict.outcome !== 'refuted') return;
    shrinking = Math.max(shrinking, 1);
    throw new Refutation(verdict);
  });
  return { property, tally };
}

function count<C>(tally: Tally, instance: C, regions: Regions<C>, broken: readonly string[]): void {
  tally.cases++;
  if (broken.length === 0) tally.met++;
  for (const id of broken) tally.discards[id] = (tally.discards[id] ?? 0) + 1;
  for (const [name, contains] of Object.entries(regions)) if (contains(instance)) tally.regions[name]++;
}
