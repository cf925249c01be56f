import type { TestProject } from 'vitest/node';
import './meta.js';

/** Says the seed of the run, so that it can be repeated. */
export default function setup(project: TestProject): void {
  const { seed } = project.getProvidedContext();
  process.stdout.write(`fast-check seed ${seed} (FC_SEED=${seed} npm test repeats this run)\n`);
}
