import { afterAll, describe, it } from 'vitest';
import { parseFingerprint } from '../../src/chemistry/fingerprint.js';
import { ChemistryPool } from '../../src/chemistry/pool.js';
import { expectScaffoldsOfLong } from './long-molecules.js';

const pool = new ChemistryPool(parseFingerprint('morgan'), { threads: 1 });
afterAll(() => pool.close());

describe('ChemistryPool', () => {
  it('makes scaffolds of the longest chains and deepest nestings', async () => {
    await expectScaffoldsOfLong(pool, 4900, 1600);
  });
});
