import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../helpers.js';
import { binOf, compare, type Ratio } from '../oracle/brute-force.js';
import { checkPairSplit, type PairRow } from '../oracle/check-pairs.js';
import { davis, hasDavis, madeMatrix, madePairs, someRows } from '../oracle/pair-data.js';
import { type PairWorld, pairKey } from '../oracle/pairs.js';
import { IDS, PARTNERS, splitPairs, written } from './pair-split.js';
import { edgesIn } from './recompute.js';
import { run } from './run.js';

const folder = temporaryFolder();
const SIDES = ['drug', 'partner'] as const;

interface Cell {
  readonly drug: string;
  readonly partner: string;
  readonly requested: number;
  readonly test: number;
  readonly bound: number;
}

/** The bins of both sides of a pair, by a loop over all training rows. */
function binsOf(
  world: PairWorld,
  row: PairRow,
  train: readonly PairRow[],
  edges: readonly Ratio[],
): number[] {
  return SIDES.map((side) => {
    let most: Ratio = [0n, 1n];
    for (const other of train) {
      const found = world[`${side}s`].similarity(row[side], other[side]);
      if (compare(found, most) > 0) most = found;
    }
    return binOf(most, edges);
  });
}

/** Checks every cell, every row that is left out and every training pair of a split with --grid. */
function checkGrid(
  rows: readonly PairRow[],
  world: PairWorld,
  edgeText: string,
  summary: Awaited<ReturnType<typeof splitPairs>>['summary'],
) {
  const edges = edgesIn(edgeText);
  const bins = edges.length - 1;
  const { grid_target, grid_status, grid_reason, ...others } = summary.pairs;
  const cells = grid_target as readonly Cell[];
  checkPairSplit(rows, world, edges, { ...summary, pairs: others });
  const train = rows.filter((row) => row.split === 'train');
  const known = SIDES.map(
    (side) =>
      new Set(train.map((row) => (side === 'partner' ? row.partner : world.drugs.key(row.drug)))),
  );
  const isKnown = (row: PairRow) => [
    known[0].has(world.drugs.key(row.drug)),
    known[1].has(row.partner),
  ];
  const counts = cells.map(() => 0);
  const seen = new Set<string>();
  const outside = cells.map(() => 0);
  for (const row of rows) {
    if (row.split === 'train') continue;
    const [drug, partner] = binsOf(world, row, train, edges);
    const cell = drug * bins + partner;
    // Rows of one pair have one fate.
    const key = pairKey(world, row);
    if (!seen.has(key)) {
      outside[cell]++;
      if (row.split === 'test') counts[cell]++;
    }
    seen.add(key);
    if (row.split === 'test') {
      expect(row.reason).toBe('');
      continue;
    }
    expect(row.split).toBe('discarded');
    expect(row.reason).toBe(
      'its drug or its partner is kept out of training, and its cell of the grid has its test pairs',
    );
    expect(isKnown(row)).toContain(false);
    expect(cells[cell].test).toBe(cells[cell].requested);
  }
  expect(cells.map(({ test }) => test)).toEqual(counts);
  expect(summary.sizes.test).toBe(counts.reduce((a, b) => a + b, 0));
  cells.forEach(({ test, requested, bound }, c) => {
    expect(requested).toBeLessThanOrEqual(bound);
    expect(test).toBeLessThanOrEqual(requested);
    expect(outside[c]).toBeGreaterThanOrEqual(test);
  });
  const worst = Math.max(...cells.map(({ test, requested }) => requested - test));
  expect(grid_status).toBe(['exact', 'within_one'][worst] ?? 'closest');
  expect(grid_reason === null).toBe(worst === 0);
  return { cells, left: summary.sizes.discarded as number };
}

