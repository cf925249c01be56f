import type { ClaimInfo } from '../../src/claims/claim.js';
import type { Slack } from '../../src/report/report.js';
import type { Outcome, Verdict } from '../../src/verdict.js';

export type { Slack };

/** What one run of a claim found: plain JSON, for reporters. */
export interface ClaimRun extends ClaimInfo {
  readonly outcome: Outcome;
  /** Generated cases that were checked, shrinking not counted. */
  readonly cases: number;
  /** Cases that met all assumptions but the dropped one. */
  readonly met: number;
  /** Cases whose verdict was undecided. */
  readonly undecided: number;
  /** How many cases met each assumption. */
  readonly assumptions: Readonly<Record<string, number>>;
  /** How many cases fell into each hard region. */
  readonly regions: Readonly<Record<string, number>>;
  readonly seed: number;
  /** From the first case to the verdict, shrinking included. */
  readonly milliseconds: number;
  /** Of the cases that hold within a bound: the largest slack, what was compared there, and how many cases there are by ceil(log10(slack)), from -12 or less to 0. */
  readonly slack?: Slack;
  /** The simplest refuting instance that shrinking reached, as JSON, what the law says of it, and the evaluations that it cost. */
  readonly witness?: string;
  readonly verdict?: Verdict;
  readonly evaluations?: number;
  /** How many different simplest witnesses the seeds of an ablation came to. */
  readonly minima?: number;
}
