import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../helpers.js';
import { faultsOfSmiles, faultsOfTables } from './run.js';

const folder = temporaryFolder();

describe('every command ends in a result or an error of one line, with every row', () => {
  it('on hostile tables', async () => {
    expect(await faultsOfTables(0, 24, folder.path)).toEqual([]);
  });

  it('on hostile SMILES', async () => {
    expect(await faultsOfSmiles(0, 50, folder.path, false)).toEqual([]);
  });
});
