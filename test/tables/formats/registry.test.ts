import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csv } from '../../../src/tables/formats/delimited.js';
import type { TableFormat } from '../../../src/tables/formats/format.js';
import { READABLE_NAMES } from '../../../src/tables/formats/names.js';
import {
  endingsOf,
  formatOfFile,
  inputFormat,
  isReadableFile,
  isTableFile,
  readableFormats,
  registerTableFormat,
  tableFormats,
  tableOutputFormats,
  withoutEnding,
} from '../../../src/tables/formats/registry.js';
import { readTableHead } from '../../../src/tables/head.js';
import { readTable } from '../../../src/tables/read.js';
import { tableText } from '../../../src/tables/write.js';
import { list } from '../../../src/text.js';
import { findFiles } from '../../../src/workflows/check/find-files.js';
import { run } from '../../cli/run.js';
import { errorOf, temporaryFolder } from '../../helpers.js';
import { blocks, bytesOf, flipped } from './test-formats.js';

const folder = temporaryFolder();
const structures = async (cells: string[]) => cells.map(() => false);
/** The endings that can be read, for messages. */
const readable = () => list(endingsOf(readableFormats()), 'or');

describe('the registry of table formats', () => {
  it.each([
    ['a.csv', 'csv', 'a'],
    ['b/A.CSV.GZ', 'csv', 'b/A'],
    ['a.tab', 'tsv', 'a'],
    ['a.smiles.gz', 'smi', 'a'],
    ['a.txt', 'txt', 'a'],
    ['a.b.csv', 'csv', 'a.b'],
    ['a.jsonl', 'jsonl', 'a'],
    ['a.ndjson.gz', 'jsonl', 'a'],
    ['a', undefined, 'a'],
    ['a.gz', undefined, 'a.gz'],
    ['a.csv.manifest.json', 'json', 'a.csv.manifest'],
    ['csv', undefined, 'csv'],
  ])('finds the format of %s by its ending: %s, and the name without it', (path, name, bare) => {
    expect(formatOfFile(path)?.name).toBe(name);
    expect(withoutEnding(path)).toBe(bare);
    expect(isReadableFile(path)).toBe(name !== undefined);
    expect(isTableFile(path)).toBe(name !== undefined && name !== 'txt' && name !== 'json');
  });

  it.each(['mol2', 'pdb'])('refuses .%s by what can be read', (own) => {
    expect(() => inputFormat(`b/a.${own}.gz`)).toThrow(
      `b/a.${own}.gz: .${own} files cannot be read; give ${readable()} (each may be gzipped)`,
    );
  });

  it('names in that message what is registered', () => {
    const remove = registerTableFormat(blocks);
    expect(readable()).toMatch(/^\.csv, .*\.blk$/);
    expect(() => inputFormat('a.mol')).toThrow(`give ${readable()} (each`);
    remove();
  });

  it('reads a format whose ending was refused before', () => {
    const remove = registerTableFormat({ ...blocks, extensions: ['.mol'] });
    expect(inputFormat('a.mol').name).toBe('blocks');
    remove();
    expect(() => inputFormat('a.mol')).toThrow();
  });

  it('is the table of formats in docs/tables.md', () => {
    const text = readFileSync(new URL('../../../docs/tables.md', import.meta.url), 'utf8');
    const rows = [...text.matchAll(/^\| `(\w+)` \| ((?:`\.\w+`(?:, )?)+) \| (yes|no)/gm)];
    expect(rows.map(([, name, endings, read]) => [name, endings, read])).toEqual(
      tableFormats().map(({ name, extensions, content }) => [
        name,
        extensions.map((ending) => `\`${ending}\``).join(', '),
        content === 'none' ? 'no' : 'yes',
      ]),
    );
  });

  it('refuses to read a format that is only written', () => {
    const { writer } = blocks;
    const only = { name: 'only', extensions: ['.only'], content: 'none', writer } as const;
    const remove = registerTableFormat(only as TableFormat);
    expect(() => inputFormat('a.only')).toThrow('a.only: .only files cannot be read; give .csv');
    expect(isReadableFile('a.only')).toBe(false);
    remove();
    expect(inputFormat('a.only').name).toBe('txt');
  });

  it.each([
    ['name', { ...blocks, name: 'csv' }],
    ['ending', { ...blocks, extensions: ['.blk', '.tab'] }],
  ])('refuses a second format of one %s', (_, format) => {
    const before = [...tableFormats()];
    expect(() => registerTableFormat(format)).toThrow(
      'has the same name or file ending; choose another',
    );
    expect(tableFormats()).toEqual(before);
  });
});

