import type { Dataset } from '../model/dataset.js';
import type { Verdict } from '../verdict.js';

/** Strongest first; see the register in the README. */
export type Evidence = 'exact' | 'certified' | 'limit' | 'trend' | 'statistical';

/** One hypothesis of a claim, a separate object so that it can be dropped alone. */
export interface Assumption<C> {
  readonly id: string;
  readonly statement: string;
  meets(instance: C): boolean | Promise<boolean>;
}

/** What the register lists of a claim. */
export interface ClaimInfo {
  /** Starts with the row of the register: `A2`, `A2-printed`. */
  readonly id: string;
  /** Where the paper says it. */
  readonly source: string;
  readonly statement: string;
  readonly evidence: Evidence;
  readonly expected: 'holds' | 'refuted';
  /** In a must-fail twin, the assumption that is left out. */
  readonly dropped?: string;
  /** The test that quantifies it. */
  readonly file: string;
}

/**
 * A claim as data. `C` is one instance of all that it quantifies over; the law is a pure function of an instance, and
 * who quantifies (random search, a frozen witness, somebody's dataset) is not its business.
 */
export interface Claim<C> extends ClaimInfo {
  readonly assumptions: readonly Assumption<C>[];
  law(instance: C): Verdict | Promise<Verdict>;
  /** The assumption that `dropped` names: each witness must break it. */
  readonly broken?: Assumption<C>;
  /** The instance that a dataset gives by itself, where there is a canonical one. */
  readonly onDataset?: (dataset: Dataset) => C;
}

/** The must-fail twin of a claim: the same law without one of its assumptions. Throws RangeError for an unknown one. */
export function drop<C>(claim: Claim<C>, assumption: string, id: string): Claim<C> {
  const broken = claim.assumptions.find((a) => a.id === assumption);
  if (broken === undefined) throw new RangeError(`claim ${claim.id} has no assumption ${assumption} to drop`);
  const { source, evidence, file, law } = claim;
  return {
    ...{ id, source, evidence, file, law, broken },
    statement: `${claim.statement} -- without: ${broken.statement}`,
    expected: 'refuted',
    dropped: assumption,
    assumptions: claim.assumptions.filter((a) => a !== broken),
  };
}

/** Which of a claim's assumptions an instance breaks. */
export async function unmet<C>(claim: Claim<C>, instance: C): Promise<string[]> {
  const broken: string[] = [];
  for (const assumption of claim.assumptions) {
    if (!(await assumption.meets(instance))) broken.push(assumption.id);
  }
  return broken;
}
