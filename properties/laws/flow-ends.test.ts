import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { flow, followedBy, unsettled, type FlowOptions, type FlowResult } from '../../src/flow/flow.js';
import type { CellOptimum } from '../../src/flow/limit.js';
import { Stuck } from '../../src/flow/stuck.js';
import type { Label } from '../../src/model/dataset.js';
import { law } from '../harness/law.js';
import { follow, startOf, BESIDE_ONE_THAT_GROWS } from '../reference/follow.js';
import { generalDatasets, starts, type Start } from '../reference/starts.js';

const run = ({ dataset, net, logScale }: Start, options: FlowOptions = {}): Promise<FlowResult> =>
  flow(dataset, net, logScale, options);
const lengthOf = ({ theta: { w, a } }: FlowResult): number => Math.hypot(...w.flat(), ...a);

const line = startOf([[2]], [1], [[1]], [1]);
const nowhere = { stationarity: Infinity, feasibility: Infinity, complementarity: Infinity };

describe('an end', () => {
  test('at theta = 0, where it starts', async () => {
    expect(await run(startOf([[2]], [1], [[0]], [0]))).toEqual({
      status: 'not-separated',
      why: 'theta = 0 is a rest point',
      margin: 0,
      logLoss: Math.log(Math.LN2),
      logTime: -Infinity,
      logSquaredNorm: -Infinity,
      kkt: nowhere,
      strict: false,
      theta: { leak: 0.5, w: [[0]], a: [0] },
      steps: 0,
      rejected: 0,
      events: 0,
      merged: 0,
      branches: 0,
    });
  });

  test('with a certificate: one point has the margin |x|/2, of (w, a) = (1, 1)/sqrt 2', async () => {
    const result = await run({ ...line, logScale: 1 });
    expect([result.status, result.why, result.strict, result.steps]).toEqual(['converged', undefined, true, 1]);
    expect(result.margin).toBeCloseTo(1, 12);
    expect(result.theta.a[0]).toBeCloseTo(Math.SQRT1_2, 12);
    expect(Math.max(...Object.values(result.kkt))).toBeLessThan(1e-12);
  });

  test('with a certificate, from near 0 as well', async () => {
    for (const logScale of [-1, -40]) expect((await run({ ...line, logScale })).status).toBe('converged');
  });

  test('for want of steps', async () => {
    const result = await run(line, { maxSteps: 0 });
    expect(result).toMatchObject({
      status: 'undecided',
      why: 'no certificate after 0 steps',
      kkt: nowhere,
      strict: false,
    });
    // x is 2 and v = (1, 1)/sqrt 2: q = 2 * 1/2
    expect(result.margin).toBeCloseTo(1, 12);
    expect(result.logSquaredNorm).toBeCloseTo(Math.LN2, 12);
    expect(result.logLoss).toBeCloseTo(Math.log(Math.log1p(Math.exp(-2))), 12);
    expect(lengthOf(result)).toBeCloseTo(1, 12);
  });

  test('at the last of the times', async () => {
    const result = await run(line, { times: [0.1, 0.2] });
    expect([result.status, result.why]).toEqual(['undecided', 'the last time was reached']);
    expect(result.logTime).toBeCloseTo(Math.log(0.2), 12);
    expect((await run({ ...line, logScale: 1 }, { times: [1, 50] })).why).toBe('the last time was reached');
  });

  test('at the last of the times near 0, without a step', async () => {
    const result = await run({ ...line, logScale: -40 }, { times: [3, 6] });
    expect([result.steps, result.why]).toEqual([0, 'the last time was reached']);
    expect(result.logTime).toBeCloseTo(Math.log(6), 12);
  });

  const rests = 'theta tends to 0, or to a rest point beside it';
  test('near 0, at once and after a time', async () => {
    const shrinking = startOf([[2]], [1], [[-1]], [1], -40);
    for (const options of [{ maxSteps: 0 }, { times: [3, 1e9] }, {}]) {
      const { status, why } = await run(shrinking, options);
      expect([status, why]).toEqual(['not-separated', rests]);
    }
  });

  test('where one neuron would have to be on both sides', async () => {
    const result = await run(startOf([[2], [-1]], [1, 1], [[1]], [1]));
    expect([result.status, result.why]).toEqual(['not-separated', 'the flow has come to rest']);
    // the pulls cancel: 2 s(2r) = s(-r/2)/2
    expect(lengthOf(result)).toBeCloseTo(1, 12);
  });

  // on no side of its kink does anybody pull: at leak 0, or where the two points push w to 0 from both sides
  test.each<[string, number, number[][], Label[], number]>([
    ['the only neuron is dead', 0, [[2]], [1], -1],
    ['it dies on the way', 0, [[1], [-1]], [-1, -1], 0.1],
    ['it sits on its kink from the start', 0.5, [[1], [-1]], [-1, -1], 0],
    ['it comes to sit there', 0.5, [[1], [-1]], [-1, -1], 0.1],
  ])('where nobody is pulled: %s', async (_, leak, x, y, w) => {
    const { status, why, logLoss } = await flow({ x, y }, { leak, w: [[w]], a: [1] }, 0);
    expect([status, why]).toEqual(['not-separated', 'the flow has come to rest']);
    expect(logLoss).toBeCloseTo(Math.log(Math.LN2), 14);
  });

  test('for want of steps, with what speaks against the limit', async () => {
    // at 42 degrees from (1, 0), with the kink at 90: more than a quarter of the way
    const result = await run(startOf([[1, 0]], [1], [[1, 0.9]], [1], 1.5), { maxSteps: 1 });
    expect([result.status, result.why]).toEqual(['undecided', 'a neuron is not yet aligned']);
  });

  test('for want of an optimum', async () => {
    // points that are there twice: the path of the program ends too early
    const start = startOf([[-3, 1], [1, 1], [-3, 1], [1, 1]], [-1, 1, -1, 1], [[4.5, -3.5], [-2.5, 4.5]], [3, 3]); // prettier-ignore
    const { dataset, net } = start;
    const result = await run({ dataset, net: { ...net, leak: 0.9 }, logScale: 0 }, { maxSteps: 2 });
    expect([result.status, result.why, result.steps]).toEqual([
      'undecided',
      'the KKT system of the present cells was not solved',
      2,
    ]);
  });

  test.each([
    ['near 0', startOf([[1, 0.3], [0.4, 1], [1, -0.5]], [1, 1, 1], [[1, 0.2]], [1], -1)], // prettier-ignore
    ['at moderate norm', startOf([[1, 0], [0, 1]], [1, 1], [[1, 0.2]], [1])], // prettier-ignore
    ['where it has begun to grow', startOf([[1, 0], [0, 1]], [1, 1], [[1, 1.5]], [1], 1)], // prettier-ignore
  ])('is looked for when ln |theta|^2 has grown by 0.7, and at every 16th step: %s', async (_, start) => {
    const norms: number[] = [];
    const { status, steps } = await run(start, { onSample: ({ logSquaredNorm }) => norms.push(logSquaredNorm) });
    let last = -Infinity;
    const due = norms.slice(-steps).map((norm, k) => {
      const looks = norm >= last + 0.7 || (k + 1) % 16 === 0;
      if (looks) last = norm;
      return looks;
    });
    expect([status, due[steps - 1]]).toEqual(['converged', true]);
  });

  test('in doubt, where a pull is lost in rounding', async () => {
    const tiny = 1e-13;
    const result = await run(
      startOf(
        [
          [1, tiny],
          [-1, tiny],
        ],
        [1, 1],
        [[1, 0]],
        [1],
      ),
    );
    expect([result.status, result.why]).toEqual([
      'undecided',
      'the pulls on a neuron cancel to rounding, but the points that pull are separable',
    ]);
  });

  test('in doubt, where a neuron is on the stable manifold of 0 beside one that grows', async () => {
    const result = await run(BESIDE_ONE_THAT_GROWS, { maxSteps: 50 });
    expect([result.status, result.why]).toEqual(['undecided', 'a neuron is on the stable manifold of 0, to rounding']);
  });

  test('there, when nothing else speaks against the limit', async () => {
    const beside = startOf([[3, 1]], [1], [[-3, -1], [1, 1]], [Math.hypot(3, 1), 1], -40); // prettier-ignore
    const { status, why, steps, margin } = await run(beside, { maxSteps: 600 });
    expect([status, why]).toEqual(['undecided', 'a neuron is on the stable manifold of 0, to rounding']);
    expect(steps).toBeLessThan(600);
    // one point has the margin |x|/2
    expect(margin).toBeCloseTo(Math.sqrt(10) / 2, 9);
  });

  test('where it is stuck, and with any other error of an observer', async () => {
    const after = (error: Error): Promise<FlowResult> =>
      run(line, {
        onSample: ({ tau }) => {
          if (tau > 0) throw error;
        },
      });
    expect(await after(new Stuck('it is stuck'))).toMatchObject({ status: 'undecided', why: 'it is stuck' });
    await expect(after(new TypeError('another'))).rejects.toThrow('another');
  });
});

