import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { flow, type FlowResult, type Sample } from '../../src/flow/flow.js';
import { record } from '../reference/record.js';
import { generalDatasets, hintedDatasets, leaks, starts, type Start } from '../reference/starts.js';
import { law } from '../harness/law.js';

const any = starts((d) => fc.oneof(generalDatasets(d), hintedDatasets(d)), { logScale: [-30, 0] });
const run = (start: Start, maxSteps = 1500): Promise<FlowResult> =>
  flow(start.dataset, start.net, start.logScale, { maxSteps });

describe('a run', () => {
  law(
    'is determined by its arguments, whatever runs beside it',
    any,
    async (start) => {
      const [one, two] = await Promise.all([run(start), run(start)]);
      expect(two).toEqual(one);
      expect(await run(start)).toEqual(one);
    },
    15,
  );

  law(
    'is the same with and without an observer',
    any,
    async (start) => {
      const { result } = await record(start, { maxSteps: 1500 });
      expect(result).toEqual(await run(start));
    },
    15,
  );

  law(
    'takes its arguments as they are and leaves them so',
    any,
    async (start) => {
      const before = structuredClone(start);
      await run(start, 50);
      expect(start).toEqual(before);
    },
    25,
  );

  law(
    'gives up after maxSteps with a reason',
    fc.tuple(any, fc.integer({ min: 0, max: 5 })),
    async ([start, maxSteps]) => {
      const { status, why, steps } = await run(start, maxSteps);
      expect(status).toBe('undecided');
      expect(why).toMatch(/./);
      expect(steps).toBe(maxSteps);
    },
    40,
  );

  law(
    'stops at a signal, with its reason, after one more step at most',
    fc.tuple(any, fc.integer({ min: 2, max: 12 })),
    async ([start, after]) => {
      const stop = new AbortController();
      const reason = new Error('enough');
      let samples = 0;
      const onSample = (): void => {
        samples++;
        if (samples === after) stop.abort(reason);
      };
      const { dataset, net, logScale } = start;
      await expect(flow(dataset, net, logScale, { onSample, signal: stop.signal })).rejects.toBe(reason);
      expect(samples).toBeLessThanOrEqual(after + 1);
    },
    40,
  );

  law(
    'samples: all times rise, and are those of the result at the end',
    any,
    async (start) => {
      const { samples, result } = await record(start, { maxSteps: 800 });
      samples.slice(1).forEach(({ tau, logTime }, i) => {
        expect(tau).toBeGreaterThanOrEqual(samples[i].tau);
        expect(logTime).toBeGreaterThanOrEqual(samples[i].logTime);
      });
      const last = samples[samples.length - 1];
      expect([result?.logTime, result?.logLoss, result?.logSquaredNorm]).toEqual([
        last.logTime,
        last.logLoss,
        last.logSquaredNorm,
      ]);
    },
    25,
  );
});

describe('a neuron on the stable manifold of 0', () => {
  // w = (-c, 1), a = c: what is along the data shrinks for ever, and (0, 1), across it, stays
  law(
    'or of a rest point beside it comes to rest, soon',
    fc.tuple(leaks(), fc.integer({ min: 1, max: 64 }), fc.integer({ min: -5000, max: -40 })),
    async ([leak, k, logScale]) => {
      const net = { leak, w: [[-k / 8, 1]], a: [k / 8] };
      const { status, theta } = await flow({ x: [[1, 0]], y: [1] }, net, logScale);
      expect(status).toBe('not-separated');
      expect(theta.w[0][1]).toBeCloseTo(1, 9);
    },
    25,
  );

  law(
    'shrinks for ever, to any size, beside one that grows, and no limit is claimed',
    fc.tuple(leaks(), fc.double({ min: 0.1, max: 1, noNaN: true }), fc.double({ min: -5000, max: -30, noNaN: true })),
    async ([leak, slant, logScale]) => {
      // symmetric, with its mean along the second axis: w = (0, -1), a = 1 has no growing part
      const x = [
        [slant, 1],
        [-slant, 1],
        [slant, -1],
        [-slant, -1],
      ];
      const net = {
        leak,
        w: [
          [0, -1],
          [1, 1],
        ],
        a: [1, 1],
      };
      const ends: { grown: number; w: readonly number[]; a: number }[] = [];
      // |h| = (1 + leak)/2 while p is uniform; theta is taken in units in which the neuron is of size 1
      const onSample = ({ tau, logSquaredNorm, theta }: Sample): void => {
        if (ends.length === 2) return;
        const { w, a } = theta(logScale - (tau * (1 + leak)) / 2);
        ends.push({ grown: logSquaredNorm, w: w[0], a: a[0] });
      };
      const { status, why } = await flow({ x, y: [1, 1, -1, -1] }, net, logScale, { onSample, maxSteps: 2000 });
      expect([status, why]).toEqual(['undecided', 'a neuron is on the stable manifold of 0, to rounding']);
      expect(ends[1].grown).toBeGreaterThan(-60);
      expect(ends[1].a).toBeCloseTo(1, 9);
      expect(ends[1].w).toEqual([0, -ends[1].a]);
    },
    30,
  );
});

