import Table from 'cli-table3';
import { real } from '../numeric/field.js';
import { dot } from '../numeric/vector.js';
import { FUNCTION_BOUND, probes } from '../claims/flow-case.js';
import { dimension, toReal, type Dataset } from '../model/dataset.js';
import { output } from '../model/network.js';
import { augment } from '../model/symmetry.js';
import { flow, type FlowResult } from '../flow/flow.js';
import type { Separable } from '../oracle/linear-margin.js';
import { readStart } from './flow-options.js';

/** How long a look at the flow is worth here: `flow FILE` goes on for longer. */
const MAX_STEPS = 5000;
const START = { leak: 0.5, width: 4, init: 'balanced', logSigma: -40, seed: 1 };

/** The largest |f(x) - (1 + leak)/4 <w*, x>| among unit vectors x. */
function offLinear({ theta }: FlowResult, separator: readonly number[]): number {
  const c = (1 + theta.leak) / 4;
  return Math.max(
    ...probes(separator.length).map((x) => Math.abs(output(real, theta, x) - c * dot(real, separator, x))),
  );
}

async function row(name: string, dataset: Dataset, { gamma, separator }: Separable): Promise<string[]> {
  const begun = performance.now();
  const { net, logScale } = readStart(START, dataset);
  const result = await flow(toReal(dataset), net, logScale, { maxSteps: MAX_STEPS });
  const seconds = (performance.now() - begun) / 1000;
  const off = offLinear(result, separator);
  return [
    name,
    result.status + (result.why === undefined ? '' : `: ${result.why}`),
    result.margin.toPrecision(6),
    (result.margin / (((1 + START.leak) / 4) * gamma)).toFixed(6),
    `${off <= FUNCTION_BOUND ? 'yes' : 'no'} (off by ${off.toExponential(0)})`,
    String(result.steps),
    `${seconds.toFixed(1)} s`,
  ];
}

/** Where gradient flow ends on separable data and on its reflection, beside the max-margin linear classifier. */
export async function flowTable(dataset: Dataset, linear: Separable, columns: number): Promise<string> {
  const { leak, width, init, logSigma } = START;
  const table = new Table({
    style: { head: [], border: [] },
    head: ['gradient flow on', 'ends', 'margin', 'to linear', 'is linear', 'steps', 'time'],
    colWidths: [17, columns - 81, 11, 11, 14, 8, 8],
    wordWrap: true,
  });
  table.push(await row('this data', dataset, linear), await row('its reflection', augment(dataset), linear));
  const start = `width ${width}, leak ${leak}, ${init} start at e^${logSigma}`;
  return `${table.toString()}\n${start}, ${dimension(dataset)} inputs\n`;
}
