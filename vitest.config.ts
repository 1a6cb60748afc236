import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

// `npm run test:long` runs what takes longer, on real data.
const isLong = Boolean(process.env.LONG);
const root = import.meta.dirname;
const tests = isLong ? 'test/**/*.long.test.ts' : 'test/**/*.test.ts';
const others = isLong ? [] : ['test/**/*.long.test.ts'];

/** Files that put something else in the place of a module. */
const mocking = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
  .map((name) => `test/${name.replaceAll('\\', '/')}`)
  .filter((path) => path.endsWith('.test.ts') && path.endsWith('.long.test.ts') === isLong)
  .filter((path) => /^vi\.(un)?mock\(/m.test(readFileSync(join(root, path), 'utf8')));

export default defineConfig({
  test: {
    globalSetup: ['test/global-setup.ts'],
    setupFiles: ['test/setup.ts'],
    // The usual one less than the cores would be one on a machine of two, and most tests wait.
    maxWorkers: availableParallelism(),
    // Real data and worker threads on a busy machine; no test asserts a time.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        // Each of a few processes takes file after file: loading modules and RDKit takes longer than most tests.
        extends: true,
        test: {
          name: 'shared',
          include: [tests],
          exclude: [...others, ...mocking],
          isolate: isLong,
        },
      },
      {
        // A process for each file.
        extends: true,
        test: { name: 'alone', include: mocking },
      },
    ],
  },
});
