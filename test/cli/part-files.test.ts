import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { tablePieces } from '../../src/tables/write.js';
import { rowsOf, SMALL, temporaryFolder } from '../helpers.js';
import { run } from './run.js';

const folder = temporaryFolder();
const [header, ...lines] = SMALL.trim().split('\n');
const parts = { 'p-1': lines.slice(0, 9), 'p-2': lines.slice(9, 17), 'p-10': lines.slice(17) };
mkdirSync(folder.at('parts'));
mkdirSync(folder.at('pq'));
folder.file('whole.csv', SMALL);
for (const [name, own] of Object.entries(parts)) {
  folder.file(`parts/${name}.csv`, `${[header, ...own].join('\n')}\n`);
  const rows = own.map((line) => line.split(','));
  const pieces: Uint8Array[] = [];
  for await (const piece of tablePieces('parquet', header.split(','), [rows])) {
    pieces.push(Buffer.from(piece));
  }
  folder.file(`pq/${name}.parquet`, Buffer.concat(pieces));
}
const random = ['-m', 'random', '--test', '8', '--bins', '0,1'];
const cli = (...args: string[]) => run(args, { cwd: folder.path });

describe('several files of one table', () => {
  it.each(['parts', 'parts/', 'parts/*.csv', 'parts/p-?*.csv', 'pq/', 'pq/p-*.parquet'])(
    'are split as the whole file is: %s',
    async (input) => {
      const whole = await cli('split', 'whole.csv', ...random);
      expect(whole.stdout.split('\n')).toHaveLength(26);
      const made = await cli('split', input, ...random);
      expect(made.code).toBe(0);
      expect(made.stdout).toBe(whole.stdout);
      expect(made.stderr).toContain(`${input}: 3 files read as one table, in this order: p-1.`);
    },
  );

  it('are found and checked again by verify, which sees that one has changed', async () => {
    for (const input of ['parts/*.csv', 'parts']) {
      await cli('split', input, ...random, '-o', 'split.csv');
      const manifest = JSON.parse(folder.read('split.csv.manifest.json'));
      expect(manifest.input).toMatchObject({ path: input, records: 24 });
      const verified = await cli('verify', 'split.csv', '--strict');
      expect(verified.code).toBe(0);
      expect(verified.stdout).toContain('every cell is identical');
      expect(verified.stdout).not.toContain('different bytes');
      const place = folder.at('parts/p-2.csv');
      const before = readFileSync(place, 'utf8');
      writeFileSync(place, before.replaceAll('\n', '\r\n'));
      const rewritten = await cli('verify', 'split.csv', '--strict');
      expect(rewritten.code).toBe(0);
      expect(rewritten.stdout).toContain('same cells, different bytes');
      writeFileSync(place, before.replace('alcohol-11', 'alcohol-x'));
      const changed = await cli('verify', 'split.csv', '--strict');
      writeFileSync(place, before);
      expect(changed.code).toBe(3);
      expect(changed.stdout.replace(/\s+/g, ' ')).toContain(
        `${input} has changed: column "name" differs`,
      );
    }
  });

  it('are queries, references, and sides of an audit and of a score', async () => {
    const near = await cli('neighbors', 'whole.csv', 'whole.csv', '--include-self');
    expect((await cli('neighbors', 'parts/', 'pq/*.parquet')).stdout).toBe(near.stdout);
    const audit = async (...sides: string[]) => {
      const { summary: _, ...rest } = JSON.parse((await cli('audit', ...sides, '--json')).stdout);
      return [rest.inputs.map(({ rows }: { rows: number }) => rows), rest.comparisons];
    };
    folder.file('test.csv', `${[header, ...lines.slice(0, 3)].join('\n')}\n`);
    const found = await audit('parts/', 'test.csv');
    expect(found[0]).toEqual([24, 3]);
    expect(found).toEqual(await audit('whole.csv', 'test.csv'));
    folder.file(
      'preds.csv',
      `name,y_pred\n${lines
        .slice(0, 3)
        .map((l, i) => `${l.split(',')[1]},${i + 0.5}`)
        .join('\n')}\n`,
    );
    const score = async (train: string) => {
      const args = [
        'score',
        'preds.csv',
        '--train',
        train,
        '--truth',
        'test.csv',
        '--metrics',
        'mae',
        '--json',
      ];
      return JSON.parse((await cli(...args)).stdout);
    };
    const scored = await score('parts/*.csv');
    expect(scored.overall.metrics.mae.value).toBe(0.5);
    expect(scored.inputs).toContainEqual(
      expect.objectContaining({ role: 'train', path: 'parts/*.csv', rows: 24 }),
    );
    expect(scored.strata).toEqual((await score('whole.csv')).strata);
  });

  it('name the file and the line of an invalid row, also in a shard', async () => {
    mkdirSync(folder.at('bad'));
    folder.file('bad/1.csv', `${header}\nCCO,a,1\nCCN,b,2\n`);
    folder.file('bad/2.csv', `${header}\nCCC,c,3\nCCX,d,4\nCCCC,e,5\n`);
    const made = await cli('split', 'bad/*.csv', '-m', 'random', '--bins', '0,1', '--json');
    expect(JSON.parse(made.stdout).invalid).toMatchObject([{ row: 4, line: 3, file: 'bad/2.csv' }]);
    expect(made.stderr).toContain('the first is row 4 (bad/2.csv line 3), "CCX"');
    const args = ['neighbors', 'bad/', 'whole.csv', '--shard', '2/2', '-o', 'shard.csv', '--json'];
    const { invalid } = JSON.parse((await cli(...args)).stdout);
    expect(invalid.query).toMatchObject([{ row: 4, line: 3, file: 'bad/2.csv' }]);
    expect(rowsOf(folder.read('shard.csv')).map((row) => row.query_row)).toEqual(['3', '4', '5']);
  });

  it.each([
    [
      ['split', 'parts', '-o', 'parts/p-2.csv'],
      '-o parts/p-2.csv is the input itself; choose another name',
    ],
    [
      ['split', 'parts', '-o', 'parts/split.csv'],
      '-o parts/split.csv would be read as a part of the input (parts) by the next run; choose another folder',
    ],
    [
      ['split', 'parts/p*', '-o', 'parts/p.csv'],
      '-o parts/p.csv would be read as a part of the input (parts/p*) by the next run; choose another folder',
    ],
    [
      ['split', 'parts/*.sdf', '-o', 'out.sdf'],
      'parts/*.sdf matches no file, and the shell did not expand it either; check the folder and the pattern',
    ],
    [
      ['split', 'parts/*.csv', '-o', 'out.sdf'],
      'sdf output copies the records of one file, and parts/*.csv stands for several; write .csv, .tsv, .jsonl or .parquet, or join the files first (cat)',
    ],
    [
      ['split', 'folder'],
      'folder holds a split, with a training and a test table; name one of its files, or "folder/*.csv" in quotes to read all of them as one table',
    ],
  ])('end in one line: %j', async (args, message) => {
    mkdirSync(folder.at('folder'), { recursive: true });
    for (const name of ['train', 'test']) folder.file(`folder/${name}.csv`, SMALL);
    const ended = await cli(...args);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr.replaceAll('SDF', 'sdf')).toBe(`error: ${message}\n`);
  });
});
