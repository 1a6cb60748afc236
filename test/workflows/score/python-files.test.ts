import { describe, expect, it } from 'vitest';
import { Job } from '../../../src/job.js';
import { Random } from '../../../src/random.js';
import { scoreSuite } from '../../../src/workflows/score/suite.js';
import { temporaryFolder } from '../../helpers.js';
import { madeRows, scored, shuffled } from './made.js';

const folder = temporaryFolder();
const random = new Random(11);
const made = madeRows(120);
/** The table that was split: rows of both sets in turn, the first molecule there twice with two values. */
const table = [
  ...made,
  { ...made[1], name: 'again', y: made[1].y + 1, pred: made[1].pred + 2 },
].map((row, r) => ({
  ...row,
  row: r,
  split: r % 3 === 1 ? 'test' : 'train',
  active: row.y > 3 ? 'BBB+' : 'BBB-',
  p: Math.round(1000 * Math.min(0.98, Math.max(0.02, row.y / 6 + random.below(100) / 400))) / 1000,
}));
// Floats as Python writes them.
const float = (y: number) => (Number.isInteger(y) ? `${y}.0` : String(y));
const lines = (rows: readonly (readonly unknown[])[]) =>
  rows.map((row) => `${row.join(',')}\n`).join('');
const split = folder.file(
  'split.csv',
  lines([
    ['smiles', 'NO.', 'logS', 'class', 'split'],
    ...table.map((r) => [r.smiles, 500 + 7 * r.row, float(r.y), r.active, r.split]),
  ]),
);
const test = table.filter((row) => row.split === 'test');
const mae = (rows: typeof test) =>
  rows.reduce((sum, { y, pred }) => sum + Math.abs(y - pred), 0) / rows.length;
/** The share of pairs of both classes that are in the right order. */
const rocAuc = (rows: typeof test) => {
  const pairs = rows
    .filter((a) => a.active === 'BBB+')
    .flatMap((a) => rows.filter((b) => b.active === 'BBB-').map((b) => a.p - b.p));
  return pairs.reduce((sum, d) => sum + (d > 0 ? 1 : d === 0 ? 0.5 : 0), 0) / pairs.length;
};
const preds = (rows: typeof test = test) => rows.map(({ pred }) => float(pred));
const quiet = { split, bootstrap: 0, baselines: [] };

