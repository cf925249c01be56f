import type { Command } from 'commander';
import type { Dataset } from '../model/dataset.js';
import { InputError } from '../model/input-error.js';
import { linearMargin, type LinearMargin } from '../oracle/linear-margin.js';
import { flowJson, runFlow } from './flow.js';
import { DEFAULT_LEAK, DEFAULTS, optionOf, readStart } from './flow-options.js';
import { flowText } from './flow-text.js';
import { EXIT, outputWidth, print } from './output.js';
import { createProgress } from './progress.js';
import { readDataset } from './read-dataset.js';

/** Where linear margins are too large a computation, the flow is shown without them. */
async function comparison(dataset: Dataset): Promise<LinearMargin | undefined> {
  try {
    return await linearMargin(dataset);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/** Adds `flow` to the program; an undecided flow sets the exit status. */
export function addFlow(root: Command): void {
  withStartOptions(
    root
      .command('flow')
      .description('where gradient flow ends, with its certificate and a summary of the way there')
      .argument('<file>', 'a dataset as CSV, svmlight or JSON, or - for standard input'),
  )
    .option('--json', 'one JSON document')
    .action(async (file: string, { json, ...fields }: { json?: boolean }) => {
      const dataset = await readDataset(file);
      const start = readStart({ leak: DEFAULT_LEAK, ...fields }, dataset, optionOf);
      const progress = createProgress(process.stderr);
      const result = await runFlow(dataset, start, { onSample: progress.onSample });
      progress.end();
      const linear = json === true ? undefined : await comparison(dataset);
      print(flowJson(result), () => flowText(dataset, start.described, result, linear, outputWidth()), json);
      if (result.status === 'undecided') process.exitCode = EXIT.undecided;
    });
}

/** The options that say where a flow starts. */
export function withStartOptions(command: Command): Command {
  const { width, init, logSigma, seed } = DEFAULTS;
  return command
    .option('--leak <number>', `slope of the Leaky ReLU, strictly between 0 and 1 (default: ${DEFAULT_LEAK})`)
    .option('--width <integer>', `number of neurons (default: ${width})`)
    .option('--init <name>', `gaussian, or balanced: |a_k| = |w_k| (default: ${init})`)
    .option('--log-sigma <number>', `ln of the scale of the start (default: ${logSigma})`)
    .option('--seed <integer>', `of the random start (default: ${seed})`);
}
