import { mkdirSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type {
  CompareModelsOptions,
  ModelComparison,
} from '../../../src/workflows/compare/types.js';
import { errorOf, temporaryFolder } from '../../helpers.js';
import { csv, type MadeRow, madeRows } from '../score/made.js';
import { compared, everyDifference, groupOf, known, mean } from './made.js';

const folder = temporaryFolder();
const rows = madeRows(90, 12);
const [test, train] = [rows.slice(0, 40), rows.slice(40)];
const smiles = (r: MadeRow) => r.smiles;
const y = (r: MadeRow) => r.y;
const pred = (r: MadeRow) => r.pred;
const worse = (r: MadeRow) => r.y + 1.25 * (r.pred - r.y);
const training = folder.file('train.csv', csv(train, { smiles, y }));
const truth = folder.file('truth.csv', csv(test, { smiles, y }));
const write = (name: string, of: Record<string, (r: MadeRow) => unknown>, own = test) =>
  folder.file(name, csv(own, { smiles, ...of }));
const a = write('a.csv', { y_pred: pred });
const b = write('b.csv', { y_pred: worse });
const run = (more: Partial<CompareModelsOptions> = {}) =>
  compared({ train: training, truth, predictions: [a, b], metrics: ['mae'], ...more });
let plain: ModelComparison;
beforeAll(async () => {
  plain = await run({ metrics: ['mae', 'rmse'] });
});
const refused = async (more: Partial<CompareModelsOptions>) =>
  folder.shorten((await errorOf(() => run(more))).message);

describe('the margin', () => {
  const copy = write('copy.csv', { y_pred: pred });
  const predictions = [a, b, copy];
  const names = ['a', 'b', '__proto__'];

  it('decides what is better, worse or equivalent', async () => {
    const found = known(groupOf(plain, 'overall'), 'mae');
    // The second makes errors larger by a quarter in every row.
    expect(found.standing).toBe('worse');
    expect(found.margin).toBe(0);
    const mae = mean(test.map((r) => Math.abs(r.y - r.pred)));
    const wide = await run({ margin: ' 50% ', predictions, names });
    expect(wide.parameters.margin).toBe('50%');
    const [there, , back] = [0, 1, 2].map((p) => known(groupOf(wide, 'overall'), 'mae', p));
    expect([there.standing, back.standing]).toEqual(['equivalent', 'equivalent']);
    // A share of the first of each pair.
    expect(there.margin).toBeCloseTo(mae / 2, 12);
    expect(back.margin).toBeCloseTo((1.25 * mae) / 2, 12);
    expect(back).toMatchObject({ a: 'b', b: '__proto__' });
    expect(Object.keys(groupOf(wide, 'overall').metrics.mae.values)).toEqual(names);
    const same = known(groupOf(wide, 'overall'), 'mae', 1);
    expect(same).toMatchObject({ difference: 0, ci95: [0, 0], standing: 'equivalent' });
  });

  it('is a number from 0, or a share', async () => {
    expect(await refused({ margin: 'much' })).toContain('--margin much: not an amount; give');
    expect(await refused({ margin: '-0.1' })).toContain('--margin -0.1: not an amount; give');
  });
});

describe('rows that a model does not predict', () => {
  const gaps = write('gaps.csv', { y_pred: worse }, test.slice(3));
  const others = write('others.csv', { y_pred: pred }, test.slice(0, -2));

  it('are an error, or left out for all', async () => {
    expect(await refused({ predictions: [a, gaps] })).toContain('3 test rows have no prediction');
    const summary = await run({ predictions: [others, gaps], missing: 'skip' });
    const own = test.slice(3, -2);
    expect(summary.tasks[0].n).toBe(35);
    expect(known(groupOf(summary, 'overall'), 'mae').difference).toBeCloseTo(
      mean(own.map((r) => Math.abs(r.pred - r.y) / 4)),
      12,
    );
    expect(summary.warnings.join('\n')).toContain(
      'compared on 35 rows of 40, those with predictions of every model (others lacks 2, gaps lacks 3)',
    );
    expect(summary.models.map(({ join }) => join?.matched)).toEqual([38, 37]);
  });
});

describe('a baseline', () => {
  const copy = write('third.csv', { y_pred: (r) => r.y + 0.8 * (r.pred - r.y) });
  const three = { predictions: [a, b, copy], names: ['a', 'b', 'c'], metrics: ['mae', 'rmse'] };

  it('is all that is compared with and corrected for, whatever its place', async () => {
    const all = await run(three);
    const some = await run({ ...three, baseline: ' b ' });
    expect(some.parameters.baseline).toBe('b');
    const [task] = some.tasks;
    const strata = task.groups.filter(({ flag }) => flag !== 'small').length;
    expect(task.tests).toEqual({ mae: 2 * strata, rmse: 2 * strata });
    expect(all.tasks[0].tests).toEqual({ mae: 3 * strata, rmse: 3 * strata });
    expect(task.composition.map((one) => [one.a, one.b])).toEqual([
      ['b', 'a'],
      ['b', 'c'],
      ['b', 'a'],
      ['b', 'c'],
    ]);
    for (const [g, group] of task.groups.entries()) {
      const [ba, bc] = group.metrics.mae.differences;
      const [ab, , cb] = all.tasks[0].groups[g].metrics.mae.differences;
      expect([ba, bc].map((d) => [d.a, d.b])).toEqual([
        ['b', 'a'],
        ['b', 'c'],
      ]);
      if (ba.difference === null || ab.difference === null) continue;
      if (bc.difference === null || cb.difference === null) continue;
      expect(ba.difference).toBe(0 - ab.difference);
      expect([ba.p, bc.p]).toEqual([ab.p, cb.p]);
      expect(bc.difference).toBe(cb.difference);
    }
  });

  it('is one of the models', async () => {
    expect(await refused({ ...three, baseline: 'bb' })).toBe(
      '--baseline bb: unknown model (did you mean b?); the models are a, b and c (--names)',
    );
  });
});

describe('names', () => {
  it('are those of the files, with as much of the folders as tells them apart', async () => {
    for (const name of ['one', 'two']) mkdirSync(folder.at(name));
    const [one, two] = ['one/preds.csv', 'two/preds.csv'].map((name) =>
      write(name, { y_pred: pred }),
    );
    expect((await run({ predictions: [one, two] })).models.map(({ name }) => name)).toEqual([
      'one/preds',
      'two/preds',
    ]);
    expect((await run({ predictions: [one, one] })).models.map(({ name }) => name)).toEqual([
      'preds.csv (1)',
      'preds.csv (2)',
    ]);
  });

  it('are as many as the files, and different', async () => {
    expect(await refused({ names: ['x', 'x'] })).toContain(
      '--names: give 2 different names, one for each prediction file, separated by commas',
    );
    expect(await refused({ names: ['x', ' '] })).toContain('a name is empty');
  });
});

describe('files that do not belong together', () => {
  it('are refused', async () => {
    expect(await refused({ predictions: [a] })).toContain(
      'a.csv has one column of predictions ("y_pred"), and a comparison needs two models; give a file for each, or name columns with --models a,b (for one model, use tanimark score)',
    );
    expect(await refused({ predictions: [] })).toContain(
      'nothing to compare; give two or more prediction files, or one file with a column for each model',
    );
    expect(await refused({ predictions: ['-', '-'] })).toContain('can be read only once');
    expect(await refused({ metrics: [] })).toContain('nothing to compare');
  });

  it('are those with other true values, or other label columns', async () => {
    const bare = folder.file('bare.csv', csv(test, { smiles }));
    const one = write('t1.csv', { y_true: y, y_pred: pred });
    const two = write('t2.csv', { y_true: (r) => r.y + 1, y_pred: pred });
    expect(await refused({ truth: bare, predictions: [one, two] })).toContain(
      't2.csv: the true values of "y_true" differ from those of t1.csv; put the true values into one table and name it with --truth',
    );
    const labels = { smiles, y, z: (r: MadeRow) => 2 * r.y };
    const tables = {
      train: folder.file('trainz.csv', csv(train, labels)),
      truth: folder.file('truthz.csv', csv(test, labels)),
    };
    const both = write('both.csv', { y: pred, z: (r) => 2 * r.pred });
    expect(
      await refused({ ...tables, predictions: [both, write('z.csv', { z: pred })] }),
    ).toContain(
      'z.csv: no prediction column found; name it with --prediction (the columns are "smiles" and "z"); to score "z" (also in the test table), use --label z',
    );
  });
});

describe('several targets', () => {
  it('are families of tests of their own', async () => {
    const labels = { smiles, y, z: (r: MadeRow) => 8 - r.y };
    const tables = {
      train: folder.file('train2.csv', csv(train, labels)),
      truth: folder.file('truth2.csv', csv(test, labels)),
    };
    const predictions = [
      write('y1.csv', { y: pred, z: (r) => 8 - r.pred }),
      write('y2.csv', { y: worse, z: (r) => 8 - worse(r) }),
    ];
    const summary = await run({ ...tables, predictions, metrics: ['mae', 'rmse'] });
    expect(summary.tasks.map(({ name }) => name)).toEqual(['y', 'z']);
    const [first, second] = summary.tasks.map((_, t) =>
      everyDifference({ ...summary, tasks: [summary.tasks[t]] }),
    );
    const kinds = { smiles, y, active: (r: MadeRow) => (r.y > 3 ? 1 : 0) };
    const mixed = write('mixed.csv', { y: pred, active: () => 0.5 });
    expect(
      await refused({
        train: folder.file('train3.csv', csv(train, kinds)),
        truth: folder.file('truth3.csv', csv(test, kinds)),
        predictions: [mixed, mixed],
      }),
    ).toContain(
      'nothing to compare for "active": no metric of --metrics is for classification; add one, or leave the label out with --label',
    );
    // Mirrored values have the same errors, and their tests the same p-values, adjusted alike.
    first.forEach((d, k) => {
      const other = second[k];
      if (d.difference === null || other.difference === null || d.test === 'bootstrap') return;
      expect(other.difference).toBeCloseTo(d.difference, 12);
      expect(other.p).toBeCloseTo(d.p as number, 12);
    });
    const { p, p_holm } = known(groupOf(plain, 'overall'), 'mae');
    expect(known(groupOf(summary, 'overall'), 'mae')).toMatchObject({ p, p_holm });
  });

  it('may be the classes of one column', async () => {
    const kind = (r: MadeRow) => ['low', 'mid', 'high'][Math.min(2, Math.floor(r.y / 2.5))];
    const probabilities = (slope: number) => ({
      low: (r: MadeRow) => 1 / (1 + Math.exp(slope * (r.pred - 2.5))),
      mid: (r: MadeRow) => Math.exp(-slope * Math.abs(r.pred - 3.75)) / 2,
      high: (r: MadeRow) => 1 / (1 + Math.exp(slope * (5 - r.pred))),
    });
    const summary = await run({
      train: folder.file('kinds.csv', csv(train, { smiles, kind })),
      truth: folder.file('kindt.csv', csv(test, { smiles, kind })),
      label: 'kind',
      task: 'multiclass',
      metrics: ['accuracy', 'brier'],
      predictions: [write('k1.csv', probabilities(2)), write('k2.csv', probabilities(0.1))],
    });
    expect(summary.tasks.map(({ name }) => name).sort()).toEqual(['high', 'low', 'mid']);
    for (const { name, groups } of summary.tasks) {
      // Predicted is the class of the highest probability, not what is above ½.
      const right = [2, 0.1].map((slope) => {
        const of = probabilities(slope);
        const names = Object.keys(of) as (keyof typeof of)[];
        const highest = (r: MadeRow) =>
          names.reduce((best, n) => (of[n](r) > of[best](r) ? n : best), names[0]);
        return mean(test.map((r) => ((highest(r) === name) === (kind(r) === name) ? 1 : 0)));
      });
      const { values } = groups[0].metrics.accuracy;
      expect(values.k1.value).toBeCloseTo(right[0], 12);
      expect(values.k2.value).toBeCloseTo(right[1], 12);
    }
    expect(summary.parameters.task).toBe('multiclass');
  });
});

describe('what cannot be measured', () => {
  it('has a reason', async () => {
    const small = await run({ minN: 41 });
    const overall = known(groupOf(small, 'overall'), 'mae');
    expect(overall).toMatchObject({
      ci95: null,
      ci_reason: 'too_few',
      p: null,
      p_reason: 'too_few',
    });
    expect(overall.standing).toBe('inconclusive');
    expect(groupOf(small, '[0, 1/3)').metrics.mae).toMatchObject({
      differences: [{ difference: null, reason: 'small_stratum' }],
      ranks: { a: null, b: null },
    });
    expect(small.tasks[0].composition).toEqual([]);
    const undrawn = await run({ bootstrap: 0, metrics: ['mae', 'rmse', 'gaussian_nll'] });
    const group = groupOf(undrawn, 'overall');
    expect(known(group, 'mae')).toMatchObject({ ci95: null, standing: 'inconclusive' });
    expect(known(group, 'mae').p).toBeGreaterThan(0);
    const { p, p_reason, ci_reason } = known(group, 'rmse');
    expect([p, p_reason, ci_reason]).toEqual([null, undefined, undefined]);
  });
});
