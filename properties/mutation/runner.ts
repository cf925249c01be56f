import { readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import {
  INSTRUMENTER_CONSTANTS,
  type InstrumenterContext,
  type Mutant,
  type MutantCoverage,
} from '@stryker-mutator/api/core';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  DryRunStatus,
  MutantRunStatus,
  TestStatus,
  type DryRunResult,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
  type TestRunnerCapabilities,
} from '@stryker-mutator/api/test-runner';
import { LightCode } from './light-code.js';
import { loadTests, type LoadedTest } from './loaded-tests.js';
import { chosenTests } from './test-files.js';
import { Work } from './work.js';

/** What the instrumented code reads and writes. */
const code = ((globalThis as Record<string, unknown>)[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {}) as InstrumenterContext;
const work = new Work(code);

/** What the run without mutants found of one test. */
interface KnownTest {
  readonly id: string;
  readonly milliseconds: number;
  /** How often instrumented code asks which mutant is on. */
  readonly work: number;
  /** How many mutants it comes by. */
  readonly reach: number;
}
/** What it found, in the sandbox, for the processes that come after. */
interface Known {
  readonly tests: readonly KnownTest[];
  /** By the mutants that run at import alone, as a function that becomes another one: the tests that come by the mutants before and after it. */
  readonly near: Readonly<Record<string, readonly string[]>>;
}
const KNOWN_TESTS = 'mutation-tests.json';

/** The cheap ones and those that reach few mutants, the laws of one part, go first: they fail at once where a search on broken parts would not end. */
const effort = ({ milliseconds, reach }: KnownTest): number => milliseconds * reach;

/** A test that does so much more than without the mutant is taken for a loop. Chosen: a law that fails has fewer cases, not more. */
const LOOP = { factor: 20, atLeast: 1_000_000 };
/** Of the time of all tests, what is spent on one mutant: what survives so long counts as a survivor. */
const SHARE = 0.1;
const AT_LEAST_MS = 3000;
/** How many of the tests that killed the last mutants of a file are tried first: they are about the same lines. */
const LAST_KILLERS = 3;

/**
 * Runs the tests of a mutant in one process that keeps code and tests loaded: switching a mutant on costs nothing, where a new vitest worker costs a second of
 * imports. The tests closest to it go first, and the first that fails ends the run. A kill counts only where the same test passes without the mutant.
 */
export class LoadedTestRunner implements TestRunner {
  private files = new Map<string, Promise<LoadedTest[]>>();
  private readonly killers = new Map<string, string[]>();
  private known: Known | undefined;
  private isFresh = true;
  private reloads = 0;

  init(): Promise<void> {
    fc.configureGlobal({ endOnFailure: true });
    return Promise.resolve();
  }

  capabilities(): TestRunnerCapabilities {
    return { reloadEnvironment: true };
  }

  /** Once to see which mutants each test comes by, and once more, without looking, to see how long it takes. */
  async dryRun(): Promise<DryRunResult> {
    const light = new LightCode('src', INSTRUMENTER_CONSTANTS.NAMESPACE);
    const files = light.files();
    work.switches.met = new Uint8Array(files.length);
    light.write(true);
    const mutantCoverage = await this.look();
    work.switches.met = new Uint8Array(0);
    light.write(false);
    this.reload();
    const tests: TestResult[] = [];
    const known: KnownTest[] = [];
    for (const test of await this.all()) {
      const start = performance.now();
      work.start(undefined, Infinity);
      const failureMessage = await failureOf(test);
      const milliseconds = performance.now() - start;
      const said = { id: test.id, name: test.name, fileName: test.file, timeSpentMs: milliseconds };
      tests.push(
        failureMessage === undefined
          ? { ...said, status: TestStatus.Success }
          : { ...said, status: TestStatus.Failed, failureMessage },
      );
      const reach = Object.keys(mutantCoverage.perTest[test.id]).length;
      known.push({ id: test.id, milliseconds, work: work.done, reach });
    }
    known.sort((a, b) => effort(a) - effort(b));
    writeFileSync(KNOWN_TESTS, JSON.stringify({ tests: known, near: nearTo(mutantCoverage, files) } satisfies Known));
    return { status: DryRunStatus.Complete, tests, mutantCoverage };
  }

  /** Imports all test files and runs all tests. */
  private async look(): Promise<MutantCoverage> {
    const { met } = work.switches;
    const take = (): Record<string, number> => {
      const ids = [...met.keys()].filter((id) => met[id] > 0);
      met.fill(0);
      return Object.fromEntries(ids.map((id) => [id, 1]));
    };
    const tests = await this.all();
    const atImport = take();
    const perTest: Record<string, Record<string, number>> = {};
    for (const test of tests) {
      await failureOf(test); // told by the second run
      perTest[test.id] = take();
    }
    return ownTestsOnly({ static: atImport, perTest });
  }

  private async all(): Promise<LoadedTest[]> {
    const tests: LoadedTest[] = [];
    for (const file of chosenTests()) tests.push(...(await this.load(file)));
    return tests;
  }

  async mutantRun({ activeMutant, testFilter, reloadEnvironment }: MutantRunOptions): Promise<MutantRunResult> {
    if (reloadEnvironment) this.reload();
    const atLoad = testFilter === undefined;
    let nrOfTests = 0;
    for (const { id, work: usual } of this.testsFor(activeMutant, testFilter)) {
      const most = Math.max(LOOP.atLeast, LOOP.factor * usual);
      if (atLoad) work.start(activeMutant.id, most);
      const test = await this.find(id).catch((error: unknown) => messageOf(error));
      if (typeof test === 'string') {
        if (!atLoad) throw new Error(test);
        this.isFresh = false;
        return { status: MutantRunStatus.Killed, killedBy: [id], failureMessage: test, nrOfTests };
      }
      work.start(activeMutant.id, most);
      const failureMessage = await failureOf(test);
      const isLoop = work.isOver;
      work.start(undefined, Infinity);
      nrOfTests++;
      if (failureMessage === undefined && !isLoop) continue;
      if (!atLoad) await this.checkStillPasses(test);
      this.isFresh = false;
      this.remember(activeMutant.fileName, id);
      return isLoop
        ? { status: MutantRunStatus.Timeout, reason: `more than ${LOOP.factor} times the work in ${id}` }
        : { status: MutantRunStatus.Killed, killedBy: [id], failureMessage: failureMessage ?? '', nrOfTests };
    }
    this.isFresh = false;
    return { status: MutantRunStatus.Survived, nrOfTests };
  }

  /** Last killers first, then those of little effort, as long as the time lasts. */
  private testsFor({ id: mutant, fileName }: Mutant, asked: readonly string[] | undefined): KnownTest[] {
    this.known ??= JSON.parse(readFileSync(KNOWN_TESTS, 'utf8')) as Known;
    const { tests, near } = this.known;
    const close = asked ?? near[mutant];
    // what runs at import alone, with no function near it, may be noticed by any test
    const among = new Set(close.length > 0 ? close : tests.map(({ id }) => id));
    const wanted = tests.filter(({ id }) => among.has(id));
    if (wanted.length < among.size) throw new Error(`${wanted.length} of ${among.size} tests of a mutant are known`);
    const last = this.killers.get(fileName) ?? [];
    const first = last.flatMap((killer) => wanted.filter(({ id }) => id === killer));
    const whole = tests.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
    const most = Math.max(AT_LEAST_MS, SHARE * whole);
    let spent = 0;
    return [...first, ...wanted.filter(({ id }) => !last.includes(id))].filter(
      ({ milliseconds }) => (spent += milliseconds) <= most,
    );
  }

  private remember(file: string, id: string): void {
    const others = (this.killers.get(file) ?? []).filter((killer) => killer !== id);
    this.killers.set(file, [id, ...others].slice(0, LAST_KILLERS));
  }

  /** Code and tests are imported once more: the next mutant runs at import, or the last one did. */
  private reload(): void {
    this.files = new Map();
    this.reloads++;
  }

  /** A mutant before this one may have left something behind: Stryker then starts a new process, and tries again. */
  private async checkStillPasses(test: LoadedTest): Promise<void> {
    if (!this.isFresh && (await failureOf(test)) !== undefined)
      throw new Error(`${test.id} fails without a mutant, too`);
  }

  private load(file: string): Promise<LoadedTest[]> {
    const loaded = this.files.get(file) ?? loadTests(file, this.reloads);
    this.files.set(file, loaded);
    return loaded;
  }

  private async find(id: string): Promise<LoadedTest> {
    const test = (await this.load(id.slice(0, id.indexOf('#')))).find((t) => t.id === id);
    if (test === undefined) throw new Error(`there is no test ${id}`);
    return test;
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function failureOf(test: LoadedTest): Promise<string | undefined> {
  try {
    await test.run();
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

/**
 * A mutant that runs at import as well as in tests is looked for by those tests, switched on after the import. Only one that runs at import alone needs
 * a new import.
 */
function ownTestsOnly(coverage: MutantCoverage): MutantCoverage {
  const inTests = new Set(Object.values(coverage.perTest).flatMap((hits) => Object.keys(hits)));
  const atImportAlone = Object.entries(coverage.static).filter(([id]) => !inTests.has(id));
  return { ...coverage, static: Object.fromEntries(atImportAlone) };
}

/** Mutants are numbered in the order of the code, so that the next one is mostly inside the function, and the last one above it. */
function nearTo(coverage: MutantCoverage, files: readonly string[]): Known['near'] {
  const testsOf = new Map<number, string[]>();
  for (const [test, hits] of Object.entries(coverage.perTest)) {
    for (const id of Object.keys(hits).map(Number)) {
      const tests = testsOf.get(id);
      if (tests === undefined) testsOf.set(id, [test]);
      else tests.push(test);
    }
  }
  const met = [...testsOf.keys()].sort((a, b) => a - b);
  const near = (id: number): string[] => {
    const after = met.find((other) => other > id && files[other] === files[id]);
    const before = met.findLast((other) => other < id && files[other] === files[id]);
    return [after, before].flatMap((other) => testsOf.get(other ?? NaN) ?? []);
  };
  return Object.fromEntries(Object.keys(coverage.static).map((id) => [id, [...new Set(near(Number(id)))]]));
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'loaded', LoadedTestRunner)];
