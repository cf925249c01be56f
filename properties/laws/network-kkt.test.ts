import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDataset, type Dataset } from '../../src/model/dataset.js';
import { normalisedMargin, outputMargins, scaleNetwork, subgradient, type Network } from '../../src/model/network.js';
import { real } from '../../src/numeric/field.js';
import { kktReport } from '../../src/oracle/network/kkt.js';
import { kktDirections } from '../../src/oracle/network/kkt-search.js';
import { law } from '../harness/law.js';
import { inner } from '../reference/integer-data.js';
import { generalDatasets, networks } from '../reference/starts.js';

/** Of sums of products, relative to their sizes (observed: 1e-14). */
const ROUNDING = 1e-11;

const flat = ({ w, a }: { w: readonly (readonly number[])[]; a: readonly number[] }): number[] => [...w.flat(), ...a];
const length = (v: readonly number[]): number => Math.hypot(...v);

describe('the KKT report of a net', () => {
  law(
    'has the multipliers that leave least of theta, over the points that bind',
    fc.integer({ min: 1, max: 3 }).chain((d) =>
      fc.record({
        dataset: generalDatasets(d, 1, 4),
        net: networks(d, 1, 3),
        binds: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
        scale: fc.constantFrom(0.01, 1, 100),
      }),
    ),
    ({ dataset, net: unit, binds, scale }) => {
      const net = scaleNetwork(real, scale, unit);
      // labelled by the net, and as long as it takes for all of them, or some, to have the least q
      const f = outputMargins(real, net, { x: dataset.x, y: dataset.x.map(() => 1) });
      if (f.some((t) => Math.abs(t) < 1e-3 * scale ** 2)) return;
      const all: Dataset<number> = {
        x: dataset.x.map((row, i) => row.map((t) => (t / Math.abs(f[i])) * (i === 0 || binds[i] ? 1 : 1.5))),
        y: f.map((t) => (t > 0 ? 1 : -1)),
      };
      const report = kktReport(all, net);
      if (report === undefined) throw new Error('the net has a margin');
      const { lambda, stationarity, margin } = report;
      expect(margin).toBe(normalisedMargin(real, net, all));
      const h = all.x.map((row, i) => flat(subgradient(real, net, row, net.a.map(() => 0))).map((t) => all.y[i] * t)); // prettier-ignore
      const theta = flat(net);
      const rest = theta.map((t, j) => t - h.reduce((sum, v, i) => sum + lambda[i] * v[j], 0));
      const size = length(theta);
      const errors = [length(rest) / size - stationarity];
      lambda.forEach((t, i) => {
        expect(t >= 0).toBe(true);
        const gain = inner(h[i], rest) / length(h[i]) / size;
        if (t > 0) errors.push(gain);
        else if (i === 0 || binds[i]) expect(gain).toBeLessThan(ROUNDING);
        if (i > 0 && !binds[i]) expect(t).toBe(0);
      });
      expect(Math.max(...errors.map(Math.abs))).toBeLessThan(ROUNDING);
    },
    200,
  );

  /**
   * Neurons near e_1 and -e_2 and points e_1 and e_2: each neuron stands on the kink of the other point, and moves towards it by t. With mu = lambda in units of theta the rest is, for
   * each neuron, (1 - mu, 1 - mu, s mu) for the slope s at the other point, which is least where mu = 2 / (2 + s^2): then its square is 2 s^2 / (2 + s^2), of 2.
   */
  const crossed = (t: number, scale: number, size: number, longer = 1): ReturnType<typeof kktReport> =>
    kktReport(
      { x: [[size, 0], [0, size * longer]], y: [1, -1] }, // prettier-ignore
      scaleNetwork(real, scale, { leak: 0.25, w: [[1, t], [t, 1]], a: [1, -1] }), // prettier-ignore
    );
  const rest = (s: number): number => Math.sqrt(s ** 2 / (2 + s ** 2));

  test.each([
    [1, 1],
    [30, 1],
    [1, 30],
    [1 / 30, 1 / 30],
  ])('takes the best slope on a kink: scale %s, size %s', (scale, size) => {
    expect(crossed(0, scale, size)?.stationarity).toBeCloseTo(rest(0.25), 12);
    // 2^-31 is below 1e-9, and 2^-29 is not
    expect(crossed(2 ** -31, scale, size)?.stationarity).toBeCloseTo(rest(0.25), 7);
    expect(crossed(2 ** -29, scale, size)?.stationarity).toBeCloseTo(rest(1), 7);
    expect(crossed(-(2 ** -29), scale, size)?.stationarity).toBeCloseTo(rest(0.25), 7);
    for (const t of crossed(0, scale, size)?.lambda ?? [])
      expect((t * size) / (2 / (2 + 0.25 ** 2))).toBeCloseTo(1, 12);
  });

  test.each([
    [1, 1],
    [30, 1],
    [1, 30],
    [1 / 30, 1 / 30],
  ])('takes points for binding up to 1e-9 of |x| |theta|^2: scale %s, size %s', (scale, size) => {
    // |theta|^2 is 4 scale^2, and q_2 = longer scale^2 size
    expect(crossed(0, scale, size, 1 + 3.9e-9)?.lambda[1]).toBeGreaterThan(0);
    expect(crossed(0, scale, size, 1 + 4.1e-9)?.lambda[1]).toBe(0);
  });

  test('is not made without a margin', () => {
    expect(kktReport({ x: [[0, 1]], y: [1] }, { leak: 0.5, w: [[1, 0]], a: [1] })).toBeUndefined();
  });

  test('is not made of more than 4096 corners', () => {
    /** Neurons that vanish stand on all kinks. */
    const ahead = (points: number, kinks: number): ReturnType<typeof kktReport> =>
      kktReport(
        { x: Array.from({ length: points }, () => [1]), y: Array.from({ length: points }, () => 1) },
        {
          leak: 0.5,
          w: Array.from({ length: kinks + 1 }, (_, k) => [k === 0 ? 1 : 0]),
          a: Array.from({ length: kinks + 1 }, () => 1),
        },
      );
    expect(ahead(1, 12)).toBeDefined();
    expect(ahead(1, 13)).toBeUndefined();
    expect(ahead(2, 12)).toBeUndefined();
  });
});

describe('the search for KKT directions', () => {
  const opposed = (size: number) => createDataset([[size], [-size]], [1, -1]);

  test('finds each margin once, whatever the unit', async () => {
    for (const size of [1, 2 ** 40, 2 ** -40]) {
      const found = await kktDirections(opposed(size), 0.5, 2, { trials: 40 });
      expect(found.map(({ margin }) => (margin / size).toFixed(9))).toEqual(['0.375000000', '0.250000000']);
    }
  });

  test('makes no more trials than asked for', async () => {
    expect(await kktDirections(opposed(1), 0.5, 2, { trials: 0 })).toEqual([]);
    const network: Network<number>[] = (await kktDirections(opposed(1), 0.5, 2, { trials: 1 })).map(
      (one) => one.network,
    );
    expect(network.length).toBeLessThanOrEqual(1);
  });
});
