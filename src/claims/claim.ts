import type { Dataset } from '../model/dataset.js';
import type { Network } from '../model/network.js';
import type { Rational } from '../numeric/field.js';
import type { Verdict } from '../verdict.js';

/** Strongest first; see the register in the README. */
export type Evidence = 'exact' | 'certified' | 'limit' | 'trend' | 'statistical';

/** A start of gradient flow: theta_0 = e^{logScale} net. */
export interface FlowStart {
  /** The training set: n points of R^d. */
  readonly dataset: Dataset;
  /** The start up to its scale, theta-bar: width m, on R^d. */
  readonly net: Network<Rational>;
  /** ln of the scale, from -1e6 to 20; natural. */
  readonly logScale: number;
}

/** One hypothesis of a claim, a separate object so that it can be dropped alone. */
export interface Assumption<C> {
  /** A word that is unique among the claim's assumptions: `separable`. */
  readonly id: string;
  /** The hypothesis in words, with its place in the paper. */
  readonly statement: string;
  /** Whether an instance satisfies it, decided exactly where it can be. */
  meets(instance: C): boolean | Promise<boolean>;
}

/** What the register lists of a claim. */
export interface ClaimInfo {
  /** Starts with the row of the register: `A2`, `A2-printed`. */
  readonly id: string;
  /** Where the paper says it. */
  readonly source: string;
  /** What is claimed, in one sentence with its formula. */
  readonly statement: string;
  /** The main formulas of the statement in TeX, `\qquad` between them. */
  readonly formula?: string;
  /** What a verdict of the law rests on. */
  readonly evidence: Evidence;
  /** What a search should come to: a misprint, and a claim without a hypothesis that it needs, are refuted. */
  readonly expected: 'holds' | 'refuted';
  /** In a claim without one of another's assumptions, that assumption; most are must-fail twins. */
  readonly dropped?: string;
  /** The test that quantifies it. */
  readonly file: string;
}

/**
 * A claim as data. `C` is one instance of all that it quantifies over; the law is a pure function of an instance, and
 * who quantifies (random search, a frozen witness, somebody's dataset) is not its business.
 */
export interface Claim<C> extends ClaimInfo {
  /** The hypotheses; every instance of a search must satisfy all of them, and so does its witness. */
  readonly assumptions: readonly Assumption<C>[];
  /**
   * What the statement is about at all, before any assumption: theta is not 0, a list has the length that it must have. Everything is, where there is
   * none. The law is a total function of it: where an object of the statement does not exist, as w* on inseparable data, the statement is refuted.
   */
  readonly domain?: (instance: C) => boolean | Promise<boolean>;
  /** The two sides of the statement at one instance, compared. */
  law(instance: C): Verdict | Promise<Verdict>;
  /** In a must-fail twin, the id of the full claim. */
  readonly twinOf?: string;
  /** The assumption that `dropped` names: each witness must break it. */
  readonly broken?: Assumption<C>;
  /** The instance that a dataset gives by itself, where there is a canonical one. */
  readonly onDataset?: (dataset: Dataset) => C;
}

/** The must-fail twin of a claim: the same law without one of its assumptions. Throws RangeError for an unknown one. */
export function drop<C>(claim: Claim<C>, assumption: string, id: string): Claim<C> {
  const broken = claim.assumptions.find((a) => a.id === assumption);
  if (broken === undefined) throw new RangeError(`claim ${claim.id} has no assumption ${assumption} to drop`);
  const { source, formula, evidence, file, law, domain } = claim;
  return {
    id,
    source,
    evidence,
    file,
    law,
    broken,
    ...(formula !== undefined && { formula }),
    ...(domain !== undefined && { domain }),
    statement: `${claim.statement} -- without: ${broken.statement}`,
    expected: 'refuted',
    twinOf: claim.id,
    dropped: assumption,
    assumptions: claim.assumptions.filter((a) => a !== broken),
  };
}

/**
 * A claim without one of its assumptions against which no counterexample is known: it is searched like every other claim, and says how
 * many cases it survived. Throws RangeError for an unknown assumption.
 */
export function spare<C>(claim: Claim<C>, assumption: string, id: string): Claim<C> {
  const twin = drop(claim, assumption, id);
  return { ...twin, statement: `${twin.statement} (no counterexample is known)`, expected: 'holds' };
}

/** Which of a claim's assumptions an instance breaks. */
export async function unmet<C>(claim: Claim<C>, instance: C): Promise<string[]> {
  const broken: string[] = [];
  for (const assumption of claim.assumptions) {
    if (!(await assumption.meets(instance))) broken.push(assumption.id);
  }
  return broken;
}