test('equal neurons are merged, unless it is forbidden', async () => {
  const twins = startOf([[2]], [1], [[1], [1]], [1, 1]);
  expect((await run(twins, { maxSteps: 1 })).merged).toBe(1);
  expect((await run(twins, { maxSteps: 1, merge: false })).merged).toBe(0);
});

test('another function takes the place of the flow, at any depth but its own', async () => {
  const options = { maxSteps: 3 };
  const told: unknown[] = [];
  const answer = await followedBy(
    async (...args) => {
      told.push(args);
      return { ...(await flow(...args)), why: 'told' };
    },
    async () => run(line, options),
  );
  expect(told).toEqual([[line.dataset, line.net, line.logScale, options]]);
  expect(answer).toEqual({ ...(await run(line, options)), why: 'told' });
});

describe('others run beside it', () => {
  /** How often others had their turn until the sixth sample, when the clock shows these times one after the other, the last one ever after. */
  async function turns(times: readonly number[]): Promise<number> {
    let [looks, count, samples, counted] = [0, 0, 0, -1];
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => times[Math.min(looks++, times.length - 1)]);
    const immediate = (): void => {
      count++;
      if (counted < 0) setImmediate(immediate);
    };
    setImmediate(immediate);
    await run(line, {
      maxSteps: 6,
      times: [1e6],
      onSample: () => {
        if (++samples === 6) counted = count;
      },
    });
    clock.mockRestore();
    return counted;
  }

  test('after more than 50 ms', async () => {
    expect(await turns([1000])).toBe(0);
    expect(await turns([1000, 1050])).toBe(0);
    expect(await turns([1000, 1051])).toBe(1);
    expect(await turns([1000, 1051, 1051, 1101, 1102, 1102])).toBe(2);
  });
});

