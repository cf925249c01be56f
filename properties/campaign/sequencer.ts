import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Shards by seed first and by file second: a seed's first file in a process costs some seconds of imports, which vitest's own shards, by file, would pay for
 * each seed in each shard.
 */
export default class BySeed extends BaseSequencer {
  override shard(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { index, count } = this.ctx.config.shard ?? { index: 1, count: 1 };
    const seeds = this.ctx.projects.map(({ name }) => name);
    const ordered = [...files].sort(
      (a, b) => seeds.indexOf(a.project.name) - seeds.indexOf(b.project.name) || (a.moduleId < b.moduleId ? -1 : 1),
    );
    const end = (shard: number): number => Math.round((shard * files.length) / count);
    return Promise.resolve(ordered.slice(end(index - 1), end(index)));
  }
}
