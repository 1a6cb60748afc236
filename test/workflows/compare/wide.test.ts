import { describe, expect, it } from 'vitest';
import type { CompareModelsOptions } from '../../../src/workflows/compare/types.js';
import { errorOf, temporaryFolder } from '../../helpers.js';
import { csv, type MadeRow, madeRows } from '../score/made.js';
import { compared, groupOf, known } from './made.js';

const folder = temporaryFolder();
const rows = madeRows(90, 12);
const [test, train] = [rows.slice(0, 40), rows.slice(40)];
type Columns = Record<string, (r: MadeRow) => unknown>;
const smiles = (r: MadeRow) => r.smiles;
const y = (r: MadeRow) => r.y;
const rf = (r: MadeRow) => r.pred;
const gnn = (r: MadeRow) => r.y + 1.25 * (r.pred - r.y);
const knn = (r: MadeRow) => r.y + 0.8 * (r.pred - r.y);
let files = 0;
const write = (columns: Columns, own: readonly MadeRow[] = test) =>
  folder.file(`w${files++}.csv`, csv(own, columns));
const training = write({ smiles, y }, train);
const truth = write({ smiles, y });
const run = (predictions: string, more: Partial<CompareModelsOptions> = {}) =>
  compared({ train: training, truth, predictions: [predictions], metrics: ['mae'], ...more });
const refused = async (columns: Columns, more: Partial<CompareModelsOptions> = {}) =>
  folder
    .shorten((await errorOf(() => run(write(columns), more))).message)
    .replace(/w\d+\.csv/, 'w.csv');

/** The comparison of the same models from a file each. */
const apart = (own: Columns, more: Partial<CompareModelsOptions> = {}) =>
  compared({
    train: training,
    truth,
    predictions: Object.values(own).map((of) => write({ smiles, y_pred: of })),
    names: Object.keys(own),
    metrics: ['mae'],
    ...more,
  });

describe('one file with a column for each model', () => {
  const models = { RF: rf, GNN: gnn, kNN: knn };

  it.each<[string, Columns, Partial<CompareModelsOptions>]>([
    ['bare names', models, {}],
    ['names with pred_', { pred_RF: rf, pred_GNN: gnn, pred_kNN: knn }, {}],
    ['names with _pred', { RF_pred: rf, GNN_pred: gnn, kNN_pred: knn }, {}],
    ['names with y_pred_', { y_pred_RF: rf, y_pred_GNN: gnn, y_pred_kNN: knn }, {}],
    ['names with words', { 'RF predicted': rf, 'GNN predicted': gnn, 'kNN predicted': knn }, {}],
    ['an index', { '': (r) => test.indexOf(r), ...models }, {}],
    ['the label beside them', { y, ...models }, {}],
    ['the true values beside them', { y_true: y, ...models }, {}],
    ['uncertainties', { ...models, RF_std: () => 0.4, y_std: () => 0.5, variance: () => 1 }, {}],
    ['words', { ...models, comment: () => 'fine' }, {}],
    [
      'descriptors beside named predictions',
      { MW: () => 300, pred_RF: rf, pred_GNN: gnn, pred_kNN: knn },
      {},
    ],
    [
      'columns that --models names',
      { MW: () => 300, logP: (r) => r.y, ...models },
      { models: ['RF', 'GNN', 'kNN'] },
    ],
    [
      '--models in another case, or without pred_',
      { rf, pred_GNN: gnn, kNN_pred: knn },
      { models: ['RF', 'GNN', 'kNN'] },
    ],
    [
      'whole numbers, named',
      { ...models, days: (r) => Math.round(r.y) },
      { models: ['RF', 'GNN', 'kNN'] },
    ],
  ])('is the same as a file for each: %s', async (_, columns, more) => {
    const found = await run(write({ smiles, ...columns }), more);
    const expected = await apart(models);
    expect(found.models.map(({ name }) => name)).toEqual(['RF', 'GNN', 'kNN']);
    expect(found.tasks).toEqual(expected.tasks);
    const said = found.warnings.join('\n');
    for (const { column, name } of found.models) {
      expect(Object.keys(columns)).toContain(column);
      expect(said).toContain(
        `${name}: using predictions of column "${column}", matched to the test set by smiles`,
      );
    }
    expect(found.inputs.filter(({ role }) => role === 'predictions')).toHaveLength(1);
  });

  it('is joined by id, row for row, in any order', async () => {
    const name = (r: MadeRow) => r.name;
    const tables = {
      train: write({ smiles, id: name, y }, train),
      truth: write({ smiles, id: name, y }),
    };
    const found = await run(write({ id: name, ...models }, test.toReversed()), tables);
    const expected = await apart(models);
    expect(known(groupOf(found, 'overall'), 'mae')).toEqual(
      known(groupOf(expected, 'overall'), 'mae'),
    );
  });

  it('may hold the truth and the split, too', async () => {
    const split = (r: MadeRow) => (test.includes(r) ? 'test' : 'train');
    const all = write({ smiles, y, split, ...models }, rows);
    const found = await compared({ split: all, predictions: [all], metrics: ['mae'] });
    const expected = await apart(models);
    expect(found.tasks[0].groups).toEqual(expected.tasks[0].groups);
  });

  it('may be given other names, and a baseline', async () => {
    const found = await run(write({ smiles, ...models }), {
      names: ['a', 'b', 'c'],
      baseline: 'b',
    });
    expect(found.models.map(({ name, column }) => [name, column])).toEqual([
      ['a', 'RF'],
      ['b', 'GNN'],
      ['c', 'kNN'],
    ]);
    expect(groupOf(found, 'overall').metrics.mae.differences.map((d) => [d.a, d.b])).toEqual([
      ['b', 'a'],
      ['b', 'c'],
    ]);
    expect(await refused({ smiles, ...models }, { names: ['a', 'b'] })).toContain(
      '--names: give 3 different names, one for each model (columns "RF", "GNN" and "kNN"), separated by commas',
    );
  });

  it('holds probabilities of classes', async () => {
    const active = (r: MadeRow) => (r.y > 3 ? 1 : 0);
    const share = (of: (r: MadeRow) => number) => (r: MadeRow) => 1 / (1 + Math.exp(3 - of(r)));
    const tables = {
      train: write({ smiles, active }, train),
      truth: write({ smiles, active }),
      label: 'active',
      metrics: ['roc_auc'],
    };
    const own = { RF: share(rf), GNN: share(gnn) };
    const found = await run(write({ smiles, ...own }), tables);
    expect(found.tasks).toEqual((await apart(own, tables)).tasks);
    expect(await refused({ smiles, RF: own.RF, GNN: (r) => 9 * own.GNN(r) }, tables)).toContain(
      '"GNN" has values outside 0 to 1, and "active" has classes; name them with --models a,b',
    );
  });
});

