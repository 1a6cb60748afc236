import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { cellChecksums, cellDifference } from '../../src/tables/cells.js';
import { csv } from '../../src/tables/formats/delimited.js';
import { tsv } from '../../src/tables/formats/tabbed.js';
import { readTable } from '../../src/tables/read.js';
import { tableText } from '../../src/tables/write.js';
import { temporaryFolder } from '../helpers.js';

const folder = temporaryFolder();
const columns = ['id', 'smiles', 'note', 'y'];
const rows = [
  ['a', 'CCO', 'plain', '1.5'],
  ['b', 'CC(=O)N', 'with, comma; and "quotes"', ''],
  ['c', 'c1ccccc1', 'two\nlines', '-0.25'],
  ['', 'CCN', ' blanks ', '1e-3'],
];
const known = cellChecksums(columns, rows);
const text = tableText(columns, rows, csv.writer);

const read = (path: string) => readTable(path, { header: true, structures: async () => [] });

async function differenceOf(name: string, content: string | Uint8Array): Promise<string | null> {
  return cellDifference(known, await read(folder.file(name, content)));
}

const quoteAll = (cells: readonly string[], by = ',') =>
  cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(by);
const everyCell = (by = ',') => [columns, ...rows].map((row) => `${quoteAll(row, by)}\n`).join('');

describe('checksums of cells', () => {
  it('are SHA-256 of JSON strings, a line each', () => {
    const hash = (content: string) => createHash('sha256').update(content).digest('hex');
    expect(known.rows).toBe(4);
    const ofNote = '"plain"\n"with, comma; and \\"quotes\\""\n"two\\nlines"\n" blanks "\n';
    expect(known.columns[2]).toEqual({ name: 'note', sha256: hash(ofNote) });
    // The numbers to 15 digits, in one form; a column without any other has none.
    const ofY = '"1.5"\n""\n"-0.25"\n"0.001"\n';
    expect(known.columns[3].rounded).toBe(hash(ofY));
    expect(known.columns[3].sha256).toBe(hash(ofY.replace('0.001', '1e-3')));
    const lines = known.columns.map(({ name, sha256 }) => `["${name}","${sha256}"]`);
    expect(known.sha256).toBe(hash(['4', ...lines].join('\n')));
  });

  it('are the same for long tables, whose text is added in pieces', () => {
    const many = Array.from({ length: 30_000 }, (_, i) => [`row ${i}`]);
    const whole = many.map(([cell]) => `"${cell}"\n`).join('');
    expect(cellChecksums(['x'], many).columns[0].sha256).toBe(
      createHash('sha256').update(whole).digest('hex'),
    );
  });

  it.each<[string, string, string | Uint8Array]>([
    ['the text as written', 'a.csv', text],
    ['CRLF', 'b.csv', text.replaceAll('\n', '\r\n')],
    ['CR', 'c.csv', text.replaceAll('\n', '\r')],
    ['a byte order mark', 'd.csv', `\uFEFF${text}`],
    ['a byte order mark and CRLF', 'e.csv', `\uFEFF${text.replaceAll('\n', '\r\n')}`],
    ['no final newline', 'f.csv', text.slice(0, -1)],
    ['empty lines at the end', 'g.csv', `${text}\n\n`],
    ['every cell quoted', 'h.csv', everyCell()],
    ['semicolons', 'i.csv', everyCell(';')],
    ['tabs in a .csv', 'j.csv', everyCell('\t')],
    ['gzip', 'k.csv.gz', gzipSync(text)],
    [
      'a further column',
      'l.csv',
      [[...columns, 'mine'], ...rows.map((row) => [...row, 'x'])]
        .map((row) => `${quoteAll(row)}\n`)
        .join(''),
    ],
    [
      'another order of columns',
      'm.csv',
      [columns, ...rows].map((row) => `${quoteAll([...row].reverse())}\n`).join(''),
    ],
  ])('do not depend on how a table is written: %s', async (_, name, content) => {
    expect(await differenceOf(name, content)).toBeNull();
  });

  it.each(['csv', 'tsv'] as const)(
    'are those of a table that was written as %s',
    async (format) => {
      const written = tableText(columns, rows, { csv, tsv }[format].writer);
      expect(await differenceOf(`written.${format}`, written)).toBeNull();
    },
  );

  const line = (row: readonly string[]) => `${quoteAll(row)}\n`;
  const table = (...all: readonly (readonly string[])[]) => [columns, ...all].map(line).join('');
  const [a, b, c, d] = rows;
  it.each<[string, string, string]>([
    ['an edited cell', table(['a', 'CCO', 'plain', '1.6'], b, c, d), 'column "y" differs'],
    ['a digit more', table(['a', 'CCO', 'plain', '1.50'], b, c, d), 'column "y" differs'],
    ['a blank in a cell', table(['a', 'CCO', 'plain ', '1.5'], b, c, d), 'column "note" differs'],
    [
      'cells that changed places in a row',
      table(['CCO', 'a', 'plain', '1.5'], b, c, d),
      'columns "id" and "smiles" differ',
    ],
    [
      'cells that changed places in a column',
      table(['a', 'CCO', 'plain', ''], ['b', 'CC(=O)N', b[2], '1.5'], c, d),
      'column "y" differs',
    ],
    ['a moved row', table(b, a, c, d), 'every column differs (rows were moved or replaced)'],
    ['a row less', table(a, b, c), 'it has 3 rows, and had 4'],
    ['a row more', table(a, b, c, d, d), 'it has 5 rows, and had 4'],
    ['a column less', text.replace('note', 'notes'), 'column "note" is missing'],
  ])('change with %s', async (_, content, difference) => {
    expect(await differenceOf('changed.csv', content)).toBe(difference);
  });

  it('tell cells apart whatever they hold', () => {
    const sum = (cells: string[]) =>
      cellChecksums(
        ['x'],
        cells.map((cell) => [cell]),
      ).sha256;
    const all = [['ab', ''], ['a', 'b'], ['', 'ab'], ['a\nb'], ['a"\n"b'], ['a\\nb']];
    expect(new Set(all.map(sum)).size).toBe(all.length);
    expect(sum(['a\r\nb'])).toBe(sum(['a\nb']));
  });
});

