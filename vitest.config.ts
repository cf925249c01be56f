import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['properties/**/*.test.ts'],
    globalSetup: ['properties/harness/global-setup.ts'],
    reporters: ['default', './properties/harness/reporter.ts'],
    maxWorkers: 2,
    testTimeout: 60_000,
  },
});
