import type { Reporter, TestCase, TestModule } from 'vitest/node';
import { expectedClaims, FOLDER, missingShards, readManifest } from './manifest.js';
import { parseSeeds } from './seeds.js';
import { summarise, summaryTable, withoutRuns, type SeedRun } from './summary.js';

/** Of `vitest --merge-reports`: every failure with its seed, and one table over all seeds. The run fails, too, where a shard or a claim is missing. */
export default class MergeReporter implements Reporter {
  private readonly modules: TestModule[] = [];

  // at the end vitest lists only the modules of this very path, and a blob may come from another one
  onTestModuleEnd(module: TestModule): void {
    this.modules.push(module);
  }

  onTestRunEnd(): void {
    const manifest = readManifest();
    if (manifest === undefined) throw new Error(`there is no campaign in ${FOLDER} whose blobs could be merged`);
    const found = new Map<string, SeedRun[]>();
    const failures: string[] = [];
    for (const module of this.modules) {
      failures.push(...module.errors().map(({ message }) => `${module.project.name}: ${fileOf(module)}\n${message}`));
      for (const test of module.children.allTests()) {
        const { claim } = test.meta();
        if (claim !== undefined)
          found.set(claim.id, [...(found.get(claim.id) ?? []), { run: claim, passed: test.ok() }]);
        if (!test.ok()) failures.push(failureText(test));
      }
    }
    const seeds = parseSeeds(manifest.seeds);
    const summaries = expectedClaims(manifest).map((claim) => summarise(claim, seeds, found.get(claim.id) ?? []));
    const without = withoutRuns(summaries);
    const missing = missingShards(manifest);
    const runs = summaries.reduce((sum, summary) => sum + summary.runs, 0);
    const cases = summaries.reduce((sum, summary) => sum + summary.cases, 0);
    const failed = failures.length === 0 ? 'all as expected' : `${failures.length} not as expected`;
    const lines = [
      summaryTable(summaries),
      ...failures,
      `${summaries.length} claims from seeds ${manifest.seeds} at ${manifest.code}: ${runs} runs, ${cases} cases, ${failed}`,
      ...(missing.length > 0 ? [`shards missing: ${missing.join(', ')} of ${manifest.shards}`] : []),
      ...without,
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
    if (failures.length > 0 || missing.length > 0 || without.length > 0) process.exitCode = 1;
  }
}

/** Its path in the checkout in which it ran. */
const fileOf = ({ moduleId }: TestModule): string => moduleId.replace(/^.*(?=properties\/theorems\/)/, '');

/** What failed, from which seed, and how to replay it. */
function failureText(test: TestCase): string {
  const messages = test.result()?.errors?.map(({ message }) => message) ?? [];
  const { seed } = test.project.getProvidedContext();
  const file = fileOf(test.module);
  const pattern = test.name.replace(/[^\w ]/g, '.');
  const replay = `  replay: FC_SEED=${seed} npm test -- ${file} -t '^${pattern}$'`;
  const replays = messages.some((message) => message.includes('replay: ')) ? [] : [replay];
  return [`${test.project.name}: ${file} > ${test.fullName}`, ...messages, ...replays].join('\n');
}
