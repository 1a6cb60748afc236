import { fileURLToPath } from 'node:url';
import { afterAll, vi } from 'vitest';
import { endOldPools } from './shared-pool.js';

// RDKit is started once for all runs. A test of the pools themselves has `vi.unmock` of this.
vi.mock('../src/chemistry/pool.js', async (original) =>
  (await import('./shared-pool.js')).withSharedPools(original),
);

// The next file may run in this process, too.
afterAll(async () => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  process.chdir(fileURLToPath(new URL('..', import.meta.url)));
  await endOldPools();
});
