#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { InputError } from '../model/input-error.js';
import { linearMargin } from '../oracle/linear-margin.js';
import { batch } from './batch.js';
import { claimsJson, claimsText } from './claims.js';
import { addCheck } from './check-command.js';
import { addFlow } from './flow-command.js';
import { addNetworkMargin } from './network-margin-command.js';
import { marginJson, marginText } from './margin.js';
import { EXIT, guardOutput, print } from './output.js';
import { readDataset } from './read-dataset.js';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const COMMANDS = ['margin', 'network-margin', 'flow', 'check', 'claims', 'batch'];

function program(): Command {
  const root = new Command('margin-laws')
    .description(
      'The theorems of "Gradient Descent on Two-layer Nets: Margin Maximization and Simplicity Bias" as claims',
    )
    .exitOverride()
    .showSuggestionAfterError(false)
    .version(version)
    .configureOutput({
      outputError: (text, write) => {
        const hint = text.includes('unknown command') ? `, expected ${COMMANDS.join(', ')}` : '';
        write(`margin-laws: ${text.replace(/^error: /, '').trimEnd()}${hint}\n`);
      },
    });
  root
    .command('margin')
    .description('separable or not, gamma*, w*, support vectors, and the exact certificate')
    .argument('<file>', 'a dataset as CSV, svmlight or JSON, or - for standard input')
    .option('--json', 'one JSON document')
    .action(async (file: string, { json }: { json?: boolean }) => {
      const dataset = await readDataset(file);
      const answer = await linearMargin(dataset);
      print(marginJson(answer), () => marginText(dataset, answer), json);
    });
  addNetworkMargin(root);
  addFlow(root);
  addCheck(root);
  root
    .command('claims')
    .description('the register of claims')
    .option('--json', 'a JSON list')
    .action(({ json }: { json?: boolean }) => {
      print(claimsJson(), claimsText, json);
    });
  root
    .command('batch')
    .description('one case a line as JSON on standard input, one result a line on standard output')
    .action(() => batch(process.stdin, process.stdout));
  return root;
}

/** Runs the command line; sets the exit status where it is not 0. */
async function main(args: readonly string[]): Promise<void> {
  try {
    if (args.length === 0) {
      throw new InputError('usage', `no command is given, expected ${COMMANDS.join(', ')}, or --help`);
    }
    await program().parseAsync(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode !== 0) process.exitCode = EXIT.badInput;
    } else if (error instanceof InputError) {
      process.stderr.write(`margin-laws: ${error.message}\n`);
      process.exitCode = EXIT.badInput;
    } else {
      process.stderr.write(`margin-laws: a bug of ours: ${error instanceof Error ? error.stack : String(error)}\n`);
      process.exitCode = EXIT.internal;
    }
  }
}

guardOutput();
await main(process.argv.slice(2));
