import fc from 'fast-check';
import { expect } from 'vitest';
import { flow } from '../../src/flow/flow.js';
import type { Label } from '../../src/model/dataset.js';
import { integrate } from '../reference/dormand-prince.js';
import { law } from '../harness/law.js';

/** Of theta, relative to 1 and to itself (observed: 1e-9). */
const SAME = 1e-7;
/** Of a coordinate that is 0, and of a time that is asked for: some roundings of numbers of order 1. */
const ROUNDING = 1e-12;
const TIMES = [0.5, 2, 8];
const LEAK = 0.3;
/** Of the last point around the axis. */
const LAST_SLOPE = 0.6;

const grid = (from: number, to: number): fc.Arbitrary<number> =>
  fc.nat({ max: 2 ** 10 }).map((k) => from + ((to - from) * k) / 2 ** 10);
const pulls = fc.record({ slope: grid(0.4, 0.9), x: grid(-1, 1), z: grid(-1, 1) });

/** Neurons along an axis of space, among points around it whose pulls can add up to 0 at slopes within (LEAK, 1), and points along it. */
const onAxis = fc.record({
  around: fc.array(pulls, { minLength: 1, maxLength: 6 }),
  along: fc.array(grid(0.2, 2), { minLength: 1, maxLength: 4 }),
  neurons: fc.array(fc.record({ w: grid(0.3, 2), a: grid(0.3, 2) }), { minLength: 1, maxLength: 3 }),
  side: fc.constantFrom<Label[]>(1, -1),
  logScale: fc.integer({ min: -6, max: 0 }),
});

/** w and a at the times, each a hyperbolic turn from its start by R: dR/dt = 1/n sum_j z_j / (1 + e^q_j), where the points around have no part in. */
function turned(n: number, along: readonly number[], neurons: readonly { w: number; a: number }[]): number[][] {
  const state = (grown: number): number[][] =>
    neurons.map(({ w, a }) => [
      (w * (grown + 1 / grown) + a * (grown - 1 / grown)) / 2,
      (a * (grown + 1 / grown) + w * (grown - 1 / grown)) / 2,
    ]);
  const grown = Float64Array.of(1);
  return TIMES.map((t, i) => {
    const reached = integrate(
      ([y], out) => {
        const product = state(y).reduce((sum, [w, a]) => sum + w * a, 0);
        out[0] = (y * along.reduce((sum, z) => sum + z / (1 + Math.exp(z * product)), 0)) / n;
      },
      grown,
      t - (TIMES[i - 1] ?? 0),
      { tolerance: 1e-10, block: 1, maxSteps: 10_000 },
    );
    expect(reached).toBe(true);
    return state(grown[0]).flat();
  });
}

law(
  'along an axis that more kinks hold than it takes to hold a neuron there, the flow is as if they were not',
  onAxis,
  async ({ around, along, neurons, side, logScale }) => {
    const last = (['x', 'z'] as const).map((j) => -around.reduce((sum, point) => sum + point.slope * point[j], 0) / LAST_SLOPE); // prettier-ignore
    const ring = [...around.map(({ x, z }) => [x, z]), last];
    // labels and second layer of two signs: each kink pulls its neurons back from both sides
    const y = [...ring.map((): Label => (side === 1 ? -1 : 1)), ...along.map((): Label => side)];
    const x = [...ring.map((row) => [...row, 0]), ...along.map((z) => [0, 0, z])];
    const net = { leak: LEAK, w: neurons.map(({ w }) => [0, 0, w]), a: neurons.map(({ a }) => side * a) };
    const found = new Map<number, number[]>();
    await flow({ x, y }, net, logScale, {
      times: TIMES,
      onSample: ({ logTime, theta }) => {
        const { w, a } = theta();
        for (const wk of w) expect(Math.hypot(wk[0], wk[1])).toBeLessThan(ROUNDING);
        const time = TIMES.find((t) => Math.abs(Math.exp(logTime) / t - 1) < ROUNDING);
        if (time !== undefined) found.set(time, w.flatMap((wk, k) => [wk[2], side * a[k]])); // prettier-ignore
      },
    });
    const unit = Math.exp(logScale);
    const start = neurons.map(({ w, a }) => ({ w: unit * w, a: unit * a }));
    turned(y.length, along, start).forEach((wanted, i) => {
      const theta = found.get(TIMES[i]) ?? [];
      expect(theta).toHaveLength(wanted.length);
      wanted.forEach((t, j) => expect(Math.abs(theta[j] - t)).toBeLessThan(SAME * (1 + Math.abs(t))));
    });
  },
  30,
);
