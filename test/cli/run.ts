import { vi } from 'vitest';

// RDKit is started once for all runs of a test file.
vi.mock('../../src/chemistry/pool.js', async (original) =>
  (await import('../shared-pool.js')).withSharedPools(original),
);

export { type Given, type Run, runMain as run } from './run-main.js';
