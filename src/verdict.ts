import type { Field } from './numeric/field.js';

/** What a comparison came to. */
export type Outcome = 'holds' | 'refuted' | 'undecided';

/**
 * What a law found: one comparison, with both sides and the bound under which they were compared, so that a failure shows
 * its numbers. `undecided` is for numeric doubt and nothing else.
 */
export interface Verdict {
  /** Whether the relation holds between the sides. */
  readonly outcome: Outcome;
  /** What was compared, as an equation or a sentence. */
  readonly what: string;
  /** The left side, as text. */
  readonly left: string;
  /** What should hold between the sides. */
  readonly relation: '=' | '>=' | '>' | '!=';
  /** The right side, as text. */
  readonly right: string;
  /** How far apart the sides may lie: `exact`, or a number with its reason. */
  readonly bound: string;
  /** Where the sides carry errors: how far apart they lie in the direction that refutes, in units of the bound; 1 is at the bound, below 0 beyond equality. */
  readonly slack?: number;
}

const RELATIONS = {
  '=': (sign: number) => sign === 0,
  '!=': (sign: number) => sign !== 0,
  '>=': (sign: number) => sign >= 0,
  '>': (sign: number) => sign > 0,
} as const;

/** Compares in an exact field: never undecided. */
export function compare<T>(field: Field<T>, what: string, left: T, relation: Verdict['relation'], right: T): Verdict {
  const outcome = RELATIONS[relation](field.compare(left, right)) ? 'holds' : 'refuted';
  return { outcome, what, left: field.format(left), relation, right: field.format(right), bound: 'exact' };
}

/** Compares two texts, or integers as texts: facts that are not numbers of a field. */
export const same = (what: string, left: string | number, right: string | number): Verdict => ({
  outcome: String(left) === String(right) ? 'holds' : 'refuted',
  what,
  left: String(left),
  relation: '=',
  right: String(right),
  bound: 'exact',
});

/** Digits of a number in a verdict: the rest may differ from one machine to the next. */
export const digits = (t: number): string => String(Number(t.toPrecision(4)));

/**
 * Compares two numbers that carry errors: equal within `bound`; unequal beyond `doubt` times the bound; in between nothing is
 * decided. A comparison with NaN is undecided.
 */
export function near(what: string, left: number, right: number, bound: number, doubt: number): Verdict {
  const difference = Math.abs(left - right);
  const outcome = difference <= bound ? 'holds' : difference > doubt * bound ? 'refuted' : 'undecided';
  return {
    outcome,
    what,
    left: digits(left),
    relation: '=',
    right: digits(right),
    bound: `within ${digits(bound)}`,
    ...(bound > 0 && { slack: difference / bound }),
  };
}

/** The same for left >= right. */
export function atLeast(what: string, left: number, right: number, bound: number, doubt: number): Verdict {
  const missing = right - left;
  const outcome = missing <= bound ? 'holds' : missing > doubt * bound ? 'refuted' : 'undecided';
  return {
    outcome,
    what,
    left: digits(left),
    relation: '>=',
    right: digits(right),
    bound: `within ${digits(bound)}`,
    ...(bound > 0 && { slack: missing / bound }),
  };
}

/** Numeric doubt, in words. */
export const undecided = (what: string, left: string, right: string): Verdict => ({
  outcome: 'undecided',
  what,
  left,
  relation: '=',
  right,
  bound: 'not decided',
});

/** The conjunction: the first refuted, else the first undecided, else the one that came closest to its bound. At least one verdict. */
export const all = (verdicts: readonly Verdict[]): Verdict =>
  verdicts.find((v) => v.outcome === 'refuted') ??
  verdicts.find((v) => v.outcome === 'undecided') ??
  verdicts.reduce((worst, v) => ((v.slack ?? -Infinity) >= (worst.slack ?? -Infinity) ? v : worst));

/** One line for people: what, both sides, the bound. */
export const describe = ({ outcome, what, left, relation, right, bound }: Verdict): string =>
  `${outcome}: ${what}; left ${left}, right ${right}, wanted ${relation} (${bound})`;
