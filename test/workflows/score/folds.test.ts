import { describe, expect, it } from 'vitest';
import { measureTestSet, withEvaluation } from '../../../src/evaluation/open.js';
import type { ScoreOptions } from '../../../src/evaluation/options.js';
import { predictionTable } from '../../../src/evaluation/predictions/table.js';
import { readTargets } from '../../../src/evaluation/predictions/targets/index.js';
import { predictorsOf } from '../../../src/evaluation/predictors.js';
import { readTestSet } from '../../../src/evaluation/test-set/test-set.js';
import { Job } from '../../../src/job.js';
import { Undefined } from '../../../src/metrics/metric.js';
import { compareModels } from '../../../src/workflows/compare/index.js';
import { scoreBaselines } from '../../../src/workflows/score/index.js';
import type { ScoreSummary } from '../../../src/workflows/score/types.js';
import { split } from '../../../src/workflows/split/index.js';
import { writeSplit } from '../../../src/workflows/split/output.js';
import { errorOf, temporaryFolder } from '../../helpers.js';
import { csv, madeRows, numbersOf, scored, shuffled } from './made.js';

interface Row {
  readonly name: string;
  readonly smiles: string;
  readonly series: string;
  readonly y: number | '';
  readonly pred: number;
  readonly split: string;
  readonly fold: string;
}

const folder = temporaryFolder();
const FOLDS = ['0', '1', '2', '3', '4'];

/**
 * Rows of five folds, a few in training in every fold, one discarded, one invalid, one without a label, and a molecule
 * twice in one fold. With `leaky` a molecule is in two folds, too.
 */
function madeFolds(leaky = false): Row[] {
  const rows = madeRows(210, 3).map((row, i): Row => {
    const fold = i < 10 ? '' : FOLDS[(i * 7) % 5];
    return { ...row, split: i < 10 ? 'train' : 'test', fold };
  });
  const again = { ...rows[20], name: 'again', y: 1.5 };
  const other = { ...rows[30], name: 'other', y: 9, fold: FOLDS[(Number(rows[30].fold) + 1) % 5] };
  return [
    ...rows.slice(0, 60),
    { ...rows[60], y: '' },
    ...rows.slice(61),
    { ...rows[11], name: 'out', smiles: 'CCCCCCCCCC', split: 'discarded', fold: '' },
    { ...rows[11], name: 'bad', smiles: 'C1CC', split: 'invalid', fold: '' },
    again,
    ...(leaky ? [other] : []),
  ];
}

const COLUMNS = {
  name: (r: Row) => r.name,
  smiles: (r: Row) => r.smiles,
  y: (r: Row) => r.y,
  split: (r: Row) => r.split,
};
const foldsCsv = (rows: readonly Row[]) => csv(rows, { ...COLUMNS, fold: (r) => r.fold });
const predictionsCsv = (rows: readonly Row[]) =>
  csv(rows, { name: (r) => r.name, y_pred: (r) => r.pred });

/** One fold as an ordinary split: its rows are test rows, those of all others training rows. */
const oneFold = (rows: readonly Row[], fold: string) =>
  csv(rows, {
    ...COLUMNS,
    split: (r) => (r.split !== 'test' ? r.split : r.fold === fold ? 'test' : 'train'),
  });

const SETTINGS = { bootstrap: 0, minN: 1, id: 'name' } as const;

/** Files of the folds together, and of each fold as a split of its own. */
function files(rows: readonly Row[], what: string) {
  const predictions = folder.file(`${what}-oof.csv`, predictionsCsv(rows));
  const pooled = {
    ...SETTINGS,
    predictions,
    split: folder.file(`${what}-folds.csv`, foldsCsv(rows)),
  };
  const single = FOLDS.map((fold) => ({
    ...SETTINGS,
    predictions: folder.file(
      `${what}-${fold}-oof.csv`,
      predictionsCsv(rows.filter((r) => r.fold === fold)),
    ),
    split: folder.file(`${what}-${fold}.csv`, oneFold(rows, fold)),
  }));
  return { pooled, single };
}

const maeIn = ({ metrics }: ScoreSummary['overall']) => metrics.mae.value as number;
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

