import type { Command } from 'commander';
import { DEFAULT_GAP, networkMargin } from '../oracle/network/network-margin.js';
import { DEFAULT_LEAK, optionOf } from './flow-options.js';
import { networkMarginJson, networkMarginText, readNetworkMargin } from './network-margin.js';
import { EXIT, print } from './output.js';
import { readDataset } from './read-dataset.js';

/** Adds `network-margin` to the program; a bracket that stays open sets the exit status. */
export function addNetworkMargin(root: Command): void {
  root
    .command('network-margin')
    .description(
      'a certified bracket on the best normalised margin of any two-layer net, with a net that attains its lower end',
    )
    .argument('<file>', 'a dataset as CSV, svmlight or JSON, or - for standard input')
    .option('--leak <number>', `slope of the Leaky ReLU, strictly between 0 and 1 (default: ${DEFAULT_LEAK})`)
    .option('--gap <number>', `relative gap at which to stop (default: ${DEFAULT_GAP})`)
    .option('--json', 'one JSON document')
    .action(async (file: string, { json, ...fields }: { json?: boolean }) => {
      const dataset = await readDataset(file);
      const { leak, gap } = readNetworkMargin({ leak: DEFAULT_LEAK, ...fields }, optionOf);
      const answer = await networkMargin(dataset, leak, { gap });
      print(networkMarginJson(answer), () => networkMarginText(dataset, leak, answer), json);
      if (!answer.closed) process.exitCode = EXIT.undecided;
    });
}
