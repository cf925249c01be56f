import { defineConfig } from 'vitest/config';
import type {} from './properties/harness/meta.js';

/** `vitest run --mode deep` draws ten times the cases. */
export default defineConfig(({ mode }) => {
  const times = mode === 'deep' ? 10 : 1;
  return {
    test: {
      include: ['properties/**/*.test.ts'],
      globalSetup: ['properties/harness/global-setup.ts'],
      reporters: ['default', './properties/harness/reporter.ts'],
      maxWorkers: 2,
      isolate: false, // no file changes what another one imports, and imports cost 15 s
      provide: { times },
      testTimeout: 60_000 * times,
    },
  };
});
