import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Rational } from '../../src/numeric/field.js';
import { gcd } from '../../src/numeric/integer.js';
import { exact, formatRational, fromDouble, rational } from '../../src/numeric/rational.js';
import { dot, negate, sameDirection, scale, squaredLength } from '../../src/numeric/vector.js';
import { createDataset, signedPoints, type Dataset } from '../../src/model/dataset.js';
import { linearMargin, nearestPoint, type LinearMargin } from '../../src/oracle/linear-margin.js';
import { verifyMargin, type MarginClaim } from '../../src/oracle/verify-margin.js';
import { separableDatasets } from '../arbitraries/dataset.js';
import { doublesBetween } from '../arbitraries/double.js';
import { plantedMargins } from '../arbitraries/max-margin.js';
import { positiveRationals } from '../arbitraries/rational.js';
import { dimensions } from '../arbitraries/vector.js';
import { law } from '../harness/law.js';

const squared = async (dataset: Dataset): Promise<string> => {
  const answer = await linearMargin(dataset);
  return answer.separable ? formatRational(answer.gammaSquared) : 'not separable';
};

/** What the command line prints of an answer, as the verifier takes it. */
const claimOf = (answer: LinearMargin) => ({
  separable: answer.separable,
  certificate: { weights: answer.certificate.weights.map(String) },
  ...(answer.separable && { gammaSquared: formatRational(answer.gammaSquared) }),
});

describe('the linear oracle against answers known by construction', () => {
  law('finds the planted w* and gamma*^2 exactly', dimensions().chain(plantedMargins), async ({ dataset, p }) => {
    const answer = await linearMargin(dataset);
    if (!answer.separable) throw new Error('not separable');
    expect(answer.gammaSquared.equals(squaredLength(exact, p))).toBe(true);
    expect(sameDirection(exact, answer.direction, p)).toBe(true);
    expect(nearestPoint(dataset, answer.certificate).every((t, j) => t.equals(p[j]))).toBe(true);
    const margins = signedPoints(exact, dataset).map((z) => dot(exact, z, p));
    const wanted = margins.flatMap((t, i) => (t.equals(squaredLength(exact, p)) ? [i] : []));
    expect(answer.support).toEqual(wanted);
    expect(answer.certificate.weights.reduce(gcd)).toBe(1n);
  });

  law(
    'gamma* and w* in doubles are the exact ones, rounded',
    dimensions().chain(plantedMargins),
    async ({ dataset, p }) => {
      const answer = await linearMargin(dataset);
      if (!answer.separable) throw new Error('not separable');
      // a root within 1 ulp, at most 2^-52 of it, has a square within 2^-50 of the exact one
      const closeTo = (x: number, square: Rational): boolean => {
        const mine = fromDouble(x);
        return (
          mine
            .mul(mine)
            .sub(square)
            .abs()
            .compare(square.mul(rational(1, 2n ** 50n))) <= 0
        );
      };
      expect(closeTo(answer.gamma, squaredLength(exact, p))).toBe(true);
      p.forEach((t, j) => {
        expect(closeTo(answer.separator[j], t.mul(t).div(squaredLength(exact, p)))).toBe(true);
        expect(Math.sign(answer.separator[j])).toBe(Number(t.s) * (t.n === 0n ? 0 : 1));
      });
    },
  );
});

describe('the linear oracle under changes that it must not mind', () => {
  const data = dimensions().chain((d) => fc.tuple(separableDatasets(d), positiveRationals(), fc.nat({ max: 20 })));

  law(
    'gamma*^2 scales by c^2 with the data',
    data,
    async ([dataset, c]) => {
      const scaled = { ...dataset, x: dataset.x.map((row) => scale(exact, c, row)) };
      const answer = await linearMargin(dataset);
      if (!answer.separable) throw new Error('not separable');
      expect(await squared(scaled)).toBe(formatRational(answer.gammaSquared.mul(c).mul(c)));
    },
    400,
  );

  law(
    'rotated points, flipped labels and swapped or mirrored axes keep gamma*^2',
    data,
    async ([dataset, , k]) => {
      const before = await squared(dataset);
      const turn = <T>(list: readonly T[]): T[] => [...list.slice(k % list.length), ...list.slice(0, k % list.length)];
      expect(await squared({ x: turn(dataset.x), y: turn(dataset.y) })).toBe(before);
      expect(
        await squared({ x: dataset.x.map((row) => negate(exact, row)), y: dataset.y.map((t) => (t === 1 ? -1 : 1)) }),
      ).toBe(before);
      expect(
        await squared({
          ...dataset,
          x: dataset.x.map((row) => [...turn(row).slice(0, -1), turn(row)[row.length - 1].neg()]),
        }),
      ).toBe(before);
    },
    400,
  );

  law(
    'a repeated point, or one inside the hull, keeps gamma*^2',
    data,
    async ([dataset, , k]) => {
      const i = k % dataset.x.length;
      const middle = dataset.x[0].map((t, j) => t.mul(dataset.y[0]).add(dataset.x[i][j].mul(dataset.y[i])).div(2));
      const before = await squared(dataset);
      expect(await squared({ x: [...dataset.x, dataset.x[i]], y: [...dataset.y, dataset.y[i]] })).toBe(before);
      expect(await squared({ x: [...dataset.x, middle], y: [...dataset.y, 1] })).toBe(before);
    },
    400,
  );

  const rows = fc
    .integer({ min: 1, max: 4 })
    .chain((d) =>
      fc.array(fc.array(doublesBetween(30), { minLength: d, maxLength: d }), { minLength: 1, maxLength: 8 }),
    );
  law(
    'doubles and the exact fractions that they are give the same answer',
    rows,
    async (x) => {
      const y = x.map((_, i) => (i % 2 === 0 ? 1 : -1));
      const written = createDataset(
        x.map((row) => row.map((t) => formatRational(fromDouble(t)))),
        y,
      );
      expect(await linearMargin(written)).toEqual(await linearMargin(createDataset(x, y)));
    },
    400,
  );
});