describe('split --grid', () => {
  it('is what the double loop finds, on 30 small tables', async () => {
    const seen = { exact: 0, closest: 0, left: 0, limited: 0 };
    for (let n = 0; n < 30; n++) {
      const made = madePairs(n + 300, 30 + n, { drugs: 6 + (n % 9), targets: 5 + (n % 7) });
      const names = [...made.targets.keys()];
      const similarities = { names, cells: madeMatrix(n, names.length) };
      const given = await written(folder, made, PARTNERS[n % PARTNERS.length], similarities);
      const bins = ['0,1/3,2/3,1', '0,0.5,1', '0,0.2,0.4,0.6,1'][n % 3];
      const limit = n % 4 === 3 ? ['--max-discard', '0.2'] : [];
      const { rows, summary } = await splitPairs(folder, given.input, IDS, [
        ...[...given.args, '--grid', '--effort', '0.01', '--bins', bins],
        ...['--test', ['0.2', '0.3', '9'][n % 3], '--seed', String(n), ...limit],
      ]);
      const { cells, left } = checkGrid(rows, given.world, bins, summary);
      expect(cells).toHaveLength((bins.split(',').length - 1) ** 2);
      const { pairs } = summary.input.pairs;
      if (limit.length > 0) expect(left).toBeLessThanOrEqual(Math.floor(pairs / 5));
      seen[summary.pairs.grid_status === 'exact' ? 'exact' : 'closest']++;
      if (left > 0) seen.left++;
      if (limit.length > 0) seen.limited++;
    }
    expect(seen.exact).toBeGreaterThan(5);
    expect(seen.closest).toBeGreaterThan(2);
    expect(seen.left).toBeGreaterThan(20);
    expect(seen.limited).toBe(7);
  });

  it('says what cells lack, and that no split can fill others', async () => {
    const made = madePairs(310, 60, { drugs: 9, targets: 7 });
    const given = await written(folder, made, 'category');
    const args = [...given.args, '--grid', '--effort', '0.05', '--max-discard', '0'];
    const { summary } = await splitPairs(folder, given.input, IDS, args);
    const { code, stderr } = await run([
      'split',
      given.input,
      ...args,
      '-o',
      folder.at('said.csv'),
    ]);
    expect(code).toBe(0);
    const cells = summary.pairs.grid_target as readonly Cell[];
    const lines = stderr.split('\n');
    const table = lines.findIndex((line) => line.startsWith('Test pairs / requested'));
    expect(lines.slice(table, table + 2).join(' ')).toBe(
      'Test pairs / requested, by max similarity of the molecule (rows) and of the partner (columns) to any in training',
    );
    const labels = ['[0, 1/3)', '[1/3, 2/3)', '[2/3, 1]'];
    labels.forEach((drug, i) => {
      const shown = cells
        .slice(3 * i, 3 * i + 3)
        .map(({ test, requested, bound }) => (bound === 0 ? '–' : `${test} / ${requested}`));
      expect(lines[table + 3 + i].trim().split(/ {2,}/)).toEqual([drug, ...shown]);
      // Categories are equal or different.
      expect(shown[1]).toBe('–');
    });
    expect(stderr).toContain('–: no split can have test pairs in this cell.');
    const lacking = cells.filter(({ test, requested }) => test < requested);
    expect(lacking.length).toBeGreaterThan(0);
    for (const { drug, partner, test, requested, bound } of lacking) {
      expect(lines).toContain(
        `  molecule ${drug} × partner ${partner}: ${test} of ${requested} (at most ${bound} possible)`,
      );
    }
    const missing = lacking.reduce((sum, { test, requested }) => sum + requested - test, 0);
    const all = cells.reduce((sum, { requested }) => sum + requested, 0);
    expect(stderr.replaceAll('\n', ' ')).toContain(
      `closest: ${missing} of ${all} requested test pairs are missing, in ${lacking.length} of 9 cells; no closer test set was found`,
    );
    const strict = await run([
      'split',
      given.input,
      ...args,
      '--strict',
      '-o',
      folder.at('no.csv'),
    ]);
    expect(strict.code).toBe(2);
    expect(strict.stderr).toContain(
      `--strict: ${missing} of ${all} requested test pairs are missing, in ${lacking.length} of 9 cells`,
    );
    expect(folder.names()).not.toContain('no.csv');
  });

  it('makes the same bytes with the same seed, others with another, and each repeat as from its seed', async () => {
    const given = await written(folder, madePairs(320, 60), 'kmer:3');
    const options = [...given.args, '--grid', '--effort', '0.02', '--label', 'y'];
    const made = async (...args: string[]) =>
      (await splitPairs(folder, given.input, IDS, [...options, ...args])).text;
    const one = await made('--seed', '4');
    expect(await made('--seed', '4', '--threads', '1')).toBe(one);
    expect(await made('--seed', '4', '--threads', '3')).toBe(one);
    expect(await made('--seed', '5')).not.toBe(one);
    const output = folder.at('repeated.csv');
    const args = ['split', given.input, '-q', ...options, '--seed', '4', '--repeats', '2'];
    expect((await run([...args, '-o', output])).code).toBe(0);
    expect(folder.read('repeated.repeat-0.csv')).toBe(one);
    expect(folder.read('repeated.repeat-1.csv')).not.toBe(one);
  });

  it.each([
    [[], undefined],
    [['--max-discard', '0'], '0'],
    [['--max-discard', '0.2'], '0.2'],
  ])('is repeated by verify, with %j', async (more, recorded) => {
    const given = await written(folder, madePairs(330, 50), 'kmer:3');
    const output = folder.at('recorded.csv');
    const options = [...given.args, '--grid', '--effort', '0.02', ...more];
    expect((await run(['split', given.input, '-q', ...options, '-o', output])).code).toBe(0);
    const { parameters, pairs } = JSON.parse(folder.read('recorded.csv.manifest.json'));
    expect(parameters.grid).toBe('true');
    expect(parameters['max-discard']).toBe(recorded);
    expect(parameters.distribution).toBeUndefined();
    expect(pairs.grid_target).toHaveLength(9);
    const { code, stdout } = await run(['verify', output, '--strict', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'verified', repeated: true });
    expect(code).toBe(0);
  });

  it('is on a page of the split', async () => {
    const given = await written(folder, madePairs(340, 60), 'kmer:3');
    const args = [...given.args, '--grid', '--effort', '0.02', '--html', folder.at('page.html')];
    const { summary } = await splitPairs(folder, given.input, IDS, args);
    const page = folder.read('page.html');
    const section = page.slice(page.indexOf('Test pairs / requested'));
    const cells = [...section.matchAll(/<td[^>]*>(\d+ \/ \d+|–)<\/td>/g)].map(([, text]) => text);
    expect(cells).toEqual(
      (summary.pairs.grid_target as readonly Cell[]).map(({ test, requested, bound }) =>
        bound === 0 ? '–' : `${test} / ${requested}`,
      ),
    );
  });

  it('refuses what has no effect or no meaning with it', async () => {
    const made = madePairs(350, 40);
    const given = await written(folder, made, 'category');
    const molecules = folder.file('molecules.csv', 'smiles\nCCO\nCCC\nCCCC\nCCCCC\n');
    const pairs = [given.input, ...given.args];
    const cases: [string[], string][] = [
      [
        [molecules, '--grid'],
        '--grid balances bins of drugs × bins of partners, and the rows of the input are molecules; name the column of partners with --partner, or leave out --grid',
      ],
      [
        [...pairs, '--grid', '--folds', '3'],
        '--grid cannot be combined with --folds; use --repeats instead',
      ],
      [
        [...pairs, '--grid', '--valid', '0.1'],
        '--valid cannot be combined with --grid: it makes a test set only; split the training set again for validation',
      ],
      [
        [...pairs, '--grid', '--distribution', 'balanced'],
        '--distribution has no effect on the method sae with --grid; leave one of them out',
      ],
      [
        [...pairs, '--grid', '--group', 'target_id'],
        '--group target_id cannot be combined with --grid: a group can have pairs in several cells',
      ],
      [
        [...pairs, '--grid', '--count', 'records'],
        '--count records cannot be combined with --grid: cells count pairs, and some pairs have several rows',
      ],
      [
        [...pairs, '--grid', '--sweep'],
        '--grid cannot be combined with --sweep, which sets --distribution; leave one of them out',
      ],
      [
        [...pairs, '--grid', '-m', 'random'],
        '--grid: the method random has no such option; it is an option of sae',
      ],
    ];
    for (const [args, message] of cases) {
      const output = args.includes('--sweep') ? 'refused/' : 'refused.csv';
      const { code, stderr } = await run(['split', ...args, '-o', `${folder.path}/${output}`]);
      expect(stderr).toContain(message);
      expect(code).toBe(2);
    }
    expect(folder.names()).not.toContain('refused.csv');
  });
});

