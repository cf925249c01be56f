import { twinsOf } from '../../src/claims/register.js';
import type { Claim } from '../../src/claims/claim.js';
import type { ClaimRun } from './meta.js';

/** One cell of the matrix: a claim without one of its assumptions. */
export interface Cell {
  readonly claim: string;
  readonly assumption: string;
  /** The witness that refutes it, as JSON, or how many cases did not. */
  readonly says: string;
  readonly empty: boolean;
}

const cellSays = (run: ClaimRun | undefined): string => {
  if (run === undefined) return 'was not searched';
  if (run.outcome === 'undecided') return `undecided after ${run.cases} cases: ${run.witness ?? 'too many doubts'}`;
  if (run.outcome !== 'refuted') return `no counterexample found in ${run.met} cases`;
  const minima = (run.minima ?? 1) > 1 ? `, one of ${run.minima} over all seeds` : '';
  return `${run.witness} (case ${run.cases}, ${run.evaluations} evaluations to shrink${minima})`;
};

/** Claims by assumptions: what is left of each claim without each of them. */
export function matrix(claims: readonly Claim<never>[], runs: ReadonlyMap<string, ClaimRun>): Cell[] {
  return claims
    .filter(({ twinOf, expected }) => twinOf === undefined && expected === 'holds')
    .flatMap((claim) =>
      claim.assumptions.map(({ id }) => {
        const twins = twinsOf(claim, id);
        const says =
          twins.length === 0 ? 'nobody has dropped it' : twins.map((twin) => cellSays(runs.get(twin.id))).join('; ');
        return { claim: claim.id, assumption: id, says, empty: twins.every((twin) => !runs.has(twin.id)) };
      }),
    );
}

/** The matrix as lines for a terminal, and the number of its empty cells. */
export function matrixText(cells: readonly Cell[]): string {
  const widths = [
    Math.max(...cells.map(({ claim }) => claim.length)),
    Math.max(...cells.map((c) => c.assumption.length)),
  ];
  const lines = cells.map(
    ({ claim, assumption, says }) => `  ${claim.padEnd(widths[0])}  without ${assumption.padEnd(widths[1])}  ${says}`,
  );
  const empty = cells.filter((cell) => cell.empty).length;
  return [...lines, `${cells.length} cells, ${empty} of them empty`].join('\n');
}
