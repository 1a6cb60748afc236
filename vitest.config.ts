import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // `npm run test:long` runs what takes longer, on real data.
    include: [process.env.LONG ? 'test/**/*.long.test.ts' : 'test/**/*.test.ts'],
    exclude: process.env.LONG ? [] : ['test/**/*.long.test.ts'],
    globalSetup: ['test/global-setup.ts'],
    // The usual one less than the cores would be one on a machine of two, and most tests wait.
    maxWorkers: availableParallelism(),
    // Real data and worker threads on a busy machine; no test asserts a time.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
