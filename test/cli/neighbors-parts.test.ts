import {
  appendFileSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../helpers.js';
import { run } from './run.js';

const QUERY = 'name,smiles\na,CCO\nb,OCC\nc,C1CC\nd,[Na+]\ne,\nf,CC(=O)O\ng,CCN\n';
const REFERENCE = 'CCO one\nCCCCN two\nOCC again\nc1ccccc1 three\nCC(=O)OC four\n';

/** A folder with a query and a reference file, and the command line in it. */
function place() {
  const folder = temporaryFolder();
  folder.file('query.csv', QUERY);
  folder.file('reference.smi', REFERENCE);
  const search = ['neighbors', 'query.csv', 'reference.smi', '--threshold', '0.2'];
  const cli = (...args: string[]) => run(args, { cwd: folder.path });
  const part = (...args: string[]) => cli(...search, ...args);
  return { folder, cli, part, search };
}

describe('parts of a search in a folder', () => {
  it.each([
    ['csv', 'parts/'],
    ['csv', 'parts/part-*.csv'],
    ['jsonl', 'parts'],
    ['parquet', 'parts/'],
    ['parquet', 'parts/*.parquet'],
  ])('get names of their own, and are merged from it (%s, %s)', async (format, parts) => {
    const { folder, cli, part, search } = place();
    for (let i = 1; i <= 3; i++) {
      const { code, stdout } = await part(
        '--shard',
        `${i}-of-3`,
        '-o',
        'parts/',
        '--format',
        format,
      );
      expect([code, stdout]).toEqual([0, '']);
    }
    const names = [1, 2, 3].flatMap((i) => [
      `parts/part-${i}-of-3.${format}`,
      `parts/part-${i}-of-3.${format}.manifest.json`,
    ]);
    expect(folder.names().filter((name) => name.startsWith('parts/'))).toEqual(names);
    const { shard } = JSON.parse(folder.read(names[3]));
    expect(shard).toBe('2/3');
    // Logs of a cluster do not matter.
    folder.file('parts/slurm-1.out', 'done\n');
    const out = `whole.${format}`;
    const merged = await cli('neighbors', '--merge', parts, '-o', out, '-q');
    expect([merged.code, merged.stderr]).toEqual([0, '']);
    const [bytes, manifest] = [out, `${out}.manifest.json`].map((name) =>
      readFileSync(folder.at(name)),
    );
    expect((await cli(...search, '-o', out, '-q')).code).toBe(0);
    expect(readFileSync(folder.at(out)).equals(bytes)).toBe(true);
    expect(readFileSync(folder.at(`${out}.manifest.json`)).equals(manifest)).toBe(true);
  });

  it('also of a grid of queries and references', async () => {
    const { folder, cli, part, search } = place();
    for (const i of [1, 2]) {
      for (const j of [1, 2, 3]) {
        const args = ['--shard', `${i}/2`, '--reference-shard', `${j}/3`, '-o', 'grid/', '-q'];
        expect((await part(...args)).code).toBe(0);
      }
    }
    expect(folder.names().filter((name) => name.endsWith('.keys'))).toEqual(
      [1, 2, 3].map((j) => `grid/part-1-of-2-ref-${j}-of-3.csv.keys`),
    );
    const merged = await cli('neighbors', '--merge', 'grid/');
    const whole = await cli(...search);
    expect(merged.stdout).toBe(whole.stdout);
    // Rows 1 and 3 of the references are one molecule, in different parts.
    expect(merged.stderr.replace(/\s+/g, ' ')).toContain(
      'reference.smi: 1 reference row repeats the molecule of an earlier row; each of the 4 molecules is listed once',
    );
    rmSync(folder.at('grid/part-2-of-2-ref-1-of-3.csv'));
    rmSync(folder.at('grid/part-2-of-2-ref-1-of-3.csv.manifest.json'));
    const { code, stderr } = await cli('neighbors', '--merge', 'grid/');
    expect([code, stderr]).toEqual([
      2,
      'error: --merge: part 2/2 × 1/3 is missing; make it (--shard 2/2 --reference-shard 1/3), or add it to the command\n',
    ]);
  });

  it.each([
    [
      'a folder without parts',
      ['empty/'],
      /empty\/ is a folder without results of tanimark neighbors/,
    ],
    ['a pattern that matches nothing', ['none/*.csv'], /none\/\*\.csv matches no file/],
    ['the keys of a part', ['grid.csv.keys'], /grid\.csv\.keys is a file of keys; name only/],
  ])('%s is an error', async (_, parts, message) => {
    const { folder, cli } = place();
    folder.file('grid.csv.keys', '');
    await import('node:fs').then(({ mkdirSync }) => mkdirSync(folder.at('empty')));
    const { code, stderr } = await cli('neighbors', '--merge', ...parts);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  it('are not merged into their folder, where the next merge would take the result for a part', async () => {
    const { cli, part } = place();
    await part('--shard', '1/1', '-o', 'parts/', '-q');
    const { code, stderr } = await cli('neighbors', '--merge', 'parts/', '-o', 'parts/all.csv');
    expect(code).toBe(2);
    expect(stderr).toContain('would be read as a part of');
  });
});

describe('a part that is there', () => {
  const args = ['--shard', '1/2', '--reference-shard', '2-of-2', '-o', 'parts/'];
  const file = 'parts/part-1-of-2-ref-2-of-2.csv';

  it('is not searched again, and says so, unless --force is given', async () => {
    const { folder, part } = place();
    expect((await part(...args)).stderr).not.toContain('is finished already');
    const before = statSync(folder.at(file)).mtimeMs;
    const again = await part(...args);
    expect(again.code).toBe(0);
    expect(again.stderr).toContain(
      `${file} is finished already, from the same files with the same options: part 1/2 × reference part 2/2 is not searched again (--force searches it)`,
    );
    expect(statSync(folder.at(file)).mtimeMs).toBe(before);
    const shown = JSON.parse((await part(...args, '--json')).stdout);
    expect(shown).toMatchObject({
      shard: '1/2',
      reference_shard: '2/2',
      outputs: [{ path: file }, {}],
    });
    // The name of a file decides nothing.
    expect((await part(...args.slice(0, 4), '-o', file)).stderr).toContain('is finished already');
    const forced = await part(...args, '--force');
    expect(forced.stderr).not.toContain('is finished already');
    expect(statSync(folder.at(file)).mtimeMs).toBeGreaterThan(before);
  });

  it.each<[string, (at: (name: string) => string) => void, string[]]>([
    ['cut off', (at) => truncateSync(at(file), 40), []],
    ['changed', (at) => appendFileSync(at(file), 'x\n'), []],
    ['without its manifest', (at) => rmSync(at(`${file}.manifest.json`)), []],
    ['with half a manifest', (at) => truncateSync(at(`${file}.manifest.json`), 300), []],
    ['without its keys', (at) => rmSync(at(`${file}.keys`)), []],
    ['with half of its keys', (at) => truncateSync(at(`${file}.keys`), 100), []],
    ['of another query file', (at) => appendFileSync(at('query.csv'), 'h,CCCC\n'), []],
    [
      'of another reference file',
      (at) => writeFileSync(at('reference.smi'), `${REFERENCE}CC x\n`),
      [],
    ],
    ['of another threshold', () => {}, ['--threshold', '0.3']],
    ['of another k', () => {}, ['-k', '1']],
    ['of another fingerprint', () => {}, ['--fingerprint', 'maccs']],
    ['of another reading', () => {}, ['--multiple', 'first']],
  ])('%s is made again', async (_, change, more) => {
    const { folder, part } = place();
    await part(...args, '-q');
    change(folder.at);
    const again = await part(...args, ...more);
    expect(again.code).toBe(0);
    expect(again.stderr).not.toContain('is finished already');
    expect(again.stderr).toContain(`wrote ${file}`);
    expect((await part(...args, ...more)).stderr).toContain('is finished already');
  });

  it('needs a part, a file, and --force a part', async () => {
    const { part } = place();
    expect((await part('-o', 'parts/')).stderr).toContain(
      '-o parts/ is a folder; name a file in it, or search in parts with --shard or --reference-shard',
    );
    expect((await part('--reference-shard', '1/2')).stderr).toContain(
      '--reference-shard 1/2: name a file with -o, or a folder that ends in /',
    );
    expect((await part('--force')).stderr).toContain('--force: only with --shard or');
    expect((await part('--reference-shard', '3/2', '-o', 'parts/')).stderr).toContain(
      '--reference-shard 3/2: give the part number',
    );
  });
});
