import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { cellChecksums } from '../../src/tables/cells.js';
import { rowsOf, SMALL, temporaryFolder } from '../helpers.js';
import { type Run, run } from './run.js';

const folder = temporaryFolder();
const small = folder.file('small.csv', SMALL);

describe('tanimark split', () => {
  it('writes the input rows in order with what became of them, a manifest, and a summary', async () => {
    const { code, stdout, stderr } = await run([
      'split',
      small,
      '--test',
      '6',
      '-o',
      folder.at('s.csv'),
      '--json',
    ]);
    expect(code).toBe(0);
    const summary = JSON.parse(stdout);
    expect(summary.sizes).toEqual({ train: 18, valid: 0, test: 6, discarded: 0, invalid: 0 });
    expect(summary.similarity.requested).toEqual([2, 2, 2]);
    const text = folder.read('s.csv');
    const rows = rowsOf(text);
    expect(text.split('\n')[0]).toBe(
      'smiles,name,y,split,fold,max_similarity,nearest_train,reason',
    );
    expect(rows.map((r) => `${r.smiles},${r.name},${r.y}`)).toEqual(
      SMALL.trimEnd().split('\n').slice(1),
    );
    expect(rows.filter((r) => r.split === 'test')).toHaveLength(6);
    const train = new Set(rows.filter((r) => r.split === 'train').map((r) => r.name));
    for (const row of rows) {
      if (row.split === 'test') expect(train.has(row.nearest_train)).toBe(true);
      else expect([row.max_similarity, row.nearest_train]).toEqual(['', '']);
    }
    const bins = [0, 0, 0];
    for (const r of rows.filter((r) => r.split === 'test')) {
      bins[Number(r.max_similarity) >= 2 / 3 ? 2 : Number(r.max_similarity) >= 1 / 3 ? 1 : 0]++;
    }
    expect(bins).toEqual(summary.similarity.achieved);
    const manifest = JSON.parse(folder.read('s.csv.manifest.json'));
    const hash = createHash('sha256').update(text).digest('hex');
    expect(manifest.outputs).toMatchObject([{ path: 's.csv', sha256: hash, rows: 24 }]);
    const cells = rows.map((row) => Object.values(row));
    expect(manifest.outputs[0].cells).toEqual(cellChecksums(Object.keys(rows[0]), cells));
    expect(manifest.input.sha256).toBe(createHash('sha256').update(SMALL).digest('hex'));
    expect(manifest).not.toHaveProperty('seconds');
    expect(stderr).toContain('sae (similarity-aware) split of');
    expect(stderr).not.toContain('\u001b');
  });

  it('gives the same bytes for the same seed, and others for another', async () => {
    const once = async (seed: string) =>
      (await run(['split', small, '-m', 'random', '--seed', seed, '-q'])).stdout;
    expect(await once('1')).toBe(await once('1'));
    expect(await once('1')).not.toBe(await once('2'));
  });

  it('reads standard input, gzip and SMI, and gives them the same split', async () => {
    const smi = SMALL.split('\n')
      .slice(1)
      .map((l) => l.split(',').slice(0, 2).join(' '))
      .join('\n');
    const subsets = (r: Run) => {
      expect(r.stderr).toBe('');
      return rowsOf(r.stdout).map((row) => row.split);
    };
    const expected = subsets(await run(['split', small, '-q']));
    expect(subsets(await run(['split', '-', '-q'], { input: SMALL }))).toEqual(expected);
    expect(subsets(await run(['split', '-', '-q'], { input: gzipSync(SMALL) }))).toEqual(expected);
    expect(
      subsets(await run(['split', folder.file('small.csv.gz', gzipSync(SMALL)), '-q'])),
    ).toEqual(expected);
    expect(subsets(await run(['split', folder.file('small.smi', smi), '-q']))).toEqual(expected);
    expect(subsets(await run(['split', '-', '-q'], { input: smi }))).toEqual(expected);
    const tsv = folder.file('small.tsv', SMALL.replaceAll(',', '\t'));
    expect(subsets(await run(['split', tsv, '-q']))).toEqual(expected);
  });

  it('keeps every row of a messy file, and says what is wrong with which', async () => {
    const messy = `\ufeffsmiles,name,y\r\n${SMALL.split('\n').slice(1, -1).join('\r\n')}\r\n\r\nC1CC,open ring,1\r\n"OCC","ethanol, again",5\r\n,nothing,2\r\nCC😀,smile,3\r\n=cmd(),formula,4\r\n${'C'.repeat(200_000)},huge,9\r\n`;
    const { code, stderr } = await run([
      'split',
      folder.file('messy.csv', messy),
      '-o',
      folder.at('messy-out.csv'),
    ]);
    expect(code).toBe(0);
    const lines = folder.read('messy-out.csv').trimEnd().split('\n');
    expect(lines).toHaveLength(1 + 30);
    const invalid = lines.filter((l) => l.includes(',invalid,'));
    expect(
      invalid.map((l) => (l.split(',').at(-1) === '' ? '' : l.slice(l.indexOf(',invalid,') + 9))),
    ).toEqual([
      ',,,unclosed ring',
      ',,,empty SMILES',
      ',,,"a character that no SMILES has (U+D83D), at character 3"',
      ',,,"syntax error, around character 1"',
      ',,,"SMILES of 200000 characters, longer than the limit of 5000"',
    ]);
    // Ethanol is written twice, in two ways, and stays together.
    const ethanol = lines.filter((l) => l.startsWith('CCO,') || l.startsWith('OCC,'));
    expect(ethanol).toHaveLength(2);
    expect(new Set(ethanol.map((l) => /,(train|test),/.exec(l)?.[1])).size).toBe(1);
    expect(stderr).toContain(
      '5 rows with an invalid SMILES, marked invalid in the output; the first is row 25 (line 27)',
    );
    expect(stderr).toMatch(/ rows hold \d+ molecules; all rows of a molecule go to the same set/);
  });

  it('drops invalid rows, or fails on them, when told', async () => {
    const file = folder.file('one-bad.csv', `${SMALL}C1CC,open,1\n`);
    const dropped = await run([
      'split',
      file,
      '--on-invalid',
      'drop',
      '--json',
      '-o',
      folder.at('dropped.csv'),
    ]);
    expect(rowsOf(folder.read('dropped.csv'))).toHaveLength(24);
    expect(JSON.parse(dropped.stdout).invalid).toEqual([
      { row: 25, line: 26, smiles: 'C1CC', reason: 'unclosed ring' },
    ]);
    const failed = await run(['split', file, '--on-invalid', 'error']);
    expect(failed.code).toBe(2);
    expect(failed.stderr).toMatch(/^error: .*row 25 \(line 26\), "C1CC": unclosed ring.*\n$/);
    expect(failed.stdout).toBe('');
  });

  it('writes a folder of plain files, and refuses a stale one', async () => {
    const file = folder.file('with-bad.csv', `${SMALL}C1CC,open,1\n`);
    const { code } = await run([
      'split',
      file,
      '--valid',
      '4',
      '--test',
      '6',
      '-o',
      `${folder.at('out')}/`,
      '-q',
    ]);
    expect(code).toBe(0);
    expect(readdirSync(folder.at('out')).sort()).toEqual([
      'invalid.csv',
      'test.csv',
      'train.csv',
      'valid.csv',
    ]);
    const names = ['train', 'valid', 'test', 'invalid'].flatMap((s) =>
      rowsOf(folder.read(`out/${s}.csv`)).map((r) => r.name),
    );
    expect(names).toHaveLength(25);
    expect(new Set(names).size).toBe(25);
    expect(folder.read('out/train.csv').split('\n')[0]).toBe('smiles,name,y');
    expect(rowsOf(folder.read('out/valid.csv'))).toHaveLength(4);
    expect(existsSync(folder.at('out.manifest.json'))).toBe(true);
    const stale = await run(['split', file, '-o', `${folder.at('out')}/`]);
    expect(stale.code).toBe(2);
    expect(stale.stderr).toContain('valid.csv exists from an earlier split');
  });

  it('renames input columns that it would write twice', async () => {
    const file = folder.file('clash.csv', SMALL.replace('name', 'split'));
    const { stdout, stderr } = await run(['split', file]);
    expect(stdout.split('\n')[0]).toBe(
      'smiles,input_split,y,split,fold,max_similarity,nearest_train,reason',
    );
    expect(stderr).toContain('column "split" is "input_split" in the output');
    // A folder's files have the input's columns as they are, and no such note.
    const plain = await run(['split', file, '-o', `${folder.at('clash')}/`]);
    expect(folder.read('clash/test.csv').split('\n')[0]).toBe('smiles,split,y');
    expect(plain.stderr).not.toContain('input_split');
  });
});
