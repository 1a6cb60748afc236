import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SMALL, temporaryFolder } from '../helpers.js';
import { run } from './run.js';

const folder = temporaryFolder();
const [header, ...lines] = SMALL.trim().split('\n');
/** 24 molecules, of which two stand in two rows, and two rows without one. */
const DATA = `${[header, ...lines, 'OCC,again,3', 'C1CC,invalid,1', ',empty,2', 'N(C)(C)CC,again,1'].join('\n')}\n`;
folder.file('data.csv', DATA);
const cli = (...args: string[]) => run(args, { cwd: folder.path });
const SEARCH = ['neighbors', 'data.csv', 'data.csv'];

async function search(output: string, ...args: string[]) {
  const { code, stderr } = await cli(...SEARCH, ...args, '-o', output, '-q');
  expect([code, stderr]).toEqual([0, '']);
}

/** The table of a split, and its manifest without what names the graph and the output. */
async function splitOf(...args: string[]) {
  const { code, stderr } = await cli(
    'split',
    'data.csv',
    '--test',
    '8',
    ...args,
    '-o',
    'out.csv',
    '-q',
  );
  expect([code, stderr]).toEqual([0, '']);
  const { graph, ...manifest } = JSON.parse(folder.read('out.csv.manifest.json'));
  return { table: folder.read('out.csv'), manifest, graph };
}

