import type { Command } from 'commander';
import { DEFAULT_LEAK, DEFAULTS } from './defaults.js';
import type { Io } from './output.js';
import type { StartWork } from './start-work.js';

/** A command that follows gradient flow on a file. */
export interface StartCommand<T> {
  readonly name: string;
  readonly description: string;
  /** Whether it has the option `--html`. */
  readonly page?: boolean;
  /** What it does, loaded when it runs. */
  load(): Promise<StartWork<T>>;
}

/** Adds such a command to the program, with the options that say where a flow starts. */
export function addStartCommand<T>(root: Command, io: Io, { name, description, page, load }: StartCommand<T>): void {
  const { width, init, logSigma, seed } = DEFAULTS;
  const command = root
    .command(name)
    .description(description)
    .argument('<file>', 'a dataset as CSV, svmlight or JSON, or - for standard input')
    .option('--leak <number>', `slope of the Leaky ReLU, strictly between 0 and 1 (default: ${DEFAULT_LEAK})`)
    .option('--width <integer>', `number of neurons (default: ${width})`)
    .option('--init <name>', `gaussian, or balanced: |a_k| = |w_k| (default: ${init})`)
    .option('--log-sigma <number>', `ln of the scale of the start (default: ${logSigma})`)
    .option('--seed <integer>', `of the random start (default: ${seed})`)
    .option('--json', 'one JSON document')
    .action(async (file: string, options: { json?: boolean; html?: string }) => {
      const [{ runStart }, work] = await Promise.all([import('./start-work.js'), load()]);
      await runStart(io, file, options, work);
    });
  if (page === true) command.option('--html <file>', 'a page for people to look at, written to this file');
}