describe('columns that may be anything else are refused, with the candidates and the flag', () => {
  it.each<[string, Columns, string]>([
    ['a descriptor', { RF: rf, GNN: gnn, MW: () => 300 }, '"RF", "GNN" and "MW" could be'],
    ['another descriptor', { RF: rf, Crippen_logP: gnn }, '"RF" and "Crippen_logP" could be'],
    [
      'a cluster',
      { RF: rf, GNN: gnn, cluster: (r) => test.indexOf(r) % 5 },
      '"GNN" and "cluster" could be',
    ],
    ['columns without names', { '': rf, ' ': gnn }, '"column_2" and "column_3" could be'],
    [
      'one that is far from the labels',
      { RF: rf, dose: (r) => 500 + r.y },
      '"dose" lies far from the true values of "y"',
    ],
    [
      'whole numbers',
      { RF: rf, GNN: gnn, visits: (r) => Math.round(r.y) },
      '"visits" has only whole numbers',
    ],
    ['the true values', { RF: rf, GNN: gnn, ideal: y }, '"ideal" holds the true values of "y"'],
    [
      'a class and its probability',
      { y_pred: rf, y_proba: gnn },
      '"y_pred" and "y_proba" could be',
    ],
    ['probabilities of two classes', { prob_0: rf, prob_1: gnn }, '"prob_0" and "prob_1" could be'],
    [
      'predictions of several labels',
      { pred_y: rf, pred_z: gnn },
      '"pred_y" and "pred_z" could be',
    ],
    ['one prediction beside others', { y_pred: rf, GNN: gnn }, '"y_pred" and "GNN" could be'],
  ])('%s', async (_, columns, message) => {
    const said = await refused({ smiles, ...columns });
    expect(said).toContain(message);
    expect(said).toContain('--models');
  });

  it('so is a file with one model, or none', async () => {
    expect(await refused({ smiles, y_pred: rf })).toBe(
      'w.csv has one column of predictions ("y_pred"), and a comparison needs two models; give a file for each, or name columns with --models a,b (for one model, use tanimark score)',
    );
    expect(await refused({ smiles })).toContain(
      'w.csv has no column of predictions, and a comparison needs two models; give a file for each, or name columns with --models a,b',
    );
    const models = ['RF', 'RF'];
    expect(await refused({ smiles, RF: rf, GNN: gnn }, { models })).toContain(
      '--models RF,RF: name two or more prediction columns, each once; for one model, use tanimark score',
    );
    expect(await refused({ smiles, RF: rf, GNN: gnn }, { models: ['RF', 'GMN'] })).toContain(
      '--models GMN: w.csv has no such column (did you mean "GNN"?)',
    );
  });

  it('so are options of one model, and --models of several files', async () => {
    const both = { smiles, RF: rf, GNN: gnn };
    for (const flag of ['prediction', 'std', 'lower', 'upper'] as const) {
      expect(await refused(both, { [flag]: 'RF' })).toContain(
        `--${flag} RF: it names a column of one model; to name the columns of several models in one file, use --models a,b`,
      );
    }
    expect(await refused(both, { task: 'multiclass' })).toContain(
      '--task multiclass: one file cannot hold the class probabilities of several models; give one file for each model',
    );
    expect(await refused(both, { label: 'y,z' })).toContain('can be compared for one label only');
    const two = [write({ smiles, y_pred: rf }), write({ smiles, y_pred: gnn })];
    const { message } = await errorOf(() =>
      compared({ train: training, truth, predictions: two, models: ['RF', 'GNN'] }),
    );
    expect(message).toContain(
      '--models RF,GNN: it names columns of one file, and 2 files are given',
    );
  });
});
