import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { rowsOf, temporaryFolder } from '../helpers.js';
import { csv, madeRows, shuffled } from '../workflows/score/made.js';
import { run } from './run.js';

const folder = temporaryFolder();
const rows = madeRows(120, 2);
const byName = new Map(rows.map((row) => [row.name, row]));
const folds = folder.at('folds');
const predictions = folder.at('preds');
const columns = {
  name: (r: { name: string }) => r.name,
  y_pred: (r: { name: string }) => byName.get(r.name)?.pred,
};

beforeAll(async () => {
  const data = folder.file(
    'all.csv',
    csv(rows, { smiles: (r) => r.smiles, name: (r) => r.name, y: (r) => r.y }),
  );
  await run([
    'split',
    data,
    '-m',
    'random',
    '--folds',
    '3',
    '--bins',
    '0,0.5,1',
    '-o',
    `${folds}/`,
    '-q',
  ]);
  mkdirSync(predictions);
  for (const fold of ['fold-0', 'fold-1', 'fold-2']) {
    const test = rowsOf(readFileSync(join(folds, fold, 'test.csv'), 'utf8'));
    writeFileSync(join(predictions, `${fold}.csv`), csv(test as never[], columns));
  }
});

const maeOf = (fold: string) => {
  const test = rowsOf(readFileSync(join(folds, fold, 'test.csv'), 'utf8'));
  const errors = test.map(({ name, y }) =>
    Math.abs(Number(y) - (byName.get(name)?.pred as number)),
  );
  return errors.reduce((sum, e) => sum + e, 0) / errors.length;
};

const raeOf = (fold: string) => {
  const test = rowsOf(readFileSync(join(folds, fold, 'test.csv'), 'utf8'));
  const truths = test.map(({ y }) => Number(y));
  const mean = truths.reduce((sum, y) => sum + y, 0) / truths.length;
  return maeOf(fold) / (truths.reduce((sum, y) => sum + Math.abs(y - mean), 0) / truths.length);
};

