import { describe, expect, test } from 'vitest';
import { createDataset, toReal } from '../../src/model/dataset.js';
import { normalisedMargin, type Network } from '../../src/model/network.js';
import { real } from '../../src/numeric/field.js';
import { rational } from '../../src/numeric/rational.js';
import { isLocalMaximum } from '../../src/oracle/network/local-maximum.js';
import { networkMargin } from '../../src/oracle/network/network-margin.js';
import { marginProblem, type Direction } from '../../src/oracle/network/problem.js';
import { marginInCells, oneNeuronMargin, widthMargin } from '../../src/oracle/network/width-margin.js';

const axis = (d: number, j: number): number[] => Array.from({ length: d }, (_, e) => (e === j ? 1 : 0));

describe('one neuron', () => {
  test('fits no data that is not separable', async () => {
    expect(await oneNeuronMargin(createDataset([[1], [1]], [1, -1]), rational(1, 2))).toBeUndefined();
  });

  test('is the better of the two signs', async () => {
    // it sees the points of its own sign at full length: 2 on one side and 1 on the other
    for (const [x, a] of [
      [[4, -1], 1],
      [[1, -4], -1],
    ] as const) {
      // prettier-ignore
      const best = await oneNeuronMargin(createDataset(x.map((t) => [t]), [1, -1]), rational(1, 8)); // prettier-ignore
      expect(best?.margin).toBeCloseTo(0.25, 12);
      expect(Math.sign(best?.network.a[0] ?? NaN)).toBe(-a);
    }
  });
});

describe('nets of a width', () => {
  /** Small data whose best nets have three neurons, where the best pair of them is the first, the second or the last, or none fits. */
  // prettier-ignore
  const small: [number[][], number[]][] = [
    [[[0, 1], [0, -4], [1, 4]], [1, -1, -1]],
    [[[1, 2], [-3, 3], [0, -4], [-3, -1]], [-1, -1, 1, -1]],
    [[[1, -4], [1, 3], [-3, 2]], [-1, 1, -1]],
    [[[4, 3], [2, 0], [4, -2]], [1, -1, 1]],
  ];

  test.each(small)('have the best margin of all sets of so many cells of the best net: %j', async (x, y) => {
    const dataset = createDataset(x, y);
    const leak = 0.125;
    const all = await networkMargin(dataset, leak);
    const width = all.network.a.length;
    expect(width).toBeGreaterThan(2);
    const problem = marginProblem(dataset, leak);
    const cells = all.network.w.map((w, j): Direction => ({
      sign: all.network.a[j] > 0 ? 1 : -1,
      u: w.map((t) => t / Math.hypot(...w)),
    }));
    // neurons that vanish have no cell
    const { w, a } = all.network;
    const x = [[1, 0, 0], [1, 1, 0], [1, 0, 1]]; // prettier-ignore
    /** By how many of the points' hyperplanes they lie on. */
    const places = [[1, 1, 1], [1, -1, 1], [1, -1, -1]]; // prettier-ignore
    const padded = (kinks: readonly number[], scale = 1): Promise<boolean | undefined> =>
      isLocalMaximum(createDataset(x, [1, 1, 1]), {
        leak: 0.5,
        w: kinks.map((k) => places[k].map((t) => t * scale)),
        a: kinks.map(() => 2 * scale),
      });
    expect(await padded([1, 1, 1, 1, 1, 1])).toBe(false);
    expect(await padded([1, 1, 1, 1, 1, 1, 1])).toBeUndefined();
    expect(await padded([2, 2, 2])).toBe(false);
    expect(await padded([2, 2, 2, 1])).toBeUndefined();
    expect(await padded([0, 0, 0, 0, 0, 0, 0])).toBe(false);
    expect(await padded([1, 1, 1, 1, 1, 1, 1], 2 ** -20)).toBeUndefined();
  });

  test('is not told where rounding is more than the margins that are compared', async () => {
    const net = { leak: 0.5, w: [[0, 1]], a: [1] };
    const low = (t: number) => createDataset([[1, t], [-1, t]], [1, 1]); // prettier-ignore
    expect(await isLocalMaximum(low(1), net)).toBe(true);
    expect(await isLocalMaximum(low(1e-9), net)).toBeUndefined();
  });

  test('has the cells on both sides of one hyperplane, however many points share it', async () => {
    const x = [[1, 0], ...Array.from({ length: 8 }, (_, k) => [0, k + 1])];
    const w = [[2, 0], [0, 2]]; // prettier-ignore
    expect(await isLocalMaximum(createDataset(x, x.map(() => 1)), { leak: 0.5, w, a: [1, 1] })).toBe(false); // prettier-ignore
  });
});
