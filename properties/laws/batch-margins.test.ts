import { expect, test } from 'vitest';
import { ask, flowLine } from '../harness/program.js';

const networkLine = (changes: object): string =>
  JSON.stringify({
    id: 1,
    command: 'network-margin',
    leak: 0.5,
    dataset: { x: [[1], [-1]], y: [1, -1] },
    ...changes,
  });
test.each([
  [{ leak: undefined }, 'not-a-number', 'leak is undefined, expected a number strictly between 0 and 1', 'leak'],
  [{ leak: 0 }, 'range', 'leak is 0, expected a number strictly between 0 and 1', 'leak'],
  [{ gap: 0 }, 'range', 'gap is 0, expected a number from 1e-12 to less than 1', 'gap'],
  [{ width: 2 }, 'unknown-key', 'the JSON has the key "width", expected only id, command, dataset, leak, gap', 'width'],
])('network-margin: %s is refused', async (changes, code, message, path) => {
  expect(await ask(networkLine(changes))).toEqual({ id: 1, error: { code, message, path } });
});

test('network-margin has the fields of the interface, and why where the bracket stays open', async () => {
  const found = await ask(networkLine({}));
  expect(Object.keys(found)).toEqual(['id', 'lower', 'upper', 'gap', 'network']);
  expect(Object.keys(found.network as object)).toEqual(['w', 'a']);
  // symmetric, with a margin at the rounding of the points
  const z = [[1e-14, 1], [1e-14, -1]]; // prettier-ignore
  const dataset = { x: [...z, ...z.map((row) => row.map((t) => -t))], y: [1, 1, -1, -1] };
  const open = await ask(networkLine({ dataset, gap: 1e-9 }));
  expect(open.why).toBe('the gap no longer shrinks: the weights are at the rounding of doubles');
  expect(open.lower).toBeGreaterThan(0);
  expect(open.upper).toBeGreaterThan(open.lower as number);
});

test('a margin that no double holds is null', async () => {
  const found = await ask(networkLine({ dataset: { x: [['1e400']], y: [1] } }));
  expect(found).toMatchObject({ lower: null, upper: null });
});

test('check answers with assumptions, claims, margins and what the flow leaves', async () => {
  const found = await ask(flowLine({ command: 'check' }));
  expect(Object.keys(found)).toEqual(['id', 'assumptions', 'claims', 'linear', 'oneNeuron', 'network', 'flow', 'left']);
  expect(found).toMatchObject({
    assumptions: [
      { id: 'separable', meets: true },
      { id: 'symmetric', meets: true },
      { id: 'distinct', meets: true },
      { id: 'unit-ball', meets: true },
    ],
    linear: { gamma: 1, gammaSquared: '1', networkMargin: 0.375 },
    oneNeuron: { margin: 0.25 },
    network: { width: 2 },
    flow: { status: 'converged' },
  });
  const { linear, network } = found.left as { linear: number; network: number[] };
  for (const t of [linear, ...network]) expect(Math.abs(t)).toBeLessThan(1e-9);
  const none = await ask(flowLine({ command: 'check', dataset: { x: [[1], [1]], y: [1, -1] } }));
  expect(none).toMatchObject({
    linear: null,
    oneNeuron: null,
    network: { lower: 0, upper: 0 },
    left: { linear: null, network: null },
  });
});
