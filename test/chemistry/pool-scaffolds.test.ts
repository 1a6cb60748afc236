import { afterAll, describe, expect, it } from 'vitest';
import { parseFingerprint } from '../../src/chemistry/fingerprint.js';
import { ChemistryPool } from '../../src/chemistry/pool.js';
import { loadTable, readMolecules } from '../../src/dataset/molecules.js';
import { Job } from '../../src/job.js';
import { temporaryFolder } from '../helpers.js';
import { expectScaffoldsOfLong } from './long-molecules.js';

const folder = temporaryFolder();
const fingerprint = parseFingerprint('morgan');
const pool = new ChemistryPool(fingerprint, { threads: 1 });
afterAll(() => pool.close());

const scaffolds = true;

describe('ChemistryPool', () => {
  it('makes scaffolds when asked, and none otherwise', async () => {
    const smiles = ['Cc1ccccc1', 'CCO', 'c1cccc1', '', 'O=C1CCC1C', 'OC1CC1.C1CC1'];
    const plain = await pool.describe(smiles);
    expect(plain.scaffolds).toBe(undefined);
    const { scaffolds: made, ...rest } = await pool.describe(smiles, undefined, { scaffolds });
    expect(made).toEqual(['c1ccccc1', '', null, null, 'O=C1CCC1', 'C1CC1.C1CC1']);
    expect({ ...rest, scaffolds: undefined }).toEqual(plain);
    expect((await pool.describe([], undefined, { scaffolds })).scaffolds).toEqual([]);
    expect((await pool.describe(smiles)).scaffolds).toBe(undefined);
  });

  it('makes the same ones on any number of threads', async () => {
    const rings = ['c1ccccc1', 'C1CC1', 'c1ccncc1', 'C1CCC1=O', '', '('];
    const smiles = Array.from(
      { length: 3300 },
      (_, i) => `${'C'.repeat((i % 19) + 1)}N${'C'.repeat((i % 7) + 1)}${rings[i % 6]}`,
    );
    const two = new ChemistryPool(fingerprint, { threads: 2 });
    try {
      const result = await two.describe(smiles, undefined, { scaffolds });
      expect(result).toEqual(await pool.describe(smiles, undefined, { scaffolds }));
      expect(result.scaffolds).toEqual(
        smiles.map((_, i) => ['c1ccccc1', 'C1CC1', 'c1ccncc1', 'O=C1CCC1', '', null][i % 6]),
      );
    } finally {
      await two.close();
    }
  });

  it('makes them of long chains and deep nestings', async () => {
    await expectScaffoldsOfLong(pool, 2000, 1000);
  });
});

describe('readMolecules', () => {
  it('gives the scaffold of each distinct molecule', async () => {
    const path = folder.file('a.csv', 'smiles\nCc1ccccc1\nCCO\n(\nCC1=CC=CC=C1\nOC1CC1\nOCC\n');
    const table = await loadTable(path, {}, pool, new Job());
    const plain = await readMolecules(table, pool, new Job());
    expect(plain.scaffolds).toBe(undefined);
    const set = await readMolecules(table, pool, new Job(), { scaffolds });
    expect([...set.moleculeOf]).toEqual([0, 1, -1, 0, 2, 1]);
    expect(set.scaffolds).toEqual(['c1ccccc1', '', 'C1CC1']);
    expect({ ...set, scaffolds: undefined }).toEqual(plain);
  });
});
