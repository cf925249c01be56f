import { createDataset, toReal, type Dataset } from '../model/dataset.js';
import { InputError } from '../model/input-error.js';
import { flow, type FlowOptions, type FlowResult } from '../flow/flow.js';
import { readStart, type Start } from './flow-options.js';
import { members } from './formats/json.js';

/** The flow of the data rounded to doubles. @throws InputError for a coordinate that no double holds */
export async function runFlow(dataset: Dataset, { net, logScale }: Start, options?: FlowOptions): Promise<FlowResult> {
  const rounded = toReal(dataset);
  rounded.x.forEach((row, i) =>
    row.forEach((t, j) => {
      const path = `dataset.x[${i}][${j}]`;
      const expected = 'expected one up to 1.7e308';
      if (!Number.isFinite(t)) throw new InputError('not-finite', `${path} is beyond doubles, ${expected}`, path);
    }),
  );
  return flow(rounded, net, logScale, options);
}

/** The answer of `flow` as the interface has it; JSON turns what is not finite into null. */
export function flowJson(result: FlowResult): Record<string, unknown> {
  const { status, theta, margin, logLoss, logTime, kkt, steps, events, merged, why } = result;
  return {
    status,
    theta: { w: theta.w, a: theta.a },
    margin,
    logLoss,
    logTime,
    kkt,
    steps,
    events,
    merged,
    ...(why !== undefined && { why }),
  };
}

/** The answer of `flow` for a line of `batch`. @throws InputError */
export async function answerFlow({ dataset, ...fields }: Record<string, unknown>): Promise<Record<string, unknown>> {
  const { x, y } = members(dataset, ['x', 'y'], 'dataset');
  const data = createDataset(x, y);
  return flowJson(await runFlow(data, readStart(fields, data)));
}
