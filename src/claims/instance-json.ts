import { formatRational, isRational, parseRational } from '../numeric/rational.js';

/** An instance of a claim as one line of JSON: rationals become strings "p/q", all else stays. */
export const encodeInstance = (instance: unknown): string => JSON.stringify(toPlain(instance));

function toPlain(value: unknown): unknown {
  if (isRational(value)) return formatRational(value);
  if (Array.isArray(value)) return value.map(toPlain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, toPlain(v)]));
}

/** The inverse, from parsed JSON: every string that reads as a rational becomes one. */
export function decodeInstance<C>(plain: unknown): C {
  if (typeof plain === 'string') return (parseRational(plain) ?? plain) as C;
  if (Array.isArray(plain)) return plain.map((v) => decodeInstance<unknown>(v)) as C;
  if (typeof plain !== 'object' || plain === null) return plain as C;
  return Object.fromEntries(Object.entries(plain).map(([k, v]) => [k, decodeInstance<unknown>(v)])) as C;
}
