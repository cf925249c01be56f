import { createDataset, dimension, type Dataset } from '../model/dataset.js';
import type { NetworkMargin } from '../oracle/network/bracket.js';
import { DEFAULT_GAP } from '../oracle/network/default-gap.js';
import { networkMargin } from '../oracle/network/network-margin.js';
import { DEFAULT_LEAK, optionOf } from './defaults.js';
import { members } from './formats/json.js';
import { bracketPlaces } from './long-runs.js';
import { EXIT, plural, print, type Io } from './output.js';
import { createProgress } from './progress.js';
import { readDataset } from './read-dataset.js';
import { readLeak, readNumber } from './read-number.js';

const GAPS = { least: 1e-12, below: 1 };

export interface NetworkMarginFields {
  readonly leak: number;
  readonly gap: number;
}

/** The keys leak, which must be there, and gap. @throws InputError */
export function readNetworkMargin(
  { leak, gap }: Record<string, unknown>,
  name = (key: string): string => key,
): NetworkMarginFields {
  const { least, below } = GAPS;
  const expected = `a number from ${least} to less than ${below}`;
  return {
    leak: readLeak(leak, name('leak')),
    gap: gap === undefined ? DEFAULT_GAP : readNumber(gap, name('gap'), expected, (t) => t >= least && t < below),
  };
}

/** A margin where a double holds it; null where it overflows, or underflows to 0. */
const held = (margin: number, fits: boolean): number | null =>
  !fits || (margin > 0 && margin < Infinity) ? margin : null;

/** The answer of `network-margin` as the interface has it. */
export function networkMarginJson({ lower, upper, gap, network, fits, why }: NetworkMargin): Record<string, unknown> {
  // an open bracket may begin at 0
  const ends = { lower: lower === 0 && why !== undefined ? 0 : held(lower, fits), upper: held(upper, fits) };
  return { ...ends, gap, network: { w: network.w, a: network.a }, ...(why !== undefined && { why }) };
}

const MOST_NEURONS = 12;
const MOST_COORDINATES = 6;

/** The same for people. */
export function networkMarginText(dataset: Dataset, leak: number, answer: NetworkMargin): string {
  const { lower, upper, gap, network, lambda, fits, closed, why } = answer;
  const size = `${plural(dataset.x.length, 'point')} in dimension ${dimension(dataset)}`;
  const support = [...lambda.keys()].filter((i) => lambda[i] > 0);
  const neurons = network.w.slice(0, MOST_NEURONS).map((w, k) => {
    const shown = w.slice(0, MOST_COORDINATES).map((t) => (Math.abs(t) < 5e-7 ? 0 : t).toFixed(6));
    const more = w.length > MOST_COORDINATES ? ', ...' : '';
    return `  ${network.a[k].toFixed(6).padStart(10)}  (${shown.join(', ')}${more})`;
  });
  if (!fits) {
    return [
      `no network fits the data: ${size}, leak ${leak}`,
      'best margin     0 exactly: for weighted points the sum of y_i phi(<u, x_i>) is 0 for every u',
      `weights         ${support.map((i) => `point ${i}: ${lambda[i].toPrecision(6)}`).join(', ')}`,
    ].join('\n');
  }
  return [
    `${closed ? 'closed' : `open (${why ?? ''})`}: ${size}, leak ${leak}`,
    `lower end       ${lower.toPrecision(15)}, the margin of the network below`,
    `upper end       ${upper.toPrecision(15)}, proved for every width by weights of ${plural(support.length, 'point')}`,
    `gap             ${gap.toExponential(1)} of the upper end`,
    `network         ${plural(network.a.length, 'neuron')} of unit norm: a, then w`,
    ...neurons,
    ...(network.a.length > MOST_NEURONS ? [`  and ${network.a.length - MOST_NEURONS} more (--json has them)`] : []),
  ].join('\n');
}

/** What `network-margin` does; a bracket that stays open sets the exit status. @throws InputError */
export async function runNetworkMargin(io: Io, file: string, fields: object, json: boolean | undefined): Promise<void> {
  const dataset = await readDataset(file, io.stdin);
  const { leak, gap } = readNetworkMargin({ leak: DEFAULT_LEAK, ...fields }, optionOf);
  const progress = createProgress(io.stderr);
  progress.begin('the best margin of any net');
  try {
    const answer = await networkMargin(dataset, leak, { gap, onRound: bracketPlaces(progress) });
    progress.end();
    print(io, networkMarginJson(answer), () => networkMarginText(dataset, leak, answer), json);
    if (!answer.closed) io.exitCode = EXIT.undecided;
  } finally {
    progress.end();
  }
}

/** The same for a line of `batch`. @throws InputError */
export async function answerNetworkMargin(line: Record<string, unknown>): Promise<Record<string, unknown>> {
  const { dataset, ...fields } = line;
  const { x, y } = members(dataset, ['x', 'y'], 'dataset');
  const { leak, gap } = readNetworkMargin(fields);
  return networkMarginJson(await networkMargin(createDataset(x, y), leak, { gap }));
}