describe('a split with similar pairs that were found before', () => {
  it.each([
    [1, 1, 'csv'],
    [3, 1, 'csv'],
    [2, 3, 'jsonl'],
    [4, 2, 'parquet'],
  ])('is the one that is made without, from %i × %i parts as %s', async (n, m, format) => {
    const graph = `graph-${n}-${m}/`;
    for (let i = 1; i <= n; i++) {
      for (let j = 1; j <= m; j++) {
        const shards = ['--shard', `${i}/${n}`, '--reference-shard', `${j}/${m}`];
        await search(graph, '--threshold', '0.3', ...shards, '--format', format);
      }
    }
    const plain = await splitOf();
    const { graph: recorded, ...made } = await splitOf('--graph', graph);
    expect({ ...made, graph: undefined }).toEqual(plain);
    expect(recorded).toEqual({
      path: graph,
      files: n * m,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect((await cli('verify', 'out.csv', '--strict')).code).toBe(0);
  });

  it.each([
    ['the whole search', [], ['--seed', '5']],
    ['folds', [], ['--folds', '3']],
    ['repeats', [], ['--folds', '2', '--bins', '0,0.5,1']],
    ['--include-self', ['--include-self'], []],
    ['butina', [], ['-m', 'butina', '--threshold', '0.4']],
    ['lo', [], ['-m', 'lo', '--min-cluster', '2']],
    ['leakage-minimal', [], ['-m', 'leakage-minimal', '--threshold', '0.5']],
    ['little memory', [], ['--memory', '1MiB']],
  ])('also of %s', async (name, asked, args) => {
    const graph = `${name.replaceAll(' ', '-')}.csv`;
    await search(graph, '--threshold', '0.25', ...asked);
    const own = name === 'lo' || name === 'folds' || name === 'repeats';
    const base = own ? ['split', 'data.csv'] : ['split', 'data.csv', '--test', '8'];
    const plain = await cli(...base, ...args, '-q');
    expect([plain.code, plain.stderr]).toEqual([0, '']);
    const made = await cli(...base, ...args, '--graph', graph, '-q');
    expect([made.code, made.stderr]).toEqual([0, '']);
    expect(made.stdout).toBe(plain.stdout);
  });
});

describe('pairs that do not belong to the split', () => {
  const split = async (...args: string[]) => {
    const { code, stdout, stderr } = await cli('split', 'data.csv', ...args);
    expect([code, stdout]).toEqual([2, '']);
    return stderr;
  };

  it('are refused, with the reason', async () => {
    await search('third.csv', '--threshold', '1/3');
    expect(await split('--graph', 'third.csv', '--bins', '0,0.2,1')).toContain(
      'error: --graph: third.csv lists pairs of similarity 1/3 or more, and the split needs those from 1/5; search with --threshold 1/5',
    );
    expect(await split('--graph', 'third.csv', '-m', 'random')).toContain(
      'error: --graph: the method random does not search pairs at a similarity; leave it out',
    );
    expect(await split('--graph', 'third.csv', '--standardize', 'salts')).toContain(
      'without --standardize; leave one of the two out',
    );
    expect(await split('--graph', 'third.csv', '--bins', '0,1')).toContain(
      '--graph: with these options sae needs no similar pairs; leave it out',
    );
    expect(await split('--graph', 'third.csv', '--fingerprint', 'maccs')).toContain(
      '--graph: third.csv was made with another fingerprint (morgan:radius=2,bits=2048) than the split (maccs)',
    );
    expect(await split('--graph', 'third.csv', '--multiple', 'first')).toContain(
      'was made with another --multiple (none) than the split (first)',
    );
    expect(await split('--graph', 'third.csv', '-m', 'sae,butina', '--compare')).toContain(
      '--graph: not with --compare',
    );
    expect(await split('--graph', 'none/')).toContain('--graph: none/ does not exist');
    expect(await split('--graph', 'data.csv')).toContain('--graph: data.csv: its manifest');
    await search('nearest.csv', '-k', '3');
    expect(await split('--graph', 'nearest.csv')).toContain(
      '--graph: nearest.csv lists the nearest neighbors (-k 3), and all at or above a similarity are needed: tanimark neighbors data.csv data.csv --threshold 1/3',
    );
    await search('some.csv', '-k', '3', '--threshold', '0.2');
    expect(await split('--graph', 'some.csv')).toContain('(-k 3)');
    folder.file('other.csv', DATA.replace('again', 'once'));
    const other = ['other.csv', 'other.csv', '--threshold', '1/3', '-o', 'of-other.csv', '-q'];
    await cli('neighbors', ...other);
    expect(await split('--graph', 'of-other.csv')).toContain(
      '--graph: of-other.csv was made from another table than data.csv: other.csv',
    );
    await cli('neighbors', 'data.csv', 'other.csv', '--threshold', '1/3', '-o', 'mixed.csv', '-q');
    expect(await split('--graph', 'mixed.csv')).toContain(
      'holds the neighbors of one table in another',
    );
  });

  it('are refused where a part is missing or changed', async () => {
    for (const i of [1, 2, 3]) await search('broken/', '--threshold', '1/3', '--shard', `${i}/3`);
    const file = 'broken/part-2-of-3.csv';
    const before = folder.read(file);
    writeFileSync(folder.at(file), before.replace('found', 'Found'));
    expect(await split('--graph', 'broken/')).toContain(
      `--graph: ${file} was changed after it was written (the checksum in its manifest differs); run it again with --shard 2/3`,
    );
    rmSync(folder.at(file));
    expect(await split('--graph', 'broken/')).toContain(
      '--graph: part 2/3 is missing; make it (--shard 2/3)',
    );
  });

  it('are refused where a table of pairs is split', async () => {
    const rows = Array.from(
      { length: 12 },
      (_, i) => `${'C'.repeat(i + 2)}O,MKVL${'AGT'[i % 3]}WYR,${i}`,
    );
    folder.file('pairs.csv', `smiles,Target,y\n${rows.join('\n')}\n`);
    await cli(
      'neighbors',
      'pairs.csv',
      'pairs.csv',
      '--threshold',
      '1/3',
      '-o',
      'of-pairs.csv',
      '-q',
    );
    const { code, stderr } = await cli(
      'split',
      'pairs.csv',
      '--partner',
      'Target',
      '--graph',
      'of-pairs.csv',
    );
    expect(code).toBe(2);
    expect(stderr).toContain('--graph: the rows of pairs.csv are pairs with column "Target"');
  });

  /** A search of which some lines are changed, with a manifest that knows nothing of it. */
  async function forged(name: string, change: (rows: string[][]) => string[][]) {
    await search(`${name}.csv`, '--threshold', '1/3');
    const [head, ...rest] = folder.read(`${name}.csv`).trimEnd().split('\n');
    const rows = change(rest.map((line) => line.split(',')));
    const text = `${[head, ...rows.map((cells) => cells.join(','))].join('\n')}\n`;
    folder.file(`${name}.csv`, text);
    const manifest = JSON.parse(folder.read(`${name}.csv.manifest.json`));
    manifest.outputs[0].sha256 = createHash('sha256').update(text).digest('hex');
    manifest.outputs[0].rows = rows.length;
    folder.file(`${name}.csv.manifest.json`, JSON.stringify(manifest));
    return (await split('--graph', `${name}.csv`)).replace(/\s+/g, ' ');
  }
  const [QUERY, REFERENCE, SIMILARITY] = [0, 4, 7];
  // Rows 3 and 4: butanol and pentanol.
  const isPair = (cells: string[], a: string, b: string) =>
    cells[QUERY] === a && cells[REFERENCE] === b;

  it('are refused where a similarity is wrong, a pair is missing or foreign, by the rows of the two molecules', async () => {
    expect(
      await forged('wrong', (rows) =>
        rows.map((cells) => (isPair(cells, '3', '4') ? cells.with(SIMILARITY, '0.6') : cells)),
      ),
    ).toContain(
      '--graph: wrong.csv: row 3 (CCCCO) and row 4 (CCCCCO) are listed with similarity 0.6, and have 0.',
    );
    expect(
      await forged('missing', (rows) =>
        rows.filter((cells) => !isPair(cells, '3', '4') && !isPair(cells, '4', '3')),
      ),
    ).toMatch(
      /missing\.csv: row 3 \(CCCCO\) and row 4 \(CCCCCO\) have similarity 0\.\d+, and are not listed/,
    );
    expect(
      await forged('one-sided', (rows) => rows.filter((cells) => !isPair(cells, '4', '3'))),
    ).toContain(
      'one-sided.csv: row 3 (CCCCO) and row 4 (CCCCCO) are listed as neighbors from the first of them only',
    );
    expect(
      await forged('foreign', (rows) =>
        rows.flatMap((cells) =>
          isPair(cells, '3', '4')
            ? [cells, cells.with(REFERENCE, '13').with(SIMILARITY, '0.7')]
            : [cells],
        ),
      ),
    ).toMatch(
      /foreign\.csv: row 3 \(CCCCO\) and row 13 \(CCN\(C\)C\) are listed with similarity 0\.7, and have 0/,
    );
    expect(
      await forged('nobody', (rows) =>
        rows.map((cells) => (isPair(cells, '3', '4') ? cells.with(REFERENCE, '26') : cells)),
      ),
    ).toContain('row 3 (CCCCO) is listed with row 26, which is no molecule of data.csv');
    expect(await forged('gap', (rows) => rows.filter((cells) => cells[QUERY] !== '5'))).toContain(
      'gap.csv: row 5 of data.csv is missing (row 6 follows row 4)',
    );
    expect(
      await forged('short', (rows) => rows.filter((cells) => Number(cells[QUERY]) < 20)),
    ).toContain('row 20 of data.csv is missing');
    expect(
      await forged('status', (rows) =>
        rows.map((cells) => (cells[QUERY] === '26' ? cells.with(8, 'none') : cells)),
      ),
    ).toContain('row 26 is valid, and invalid in data.csv');
  });

  it('are refused where a folder holds none', async () => {
    mkdirSync(folder.at('nothing'));
    expect(await split('--graph', 'nothing/')).toContain(
      'is a folder without results of tanimark neighbors',
    );
  });
});