describe('a suite of prediction files', () => {
  it('has the macro-average of RAE on the screen and in JSON, and none of a metric with a unit', async () => {
    const args = [
      'score',
      predictions,
      '--split',
      folds,
      '--metrics',
      'rae,mae',
      '--bootstrap',
      '0',
    ];
    const { stdout } = await run([...args, '--json']);
    const { macro_average: mean } = JSON.parse(stdout);
    const expected = ['fold-0', 'fold-1', 'fold-2'].map(raeOf).reduce((a, b) => a + b, 0) / 3;
    expect(Object.keys(mean)).toEqual(['rae']);
    expect(mean.rae).toEqual({ value: expect.closeTo(expected, 12), tasks: 3, of: 3 });
    const screen = await run(args);
    expect(screen.stdout + screen.stderr).toContain(`mean of 3: ${expected.toPrecision(3)}`);
  });

  it('pairs each with the fold of its name, and counts wins and losses against a reference', async () => {
    const [first, second] = [maeOf('fold-0') + 1e-9, 1e-6];
    const reference = folder.file(
      'ref.csv',
      `task,score,metric\nfold-0,${first},MAE\nfold-1,${second},mae\n`,
    );
    const args = [
      'score',
      predictions,
      '--split',
      folds,
      '--reference',
      reference,
      '--bootstrap',
      '50',
    ];
    const { code, stdout, stderr } = await run([...args, '--json']);
    expect(code).toBe(0);
    const { suite, reference: standing } = JSON.parse(stdout);
    expect(suite.map((task: { name: string }) => task.name)).toEqual([
      'fold-0',
      'fold-1',
      'fold-2',
    ]);
    for (const task of suite) {
      expect(task.n).toBe(40);
      expect(task.overall.metrics.mae.value).toBeCloseTo(maeOf(task.name), 12);
    }
    expect(
      suite.map((task: { reference: { result: string } | null }) => task.reference?.result),
    ).toEqual(['win', 'loss', undefined]);
    expect(standing).toMatchObject({
      wins: 1,
      losses: 1,
      ties: 0,
      clear_wins: 0,
      clear_losses: 1,
      without: ['fold-2'],
    });
    expect(stderr).toContain('note: fold-0: ');
    // The same as that fold by itself.
    const alone = await run([
      'score',
      join(predictions, 'fold-1.csv'),
      '--train',
      join(folds, 'fold-1', 'train.csv'),
      '--truth',
      join(folds, 'fold-1', 'test.csv'),
      '--bootstrap',
      '50',
      '--json',
    ]);
    const one = JSON.parse(alone.stdout);
    expect(suite[1].strata).toEqual(one.strata);
    expect(suite[1].parameters).toEqual(one.parameters);
    expect(one.parameters.bins).toBe('0,0.5,1');
    const table = await run(args);
    expect(Math.max(...table.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(
      80,
    );
    expect(table.stdout.replace(/\s+/g, ' ')).toContain(
      '1 win (0 clear), 1 loss (1 clear); no reference for fold-2',
    );
  });

  it('is refused where a split is missing, names repeat, or a reference is of no use', async () => {
    const other = folder.file('other.csv', 'name,y_pred\nm0,1\n');
    const fold = join(predictions, 'fold-0.csv');
    const refused = async (...args: string[]) => {
      const { code, stdout, stderr } = await run(['score', ...args]);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/^error: [^\n]+\n$/);
      return stderr;
    };
    expect(await refused(fold, other, '--split', folds)).toContain(
      'the folder has neither other.csv nor other/train.csv and other/test.csv',
    );
    expect(await refused(fold, fold, '--split', folds)).toContain(
      'two prediction files have the name fold-0',
    );
    expect(await refused(predictions, '--split', folds, '--reference', other)).toContain(
      'the file needs the columns task and score',
    );
    expect(await refused(fold, '--split', folder.at('all.csv'), '--reference', other)).toContain(
      '--reference compares several tasks',
    );
  });
});

describe('the files that a score is written to', () => {
  const fold = (name: string) => join(folds, 'fold-0', name);
  const args = () => [
    'score',
    join(predictions, 'fold-0.csv'),
    '--train',
    fold('train.csv'),
    '--truth',
    fold('test.csv'),
    '--bootstrap',
    '20',
  ];

  it('have the format of their ending, just as stdout has with --format', async () => {
    for (const [ending, format, start] of [
      [
        'csv',
        'csv',
        'file,task,source,group_by,group,n,positives,flag,metric,value,ci95_low,ci95_high,reason\n',
      ],
      ['md', 'markdown', '**MAE '],
      ['txt', 'table', 'regression of y, 40 test rows, 80 training molecules\n'],
      ['json', 'json', '{\n  "command": "score",'],
    ]) {
      const written = await run([...args(), '-o', folder.at(`result.${ending}`)]);
      expect([written.code, written.stdout]).toEqual([0, '']);
      const text = folder.read(`result.${ending}`);
      expect(text.startsWith(start)).toBe(true);
      const { stdout } = await run([...args(), '--format', format]);
      const timeless = (own: string) => own.replace(/"seconds": \{[^}]*\}/, '');
      expect(timeless(stdout)).toBe(timeless(text));
    }
    const odd = await run([...args(), '-o', folder.at('result.odd')]);
    expect([odd.code, odd.stderr]).toEqual([
      2,
      expect.stringMatching(/^error: -o .*result\.odd: cannot tell the format .*\n$/),
    ]);
    expect((await run([...args(), '--json', '--format', 'csv'])).stderr).toMatch(
      /^error: --json and --format csv: choose one of them\n$/,
    );
    expect(folder.names().filter((name) => name.startsWith('result'))).toEqual([
      'result.csv',
      'result.json',
      'result.md',
      'result.txt',
    ]);
  });

  it('have the same numbers whatever the order of rows and the number of threads', async () => {
    const of = async (seed: number, threads: string) => {
      const mixed = (path: string, name: string) => {
        const [header, ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n');
        const own = seed === 0 ? lines : shuffled(lines, seed);
        return folder.file(`${seed}-${name}`, `${[header, ...own].join('\n')}\n`);
      };
      const { stdout } = await run([
        'score',
        mixed(join(predictions, 'fold-2.csv'), 'p.csv'),
        '--train',
        mixed(join(folds, 'fold-2', 'train.csv'), 'a.csv'),
        '--truth',
        mixed(join(folds, 'fold-2', 'test.csv'), 'b.csv'),
        '--deployment',
        folder.at('all.csv'),
        '--by',
        'scaffold',
        '--min-n',
        '5',
        '--bootstrap',
        '40',
        '--threads',
        threads,
        '--json',
      ]);
      const { overall, strata, by, baselines, curve, deployment } = JSON.parse(stdout);
      return JSON.stringify({ overall, strata, by, baselines, curve, deployment });
    };
    const first = await of(0, '1');
    expect(first).toContain('"beats"');
    expect((await of(1, '2')) === first).toBe(true);
    expect((await of(2, '3')) === first).toBe(true);
  });
});