/** Of each test row, by its row number: similarity, and what the model and the baselines predict. */
async function rowsIn(options: ScoreOptions): Promise<Map<number, unknown[]>> {
  const job = new Job({ threads: 1 });
  return withEvaluation(options, job, async (evaluation) => {
    const { pool } = evaluation;
    const test = await readTestSet(options, pool, job);
    const table = await predictionTable(options, test, pool, job);
    const found = await readTargets(options, test, table, pool, job);
    const { context } = await measureTestSet(evaluation, test, found);
    const predictors = await predictorsOf(found.targets[0], context);
    return new Map(
      Array.from(test.records, (r, i) => [
        r,
        [
          context.toTrain.similarity(i),
          context.bin[i],
          ...predictors.map(({ name, predictions }) => [
            name,
            predictions instanceof Undefined ? predictions.reason : predictions.value[i],
          ]),
        ],
      ]),
    );
  });
}

describe.each([
  ['folds', false],
  ['folds that share a molecule', true],
])('out-of-fold predictions of %s', (_, leaky) => {
  const rows = madeFolds(leaky);
  const { pooled, single } = files(rows, leaky ? 'leaky' : 'plain');

  it('are pooled from the folds, each scored as a split of its own', async () => {
    const all = await scored({ ...pooled, metrics: ['mae'] });
    const each = await Promise.all(single.map((own) => scored({ ...own, metrics: ['mae'] })));
    expect(all.n).toBe(sum(each.map(({ n }) => n)));
    expect(all.n).toBe(rows.filter((r) => r.fold !== '' && r.y !== '').length);
    all.strata.forEach((stratum, b) => {
      expect(stratum.n).toBe(sum(each.map(({ strata }) => strata[b].n)));
    });
    for (const source of ['model', ...Object.keys(all.baselines)]) {
      const of = (result: ScoreSummary) => (source === 'model' ? result : result.baselines[source]);
      const total = sum(each.map((own) => own.n * maeIn(of(own).overall)));
      expect(maeIn(of(all).overall)).toBeCloseTo(total / all.n, 12);
      of(all).strata.forEach((stratum, b) => {
        if (stratum.n === 0) return;
        const own = each.map((one) => of(one).strata[b]).filter(({ n }) => n > 0);
        expect(maeIn(stratum)).toBeCloseTo(
          sum(own.map((one) => one.n * maeIn(one))) / stratum.n,
          12,
        );
      });
      const byFold = of(all).by?.[0];
      expect(byFold?.by).toBe('fold');
      expect(byFold?.groups.map(({ value }) => value)).toEqual(FOLDS);
      byFold?.groups.forEach((group, k) => {
        expect(group.n).toBe(each[k].n);
        expect(maeIn(group)).toBe(maeIn(of(each[k]).overall));
      });
    }
    expect(all.folds).toEqual(
      each.map(({ train }, k) => ({
        fold: FOLDS[k],
        rows: rows.filter((r) => r.fold === FOLDS[k]).length,
        train: { molecules: train.molecules },
      })),
    );
    expect(all.warnings).toContain(
      'out-of-fold predictions: 5 folds; each row is compared with the training rows of its own fold',
    );
    const leaks = all.warnings.filter((text) => text.includes('data leakage'));
    expect(leaks).toEqual(
      leaky ? ['2 test rows hold a molecule of the training set (data leakage)'] : [],
    );
  });

  it('have the similarity and the baselines of their own fold in each row', async () => {
    const all = await rowsIn(pooled);
    const each = await Promise.all(single.map(rowsIn));
    const together = new Map(each.flatMap((one) => [...one]));
    expect(all.size).toBe(rows.filter((r) => r.fold !== '').length);
    expect([...all].sort(([a], [b]) => a - b)).toEqual([...together].sort(([a], [b]) => a - b));
  });
});

