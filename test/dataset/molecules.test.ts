import { afterAll, describe, expect, it } from 'vitest';
import { parseFingerprint } from '../../src/chemistry/fingerprint.js';
import { ChemistryPool } from '../../src/chemistry/pool.js';
import {
  type LoadOptions,
  loadTable,
  readMolecules,
  requireMolecules,
} from '../../src/dataset/molecules.js';
import { Job } from '../../src/job.js';
import { onBits } from '../chemistry/on-bits.js';
import { errorOf, temporaryFolder } from '../helpers.js';

const folder = temporaryFolder();
const fingerprint = parseFingerprint('morgan');
const pool = new ChemistryPool(fingerprint, { threads: 1 });
afterAll(() => pool.close());

const load = (text: string, options: LoadOptions = {}, name = 'a.csv') =>
  loadTable(folder.file(name, text), options, pool, new Job());

async function problem(text: string, options: LoadOptions = {}) {
  const error = await errorOf(() => load(text, options));
  return { code: error.code, message: folder.shorten(error.message) };
}

describe('loadTable', () => {
  it.each([
    ['smiles,y\nCCO,1\n', {}, 0],
    ['id,Drug,Y\nx,CCO,1\n', {}, 1],
    ['a,b\nx,CCO\n', { smiles: 'b' }, 1],
    ['smiles,other\nx,CCO\n', { smiles: '2' }, 1],
  ])('finds the structures of %j', async (text, options, column) => {
    const { table, smilesColumn } = await load(text, options);
    expect(smilesColumn).toBe(column);
    expect(table.rows).toHaveLength(1);
  });

  it('takes the column that parses in a file without a header, and names it', async () => {
    const { table, smilesColumn } = await load('m1,CCO,1.5\nm2,(,2\nm3,CCN,3\n');
    expect(smilesColumn).toBe(1);
    expect(table.hasHeader).toBe(false);
    expect(table.columns).toEqual(['column_1', 'smiles', 'column_3']);
    expect(table.rows).toHaveLength(3);
  });

  it('takes the column in which more cells parse: "N" and "P" are also classes', async () => {
    const { smilesColumn } = await load('N,CCO\nP,CCN\nX,CCC\nyes,CCF\n');
    expect(smilesColumn).toBe(1);
  });

  it('asks where two columns parse equally well', async () => {
    expect(await problem('CCO,C\nCCN,N\n')).toEqual({
      code: 'column',
      message: 'a.csv: columns 1 and 2 could each be the smiles column; choose one with --smiles',
    });
    expect((await load('CCO,C\nCCN,N\n', { smiles: '2' })).smilesColumn).toBe(1);
  });

  it('says what to do where no cell parses, or no column is known', async () => {
    expect(await problem('1,x\n2,y\n', { header: false })).toEqual({
      code: 'structure',
      message:
        'a.csv: no cell of the first 2 rows is a valid SMILES; name the column with --smiles if it lies further down',
    });
    expect(await problem('a,b\nCCO,1\n')).toEqual({
      code: 'column',
      message:
        'a.csv: no column of SMILES found; name it with --smiles (the columns are "a" and "b")',
    });
  });

  it('reads a .smi', async () => {
    const { table, smilesColumn } = await load('CCO ethanol\nCCN\n', {}, 'a.smi');
    expect([smilesColumn, table.hasHeader]).toEqual([0, false]);
    expect(table.rows).toEqual([
      ['CCO', 'ethanol'],
      ['CCN', ''],
    ]);
  });
});

describe('readMolecules', () => {
  const rows = ['OCC', ' CCO ', 'c1cccc1', 'CCN', '', 'C(O)C', 'NCC', 'C\u0001', 'c1ccccc1'];

  it('groups the records of one structure, in the order of their first', async () => {
    const loaded = await load(`smiles,n\n${rows.map((s, i) => `${s},${i}`).join('\n')}\n`);
    const set = await readMolecules(loaded, pool, new Job());
    expect(set.count).toBe(3);
    expect([...set.moleculeOf]).toEqual([0, 0, -1, 1, -1, 0, 1, -1, 2]);
    expect([...set.recordOffsets]).toEqual([0, 3, 5, 6]);
    expect([...set.records]).toEqual([0, 1, 5, 3, 6, 8]);
    expect(set.words).toHaveLength(3 * fingerprint.words);
    const alone = await pool.describe(['CCO', 'CCN', 'c1ccccc1']);
    for (const m of [0, 1, 2]) {
      expect(onBits(set.words, fingerprint, m)).toEqual(onBits(alone.words, fingerprint, m));
    }
  });

  it('keeps the invalid records, with row, line, text and reason', async () => {
    const text = `smiles,n\n\n${rows.map((s, i) => `${s},"${i}\n"`).join('\n')}\n`;
    const { invalid } = await readMolecules(await load(text), pool, new Job());
    expect(invalid).toEqual([
      {
        row: 3,
        line: 8,
        smiles: 'c1cccc1',
        reason: "Can't kekulize mol.  Unkekulized atoms: 0 1 2 3 4",
      },
      { row: 5, line: 12, smiles: '', reason: 'empty SMILES' },
      {
        row: 8,
        line: 18,
        smiles: 'C\\u0001',
        reason: 'a character that no SMILES has (U+0001), at character 2',
      },
    ]);
  });

  it('puts every record of a longer table into exactly one molecule, or marks it', async () => {
    const smiles = Array.from({ length: 1000 }, (_, i) =>
      i % 7 === 3 ? 'C(' : `${'C'.repeat((i * i) % 31)}O`,
    );
    const set = await readMolecules(await load(`smiles\n${smiles.join('\n')}\n`), pool, new Job());
    const valid = smiles.filter((s) => s !== 'C(');
    const distinct = [...new Set(valid)];
    expect(set.count).toBe(distinct.length);
    expect(set.invalid.map((r) => r.row - 1)).toEqual(
      smiles.flatMap((s, i) => (s === 'C(' ? [i] : [])),
    );
    distinct.forEach((canonical, m) => {
      const records = [...set.records.subarray(set.recordOffsets[m], set.recordOffsets[m + 1])];
      expect(records).toEqual(smiles.flatMap((s, i) => (s === canonical ? [i] : [])));
      expect(records.every((r) => set.moleculeOf[r] === m)).toBe(true);
    });
    expect(set.records).toHaveLength(valid.length);
  });

  it('shows a huge cell cut', async () => {
    const loaded = await load(`smiles\n${'C'.repeat(1_000_000)}\nCCO\n`);
    const { invalid, count } = await readMolecules(loaded, pool, new Job());
    expect(count).toBe(1);
    expect(invalid[0].smiles).toBe(`${'C'.repeat(59)}…${'C'.repeat(20)}`);
    expect(invalid[0].reason).toBe('SMILES of 1000000 characters, longer than the limit of 5000');
  });
});

describe('requireMolecules', () => {
  it('passes a table with one valid structure and refuses one with none', async () => {
    const some = await load('smiles\nC(\nCCO\n');
    requireMolecules(some, await readMolecules(some, pool, new Job()));
    const none = await load('Drug\nC(\nnot-a-smiles\n');
    const set = await readMolecules(none, pool, new Job());
    const error = await errorOf(() => requireMolecules(none, set));
    expect(error.code).toBe('structure');
    expect(folder.shorten(error.message)).toBe(
      'a.csv: none of its 2 rows has a valid SMILES in column "Drug" (row 1, "C(": syntax error, around character 2); name the right column with --smiles',
    );
  });
});
