import type { NetworkMargin } from '../oracle/network/bracket.js';
import { digits, undecided, type Verdict } from '../verdict.js';

/** What a bracket says: the optimum lies between its two ends. */
export type Ends = Pick<NetworkMargin, 'lower' | 'upper'>;

/** Brackets close to this, relative, where no margin is tiny beside the points. */
export const BRACKET_WIDTH = 1e-9;
/** Both ends are proved; a formula in doubles that they are compared with is off by some roundings. */
const ROUNDING = 1e-12;

const shown = ({ lower, upper }: Ends): string =>
  digits(lower) === digits(upper) ? digits(lower) : `${digits(lower)} to ${digits(upper)}`;

/** The optimum that is bracketed is `wanted`: refuted where the bracket excludes it, undecided where it is not narrow. */
export function optimumIs(what: string, ends: Ends, wanted: number): Verdict {
  const { lower, upper } = ends;
  const excluded = lower > wanted * (1 + ROUNDING) || upper < wanted * (1 - ROUNDING);
  if (!excluded && !(upper - lower <= BRACKET_WIDTH * wanted)) return undecided(what, shown(ends), digits(wanted));
  const bound = `a bracket of relative width ${BRACKET_WIDTH}`;
  return {
    outcome: excluded ? 'refuted' : 'holds',
    what,
    left: shown(ends),
    relation: '=',
    right: digits(wanted),
    bound,
  };
}

/** The optimum that is bracketed exceeds `value`, certainly: by more than rounding. */
export function optimumExceeds(what: string, ends: Ends, value: number): Verdict {
  const { lower, upper } = ends;
  const outcome =
    lower > value * (1 + ROUNDING) ? 'holds' : upper <= value * (1 + BRACKET_WIDTH) ? 'refuted' : 'undecided';
  return { outcome, what, left: shown(ends), relation: '>', right: digits(value), bound: 'both ends of a bracket' };
}
