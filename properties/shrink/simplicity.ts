import { isRational } from '../../src/numeric/rational.js';
import type { Rational } from '../../src/numeric/field.js';
import { encodeInstance } from '../../src/claims/instance-json.js';
import { datasetOf, dimensionOf, leavesOf, netsOf, type Instance } from './instance.js';

/** Numbers up to this size cost what they are; beyond, what their digits are. */
const READABLE = 64;

const size = (t: number): number => (t <= READABLE ? t : READABLE + Math.log2(t));

/** 0, 1, -1, 2, 1/2, -2, -1/2, 3, ...: the price of writing a fraction, and of reading it. */
export function priceOfRational({ s, n, d }: Rational): number {
  if (n === 0n) return 0;
  return size(Number(n)) + 1.25 * (size(Number(d)) - 1) + (s < 0n ? 0.5 : 0);
}

/** The same for doubles: whole numbers by their size, others by their decimals too. */
export function priceOfDouble(t: number): number {
  const decimals = String(t).replace(/^-?\d*\.?/, '').length;
  return size(Math.abs(t)) + (t < 0 ? 0.5 : 0) + (Number.isInteger(t) ? 0 : 4 * decimals);
}

/** A leak of 1/2 is the plainest one. */
const priceOfLeak = (leak: Rational): number => (leak.n === 1n && leak.d === 2n ? 0 : 1 + priceOfRational(leak));

const lengthOf = (list: unknown): number => (Array.isArray(list) ? list.length : 0);

/** How much there is to read, from the most important count to the least: points, dimension, neurons, lists, then the numbers. */
export function measure(instance: Instance): number[] {
  const { y = [] } = datasetOf(instance) ?? {};
  const leaves = leavesOf(instance).map(({ path, value }) => {
    if (!isRational(value)) return priceOfDouble(value);
    return path[path.length - 1] === 'leak' ? priceOfLeak(value) : priceOfRational(value);
  });
  return [
    y.length,
    dimensionOf(instance) ?? 0,
    netsOf(instance).reduce((sum, [, { a }]) => sum + a.length, 0),
    lengthOf(instance['b']) + lengthOf(instance['rivals']) + lengthOf(instance['times']) + lengthOf(instance['zeta']),
    leaves.reduce((sum, t) => sum + t, 0) + y.filter((label) => label < 0).length / 4,
  ];
}

/** Whether u is simpler than v: by measure, and among equals by the text, so that the simplest one is unique. */
export function isSimpler(u: Instance, v: Instance): boolean {
  const [a, b] = [measure(u), measure(v)];
  const at = a.findIndex((t, i) => t !== b[i]);
  return at < 0 ? text(u) < text(v) : a[at] < b[at];
}

/** In ASCII '-' and '0' come before the other digits; here +1 comes before -1, and (1, 0) before (0, 1). */
const text = (instance: Instance): string => encodeInstance(instance).replaceAll('-', '~').replaceAll('"0"', '"~~"');
