import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../helpers.js';
import { faultsOfSmiles, faultsOfTables } from './run.js';

const folder = temporaryFolder();

/** Seeds of one test. */
const PART = 500;
const parts = Array.from({ length: 10 }, (_, k) => k * PART);

describe('every command ends in a result or an error of one line, with every row, within 20 s', () => {
  it.each(parts)('on hostile tables from %d', { timeout: 3_600_000 }, async (from) => {
    expect(await faultsOfTables(from, from + PART, folder.path)).toEqual([]);
  });

  it.each(parts)(
    'on hostile SMILES from %d, some of 10 MB',
    { timeout: 3_600_000 },
    async (from) => {
      expect(await faultsOfSmiles(from, from + PART, folder.path, true)).toEqual([]);
    },
  );
});
