import { describe, expect, it } from 'vitest';
import { readTable } from '../../../src/tables/read.js';
import { errorOf, temporaryFolder } from '../../helpers.js';

const folder = temporaryFolder();

const read = (text: string, name = 'a.smi') =>
  readTable(folder.file(name, text), {
    structures: async (cells) => cells.map((cell) => /^[CNO]+$/.test(cell)),
  });

describe('smi', () => {
  it('is a SMILES, then a name to the end of the line, which may be absent', async () => {
    const table = await read('CCO ethanol, absolute "pure"\nCCN\n\n  C\t \tmethane gas \n');
    expect(table.columns).toEqual(['smiles', 'name']);
    expect(table.hasHeader).toBe(false);
    expect(table.rows).toEqual([
      ['CCO', 'ethanol, absolute "pure"'],
      ['CCN', ''],
      ['C', 'methane gas'],
    ]);
    expect(table.lines).toEqual([1, 2, 4]);
    expect(table.notes).toEqual([]);
  });

  it('may have a header', async () => {
    expect((await read('SMILES ID\nCCO e1\n')).columns).toEqual(['SMILES', 'ID']);
    const table = await read('SMILES\nCCO e1\n');
    expect(table.columns).toEqual(['SMILES', 'name']);
    expect(table.rows).toEqual([['CCO', 'e1']]);
  });

  it.each(['a.smi', 'a.smiles', 'a.ism', 'A.SMI'])('is what %s holds', async (name) => {
    expect((await read('CCO e,1\n', name)).rows).toEqual([['CCO', 'e,1']]);
  });

  it.each(['\n', '\r\n', '\r'])('may end its lines with %j', async (end) => {
    const table = await read(['CCO a', '', 'CCN b', ''].join(end));
    expect(table.rows).toEqual([
      ['CCO', 'a'],
      ['CCN', 'b'],
    ]);
    expect(table.lines).toEqual([1, 3]);
  });

  it('may mix its line ends', async () => {
    const table = await read('C a\r\nCC b\nCCC c\rCCCC d');
    expect(table.rows.map((row) => row.join(' '))).toEqual(['C a', 'CC b', 'CCC c', 'CCCC d']);
    expect(table.lines).toEqual([1, 2, 3, 4]);
  });

  it('counts a CRLF whose halves lie in two chunks once', async () => {
    for (const length of [65_534, 65_535, 65_536]) {
      const table = await read(`CCO ${'n'.repeat(length - 5)}\r\nCCN x\r\n`);
      expect(table.rows[1]).toEqual(['CCN', 'x']);
      expect(table.lines).toEqual([1, 2]);
    }
  });

  it('keeps every record of a file of many chunks', async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => ['C'.repeat((i % 9) + 1), `name ${i}`]);
    const table = await read(rows.map((row) => `${row.join('\t')}\r\n`).join(''));
    expect(table.rows).toEqual(rows);
    expect(table.lines).toEqual(rows.map((_, i) => i + 1));
  });

  it('takes a line of a few megabytes, and is empty without any', async () => {
    const long = 'C'.repeat(3_000_000);
    expect((await read(`CCO\n${long}\nCCN\n`)).rows.map((row) => row[0])).toEqual([
      'CCO',
      long,
      'CCN',
    ]);
    expect((await errorOf(() => read(' \n\t\n'))).message).toContain('is empty');
  });
});
