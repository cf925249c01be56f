import type { ClaimInfo } from '../claims/claim.js';
import type { Outcome, Verdict } from '../verdict.js';

/** A share of the generated cases, between 0 and 1. */
export interface RegionShare {
  readonly region: string;
  readonly share: number;
}

/** Of the cases that hold within a bound: how much of their bound they used. */
export interface Slack {
  /** The largest slack; 1 is at the bound, below 0 beyond equality. */
  readonly worst: number;
  /** What was compared there. */
  readonly at: string;
  /** How many cases there are by ceil(log10(slack)), from -12 or less to 0: 13 numbers. */
  readonly decades: readonly number[];
}

/** One comparison that fails, with the instance at which it does. */
export interface Refutation extends Pick<Verdict, 'what' | 'left' | 'relation' | 'right'> {
  /** One instance of all that the claim quantifies over; rationals are strings "p/q". */
  readonly instance: unknown;
}

/** A frozen counterexample and its essay: what is false, why it seems true, the catch, the repair. */
export interface FrozenWitness extends Refutation {
  readonly because: readonly string[];
}

/** What the run found out about a claim. */
export interface Finding {
  readonly outcome: Outcome;
  /** Generated cases that were checked, up to and with the first that refutes. */
  readonly cases: number;
  /** Those of them that met all assumptions. */
  readonly met: number;
  /** Those of them whose verdict was undecided. */
  readonly undecided: number;
  /** The hard regions of the generator, rarest first; empty where it names none. */
  readonly regions: readonly RegionShare[];
  /** Absent where no case holds within a bound other than 0. */
  readonly slack?: Slack;
  /** From the first case to the verdict, shrinking included. */
  readonly milliseconds: number;
  readonly seed: number;
  /** What was found, shrunk, where the claim was expected to hold. */
  readonly refutation?: Refutation;
}

export interface AssumptionReport {
  readonly id: string;
  readonly statement: string;
  /** How many of the cases met it; absent where the claim did not run. */
  readonly met?: number;
}

/** A claim of the register, and what the run says of it. */
export interface ClaimReport extends ClaimInfo {
  /** The row of the register, the id up to its first hyphen: `A2`. */
  readonly row: string;
  /** The place in the register, from 1. */
  readonly order: number;
  /** In a claim without one of another's assumptions, the id of that other one. */
  readonly twinOf?: string;
  readonly assumptions: readonly AssumptionReport[];
  /** Absent where the claim did not run. */
  readonly found?: Finding;
  /** Present where the claim is expected to be refuted and a counterexample is frozen. */
  readonly witness?: FrozenWitness;
  /** All that its test found wrong; empty where everything is as expected. */
  readonly problems: readonly string[];
  /** The command that repeats its test. */
  readonly replay: string;
}

/** A test that failed and belongs to no claim. */
export interface LawFailure {
  readonly file: string;
  readonly name: string;
  readonly message: string;
}

export interface RunReport {
  readonly seed: number;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly milliseconds: number;
  /** As `process.version` has it. */
  readonly node: string;
  /** Cases that met all assumptions, of the claims that are expected to hold. */
  readonly cases: number;
  /** Claims of the register that did not run. */
  readonly missing: readonly string[];
  readonly laws: { readonly passed: number; readonly failed: readonly LawFailure[] };
  /** What went wrong outside of any test. */
  readonly errors: readonly string[];
}

/** `reports/report.json`. A change that a reader of it would notice raises the version. */
export interface Report {
  readonly version: 1;
  readonly run: RunReport;
  /** In the order of the register. */
  readonly claims: readonly ClaimReport[];
}
