import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDataset, toReal, type Dataset } from '../../src/model/dataset.js';
import { normalisedMargin, squaredNorm } from '../../src/model/network.js';
import { real } from '../../src/numeric/field.js';
import { fromDouble, rational } from '../../src/numeric/rational.js';
import { Bracket, type NetworkMargin } from '../../src/oracle/network/bracket.js';
import { Pricing } from '../../src/oracle/network/price.js';
import { marginProblem, type Direction } from '../../src/oracle/network/problem.js';
import { law } from '../harness/law.js';
import { eighths, inner, integerVectors } from '../reference/integer-data.js';

const EPS = Number.EPSILON;

interface Fitted {
  readonly dataset: Dataset;
  readonly leak: number;
  readonly directions: readonly Direction[];
  readonly masses: readonly number[];
}

/** Networks, and points that they label, all divided by 3 so that the data's unit is rounded. */
const fitted: fc.Arbitrary<Fitted> = fc
  .integer({ min: 1, max: 3 })
  .chain((d) =>
    fc.record({
      x: fc.array(integerVectors(d, 9), { minLength: 1, maxLength: 5 }),
      leak: eighths,
      neurons: fc.array(
        fc.record({
          v: integerVectors(d, 9),
          sign: fc.constantFrom<(1 | -1)[]>(1, -1),
          mass: fc.integer({ min: 1, max: 9 }),
        }),
        { minLength: 1, maxLength: 4 },
      ),
    }),
  )
  .map(({ x, leak, neurons }) => {
    const f = x.map((row) =>
      neurons.reduce((sum, { v, sign, mass }) => {
        const t = inner(v, row) / Math.hypot(...v);
        return sum + mass * sign * Math.max(t, leak * t);
      }, 0),
    );
    const { y } = createDataset(
      x,
      f.map((t) => (t < 0 ? -1 : 1)),
    );
    return {
      dataset: { x: x.map((row) => row.map((t) => rational(t, 3))), y },
      leak,
      directions: neurons.map(({ v, sign }) => ({ sign, u: v.map((t) => t / Math.hypot(...v)) })),
      masses: neurons.map(({ mass }) => mass),
    };
  });

const longest = ({ x }: Dataset): number => Math.max(...toReal({ x, y: [] }).x.map((row) => Math.hypot(...row)));
const marginOf = ({ network }: NetworkMargin, dataset: Dataset): number =>
  normalisedMargin(real, network, toReal(dataset));

