import { appendFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { parseFingerprint } from '../../src/chemistry/fingerprint.js';
import { ChemistryPool } from '../../src/chemistry/pool.js';
import { type LoadOptions, loadTable } from '../../src/dataset/molecules.js';
import { loadTableStream, type TablePart, TableStream } from '../../src/dataset/table-stream.js';
import { withIo } from '../../src/io.js';
import { Job } from '../../src/job.js';
import { errorOf, temporaryFolder } from '../helpers.js';

const folder = temporaryFolder();
const pool = new ChemistryPool(parseFingerprint('morgan'), { threads: 1 });
afterAll(() => pool.close());

const ROWS = 4;
const open = (path: string, options: LoadOptions = {}) =>
  loadTableStream(path, options, pool, new Job(), ROWS);

/** All parts of a file that has to come as a stream. */
async function streamed(path: string, options: LoadOptions = {}, cuts: number[] = []) {
  const stream = await open(path, options);
  if (!(stream instanceof TableStream)) throw new Error('read as a whole');
  expect(stream.table.rows.length).toBeLessThanOrEqual(ROWS + 1);
  const parts: TablePart[] = [];
  for await (const part of stream.parts(cuts, new Job())) parts.push(part);
  return { stream, parts };
}

const smiles = [
  'CCO',
  'C1CC',
  'CCN |&1:1|',
  'CCCC',
  '[CH3:1]C',
  'CCO',
  'CC;CN',
  'c1ccccc1',
  'CCN x',
];
const csv = `id,smiles,y\n${smiles.map((s, i) => `m${i},${s},"${i === 7 ? 'a\nb' : i}"`).join('\n')}\n`;
const smi = smiles.map((s, i) => `${s.includes(' x') ? 'CC' : s} m${i}\n\n`).join('');

describe('a table that comes part by part', () => {
  it.each<[string, string | Buffer, LoadOptions]>([
    ['a.csv', csv, {}],
    ['first.csv', csv, { multiple: 'first' }],
    ['a.csv.gz', gzipSync(csv), {}],
    ['named.csv', csv, { smiles: '2' }],
    ['rows.csv', csv.slice(csv.indexOf('\n') + 1), {}],
    ['a.smi', smi, {}],
    ['comments.csv', `# one\n# id,smiles,y\n${csv.slice(csv.indexOf('\n') + 1)}`, {}],
    ['unusual.tsv', csv.replaceAll(',', '\t').replace('smiles', 'Ligand SMILES'), {}],
  ])('has the rows, lines, SMILES and notes of the whole: %s', async (name, text, options) => {
    const path = folder.file(name, text);
    const whole = await loadTable(path, options, pool, new Job());
    const { stream, parts } = await streamed(path, options);
    expect(parts.map(({ first }) => first)).toEqual([0, 4, 8]);
    expect(parts.flatMap(({ table }) => table.rows)).toEqual(whole.table.rows);
    expect(parts.flatMap(({ table }) => table.lines)).toEqual(whole.table.lines);
    expect(new Map(parts.flatMap(({ texts }) => [...texts]))).toEqual(whole.texts);
    expect(stream.records).toBe(9);
    expect(stream.smilesColumn).toBe(whole.smilesColumn);
    const { rows: _rows, lines: _lines, ...known } = stream.table;
    const { rows: _all, lines: _allLines, ...all } = whole.table;
    expect(known).toEqual(all);
  });

  it('has the rows of a file whose format is named', async () => {
    const path = folder.file('table.sdf', csv);
    const options = { inputFormat: 'csv' };
    const whole = await loadTable(path, options, pool, new Job());
    const { parts } = await streamed(path, options);
    expect(parts.flatMap(({ table }) => table.rows)).toEqual(whole.table.rows);
  });

  it('is read as a whole: several files', async () => {
    for (const part of ['part-1.csv', 'part-2.csv']) folder.file(part, csv);
    const pattern = folder.at('part-*.csv');
    const read = await open(pattern);
    expect(read).toEqual(await loadTable(pattern, {}, pool, new Job()));
    expect(read.table.rows).toHaveLength(18);
  });

  it('ends parts where it is told to', async () => {
    const { parts } = await streamed(folder.file('cuts.csv', csv), {}, [1, 6]);
    expect(parts.map(({ first, table }) => [first, table.rows.length])).toEqual([
      [0, 1],
      [1, 4],
      [5, 1],
      [6, 3],
    ]);
  });

  it('keeps an input that comes only once for the second reading', async () => {
    const nothing = { write: () => true };
    const bytes = gzipSync(csv);
    const stdin = Readable.from([bytes.subarray(0, 20), bytes.subarray(20)]);
    const io = { stdin, stdout: nothing, stderr: nothing, env: {} };
    const { parts } = await withIo(io, () => streamed('-'));
    expect(parts.flatMap(({ table }) => table.rows.map(([id]) => id))).toEqual(
      smiles.map((_, i) => `m${i}`),
    );
  });

  it.each<[string, string, LoadOptions]>([
    ['few rows', 'smiles\nC\nCC\nCCC\nCCCC\n', {}],
    ['two columns of one name', csv.replace('id', 'y'), {}],
    ['two usual names', csv.replace('id', 'SMILES'), { smiles: '2', multiple: 'error' }],
    [
      'several columns of structures',
      smiles
        .map((s) => `${s},${s}`)
        .join('\n')
        .replace('CCO,CCO', 'smiles,isomeric_smiles'),
      {},
    ],
  ])('is read as a whole: %s', async (name, text, options) => {
    const path = folder.file(`${name}.csv`, text);
    const whole = () => loadTable(path, options, pool, new Job());
    if (options.multiple === 'error') {
      expect((await errorOf(() => open(path, options))).message).toBe(
        (await errorOf(whole)).message,
      );
    } else expect(await open(path, options)).toEqual(await whole());
  });

  it.each([
    ['a row is longer', 'm9,CCO,1,2\n'],
    ['there are more rows', 'm9,CCO,1\n'],
  ])('is refused where the file changes before the second reading: %s', async (_, more) => {
    const path = folder.file('changed.csv', csv);
    const stream = (await open(path)) as TableStream;
    appendFileSync(path, more);
    const error = await errorOf(async () => {
      for await (const _part of stream.parts([], new Job()));
    });
    expect([error.code, folder.shorten(error.message)]).toEqual([
      'file',
      'changed.csv changed while it was read; run the command again',
    ]);
  });

  it.each([
    ['a row is shorter', 'm9\n', 'line 12: 1 cell where'],
    ['a quote is open', 'm9,"CCO,1\n', 'is opened and never closed'],
  ])('is refused at once where something is wrong with a late row: %s', async (_, row, what) => {
    const path = folder.file('late.csv', csv + row);
    const error = await errorOf(() => open(path));
    const known = await errorOf(() => loadTable(path, {}, pool, new Job()));
    expect(error.message).toBe(known.message);
    expect(error.message).toContain(what);
  });
});