describe('numbers that another program wrote again', () => {
  const long = ['7.522878745280337', '0.3333333333333333', '1e-3', '2.50', '12'];
  const ids = ['0012', '7', '1.', 'x', '1'];
  const made = (values: readonly string[], names = ids) =>
    values.map((value, i) => [names[i], value]);
  const was = cellChecksums(['id', 'y'], made(long));
  const difference = (values: readonly string[], names?: readonly string[]) => {
    const table = { columns: ['id', 'y'], rows: made(values, names ? [...names] : undefined) };
    return [cellDifference(was, table), cellDifference(was, table, 'rounded')];
  };
  const short = ['7.52287874528034', '0.333333333333333', '0.001', '2.5', '12.0'];

  it('are the same to 15 digits, where that is asked for', () => {
    expect(difference(long)).toEqual([null, null]);
    expect(difference(short)).toEqual(['column "y" differs', null]);
    // From few digits to many: what a program makes of the shorter ones.
    const shorter = cellChecksums(['id', 'y'], made(short));
    const table = { columns: ['id', 'y'], rows: made(long) };
    expect(cellDifference(shorter, table, 'rounded')).toBeNull();
  });

  it('are others where the 14th digit is, and so are ids, texts and places', () => {
    const differs = 'column "y" differs';
    const digit = ['7.52287874528134', ...short.slice(1)];
    expect(difference(digit)).toEqual([differs, differs]);
    expect(difference([short[1], short[0], ...short.slice(2)])[1]).toBe(differs);
    expect(difference([...short.slice(0, 4), '12.5'])[1]).toBe(differs);
    expect(difference([...short.slice(0, 4), ''])[1]).toBe(differs);
    expect(difference(short, ['12', '7', '1.', 'x', '1'])[1]).toBe('column "id" differs');
    expect(difference(short, ['0012', '7', '1.', 'X', '1'])[1]).toBe('column "id" differs');
  });

  it('know no more than the text where a manifest has no rounded checksum', () => {
    const before = { ...was, columns: was.columns.map(({ name, sha256 }) => ({ name, sha256 })) };
    const table = { columns: ['id', 'y'], rows: made(short) };
    expect(cellDifference(before, table, 'rounded')).toBe('column "y" differs');
  });

  it('do not depend on the piece in which the first of them stands', () => {
    const many = Array.from({ length: 20_000 }, (_, i) => [`text ${i}`]);
    many[15_000] = ['0.3333333333333333'];
    const rewritten = many.map((row, i) => (i === 15_000 ? ['0.333333333333333'] : row));
    const known = cellChecksums(['x'], many);
    expect(cellDifference(known, { columns: ['x'], rows: rewritten })).toBe('column "x" differs');
    expect(cellDifference(known, { columns: ['x'], rows: rewritten }, 'rounded')).toBeNull();
  });
});
