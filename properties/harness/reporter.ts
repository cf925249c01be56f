import type { Reporter, TestCase, TestModule, TestSpecification, Vitest } from 'vitest/node';
import { register } from '../../src/claims/register.js';
import type { ClaimRun } from './meta.js';

const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;

/** What the numbers behind a claim were, in one line. */
function summary(run: ClaimRun): string {
  if (run.expected === 'refuted' || run.witness !== undefined)
    return `after ${run.cases} cases: ${run.witness ?? 'no witness'}`;
  const rarest = Object.entries(run.regions).sort((a, b) => a[1] - b[1])[0];
  const coverage = rarest === undefined ? '' : `; rarest region: ${rarest[0]} ${percent(rarest[1] / run.cases)}`;
  const assumed = Object.entries(run.assumptions).map(([id, met]) => `${id} ${met}`);
  const listed = assumed.length === 0 ? '' : ` (${assumed.join(', ')})`;
  const doubts = run.undecided === 0 ? '' : `, ${run.undecided} undecided`;
  return `${run.cases} cases${listed}, ${run.cases - run.met} discarded${doubts}${coverage}`;
}

/**
 * The claim table after vitest's own output. The run fails when a claim of the register was not reached, unless only a
 * part was asked for.
 */
export default class ClaimReporter implements Reporter {
  private vitest: Vitest | undefined;
  private partial = false;

  onInit(vitest: Vitest): void {
    this.vitest = vitest;
  }

  async onTestRunStart(specifications: readonly TestSpecification[]): Promise<void> {
    const everything = (await this.vitest?.globTestSpecifications()) ?? [];
    this.partial = this.vitest?.config.testNamePattern !== undefined || specifications.length < everything.length;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const runs = new Map<string, ClaimRun>();
    for (const module of modules) {
      for (const test of module.children.allTests()) collect(test, runs);
    }
    const listed = register.filter(({ id }) => runs.has(id)).map(({ id }) => runs.get(id) as ClaimRun);
    const idWidth = Math.max(...listed.map(({ id }) => id.length)) + 2;
    for (const run of listed) {
      const mark = run.outcome === run.expected ? ' ' : '!';
      const line = `${mark} ${run.id.padEnd(idWidth)}${run.outcome.padEnd(10)}${summary(run)}`;
      // a witness is never cut: it is what one wants to read
      process.stdout.write(`${run.witness === undefined ? clip(line) : line}\n`);
    }
    const cases = listed.reduce((sum, run) => sum + (run.expected === 'holds' ? run.met : 0), 0);
    process.stdout.write(`${listed.length} of ${register.length} claims ran, ${cases} cases behind those that hold\n`);
    const missing = register.filter(({ id }) => !runs.has(id)).map(({ id }) => id);
    if (missing.length > 0 && !this.partial) {
      process.stdout.write(`claims that did not run: ${missing.join(', ')}\n`);
      process.exitCode = 1;
    }
  }
}

function collect(test: TestCase, runs: Map<string, ClaimRun>): void {
  const { claim } = test.meta();
  if (claim !== undefined) runs.set(claim.id, claim);
}

const COLUMNS = process.stdout.columns ?? 150;
const clip = (text: string): string => (text.length <= COLUMNS ? text : `${text.slice(0, COLUMNS - 3)}...`);
