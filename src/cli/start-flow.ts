import Table from 'cli-table3';
import { real } from '../numeric/field.js';
import { dot } from '../numeric/vector.js';
import { FUNCTION_BOUND, probes } from '../claims/flow-case.js';
import { toReal, type Dataset } from '../model/dataset.js';
import { output } from '../model/network.js';
import { augment } from '../model/symmetry.js';
import { flow, type FlowResult } from '../flow/flow.js';
import type { Separable } from '../oracle/linear-margin.js';
import { readStart } from './flow-options.js';

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

async function row(name: string, dataset: Dataset, maxSteps: number, linear: Separable): Promise<string[]> {
  const begun = performance.now();
  const { net, logScale } = readStart(START, dataset);
  const result = await flow(toReal(dataset), net, logScale, { maxSteps });
  const cost = [String(result.steps), `${((performance.now() - begun) / 1000).toFixed(1)} s`];
  if (result.status !== 'converged') return [name, `${result.status}: ${result.why}`, '', '', '', ...cost];
  const ratio = result.margin / (((1 + START.leak) / 4) * linear.gamma);
  const off = offLinear(result, linear.separator);
  return [
    ...[name, 'converged', result.margin.toPrecision(6), ratio.toFixed(6)],
    ...[`${off <= FUNCTION_BOUND ? 'yes' : 'no'} ${off.toExponential(0)}`, ...cost],
  ];
}

/** Where gradient flow ends on separable data and on its reflection, beside the max-margin linear classifier. */
export async function flowTable(
  dataset: Dataset,
  linear: Separable,
  limits: StepLimits,
  columns: number,
): Promise<string> {
  const table = new Table({
    style: { head: [], border: [] },
    head: ['flow on', 'ends', 'margin', 'to linear', 'linear?', 'steps', 'time'],
    colWidths: [11, columns - 67, 11, 11, 11, 7, 8],
    wordWrap: true,
  });
  table.push(
    await row('the data', dataset, limits.asIs, linear),
    await row('reflected', augment(dataset), limits.reflected, linear),
  );
  const { leak, width, init, logSigma, seed } = START;
  return [
    table.toString(),
    `flow from e^${logSigma} times a ${init} net of width ${width} (seed ${seed}, leak ${leak}): the limit's`,
    'normalised margin, its ratio to (1 + leak)/4 gamma*, whether it is the function',
    '(1 + leak)/4 <w*, x>, and the largest difference at unit vectors x',
    '',
  ].join('\n');
}
