import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  filesAt,
  hasFiles,
  naturalOrder,
  partFiles,
  wouldBePart,
} from '../../src/tables/part-files.js';
import type { ReadOptions } from '../../src/tables/read.js';
import { readTables } from '../../src/tables/read-parts.js';
import { place } from '../../src/tables/table.js';
import { errorOf, temporaryFolder } from '../helpers.js';

/** Stands in for RDKit: `C`, `N`, `O` chains are structures. */
const structures = async (cells: string[]) => cells.map((cell) => /^[CNO]+$/.test(cell));

function folderOf(files: Readonly<Record<string, string>>) {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) folder.file(name, text);
  const read = (pattern: string, options: Partial<ReadOptions> = {}) =>
    readTables(folder.at(pattern), { structures, ...options });
  const problem = async (pattern: string, options: Partial<ReadOptions> = {}) =>
    folder.shorten((await errorOf(() => read(pattern, options))).message);
  return { ...folder, read, problem };
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('names', () => {
  it('are ordered by the numbers in them', () => {
    const names = ['part-10', 'b2', 'part-9', 'part-010', 'b', 'part-2-1', 'part-2', 'b10', 'a'];
    expect(names.sort(naturalOrder)).toEqual([
      ...['a', 'b', 'b2', 'b10', 'part-2', 'part-2-1', 'part-9', 'part-010', 'part-10'],
    ]);
    expect(['9007199254740993', '9007199254740992'].sort(naturalOrder)[0]).toBe('9007199254740992');
  });

  it.each([
    ['*.csv', ['a.csv', 'a1.csv', 'a10.csv', 'b+.csv']],
    ['a*.csv', ['a.csv', 'a1.csv', 'a10.csv']],
    ['a?.csv', ['a1.csv']],
    ['a**.csv', ['a.csv', 'a1.csv', 'a10.csv']],
    ['?+.csv', ['b+.csv']],
    ['.*.csv', ['.hidden.csv']],
    ['', ['a.csv', 'a1.csv', 'a10.csv', 'b+.csv']],
  ])('match %j in whole, and are no hidden files, manifests or folders', (pattern, expected) => {
    const folder = folderOf(
      Object.fromEntries(
        [
          'a10.csv',
          'a1.csv',
          'a.csv',
          'b+.csv',
          '.hidden.csv',
          'a1.csv.manifest.json',
          'xaacsv',
        ].map((name) => [name, 'smiles\nC\n']),
      ),
    );
    mkdirSync(folder.at('a2.csv'));
    const found = partFiles(folder.at(pattern));
    expect(found?.files.map(folder.shorten)).toEqual(expected);
    expect(found?.others).toEqual(pattern === '' ? ['xaacsv'] : []);
  });

  it('are those of one file where it exists, even with a star in its name', () => {
    const folder = folderOf({ 'a*.csv': 'smiles\nC\n', 'ab.csv': 'smiles\nC\n' });
    expect(partFiles(folder.at('a*.csv'))).toBeNull();
    expect(partFiles(folder.at('ab.csv'))).toBeNull();
    expect(partFiles('-')).toBeNull();
    expect(filesAt(folder.at('ab.csv'))).toEqual([folder.at('ab.csv')]);
    expect(hasFiles(folder.at('?b.csv'))).toBe(true);
    expect(hasFiles(folder.at('c*'))).toBe(false);
    expect(wouldBePart(folder.at('b1.csv'), folder.at('b*.csv'))).toBe(true);
    expect(wouldBePart(folder.at('c1.csv'), folder.at('b*.csv'))).toBe(false);
    expect(wouldBePart(folder.at('c1.csv'), folder.path)).toBe(true);
    expect(wouldBePart(folder.at('c1.svg'), folder.path)).toBe(false);
    expect(wouldBePart(folder.at('x/b1.csv'), folder.at('b*.csv'))).toBe(false);
  });
});

