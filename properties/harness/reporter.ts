import type { Reporter, TestCase, TestModule, TestSpecification, Vitest } from 'vitest/node';
import { claims, register } from '../../src/claims/register.js';
import { createProgress } from '../../src/cli/progress.js';
import { readWitness } from './witness.js';
import { matrix, matrixText } from './matrix.js';
import type { ClaimRun } from './meta.js';
import { isPartial } from './partial.js';

const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;

/** What the numbers behind a claim were, in one line. */
function summary(run: ClaimRun): string {
  if (run.outcome === 'refuted') {
    // where it is expected the frozen witness is the one to read: the one that was found is not shrunk
    const frozen = run.expected === 'refuted' ? JSON.stringify(readWitness(run.id)?.instance) : undefined;
    return `case ${run.cases}, like ${frozen ?? run.witness}`;
  }
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
  private ablate = false;
  /** Of `npm run ablate`, in lines that stay: vitest has the last ones of a terminal. */
  private readonly progress = createProgress({ write: (text) => process.stderr.write(text) });
  private files = 0;
  private ended = 0;

  onInit(vitest: Vitest): void {
    this.vitest = vitest;
    this.ablate = (vitest.config.provide.ablate ?? 0) > 0;
  }

  async onTestRunStart(specifications: readonly TestSpecification[]): Promise<void> {
    this.partial = this.vitest !== undefined && (await isPartial(this.vitest, specifications));
    this.files = specifications.length;
    if (this.ablate) this.progress.begin('claims without an assumption, and misprints');
  }

  onTestModuleEnd(): void {
    this.ended++;
    if (!this.ablate) return;
    const where = `${this.ended} of ${this.files} files`;
    this.progress.at(() => ({ where, done: this.ended, total: this.files }));
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const runs = new Map<string, ClaimRun>();
    for (const module of modules) {
      for (const test of module.children.allTests()) collect(test, runs);
    }
    if (this.ablate) return this.reportMatrix(runs);
    const listed = register.filter(({ id }) => runs.has(id)).map(({ id }) => runs.get(id) as ClaimRun);
    const idWidth = Math.max(...listed.map(({ id }) => id.length)) + 2;
    for (const run of listed) {
      const mark = run.outcome === run.expected ? ' ' : '!';
      const line = `${mark} ${run.id.padEnd(idWidth)}${run.outcome.padEnd(10)}${summary(run)}`;
      // a witness is never cut: it is what one wants to read
      process.stdout.write(`${run.witness === undefined ? clip(line) : line}\n`);
    }
    const held = listed.filter(({ expected }) => expected === 'holds');
    const [all, exact] = [casesOf(held), casesOf(held.filter(({ evidence }) => evidence === 'exact'))];
    process.stdout.write(
      `${listed.length} of ${register.length} claims ran, ${all} cases behind those that hold, ${exact} of them exact\n`,
    );
    const missing = register.filter(({ id }) => !runs.has(id)).map(({ id }) => id);
    if (missing.length > 0 && !this.partial) {
      process.stdout.write(`claims that did not run: ${missing.join(', ')}\n`);
      process.exitCode = 1;
    }
  }

  /** What `npm run ablate` prints instead of the table: every claim without every one of its assumptions. */
  private reportMatrix(runs: ReadonlyMap<string, ClaimRun>): void {
    const cells = matrix(claims, runs);
    process.stdout.write(`${matrixText(cells)}\n`);
    if (cells.some(({ empty }) => empty)) process.exitCode = 1;
  }
}

function collect(test: TestCase, runs: Map<string, ClaimRun>): void {
  const { claim } = test.meta();
  if (claim !== undefined) runs.set(claim.id, claim);
}

const casesOf = (runs: readonly ClaimRun[]): number => runs.reduce((sum, { met }) => sum + met, 0);

const COLUMNS = process.stdout.columns ?? 150;
const clip = (text: string): string => (text.length <= COLUMNS ? text : `${text.slice(0, COLUMNS - 3)}...`);
