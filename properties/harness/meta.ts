import type { ClaimInfo } from '../../src/claims/claim.js';
import type { Outcome } from '../../src/verdict.js';

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
  /** The smallest refuting instance, as JSON. */
  readonly witness?: string;
}

declare module 'vitest' {
  interface TaskMeta {
    claim?: ClaimRun;
  }
  interface ProvidedContext {
    seed: number;
    times: number;
  }
}