test('a signal that has been aborted before', async () => {
  const [start] = fc.sample(any, { seed: 1, numRuns: 1 });
  const reason = new Error('too late');
  const { dataset, net, logScale } = start;
  await expect(flow(dataset, net, logScale, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});

/** Simpson's rule on 2 k intervals. */
function simpson(f: (v: number) => number, from: number, to: number, k = 20_000): number {
  const h = (to - from) / (2 * k);
  let sum = f(from) + f(to);
  for (let i = 1; i < 2 * k; i++) sum += (i % 2 === 1 ? 4 : 2) * f(from + i * h);
  return (sum * h) / 3;
}

/** Of the physical time at which the closed form is where the flow is; the tolerance is 1e-10 a step (observed: 1e-9). */
const TIME_ERROR = 1e-7;
/** Rounding of ln s, at most 40 in size, and of the sum that gives it. */
const SHORTEST = 64 * 2 ** -53 * 40;

/**
 * One balanced neuron and one point, w = +-|w| x/|x| with a = +-|w| = s: q = c s^2, c = slope |x|, and ds/dt = c s/(1 + e^{c s^2}), so that
 * t = integral of (1 + e^{c s^2})/(c s) ds = (1/c) integral of 1 + e^{c e^{2v}} dv, v = ln s.
 */
describe('physical time, one neuron and one point', () => {
  const cases = fc.record({
    x: fc.array(
      fc.integer({ min: -20, max: 20 }).map((k) => (2 * k + 1) / 16),
      { minLength: 1, maxLength: 3 },
    ),
    y: fc.constantFrom<(1 | -1)[]>(1, -1),
    towards: fc.constantFrom(1, -1),
    leak: leaks(),
    logScale: fc.integer({ min: -40, max: 2 }),
    times: fc.array(fc.integer({ min: -20, max: 140 }), { minLength: 1, maxLength: 4 }),
  });
  law(
    'the flow is at each time where the closed form is',
    cases,
    async ({ x, y, towards, leak, logScale, times }) => {
      const length = Math.hypot(...x);
      // a <w, x> y > 0: the point is pulled on
      const net = { leak, w: [x.map((t) => (towards * t) / length)], a: [towards * y] };
      const c = length * (towards > 0 ? 1 : leak);
      const dataset = { x: [x], y: [y] };
      // in units in which s starts to grow
      const wanted = [...new Set(times)].sort((a, b) => a - b).map((k) => Math.exp(k / 10) / c);
      const { samples, result } = await record({ dataset, net, logScale }, { tolerance: 1e-10, times: wanted });
      expect(result?.why).toBe('the last time was reached');
      for (const t of wanted) {
        const near = samples.filter((s) => Math.abs(Math.exp(s.logTime) / t - 1) < 1e-9);
        expect(near.length, `samples at t = ${t}`).toBeGreaterThan(0);
        const s = Math.abs(near[0].theta(0).a[0]);
        const found = simpson((v) => (1 + Math.exp(c * Math.exp(2 * v))) / c, logScale, Math.log(s));
        // a small t leaves s all but unmoved: the error is that of ln s
        // and cannot be told apart from less than an ulp of it
        const rounding = (SHORTEST * (1 + Math.exp(c * s * s))) / c;
        expect(Math.abs(found - t), `t = ${t}`).toBeLessThan(TIME_ERROR * Math.max(t, 2 / c) + rounding);
      }
    },
    60,
  );
});

describe('bad arguments', () => {
  const dataset = { x: [[1, 0]], y: [1] as const };
  const net = { leak: 0.5, w: [[1, 0]], a: [1] };
  test.each([
    ['leak', { ...net, leak: 1 }, 0, {}],
    ['leak', { ...net, leak: NaN }, 0, {}],
    ['w has 1 rows', { ...net, a: [1, 2] }, 0, {}],
    ['3 entries', { ...net, w: [[1, 0, 0]] }, 0, {}],
    ['not finite', { ...net, a: [Infinity] }, 0, {}],
    ['log scale', net, NaN, {}],
    ['tolerance', net, 0, { tolerance: 0 }],
  ] as const)('%s', async (message, wrong, logScale, options) => {
    await expect(flow(dataset, wrong, logScale, options)).rejects.toThrow(message);
  });
});
