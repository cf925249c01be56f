import { defineConfig } from 'vitest/config';
import type {} from './properties/harness/meta.js';
import { parseSeeds, projectOf } from './properties/campaign/seeds.js';
import BySeed from './properties/campaign/sequencer.js';
import { seedOfRun } from './properties/harness/seed.js';

/** The names of the tests that search a claim without one of its assumptions, and of misprints. */
const WITHOUT = '(is refuted|without .*)$';

/** How all runs are run. */
const common = {
  pool: 'threads', // they end with the process, whatever one of them is at
  maxWorkers: 2,
  isolate: false, // no file changes what another one imports, and imports cost 15 s
} as const;

/** What is said of the claims: in the terminal, and in files. */
const REPORTERS = ['./properties/harness/reporter.ts', './properties/harness/report.ts'];
const WATCHDOG = './properties/harness/watchdog.ts';

/** Tests that need more than node, or a while, or that are about pages, have a mode of their own: a browser, processes, an empty project, campaigns that are killed and resumed. */
const APART: Readonly<Record<string, string>> = {
  browser: 'properties/browser/*.test.ts',
  program: 'properties/program/*.test.ts',
  report: 'properties/report/*.test.ts',
  package: 'properties/package/*.test.ts',
  simulate: 'properties/campaign/*.test.ts',
  hostile: 'properties/hostile/*.test.ts',
};

/**
 * `--mode deep` draws ten times the cases; `--mode ablate` shrinks the witnesses of twins and prints the matrix of claims by assumptions. `--mode
 * campaign` runs the claims once for each of CAMPAIGN_SEEDS, see properties/campaign/.
 */
export default defineConfig(({ mode }) => {
  if (mode === 'campaign') {
    const seeds = parseSeeds(process.env['CAMPAIGN_SEEDS'] ?? '');
    const project = (seed: number) => ({
      test: {
        ...common,
        name: projectOf(seed),
        include: ['properties/theorems/*.test.ts'],
        testTimeout: 600_000, // a slow machine fails no claim
        provide: { seed, times: 1, ablate: 0, stores: false },
      },
    });
    return {
      test: {
        ...common,
        cache: false, // shards that run side by side would write the same file
        sequence: { sequencer: BySeed },
        reporters: ['blob', './properties/campaign/shard-reporter.ts', WATCHDOG],
        projects: seeds.map(project),
      },
    };
  }
  const apart = APART[mode];
  const times = mode === 'deep' ? 10 : 1;
  const ablate = mode === 'ablate' ? Number(process.env['ABLATE_SEEDS'] ?? 1) : 0;
  return {
    test: {
      ...common,
      include: [apart ?? 'properties/**/*.test.ts'],
      exclude: apart === undefined ? Object.values(APART) : [],
      globalSetup: ['properties/harness/global-setup.ts'],
      reporters: ['default', ...(apart === undefined ? REPORTERS : []), WATCHDOG],
      testTimeout: apart === undefined ? 180_000 * times : 300_000,
      hookTimeout: 300_000, // the package is packed and installed in one
      provide: { seed: seedOfRun(), times, ablate, stores: true },
      ...(ablate > 0 && { testNamePattern: WITHOUT, testTimeout: 600_000 }),
    },
  };
});
