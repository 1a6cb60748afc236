import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readTableHead } from '../../src/tables/head.js';
import { temporaryFolder } from '../helpers.js';

const folder = temporaryFolder();

describe('readTableHead', () => {
  it('reads the columns and the first rows, with whatever separates them', async () => {
    for (const [name, separator] of [
      ['a.csv', ','],
      ['b.csv', ';'],
      ['c.tsv', '\t'],
    ]) {
      const text = '\ufeff smiles ,y\r\n"C",1\r\nCC,2\r\nCCC,3\r\n'.replaceAll(',', separator);
      expect(await readTableHead(folder.file(name, text), 2)).toMatchObject({
        columns: ['smiles', 'y'],
        rows: [
          ['C', '1'],
          ['CC', '2'],
        ],
      });
    }
  });

  it('gives whole rows of a large file, plain and gzipped', async () => {
    const cell = '1'.repeat(999);
    const text = `smiles,y\n${`C,${cell}\n`.repeat(150)}`;
    const plain = await readTableHead(folder.file('large.csv', text));
    expect(plain?.rows.length).toBe(65);
    expect(plain?.rows.every((row) => row[0] === 'C' && row[1] === cell)).toBe(true);
    const zipped = await readTableHead(folder.file('large.csv.gz', gzipSync(text)));
    expect(zipped?.rows.length).toBe(150);
  });

  it('stops before a row that has other cells, or whose quoted cell does not end in the head', async () => {
    const rows = async (text: string) =>
      (await readTableHead(folder.file('broken.csv', text)))?.rows.length;
    expect(await rows('smiles,y\nC,1\nC\nC,1\n')).toBe(1);
    expect(await rows(`smiles,y\nC,1\n"C\n${'C\n'.repeat(50_000)}",1\n`)).toBe(1);
  });

  it.each([
    ['nothing', ''],
    ['a header alone', 'smiles,y\n'],
    ['a NUL byte', 'smiles,y\nC,\0\n'],
    ['no UTF-8', Buffer.from('smiles,y\nC,\xff\n', 'latin1')],
    ['a broken archive', Buffer.from([0x1f, 0x8b, 0, 0])],
    ['a quote that is never closed', 'smiles,y\nC,1\n"C,1\n'],
    ['a bomb', gzipSync(Buffer.alloc(3e7, 'a,'))],
  ])('is null for %s', async (_, content) => {
    expect(await readTableHead(folder.file('none.csv', content))).toBeNull();
    expect(await readTableHead(folder.at('absent.csv'))).toBeNull();
  });
});
