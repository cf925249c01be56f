import type { Rational } from '../../src/numeric/field.js';
import { isRational, rational } from '../../src/numeric/rational.js';
import { datasetOf, leavesOf, type Instance } from './instance.js';
import { withRow, type Candidates, type Row } from './mirror-images.js';
import { priceOfDouble, priceOfRational } from './simplicity.js';

/** Sizes to be tried where the simplest ones do not do: what has to be large is then as large in every search. */
const ROUND = [6, 8, 10, 12, 15, 20, 30, 50, 100, 200, 500, 1000, 2000];

/** Whole numbers in nearly the same ratios, the largest of them as given. */
export function coarser(rows: readonly Row[]): Row[][] {
  const most = rows.flat().reduce((top, t) => (t.abs().compare(top) > 0 ? t.abs() : top), rational(0));
  if (most.n === 0n) return [];
  return [1, 2, 3, 4, 5, ...ROUND].map((size) => rows.map((row) => row.map((t) => t.div(most).mul(size).round())));
}

const SMALL = [
  '0',
  '1',
  '-1',
  '2',
  '1/2',
  '-2',
  '-1/2',
  '3',
  '-3',
  '1/3',
  '4',
  '1/4',
  '3/4',
  '3/2',
  '5',
  '1/10',
  '-4',
].map((t) => {
  const [p, q = '1'] = t.split('/');
  return rational(BigInt(p), BigInt(q));
});

/** Values simpler than a fraction: the simplest ones, then those of its own size with smaller denominators, then half of it. */
function simplerRationals(t: Rational): Rational[] {
  const rounded = [1n, 2n, 4n].map((q) => rational((t.s * t.n * q) / t.d, q));
  const away = rational((t.s * t.n) / t.d + t.s);
  const round = ROUND.flatMap((v) => [rational(t.s * BigInt(v)), rational(t.s, v)]);
  const list = [...SMALL, ...round, ...rounded, away, t.neg(), t.div(2).floor(), t.div(2)];
  return list
    .filter((v) => priceOfRational(v) < priceOfRational(t))
    .sort((a, b) => priceOfRational(a) - priceOfRational(b));
}

function simplerDoubles(t: number): number[] {
  const tens = [10, 20, 30, 60, 100, 200, 500, 1000].map((v) => Math.sign(t) * v);
  const list = [
    0,
    1,
    -1,
    2,
    -2,
    3,
    4,
    5,
    -5,
    0.5,
    0.1,
    0.01,
    ...tens,
    Math.trunc(t / 2),
    Math.round(t),
    Math.floor(t),
    Math.ceil(t),
    t - Math.sign(t),
    t / 2,
  ];
  return list.filter((v) => priceOfDouble(v) < priceOfDouble(t)).sort((a, b) => priceOfDouble(a) - priceOfDouble(b));
}

/** One number at a time, the simplest values first; a coordinate of a point with that of its mirror image. */
export function* simplerNumbers(instance: Instance): Candidates {
  for (const { path, value, put } of leavesOf(instance)) {
    if (!isRational(value)) {
      for (const t of simplerDoubles(value)) yield put(t);
      continue;
    }
    const [part, rows, i, j] = path;
    for (const t of simplerRationals(value)) {
      if (part === 'dataset' && rows === 'x') {
        const row = (datasetOf(instance)?.x[i as number] ?? []).map((v, k) => (k === j ? t : v));
        yield* withRow(instance, i as number, row);
      } else yield put(t);
    }
  }
}
