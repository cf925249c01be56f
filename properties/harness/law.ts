import fc from 'fast-check';
import { test } from 'vitest';
import { casesFor, DEFAULT_RUNS, settings } from './settings.js';

/**
 * A law of the core, whatever the paper says: one random test, whose predicate throws (or returns false) where it fails.
 * The seed is the run's, and fast-check's message has the replay's path.
 */
export function law<T>(
  name: string,
  instances: fc.Arbitrary<T>,
  predicate: (instance: T) => unknown,
  runs = DEFAULT_RUNS,
): void {
  test(name, async () => {
    const { seed, path } = settings;
    await fc.assert(
      fc.asyncProperty(instances, async (instance) => {
        if ((await predicate(instance)) === false) throw new Error(`${name}: false`);
      }),
      { seed, numRuns: casesFor(runs), ...(path !== undefined && { path }) },
    );
  });
}
