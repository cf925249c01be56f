import Table from 'cli-table3';
import { real } from '../numeric/field.js';
import { dot } from '../numeric/vector.js';
import { FUNCTION_BOUND, probes } from '../claims/flow-case.js';
import { toReal, type Dataset } from '../model/dataset.js';
import { output } from '../model/network.js';
import { augment } from '../model/symmetry.js';
import { flow, type FlowResult } from '../flow/flow.js';
import { linearMargin, type Separable } from '../oracle/linear-margin.js';
import { networkMargin } from '../oracle/network/network-margin.js';
import { networkLine } from './check.js';
import { readStart } from './flow-options.js';
import { bracketPlaces, flowPlaces } from './long-runs.js';
import type { Progress } from './progress.js';

const START = { leak: 0.5, width: 4, init: 'balanced', logSigma: -40, seed: 1 };

/** Most steps of a flow on a dataset and on its reflection. */
export interface StepLimits {
  readonly asIs: number;
  readonly reflected: number;
}

/** The largest |f(x) - (1 + leak)/4 <w*, x>| among unit vectors x. */
function offLinear({ theta }: FlowResult, separator: readonly number[]): number {
  const c = (1 + theta.leak) / 4;
  return Math.max(
    ...probes(separator.length).map((x) => Math.abs(output(real, theta, x) - c * dot(real, separator, x))),
  );
}

async function row(
  name: string,
  dataset: Dataset,
  maxSteps: number,
  linear: Separable,
  progress: Progress,
): Promise<{ cells: string[]; result: FlowResult }> {
  const begun = performance.now();
  const { net, logScale } = readStart(START, dataset);
  progress.begin(`gradient flow on ${name}`);
  const result = await flow(toReal(dataset), net, logScale, { maxSteps, onSample: flowPlaces(progress, { maxSteps }) });
  const cost = [String(result.steps), `${((performance.now() - begun) / 1000).toFixed(1)} s`];
  if (result.status !== 'converged')
    return { result, cells: [name, `${result.status}: ${result.why}`, '', '', '', ...cost] };
  const ratio = result.margin / (((1 + START.leak) / 4) * linear.gamma);
  const off = offLinear(result, linear.separator);
  const cells = [
    ...[name, 'converged', result.margin.toPrecision(6), ratio.toFixed(6)],
    ...[`${off <= FUNCTION_BOUND ? 'yes' : 'no'} ${off.toExponential(0)}`, ...cost],
  ];
  return { result, cells };
}

/** The best margins there are, beside the limit's. */
async function marginRow(
  name: string,
  dataset: Dataset,
  linear: Separable,
  { status, margin }: FlowResult,
  progress: Progress,
): Promise<string[]> {
  progress.begin(`the best margin of any net on ${name}`);
  const network = await networkMargin(dataset, START.leak, { linear, onRound: bracketPlaces(progress) });
  const share = (t: number): string => `${(100 * t).toPrecision(6)}%`;
  const reached = network.closed ? share(margin / network.lower) : `at most ${share(margin / network.lower)}`;
  return [
    ...[name, (((1 + START.leak) / 4) * linear.gamma).toPrecision(6), networkLine(network)],
    status === 'converged' ? `${reached} of it` : `${status}; so far ${margin > 0 ? reached : 'no margin'}`,
  ];
}

/** Where gradient flow ends on separable data and on its reflection, beside the max-margin linear classifier. */
export async function flowTable(
  dataset: Dataset,
  linear: Separable,
  limits: StepLimits,
  columns: number,
  progress: Progress,
): Promise<string> {
  const table = new Table({
    style: { head: [], border: [] },
    head: ['flow on', 'ends', 'margin', 'to linear', 'linear?', 'steps', 'time'],
    colWidths: [11, columns - 67, 11, 11, 11, 7, 8],
    wordWrap: true,
  });
  const symmetric = augment(dataset);
  const asIs = await row('the data', dataset, limits.asIs, linear, progress);
  const reflected = await row('reflected', symmetric, limits.reflected, linear, progress);
  table.push(asIs.cells, reflected.cells);
  const margins = new Table({
    style: { head: [], border: [] },
    head: ['margins', 'best linear', 'best of any net, of every width', "flow's limit"],
    colWidths: [11, 13, columns - 60, 31],
    wordWrap: true,
  });
  const both = await linearMargin(symmetric);
  margins.push(await marginRow('the data', dataset, linear, asIs.result, progress));
  if (both.separable) margins.push(await marginRow('reflected', symmetric, both, reflected.result, progress));
  progress.end();
  const { leak, width, init, logSigma, seed } = START;
  return [
    table.toString(),
    `flow from e^${logSigma} times a ${init} net of width ${width} (seed ${seed}, leak ${leak}): the limit's`,
    'normalised margin, its ratio to (1 + leak)/4 gamma*, whether it is the function',
    '(1 + leak)/4 <w*, x>, and the largest difference at unit vectors x',
    margins.toString(),
    'best of any net: a proved bracket on problem (M); where it is open, the two ends',
    '',
  ].join('\n');
}