describe('predictions of numbers, as Python writes them', () => {
  const rows = shuffled(test, 3);
  const forms: Record<string, string> = {
    'test_predictions.csv (chemprop: structures and the label)': lines([
      ['smiles', 'logS'],
      ...test.map((r) => [r.smiles, float(r.pred)]),
    ]),
    'truths.csv (chemprop: true values beside predictions)': lines([
      ['smiles', 'logS', 'logS_true'],
      ...test.map((r) => [r.smiles, float(r.pred), float(r.y)]),
    ]),
    'any.csv (structures and one column of numbers)': lines([
      ['smiles', 'RandomForest'],
      ...test.map((r) => [r.smiles, float(r.pred)]),
    ]),
    'series.csv (Series.to_csv)': lines([['', '0'], ...rows.map((r) => [r.row, float(r.pred)])]),
    'r.csv (row names of R)': lines([['', 'pred'], ...rows.map((r) => [r.row + 1, float(r.pred)])]),
    'idx.csv (row numbers under a name)': lines([
      ['idx', 'pred'],
      ...rows.map((r) => [r.row, float(r.pred)]),
    ]),
    'other-id.csv (ids under another name)': lines([
      ['sample_id', 'pred'],
      ...rows.map((r) => [500 + 7 * r.row, float(r.pred)]),
    ]),
    'frame.csv (DataFrame(p).to_csv(index=False))': lines([['0'], ...preds().map((p) => [p])]),
    'savetxt.csv (np.savetxt)': preds().join('\n'),
    'savetxt.txt (np.savetxt)': preds().join('\n'),
    'pair.csv (np.savetxt, header="y_true,y_pred")': `# y_true,y_pred\n${lines(test.map((r) => [float(r.y), float(r.pred)]))}`,
    'pair.txt (np.savetxt, header="y_true y_pred")': `# y_true y_pred\n${test.map((r) => `${float(r.y)} ${float(r.pred)}\n`).join('')}`,
    'bare.txt (np.savetxt of predictions and true values)': test
      .map((r) => `${float(r.pred)} ${float(r.y)}\n`)
      .join(''),
    'list.json (json.dump(p.tolist()))': `[${preds().join(', ')}]`,
    'column.json (an array of shape (n, 1))': `[${preds().map((p) => `[${p}]`)}]`,
    'tdc.json (TDC)': `{"esol": [${preds().join(', ')}]}`,
    'polaris.json (Polaris)': `{"test": {"logS": [${preds().join(', ')}]}}`,
    'records.json (orient="records")': JSON.stringify(
      test.map((r) => ({ smiles: r.smiles, pred: r.pred })),
    ),
    'columns.json (DataFrame.to_json())': JSON.stringify({
      pred: Object.fromEntries(rows.map((r) => [r.row, r.pred])),
    }),
    'series.json (Series.to_json())': JSON.stringify(
      Object.fromEntries(rows.map((r) => [r.row, r.pred])),
    ),
    'orient-split.json (orient="split")': JSON.stringify({
      columns: ['smiles', 'pred'],
      index: test.map((r) => r.row),
      data: test.map((r) => [r.smiles, r.pred]),
    }),
    'all.csv (predictions of every row)': lines([
      ['smiles', 'pred'],
      ...table.map((r) => [r.smiles, float(r.pred)]),
    ]),
  };

  it.each(Object.entries(forms))('%s', async (name, text) => {
    const predictions = folder.file(name.split(' ')[0], text);
    const { overall } = await scored({ ...quiet, predictions, label: 'logS' });
    expect(overall.metrics.mae.value).toBeCloseTo(mae(test), 12);
    expect(overall.n).toBe(test.length);
  });

  it('input_preds.csv (chemprop predict: the whole table, earlier predictions among its columns)', async () => {
    const earlier = (r: (typeof table)[number]) => r.pred - 1 / 3;
    const header = ['smiles', 'logS', 'logS_predicted_before', 'MW'];
    const own = folder.file(
      'input.csv',
      lines([
        [...header, 'split'],
        ...table.map((r) => [r.smiles, float(r.y), earlier(r), 100 + r.row, r.split]),
      ]),
    );
    const rounded = (r: (typeof table)[number]) => Number(earlier(r).toPrecision(15));
    const predictions = folder.file(
      'input_preds.csv',
      lines([header, ...table.map((r) => [r.smiles, float(r.pred), rounded(r), 100 + r.row])]),
    );
    const { overall } = await scored({ ...quiet, split: own, predictions, label: 'logS' });
    expect(overall.metrics.mae.value).toBeCloseTo(mae(test), 12);
    // The same file with true values in that column holds its predictions in the other one.
    const copied = folder.file(
      'copied.csv',
      lines([header, ...table.map((r) => [r.smiles, float(r.y), rounded(r), 100 + r.row])]),
    );
    const { overall: before } = await scored({
      ...quiet,
      split: own,
      predictions: copied,
      label: 'logS',
    });
    const expected = mae(test.map((r) => ({ ...r, pred: earlier(r) })));
    expect(before.metrics.mae.value).toBeCloseTo(expected, 9);
  });

  const refused: [string, string, RegExp][] = [
    [
      'header.csv (a header, and one prediction too few)',
      lines([
        ['0'],
        ...preds()
          .slice(1)
          .map((p) => [p]),
      ]),
      /its number of rows \(39\) equals neither that of the test set \(40\)/,
    ],
    [
      'moved.csv (true values prove that the order is wrong)',
      lines([['y_true', 'pred'], ...rows.map((r) => [float(r.y), float(r.pred)])]),
      /column "y_true" has different true values from .*split\.csv in \d+ rows \(matched by order\)/,
    ],
    [
      'moved-truths.csv (the same, with true values named after the label)',
      lines([['logS', 'logS_true'], ...rows.map((r) => [float(r.pred), float(r.y)])]),
      /column "logS_true" has different true values/,
    ],
    [
      'several.json (the dictionary of a benchmark group)',
      JSON.stringify({ esol: [1, 2], caco2: [1, 2, 3] }),
      /several\.json holds lists of different lengths: "esol" \(2\) and "caco2" \(3\); write one file for each data set/,
    ],
    [
      'runs.json (a list of runs)',
      JSON.stringify([{ esol: [1, 2] }, { esol: [1, 2] }]),
      /runs\.json is a list of runs \(element 1 holds the list "esol"\); write one file for each run/,
    ],
    ['broken.json', '[1, 2', /broken\.json is not valid JSON/],
    ['object.json', '{"a": {"b": {"c": 1}}, "d": 2}', /"a" holds no list of values/],
    ['mixed.json', '[1, {"a": 2}]', /is a list of different things/],
    ['ragged.json', '[[1, 2], [3]]', /element 2 is not a list of 2 values/],
    ['number.json', '3', /holds a single value, no table/],
  ];

  it.each(refused)('refuses %s', async (name, text, message) => {
    const predictions = folder.file(name.split(' ')[0], text);
    await expect(scored({ ...quiet, predictions, label: 'logS' })).rejects.toThrow(message);
  });

  it('reads NaN of Python as a missing value, and long ids as they are', async () => {
    const text = `{"pred": {${test.map((r, i) => `"${r.row}": ${i === 4 ? 'NaN' : r.pred}`)}}}`;
    const predictions = folder.file('nan.json', text);
    const { overall, join } = await scored({
      ...quiet,
      predictions,
      label: 'logS',
      missing: 'skip',
    });
    expect(overall.metrics.mae.value).toBeCloseTo(mae(test.filter((_, i) => i !== 4)), 12);
    expect(join?.unmatched_rows).toEqual([test[4].row + 1]);

    const ids = test.map((r) => 9007199254740993n + BigInt(r.row));
    const long = folder.file(
      'long.csv',
      lines([
        ['smiles', 'id', 'logS', 'split'],
        ...table.map((r) => [r.smiles, 9007199254740993n + BigInt(r.row), float(r.y), r.split]),
      ]),
    );
    const records = `[${test.map((r, i) => `{"id": ${ids[i]}, "pred": ${r.pred}}`)}]`;
    const given = { ...quiet, split: long, predictions: folder.file('long.json', records) };
    const { overall: byId, join: joined } = await scored(given);
    expect(joined?.by).toBe('id');
    expect(byId.metrics.mae.value).toBeCloseTo(mae(test), 12);
  });
});

