import { describe, expect, it } from 'vitest';
import type { ScoreOptions } from '../../../src/evaluation/options.js';
import type { Scored } from '../../../src/evaluation/types.js';
import { errorOf, temporaryFolder } from '../../helpers.js';
import { csv, type MadeRow, madeRows, scored } from '../../workflows/score/made.js';

const folder = temporaryFolder();
const rows = madeRows(40, 6);
const [test, train] = [rows.slice(0, 16), rows.slice(16)];
let files = 0;
const write = <T>(rows: readonly T[], columns: Record<string, (row: T) => unknown>) =>
  folder.file(`p${files++}.csv`, csv(rows, columns));
const smiles = (r: MadeRow) => r.smiles;
const y = (r: MadeRow) => r.y;
const pred = (r: MadeRow) => r.pred;
const training = write(train, { smiles, y });
const truth = write(test, { smiles, y });
const run = (predictions: string, more: ScoreOptions = {}) =>
  scored({
    train: training,
    truth,
    predictions,
    bootstrap: 0,
    minN: 1,
    baselines: ['train_mean'],
    ...more,
  });
const refused = async (predictions: string, more: ScoreOptions = {}) =>
  (await errorOf(() => run(predictions, more))).message;
const mae = test.reduce((sum, r) => sum + Math.abs(r.y - r.pred), 0) / test.length;
const value = (scored: Scored) => scored.value as number;

describe('names of columns that others write', () => {
  it.each([
    ['chemprop', 'smiles', 'y', { smiles, y: pred }],
    ['TDC', 'Drug', 'Y', { Drug: smiles, Y: pred }],
    ['DeepChem', 'smiles', 'measured', { smiles, y_pred: pred }],
  ] as const)('are recognized: %s', async (_, structure, label, columns) => {
    const table = (own: MadeRow[]) => write(own, { [structure]: smiles, [label]: y });
    const result = await run(write(test, columns), { train: table(train), truth: table(test) });
    expect(value(result.overall.metrics.mae)).toBeCloseTo(mae, 12);
    expect(result.baselines.train_mean.overall.metrics.mae.value).not.toBeNull();
  });

  it('are recognized: TDC with ids, in another order', async () => {
    const Drug_ID = (r: MadeRow) => r.name;
    const table = (own: MadeRow[]) => write(own, { Drug_ID, Drug: smiles, Y: y });
    const predictions = write([...test].reverse(), { Drug_ID, y_pred: pred });
    const result = await run(predictions, { train: table(train), truth: table(test) });
    expect(result.join?.by).toBe('id');
    expect(value(result.overall.metrics.mae)).toBeCloseTo(mae, 12);
  });

  it('are recognized: an export of scikit-learn, with and without its index', async () => {
    for (const index of [{}, { '': (r: MadeRow) => test.indexOf(r) }]) {
      const result = await run(write(test, { ...index, y_true: y, y_pred: pred }));
      expect(result.join?.by).toBe('order');
      expect(value(result.overall.metrics.mae)).toBeCloseTo(mae, 12);
    }
    // An index that does not count the rows says which row it is, but of what?
    const own = write(test, { '': (r) => 99 - test.indexOf(r), y_pred: pred });
    expect(await refused(own)).toContain(
      'no column identifies the test row of a prediction (the columns are "column_1" and "y_pred")',
    );
  });
});

describe('rows of either side that have no other', () => {
  it('are listed, and a row that has no label is not one of them', async () => {
    const gaps = write(test, { smiles, y: (r) => (r === test[3] ? '' : r.y) });
    const predictions = write([...train.slice(0, 2), ...test.slice(2)], { smiles, y_pred: pred });
    const result = await run(predictions, { truth: gaps, missing: 'skip' });
    expect(result.join).toEqual({
      by: 'smiles',
      matched: 14,
      unmatched: 2,
      unused: 2,
      unmatched_rows: [1, 2],
      unused_rows: [1, 2],
      averaged: 0,
    });
    expect(result.n).toBe(13);
    expect(await refused(predictions)).toMatch(
      'p1.csv, OCCSCCCO, and 2 prediction rows match no test row (rows 1 and 2); 2 of them are for training molecules, so the file may belong to another split: use the split it was made for, or add the missing predictions, or use --missing skip',
    );
  });
});

