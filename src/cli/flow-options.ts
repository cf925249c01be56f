import { dimension, type Dataset } from '../model/dataset.js';
import { balancedInitialisation, gaussianInitialisation } from '../model/initialisation.js';
import { InputError, quote } from '../model/input-error.js';
import type { Network } from '../model/network.js';
import { DEFAULTS, DRAWN } from './defaults.js';
import { members } from './formats/json.js';
import { readLeak, readNumber } from './read-number.js';

/** Where a flow begins: at e^{logScale} net. */
export interface Start {
  readonly net: Network<number>;
  readonly logScale: number;
  /** In words. */
  readonly described: string;
}

const INITIALISATIONS = { gaussian: gaussianInitialisation, balanced: balancedInitialisation };

const LOG_SCALES = { least: -1e6, most: 20 };
const MAX_WIDTH = 10_000;
/** Width times points times dimension: the flow holds as many doubles, several times over. */
const MAX_SIZE = 10_000_000;
const INT32 = 2 ** 31;

/**
 * The start that the keys leak and either width, init, logSigma, seed or initial ask for; `name` is what messages call a key.
 * @throws InputError
 */
export function readStart(
  fields: Record<string, unknown>,
  dataset: Dataset,
  name = (key: string): string => key,
): Start {
  const read = (key: string, value: unknown, expected: string, accepts: (t: number) => boolean): number =>
    readNumber(value, name(key), expected, accepts);
  const leak = readLeak(fields.leak, name('leak'));
  if (fields.initial !== undefined) {
    const beside = DRAWN.find((key) => fields[key] !== undefined);
    if (beside === undefined) return readInitial(fields.initial, leak, dataset);
    throw new InputError('conflict', `${beside} is given beside initial, expected one of the two`, beside);
  }
  const { width, init, logSigma, seed } = { ...DEFAULTS, ...defined(fields) };
  const m = read('width', width, `an integer from 1 to ${MAX_WIDTH}`, (t) => isIn(t, 1, MAX_WIDTH));
  checkSize(m, dataset, name('width'));
  const logScale = readLogScale(logSigma, name('logSigma'));
  const drawn = read('seed', seed, `an integer from ${-INT32} to ${INT32 - 1}`, (t) => isIn(t, -INT32, INT32 - 1));
  if (init !== 'gaussian' && init !== 'balanced') {
    throw new InputError('init', `${name('init')} is ${quote(init)}, expected gaussian or balanced`, name('init'));
  }
  return {
    net: INITIALISATIONS[init]({ d: dimension(dataset), m, leak, seed: drawn }),
    logScale,
    described: `e^${logScale} times a ${init} net of width ${m}, seed ${drawn}, leak ${leak}`,
  };
}

const defined = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

const isIn = (t: number, least: number, most: number): boolean => Number.isInteger(t) && t >= least && t <= most;

function readLogScale(value: unknown, name: string): number {
  const { least, most } = LOG_SCALES;
  return readNumber(value, name, `a number from ${least} to ${most}`, (t) => t >= least && t <= most);
}

function checkSize(width: number, dataset: Dataset, name: string): void {
  const [n, d] = [dataset.x.length, dimension(dataset)];
  if (width * n * d <= MAX_SIZE) return;
  const size = `${name} asks for ${width} neurons on ${n} points in dimension ${d}`;
  throw new InputError('too-large', `${size}, expected a product of at most ${MAX_SIZE}`, name);
}

function readInitial(initial: unknown, leak: number, dataset: Dataset): Start {
  const { w, a, logScale } = members(initial, ['w', 'a', 'logScale'], 'initial');
  const rows = readList(w, 'initial.w', 'one row of weights a neuron');
  const width = rows.length;
  if (width === 0) throw new InputError('empty', 'initial.w is empty, expected at least one neuron', 'initial.w');
  if (width > MAX_WIDTH) {
    throw new InputError('too-large', `initial.w has ${width} rows, expected at most ${MAX_WIDTH}`, 'initial.w');
  }
  checkSize(width, dataset, 'initial.w');
  const d = dimension(dataset);
  const weights = rows.map((row, k) => readWeights(row, d, `initial.w[${k}]`, 'ragged', 'the dimension of the points'));
  const net = { leak, w: weights, a: readWeights(a, width, 'initial.a', 'length', 'the number of rows of initial.w') };
  const scale = readLogScale(logScale, 'initial.logScale');
  return { net, logScale: scale, described: `e^${scale} times a given net of width ${width}, leak ${leak}` };
}

function readList(value: unknown, path: string, what: string): unknown[] {
  if (Array.isArray(value)) return value;
  throw new InputError('type', `${path} is ${quote(value)}, expected an array with ${what}`, path);
}

function readWeights(value: unknown, length: number, path: string, code: string, why: string): number[] {
  const list = readList(value, path, 'numbers');
  if (list.length !== length) {
    const count = `${list.length} ${list.length === 1 ? 'entry' : 'entries'}`;
    throw new InputError(code, `${path} has ${count}, expected ${length}, ${why}`, path);
  }
  return list.map((t, j) => readNumber(t, `${path}[${j}]`, 'a finite number', Number.isFinite));
}
