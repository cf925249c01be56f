import type { TestSpecification, Vitest } from 'vitest/node';

/** Whether only a part of the tests was asked for: a name with -t, a file, a shard. */
export async function isPartial(vitest: Vitest, specifications: readonly TestSpecification[]): Promise<boolean> {
  const everything = await vitest.globTestSpecifications();
  return vitest.config.testNamePattern !== undefined || specifications.length < everything.length;
}