describe('files of one table', () => {
  it('are read one after the other, and a place names file and line', async () => {
    const texts = [
      'smiles,y\nC,1\n',
      'smiles,y\nCC,2\n\nCCC,3\n',
      '# a comment\nsmiles,y\nCCCC,4\n',
    ];
    const names = ['p-1.csv', 'p-2.csv', 'p-10.csv'];
    const folder = folderOf(Object.fromEntries(names.map((name, i) => [name, texts[i]])));
    const table = await folder.read('p-*.csv');
    expect(table.columns).toEqual(['smiles', 'y']);
    expect(table.rows).toEqual([
      ['C', '1'],
      ['CC', '2'],
      ['CCC', '3'],
      ['CCCC', '4'],
    ]);
    expect([0, 1, 2, 3].map((r) => folder.shorten(place(table, r)))).toEqual([
      'row 1 (p-1.csv line 2)',
      'row 2 (p-2.csv line 2)',
      'row 3 (p-2.csv line 4)',
      'row 4 (p-10.csv line 3)',
    ]);
    expect(table.sha256).toBe(sha256(texts.map(sha256).join('')));
    expect(table.notes.map(folder.shorten)).toEqual([
      'p-*.csv: 3 files read as one table, in this order: p-1.csv, p-2.csv and p-10.csv',
      expect.stringMatching(/^p-10\.csv: 1 comment line before the table/),
    ]);
  });

  it('say once what is true of several of them', async () => {
    const text = 'smiles,y,y\nC,1,1\n';
    const folder = folderOf({ '1.csv': text, '2.csv': text, '3.csv': text, '4.csv': text });
    const { columns, duplicated, notes } = await folder.read('?.csv');
    expect(columns).toEqual(['smiles', 'y', 'y.1']);
    expect(duplicated).toEqual(new Set(['y']));
    expect(notes.map(folder.shorten)).toEqual([
      '?.csv: 4 files read as one table, in this order: 1.csv, 2.csv, … 4.csv',
      expect.stringMatching(/^\?\.csv line 1: 1 column name stands more than once/),
    ]);
  });

  it('have a header each or none', async () => {
    const folder = folderOf({
      'a1.csv': 'C,1\nCC,2\n',
      'a2.csv': 'CCC,3\n',
      'b1.csv': 'smiles,y\nC,1\n',
    });
    const { hasHeader, rows } = await folder.read('a?.csv');
    expect({ hasHeader, rows }).toEqual({
      hasHeader: false,
      rows: [
        ['C', '1'],
        ['CC', '2'],
        ['CCC', '3'],
      ],
    });
    expect(await folder.problem('*.csv')).toBe(
      'b1.csv has a header and a1.csv has none; give one to each file or to none, or name one file of *.csv',
    );
  });

  it.each([
    ['smiles,z\nC,1\n', 'b.csv has "z" as column 2, and a.csv has "y"'],
    ['y,smiles\n1,C\n', 'b.csv has "y" as column 1, and a.csv has "smiles"'],
    ['smiles\nC\n', 'b.csv lacks column 2, "y" in a.csv'],
    ['smiles,y,z\nC,1,2\n', 'b.csv has a column 3, "z", that a.csv lacks'],
  ])('must have the same columns: %j', async (text, message) => {
    const folder = folderOf({ 'a.csv': 'smiles,y\nC,1\n', 'b.csv': text });
    expect(await folder.problem('?.csv')).toBe(
      `${message}; give the files the same columns in the same order, or name one file of ?.csv`,
    );
  });

  it('have the columns of all records where these name them, as one file would', async () => {
    const [a, b] = [
      '{"smiles":"C","y":1}\n',
      '{"smiles":"CC","z":2}\n{"z":3,"y":4,"smiles":"O"}\n',
    ];
    const folder = folderOf({ 'a.jsonl': a, 'b.jsonl': b, 'both.ndjson': a + b });
    const { columns, rows } = await folder.read('?.jsonl');
    const one = await folder.read('both.ndjson');
    expect({ columns, rows }).toEqual({ columns: one.columns, rows: one.rows });
    expect(rows).toEqual([
      ['C', '1', ''],
      ['CC', '', '2'],
      ['O', '4', '3'],
    ]);
  });

  it('keep the reason of a broken record with its row, and columns of a format are the same in all', async () => {
    const block = (name: string, field: string) =>
      `${name}\n\n\n  0  0 V2000\nM  END\n> <${field}>\n1\n\n$$$$\n`;
    const folder = folderOf({
      'a1.sdf': block('m', 'y'),
      'a2.sdf': block('n', 'y'),
      'b.sdf': block('o', 'SMILES'),
    });
    const blocks = async (some: readonly string[]) =>
      some.map((text) => ({ smiles: '', problem: text.startsWith('n') ? 'no atoms' : null }));
    const table = await folder.read('a?.sdf', { blocks });
    expect(table.rows.map((row) => row[1])).toEqual(['m', 'n']);
    expect([0, 1].map((r) => table.problems?.[r])).toEqual([undefined, 'no atoms']);
    expect(await folder.problem('*.sdf')).toMatch(
      /^b\.sdf has "sdf_smiles" and "id" as columns of structures and titles, and a1\.sdf has "smiles" and "id"/,
    );
  });

  it.each([
    [
      'x*.csv',
      'x*.csv matches no file, and the shell did not expand it either; check the folder and the pattern',
    ],
    [
      'none/*.csv',
      'none/*.csv matches no file, and the shell did not expand it either; check the folder and the pattern',
    ],
    [
      'empty',
      'empty is a folder without tables; name a file, or the folder that holds the files of the table',
    ],
    [
      '*',
      '* stands for files of different formats (a.csv; b.tsv), which cannot be one table; choose those of one format, such as "*.csv" in quotes',
    ],
    [
      'mixed',
      'mixed stands for files of different formats (a.csv and 2 more files; d.tsv), which cannot be one table; choose those of one format, such as "mixed/*.csv" in quotes',
    ],
  ])('are named: %j', async (pattern, message) => {
    const folder = folderOf({ 'a.csv': 'smiles\nC\n', 'b.tsv': 'smiles\nC\n' });
    mkdirSync(folder.at('empty'));
    folder.file('empty/README.md', 'x');
    mkdirSync(folder.at('mixed'));
    for (const name of ['a.csv', 'b.csv.gz', 'c.csv', 'd.tsv']) folder.file(`mixed/${name}`, 'x');
    expect(await folder.problem(pattern)).toBe(message);
  });

  it('may have any ending where the format is named', async () => {
    const folder = folderOf({ 'p.0': '{"smiles":"C"}\n', 'p.1': '{"smiles":"O"}\n' });
    for (const path of ['p.*', '']) {
      const { rows } = await folder.read(path, { inputFormat: 'jsonl' });
      expect(rows).toEqual([['C'], ['O']]);
    }
  });
});
