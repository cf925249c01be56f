import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { INSTRUMENTER_CONSTANTS, type InstrumenterContext, type MutantCoverage } from '@stryker-mutator/api/core';
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
import { loadTests, type LoadedTest } from './loaded-tests.js';
import { TEST_FILES } from './test-files.js';

/** What the instrumented code reads and writes. */
const code = ((globalThis as Record<string, unknown>)[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {}) as InstrumenterContext;

/** What the run without mutants found of one test. In the sandbox, for the processes that come after. */
interface Known {
  readonly id: string;
  readonly milliseconds: number;
  /** How often it comes by each mutant. */
  readonly hits: Readonly<Record<string, number>>;
}
const KNOWN_TESTS = 'mutation-tests.json';

/** The cheap ones and those that reach few mutants, the laws of one part, go first: they fail at once where a search on broken parts would not end. */
const effort = ({ milliseconds, hits }: Known): number => milliseconds * Object.keys(hits).length;

/** A test that comes by a mutant so much more often than without it is taken for a loop. Chosen: a law that fails has fewer cases, not more. */
const LOOP = { factor: 20, atLeast: 10_000 };

/**
 * Runs the tests of a mutant in one process that keeps code and tests loaded: switching a mutant on costs nothing, where a new vitest worker costs a second of
 * imports. The tests closest to it go first, and the first that fails ends the run. A kill counts only where the same test passes without the mutant.
 */
export class LoadedTestRunner implements TestRunner {
  private readonly files = new Map<string, Promise<LoadedTest[]>>();
  private known: readonly Known[] | undefined;
  private isFresh = true;

  /** What imports cost is no part of the limit of the first run, nor of a mutant's. */
  async init(): Promise<void> {
    fc.configureGlobal({ endOnFailure: true });
    if (!existsSync(KNOWN_TESTS)) for (const file of TEST_FILES) await this.load(file);
  }

  capabilities(): TestRunnerCapabilities {
    return { reloadEnvironment: false };
  }

  async dryRun(): Promise<DryRunResult> {
    const tests: TestResult[] = [];
    for (const file of TEST_FILES) {
      for (const test of await this.load(file)) {
        code.currentTestId = test.id;
        const start = performance.now();
        const failureMessage = await failureOf(test);
        const timeSpentMs = performance.now() - start;
        const said = { id: test.id, name: test.name, fileName: test.file, timeSpentMs };
        tests.push(
          failureMessage === undefined
            ? { ...said, status: TestStatus.Success }
            : { ...said, status: TestStatus.Failed, failureMessage },
        );
        delete code.currentTestId;
      }
    }
    const mutantCoverage = ownTestsOnly(code.mutantCoverage ?? { static: {}, perTest: {} });
    const known = tests.map(({ id, timeSpentMs }): Known => ({
      id,
      milliseconds: timeSpentMs,
      hits: mutantCoverage.perTest[id] ?? {},
    }));
    writeFileSync(KNOWN_TESTS, JSON.stringify(known.sort((a, b) => effort(a) - effort(b))));
    return { status: DryRunStatus.Complete, tests, mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter }: MutantRunOptions): Promise<MutantRunResult> {
    this.known ??= JSON.parse(readFileSync(KNOWN_TESTS, 'utf8')) as Known[];
    const wanted = this.known.filter(({ id }) => testFilter === undefined || testFilter.includes(id));
    if (testFilter !== undefined && wanted.length < testFilter.length)
      throw new Error(`${wanted.length} of ${testFilter.length} tests of a mutant are known`);
    const atLoad = testFilter === undefined;
    let nrOfTests = 0;
    for (const { id, hits } of wanted) {
      const most = Math.max(LOOP.atLeast, LOOP.factor * (hits[activeMutant.id] ?? 0));
      code.hitLimit = most;
      if (atLoad) this.activate(activeMutant.id);
      const test = await this.find(id);
      this.activate(activeMutant.id);
      const failureMessage = await failureOf(test);
      const count = code.hitCount ?? 0;
      delete code.activeMutant;
      nrOfTests++;
      if (count > most) {
        this.isFresh = false;
        return { status: MutantRunStatus.Timeout, reason: `comes by ${count} times in ${id}` };
      }
      if (failureMessage === undefined) continue;
      if (!atLoad) await this.checkStillPasses(test);
      this.isFresh = false;
      return { status: MutantRunStatus.Killed, killedBy: [id], failureMessage, nrOfTests };
    }
    this.isFresh = false;
    return { status: MutantRunStatus.Survived, nrOfTests };
  }

  private activate(id: string): void {
    code.activeMutant = id;
    code.hitCount = 0;
  }

  /** A mutant before this one may have left something behind: Stryker then starts a new process, and tries again. */
  private async checkStillPasses(test: LoadedTest): Promise<void> {
    if (!this.isFresh && (await failureOf(test)) !== undefined)
      throw new Error(`${test.id} fails without a mutant, too`);
  }

  private load(file: string): Promise<LoadedTest[]> {
    const loaded = this.files.get(file) ?? loadTests(file);
    this.files.set(file, loaded);
    return loaded;
  }

  private async find(id: string): Promise<LoadedTest> {
    const test = (await this.load(id.slice(0, id.indexOf('#')))).find((t) => t.id === id);
    if (test === undefined) throw new Error(`there is no test ${id}`);
    return test;
  }
}

async function failureOf(test: LoadedTest): Promise<string | undefined> {
  try {
    await test.run();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * A mutant that runs at import as well as in tests is looked for by those tests, switched on after the import. Only one that runs at import alone needs
 * a new process, and all tests.
 */
function ownTestsOnly(coverage: MutantCoverage): MutantCoverage {
  const inTests = new Set(Object.values(coverage.perTest).flatMap((hits) => Object.keys(hits)));
  const atImportAlone = Object.entries(coverage.static).filter(([id]) => !inTests.has(id));
  return { ...coverage, static: Object.fromEntries(atImportAlone) };
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'loaded', LoadedTestRunner)];
