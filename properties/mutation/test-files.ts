import { readdirSync } from 'node:fs';

const testsIn = (folder: string): string[] =>
  readdirSync(new URL(`../${folder}`, import.meta.url))
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => `properties/${folder}/${name}`);

/** They ask the second program, or are about commands and the harness and not the core. */
const NO_LAW_OF_THE_CORE = [
  ...['audit', 'batch-flow', 'batch-margins', 'batch', 'campaign', 'check', 'commands'],
  ...['formulas', 'generators', 'harness', 'hostile-data', 'imports', 'loading', 'mutants'],
  ...['progress', 'second-opinion', 'shrinking', 'store'],
];
/** They follow flows for seconds, and what they notice is noticed by others. */
const LONG = ['flow-mathjs'];
const LONG_THEOREMS = [
  'c4-probability',
  'f-figure-1',
  'h4-suboptimal',
  'r2-agreement',
  'r3-orthogonally-separable',
  'r4-quantisation',
];

/**
 * The tests that look for mutants: all laws and claims but those. What kills a mutant here is a law of the part, or a claim that is cheap to check.
 */
const TEST_FILES: readonly string[] = [
  ...without(testsIn('laws'), [...NO_LAW_OF_THE_CORE, ...LONG]),
  ...without(testsIn('theorems'), LONG_THEOREMS),
];

function without(files: readonly string[], names: readonly string[]): string[] {
  const unknown = names.filter((name) => !files.some((file) => file.endsWith(`/${name}.test.ts`)));
  if (unknown.length > 0) throw new Error(`there is no test file ${unknown.join(', ')}`);
  return files.filter((file) => !names.some((name) => file.endsWith(`/${name}.test.ts`)));
}

/** From the command to the processes that run the tests. */
const CHOSEN = 'MUTATION_TESTS';

/** Only these test files look for mutants, in this process and those that it starts. */
export function chooseTests(files: readonly string[]): void {
  process.env[CHOSEN] = JSON.stringify(files);
}

export const chosenTests = (): readonly string[] => {
  const chosen = process.env[CHOSEN];
  return chosen === undefined ? TEST_FILES : (JSON.parse(chosen) as string[]);
};
