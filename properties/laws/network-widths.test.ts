import { describe, expect, test } from 'vitest';
import { createDataset, toReal } from '../../src/model/dataset.js';
import { normalisedMargin } from '../../src/model/network.js';
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
      expect(best?.network.a[0]).toBeCloseTo(-a * Math.SQRT1_2, 12);
      expect(best?.network.w[0][0]).toBeCloseTo(-a * Math.SQRT1_2, 12);
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
    const padded = { ...all, network: { leak, w: [[0, 0], ...w], a: [0, ...a] } };
    for (let most = 2; most < width; most++) {
      let best = 0;
      for (let set = 0; set < 2 ** width; set++) {
        const chosen = cells.filter((_, j) => (set >> j) & 1);
        if (chosen.length === most) best = Math.max(best, (await marginInCells(problem, chosen)).lower);
      }
      for (const from of [all, padded]) {
        const { lower, upper, network } = await widthMargin(dataset, leak, most, from);
        expect(lower).toBeCloseTo(best, 9);
        expect(upper).toBe(all.upper);
        expect(network.a.length).toBeLessThanOrEqual(most);
        if (best > 0) expect(normalisedMargin(real, network, toReal(dataset))).toBeCloseTo(lower, 9);
        else expect(network).toEqual({ leak, w: [[0, 0]], a: [1] });
      }
    }
    const { lower, upper, network } = all;
    expect(await widthMargin(dataset, leak, width, all)).toEqual({ lower, upper, network });
  });
});

describe('a local maximum', () => {
  /** a_j phi(<e_j, x>) for the points e_j with labels y_j: each neuron stands on the kinks of all other points. */
  const crossed = (labels: readonly number[], leak: number, size = 1, scale = 1): Promise<boolean | undefined> => {
    const w = labels.map((_, j) => axis(labels.length, j));
    const x = w.map((row) => row.map((t) => size * t));
    const net = { leak, w: w.map((row) => row.map((t) => scale * t)), a: labels.map((t) => scale * t) };
    return isLocalMaximum(createDataset(x, labels), net);
  };

  test('may lie where neurons stand on kinks, and all cells there are searched', async () => {
    // of one sign, both neurons gain by turning to the other point; of two, by turning away from it where phi leaks
    expect(await crossed([1, 1], 0.5)).toBe(false);
    expect(await crossed([1, -1], 0.5)).toBe(false);
    expect(await crossed([1, -1], 0)).toBe(true);
    expect(await crossed([-1, 1], 0)).toBe(true);
    for (const size of [8, 1 / 8]) {
      expect(await crossed([1, -1], 0, size)).toBe(true);
      expect(await crossed([1, -1], 0.5, size)).toBe(false);
    }
    // 64 combinations of cells, however small the net
    expect(await crossed([1, 1, 1], 0.5, 1, 2 ** -20)).toBe(false);
  });

  test('is sought in 64 combinations of cells at most', async () => {
    // out of balance, a net is no maximum in its own cells
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
    expect(await isLocalMaximum(low(2 ** -23), net)).toBeUndefined();
  });

  test('has the cells on both sides of one hyperplane, however many points share it', async () => {
    const x = [[1, 0], ...Array.from({ length: 8 }, (_, k) => [0, k + 1])];
    const w = [[2, 0], [0, 2]]; // prettier-ignore
    expect(await isLocalMaximum(createDataset(x, x.map(() => 1)), { leak: 0.5, w, a: [1, 1] })).toBe(false); // prettier-ignore
  });
});