describe('test rows of one molecule', () => {
  const measured = [...test, { ...test[5], y: test[5].y + 1 }];
  const truth = write(measured, { smiles, y });

  it('may share one prediction, which is said', async () => {
    const shared = await run(write([...test].reverse(), { smiles, y_pred: pred }), { truth });
    expect(shared.join).toMatchObject({ matched: 17, unused: 0 });
    expect(shared.warnings.join()).toMatch(
      /p\d+\.csv: 1 prediction is used for 2 test rows, which have the same smiles/,
    );
    const own = await run(write([...measured].reverse(), { smiles, y_pred: pred }), { truth });
    expect(own.warnings.join()).not.toContain('is used for');
  });

  it('cannot have predictions of their own in another order, and the error says how', async () => {
    const other = [...test].reverse().concat({ ...test[5], pred: 0 });
    expect(await refused(write(other, { smiles, y_pred: pred }), { truth })).toMatch(
      /2 rows \(rows 11 and 17\) have different predictions for the same molecule CN\(C\)C1CCCC\(C#N\)C1, which has 2 test rows in .*\.csv; list the predictions in the order of the test rows, use --duplicates mean, or match by another column with --id$/,
    );
  });

  it('are no reason to be told of before a file of another split is', async () => {
    const strangers = [...train.slice(0, 9), ...test.slice(4, 8), { ...test[5], pred: 0 }];
    expect(await refused(write(strangers, { smiles, y_pred: pred }), { truth })).toMatch(
      /12 test rows have no prediction .* 9 of them are for training molecules, so the file may belong to another split/,
    );
  });
});

describe('several predictions for one molecule', () => {
  const twice = (by: number) =>
    write([...test, { ...test[5], pred: test[5].pred + by }], { smiles, y_pred: pred });

  it('are an error if they differ, unless the mean is wanted', async () => {
    expect((await run(twice(0))).join).toMatchObject({ matched: 16, averaged: 0 });
    expect(await refused(twice(2))).toMatch(
      '2 rows (rows 6 and 17) have different predictions for the same molecule CN(C)C1CCCC(C#N)C1',
    );
    const result = await run(twice(2), { duplicates: 'mean' });
    const { y: own, pred: before } = test[5];
    const expected = mae + (Math.abs(own - before - 1) - Math.abs(own - before)) / 16;
    expect(value(result.overall.metrics.mae)).toBeCloseTo(expected, 12);
    expect(result.join?.averaged).toBe(1);
    expect(result.warnings.join()).toContain(
      'using predictions of column "y_pred", matched to the test set by smiles (column "smiles", canonical),1 test row has several predictions; their mean is used',
    );
  });

  it('may belong to one that was measured several times: true values beside them are compared with each', async () => {
    const measured = [...test, { ...test[5], y: test[5].y + 3 }];
    const both = write(measured, { smiles, y_true: y, y_pred: pred });
    expect((await run(both, { truth: write(measured, { smiles, y }) })).n).toBe(17);
    const third = write([...measured.slice(0, -1), { ...test[5], y: 77 }], {
      smiles,
      y_true: y,
      y_pred: pred,
    });
    expect(await refused(third, { truth: write(measured, { smiles, y }) })).toContain(
      '1 row (matched by order); the first is row 17 (line 18): 77 against 7.25',
    );
    // Without true values of the test table, there is no telling which is meant.
    expect(await refused(both, { truth: write(test, { smiles }) })).toMatch(
      /rows 6 and 17 have different true values for the same molecule/,
    );
  });
});

describe('numbers that are none', () => {
  it.each(['', 'NaN', 'inf', '-Infinity', 'n/a', '1,2'])(
    'such as "%s" are an error with their row, or skipped',
    async (cell) => {
      const quoted = cell.includes(',') ? `"${cell}"` : cell;
      const predictions = write(test, { smiles, y_pred: (r) => (r === test[7] ? quoted : r.pred) });
      expect(await refused(predictions)).toMatch(
        cell.includes(',')
          ? /column "y_pred", row 8 \(line 9\): "1,2" has a decimal comma \(1 of 16 filled cells\); save the numbers with a decimal point, or skip such rows with --missing skip/
          : /column "y_pred", row 8 \(line 9\): ".*" is not a finite number; fix it, or skip such rows with --missing skip/,
      );
      const result = await run(predictions, { missing: 'skip' });
      expect([result.n, result.join?.unmatched_rows]).toEqual([15, [8]]);
    },
  );

  it.each(['0', '-1', 'nan', 'inf', ''])(
    'such as a standard deviation of "%s", too',
    async (cell) => {
      const predictions = write(test, {
        smiles,
        y_pred: pred,
        y_std: (r) => (r === test[7] ? cell : 1),
      });
      expect(await refused(predictions)).toMatch(
        /column "y_std", row 8 \(line 9\): ".*" is not a standard deviation above 0/,
      );
      const result = await run(predictions, { missing: 'skip' });
      expect(result.n).toBe(15);
    },
  );
});

describe('uncertainties', () => {
  const sd = (r: MadeRow) => 0.25 + (r.pred % 1);
  const columns = {
    smiles,
    y_pred: pred,
    sd,
    low: (r: MadeRow) => r.pred - 1,
    high: (r: MadeRow) => r.pred + 0.5,
  };

  it('are found by name or named, and scored for the model alone', async () => {
    const named = { std: 'sd', lower: 'low', upper: 'high', level: 0.8 };
    const metrics = ['mae', 'gaussian_nll', 'interval_coverage'];
    const result = await run(write(test, columns), { ...named, metrics });
    const nll = test.map(
      (r) => Math.log(2 * Math.PI * sd(r) ** 2) / 2 + (r.y - r.pred) ** 2 / (2 * sd(r) ** 2),
    );
    expect(value(result.overall.metrics.gaussian_nll)).toBeCloseTo(
      nll.reduce((a, b) => a + b, 0) / 16,
      10,
    );
    const inside = test.filter((r) => r.y >= r.pred - 1 && r.y <= r.pred + 0.5).length;
    expect(value(result.overall.metrics.interval_coverage)).toBeCloseTo(inside / 16, 12);
    const base = result.baselines.train_mean.overall.metrics;
    expect(base.gaussian_nll).toEqual({ value: null, reason: 'no_std' });
    expect(base.interval_coverage).toEqual({ value: null, reason: 'no_interval' });
    const usual = write(test, {
      smiles,
      y_pred: pred,
      y_std: sd,
      y_lower: columns.low,
      y_upper: columns.high,
    });
    const found = await run(usual, { metrics, level: 0.8 });
    expect(found.overall).toEqual(result.overall);
  });

  it('need both ends of an interval, in order, and a level only with them', async () => {
    const predictions = write(test, columns);
    expect(await refused(predictions, { lower: 'low' })).toContain(
      'column "low" is one end of an interval; name the other end with --upper',
    );
    expect(await refused(predictions, { lower: 'high', upper: 'low' })).toMatch(
      'row 1: "high" is above "low"; check whether --lower and --upper are exchanged',
    );
    expect(await refused(predictions, { level: 0.8 })).toContain('has no interval columns');
  });
});

describe('options that fit nothing', () => {
  it('are errors', async () => {
    const predictions = write(test, { smiles, y_pred: pred });
    const none = (more: ScoreOptions) =>
      errorOf(() => scored({ train: training, truth, bootstrap: 0, ...more }));
    expect((await none({ baselines: [] })).message).toMatch(/^nothing to score/);
    expect((await none({ prediction: 'x' })).message).toMatch(
      '--prediction x: it names a column of a prediction file, and no file is given; leave it out',
    );
    expect(await refused(predictions, { curve: 'mea' })).toMatch(
      '--curve mea: unknown metric (did you mean mae?); tanimark score --list-metrics lists all',
    );
    expect(await refused(predictions, { curve: 'mcc' })).toMatch(
      '--curve mcc: the metric is for classification, and the task is regression; choose another metric',
    );
    expect(await refused(predictions, { baselines: ['kn'] })).toMatch(
      /^--baselines kn: .*did you mean knn/,
    );
    const curve = await run(predictions, { metrics: ['mae'], curve: 'RMSE' });
    expect(curve.curve?.metric).toBe('rmse');
  });
});
