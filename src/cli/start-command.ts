import type { Command } from 'commander';
import type { Dataset } from '../model/dataset.js';
import type { FlowOptions } from '../flow/flow.js';
import { DEFAULT_LEAK, DEFAULTS, optionOf, readStart, type Start } from './flow-options.js';
import { createProgress } from './progress.js';
import { readDataset } from './read-dataset.js';

/** A command that follows gradient flow on a file: what is found, with progress on standard error, and then what is said of it. */
export interface StartCommand<T> {
  readonly name: string;
  readonly description: string;
  find(dataset: Dataset, start: Start, options: FlowOptions): Promise<T>;
  say(found: T, context: { dataset: Dataset; start: Start; json: boolean }): void | Promise<void>;
}

/** Adds such a command to the program, with the options that say where a flow starts. */
export function addStartCommand<T>(root: Command, { name, description, find, say }: StartCommand<T>): void {
  const { width, init, logSigma, seed } = DEFAULTS;
  root
    .command(name)
    .description(description)
    .argument('<file>', 'a dataset as CSV, svmlight or JSON, or - for standard input')
    .option('--leak <number>', `slope of the Leaky ReLU, strictly between 0 and 1 (default: ${DEFAULT_LEAK})`)
    .option('--width <integer>', `number of neurons (default: ${width})`)
    .option('--init <name>', `gaussian, or balanced: |a_k| = |w_k| (default: ${init})`)
    .option('--log-sigma <number>', `ln of the scale of the start (default: ${logSigma})`)
    .option('--seed <integer>', `of the random start (default: ${seed})`)
    .option('--json', 'one JSON document')
    .action(async (file: string, { json, ...fields }: { json?: boolean }) => {
      const dataset = await readDataset(file);
      const start = readStart({ leak: DEFAULT_LEAK, ...fields }, dataset, optionOf);
      const progress = createProgress(process.stderr);
      const found = await find(dataset, start, { onSample: progress.onSample });
      progress.end();
      await say(found, { dataset, start, json: json === true });
    });
}
