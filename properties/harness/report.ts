import { appendFileSync, mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { SerializedError } from 'vitest';
import type { Reporter, TestCase, TestModule, TestRunEndReason, TestSpecification, Vitest } from 'vitest/node';
import { claims } from '../../src/claims/register.js';
import { page } from '../../src/report/page.js';
import { summary } from '../../src/report/summary.js';
import { buildReport, type TestOutcome } from './build-report.js';
import { reportFigures } from './figures.js';
import { isPartial } from './partial.js';
import { readWitness } from './witness.js';
import { writeWhole } from '../../src/report/write-whole.js';

const messageOf = ({ message }: { readonly message: string }): string => stripVTControlCharacters(message);

function outcomeOf(test: TestCase): TestOutcome {
  const { state, errors } = test.result();
  const { claim } = test.meta();
  return {
    file: test.module.relativeModuleId,
    name: test.fullName,
    passed: state === 'passed',
    messages: state === 'skipped' || state === 'pending' ? ['it did not run'] : (errors ?? []).map(messageOf),
    ...(claim !== undefined && { claim }),
  };
}

/** A file that could not be loaded is a test that failed. */
const testsOf = (module: TestModule): TestOutcome[] => [
  ...Array.from(module.children.allTests(), outcomeOf),
  ...module.errors().map((error) => ({
    file: module.relativeModuleId,
    name: 'the file itself',
    passed: false,
    messages: [messageOf(error)],
  })),
];

/**
 * Writes reports/report.json and reports/report.html, and a table to GITHUB_STEP_SUMMARY, after a run of everything that came to its end. A run of a
 * part (-t, a file, a shard), one with FC_NUM_RUNS or FC_PATH, and one that was interrupted leave the last whole report as it is.
 */
export default class ReportWriter implements Reporter {
  private vitest: Vitest | undefined;
  private whole = false;
  private startedAt = new Date();

  onInit(vitest: Vitest): void {
    this.vitest = vitest;
  }

  async onTestRunStart(specifications: readonly TestSpecification[]): Promise<void> {
    this.startedAt = new Date();
    const { FC_NUM_RUNS = '', FC_PATH = '' } = process.env;
    this.whole =
      this.vitest !== undefined && FC_NUM_RUNS + FC_PATH === '' && !(await isPartial(this.vitest, specifications));
  }

  async onTestRunEnd(
    modules: readonly TestModule[],
    unhandled: readonly SerializedError[],
    reason: TestRunEndReason,
  ): Promise<void> {
    if (this.vitest === undefined || !this.whole || reason === 'interrupted') return;
    const report = buildReport(claims, modules.flatMap(testsOf), readWitness, {
      seed: this.vitest.getRootProject().getProvidedContext().seed,
      startedAt: this.startedAt.toISOString(),
      milliseconds: Date.now() - this.startedAt.getTime(),
      node: process.version,
      errors: unhandled.map(messageOf),
    });
    const html = page(report, await reportFigures(report.claims));
    const folder = resolve(this.vitest.config.root, 'reports');
    mkdirSync(folder, { recursive: true });
    writeWhole(resolve(folder, 'report.json'), `${JSON.stringify(report)}\n`);
    writeWhole(resolve(folder, 'report.html'), html);
    process.stdout.write('the report of this run: reports/report.html\n');
    const { GITHUB_STEP_SUMMARY = '' } = process.env;
    if (GITHUB_STEP_SUMMARY !== '') appendFileSync(GITHUB_STEP_SUMMARY, summary(report));
  }
}
