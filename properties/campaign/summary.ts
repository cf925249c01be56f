import Table from 'cli-table3';
import type { ClaimInfo } from '../../src/claims/claim.js';
import type { ClaimRun } from '../harness/meta.js';
import { formatSeeds } from './seeds.js';

/** One claim from one seed. `passed` is false, too, where the outcome is the expected one and something else is wrong, as a hard region missed. */
export interface SeedRun {
  readonly run: ClaimRun;
  readonly passed: boolean;
}

/** What all seeds together say of a claim. */
export interface ClaimSummary {
  readonly id: string;
  readonly runs: number;
  readonly cases: number;
  readonly undecided: number;
  /** The largest part of its bound that a case used; absent where nothing is compared within a bound, or the claim is to be refuted. */
  readonly slack?: number;
  /** The expected outcome alone, or every other one with its seeds. */
  readonly outcome: string;
  readonly asExpected: boolean;
  /** Seeds from which it did not run. */
  readonly without: readonly number[];
}

/** Seeds in words. */
const named = (seeds: readonly number[]): string => `seed${seeds.length === 1 ? '' : 's'} ${formatSeeds(seeds)}`;

/** One claim over all seeds that it should have run from. */
export function summarise(claim: ClaimInfo, seeds: readonly number[], found: readonly SeedRun[]): ClaimSummary {
  const total = (count: (run: ClaimRun) => number): number => found.reduce((sum, { run }) => sum + count(run), 0);
  // an infinite slack is null in a blob: nothing is known of it
  const slacks = found.map(({ run }) => run.slack?.worst).filter((worst) => Number.isFinite(worst)) as number[];
  const others = new Map<string, number[]>();
  for (const { run, passed } of found) {
    const word = run.outcome !== claim.expected ? run.outcome : passed ? undefined : 'failed';
    if (word !== undefined)
      others.set(
        word,
        [...(others.get(word) ?? []), run.seed].sort((a, b) => a - b),
      );
  }
  const outcome = [...others].map(([word, those]) => `${word} (${named(those)})`).join(', ');
  const ran = new Set(found.map(({ run }) => run.seed));
  return {
    id: claim.id,
    runs: found.length,
    cases: total(({ cases }) => cases),
    undecided: total(({ undecided }) => undecided),
    ...(claim.expected === 'holds' && slacks.length > 0 && { slack: Math.max(...slacks) }),
    outcome: outcome === '' ? (found.length === 0 ? 'did not run' : claim.expected) : outcome,
    asExpected: others.size === 0,
    without: seeds.filter((seed) => !ran.has(seed)),
  };
}

const NO_LINES = Object.fromEntries(
  ['top', 'bottom', 'mid', 'left', 'right', 'middle'].flatMap((side) =>
    ['', '-mid', '-left', '-right'].map((end) => [`${side}${end}`, side === 'middle' ? '  ' : '']),
  ),
);

/** The table of a campaign, one line a claim; what is not as expected is marked. */
export function summaryTable(summaries: readonly ClaimSummary[]): string {
  const table = new Table({
    head: ['', 'claim', 'runs', 'cases', 'undecided', 'slack', 'outcome'],
    colAligns: ['left', 'left', 'right', 'right', 'right', 'right', 'left'],
    chars: NO_LINES,
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 },
  });
  for (const { id, runs, cases, undecided, slack, outcome, asExpected } of summaries) {
    const mark = asExpected && runs > 0 ? '' : '!';
    table.push([mark, id, runs, cases, undecided, slack?.toExponential(1) ?? '', outcome]);
  }
  return table.toString().replace(/ +$/gm, '');
}

/** The claims that did not run from every seed, one line for each set of seeds. */
export function withoutRuns(summaries: readonly ClaimSummary[]): string[] {
  const claims = new Map<string, string[]>();
  for (const { id, without } of summaries) {
    if (without.length > 0) claims.set(named(without), [...(claims.get(named(without)) ?? []), id]);
  }
  return [...claims].map(([seeds, ids]) => {
    const all = ids.length > 1 && ids.length === summaries.length;
    return `claims without runs from ${seeds}: ${all ? `all ${ids.length}` : ids.join(', ')}`;
  });
}