describe('predictions of two classes, as Python writes them', () => {
  const pair = (r: (typeof test)[number]) => [
    float(Math.round(1000 * (1 - r.p)) / 1000),
    float(r.p),
  ];
  const rows = shuffled(test, 5);
  const forms: Record<string, string> = {
    'proba.csv (DataFrame(predict_proba(X)).to_csv(index=False))': lines([
      ['0', '1'],
      ...test.map(pair),
    ]),
    'proba-index.csv (the same with the index)': lines([
      ['', '0', '1'],
      ...rows.map((r) => [r.row, ...pair(r)]),
    ]),
    'proba.txt (np.savetxt(predict_proba(X)))': test.map((r) => `${pair(r).join(' ')}\n`).join(''),
    'proba.json': JSON.stringify(test.map((r) => [1 - r.p, r.p])),
    'classes.csv (columns called after the classes)': lines([
      ['sample_id', 'p_BBB-', 'p_BBB+'],
      ...rows.map((r) => [500 + 7 * r.row, ...pair(r)]),
    ]),
    'names.csv (the same without ids)': lines([['BBB-', 'BBB+'], ...test.map(pair)]),
    'chemprop.csv (chemprop)': lines([
      ['smiles', 'class'],
      ...test.map((r) => [r.smiles, float(r.p)]),
    ]),
  };

  it.each(Object.entries(forms))('%s', async (name, text) => {
    const predictions = folder.file(name.split(' ')[0], text);
    const { overall } = await scored({ ...quiet, predictions, label: 'class' });
    expect(overall.metrics.roc_auc.value).toBeCloseTo(rocAuc(test), 12);
    expect(overall.n).toBe(test.length);
  });

  it('takes a first line 0 for a class where as many rows are test rows', async () => {
    const hard = test.map((r, i) => (i === 0 ? 0 : r.p > 0.5 ? 1 : 0));
    const counted = async (text: string) => {
      const predictions = folder.file('hard.csv', text);
      const metrics = ['accuracy'];
      const { overall } = await scored({ ...quiet, predictions, label: 'class', metrics });
      return overall.metrics.accuracy.value;
    };
    const right = test.filter((r, i) => (r.active === 'BBB+' ? 1 : 0) === hard[i]).length;
    expect(await counted(hard.join('\n'))).toBeCloseTo(right / test.length, 12);
    expect(await counted(['0', ...hard].join('\n'))).toBeCloseTo(right / test.length, 12);
  });
});

