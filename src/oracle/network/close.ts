import type { Bracket } from './bracket.js';
import { polish } from './polish.js';
import { gain, type Direction, type MarginProblem } from './problem.js';
import { RestrictedProgram, type Measure } from './restricted-program.js';

const MAX_ROUNDS = 200;
/** Rounds in a row that do not bring the ends nearer by IDLE, after which no more are made: plateaus are common at first, and rounding is what is met below NEAR. */
const MAX_IDLE = 40;
const MAX_IDLE_NEAR = 12;
const NEAR = 1e-6;
const IDLE = 0.05;
/** Directions added a round. */
const MOST_NEW = 40;
/** Gap at which the support is likely enough to be right for Newton's method. */
const POLISH_BELOW = 0.05;
/** Sines of angles below which two directions are the same. */
const SAME = 2 ** -40;
/**
 * Directions beyond which those are dropped whose reduced cost is more than a share of their cost: not before, for while the margin stands still the weights may
 * go round in a circle that only all directions together break.
 */
const MANY = 200;
const SLACK = 0.3;

/** How far a bracket is, after a round. */
export interface BracketRound {
  /** From 1. */
  readonly round: number;
  /** No bracket takes more rounds. */
  readonly most: number;
  /** Between the ends, relative. */
  readonly gap: number;
}

/**
 * Brings the ends of a bracket together by column generation, from first weights and directions, until the gap is as asked for: undefined, or why
 * it stayed open.
 */
export async function close(
  bracket: Bracket,
  first: { lambda: readonly number[]; directions: readonly Direction[] },
  gap: number,
  { onRound, signal }: { readonly onRound?: (round: BracketRound) => void; readonly signal?: AbortSignal } = {},
): Promise<string | undefined> {
  let { lambda } = first;
  let directions = [...first.directions];
  bracket.raise(
    directions,
    directions.map(() => 1),
  );
  const add = (more: readonly Direction[]): void => {
    for (const one of more.filter((a) => !directions.some((b) => isSame(a, b))).slice(0, MOST_NEW))
      directions.push(one);
  };
  const program = new RestrictedProgram(bracket.problem);
  let idle = 0;
  for (let round = 0; round < MAX_ROUNDS && idle < (bracket.gap < NEAR ? MAX_IDLE_NEAR : MAX_IDLE); round++) {
    signal?.throwIfAborted();
    const before = bracket.gap;
    const price = bracket.cut(lambda);
    if (price === undefined) return 'the points that support the margin have too many sign patterns to price';
    if (bracket.gap <= gap) return undefined;
    add(price);
    const measure = await program.solve(directions, bracket.upper);
    if (measure === undefined) return 'no solver found an optimum of a linear program';
    bracket.raise(directions, measure.masses);
    const polished = bracket.gap < POLISH_BELOW ? polish(bracket.problem, directions, measure) : undefined;
    if (directions.length > MANY) directions = useful(bracket.problem, directions, measure);
    lambda = measure.lambda;
    if (polished !== undefined) {
      bracket.raise(polished.directions, polished.measure.masses);
      add([...polished.directions, ...(bracket.cut(polished.measure.lambda) ?? [])]);
      if (bracket.gap <= gap) return undefined;
    }
    onRound?.({ round: round + 1, most: MAX_ROUNDS, gap: bracket.gap });
    idle = bracket.gap < (1 - IDLE) * before ? 0 : idle + 1;
  }
  return 'the gap no longer shrinks: the weights are at the rounding of doubles';
}

const isSame = (a: Direction, b: Direction): boolean =>
  a.sign === b.sign && a.u.every((t, j) => Math.abs(t - b.u[j]) < SAME);

/** Directions that carry mass or may soon. */
function useful(problem: MarginProblem, directions: readonly Direction[], { masses, lambda }: Measure): Direction[] {
  const cost = directions.map((one) =>
    lambda.reduce((sum, t, i) => (t === 0 ? sum : sum + t * gain(problem, one, i)), 0),
  );
  return directions.filter((_, j) => masses[j] > 0 || cost[j] > 1 - SLACK);
}
