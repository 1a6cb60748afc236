import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readTable } from '../../../src/tables/read.js';
import { errorOf, temporaryFolder } from '../../helpers.js';

const folder = temporaryFolder();
const structures = async (cells: string[]) => cells.map(() => false);

describe('files that are no tables', () => {
  it.each([
    ['a.xlsx', 'x', 'a.xlsx: .xlsx files cannot be read; save the sheet as "CSV UTF-8"'],
    ['a.xls', 'x', 'a.xls: .xls files cannot be read; save the sheet as "CSV UTF-8"'],
    [
      'a.pkl.gz',
      'x',
      'a.pkl.gz: .pkl files cannot be read; a pickle can run code when it is opened',
    ],
    [
      'a.csv',
      'PK\x03\x04....',
      'a.csv is an Excel workbook or a ZIP archive, not text; save the sheet as "CSV UTF-8"',
    ],
    ['a.tsv', '\xd0\xcf\x11\xe0....', 'a.tsv is an Excel workbook, not text; save the sheet'],
    ['a.csv', '\x80\x04\x95\x10\x00', 'a.csv is a Python pickle, not text; a pickle can run code'],
    [
      'a.csv',
      'PAR1\x15\x04',
      'a.csv is a Parquet file; say --input-format parquet, or end its name in .parquet',
    ],
    ['a.sdf', 'PK\x03\x04....', 'a.sdf is an Excel workbook or a ZIP archive'],
  ])('are refused with the remedy: %s %j', async (name, content, message) => {
    const bytes = Buffer.from(content, 'latin1');
    for (const own of [bytes, gzipSync(bytes)]) {
      const { code, message: said } = await errorOf(() =>
        readTable(folder.file(name, own), { structures }),
      );
      expect(code).toBe('file');
      expect(folder.shorten(said).startsWith(message)).toBe(true);
    }
  });
});