describe('the lower end of a bracket', () => {
  law(
    'is the margin of the measure as a network, less what rounding may make of it',
    fitted,
    ({ dataset, leak, directions, masses }) => {
      const problem = marginProblem(dataset, leak);
      const bracket = new Bracket(problem);
      bracket.raise(directions, masses);
      const result = bracket.result(1, undefined);
      const total = masses.reduce((sum, t) => sum + t, 0);
      const size = longest(dataset);
      const plain = {
        leak,
        w: directions.map(({ u }, k) => u.map((t) => Math.sqrt(masses[k] / total / 2) * t)),
        a: directions.map(({ sign }, k) => sign * Math.sqrt(masses[k] / total / 2)),
      };
      // joined neurons have a smaller norm
      const least = normalisedMargin(real, plain, toReal(dataset));
      expect(result.lower).toBeGreaterThanOrEqual(Math.max(0, least - 40 * EPS * size));
      if (!(least > 1e-9 * size)) return;
      const margin = marginOf(result, dataset);
      const allowed = masses.length + problem.points[0].length + 8;
      // for sums and for the quotient; evaluated here, it is off by less than half of one of them
      expect(result.lower).toBeLessThan(margin - 1.4 * allowed * EPS * margin);
      expect(result.lower).toBeGreaterThan(margin - 2 * allowed * EPS * size);
      expect(squaredNorm(real, result.network)).toBeCloseTo(1, 12);
      result.network.a.forEach((t, k) => expect(Math.abs(t)).toBeCloseTo(Math.hypot(...result.network.w[k]), 12));
      // less again, where the unit is rounded
      const exactUnit = dataset.x.flat().flatMap((t, k) => {
        const point = problem.points.flat()[k];
        return point === 0 ? [] : [t.abs().div(fromDouble(Math.abs(point)).mul(2))];
      })[0];
      const [lower, upper] = [bracket.lower, bracket.upper].map((t) => fromDouble(t).mul(2).mul(exactUnit));
      expect(fromDouble(result.lower).compare(lower)).toBeLessThan(0);
      expect(fromDouble(result.upper).compare(upper)).toBeGreaterThan(0);
    },
    180,
  );

  test('allows for the rounding of each product of a long sum', () => {
    const d = 40;
    const axis = Array.from({ length: d }, (_, j) => (j === 0 ? 1 : 0));
    const bracket = new Bracket(marginProblem(createDataset([axis], [1]), 0));
    bracket.raise([{ sign: 1, u: axis }], [1]);
    // d products and their sums, of EPS / 2 each
    expect(2 * bracket.result(1, undefined).lower).toBeLessThanOrEqual(1 - d * EPS);
  });

  const line = createDataset([[4], [-2]], [1, -1]);
  const ahead: Direction = { sign: 1, u: [1] };
  const behind: Direction = { sign: -1, u: [-1] };

  test('only rises', () => {
    const bracket = new Bracket(marginProblem(line, 0));
    bracket.raise([ahead], [0]);
    bracket.raise([behind], [1]);
    bracket.raise([], []);
    // the second point has q = 0, less rounding
    expect(bracket.result(1, undefined)).toMatchObject({ lower: 0, network: { w: [[0]], a: [1] } });
    bracket.raise([ahead, behind], [1, 2]);
    // q = (4 m_1, 2 m_2), at masses of sum 1/2
    const best = bracket.result(1, undefined);
    expect(best.lower).toBeCloseTo(2 / 3, 12);
    expect(best.network.w.flat().map((t) => t ** 2 * 6)).toEqual([1, 2].map((t) => expect.closeTo(t, 12) as number));
    bracket.raise([ahead, behind], [1, 1]);
    bracket.raise([ahead], [-1]);
    expect(bracket.result(1, undefined)).toEqual(best);
  });
});

describe('neurons of a measure', () => {
  /** The least t for which the points are seen by e_1, and how many neurons are made of these directions, of masses 1 and 3. */
  const neuronsOf = (directions: readonly Direction[], points: readonly (readonly number[])[] = [[1, 0]]) => {
    const bracket = new Bracket(marginProblem(createDataset(points, points.map(() => 1)), 0)); // prettier-ignore
    bracket.raise(directions, [1, 3, 0]);
    return bracket.result(1, undefined).network;
  };
  const one: Direction = { sign: 1, u: [1, 0] };
  const at = (t: number, cell?: number): Direction => ({ sign: 1, u: [1, t], ...(cell !== undefined && { cell }) });

  test('that are all but parallel and in one cell are one', () => {
    const { w, a } = neuronsOf([one, at(2 ** -13), at(0.5)]);
    expect(w).toHaveLength(1);
    expect(w[0][1] / w[0][0]).toBeCloseTo(2 ** -13 * 0.75, 12);
    expect(2 * a[0] ** 2).toBeCloseTo(1, 12);
    expect(neuronsOf([at(2 ** -13), one]).w).toHaveLength(1);
  });

  test('are more where they are further apart, have a hyperplane between them, or other signs', () => {
    expect(neuronsOf([one, at(0.5)]).w).toHaveLength(2);
    expect(neuronsOf([one, at(2 ** -12)]).w).toHaveLength(2);
    expect(neuronsOf([at(-(2 ** -14)), at(2 ** -14)]).w).toHaveLength(1);
    expect(neuronsOf([at(-(2 ** -14)), at(2 ** -14)], [[1, 1], [1, -1]]).w).toHaveLength(1); // prettier-ignore
    expect(neuronsOf([at(2 ** -14), at(-(2 ** -14))], [[1, 1], [2 ** -15, 1]]).w).toHaveLength(2); // prettier-ignore
    const { w, a } = neuronsOf([{ ...one, sign: -1 }, one]);
    expect(w).toHaveLength(2);
    expect(a.map(Math.sign)).toEqual([-1, 1]);
  });

  test('are one for each cell that was searched, however far apart', () => {
    const { w } = neuronsOf([at(0, 7), at(0.5, 7)]);
    expect(w).toHaveLength(1);
    expect(w[0][1] / w[0][0]).toBeCloseTo(3 / 8, 12);
    expect(neuronsOf([at(0, 0), at(0, 1)]).w).toHaveLength(2);
    expect(neuronsOf([at(0, 0), at(0.5, 0)]).w).toHaveLength(1);
  });
});

