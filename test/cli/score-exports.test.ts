import { beforeAll, describe, expect, it } from 'vitest';
import { rowsOf, temporaryFolder } from '../helpers.js';
import { run } from './run.js';

const folder = temporaryFolder();
let test: Record<string, string>[];
const train = () => folder.at('parts/train.csv');
const truth = () => folder.at('parts/test.csv');

beforeAll(async () => {
  await run(['split', 'dataset:drugs', '-o', `${folder.at('parts')}/`, '-q']);
  test = rowsOf(folder.read('parts/test.csv'));
});

/** Scores a table of predictions that are all 0.5 too high, and gives how it was joined. */
async function joined(
  name: string,
  header: string,
  line: (row: Record<string, string>, i: number) => string,
) {
  const text = [header, ...test.map(line)].join('\n');
  const { code, stdout, stderr } = await run([
    ...['score', folder.file(name, text), '--train', train(), '--truth', truth()],
    ...['--metrics', 'mae,mean_signed_error', '--bootstrap', '0', '--json'],
  ]);
  expect(stderr.replace(/^note: .*\n/gm, '')).toBe('');
  expect(code).toBe(0);
  const result = JSON.parse(stdout);
  expect(result.overall.metrics.mae.value).toBeCloseTo(0.5, 9);
  expect(result.overall.metrics.mean_signed_error.value).toBeCloseTo(0.5, 9);
  return { by: result.join.by, prediction: result.parameters.prediction, stderr };
}

const high = (row: Record<string, string>) => Number(row.crippen_logp) + 0.5;

describe('predictions as other packages export them', () => {
  it('scikit-learn and pandas: true and predicted values, and an index without a name', async () => {
    const found = await joined(
      'sklearn.csv',
      ',y_true,y_pred',
      (r, i) => `${i},${r.crippen_logp},${high(r)}`,
    );
    expect(found.by).toBe('order');
    expect(found.stderr).toContain('matched to the test set by order (row 1 is the first test row');
  });

  it('an index that does not number the rows joins nothing', async () => {
    const text = ['index,y_pred', ...test.map((r, i) => `${i * 2},${high(r)}`)].join('\n');
    const args = ['score', folder.file('odd.csv', text), '--train', train(), '--truth', truth()];
    const { code, stderr } = await run(args);
    expect(code).toBe(2);
    expect(stderr).toContain('no column identifies the test row of a prediction');
  });

  it('chemprop: the predictions under the name of the label, and an uncertainty that is named', async () => {
    const found = await joined(
      'chemprop.csv',
      'smiles,crippen_logp,crippen_logp_unc',
      (r) => `${r.smiles},${high(r)},0.1`,
    );
    expect(found).toMatchObject({ by: 'smiles', prediction: 'crippen_logp' });
    expect(found.stderr).toContain('column "crippen_logp_unc" is not used');
  });

  it('DeepChem: ids that are SMILES', async () => {
    const found = await joined('deepchem.csv', 'ids,y_pred,w', (r) => `${r.smiles},${high(r)},1`);
    expect(found).toMatchObject({ by: 'smiles', prediction: 'y_pred' });
  });

  it('TDC: Drug and Drug_ID', async () => {
    const found = await joined(
      'tdc.csv',
      'Drug_ID,Drug,y_pred',
      (r, i) => `x${i},${r.smiles},${high(r)}`,
    );
    expect(found.by).toBe('smiles');
  });

  it('by order with standard deviations, which tell no row apart', async () => {
    const found = await joined('std.csv', 'y_pred,y_std', (r) => `${high(r)},0.5`);
    expect(found.by).toBe('order');
  });

  it('chemprop, several tasks: columns of the test table, but for those that are carried over', async () => {
    const shifted = (text: string, to: (r: Record<string, string>) => string) =>
      text
        .split('\n')
        .map((line, i) => (i === 0 ? line : to(rowsOf(text)[i - 1])))
        .join('\n');
    const labels = (file: string) => {
      const rows = rowsOf(folder.read(file));
      const lines = rows.map(
        (r) => `${r.smiles},${r.crippen_logp},${-r.crippen_logp},${r.formula_weight}`,
      );
      return ['smiles,logS,logP,weight', ...lines].join('\n');
    };
    const truths = labels('parts/test.csv');
    const predicted = shifted(
      truths,
      (r) => `${r.smiles},${Number(r.logS) + 0.5},${Number(r.logP) - 0.25},${r.weight}`,
    );
    const args = [
      ...['score', folder.file('mp.csv', predicted)],
      ...['--train', folder.file('mt.csv', labels('parts/train.csv'))],
      ...[
        '--truth',
        folder.file('mtest.csv', truths),
        '--metrics',
        'mae',
        '--bootstrap',
        '0',
        '--json',
      ],
    ];
    const several = JSON.parse((await run(args)).stdout);
    const found = several.tasks.map(
      (t: { name: string; overall: { metrics: { mae: { value: number } } } }) => [
        t.name,
        Number(t.overall.metrics.mae.value.toFixed(9)),
      ],
    );
    expect(found).toEqual([
      ['logS', 0.5],
      ['logP', 0.25],
    ]);
    const { value, reason, against } = several.overall.metrics.mae;
    expect([value, reason]).toEqual([null, 'different_units']);
    const ratios = several.tasks.map(
      (t: {
        overall: { metrics: { mae: { value: number } } };
        baselines: { train_mean: { overall: { metrics: { mae: { value: number } } } } };
      }) => t.overall.metrics.mae.value / t.baselines.train_mean.overall.metrics.mae.value,
    );
    expect(against.train_mean).toEqual({
      median_ratio: expect.closeTo((ratios[0] + ratios[1]) / 2, 9),
      better: 2,
      of: 2,
    });
    const one = await run([...args, '--label', 'logP']);
    expect(JSON.parse(one.stdout).overall.metrics.mae.value).toBeCloseTo(0.25, 9);
    expect(one.stderr).toContain(
      '"logS" of the predictions is a label column of the test table, too',
    );
  });

  it('predict_proba: of the columns of two classes that of class 1', async () => {
    const classes = (file: string) => {
      const rows = rowsOf(folder.read(file));
      return [
        'smiles,y',
        ...rows.map((r) => `${r.smiles},${Number(r.crippen_logp) > 2 ? 1 : 0}`),
      ].join('\n');
    };
    const lines = test.map((r) => {
      const p = Number(r.crippen_logp) > 2 ? 0.75 : 0.25;
      return `${r.smiles},${1 - p},${p}`;
    });
    const { code, stdout } = await run([
      ...['score', folder.file('proba.csv', ['smiles,prob_0,prob_1', ...lines].join('\n'))],
      ...['--train', folder.file('ct.csv', classes('parts/train.csv'))],
      ...[
        '--truth',
        folder.file('cs.csv', classes('parts/test.csv')),
        '--bootstrap',
        '0',
        '--json',
      ],
    ]);
    expect(code).toBe(0);
    const result = JSON.parse(stdout);
    expect(result.parameters.prediction).toBe('prob_1');
    expect(result.overall.metrics.roc_auc.value).toBe(1);
    expect(result.overall.metrics.mcc.value).toBe(1);
    expect(result.overall.metrics.brier.value).toBeCloseTo(1 / 16, 12);
  });
});
