import { proposeByHighs } from './highs.js';
import { proposeByJavascriptLp } from './javascript-lp.js';
import { equilibrate, residuals, unscale, type LinearProgram, type Proposal, type Residuals } from './program.js';

/**
 * Observed, not derived: both solvers stop at an absolute 1e-9 to 1e-12 in scaled units and land below 1e-11 on the
 * project's LPs; wrong answers (fixtures/lp-traps) are off by 1e-3 and more. Nothing downstream is proved by this
 * number: it only decides whether a second opinion is asked for.
 */
export const LP_TOLERANCE = 2 ** -30;

export interface VerifiedAnswer extends Proposal {
  readonly status: 'optimal';
  readonly solver: 'javascript-lp-solver' | 'highs';
  readonly residuals: Residuals;
}

/** No solver proved anything: the program may be infeasible, unbounded, or too hard for doubles. */
export interface NoAnswer {
  readonly status: 'undecided';
  readonly why: string;
  /** The proposal that misses by least, for those who can check it in another way. */
  readonly best?: Proposal;
}

export const withinTolerance = ({ primal, dual, gap }: Residuals): boolean =>
  Math.max(primal, dual, gap) <= LP_TOLERANCE;

/** Coefficients of a program beyond which javascript-lp-solver's dense tableau takes longer than HiGHS: then that one goes first (measured). */
const MAX_DENSE = 2 ** 13;

type Proposer = (program: LinearProgram) => Proposal | undefined | Promise<Proposal | undefined>;
const SOLVERS: readonly (readonly [VerifiedAnswer['solver'], Proposer])[] = [
  ['javascript-lp-solver', proposeByJavascriptLp],
  ['highs', proposeByHighs],
];

/**
 * Solves a linear program: javascript-lp-solver first, HiGHS where its answer does not verify, and the other way round for large programs. Primal feasibility, dual
 * feasibility and the gap are recomputed here, in scaled units and from the program alone, so a wrong, rounded or
 * looping solver is caught. Infeasible and unbounded programs end as `undecided`.
 */
export async function solveProgram(program: LinearProgram, solvers = SOLVERS): Promise<VerifiedAnswer | NoAnswer> {
  const { scaled, scaling } = equilibrate(program);
  const failures: string[] = [];
  let best: { proposal: Proposal; miss: number } | undefined;
  const large = program.rows.length * program.c.length > MAX_DENSE;
  for (const [solver, propose] of large ? [...solvers].reverse() : solvers) {
    const proposal = await propose(scaled);
    if (proposal === undefined) {
      failures.push(`${solver} found no optimum`);
      continue;
    }
    const found = residuals(scaled, proposal);
    if (withinTolerance(found)) return { status: 'optimal', solver, residuals: found, ...unscale(scaling, proposal) };
    const { primal, dual, gap } = found;
    const miss = Math.max(primal, dual, gap);
    if (miss < (best?.miss ?? Infinity)) best = { proposal, miss };
    failures.push(`${solver} is off by ${primal} (primal), ${dual} (dual), ${gap} (gap)`);
  }
  return { status: 'undecided', why: failures.join('; '), ...(best && { best: unscale(scaling, best.proposal) }) };
}