describe("chemprop's uncertainties", () => {
  const uncertain = test.map((r, i) => ({ ...r, unc: 0.25 + (i % 5) / 4 }));
  const predictions = () =>
    folder.file(
      'unc.csv',
      lines([
        ['smiles', 'logS', 'logS_unc'],
        ...uncertain.map((r) => [r.smiles, float(r.pred), float(r.unc)]),
      ]),
    );
  /** Mean negative log-likelihood of normal distributions. */
  const nll = (std: (unc: number) => number) =>
    uncertain.reduce(
      (sum, { y, pred, unc }) =>
        sum + Math.log(std(unc) * Math.sqrt(2 * Math.PI)) + (y - pred) ** 2 / (2 * std(unc) ** 2),
      0,
    ) / uncertain.length;

  it('takes them as what they are said to be', async () => {
    const given = { ...quiet, predictions: predictions(), label: 'logS' };
    const metrics = ['gaussian_nll'];
    const variance = await scored({ ...given, metrics, unc: 'variance' });
    expect(variance.overall.metrics.gaussian_nll.value).toBeCloseTo(nll(Math.sqrt), 12);
    const std = await scored({ ...given, metrics, unc: 'std' });
    expect(std.overall.metrics.gaussian_nll.value).toBeCloseTo(
      nll((unc) => unc),
      12,
    );
    const half = await scored({
      ...given,
      metrics: ['interval_coverage'],
      unc: 'half-interval',
      level: 0.9,
    });
    const inside = uncertain.filter(({ y, pred, unc }) => Math.abs(y - pred) <= unc).length;
    expect(half.overall.metrics.interval_coverage.value).toBeCloseTo(inside / uncertain.length, 12);
  });

  it('does not use them, and says so, unless told what they are', async () => {
    const { warnings, overall } = await scored({
      ...quiet,
      predictions: predictions(),
      label: 'logS',
    });
    expect(warnings.join('\n')).toMatch(
      /column "logS_unc" is not used; .*say with --unc what they hold/,
    );
    expect(Object.keys(overall.metrics)).not.toContain('gaussian_nll');
  });

  it.each([
    [{ unc: 'half-interval' }, /needs --level, the coverage of the intervals/],
    [{ unc: 'variance', std: 'logS_unc' }, /each say how sure the model is; give one of them/],
  ] as const)('refuses %o', async (options, message) => {
    const given = { ...quiet, predictions: predictions(), label: 'logS', ...options };
    await expect(scored(given)).rejects.toThrow(message);
  });

  it('refuses a file without them', async () => {
    const bare = folder.file(
      'bare.csv',
      lines([['smiles', 'pred'], ...test.map((r) => [r.smiles, float(r.pred)])]),
    );
    await expect(
      scored({ ...quiet, predictions: bare, label: 'logS', unc: 'variance' }),
    ).rejects.toThrow(/bare\.csv has no column "pred_unc" \(the columns are "smiles" and "pred"\)/);
  });

  it('reads the probabilities of several classes from one cell', async () => {
    const level = (y: number) => (y < 2 ? 0 : y < 4 ? 1 : 2);
    const classes = folder.file(
      'classes.csv',
      lines([['smiles', 'level', 'split'], ...table.map((r) => [r.smiles, level(r.y), r.split])]),
    );
    const weights = test.map((r) => [0, 1, 2].map((k) => 1 / (1 + (r.pred - 1 - 2 * k) ** 2)));
    const shares = weights.map((own) => own.map((w) => w / (own[0] + own[1] + own[2])));
    const best = shares.map((own) => own.indexOf(Math.max(...own)));
    const exponent = (p: number) => p.toExponential(6).replace(/e([+-])(\d)$/, 'e$10$2');
    const cells = folder.file(
      'multiclass.csv',
      lines([
        ['smiles', 'level', 'level_prob'],
        ...test.map((r, i) => [r.smiles, best[i], `"${shares[i].map(exponent).join(',')}"`]),
      ]),
    );
    const headerless = folder.file(
      'multiclass.txt',
      shares.map((own) => `${own.map(exponent).join(' ')}\n`).join(''),
    );
    const auc = (k: number) => {
      const [ours, others] = [true, false].map((is) =>
        test.flatMap((r, i) => ((level(r.y) === k) === is ? [Number(exponent(shares[i][k]))] : [])),
      );
      const pairs = ours.flatMap((a) => others.map((b) => (a > b ? 1 : a === b ? 0.5 : 0)));
      return pairs.reduce((sum: number, one) => sum + one, 0) / pairs.length;
    };
    for (const predictions of [cells, headerless]) {
      const { tasks } = await scored({
        ...quiet,
        split: classes,
        predictions,
        label: 'level',
        task: 'multiclass',
      });
      const values = tasks?.map(({ overall }) => overall.metrics.roc_auc.value);
      expect(values).toHaveLength(3);
      values?.forEach((value, k) => {
        expect(value).toBeCloseTo(auc(k), 12);
      });
    }
  });
});

describe('several models of one file', () => {
  it('scores each column by itself', async () => {
    const models = folder.file(
      'models.csv',
      lines([
        ['smiles', 'rf', 'knn'],
        ...test.map((r) => [r.smiles, float(r.pred), float(r.pred + 1)]),
      ]),
    );
    const { kind, suite } = await scoreSuite(
      { ...quiet, predictions: [models], label: 'logS', prediction: 'rf, knn' },
      new Job({ threads: 1 }),
    );
    expect(kind).toBe('models');
    expect(suite.map(({ name }) => name)).toEqual(['rf', 'knn']);
    expect(suite[0].overall.metrics.mae.value).toBeCloseTo(mae(test), 12);
    const later = test.map((r) => ({ ...r, pred: r.pred + 1 }));
    expect(suite[1].overall.metrics.mae.value).toBeCloseTo(mae(later), 12);
    await expect(
      scoreSuite({ ...quiet, predictions: [models], label: 'logS', prediction: 'rf,rf' }),
    ).rejects.toThrow(/"rf" is named twice; give each column once/);
  });
});
