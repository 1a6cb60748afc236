import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseFingerprint } from '../../../src/chemistry/fingerprint.js';
import { ChemistryPool } from '../../../src/chemistry/pool.js';
import { studentQuantile, studentSf } from '../../../src/statistics/distributions/student.js';
import { run } from '../../cli/run.js';

interface Row {
  readonly name: string;
  readonly smiles: string;
  readonly series: string;
  readonly y: number;
  readonly split: string;
}

const folder = mkdtempSync(join(tmpdir(), 'tanimark-series-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);

/** Predictions of two models: errors of the first change from group to group, the second's do as well. */
const models = {
  a: ({ y, name }: Row) => y + 0.4 * Math.sin(name.length) + 0.01 * name.charCodeAt(0),
  b: ({ y, name }: Row) => y + 0.5 * Math.cos(name.charCodeAt(1)),
};

async function tanimark(...args: string[]) {
  const { code, stdout, stderr } = await run(args, { cwd: folder });
  if (code > 1) throw new Error(stderr);
  return { stdout, stderr };
}

async function json(...args: string[]) {
  return JSON.parse((await tanimark(...args, '--json')).stdout);
}

function rowsOf(file: string): Row[] {
  const [head, ...lines] = readFileSync(at(file), 'utf8').trim().split('\n');
  const columns = head.split(',');
  const cell = (cells: string[], name: string) => cells[columns.indexOf(name)];
  return lines.map((line) => {
    const cells = line.split(',');
    const [name, smiles, series, split] = ['name', 'smiles', 'series', 'split'].map((column) =>
      cell(cells, column),
    );
    return { name, smiles, series, split, y: Number(cell(cells, 'y')) };
  });
}

/** Splits the table, and writes predictions of the test rows. @returns the test rows */
async function made(file: string, ...args: string[]): Promise<Row[]> {
  await tanimark('split', 'data.csv', '--label', 'y', '-o', file, '--quiet', ...args);
  const test = rowsOf(file).filter(({ split }) => split === 'test');
  for (const [model, predict] of Object.entries(models)) {
    const lines = test.map((row) => `${row.name},${predict(row)}`);
    writeFileSync(at(`${file}-${model}.csv`), `name,y_pred\n${lines.join('\n')}\n`);
  }
  return test;
}

/** Positions of the bits of a fingerprint. */
function onBits(words: readonly number[]): Set<number> {
  const texts = words.map((word) => (word >>> 0).toString(2).padStart(32, '0'));
  return new Set([...texts.join('')].flatMap((bit, i) => (bit === '1' ? [i] : [])));
}

function isNear(a: ReadonlySet<number>, b: ReadonlySet<number>, tenths: number): boolean {
  const both = [...a].filter((bit) => b.has(bit)).length;
  return 10 * both >= tenths * (a.size + b.size - both);
}

/** Clusters by their definition, of molecules in the order of their fingerprints; series undivided. */
async function clustersOf(test: readonly Row[], series: (string | null)[] | null, tenths = 4) {
  const pool = new ChemistryPool(parseFingerprint('morgan:radius=2,bits=2048'), {});
  const smiles = test.map((row) => row.smiles);
  const { words } = await pool.describe(smiles);
  await pool.close();
  const width = words.length / smiles.length;
  const prints = smiles.map((_, i) => [...words.subarray(i * width, (i + 1) * width)]);
  const order = prints.map((_, i) => i);
  order.sort((i, j) => {
    const w = prints[i].findIndex((word, k) => word !== prints[j][k]);
    return w < 0 ? 0 : prints[i][w] - prints[j][w];
  });
  const bits = prints.map(onBits);
  const near = order.map((i) => order.map((j) => isNear(bits[i], bits[j], tenths)));
  const cluster = new Array<number>(smiles.length).fill(-1);
  for (let number = 0; cluster.includes(-1); number++) {
    let best: number[] = [];
    order.forEach((i, a) => {
      if (cluster[i] >= 0) return;
      const own = order.filter((j, b) => near[a][b] && cluster[j] < 0);
      if (own.length >= best.length) best = own;
    });
    for (const i of best) cluster[i] = number;
  }
  if (series === null) return cluster;
  const home = (name: string) => {
    const numbers = cluster.filter((_, i) => series[i] === name);
    const times = (c: number) => numbers.filter((other) => other === c).length;
    const most = Math.max(...numbers.map(times));
    return Math.min(...numbers.filter((c) => times(c) === most));
  };
  return cluster.map((own, i) => (series[i] === null ? own : home(series[i] as string)));
}

async function scaffoldsOf(test: readonly Row[]) {
  const pool = new ChemistryPool(parseFingerprint('morgan'), {});
  const { scaffolds } = await pool.describe(
    test.map(({ smiles }) => smiles),
    undefined,
    { scaffolds: true },
  );
  await pool.close();
  return scaffolds as (string | null)[];
}

/** Jackknife-t interval of a statistic of rows without each unit in turn, and its p against 0. */
function jackknife(unit: readonly number[], statistic: (rows: number[]) => number) {
  const all = unit.map((_, i) => i);
  const left = [...new Set(unit)].map((u) => statistic(all.filter((i) => unit[i] !== u)));
  const n = left.length;
  const mean = left.reduce((a, b) => a + b, 0) / n;
  const squares = left.map((v) => (v - mean) ** 2);
  const sum = squares.reduce((a, b) => a + b, 0);
  const kurtosis = (n * squares.reduce((a, b) => a + b * b, 0)) / (sum * sum);
  const df = Math.min(n - 1, (2 * n) / (kurtosis - 1));
  const error = Math.sqrt(((n - 1) / n) * sum);
  const value = statistic(all);
  const half = studentQuantile(0.975, df) * error;
  return {
    value,
    n,
    ci95: [value - half, value + half],
    p: 2 * studentSf(Math.abs(value) / error, df),
  };
}

const meanOf = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

function logMae(test: readonly Row[], unit: readonly number[]) {
  const errors = test.map((row) => Math.abs(models.a(row) - row.y));
  const { ci95, n } = jackknife(unit, (rows) => Math.log(meanOf(rows.map((i) => errors[i]))));
  return { ci95: ci95.map(Math.exp), n };
}

beforeAll(async () => {
  await tanimark(
    'split',
    'dataset:drugs',
    '-m',
    'random',
    '--test',
    '0.5',
    '-o',
    'drugs.csv',
    '--quiet',
  );
  const [head, ...lines] = readFileSync(at('drugs.csv'), 'utf8').trim().split('\n');
  const columns = head.split(',');
  const [name, smiles, y] = ['name', 'smiles', 'crippen_logp'].map((c) => columns.indexOf(c));
  const rows = lines.map((line, i) => {
    const cells = line.split(',');
    return [cells[name], cells[smiles], cells[y], `g${Math.floor(i / 9)}`].join(',');
  });
  writeFileSync(at('data.csv'), `name,smiles,y,series\n${rows.join('\n')}\n`);
}, 120_000);

describe('intervals after a split of whole series', () => {
  const close = (found: number[], expected: readonly number[]) => {
    expect(found[0]).toBeCloseTo(expected[0], 9);
    expect(found[1]).toBeCloseTo(expected[1], 9);
  };

  it('are by Butina clusters of the test molecules', async () => {
    const test = await made('butina.csv', '-m', 'butina', '--test', '0.3');
    const expected = logMae(test, await clustersOf(test, null));
    const found = await json('score', 'butina.csv-a.csv', '--split', 'butina.csv');
    expect(expected.n).toBeGreaterThan(20);
    expect(expected.n).toBeLessThan(test.length);
    close(found.overall.metrics.mae.ci95, expected.ci95);
    expect(found.parameters.resample).toBe('cluster');
    const units = { unit: 'cluster', count: expected.n, similarity: 0.4, whole: null };
    expect(found.resampled).toEqual(units);
    const { stdout } = await tanimark('score', 'butina.csv-a.csv', '--split', 'butina.csv');
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      `95% CI (jackknife by cluster: ${expected.n} clusters of test molecules, Butina at similarity ≥ 0.4)`,
    );
  });

  it('keep scaffolds undivided after a scaffold split, whatever fingerprints it is measured with', async () => {
    const test = await made(
      'scaffold.csv',
      '-m',
      'scaffold',
      '--test',
      '0.4',
      '--balanced',
      '--seed',
      '3',
    );
    const expected = logMae(test, await clustersOf(test, await scaffoldsOf(test)));
    const plain = logMae(test, await clustersOf(test, null));
    expect(plain.n).toBeGreaterThan(expected.n);
    const found = await json('score', 'scaffold.csv-a.csv', '--split', 'scaffold.csv');
    close(found.overall.metrics.mae.ci95, expected.ci95);
    const units = { unit: 'cluster', count: expected.n, similarity: 0.4, whole: 'scaffolds' };
    expect(found.resampled).toEqual(units);
    const args = [
      'score',
      'scaffold.csv-a.csv',
      '--split',
      'scaffold.csv',
      '--fingerprint',
      'maccs',
    ];
    const other = await json(...args);
    expect(other.resampled).toEqual(units);
    close(other.overall.metrics.mae.ci95, expected.ci95);
    const byScaffold = await json(
      'score',
      'scaffold.csv-a.csv',
      '--split',
      'scaffold.csv',
      '--by',
      'scaffold',
    );
    close(byScaffold.overall.metrics.mae.ci95, expected.ci95);
  });

  it('keep groups undivided after a split by groups', async () => {
    const test = await made(
      'group.csv',
      '-m',
      'group',
      '--group',
      'series',
      '--test',
      '0.4',
      '--seed',
      '1',
    );
    const expected = logMae(
      test,
      await clustersOf(
        test,
        test.map(({ series }) => series),
      ),
    );
    const found = await json('score', 'group.csv-a.csv', '--split', 'group.csv');
    expect(found.resampled).toMatchObject({ count: expected.n, whole: 'groups' });
    close(found.overall.metrics.mae.ci95, expected.ci95);
  });

  it('are by molecule with --resample molecule, and after a split of single molecules', async () => {
    const test = rowsOf('butina.csv').filter(({ split }) => split === 'test');
    const expected = logMae(
      test,
      test.map((_, i) => i),
    );
    const args = ['score', 'butina.csv-a.csv', '--split', 'butina.csv', '--resample', 'molecule'];
    const found = await json(...args);
    expect(found.resampled).toEqual({ unit: 'molecule', count: test.length });
    close(found.overall.metrics.mae.ci95, expected.ci95);
    for (const method of ['random', 'sae']) {
      const rows = await made(`${method}.csv`, '-m', method, '--seed', '1');
      const score = await json('score', `${method}.csv-a.csv`, '--split', `${method}.csv`);
      expect(score.resampled).toEqual({ unit: 'molecule', count: rows.length });
    }
  });

  it('are by cluster for baselines of a split of whole series, without predictions', async () => {
    const found = await json('score', '--split', 'butina.csv');
    expect(found.resampled.unit).toBe('cluster');
    const { stdout } = await tanimark('score', '--split', 'butina.csv');
    expect(stdout).toContain('95% CI: jackknife by cluster');
  });

  it('are the same in whatever order the rows are', async () => {
    const [head, ...lines] = readFileSync(at('scaffold.csv'), 'utf8').trim().split('\n');
    writeFileSync(at('turned.csv'), `${[head, ...lines.reverse()].join('\n')}\n`);
    const parts = ['--resample', 'cluster', '--split'];
    const found = await json('score', 'scaffold.csv-a.csv', ...parts, 'turned.csv');
    // Without a manifest nobody knows of scaffolds.
    const test = rowsOf('scaffold.csv').filter(({ split }) => split === 'test');
    close(found.overall.metrics.mae.ci95, logMae(test, await clustersOf(test, null)).ci95);
    expect(found.resampled.whole).toBeNull();
  });

  it('name the unit that is no longer the default after a change of the split', async () => {
    const text = readFileSync(at('butina.csv'), 'utf8');
    writeFileSync(at('changed.csv'), text.replace(/,train,/, ',test,'));
    writeFileSync(at('changed.csv.manifest.json'), readFileSync(at('butina.csv.manifest.json')));
    const args = ['score', 'butina.csv-a.csv', '--split', 'changed.csv', '--missing', 'skip'];
    const { stderr } = await tanimark(...args);
    expect(stderr).toContain('--resample cluster');
    expect((await json(...args)).resampled.unit).toBe('molecule');
  });
});

describe('few clusters', () => {
  beforeAll(async () => {
    await made('few.csv', '-m', 'group', '--group', 'series', '--test', '36', '--seed', '2');
  }, 60_000);

  it('have no interval, and the reason', async () => {
    const found = await json('score', 'few.csv-a.csv', '--split', 'few.csv');
    expect(found.n).toBe(36);
    expect(found.resampled.count).toBeLessThan(5);
    expect(found.overall.metrics.mae).toMatchObject({ ci95: null, ci_reason: 'few_clusters' });
    expect(found.warnings.join('\n')).toContain('too few for 95% intervals (at least 5)');
    const plain = await json(
      'score',
      'few.csv-a.csv',
      '--split',
      'few.csv',
      '--resample',
      'molecule',
    );
    expect(plain.overall.metrics.mae.ci95).toHaveLength(2);
    const { stdout } = await tanimark('score', 'few.csv-a.csv', '--split', 'few.csv');
    expect(stdout).toContain('No 95% CI in overall: fewer than 5 clusters of test molecules.');
  });

  it('decide nothing in compare and check', async () => {
    const [a, b] = ['few.csv-a.csv', 'few.csv-b.csv'];
    const compared = await json('compare', a, b, '--split', 'few.csv');
    const [difference] = compared.tasks[0].groups[0].metrics.mae.differences;
    const nothing = { ci95: null, ci_reason: 'few_clusters', p: null, p_reason: 'few_clusters' };
    expect(difference).toMatchObject({ ...nothing, significant: false });
    expect(compared.warnings.join()).not.toContain('p-values');
    const rules = [
      { metric: 'mae', max: 9 },
      { metric: 'mae', maxDrop: 0.01 },
    ];
    const config = { split: 'few.csv', predictions: a, baseline: b, rules };
    writeFileSync(at('tanimark.config.json'), JSON.stringify(config));
    const checked = await json('check');
    expect(checked.outcomes).toHaveLength(2);
    for (const outcome of checked.outcomes) {
      expect(outcome).toMatchObject({
        verdict: 'inconclusive',
        reason: 'few_clusters',
        ci95: null,
      });
    }
    const { stdout } = await tanimark('check');
    expect(stdout.replace(/\s+/g, ' ')).toContain('use a test set of at least 5 series');
    expect(stdout).not.toContain('use more test rows');
  });
});

describe('commands that share the unit', () => {
  it('compare: differences and their p-values are by cluster', async () => {
    const test = rowsOf('butina.csv').filter(({ split }) => split === 'test');
    const [first, second] = (['a', 'b'] as const).map((model) =>
      test.map((row) => Math.abs(models[model](row) - row.y)),
    );
    const unit = await clustersOf(test, null);
    const expected = jackknife(unit, (rows) => meanOf(rows.map((i) => second[i] - first[i])));
    const files = ['butina.csv-a.csv', 'butina.csv-b.csv'];
    const compared = await json('compare', ...files, '--split', 'butina.csv');
    const [difference] = compared.tasks[0].groups[0].metrics.mae.differences;
    expect(difference.difference).toBeCloseTo(expected.value, 12);
    expect(difference.ci95[0]).toBeCloseTo(expected.ci95[0], 9);
    expect(difference.ci95[1]).toBeCloseTo(expected.ci95[1], 9);
    expect(difference.p).toBeCloseTo(expected.p, 9);
    expect(difference.test).toBe('jackknife');
    expect(compared.tasks[0].resampled).toMatchObject({ unit: 'cluster', count: expected.n });
  });

  it('check: rules are judged by cluster, and the screen says so', async () => {
    const test = rowsOf('butina.csv').filter(({ split }) => split === 'test');
    const expected = logMae(test, await clustersOf(test, null));
    const config = {
      split: 'butina.csv',
      predictions: 'butina.csv-a.csv',
      rules: [{ metric: 'mae', max: 9 }],
    };
    writeFileSync(at('tanimark.config.json'), JSON.stringify(config));
    const checked = await json('check');
    expect(checked.outcomes[0].ci95[0]).toBeCloseTo(expected.ci95[0], 9);
    expect(checked.tasks[0].resampled).toMatchObject({ unit: 'cluster', count: expected.n });
    expect(checked.tasks[0].parameters.resample).toBe('cluster');
    const { stdout } = await tanimark('check');
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      `95% CIs by cluster: ${expected.n} clusters of test molecules`,
    );
    writeFileSync(at('tanimark.config.json'), JSON.stringify({ ...config, resample: 'molecule' }));
    expect((await json('check')).tasks[0].resampled.unit).toBe('molecule');
  });

  it('expect: the expected error is by cluster', async () => {
    const files = ['--predictions', 'butina.csv-a.csv', '--split', 'butina.csv'];
    const found = await json('expect', 'dataset:drugs', ...files);
    expect(found.calibration.resampled).toMatchObject({ unit: 'cluster', similarity: 0.4 });
  });

  it('expect: too few clusters give no interval', async () => {
    const files = ['--predictions', 'few.csv-a.csv', '--split', 'few.csv'];
    const found = await json('expect', 'dataset:drugs', ...files, '--coverage', '0.5');
    expect(found.expected.metrics.mae.value).toBeGreaterThan(0);
    expect(found.expected.metrics.mae.ci95).toBeNull();
    const plain = await json(
      'expect',
      'dataset:drugs',
      ...files,
      '--coverage',
      '0.5',
      '--resample',
      'molecule',
    );
    expect(plain.expected.metrics.mae.ci95).toHaveLength(2);
  });

  it('splits of pairs are scored by pair', async () => {
    const rows = Array.from(
      { length: 90 },
      (_, i) => `${'C'.repeat(1 + (i % 18))}c1ccccc1O,T${i % 5},${i % 7}`,
    );
    writeFileSync(at('both.csv'), `smiles,target,y\n${rows.join('\n')}\n`);
    const split = ['-m', 'group', '--group', 'smiles', '--partner', 'target', '--label', 'y'];
    await tanimark(
      'split',
      'both.csv',
      ...split,
      '-o',
      'pair-split.csv',
      '--test',
      '0.4',
      '--quiet',
    );
    const found = await json('score', '--split', 'pair-split.csv');
    expect(found.resampled.unit).toBe('molecule');
  });

  it('pairs have no clusters', async () => {
    const rows = Array.from(
      { length: 60 },
      (_, i) => `${'C'.repeat(1 + (i % 12))}O,T${i % 5},${i % 7},${i % 3 ? 'train' : 'test'}`,
    );
    writeFileSync(at('pairs.csv'), `smiles,target,y,split\n${rows.join('\n')}\n`);
    const { code, stderr } = await run(
      [
        'score',
        '--split',
        'pairs.csv',
        '--partner',
        'target',
        '--label',
        'y',
        '--resample',
        'cluster',
      ],
      { cwd: folder },
    );
    expect(code).toBe(2);
    expect(stderr).toContain(
      '--resample cluster: the rows are pairs, and only molecules have clusters',
    );
  });
});
