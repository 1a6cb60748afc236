import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readTable } from '../../src/tables/read.js';
import { errorOf, temporaryFolder } from '../helpers.js';

const folder = temporaryFolder();
const TEXT = 'smiles,name\nCCO,Größe 😀\nCCN,b\n';
const ROWS = [
  ['CCO', 'Größe 😀'],
  ['CCN', 'b'],
];

const structures = async (cells: string[]) => cells.map(() => false);
const read = (name: string, content: string | Uint8Array) =>
  readTable(folder.file(name, content), { structures });
const sha256 = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex');

async function problem(name: string, content: string | Uint8Array) {
  const error = await errorOf(() => read(name, content));
  return { code: error.code, message: folder.shorten(error.message) };
}

describe('a large gzip', () => {
  it('is read without a warning of Node.js', async () => {
    const warnings: Error[] = [];
    const listen = (warning: Error) => warnings.push(warning);
    process.on('warning', listen);
    // Barely compressed, so that it comes in many chunks.
    const text = Array.from({ length: 150_000 }, (_, i) => `CCO,${sha256(`${i}`).slice(0, 24)}`);
    const table = await read('large.csv.gz', gzipSync(`smiles,n\n${text.join('\n')}\n`));
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', listen);
    expect(table.rows).toHaveLength(text.length);
    expect(warnings).toEqual([]);
  });
});

describe('encodings', () => {
  it('reads UTF-8, with and without a byte-order mark', async () => {
    for (const content of [TEXT, `\ufeff${TEXT}`]) {
      const table = await read('a.csv', content);
      expect(table.columns).toEqual(['smiles', 'name']);
      expect(table.rows).toEqual(ROWS);
      expect(table.sha256).toBe(sha256(content));
    }
  });

  it('reads a character whose bytes lie in two chunks', async () => {
    for (let shift = 0; shift < 4; shift++) {
      const name = `${'x'.repeat(65_536 - 16 - shift)}😀é`;
      const table = await read('a.csv', `smiles,n\nCCO,${name}\n`);
      expect(table.rows).toEqual([['CCO', name]]);
    }
  });

  it('refuses UTF-16 of either byte order', async () => {
    const little = Buffer.from(`\ufeff${TEXT}`, 'utf16le');
    for (const content of [little, Buffer.from(little).swap16()]) {
      expect(await problem('a.csv', content)).toEqual({
        code: 'file',
        message: 'a.csv is UTF-16; save it as UTF-8',
      });
    }
  });

  it('refuses Latin-1, also where it begins late', async () => {
    const expected =
      'a.csv is not UTF-8 text; save it as UTF-8 (a spreadsheet calls it "CSV UTF-8")';
    const late = `smiles,n\n${'CCO,x\n'.repeat(50_000)}CCO,5 µM\n`;
    for (const text of ['smiles,n\nCCO,5 µM\n', late, 'smiles,n\nCCO,5 µ']) {
      expect(await problem('a.csv', Buffer.from(text, 'latin1'))).toEqual({
        code: 'file',
        message: expected,
      });
    }
  });
});

describe('gzip', () => {
  it('is known by content, whatever the name, and hashed as it lies on the disk', async () => {
    const packed = gzipSync(TEXT);
    for (const name of ['a.csv.gz', 'a.csv', 'a.CSV.GZ']) {
      const table = await read(name, packed);
      expect(table.rows).toEqual(ROWS);
      expect(table.sha256).toBe(sha256(packed));
    }
    expect((await read('plain.csv.gz', TEXT)).rows).toEqual(ROWS);
  });

  it('may have several members', async () => {
    const packed = Buffer.concat([gzipSync(TEXT), gzipSync('C,c\n')]);
    expect((await read('a.csv.gz', packed)).rows).toEqual([...ROWS, ['C', 'c']]);
  });

  it('goes by the ending under the .gz', async () => {
    const smi = await read('a.smi.gz', gzipSync('smiles name\nCCO ethanol, pure\n'));
    expect(smi.rows).toEqual([['CCO', 'ethanol, pure']]);
    expect((await read('b.tsv.gz', gzipSync('smiles\ta,b\nC\t1\n'))).columns).toEqual([
      'smiles',
      'a,b',
    ]);
  });

  it('keeps all of a file of many chunks', async () => {
    const rows = Array.from({ length: 60_000 }, (_, i) => [
      'C',
      `${(i * 2654435761) % 4294967296}`,
    ]);
    const packed = gzipSync(`smiles,n\n${rows.map((row) => row.join(',')).join('\n')}\n`);
    expect(packed.length).toBeGreaterThan(3 * 65_536);
    const table = await read('big.csv.gz', packed);
    expect(table.rows).toEqual(rows);
    expect(table.sha256).toBe(sha256(packed));
  });

  it.each([12, 20, 40])('that was cut off after %d bytes is refused', async (length) => {
    const { code, message } = await problem('a.csv.gz', gzipSync(TEXT).subarray(0, length));
    expect(code).toBe('file');
    expect(message).toBe(
      'a.csv.gz cannot be decompressed (unexpected end of file); is it a whole gzip file?',
    );
  });

  it('that is large and cut off, or damaged, is refused', async () => {
    const rows = Array.from({ length: 60_000 }, (_, i) => `C,${(i * 2654435761) % 4294967296}`);
    const packed = gzipSync(`smiles,n\n${rows.join('\n')}\n`);
    expect((await problem('a.csv.gz', packed.subarray(0, -1000))).message).toContain(
      'unexpected end of file',
    );
    const damaged = Buffer.from(packed);
    damaged[damaged.length - 8] ^= 1;
    expect((await problem('a.csv.gz', damaged)).message).toBe(
      'a.csv.gz cannot be decompressed (incorrect data check); is it a whole gzip file?',
    );
  });

  it('of nothing is an empty file', async () => {
    expect((await problem('a.csv.gz', gzipSync(''))).message).toContain('a.csv.gz is empty');
  });

  // DEFECT: what follows the last gzip member is not read, so the hash is not the file's.
  it('is hashed whole where it is padded with zeros', async () => {
    const padded = Buffer.concat([gzipSync(TEXT), Buffer.alloc(300_000)]);
    const table = await read('a.csv.gz', padded);
    expect(table.rows).toEqual(ROWS);
    expect(table.sha256).toBe(sha256(padded));
  });
});

describe('files', () => {
  it('that do not exist, or are folders, are named', async () => {
    const missing = await errorOf(() => readTable(folder.at('none.csv'), { structures }));
    expect(missing.code).toBe('file');
    expect(missing.message).toBe(`${folder.at('none.csv')} does not exist; check the path`);
    const directory = await errorOf(() => readTable(folder.path, { structures }));
    expect(directory.message).toBe(`${folder.path} is a folder; name a file in it`);
  });

  it('under a file, or with a NUL in the name, are no crash', async () => {
    const below = folder.at('plain.csv.gz/x.csv');
    const error = await errorOf(() => readTable(below, { structures }));
    expect(error.message).toBe(`${below} cannot be read (ENOTDIR)`);
    const nul = await errorOf(() => readTable('a\u0000.csv', { structures }));
    expect(nul.message).toMatch(/^a\\u0000\.csv cannot be read/);
  });
});
