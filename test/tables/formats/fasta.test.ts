import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readTable } from '../../../src/tables/read.js';
import { errorOf, temporaryFolder } from '../../helpers.js';

const folder = temporaryFolder();
const structures = async (cells: string[]) => cells.map(() => false);
const read = (content: string | Uint8Array, name = 'targets.fasta') =>
  readTable(folder.file(name, content), { structures });

describe('FASTA', () => {
  it('is a table of ids, descriptions and sequences', async () => {
    const table = await read('>P1 kinase of a mouse\nMKV\nLAA\n>P2\nGGG\n');
    expect(table.columns).toEqual(['id', 'description', 'sequence']);
    expect(table.rows).toEqual([
      ['P1', 'kinase of a mouse', 'MKVLAA'],
      ['P2', '', 'GGG'],
    ]);
    // A record is where it ends.
    expect(table.lines).toEqual([3, 5]);
  });

  it.each([
    ['CRLF', '>P1 a\r\nMKV\r\nLAA\r\n', ['P1', 'a', 'MKVLAA']],
    ['no line break at the end', '>P1\nMKV\nLAA', ['P1', '', 'MKVLAA']],
    ['lower case, as it is', '>P1\nmkvLAA\n', ['P1', '', 'mkvLAA']],
    ['a stop, as it is', '>P1\nMKVLAA*\n', ['P1', '', 'MKVLAA*']],
    ['empty lines', '\n>P1\n\nMKV\n\nLAA\n\n', ['P1', '', 'MKVLAA']],
    ['comments', '; made by hand\n>P1\nMKV\n;half of it\nLAA\n', ['P1', '', 'MKVLAA']],
    ['blanks in lines', '>P1\n MKV LAA \n\tGG\n', ['P1', '', 'MKVLAAGG']],
    ['a blank before the id', '>  P1   of a  mouse \nMKV\n', ['P1', 'of a  mouse', 'MKV']],
    ['an id of UniProt', '>sp|P00533|EGFR_HUMAN x\nMKV\n', ['sp|P00533|EGFR_HUMAN', 'x', 'MKV']],
    ['an id with punctuation', '>ABL1(E255K)-p,1\nMKV\n', ['ABL1(E255K)-p,1', '', 'MKV']],
    ['quotes', '>P"1" the "best"\nMKV\n', ['P"1"', 'the "best"', 'MKV']],
    ['no sequence', '>P1\n', ['P1', '', '']],
    ['a byte-order mark', '\ufeff>P1\nMKV\n', ['P1', '', 'MKV']],
  ])('is read with %s', async (_, text, row) => {
    expect((await read(text)).rows).toEqual([row]);
  });

  it.each(['t.fasta', 't.fa', 't.faa', 't.FASTA'])('is known by its ending: %s', async (name) => {
    expect((await read('>P1\nMKV\n', name)).rows).toEqual([['P1', '', 'MKV']]);
  });

  it('is read from gzip', async () => {
    const table = await read(gzipSync('>P1\nMKV\n>P2\nLAA\n'), 'targets.fasta.gz');
    expect(table.rows.map(([id, , sequence]) => [id, sequence])).toEqual([
      ['P1', 'MKV'],
      ['P2', 'LAA'],
    ]);
  });

  it('keeps records without a sequence between others', async () => {
    const { rows } = await read('>P1\n>P2\nMKV\n>P3\n');
    expect(rows.map(([id, , sequence]) => `${id}:${sequence}`)).toEqual(['P1:', 'P2:MKV', 'P3:']);
  });

  it.each([
    ['', 'has no rows; it needs at least one'],
    ['\n\n', 'has no rows; it needs at least one'],
    ['; only a comment\n', 'has no rows; it needs at least one'],
    [
      'MKV\n>P1\nLAA\n',
      ': line 1: "MKV" has no header before it; in FASTA, a line such as ">P00533" names each sequence',
    ],
    [
      '\n\nsmiles,y\nCCO,1\n',
      ': line 3: "smiles,y" has no header before it; in FASTA, a line such as ">P00533" names each sequence',
    ],
    ['>P1\nMKV\n>\nLAA\n', ': line 3: the header has no id after ">"; add one, such as ">P00533"'],
    ['>   \nMKV\n', ': line 1: the header has no id after ">"; add one, such as ">P00533"'],
  ])('refuses %j', async (text, message) => {
    const error = await errorOf(() => read(text));
    expect(error.code).toBe('table');
    expect(folder.shorten(error.message).replace('targets.fasta ', '')).toBe(
      message.startsWith(':') ? `targets.fasta${message}` : message,
    );
  });
});