/** Molecules in two families, with labels and an id. */
const molecules = Array.from({ length: 40 }, (_, r) => [
  `m${r}`,
  `${r % 2 === 0 ? 'C' : 'c1ccccc1'}${'C'.repeat(1 + (r >> 1))}${r % 3 === 0 ? 'O' : 'N'}`,
  String(1 + r / 8),
]);
const table = [['id', 'smiles', 'y'], ...molecules];
/** Rows of a table as a file of a test gives them. */
const cells = async (path: string) => {
  const { columns, rows } = await readTable(path, { header: true, structures });
  return [columns, ...rows];
};

describe.each([
  ['text', blocks, 'blk'],
  ['binary', flipped, 'flip'],
] as const)('a %s format that only this test has', (kind, format, ending) => {
  const at = (name: string) => folder.at(`${kind}-${name}.${ending}`);
  const plainSplit = folder.at(`${kind}-plain.csv`);
  let remove = () => {};
  let data: string;

  beforeAll(async () => {
    remove = registerTableFormat(format);
    data = folder.file(`${kind}-data.${ending}`, await bytesOf(format, table));
    const plain = folder.file(`${kind}-data.csv`, tableText(table[0], molecules, csv.writer));
    const made = await run(['split', plain, '--test', '10', '--seed', '3', '-o', plainSplit]);
    expect(made.code).toBe(0);
    const own = await run(['split', data, '--test', '10', '--seed', '3', '-o', at('split')]);
    expect([own.stderr, own.code]).toEqual([expect.stringContaining('wrote'), 0]);
  });
  afterAll(() => remove());

  it('is read with its cells, its lines and the checksum of all its bytes, also gzipped', async () => {
    const bytes = readFileSync(data);
    const read = await readTable(data, { structures });
    expect(read).toMatchObject({ columns: table[0], rows: molecules, hasHeader: true });
    expect(read.lines.slice(0, 2)).toEqual(kind === 'text' ? [3, 7] : [1, 2]);
    expect(read.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    const zipped = gzipSync(bytes);
    const path = folder.file(`${kind}-zipped.${ending}.gz`, zipped);
    const unzipped = await readTable(path, { structures });
    expect(unzipped.rows).toEqual(molecules);
    expect(unzipped.sha256).toBe(createHash('sha256').update(zipped).digest('hex'));
  });

  it('has column names, which --no-header contradicts', async () => {
    const error = await errorOf(() => readTable(data, { header: false, structures }));
    expect([error.code, error.message]).toEqual([
      'usage',
      `${data}: ${format.name} files name their columns; leave out --no-header`,
    ]);
  });

  it('is refused without rows, and with a row of another length', async () => {
    const none = folder.file(`${kind}-none.${ending}`, await bytesOf(flipped, [['smiles', 'y']]));
    const ragged = await bytesOf(flipped, [['smiles', 'y'], ['C']]);
    const short = folder.file(`${kind}-short.${ending}`, ragged);
    if (kind === 'text') {
      const text = 'smiles=C\ny=1\n\nsmiles=C\n\n';
      const broken = folder.file('short.blk', text);
      await expect(readTable(broken, { structures })).rejects.toThrow(
        'short.blk line 4: 1 cell where there are 2 columns; fix the file',
      );
    } else {
      await expect(readTable(none, { structures })).rejects.toThrow(
        'none.flip has no rows; it needs at least one',
      );
      await expect(readTable(short, { structures })).rejects.toThrow(
        'short.flip line 1: 1 cell where there are 2 columns; fix the file',
      );
    }
  });

  it('gives its first rows for a look', async () => {
    const head = await readTableHead(data, 4);
    expect([head?.columns, head?.rows]).toEqual([table[0], molecules.slice(0, 4)]);
    expect(await readTableHead(at('absent'))).toBeNull();
  });

  it('is read and written by split, with the cells that CSV has', async () => {
    const own = await cells(at('split'));
    expect(own).toEqual(await cells(plainSplit));
    expect(own[0].slice(0, 4)).toEqual(['id', 'smiles', 'y', 'split']);
    const written = await run([
      'split',
      data,
      '--test',
      '10',
      '--seed',
      '3',
      '-o',
      `${at('f')}/`,
      '--format',
      format.name,
    ]);
    expect(written.code).toBe(0);
    expect((await cells(`${at('f')}/test.${ending}`)).length).toBe(11);
    const help = (await run(['split', '--help'])).stdout.replace(/\s+/g, ' ');
    const formats = tableOutputFormats();
    expect(formats.at(-1)).toBe(format);
    expect(help).toContain(`output format: ${formats.map(({ name }) => name).join(', ')}`);
    expect(help).toContain(`file (${endingsOf(formats).join(', ')})`);
  });

  it('is printed where no output is named', async () => {
    const { stdout, code } = await run([
      'split',
      data,
      '--test',
      '10',
      '--seed',
      '3',
      '--format',
      format.name,
      '--quiet',
    ]);
    expect(code).toBe(0);
    expect(stdout.length).toBeGreaterThan(100);
    if (kind === 'text') expect(stdout).toBe(readFileSync(at('split'), 'utf8'));
  });

  it('is verified and audited as a split, as a file and as a folder', async () => {
    for (const path of [at('split'), `${at('f')}/`]) {
      const verified = await run(['verify', path]);
      expect([verified.stderr, verified.code]).toEqual(['', 0]);
      const audited = JSON.parse((await run(['audit', path, '--json'])).stdout);
      expect([audited.sides.train.records, audited.sides.test.records]).toEqual([30, 10]);
    }
  });

  it('holds the pairs of an audit', async () => {
    const options = ['audit', at('split'), '--max-near', '0.5:0', '--pairs'];
    const plain = folder.at(`${kind}-pairs.csv`);
    expect((await run([...options, plain])).code).toBe(1);
    await run([...options, at('pairs')]);
    const own = await cells(at('pairs'));
    expect(own.length).toBeGreaterThan(2);
    expect(own).toEqual(await cells(plain));
    expect((await run(['audit', '--help'])).stdout).toContain(`.${ending})`);
  });

  it('is scored and compared, with models named after files without their endings', async () => {
    const rows = (await cells(plainSplit)).slice(1).filter((row) => row[3] === 'test');
    const predict = (shift: number) => [
      ['id', 'y_pred'],
      ...rows.map(([id, , y]) => [id, String(Number(y) + shift)]),
    ];
    const [good, bad] = [at('good'), at('bad')];
    folder.file(`${kind}-good.${ending}`, await bytesOf(format, predict(0.25)));
    folder.file(`${kind}-bad.${ending}`, await bytesOf(format, predict(0.5)));
    const options = ['--split', at('split'), '--metrics', 'mae', '--json'];
    const scored = JSON.parse((await run(['score', good, ...options])).stdout);
    expect(scored.overall.metrics.mae.value).toBeCloseTo(0.25, 12);
    const compared = JSON.parse((await run(['compare', good, bad, ...options])).stdout);
    expect(compared.models.map(({ name }: { name: string }) => name)).toEqual([
      `${kind}-good`,
      `${kind}-bad`,
    ]);
    // A folder of predictions is a suite.
    mkdirSync(folder.at(`${kind}-suite`));
    folder.file(`${kind}-suite/one_preds.${ending}`, await bytesOf(format, predict(1)));
    const suite = JSON.parse((await run(['score', folder.at(`${kind}-suite`), ...options])).stdout);
    expect(suite.suite.map(({ name }: { name: string }) => name)).toEqual(['one']);
    expect(suite.suite[0].overall.metrics.mae.value).toBeCloseTo(1, 12);
  });

  it('is searched and written by neighbors, and its parts are joined', async () => {
    const plain = folder.at(`${kind}-near.csv`);
    await run(['neighbors', data, at('split'), '-k', '2', '-o', plain]);
    await run(['neighbors', data, at('split'), '-k', '2', '-o', at('near')]);
    const own = await cells(at('near'));
    expect(own.length).toBe(81);
    expect(own).toEqual(await cells(plain));
    const parts = [at('part-1'), at('part-2')];
    for (const [i, part] of parts.entries()) {
      const shard = ['--shard', `${i + 1}/2`, '-o', part];
      expect((await run(['neighbors', data, at('split'), '-k', '2', ...shard])).code).toBe(0);
    }
    expect((await run(['neighbors', '--merge', ...parts, '-o', at('whole')])).code).toBe(0);
    expect(readFileSync(at('whole'))).toEqual(readFileSync(at('near')));
  });

  it('is found by check --init', async () => {
    const place = `${kind}-gate`;
    mkdirSync(folder.at(place));
    folder.file(`${place}/a.${ending}`, readFileSync(at('split')));
    folder.file(`${place}/preds.${ending}`, readFileSync(at('good')));
    expect(await findFiles(folder.at(place))).toMatchObject({
      split: `a.${ending}`,
      predictions: [`preds.${ending}`],
      label: 'y',
      task: 'regression',
    });
  });
});

it('has the formats whose names are known without it', () => {
  expect(READABLE_NAMES).toEqual(readableFormats().map(({ name }) => name));
});
