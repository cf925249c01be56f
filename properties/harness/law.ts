import fc from 'fast-check';
import { test } from 'vitest';
import { casesFor, LAW_RUNS, settings } from './settings.js';

/**
 * A law of the core, whatever the paper says: one random test, whose predicate throws (or returns false) where it fails.
 * A failure shows the shrunk instance, what was thrown, and the command that replays it.
 */
export function law<T>(
  name: string,
  instances: fc.Arbitrary<T>,
  predicate: (instance: T) => unknown,
  runs = LAW_RUNS,
): void {
  test(name, async () => {
    const { seed, path } = settings;
    const property = fc.asyncProperty(instances, async (instance) => {
      if ((await predicate(instance)) === false) throw new Error('the predicate is false');
    });
    const details = await fc.check(property, {
      seed,
      numRuns: path === undefined ? casesFor(runs) : 1,
      ...(path !== undefined && { path }),
    });
    if (!details.failed) return;
    const pattern = name.replace(/[^\w ]/g, '.');
    const replay = `replay: FC_SEED=${seed} FC_PATH='${details.counterexamplePath ?? ''}' npm test -- -t '${pattern}$'`;
    throw new Error(`${fc.defaultReportMessage(details)}\n${replay}`, { cause: details.errorInstance });
  });
}
