import { expect } from 'vitest';
import type { ChemistryPool } from '../../src/chemistry/pool.js';

/** That chains of so many atoms, and branches nested so deeply, have the scaffolds of what is at their ends. */
export async function expectScaffoldsOfLong(
  pool: ChemistryPool,
  atoms: number,
  depth: number,
): Promise<void> {
  const chain = `C1CC1${'C'.repeat(atoms)}`;
  const linked = `${chain}C1CC1`;
  const nested = `${'C('.repeat(depth)}C1CC1${')'.repeat(depth)}`;
  const result = await pool.describe([chain, linked, nested], undefined, { scaffolds: true });
  const { scaffolds: made, canonical, problems } = result;
  expect(problems).toEqual([null, null, null]);
  expect([made?.[0], made?.[2]]).toEqual(['C1CC1', 'C1CC1']);
  // It is all rings and linker.
  expect(made?.[1] === canonical[1]).toBe(true);
}
