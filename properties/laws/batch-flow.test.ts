import { expect, test } from 'vitest';
import { ask, flowLine } from '../harness/program.js';

test('flow has the fields of the interface, and null for what JSON cannot hold', async () => {
  const fields = ['id', 'status', 'theta', 'margin', 'logLoss', 'logTime', 'kkt', 'steps', 'events', 'merged'];
  const found = await ask(flowLine({ width: 3, seed: 7 }));
  expect(Object.keys(found)).toEqual(fields);
  expect([found.status, Object.keys(found.theta as object)]).toEqual(['converged', ['w', 'a']]);
  expect((found.theta as { w: number[][] }).w.map((row) => row.length)).toEqual([2, 2, 2]);
  const none = await ask(flowLine({ dataset: { x: [[1], [1]], y: [1, -1] } }));
  expect(Object.keys(none)).toEqual([...fields, 'why']);
  expect(none).toMatchObject({
    status: 'not-separated',
    logTime: null,
    kkt: { stationarity: null, feasibility: null, complementarity: null },
    why: 'points 0 and 1 are one input with two labels',
  });
});

test('flow draws the start that is asked for, and the default is width 4, gaussian, e^-40, seed 1', async () => {
  const spelt = { width: 4, init: 'gaussian', logSigma: -40, seed: 1 };
  expect(await ask(flowLine(spelt))).toEqual(await ask(flowLine({})));
  const changes = [{ width: 3 }, { init: 'balanced' }, { logSigma: -4 }, { seed: -1 }, { leak: '1/3' }];
  for (const change of changes) expect(await ask(flowLine(change))).not.toEqual(await ask(flowLine({})));
});

const initial = { w: [[0.3, 0.8]], a: [0.7], logScale: -40 };
const wide = { x: Array.from({ length: 2000 }, () => [1, 2, 3]), y: new Array<number>(2000).fill(1) };
const refused: [object, string, string, string][] = [
  [{ leak: undefined }, 'not-a-number', 'leak is undefined, expected a number strictly between 0 and 1', 'leak'],
  [{ leak: null }, 'not-a-number', 'leak is null, expected a number strictly between 0 and 1', 'leak'],
  [{ leak: 1 }, 'range', 'leak is 1, expected a number strictly between 0 and 1', 'leak'],
  [{ leak: '0/1' }, 'range', 'leak is "0/1", expected a number strictly between 0 and 1', 'leak'],
  [{ width: 0 }, 'range', 'width is 0, expected an integer from 1 to 10000', 'width'],
  [{ width: 1.5 }, 'range', 'width is 1.5, expected an integer from 1 to 10000', 'width'],
  [
    { width: 10_000, dataset: wide },
    'too-large',
    'width asks for 10000 neurons on 2000 points in dimension 3, expected a product of at most 10000000',
    'width',
  ],
  [{ init: 'zero' }, 'init', 'init is "zero", expected gaussian or balanced', 'init'],
  [{ logSigma: 21 }, 'range', 'logSigma is 21, expected a number from -1000000 to 20', 'logSigma'],
  [{ seed: 2 ** 31 }, 'range', `seed is ${2 ** 31}, expected an integer from ${-(2 ** 31)} to ${2 ** 31 - 1}`, 'seed'],
  [{ initial, seed: 1 }, 'conflict', 'seed is given beside initial, expected one of the two', 'seed'],
  [{ initial: 3 }, 'type', 'initial is 3, expected an object with w, a, logScale', 'initial'],
  [
    { initial: { ...initial, leak: 1 } },
    'unknown-key',
    'initial has the key "leak", expected only w, a, logScale',
    'initial.leak',
  ],
  [
    { initial: { ...initial, w: 1 } },
    'type',
    'initial.w is 1, expected an array with one row of weights a neuron',
    'initial.w',
  ],
  [{ initial: { ...initial, w: [] } }, 'empty', 'initial.w is empty, expected at least one neuron', 'initial.w'],
  [{ initial: { ...initial, w: [4] } }, 'type', 'initial.w[0] is 4, expected an array with numbers', 'initial.w[0]'],
  [
    { initial: { ...initial, w: [[1, 2], [3]] } },
    'ragged',
    'initial.w[1] has 1 entry, expected 2, the dimension of the points',
    'initial.w[1]',
  ],
  [
    { initial: { ...initial, w: [[1, 'a']] } },
    'not-a-number',
    'initial.w[0][1] is "a", expected a finite number',
    'initial.w[0][1]',
  ],
  [
    { initial: { ...initial, a: ['1e999'] } },
    'range',
    'initial.a[0] is "1e999", expected a finite number',
    'initial.a[0]',
  ],
  [
    { initial: { ...initial, a: [1, 2] } },
    'length',
    'initial.a has 2 entries, expected 1, the number of rows of initial.w',
    'initial.a',
  ],
  [
    { initial: { ...initial, w: new Array(10_001).fill([1, 1]) } },
    'too-large',
    'initial.w has 10001 rows, expected at most 10000',
    'initial.w',
  ],
  [
    { initial: { w: [[1, 1]], a: [1] } },
    'not-a-number',
    'initial.logScale is undefined, expected a number from -1000000 to 20',
    'initial.logScale',
  ],
  [
    { dataset: { x: [['1e400']], y: [1] } },
    'not-finite',
    'dataset.x[0][0] is beyond doubles, expected one up to 1.7e308',
    'dataset.x[0][0]',
  ],
  [
    { tolerance: 1 },
    'unknown-key',
    'the JSON has the key "tolerance", expected only id, command, dataset, leak, width, init, logSigma, seed, initial',
    'tolerance',
  ],
];
test.each(refused.map(([changes, code, message, path]) => [message, code, path, changes] as const))(
  'flow: %s',
  async (message, code, path, changes) => {
    expect(await ask(flowLine(changes))).toEqual({ id: 1, error: { code, message, path } });
  },
);
