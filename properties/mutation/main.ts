import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Stryker } from '@stryker-mutator/core';
import type { PartialStrykerOptions } from '@stryker-mutator/api/core';
import { Command } from 'commander';
import { explain, readEquivalents } from './equivalents.js';
import { describeMutants } from './mutant.js';
import { summary } from './summary.js';
import { chooseTests } from './test-files.js';

/** What is mutated unless told. */
const MUTATED = ['src/numeric', 'src/model', 'src/flow', 'src/oracle', 'src/verdict.ts'];

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const options = (mutate: string[], concurrency: number): PartialStrykerOptions => ({
  mutate,
  plugins: [fileURLToPath(new URL('runner.ts', import.meta.url))],
  testRunner: 'loaded',
  concurrency,
  // only where code loops that is not mutated: the runner counts work, and spends a tenth of the time of all tests on a mutant
  timeoutFactor: 0.5,
  timeoutMS: 10_000,
  maxTestRunnerReuse: 300, // a copy of the code that was imported for one mutant is never let go
  reporters: ['progress', 'json', 'html'],
  jsonReporter: { fileName: 'reports/mutation/mutation.json' },
  htmlReporter: { fileName: 'reports/mutation/mutation.html' },
  ignorePatterns: ['reports', 'dist', 'coverage'],
  tempDirName: '.stryker-tmp',
  warnings: { slow: false, unknownOptions: true, preprocessorErrors: true, unserializableOptions: true },
  allowConsoleColors: false,
});

/** `file.ts:10-20` are lines of a file. */
const LINES = /:\d+-\d+$/;

const sourcesIn = (path: string): string[] =>
  !LINES.test(path) && statSync(path).isDirectory()
    ? readdirSync(path).flatMap((name) => sourcesIn(`${path}/${name}`))
    : [path];

/** The files that git calls changed since a commit, new ones included. */
function changedSince(commit: string): string[] {
  const git = (...args: string[]): string[] =>
    execFileSync('git', args, { encoding: 'utf8' })
      .split('\n')
      .filter((line) => line !== '');
  return [...git('diff', '--name-only', commit), ...git('ls-files', '--others', '--exclude-standard')];
}

interface Options {
  readonly changed?: string | true;
  readonly tests?: readonly string[];
  readonly jobs: number;
}

async function main(paths: readonly string[], { changed, tests, jobs }: Options): Promise<number> {
  const sources = (paths.length > 0 ? paths : MUTATED).flatMap(sourcesIn);
  const since = changed === true ? 'HEAD' : changed;
  const among = since === undefined ? sources : changedSince(since).filter((file) => existsSync(file));
  const mutate = sources.filter((file) => among.includes(file));
  if (mutate.length === 0) {
    process.stdout.write('nothing to mutate: no file of those folders has changed\n');
    return 0;
  }
  if (tests !== undefined) chooseTests(tests);
  const start = performance.now();
  const mutants = describeMutants(await new Stryker(options(mutate, jobs)).runMutationTest(), ROOT);
  const explained = explain(mutants, readEquivalents());
  const seconds = Math.round((performance.now() - start) / 1000);
  process.stdout.write(`${summary(mutants, explained)}\n${mutants.length} mutants in ${seconds} s\n`);
  return explained.survivors.length + explained.stale.length > 0 ? 1 : 0;
}

process.chdir(ROOT);
process.env['NODE_OPTIONS'] = '--import tsx'; // for the processes that load the runner
const program = new Command('test:mutants')
  .description(
    'Changes the code in one place at a time and says which changes no test notices. Fails where one survives that fixtures/mutants.json does not explain.',
  )
  .argument(
    '[paths...]',
    `files, lines of files as in file.ts:10-20, and folders to mutate; ${MUTATED.join(', ')} unless told`,
  )
  .option('--changed [commit]', 'only files that changed since a commit (default: the last one)')
  .option('--tests <files...>', 'only these test files look for mutants: for a law that is being written')
  .option('--jobs <n>', 'how many processes', Number, 2);
program.parse();
process.exitCode = await main(program.args, program.opts<Options>());
