import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDataset } from '../../src/cli/read-dataset.js';
import { flow } from '../../src/flow/flow.js';
import { gaussianInitialisation } from '../../src/model/initialisation.js';
import { toReal, type Dataset } from '../../src/model/dataset.js';
import { normalisedMargin, squaredNorm } from '../../src/model/network.js';
import { real } from '../../src/numeric/field.js';
import { fromDouble, toNumber } from '../../src/numeric/rational.js';
import { kktReport } from '../../src/oracle/network/kkt.js';
import { KKT_FOUND, kktDirections } from '../../src/oracle/network/kkt-search.js';
import { isLocalMaximum } from '../../src/oracle/network/local-maximum.js';
import { networkMargin } from '../../src/oracle/network/network-margin.js';
import { oneNeuronMargin, widthMargin } from '../../src/oracle/network/width-margin.js';
import { flowDatasets } from '../arbitraries/flow.js';
import { networks } from '../arbitraries/network.js';
import { law } from '../harness/law.js';
import { ascend } from '../reference/margin-ascent.js';

const leaks = fc.integer({ min: 2, max: 62 }).map((k) => k / 64);
const data = (maxPoints: number): fc.Arbitrary<Dataset> =>
  fc.integer({ min: 1, max: 3 }).chain((d) => flowDatasets(d, { minPoints: 1, maxPoints }));
const ROUNDING = 1e-12;

describe('the best margin of a width', () => {
  law(
    'of one neuron is attained, exactly known, and not exceeded by any neuron',
    fc
      .integer({ min: 1, max: 3 })
      .chain((d) =>
        fc.record({ dataset: flowDatasets(d, { minPoints: 1, maxPoints: 6 }), net: networks(d, 1), leak: leaks }),
      ),
    async ({ dataset, net, leak }) => {
      const best = await oneNeuronMargin(dataset, fromDouble(leak));
      if (best === undefined) throw new Error('a neuron along a separator fits the points');
      const attained = normalisedMargin(real, best.network, toReal(dataset));
      expect(attained / best.margin).toBeCloseTo(1, 12);
      expect(toNumber(best.marginSquared) / best.margin ** 2).toBeCloseTo(1, 12);
      const start = { leak, w: net.w.map((w) => w.map(toNumber)), a: net.a.map(toNumber) };
      expect(ascend(start, toReal(dataset))).toBeLessThanOrEqual(best.margin * (1 + ROUNDING));
    },
    150,
  );

  law(
    'does not fall with the width, is attained by a net of that width, and reaches the best of all',
    fc.record({ dataset: data(8), leak: leaks }),
    async ({ dataset, leak }) => {
      const all = await networkMargin(dataset, leak);
      // each q_i rounds by some ulps of |x_i|
      const longest = Math.max(...toReal(dataset).x.map((row) => Math.hypot(...row)));
      let last = (await oneNeuronMargin(dataset, fromDouble(leak)))?.margin ?? 0;
      for (const width of [2, 3, 4, 8]) {
        const { lower, upper, network } = await widthMargin(dataset, leak, width, all);
        expect(network.a.length).toBeLessThanOrEqual(width);
        expect(squaredNorm(real, network)).toBeCloseTo(1, 12);
        const attained = normalisedMargin(real, network, toReal(dataset));
        expect(Math.abs(attained - lower)).toBeLessThan(ROUNDING * longest);
        expect(upper).toBe(all.upper);
        expect(Math.max(lower, last)).toBeLessThanOrEqual(upper * (1 + ROUNDING));
        // widths from 2 up are searched: what is found may lie below a narrower net's
        if (width === 8) expect(lower).toBe(all.lower);
        last = Math.max(lower, last);
      }
    },
    80,
  );
});

describe('the KKT conditions of (P)', () => {
  law(
    'hold at limits of the flow, by code that knows nothing of flows; the multipliers add up to 1/(2 gamma)',
    fc.record({ dataset: data(6), leak: leaks, seed: fc.nat(), m: fc.integer({ min: 1, max: 5 }) }),
    async ({ dataset, leak, seed, m }) => {
      const net = gaussianInitialisation({ d: dataset.x[0].length, m, leak, seed });
      const { status, theta } = await flow(toReal(dataset), net, -3, { maxSteps: 4000 });
      if (status !== 'converged') return;
      const report = kktReport(toReal(dataset), theta);
      if (report === undefined) throw new Error('the limit has no positive margin');
      expect(report.stationarity).toBeLessThan(1e-7);
      const total = report.lambda.reduce((sum, t) => sum + t, 0);
      expect(2 * report.margin * total).toBeCloseTo(1, 6);
    },
    60,
  );

  law(
    'fail at nets that are not in balance, however well they fit',
    fc.record({ dataset: data(6), leak: leaks, factor: fc.integer({ min: 2, max: 9 }) }),
    async ({ dataset, leak, factor }) => {
      const { network } = await networkMargin(dataset, leak);
      const uneven = { ...network, a: network.a.map((t) => factor * t) };
      expect(kktReport(toReal(dataset), network)?.stationarity).toBeLessThan(1e-3);
      expect(kktReport(toReal(dataset), uneven)?.stationarity).toBeGreaterThan(0.05);
    },
    60,
  );

  law(
    'hold at what the search finds, none of which exceeds the best margin',
    fc.record({ dataset: data(5), leak: leaks, width: fc.integer({ min: 1, max: 3 }), seed: fc.nat() }),
    async ({ dataset, leak, width, seed }) => {
      const { upper } = await networkMargin(dataset, leak);
      const found = await kktDirections(dataset, leak, width, { trials: 10, seed });
      found.forEach(({ network, margin }, k) => {
        expect(network.a.length).toBeLessThanOrEqual(width);
        expect(margin).toBeLessThanOrEqual(upper * (1 + ROUNDING));
        if (k > 0) expect(margin).toBeLessThan(found[k - 1].margin);
        expect(kktReport(toReal(dataset), network)?.stationarity).toBeLessThanOrEqual(KKT_FOUND);
      });
    },
    60,
  );

  test('the one-sided net and the pair are the KKT directions of the points 1 and -1', async () => {
    const dataset: Dataset = { x: [[fromDouble(1)], [fromDouble(-1)]], y: [1, -1] };
    const found = await kktDirections(dataset, 0.5, 2);
    expect(found.map(({ margin }) => margin.toFixed(9))).toEqual(['0.375000000', '0.250000000']);
  });

  law(
    'the best net is a local maximum, and one out of balance is not',
    fc.record({ dataset: data(4), leak: leaks }),
    async ({ dataset, leak }) => {
      const { network, lower } = await networkMargin(dataset, leak);
      const best = await isLocalMaximum(dataset, network);
      if (lower > 0) expect(best).not.toBe(false);
      // more weight on the first layer than on the second: every net is worse than its balanced one
      const uneven = { ...network, a: network.a.map((t) => 2 * t) };
      expect(await isLocalMaximum(dataset, uneven)).toBe(false);
    },
    40,
  );

  test('the bent KKT direction of Figure 1 is a saddle, the straight ones are local maxima', async () => {
    const dataset = await readDataset('fixtures/datasets/figure-1-left.svm');
    const found = await kktDirections(dataset, 0.5, 3);
    const maxima = await Promise.all(found.map(({ network }) => isLocalMaximum(dataset, network)));
    expect(maxima).toEqual([true, false, true]);
  });

  test('there is no report without a margin', () => {
    expect(kktReport({ x: [[1]], y: [1] }, { leak: 0.5, w: [[1]], a: [-1] })).toBeUndefined();
  });
});