describe('a file of folds', () => {
  const rows = madeFolds();
  const { pooled, single } = files(rows, 'more');

  it('gives the same numbers in any order of rows, and with folds under other names', async () => {
    const settings = { ...pooled, bootstrap: 50, metrics: ['mae', 'spearman'] };
    const expected = numbersOf(await scored(settings));
    const mixed = folder.file('mixed.csv', foldsCsv(shuffled(rows, 8)));
    expect(numbersOf(await scored({ ...settings, split: mixed }))).toEqual(expected);
    // As pandas writes whole numbers in a column with gaps.
    const floats = rows.map((r) => ({ ...r, fold: r.fold === '' ? '' : `${r.fold}.0` }));
    const split = folder.file('floats.csv', foldsCsv(floats));
    expect(numbersOf(await scored({ ...settings, split }))).toEqual(expected);
  });

  it.each([
    ['the rows of the folds', (r: Row) => r.fold !== ''],
    ['every row of the file', () => true],
  ])('takes predictions without ids in the order of %s', async (_, kept) => {
    const own = rows.filter(kept);
    const predictions = folder.file('ordered.csv', csv(own, { prediction: (r) => r.pred }));
    const result = await scored({
      ...pooled,
      id: undefined,
      predictions,
      metrics: ['mae'],
    });
    const expected = await scored({ ...pooled, metrics: ['mae'] });
    expect(result.join?.by).toBe('order');
    expect(result.overall).toEqual(expected.overall);
  });

  it('takes true values beside the predictions as training labels of the other folds', async () => {
    const without = folder.file(
      'unlabeled.csv',
      csv(rows, {
        name: (r) => r.name,
        smiles: (r) => r.smiles,
        split: (r) => (r.split === 'train' ? 'discarded' : r.split),
        fold: (r) => r.fold,
      }),
    );
    const labeled = folder.file(
      'labeled.csv',
      foldsCsv(rows.map((r) => (r.split === 'train' ? { ...r, split: 'discarded' } : r))),
    );
    const tested = rows.filter((r) => r.fold !== '');
    const predictions = folder.file(
      'truths.csv',
      csv(tested, { name: (r) => r.name, y_true: (r) => r.y, y_pred: (r) => r.pred }),
    );
    const beside = await scored({ ...pooled, predictions, split: without });
    const expected = await scored({ ...pooled, split: labeled });
    expect(beside.baselines).toEqual(expected.baselines);
    expect(beside.overall).toEqual(expected.overall);
  });

  it('has no single training mean: metrics of it are not among the usual ones, and undefined by name', async () => {
    const usual = await scored(pooled);
    const plain = await scored(single[0]);
    const names = Object.keys(plain.overall.metrics);
    expect(Object.keys(usual.overall.metrics)).toEqual(
      names.filter((name) => name !== 'r2_train_mean' && name !== 'mae_skill'),
    );
    const named = await scored({ ...pooled, metrics: ['mae', 'r2_train_mean'] });
    expect(named.overall.metrics.r2_train_mean).toEqual({
      value: null,
      reason: 'several_training_sets',
    });
  });

  it('groups by scaffolds seen in the training set of each fold', async () => {
    const by = ['scaffold'];
    const all = await scored({ ...pooled, by, metrics: ['mae'] });
    const each = await Promise.all(single.map((own) => scored({ ...own, by, metrics: ['mae'] })));
    const count = (result: ScoreSummary, value: string) =>
      result.by?.find((one) => one.by === 'scaffold')?.groups.find((g) => g.value === value)?.n ??
      0;
    for (const value of ['seen', 'unseen', 'no rings']) {
      expect(count(all, value)).toBe(sum(each.map((one) => count(one, value))));
    }
  });

  it('groups by activity cliffs, which are the same in every fold', async () => {
    const by = ['cliff'];
    const all = await scored({ ...pooled, by, metrics: ['mae'] });
    const each = await Promise.all(single.map((own) => scored({ ...own, by, metrics: ['mae'] })));
    const count = (result: ScoreSummary) =>
      result.by?.find((one) => one.by === 'cliff')?.groups.find((g) => g.value === 'rest')?.n ?? 0;
    expect(count(all)).toBe(sum(each.map(count)));
  });

  it('of a split that was just made is scored like the file that it is written to', async () => {
    const input = folder.file(
      'input.csv',
      csv(rows.slice(0, 150), { name: (r) => r.name, smiles: (r) => r.smiles, y: (r) => r.y }),
    );
    const job = new Job({ threads: 1 });
    const result = await split({ input, method: 'random', folds: 3 }, job);
    const made = await scoreBaselines(result, { bootstrap: 0 }, job);
    await writeSplit(result, folder.at('made.csv'), 'csv');
    const read = await scored({ split: folder.at('made.csv'), bootstrap: 0 });
    expect(made.baselines).toEqual(read.baselines);
    expect(made.folds).toEqual(read.folds);
    expect(made.folds).toHaveLength(3);
    expect(read.warnings).toContain(
      '3 folds; each row is compared with the training rows of its own fold',
    );
  });

  it('compares models over the pooled rows', async () => {
    const second = folder.file(
      'second.csv',
      csv(rows, { name: (r) => r.name, y_pred: (r) => r.pred / 2 }),
    );
    const { predictions, ...settings } = pooled;
    const result = await compareModels(
      { ...settings, predictions: [predictions, second], metrics: ['mae'], bootstrap: 50 },
      new Job({ threads: 1 }),
    );
    const alone = await Promise.all(
      [predictions, second].map((path) =>
        scored({ ...settings, predictions: path, metrics: ['mae'] }),
      ),
    );
    const [task] = result.tasks;
    expect(task.groups.map(({ by, value, n }) => [by, value, n])).toEqual([
      ['overall', 'overall', alone[0].n],
      ...alone[0].strata.map(({ bin, n }) => ['similarity', bin, n]),
    ]);
    for (const [m, name] of result.models.map(({ name }) => name).entries()) {
      expect(task.groups[0].metrics.mae.values[name].value).toBe(maeIn(alone[m].overall));
      task.groups.slice(1).forEach((group, b) => {
        expect(group.metrics.mae.values[name].value).toBe(maeIn(alone[m].strata[b]));
      });
    }
    expect(result.folds).toEqual(alone[0].folds);
  });

  it('is an ordinary split where training rows have a fold, too, or there is one fold', async () => {
    const inner = rows.map((r, i) =>
      i % 4 === 0 && r.split === 'test' ? { ...r, split: 'train' } : r,
    );
    const one = rows.map((r) => (r.fold === '' ? r : { ...r, fold: '0' }));
    for (const [name, own] of Object.entries({ inner, one })) {
      const options = { ...SETTINGS, metrics: ['mae'], baselines: ['train_mean'] };
      const read = await scored({ ...options, split: folder.file(`${name}.csv`, foldsCsv(own)) });
      const bare = folder.file(`${name}-bare.csv`, csv(own, COLUMNS));
      expect(numbersOf(read)).toEqual(numbersOf(await scored({ ...options, split: bare })));
      expect(read.folds).toBeUndefined();
    }
  });

  it.each<[string, Partial<ScoreOptions>, (rows: Row[]) => string | undefined, RegExp]>([
    [
      'a library',
      { deployment: 'library.csv' },
      () => undefined,
      /^--deployment library\.csv: similarity to training needs one training set, and each fold has its own; leave it out, or score one fold$/,
    ],
    [
      'a test row without a fold',
      {},
      (own) => foldsCsv(own.map((r) => (r.name === 'again' ? { ...r, fold: '' } : r))),
      /column "fold", row 213.*a test row without a fold/,
    ],
  ])('refuses %s', async (_, options, changed, message) => {
    const text = changed(rows);
    const split = text === undefined ? pooled.split : folder.file('refused.csv', text);
    const error = await errorOf(() => scored({ ...pooled, ...options, split }));
    expect(error.message).toMatch(message);
  });

  it('refuses predictions that were made with other folds, whatever these are called', async () => {
    const withFold = (name: (r: Row) => string) =>
      folder.file(
        'other.csv',
        csv(
          rows.filter((r) => r.fold !== ''),
          { name: (r) => r.name, y_pred: (r) => r.pred, fold: name },
        ),
      );
    const renamed = withFold((r) => `part ${5 - Number(r.fold)}`);
    const result = await scored({ ...pooled, predictions: renamed, metrics: ['mae'] });
    expect(result.n).toBe((await scored({ ...pooled, metrics: ['mae'] })).n);
    const swapped = withFold((r) => (r.name === 'again' ? '9' : r.fold));
    const error = await errorOf(() => scored({ ...pooled, predictions: swapped }));
    expect(error.code).toBe('join');
    expect(error.message).toMatch(
      /other\.csv: column "fold" does not have the folds of \S*more-folds\.csv: row 201.* is in fold "9" there and in fold "\d" here/,
    );
  });
});
