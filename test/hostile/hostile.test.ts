import { afterAll, describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../helpers.js';
import { sharing } from '../shared-pool.js';
import { faultsOfSmiles, faultsOfTables } from './run.js';

const { end } = vi.hoisted(() => ({ end: { pools: async () => {} } }));
vi.mock('../../src/chemistry/pool.js', async (original) => {
  const actual = await original<typeof import('../../src/chemistry/pool.js')>();
  const { SharedPool, closeShared } = sharing(actual.ChemistryPool);
  end.pools = closeShared;
  return { ...actual, ChemistryPool: SharedPool };
});

const folder = temporaryFolder();
afterAll(() => end.pools());

describe('every command ends in a result or an error of one line, with every row', () => {
  it('on hostile tables', async () => {
    expect(await faultsOfTables(0, 24, folder.path)).toEqual([]);
  });

  it('on hostile SMILES', async () => {
    expect(await faultsOfSmiles(0, 50, folder.path, false)).toEqual([]);
  });
});
