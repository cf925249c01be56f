import { expect, test } from 'vitest';
import { createDataset } from '../../src/model/dataset.js';
import { networkMargin } from '../../src/oracle/network/network-margin.js';

/** Found at n = 30: dropping directions while the margin stood still, the dual's weights alternated between two sets for ever. */
test('weights that once went round in a circle come to an end', async () => {
  const points = [[4, -14, 11], [3, 11, 10], [5, 15, -13]]; // prettier-ignore
  const { closed } = await networkMargin(createDataset(points, [1, 1, 1]), 3 / 8);
  expect(closed).toBe(true);
});

test.each([1e150, 1e-150, 2 ** 1023])('data of size %s has its margin in its own units', async (size) => {
  const points = [[1, 0.5], [-0.75, 0.25]]; // prettier-ignore
  const [small, large] = [1, size].map((c) =>
    networkMargin(
      createDataset(
        points.map((row) => row.map((t) => t * c)),
        [1, -1],
      ),
      0.5,
    ),
  );
  expect((await large).lower / size / (await small).lower).toBeCloseTo(1, 12);
});

test('a short point beside a long one is not lost in squares', async () => {
  const dataset = createDataset([[1e90, 1], [1e-90, 3]], [1, -1]); // prettier-ignore
  const { lower, upper } = await networkMargin(dataset, 0.5);
  expect(lower).toBeLessThanOrEqual(1.5);
  // one neuron -phi(x_2), and next to nothing that fits the long point
  expect(upper).toBeGreaterThan(1.4999);
});

test('points whose sizes differ by more than doubles hold are refused', async () => {
  const dataset = createDataset([['1e300', 0], ['1e-300', '1e-300']], [1, -1]); // prettier-ignore
  await expect(networkMargin(dataset, 0.5)).rejects.toThrow(
    'dataset.x[1] is less than 2^-400 of the largest coordinate',
  );
});

test('a leak outside [0, 1) is refused', async () => {
  await expect(networkMargin(createDataset([[1]], [1]), 1)).rejects.toThrow('leak is 1, expected 0 <= leak < 1');
});

test('a single point is fitted by one neuron along it', async () => {
  const { lower, upper, network } = await networkMargin(createDataset([[3, 4]], [1]), 0.5);
  expect(lower).toBeCloseTo(2.5, 12);
  expect(upper).toBeCloseTo(2.5, 12);
  expect(network.a).toHaveLength(1);
});

test('a search can be stopped', async () => {
  const signal = AbortSignal.abort(new Error('enough'));
  await expect(
    networkMargin(
      createDataset(
        [
          [1, 2],
          [2, -1],
        ],
        [1, -1],
      ),
      0.5,
      { signal },
    ),
  ).rejects.toThrow('enough');
});
