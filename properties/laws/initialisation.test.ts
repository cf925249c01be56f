import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { real } from '../../src/numeric/field.js';
import { testProbability } from '../../src/numeric/sequential-test.js';
import { squaredLength } from '../../src/numeric/vector.js';
import { balancedInitialisation, gaussianInitialisation, normals } from '../../src/model/initialisation.js';
import type { Network } from '../../src/model/network.js';
import { law } from '../harness/law.js';
import { settings } from '../harness/settings.js';

const shapes = fc.record({
  d: fc.integer({ min: 1, max: 6 }),
  m: fc.integer({ min: 1, max: 6 }),
  leak: fc.constant(0.5),
  seed: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
});

describe('initialisation', () => {
  law('has the shape asked for, and the same seed gives the same start', shapes, (shape) => {
    for (const draw of [gaussianInitialisation, balancedInitialisation]) {
      const net = draw(shape);
      expect(net.w.map((wk) => wk.length)).toEqual(new Array(shape.m).fill(shape.d));
      expect(net.a).toHaveLength(shape.m);
      expect(draw(shape)).toEqual(net);
      expect(draw({ ...shape, seed: shape.seed + 1 })).not.toEqual(net);
    }
  });

  law('the balanced one has |a_k| = |w_k|', shapes, (shape) => {
    const { w, a } = balancedInitialisation(shape);
    expect(a.map(Math.abs)).toEqual(w.map((wk) => Math.sqrt(squaredLength(real, wk))));
  });

  law('cAinit scales the second layer alone', shapes, (shape) => {
    const [one, four] = [gaussianInitialisation(shape, 1), gaussianInitialisation(shape, 4)];
    expect(four.w).toEqual(one.w);
    expect(four.a).toEqual(one.a.map((t) => 4 * t));
  });
});

/** Of each of the six tests below, each way: all of them err with a probability below 1e-9 a run. */
const ERROR = 1e-10;

const fair = (p0: number, trial: (k: number) => boolean) => {
  let k = settings.seed;
  return testProbability({ p0, margin: 0.03, error: ERROR, maxTrials: 200_000 }, () => trial(k++ | 0)).outcome;
};
/** The quartile of the standard normal distribution: half of all draws are smaller in size. */
const QUARTILE = 0.6744897501960817;

describe('the distributions, one start a seed and neighbouring seeds', () => {
  const start = (seed: number) => gaussianInitialisation({ d: 2, m: 2, leak: 0.5, seed });

  test('a first weight is positive half the time', () => {
    expect(fair(0.5, (seed) => start(seed).w[0][0] > 0)).toBe('holds');
  });

  test('a weight is smaller than the quartile half the time', () => {
    expect(fair(0.5, (seed) => Math.abs(start(seed).w[1][1]) < QUARTILE)).toBe('holds');
  });

  test('so is one of the second layer', () => {
    expect(fair(0.5, (seed) => Math.abs(start(seed).a[1]) < QUARTILE)).toBe('holds');
  });

  test('the starts of two neighbouring seeds are independent', () => {
    expect(fair(0.5, (seed) => start(seed).w[0][0] > 0 === start(seed + 1).w[0][0] > 0)).toBe('holds');
  });

  test('two weights of one start are independent', () => {
    const alike = ({ w, a }: Network<number>): boolean => w[0][0] > 0 === a[1] > 0;
    expect(fair(0.5, (seed) => alike(start(seed)))).toBe('holds');
  });

  test('the signs of the balanced start are fair coins', () => {
    const coins = (seed: number) => balancedInitialisation({ d: 2, m: 2, leak: 0.5, seed }).a;
    expect(fair(0.25, (seed) => coins(seed).every((ak) => ak > 0))).toBe('holds');
  });

  test('normals of one seed go on for ever without repeating early', () => {
    const draw = normals(1);
    expect(new Set(Array.from({ length: 10_000 }, draw)).size).toBe(10_000);
  });
});
