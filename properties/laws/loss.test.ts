import fc from 'fast-check';
import { create, all as everything, type BigNumber } from 'mathjs';
import { describe, expect, test } from 'vitest';
import { logistic, logLoss, logSumExp, logWeight, lossWeights } from '../../src/model/loss.js';
import { fromDouble } from '../../src/numeric/rational.js';
import { doublesBetween } from '../arbitraries/double.js';
import { law } from '../harness/law.js';

/** 64 digits and an exponent without bounds: an independent opinion. */
const math = create(everything, { number: 'BigNumber', precision: 64 });
/** Exactly x: mathjs itself would take the shortest decimal that rounds to x. */
const big = (x: number): BigNumber => {
  const { s, n, d } = fromDouble(x);
  return math.bignumber((s * n).toString()).div(d.toString());
};

/** Margins from 2^-20 to 2^12 in size, either sign. */
const margins = doublesBetween(12);
const many = fc.array(margins, { minLength: 1, maxLength: 8 });

/** Derived: exp, log1p and log of this platform are each within 1 ulp, and at most four of them are chained. */
const ULPS = 8;
const EPSILON = 2 ** -52;

/** Below this, five terms of the series of ln(1 + e^t) leave an error of e^{5t}/6 < 1e-87 of e^t, where 1 + e^t would lose digits. */
const SERIES_BELOW = -40;

/** ln(1 + e^t) to 60 digits, relatively. */
function softplus(t: BigNumber): BigNumber {
  const e = math.exp(t);
  if (t.gt(SERIES_BELOW)) return e.plus(1).ln();
  return [5, 4, 3, 2, 1].reduce((sum, k) => big(1).div(k).minus(e.times(sum)), big(0)).times(e);
}

function near(actual: number, expected: BigNumber, scale = Math.abs(expected.toNumber())): void {
  expect(Math.abs(actual - expected.toNumber())).toBeLessThanOrEqual(
    ULPS * EPSILON * Math.max(scale, Number.MIN_VALUE),
  );
}

describe('logistic loss against 64 digits', () => {
  law(
    'l(q) = ln(1 + e^-q), relatively',
    margins,
    (q) => {
      if (q < 700) near(logistic(q), softplus(big(-q)));
    },
    120,
  );

  law(
    'ln l(q), absolutely where l is near 1 and relatively beyond',
    margins,
    (q) => {
      const expected = softplus(big(-q)).ln();
      near(logLoss([q]), expected, Math.max(1, Math.abs(expected.toNumber())));
    },
    120,
  );

  law(
    'ln s = -ln(1 + e^q)',
    margins,
    (q) => {
      const expected = softplus(big(q)).neg();
      near(logWeight(q), expected, Math.max(1, Math.abs(expected.toNumber())));
    },
    120,
  );

  law(
    'ln L, and the weights and their mass',
    many,
    (q) => {
      const losses = q.map((t) => softplus(big(-t)));
      const total = losses.reduce((a, b) => a.plus(b)).div(q.length);
      const size = Math.max(1, ...q.map(Math.abs));
      near(logLoss(q), total.ln(), size);
      const s = q.map((t) => math.exp(softplus(big(t)).neg()));
      const mass = s.reduce((a, b) => a.plus(b));
      const { p, logS } = lossWeights(q);
      near(logS, mass.div(q.length).ln(), size);
      // an error of the exponent by size ulps is a relative error of the weight
      p.forEach((t, i) => near(t, s[i].div(mass), size * Math.max(1e-300, s[i].div(mass).toNumber())));
    },
    120,
  );

  law('the weights are a distribution', many, (q) => {
    const { p } = lossWeights(q);
    near(
      p.reduce((a, b) => a + b, 0),
      big(1),
      q.length * Math.max(1, ...q.map(Math.abs)),
    );
  });
});

describe('the ends of the range', () => {
  test('a loss far below the least double keeps its logarithm', () => {
    expect(logLoss([1e7, 2e7])).toBeCloseTo(-1e7 - Math.LN2, 6);
    expect(logWeight(1e7)).toBe(-1e7);
  });

  law(
    'ln L moves with q where all of it is large, and is that of the least q',
    fc.tuple(fc.integer({ min: 38, max: 1e6 }), fc.nat({ max: 1e6 }), fc.nat({ max: 1e6 })),
    ([least, a, b]) => {
      const expected = Math.log((1 + Math.exp(-a) + Math.exp(-b)) / 3) - least;
      const loss = logLoss(Float64Array.of(least + a, least, least + b));
      expect(Math.abs(loss - expected)).toBeLessThanOrEqual(ULPS * EPSILON * least);
    },
    120,
  );

  test('no loss underflows or overflows: ln ln(1 + e^1000) = ln 1000, ln ln(1 + e^-800) = -800, and none has the logarithm -Infinity', () => {
    expect(logLoss([-1000])).toBeCloseTo(Math.log(1000), 13);
    expect(logLoss([800])).toBe(-800);
    expect(logLoss([Infinity, Infinity])).toBe(-Infinity);
    expect(logLoss([Infinity, 40])).toBeCloseTo(-40 - Math.LN2, 13);
    expect(logLoss([-Infinity, 40])).toBe(Infinity);
  });

  test('margins of 0 give ln 2, and ln(1/2) a weight', () => {
    expect(Math.exp(logLoss([0, 0]))).toBeCloseTo(Math.LN2, 15);
    expect(Math.exp(logWeight(0))).toBeCloseTo(0.5, 15);
  });

  test('an empty sum has the logarithm -Infinity', () => {
    expect(logSumExp([])).toBe(-Infinity);
    expect(logSumExp([-Infinity, -Infinity])).toBe(-Infinity);
  });
});