describe('where the optimum is one of many', () => {
  const optimumOf = (groups: readonly number[][], r: readonly number[], margin: number, strict = false): CellOptimum =>
    ({
      groups: groups.map((neurons) => ({ neurons })),
      r: Float64Array.from(r),
      margin,
      strict,
    }) as unknown as CellOptimum;
  const moves = 'the maximum is not strict, and the direction still moves';

  law(
    'the flow is there when each group has its share of |theta|^2, to 1e-5',
    fc.tuple(
      starts((d) => generalDatasets(d, 1, 3), { d: [1, 3], m: [3, 3], logScale: [9, 10] }),
      fc.integer({ min: 1, max: 9 }),
      fc.constantFrom(0.5, 2),
      fc.integer({ min: 0, max: 1 }),
      fc.constantFrom(1, -1),
    ),
    ([start, k, off, group, sign]) => {
      const trajectory = follow(start);
      const { field, neurons } = trajectory;
      const { w, a } = start.net;
      if (neurons.count < 3) return;
      const squares = w.map((wk, i) => wk.reduce((sum, t) => sum + t * t, a[i] * a[i]));
      const total = squares[0] + squares[1] + squares[2];
      const margin = k / 10;
      const shares = [(squares[0] + squares[2]) / total, squares[1] / total];
      shares[group] += sign * off * 1e-5;
      const r = shares.map((share) => share / (2 * margin));
      const groups = [[0, 2], [1]];
      expect(unsettled(trajectory, optimumOf(groups, r, margin, true))).toBeUndefined();
      expect(unsettled(trajectory, optimumOf(groups, r, margin))).toBe(
        'the maximum is not strict, and the norm is still small',
      );
      field.shift = 1;
      expect(unsettled(trajectory, optimumOf(groups, r, margin))).toBe(off > 1 ? moves : undefined);
    },
    100,
  );
});