describe('the upper end of a bracket', () => {
  const dataset = createDataset([[3, 4], [2, 0], [-6, 8]], [1, -1, -1]); // prettier-ignore

  test('is half the length of the shortest point at first, and there is no network', () => {
    const bracket = new Bracket(marginProblem(dataset, 0.5));
    const { lower, upper, gap, network, lambda, fits, closed } = bracket.result(1, undefined);
    expect([lower, gap, lambda, fits, closed]).toEqual([0, 1 + 8 * EPS, [0, 1, 0], true, false]);
    // of each coordinate, its square and the root of the sum some roundings
    expect(network).toEqual({ leak: 0.5, w: [[0, 0]], a: [1] });
    expect(upper).toBeGreaterThan(1 + 2 * 4 * EPS);
    // 8 d + 2 roundings are allowed for
    expect(upper).toBeLessThan(1 + 20 * EPS);
  });

  law(
    'is half the price of the best weights so far',
    fc.array(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 4 }),
    (all) => {
      const problem = marginProblem(dataset, 0.5);
      const bracket = new Bracket(problem);
      const pricing = new Pricing(problem);
      let [upper, best] = [bracket.upper, [0, 1, 0]];
      for (const weights of all) {
        const price = pricing.price(weights);
        expect(bracket.cut(weights)).toEqual(price?.directions);
        if (price !== undefined && price.bound / 2 < upper) [upper, best] = [price.bound / 2, weights];
        expect(bracket.upper).toBe(upper);
      }
      const total = best.reduce((sum, t) => sum + t, 0);
      const { lambda } = bracket.result(1, undefined);
      lambda.forEach((t, i) => expect(t).toBeCloseTo(best[i] / total, 14));
    },
    60,
  );

  test('stays where cells are too many to price', () => {
    const x = Array.from({ length: 14 }, (_, i) => Array.from({ length: 6 }, (_, j) => (i + 1) ** j));
    const bracket = new Bracket(marginProblem(createDataset(x, x.map(() => 1)), 0.5)); // prettier-ignore
    const { upper } = bracket;
    expect(bracket.cut(x.map(() => 1))).toBeUndefined();
    expect(bracket.upper).toBe(upper);
  });

  test('closes at the gap that was asked for, or says why not', () => {
    const bracket = new Bracket(marginProblem(dataset, 0.5));
    const directions: Direction[] = [{ sign: 1, u: [0.6, 0.8] }, { sign: -1, u: [0.6, -0.8] }, { sign: -1, u: [-0.6, 0.8] }]; // prettier-ignore
    bracket.raise(directions, [2, 6, 5]); // q = (7.2, 1.8, 14.4)
    const { gap, lower, upper } = bracket.result(0.5, undefined);
    expect(lower).toBeCloseTo(1.8 / 26, 12);
    expect(gap).toBeCloseTo((upper - lower) / upper, 12);
    expect(gap).toBeGreaterThan((bracket.upper - bracket.lower) / bracket.upper);
    expect(bracket.result(gap, undefined).closed).toBe(true);
    expect(bracket.result(gap - EPS, undefined).closed).toBe(false);
    expect(bracket.result(gap, 'tired').why).toBe('tired');
    expect('why' in bracket.result(gap, undefined)).toBe(false);
  });
});
