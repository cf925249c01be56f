import type { Instance, Witness } from './data.js';
import { Fraction } from './fraction.js';

export type Relation = '=' | '>=' | '>' | '!=';

/** A number that this program knows up to an error: the true value is within `within` of `value`. */
export interface Estimate {
  readonly value: number;
  readonly within: number;
}

/** A number in doubles that is known but for rounding. */
export const sure = (value: number): Estimate => ({ value, within: 1e-12 * Math.abs(value) });

/** One side of a comparison as this program computes it: a word, an exact number, or a number with its error. */
export type Side = string | Fraction | Estimate;

export interface Sides {
  readonly left: Side;
  readonly right: Side;
  /** Where the relation's failure has a proof of its own (a bound, a sign), whether it was found. */
  readonly violated?: boolean;
}

/** How one comparison of one law is computed; a string says why it could not be. */
export interface Check {
  /** The law: the id of a claim, or what its twins' ids start with. Longer ones go first. */
  readonly law: string;
  readonly what: string | RegExp;
  readonly relation: Relation;
  sides(instance: Instance, match: readonly string[], frozen: Witness): Sides | string | Promise<Sides | string>;
}

export const check = (law: string, what: Check['what'], relation: Relation, sides: Check['sides']): Check => ({
  law,
  what,
  relation,
  sides,
});

/** Half a unit of the last of the 4 digits that a frozen number shows. */
const halfUnit = (t: number): number => (t === 0 ? 0 : 0.5 * 10 ** (Math.floor(Math.log10(Math.abs(t))) - 3));

/** What is wrong with a frozen side, if anything. */
export function disagreement(name: string, frozen: string, own: Side): string | undefined {
  if (typeof own === 'string') return frozen === own ? undefined : `${name} is '${own}', not '${frozen}'`;
  if (own instanceof Fraction) {
    return frozen === String(own) ? undefined : `${name} is exactly ${String(own)}, not ${frozen}`;
  }
  const t = frozen.includes('/') ? Fraction.of(frozen).toNumber() : Number(frozen);
  const within = own.within + halfUnit(t);
  if (frozen !== '' && Math.abs(t - own.value) <= within) return undefined;
  return `${name} is ${own.value} within ${within.toPrecision(2)}, not ${frozen}`;
}

const estimate = (side: Fraction | Estimate): Estimate =>
  side instanceof Fraction ? { value: side.toNumber(), within: 0 } : side;

/** Whether the relation certainly fails between the two sides. */
export function fails(relation: Relation, { left, right, violated }: Sides): boolean {
  if (violated !== undefined) return violated;
  if (typeof left === 'string' || typeof right === 'string') return relation === '=' && left !== right;
  if (left instanceof Fraction && right instanceof Fraction) {
    const sign = left.compare(right);
    return { '=': sign !== 0, '!=': sign === 0, '>=': sign < 0, '>': sign <= 0 }[relation];
  }
  const [l, r] = [estimate(left), estimate(right)];
  const doubt = l.within + r.within;
  if (relation === '=') return Math.abs(l.value - r.value) > doubt;
  return relation !== '!=' && l.value + doubt < r.value;
}
