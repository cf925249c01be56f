import { describe, expect, test } from 'vitest';
import { formatRational, fromDouble } from '../../src/numeric/rational.js';
import { verifyMargin } from '../../src/oracle/verify-margin.js';
import { finiteDoubles } from '../arbitraries/double.js';
import { law } from '../harness/law.js';

/** One point t, whose margin is |t|: what is said of a claimed gamma*^2. */
const saysOf = (t: number | string, gammaSquared: string): string | undefined =>
  verifyMargin([[t]], [1], { separable: true, gammaSquared, certificate: { weights: ['1'] } });
const NOT_A_NUMBER = 'point 0 is not made of 1 numbers';
const NOT_THE_MARGIN = 'gammaSquared is not |p|^2';

describe('numbers of a claim about margins', () => {
  law(
    'doubles are taken for exactly what they are',
    finiteDoubles().filter((t) => t !== 0),
    (t) => {
      const r = fromDouble(t);
      expect(saysOf(t, formatRational(r.mul(r)))).toBeUndefined();
      expect(saysOf(t, formatRational(r.mul(r).add(1)))).toBe(NOT_THE_MARGIN);
    },
    60,
  );

  test('0.1 is not 1/10, but "0.1" is', () => {
    expect(saysOf(0.1, '1/100')).toBe(NOT_THE_MARGIN);
    expect(saysOf('0.1', '1/100')).toBeUndefined();
  });

  test.each([
    ['1/2', '1/4'],
    ['-1/2', '1/4'],
    ['12/34', '144/1156'],
    ['1/002', '1/4'],
    ['1/120', '1/14400'],
    ['12', '144'],
    ['+12', '144'],
    ['-12', '144'],
    ['.25', '1/16'],
    ['-.25', '1/16'],
    ['+1.25', '25/16'],
    ['2e1', '400'],
    ['2e+1', '400'],
    ['2E-1', '1/25'],
    ['2e-12', '4e-24'],
    ['1.5e1', '225'],
    ['1.5e2', '22500'],
    ['1e-0010', '1e-20'],
    ['2.', undefined],
    ['', undefined],
    ['+', undefined],
    ['.', undefined],
    ['e5', undefined],
    ['x1/2', undefined],
    ['1/2x', undefined],
    ['+1/2', undefined],
    ['1/-2', undefined],
    ['x/2', undefined],
    ['1/0', undefined],
    ['x5', undefined],
    ['5x', undefined],
    ['1.x', undefined],
    ['1e', undefined],
    ['1ex', undefined],
    ['1e10000', undefined],
    ['1 2', undefined],
    ['NaN', undefined],
    ['undefined', undefined],
  ])('%j squared is %s', (t, squared) => {
    expect(saysOf(t, squared ?? '1')).toBe(squared === undefined ? NOT_A_NUMBER : undefined);
    expect(saysOf(t, '7')).toBe(squared === undefined ? NOT_A_NUMBER : NOT_THE_MARGIN);
  });

  test('fractions have one denominator for all, in any order', () => {
    // z = (1/2, 1/3, 1/4): |z|^2 = 61/144
    for (const row of [
      ['1/2', '1/3', '1/4'],
      ['1/4', '1/3', '1/2'],
      ['1/3', '1/4', '1/2'],
    ]) {
      const claim = { separable: true, gammaSquared: '61/144', certificate: { weights: ['3'] } };
      expect(verifyMargin([row], [-1], claim)).toBeUndefined();
    }
  });
});

describe('claims about margins', () => {
  const claim = { separable: true, gammaSquared: '1', certificate: { weights: ['1', '0'] } };
  const x = [['1'], ['-2']];

  test('the support is the points at the margin, and no other', () => {
    expect(verifyMargin(x, [1, -1], { ...claim, support: [0] })).toBeUndefined();
    for (const support of [[], [0, 1], [1]])
      expect(verifyMargin(x, [1, -1], { ...claim, support })).toBe('the support is not the points at the margin');
    expect(verifyMargin([['1'], ['1']], [1, 1], { ...claim, support: [0, 1] })).toBeUndefined();
  });

  test('the first point that lies nearer is named', () => {
    const further = { separable: true, gammaSquared: '4', certificate: { weights: ['0', '1'] } };
    expect(verifyMargin(x, [1, -1], further)).toBe('point 0 lies nearer than p');
    expect(
      verifyMargin([['3'], ['2'], ['1']], [1, 1, 1], { ...further, certificate: { weights: ['0', '1', '0'] } }),
    ).toBe('point 2 lies nearer than p');
  });

  test('weights that add the points up to 0 prove that there is no margin', () => {
    const weights = { certificate: { weights: ['2', '1'] } };
    expect(verifyMargin(x, [1, 1], { separable: false, ...weights })).toBeUndefined();
    expect(verifyMargin(x, [1, 1], { separable: true, gammaSquared: '0', ...weights })).toBe(
      'the weighted points add up to 0',
    );
    expect(verifyMargin(x, [1, -1], { separable: false, ...weights })).toBe('the weighted points do not add up to 0');
  });

  test.each(['1x', 'x1', '1.0', '', '+1'])('%j is no weight', (weight) => {
    expect(verifyMargin(x, [1, -1], { ...claim, certificate: { weights: ['1', weight] } })).toBe(
      'a weight is not an integer >= 0',
    );
  });

  test.each([[[1]], [[1, 1, 1]], [[1, 0]], [[2, 1]], [[-2, -2]]])('%j are no labels of two points', (y) => {
    expect(verifyMargin(x, y, claim)).toBe('the labels are not 1 and -1, one a point');
  });

  test('weights may have many digits, and a common factor', () => {
    expect(verifyMargin(x, [1, -1], { ...claim, certificate: { weights: ['1200', '0'] } })).toBeUndefined();
  });

  test.each([NaN, Infinity, -Infinity])('%d is no coordinate', (t) => {
    expect(saysOf(t, '1')).toBe(NOT_A_NUMBER);
  });

  test('weights are one a point', () => {
    expect(verifyMargin(x, [1, -1], { ...claim, certificate: { weights: ['1'] } })).toBe('1 weights for 2 points');
    expect(verifyMargin(x, [1, -1], { ...claim, certificate: { weights: ['0', '0'] } })).toBe('all weights are 0');
  });

  test('points are of one length', () => {
    expect(verifyMargin([['1'], ['2', '3']], [1, 1], claim)).toBe('point 1 is not made of 1 numbers');
  });

  test('gamma*^2 is asked for', () => {
    expect(verifyMargin(x, [1, -1], { separable: true, certificate: claim.certificate })).toBe(NOT_THE_MARGIN);
  });
});