describe('the separate verifier', () => {
  const changed = dimensions().chain((d) =>
    fc.tuple(plantedMargins(d), fc.nat({ max: 50 }), fc.bigInt({ min: -3n, max: 3n })),
  );

  law(
    'rejects a certificate with any one weight changed, unless that leaves p where it was',
    changed,
    async ([{ dataset, p }, k, step]) => {
      const answer = await linearMargin(dataset);
      const claim = claimOf(answer);
      const raw = dataset.x.map((row) => row.map(formatRational));
      expect(verifyMargin(raw, dataset.y, claim)).toBeUndefined();
      const i = k % raw.length;
      const weights = answer.certificate.weights.map((w, j) => (j === i ? w + step : w));
      const z = signedPoints(exact, dataset)[i];
      const staysThere = step === 0n || z.every((t, j) => t.equals(p[j]));
      const verdict = verifyMargin(raw, dataset.y, { ...claim, certificate: { weights: weights.map(String) } });
      const stillPositive = weights.every((w) => w >= 0n) && weights.some((w) => w > 0n);
      expect(verdict === undefined).toBe(staysThere && stillPositive);
    },
  );

  const good: MarginClaim = { separable: true, gammaSquared: '25', support: [0], certificate: { weights: ['1'] } };
  test.each<[string, unknown, unknown, unknown]>([
    ['gammaSquared is not |p|^2', {}, { gammaSquared: '26' }, {}],
    ['gammaSquared is not |p|^2', {}, { gammaSquared: '0/0' }, {}],
    ['gammaSquared is not |p|^2', {}, { gammaSquared: '25/1/9' }, {}],
    ['gammaSquared is not |p|^2', {}, { gammaSquared: undefined }, {}],
    ['the weighted points do not add up to 0', {}, { separable: false }, {}],
    ['2 weights for 1 points', {}, { certificate: { weights: ['1', '1'] } }, {}],
    ['all weights are 0', {}, { certificate: { weights: ['0'] } }, {}],
    ['a weight is not an integer >= 0', {}, { certificate: { weights: [''] } }, {}],
    ['a weight is not an integer >= 0', {}, { certificate: { weights: ['-1'] } }, {}],
    ['a weight is not an integer >= 0', {}, { certificate: { weights: ['1.5'] } }, {}],
    ['the support is not the points at the margin', {}, { support: [] }, {}],
    ['the labels are not 1 and -1, one a point', {}, {}, { y: [2] }],
    ['the labels are not 1 and -1, one a point', {}, {}, { y: [] }],
    ['point 0 is not made of 2 numbers', { x: [['3', NaN]] }, {}, {}],
    ['point 0 is not made of 2 numbers', { x: [['3', Infinity]] }, {}, {}],
    ['point 0 is not made of 2 numbers', { x: [['3', '1/0']] }, {}, {}],
    ['point 0 is not made of 2 numbers', { x: [['3', '']] }, {}, {}],
    ['point 1 is not made of 2 numbers', { x: [['3', '4'], ['3']] }, {}, { y: [1, 1] }],
    [
      'point 1 lies nearer than p',
      {
        x: [
          ['3', '4'],
          ['0', '0'],
        ],
      },
      { certificate: { weights: ['1', '0'] } },
      { y: [1, 1] },
    ],
  ])('says: %s', (reason, points, changes, labels) => {
    const { x, y } = { x: [['3', '4']], y: [1], ...(points as object), ...(labels as object) };
    expect(verifyMargin(x, y, { ...good, ...(changes as object) })).toBe(reason);
  });

  test('accepts what is right, in every way to write a number', () => {
    for (const x of [[['3', '4']], [[3, 4]], [['+3.0', '40e-1']], [['6/2', '.4e1']]]) {
      expect(verifyMargin(x, [1], good)).toBeUndefined();
    }
    const mixed = Array.from({ length: 200 }, (_, k) => [2 ** (-5 * k)]);
    expect(
      verifyMargin(
        mixed,
        mixed.map((_, k) => (k % 2 ? -1 : 1)),
        { separable: false, certificate: { weights: mixed.map((_, k) => (k === 0 ? '1' : k === 1 ? '32' : '0')) } },
      ),
    ).toBeUndefined();
  });
});
