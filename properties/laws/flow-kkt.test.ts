import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kktResiduals } from '../../src/flow/kkt.js';
import type { CellOptimum } from '../../src/flow/limit.js';
import { multipliersOf } from '../../src/flow/sliding.js';
import { handMade, placeOf } from '../reference/flow-place.js';
import { between, generalDatasets, networks, starts } from '../reference/starts.js';
import { law } from '../harness/law.js';

/** Of sums of products of moderate numbers, beside the largest of them. */
const ROUNDING = 1e-11;

const inner = (u: readonly number[], v: readonly number[]): number => u.reduce((sum, t, j) => sum + t * v[j], 0);

const instances = starts((d) => generalDatasets(d, 1, 5), { d: [2, 4], m: [1, 3], logScale: [0, 0] }).chain((start) => {
  const [n, d, m] = [start.dataset.x.length, start.dataset.x[0].length, start.net.a.length];
  return fc.record({
    start: fc.constant(start),
    theta: networks(d, m, m).map((net) => ({ ...net, leak: start.net.leak })),
    slides: fc.nat({ max: 2 ** 12 - 1 }),
    lambda: fc.array(between(0, 1), { minLength: n, maxLength: n }),
    r: fc.array(fc.constantFrom(0, 0.5, 1, 2), { minLength: m, maxLength: m }),
    margin: between(0.01, 2),
  });
});

describe('the KKT residuals', () => {
  law(
    "are those of theta with slopes by its sides, or by Clarke's multipliers where it slides",
    instances,
    (instance) => {
      const { start, theta, slides, lambda, r, margin } = instance;
      const place = placeOf(start, (k, l) => ((slides >> (k + 2 * l)) & 1) === 1);
      const { neurons, points, table } = place;
      const { count } = neurons;
      // each neuron by itself, and the last one of the net is the first
      const wide = {
        ...neurons,
        members: Array.from({ length: count }, (_, k) => [{ index: count - 1 - k, logPart: 0 }]),
      };
      const optimum: CellOptimum = {
        groups: neurons.cells.map((cell, k) => ({ cell, sign: 1, neurons: [k] })),
        lambda: Float64Array.from(lambda),
        r: Float64Array.from(r.slice(0, count)),
        h: [],
        margin,
        strict: true,
      };
      const { x, y } = start.dataset;
      const z = x.map((row, i) => row.map((t) => (y[i] * t) / points.scale));
      let outside = 0;
      const slopes = theta.w.map((w, index) => {
        const k = count - 1 - index;
        const cell = neurons.cells[k];
        const multipliers = multipliersOf(table, cell, lambda);
        return z.map((zi, i) => {
          const place = cell.sliding.indexOf(points.planeOf[i]);
          if (place < 0 || r[k] === 0) return y[i] * inner(w, zi) > 0 ? 1 : theta.leak;
          const t = multipliers[place];
          outside = Math.max(outside, -t, t - 1);
          return points.side[i] > 0 ? t + (1 - t) * theta.leak : 1 - t + t * theta.leak;
        });
      });
      const q = z.map((zi, i) =>
        inner(
          theta.a,
          theta.w.map((w, k) => slopes[k][i] * inner(w, zi)),
        ),
      );
      // theta - sum lambda dq, component by component
      const off = theta.w.flatMap((w, k) => [
        theta.a[k] -
          inner(
            lambda,
            z.map((zi, i) => slopes[k][i] * inner(w, zi)),
          ),
        ...w.map(
          (t, j) =>
            t -
            theta.a[k] *
              inner(
                lambda,
                z.map((zi, i) => slopes[k][i] * zi[j]),
              ),
        ),
      ]);
      const squared = inner([...theta.a, ...theta.w.flat()], [...theta.a, ...theta.w.flat()]);
      const unit = squared * margin;
      const expected = {
        stationarity: Math.max(outside, ...off.map(Math.abs)) / Math.sqrt(squared),
        feasibility: Math.max(0, ...q.map((t) => 1 - t / unit)),
        complementarity:
          Math.max(...q.map((t, i) => (lambda[i] * (t - Math.min(...q))) / unit)) /
          inner(
            lambda,
            lambda.map(() => 1),
          ),
      };
      const found = kktResiduals({ points, table, neurons: wide }, optimum, theta);
      if (!Object.values(expected).every(Number.isFinite)) return;
      for (const key of ['stationarity', 'feasibility', 'complementarity'] as const)
        expect(Math.abs(found[key] - expected[key])).toBeLessThan(ROUNDING * Math.max(1, expected[key]));
    },
    150,
  );

  test('vanish at an optimum: one point, w = x / 2^(1/2) and a = |w|', () => {
    const { points, table, neurons, cell } = handMade({ x: [[1, 0]], y: [1] }, 0.5, [1], [1, 0, 1]);
    const optimum = {
      groups: [{ cell, sign: 1, neurons: [0] }],
      lambda: Float64Array.of(1),
      r: Float64Array.of(1),
      h: [],
      margin: 0.5,
      strict: true,
    };
    const theta = { leak: 0.5, w: [[Math.SQRT1_2, 0]], a: [Math.SQRT1_2] };
    const { stationarity, feasibility, complementarity } = kktResiduals({ points, table, neurons }, optimum, theta);
    expect(stationarity).toBe(0);
    expect(feasibility).toBeLessThan(ROUNDING);
    expect(complementarity).toBe(0);
  });

  test.each([
    ['on the side of its normal', [1, 0], -1],
    ['on the other side', [-1, 0], 1],
  ] as const)('vanish but for the margin of the kink that a neuron slides along, a point %s', (_, first, label) => {
    const { points, table, neurons, cell } = handMade(
      { x: [[...first], [0.5, 0.5]], y: [label, 1] },
      0.5,
      [0, 1],
      [0, 1, 1],
    );
    const lambda = Float64Array.of(4 / 3, 2); // the pulls across are 2 / 2 and -(1 + 1/2)/2 4/3
    const optimum = {
      groups: [{ cell, sign: 1, neurons: [0] }],
      lambda,
      r: Float64Array.of(1),
      h: [],
      margin: 0.25,
      strict: true,
    };
    const theta = { leak: 0.5, w: [[0, Math.SQRT1_2]], a: [Math.SQRT1_2] };
    const { stationarity, feasibility, complementarity } = kktResiduals({ points, table, neurons }, optimum, theta);
    expect(stationarity).toBeLessThan(ROUNDING);
    expect(feasibility).toBe(1);
    expect(Math.abs(complementarity - 2 / (4 / 3 + 2))).toBeLessThan(ROUNDING);
  });

  test('take the slope of a kink for the leak where nobody slides', () => {
    const { points, table, neurons, cell } = handMade({ x: [[1, 0]], y: [1] }, 0.5, [1], [0, 1, 1]);
    const optimum = {
      groups: [{ cell, sign: 1, neurons: [0] }],
      lambda: Float64Array.of(10),
      r: Float64Array.of(1),
      h: [],
      margin: 1,
      strict: true,
    };
    const { stationarity } = kktResiduals({ points, table, neurons }, optimum, { leak: 0.5, w: [[0, 0.4]], a: [0.3] });
    expect(Math.abs(stationarity - (0.3 * 5) / 0.5)).toBeLessThan(ROUNDING);
  });
});
