import { createRequire } from 'node:module';
import { Command, CommanderError } from 'commander';
import { DEFAULT_GAP } from '../oracle/network/default-gap.js';
import { InputError } from '../model/input-error.js';
import { DEFAULT_LEAK } from './defaults.js';
import { EXIT, type Io } from './output.js';
import { addStartCommand } from './start-command.js';

/** By the package's own name: how far up package.json is depends on whether this was compiled. */
const { version } = createRequire(import.meta.url)('margin-laws/package.json') as { version: string };

const COMMANDS = ['margin', 'network-margin', 'flow', 'check', 'claims', 'batch'];

/** The commands and their options; what a command computes with is only loaded when it runs. */
function program(io: Io): Command {
  const root = new Command('margin-laws')
    .description(
      'The theorems of "Gradient Descent on Two-layer Nets: Margin Maximization and Simplicity Bias" as claims',
    )
    .exitOverride()
    .showSuggestionAfterError(false)
    .version(version)
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
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
      const { runMargin } = await import('./margin.js');
      await runMargin(io, file, json);
    });
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
      const { runNetworkMargin } = await import('./network-margin.js');
      await runNetworkMargin(io, file, fields, json);
    });
  addStartCommand(root, io, {
    name: 'flow',
    description: 'where gradient flow ends, with its certificate and a summary of the way there',
    load: async () => (await import('./flow-command.js')).flowCommand,
  });
  addStartCommand(root, io, {
    name: 'check',
    description: "which assumptions the data meets, which claims apply, and the flow's margin against both optima",
    page: true,
    load: async () => (await import('./check-command.js')).checkCommand,
  });
  root
    .command('claims')
    .description('the register of claims')
    .option('--json', 'a JSON list')
    .action(async ({ json }: { json?: boolean }) => {
      const { runClaims } = await import('./claims.js');
      runClaims(io, json);
    });
  root
    .command('batch')
    .description('one case a line as JSON on standard input, one result a line on standard output')
    .action(async () => {
      const { runBatch } = await import('./batch.js');
      await runBatch(io);
    });
  return root;
}

/** Runs the command line; sets the exit status where it is not 0. */
export async function run(args: readonly string[], io: Io): Promise<void> {
  try {
    if (args.length === 0) {
      throw new InputError('usage', `no command is given, expected ${COMMANDS.join(', ')}, or --help`);
    }
    await program(io).parseAsync(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode !== 0) io.exitCode = EXIT.badInput;
    } else if (error instanceof InputError) {
      io.stderr.write(`margin-laws: ${error.message}\n`);
      io.exitCode = EXIT.badInput;
    } else {
      io.stderr.write(`margin-laws: a bug of ours: ${error instanceof Error ? error.stack : String(error)}\n`);
      io.exitCode = EXIT.internal;
    }
  }
}
