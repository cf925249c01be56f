import { parseRational, toNumber } from '../numeric/rational.js';
import { InputError, quote } from '../model/input-error.js';

/** A number, or a string with one. @throws InputError */
export function readNumber(value: unknown, name: string, expected: string, accepts: (t: number) => boolean): number {
  const exact = typeof value === 'string' ? parseRational(value) : undefined;
  const t = typeof value === 'number' ? value : exact === undefined ? NaN : toNumber(exact);
  if (accepts(t)) return t;
  const code = Number.isNaN(t) ? 'not-a-number' : 'range';
  throw new InputError(code, `${name} is ${quote(value)}, expected ${expected}`, name);
}

/** A leak of the paper. @throws InputError */
export const readLeak = (value: unknown, name: string): number =>
  readNumber(value, name, 'a number strictly between 0 and 1', (t) => t > 0 && t < 1);
