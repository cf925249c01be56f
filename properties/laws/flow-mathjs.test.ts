import fc from 'fast-check';
import * as mathjs from 'mathjs';
import { describe, expect } from 'vitest';
import { flat, minusGradient, relativeDistance, started } from '../reference/flat.js';
import { record } from '../reference/record.js';
import { leaks } from '../reference/starts.js';
import { law } from '../harness/law.js';

/** Missing from the types of mathjs. */
type SolveODE = (
  f: (t: number, y: number[]) => number[],
  span: readonly [number, number],
  y0: number[],
  options: { method: 'RK45' | 'RK23'; tol: number; maxIter?: number },
) => { t: number[]; y: number[][] };
const { solveODE } = mathjs as unknown as { solveODE: SolveODE };

const MATHJS_TOLERANCE = 1e-11;
const TOLERANCE = 1e-11;
/** Both are right to about 1e-11 a step, over some hundred steps (observed: 2e-10). */
const CLOSE = 1e-8;

const positive = fc.integer({ min: 1, max: 99 }).map((k) => k / 50);

/**
 * No kink is ever met: points of label 1 have positive coordinates and those of label -1 negative ones, neurons with a > 0 positive
 * weights and those with a < 0 negative ones. Every point then pulls each w_k, and a_k, further from 0.
 */
const smooth = fc.integer({ min: 1, max: 3 }).chain((d) => {
  const signed = fc
    .tuple(fc.constantFrom<(1 | -1)[]>(1, -1), fc.array(positive, { minLength: d, maxLength: d }), positive)
    .map(([sign, v, a]) => ({ sign, v: v.map((t) => sign * t), a: sign * a }));
  return fc.record({
    points: fc.array(signed, { minLength: 1, maxLength: 5 }),
    neurons: fc.array(signed, { minLength: 1, maxLength: 3 }),
    leak: leaks(),
    logScale: fc.integer({ min: -3, max: 0 }),
    time: fc.integer({ min: 1, max: 40 }).map((k) => k / 4),
  });
});

describe('where no kink is met', () => {
  law(
    "the flow is where mathjs's solveODE is, in physical time",
    smooth,
    async ({ points, neurons, leak, logScale, time }) => {
      const dataset = { x: points.map(({ v }) => v), y: points.map(({ sign }) => sign) };
      const net = { leak, w: neurons.map(({ v }) => v), a: neurons.map(({ a }) => a) };
      const { samples, result } = await record({ dataset, net, logScale }, { tolerance: TOLERANCE, times: [time] });
      expect(result?.events).toBe(0);
      const { y } = solveODE(
        (_, theta) => minusGradient(dataset, leak, theta),
        [0, time],
        Array.from(started(net, logScale)),
        { method: 'RK45', tol: MATHJS_TOLERANCE },
      );
      const last = samples[samples.length - 1];
      expect(Math.abs(Math.exp(last.logTime) / time - 1)).toBeLessThan(1e-11);
      expect(relativeDistance(flat(last.theta()), y[y.length - 1])).toBeLessThan(CLOSE);
    },
    40,
  );
});
