#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { InputError } from '../model/input-error.js';
import { linearMargin } from '../oracle/linear-margin.js';
import { batch } from './batch.js';
import { claimsJson, claimsText } from './claims.js';
import { marginJson, marginText } from './margin.js';
import { EXIT, guardOutput } from './output.js';
import { readDataset } from './read-dataset.js';

const print = (value: unknown, text: () => string, asJson: boolean | undefined): void => {
  process.stdout.write(`${asJson === true ? JSON.stringify(value) : text()}\n`);
};

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const COMMANDS = ['margin', 'claims', 'batch'];

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

/** Runs the command line; returns the exit status. */
async function main(args: readonly string[]): Promise<number> {
  try {
    if (args.length === 0) {
      throw new InputError('usage', `no command is given, expected ${COMMANDS.join(', ')}, or --help`);
    }
    await program().parseAsync(args, { from: 'user' });
    return EXIT.done;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.badInput;
    if (error instanceof InputError) {
      process.stderr.write(`margin-laws: ${error.message}\n`);
      return EXIT.badInput;
    }
    process.stderr.write(`margin-laws: a bug of ours: ${error instanceof Error ? error.stack : String(error)}\n`);
    return EXIT.internal;
  }
}

guardOutput();
process.exitCode = await main(process.argv.slice(2));
