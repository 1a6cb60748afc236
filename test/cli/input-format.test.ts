import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { tablePieces } from '../../src/tables/write.js';
import { SMALL, temporaryFolder } from '../helpers.js';
import { chain } from '../tables/formats/mol-blocks.js';
import { run } from './run.js';

const folder = temporaryFolder();
const [header, ...rows] = SMALL.trim()
  .split('\n')
  .map((line) => line.split(','));
const csv = folder.file('data.csv', SMALL);
const jsonl = rows
  .map((row) => JSON.stringify(Object.fromEntries(row.map((cell, c) => [header[c], cell]))))
  .join('\n');
const sdf = Array.from({ length: 24 }, (_, i) => `${chain(i + 2, `m${i}`)}> <y>\n${i}\n\n$$$$\n`);
const random = ['-m', 'random', '--test', '8', '--bins', '0,1'];

async function parquet(): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of tablePieces('parquet', header, [rows])) {
    pieces.push(Buffer.from(piece));
  }
  return Buffer.concat(pieces);
}

/** The rows of a split of standard input, or of a file. */
async function splitOf(input: string | Buffer, ...args: string[]): Promise<string> {
  const made = await run(['split', ...args, ...random], { input });
  expect(made.stderr).not.toContain('error:');
  expect(made.code).toBe(0);
  return made.stdout;
}

describe('--input-format', () => {
  it('reads standard input as the file of that format is read', async () => {
    const expected = await splitOf('', csv);
    expect(expected.split('\n')).toHaveLength(26);
    const bytes = await parquet();
    for (const [format, input] of [
      ['jsonl', jsonl],
      ['jsonl', gzipSync(jsonl)],
      ['csv', SMALL],
      ['tsv', SMALL.replaceAll(',', '\t')],
      ['parquet', bytes],
      ['parquet', gzipSync(bytes)],
    ] as const) {
      expect(await splitOf(input, '-', '--input-format', format)).toBe(expected);
    }
    const file = folder.file('mols.sdf', sdf.join(''));
    const ofFile = await splitOf('', file, '--format', 'csv');
    expect(ofFile).toContain('CCCCC,m3,3,');
    expect(await splitOf(sdf.join(''), '-', '--input-format', 'sdf', '--format', 'csv')).toBe(
      ofFile,
    );
  });

  it('reads a file of another ending, records the format, and verify makes the split again with it', async () => {
    const wrong = folder.file('wrong.csv', jsonl);
    const output = folder.at('split.csv');
    await splitOf('', wrong, '--input-format', 'jsonl', '-o', output);
    expect(readFileSync(output, 'utf8')).toBe(await splitOf('', csv));
    const manifest = JSON.parse(readFileSync(`${output}.manifest.json`, 'utf8'));
    expect(manifest.parameters['input-format']).toBe('jsonl');
    const verified = await run(['verify', output, '--strict']);
    expect(verified.code).toBe(0);
    expect(verified.stdout).toContain('every cell is identical');
    // The split itself is CSV, and is read as such.
    const audited = await run(['audit', output, '--json']);
    expect(audited.code).toBe(0);
    expect(JSON.parse(audited.stdout).inputs[0].rows).toBe(24);
  });

  it('writes the records of an SDF of another ending again', async () => {
    const file = folder.file('mols.txt', sdf.join(''));
    const args = ['--input-format', 'sdf', '--format', 'sdf'];
    const made = await splitOf('', file, ...args);
    expect(made.match(/^> +<split>/gm)).toHaveLength(24);
  });

  it('is about standard input alone where a command reads that', async () => {
    const split = folder.at('small.csv');
    await splitOf('', csv, '-o', split);
    const test = readFileSync(split, 'utf8')
      .split('\n')
      .filter((line) => line.includes(',test,'))
      .map((line) => line.split(','));
    expect(test).toHaveLength(8);
    const lines = test.map(([, name, y]) => JSON.stringify({ name, y_pred: Number(y) + 1 }));
    const scored = await run(
      ['score', '-', '--split', split, '--input-format', 'jsonl', '--metrics', 'mae', '--json'],
      { input: lines.join('\n') },
    );
    expect(scored.stderr).not.toContain('error:');
    expect(JSON.parse(scored.stdout).overall.metrics.mae.value).toBe(1);
    const plain = folder.file(
      'plain.csv',
      `name,y_pred\n${test.map(([, n, y]) => `${n},${y}`).join('\n')}\n`,
    );
    const compared = await run(
      ['compare', plain, '-', '--split', split, '--input-format', 'jsonl', '--json'],
      { input: lines.join('\n') },
    );
    expect(compared.stderr).not.toContain('error:');
    expect(compared.code).toBe(0);
    const near = await run(['neighbors', '-', csv, '--input-format', 'jsonl'], { input: jsonl });
    expect(near.stdout).toBe((await run(['neighbors', csv, csv, '--include-self'])).stdout);
    const own = ['--query-input-format', 'jsonl', '--reference-input-format', 'csv'];
    const sides = await run(['neighbors', folder.file('q.dat', jsonl), csv, ...own]);
    expect(sides.stdout).toBe(near.stdout);
    const audited = await run(['audit', '-', csv, '--input-format', 'jsonl', '--json'], {
      input: jsonl,
    });
    expect(JSON.parse(audited.stdout).inputs.map(({ rows: n }: { rows: number }) => n)).toEqual([
      24, 24,
    ]);
  });

  it.each([
    [jsonl, [], 'standard input looks like JSONL; say --input-format jsonl'],
    [sdf.join(''), [], 'standard input looks like SDF; say --input-format sdf'],
    ['PAR1....', [], 'standard input is a Parquet file; say --input-format parquet'],
    ['\x93NUMPY..', [], 'standard input is a NumPy array; say --input-format npy'],
    ['PAR1....', ['csv'], 'standard input is a Parquet file; say --input-format parquet'],
    [
      SMALL,
      ['jsonl'],
      'standard input line 1: "smiles,name,y" is not JSON; each line must be one whole JSON object (check --input-format jsonl)',
    ],
    [
      SMALL,
      ['parquet'],
      'standard input cannot be read as Parquet: it does not begin and end with PAR1; it is cut off, or another kind of file (check --input-format parquet)',
    ],
    [
      SMALL,
      ['sd'],
      "option '--input-format <format>' argument 'sd' is invalid. Allowed choices are csv, tsv, smi, txt, json, jsonl, sdf, parquet, fasta, npy.",
    ],
  ])(
    'ends in one line that names it where the content is another: %#',
    async (input, format, message) => {
      const given = format.flatMap((name) => ['--input-format', name]);
      const ended = await run(['split', '-', ...given], { input: Buffer.from(input, 'latin1') });
      expect(ended).toMatchObject({ code: 2, stdout: '' });
      expect(ended.stderr).toBe(`error: ${message}\n`);
    },
  );

  it('is named for a file, too, and a mol block within a cell is no SDF', async () => {
    const file = folder.file('mols.dat', sdf.join(''));
    const ended = await run(['split', file]);
    expect(folder.shorten(ended.stderr)).toBe(
      'error: mols.dat looks like SDF; say --input-format sdf, or end its name in .sdf\n',
    );
    const block = chain(3).trimEnd();
    const table = `smiles,block\n${rows.map(([smiles]) => `${smiles},"${block}"`).join('\n')}\n`;
    expect((await run(['split', folder.file('cells.csv', table), ...random])).code).toBe(0);
  });
});
