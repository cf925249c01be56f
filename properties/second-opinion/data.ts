import { added, dot, Fraction, numbers, ONE, scaled, sum, squared, ZERO, type Vector } from './fraction.js';

/** What a fixture holds: a claim's id, its instance, and the comparison that fails, both sides as text. */
export interface Witness {
  readonly claim: string;
  readonly instance: Instance;
  readonly what: string;
  readonly left: string;
  readonly right: string;
  readonly relation?: string;
}

type RawVector = readonly (string | number)[];
export interface RawNet {
  readonly leak: string | number;
  readonly w: readonly RawVector[];
  readonly a: RawVector;
}
export interface RawData {
  readonly x: readonly RawVector[];
  readonly y: readonly number[];
}

/** The fields of all claims' instances; each claim has some of them. */
export interface Instance {
  readonly dataset: RawData;
  readonly net: RawNet;
  readonly two: RawNet;
  readonly logScale: number;
  readonly [scalar: string]: unknown;
}

export interface Data {
  readonly x: readonly Vector[];
  /** Each 1 or -1. */
  readonly y: readonly number[];
}
/** f(x) = sum_k a_k phi(<w_k, x>), phi(z) = max(z, leak z). */
export interface Net {
  readonly leak: Fraction;
  readonly w: readonly Vector[];
  readonly a: Vector;
}
export interface RealNet {
  readonly leak: number;
  readonly w: readonly (readonly number[])[];
  readonly a: readonly number[];
}
export interface RealData {
  readonly x: readonly (readonly number[])[];
  readonly y: readonly number[];
}

const vector = (v: RawVector): Fraction[] => v.map((t) => Fraction.of(t));

export const dataOf = ({ dataset: { x, y } }: Pick<Instance, 'dataset'>): Data => ({ x: x.map(vector), y });
export const netOf = ({ leak, w, a }: RawNet): Net => ({ leak: Fraction.of(leak), w: w.map(vector), a: vector(a) });

/** A rational field. Throws TypeError where the instance has none. */
export function rationalAt(instance: Instance, key: string): Fraction {
  const value = instance[key];
  if (typeof value !== 'string' && typeof value !== 'number') throw new TypeError(`the instance has no number ${key}`);
  return Fraction.of(value);
}
export const numberAt = (instance: Instance, key: string): number => rationalAt(instance, key).toNumber();
/** A field that is a vector, or a list of vectors. Throws TypeError where the instance has none. */
export function vectorAt(instance: Instance, key: string): Fraction[] {
  const value = instance[key];
  if (!Array.isArray(value)) throw new TypeError(`the instance has no vector ${key}`);
  return vector(value);
}
export function vectorsAt(instance: Instance, key: string): Fraction[][] {
  const value = instance[key];
  if (!Array.isArray(value)) throw new TypeError(`the instance has no list ${key}`);
  return value.map(vector);
}

export const realData = ({ x, y }: Data): RealData => ({ x: x.map(numbers), y });
export const realNet = ({ leak, w, a }: Net): RealNet => ({ leak: leak.toNumber(), w: w.map(numbers), a: numbers(a) });

export const phi = (leak: Fraction, z: Fraction): Fraction => (z.sign() > 0 ? z : z.times(leak));
export const output = ({ leak, w, a }: Net, x: Vector): Fraction =>
  sum(w.map((wk, k) => a[k].times(phi(leak, dot(wk, x)))));
export const margins = (net: Net, { x, y }: Data): Fraction[] =>
  x.map((row, i) => output(net, row).times(Fraction.of(y[i])));
export const squaredNorm = ({ w, a }: Net): Fraction => sum([squared(a), ...w.map(squared)]);
export const scaledNet = (c: Fraction, { leak, w, a }: Net): Net => ({
  leak,
  w: w.map((wk) => scaled(c, wk)),
  a: scaled(c, a),
});

/** z_i = y_i x_i. */
export const signed = ({ x, y }: Data): Fraction[][] => x.map((row, i) => scaled(Fraction.of(y[i]), row));
export const total = (rows: readonly Vector[]): Fraction[] =>
  rows.reduce<Fraction[]>(
    (s, v) => added(s, v),
    rows[0].map(() => ZERO),
  );
/** mu = (1/n) sum_i y_i x_i. */
export const mean = (data: Data): Fraction[] => scaled(ONE.over(Fraction.of(data.x.length)), total(signed(data)));

export const realOutput = ({ leak, w, a }: RealNet, x: readonly number[]): number =>
  w.reduce((s, wk, k) => {
    const z = inner(wk, x);
    return s + a[k] * (z > 0 ? z : leak * z);
  }, 0);
export const inner = (u: readonly number[], v: readonly number[]): number => u.reduce((s, t, j) => s + t * v[j], 0);

/** mu/|mu| and |mu|. */
export function meanOf({ x, y }: RealData): { muBar: number[]; length: number } {
  const mu = x[0].map((_, j) => x.reduce((s, row, i) => s + y[i] * row[j], 0) / x.length);
  const length = Math.hypot(...mu);
  return { muBar: mu.map((t) => t / length), length };
}
