import { register } from 'node:module';
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import { collectTests, getFn, getHooks, type Suite, type Test, type VitestRunner } from '@vitest/runner';

/** A test of a file that stays loaded: it can be run again and again. */
export interface LoadedTest {
  /** `file#describe > name`, stable from run to run. */
  readonly id: string;
  readonly name: string;
  readonly file: string;
  /** Throws what the test throws. */
  run(): Promise<void>;
}

/** What vitest's workers have of the run; `inject` and `expect` read it. */
Object.defineProperty(globalThis, '__vitest_worker__', {
  value: {
    // a fixed seed, because a mutant's tests are those that reached it in the first run; a fifteenth of the cases
    providedContext: { seed: 1, times: 1 / 15, ablate: 0, stores: false },
    config: {},
    ctx: {},
    environment: {},
    rpc: {},
    durations: {},
    onCleanup: () => undefined,
  },
});

/** See fresh-imports.ts: what is imported with another mark is loaded once more, and so is what it imports. */
register('./fresh-imports.ts', import.meta.url);
let fresh = '';

const collector = {
  config: {
    root: process.cwd(),
    setupFiles: [],
    testTimeout: 0,
    hookTimeout: 0,
    sequence: { shuffle: false, concurrent: false, hooks: 'stack', setupFiles: 'list', seed: 1 },
    chaiConfig: undefined,
    maxConcurrency: 1,
    testNamePattern: undefined,
    allowOnly: false,
    passWithNoTests: true,
    retry: 0,
    includeTaskLocation: false,
    diffOptions: undefined,
    tags: [],
    tagsFilter: undefined,
    strictTags: false,
  },
  importFile: (path: string) => import(`${pathToFileURL(path).href}${fresh}`) as Promise<unknown>,
  trace: (_: string, attributes: unknown, run?: () => unknown) =>
    typeof attributes === 'function' ? (attributes as () => unknown)() : run?.(),
} as unknown as VitestRunner;

async function runHooks(suite: Suite): Promise<void> {
  for (const hook of getHooks(suite).beforeAll) await hook(suite);
  for (const task of suite.tasks) if (task.type === 'suite') await runHooks(task);
}

const testsIn = (suite: Suite): Test[] =>
  suite.tasks.flatMap((task) => (task.type === 'suite' ? testsIn(task) : [task]));

const fullName = (task: Test | Suite): string =>
  task.suite === undefined || task.suite.name === '' ? task.name : `${fullName(task.suite)} > ${task.name}`;

/**
 * Imports a test file and runs what it does before all tests. The hooks around each test, and after all of them, are not run. With another `round` it is
 * loaded anew with all code of the project, but not while another file is being loaded.
 */
export async function loadTests(file: string, round: number): Promise<LoadedTest[]> {
  fresh = `?fresh=${round}`;
  const [suite] = await collectTests([resolve(file)], collector);
  const [error] = suite.result?.errors ?? [];
  if (error !== undefined) throw new Error(`${file} cannot be loaded: ${error.message}`);
  await runHooks(suite);
  return testsIn(suite)
    .filter(({ mode }) => mode === 'run' || mode === 'queued')
    .map((test) => {
      const name = fullName(test);
      return { id: `${file}#${name}`, name, file, run: async () => getFn(test)() };
    });
}