describe.skipIf(!hasDavis)('split --grid on DAVIS', () => {
  it('is what the double loop finds, with the similarities of its targets', async () => {
    const some = hasDavis ? someRows(davis(), 7, 350) : null;
    if (!some) throw new Error('no DAVIS');
    for (const partners of ['kmer:3', 'matrix'] as const) {
      const given = await written(folder, some, partners, some);
      const { rows, summary } = await splitPairs(folder, given.input, IDS, [
        ...[...given.args, '--grid', '--effort', '0.05', '--test', '0.15'],
      ]);
      const { cells } = checkGrid(rows, given.world, '0,1/3,2/3,1', summary);
      expect(cells.reduce((sum, { test }) => sum + test, 0)).toBeGreaterThan(30);
    }
  });

  it('reaches every cell, and leaves few pairs out', async () => {
    const given = await written(folder, davis(), 'kmer:3');
    const args = [...given.args, '--grid', '--effort', '0.2'];
    const { summary } = await splitPairs(folder, given.input, IDS, args);
    expect(summary.pairs.grid_target.map(({ test }: Cell) => test)).toEqual(new Array(9).fill(668));
    expect(summary.pairs.grid_status).toBe('exact');
    // 10,192 are the fewest that were ever found.
    expect(summary.sizes.discarded).toBeLessThan(10_900);
  });
});
