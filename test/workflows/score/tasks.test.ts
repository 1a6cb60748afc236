import { describe, expect, it } from 'vitest';
import type { ScoreOptions } from '../../../src/evaluation/options.js';
import type { Scored } from '../../../src/evaluation/types.js';
import { errorOf, temporaryFolder } from '../../helpers.js';
import { csv, type MadeRow, madeRows, scored } from './made.js';

const folder = temporaryFolder();
const rows = madeRows(130, 9);
const [test, train] = [rows.slice(0, 60), rows.slice(60)];
let files = 0;
const write = <T>(rows: readonly T[], columns: Record<string, (row: T) => unknown>) =>
  folder.file(`t${files++}.csv`, csv(rows, columns));
const smiles = (r: MadeRow) => r.smiles;
const quick = { bootstrap: 0, minN: 1, baselines: ['train_mean', 'nearest_neighbour'] };
const run = (options: ScoreOptions) => scored({ ...quick, ...options });
const value = (scored: Scored) => scored.value as number;

describe('several label columns', () => {
  const a = (r: MadeRow) => (r.name.endsWith('3') ? '' : r.y);
  const b = (r: MadeRow) => (r.name.endsWith('5') ? '' : Number(r.y > 3));
  const truth = write(test, { smiles, a, b });
  const training = write(train, { smiles, a, b });
  const share = (r: MadeRow) => Math.max(0, Math.min(1, r.pred / 6));

  it('are found by their names, as chemprop writes them, and each is scored as if alone', async () => {
    const predictions = write(test, { smiles, a: (r) => r.pred, b: share });
    const all = await run({ train: training, truth, predictions });
    expect(all.tasks?.map(({ name, task, n }) => [name, task, n])).toEqual([
      ['a', 'regression', 54],
      ['b', 'classification', 54],
    ]);
    for (const [t, column] of [(r: MadeRow) => r.pred, share].entries()) {
      const name = ['a', 'b'][t];
      const alone = await run({
        train: training,
        truth,
        label: name,
        predictions: write(test, { smiles, y_pred: column }),
      });
      const { overall, strata, baselines, train: trained } = all.tasks?.[t] ?? ({} as never);
      expect({ overall, strata, baselines, trained }).toEqual({
        overall: alone.overall,
        strata: alone.strata,
        baselines: alone.baselines,
        trained: alone.train,
      });
      for (const [metric, scored] of Object.entries(alone.overall.metrics)) {
        expect(all.overall.metrics[metric]).toEqual({
          value: scored.value,
          ci95: null,
          tasks: 1,
          of: 2,
        });
      }
    }
    expect(all.n).toBe(108);
    expect(all.join).toMatchObject({ matched: 60, unmatched: 0 });
  });

  it('may have columns called pred_<label>, and be named; a metric with a unit has no mean', async () => {
    const two = { c: (r: MadeRow) => r.y, d: (r: MadeRow) => -r.y };
    const predictions = write(test, { smiles, pred_c: (r) => r.pred, d_pred: (r) => 1 - r.pred });
    const result = await run({
      train: write(train, { smiles, ...two }),
      truth: write(test, { smiles, ...two }),
      predictions,
      label: 'c,d',
      metrics: ['mae', 'r2', 'mean_signed_error'],
    });
    const mean = (of: (r: MadeRow) => number) => test.reduce((sum, r) => sum + of(r), 0) / 60;
    const own = [mean((r) => Math.abs(r.y - r.pred)), mean((r) => Math.abs(1 - r.pred + r.y))];
    expect(result.tasks?.map(({ overall }) => value(overall.metrics.mae))).toEqual(
      own.map((v) => expect.closeTo(v, 12)),
    );
    // How often, and by which factor, the model is better than each baseline, whatever the units.
    const theirs = (name: string, metric: string) =>
      result.tasks?.map(({ baselines }) => value(baselines[name].overall.metrics[metric])) ?? [];
    const against = (metric: string, losses: readonly number[], sure: boolean) =>
      Object.fromEntries(
        quick.baselines.map((name) => {
          const others = theirs(name, metric).map((v) => (sure ? v : Math.abs(v)));
          const ratio = (losses[0] / others[0] + losses[1] / others[1]) / 2;
          const better = losses.filter((loss, t) => loss < others[t]).length;
          return [name, { median_ratio: sure ? expect.closeTo(ratio, 12) : null, better, of: 2 }];
        }),
      );
    const none = { value: null, reason: 'different_units' };
    expect(result.overall.metrics.mae).toEqual({ ...none, against: against('mae', own, true) });
    const bias = [mean((r) => r.pred - r.y), mean((r) => 1 - r.pred + r.y)].map(Math.abs);
    expect(result.overall.metrics.mean_signed_error).toEqual({
      ...none,
      against: against('mean_signed_error', bias, false),
    });
    expect(result.baselines.train_mean.overall.metrics.mae).toEqual(none);
    // What has no unit has a mean.
    const r2 = result.tasks?.map(({ overall }) => value(overall.metrics.r2)) ?? [];
    expect(result.overall.metrics.r2).toEqual({
      value: expect.closeTo((r2[0] + r2[1]) / 2, 12),
      ci95: null,
      tasks: 2,
      of: 2,
    });
    // The units do not matter.
    const scaled = await run({
      train: write(train, { smiles, c: two.c, d: (r) => 1000 * two.d(r) }),
      truth: write(test, { smiles, c: two.c, d: (r) => 1000 * two.d(r) }),
      predictions: write(test, {
        smiles,
        pred_c: (r) => r.pred,
        d_pred: (r) => 1000 - 1000 * r.pred,
      }),
      label: 'c,d',
      metrics: ['mae'],
    });
    const both = [scaled, result].map(({ overall }) => overall.metrics.mae);
    expect(both[0]).toEqual(
      JSON.parse(JSON.stringify(both[1]), (_, v) =>
        typeof v === 'number' ? expect.closeTo(v, 10) : v,
      ),
    );
    const missing = await errorOf(() => run({ train: training, truth, predictions, label: 'a,b' }));
    expect(missing.message).toMatch(
      't7.csv: no prediction column found for a; name it pred_a (the columns are "smiles", "pred_c" and "d_pred")',
    );
  });

  it('are not the predictions themselves, and a flag for one column does not fit', async () => {
    const copy = write(test, { smiles, a, b });
    const same = await errorOf(() => run({ train: training, truth, predictions: copy }));
    expect(same.message).toContain('column "a" holds the true values, not predictions');
    const predictions = write(test, { smiles, a: (r) => r.pred, b: share });
    for (const flag of ['std', 'lower', 'upper', 'prediction'] as const) {
      const refused = await errorOf(() =>
        run({ train: training, truth, predictions, label: 'a,b', [flag]: 'a' }),
      );
      expect(refused.message).toMatch(
        new RegExp(`^--${flag} a: it names the column of one task, and there are several`),
      );
    }
  });
});

describe('several classes', () => {
  const names = ['low', 'mid', 'top'];
  const kind = (r: MadeRow) => names[Math.floor(((r.y + 9) % 6) / 2)];
  const guess = (r: MadeRow) => names[Math.floor(((r.pred + 9) % 6) / 2)];
  const options = {
    train: write(train, { smiles, y: kind }),
    truth: write(test, { smiles, y: kind }),
    task: 'multiclass' as const,
    metrics: ['mcc', 'accuracy', 'brier', 'roc_auc'],
  };
  const probability = (name: string) => (r: MadeRow) => (guess(r) === name ? 0.45 : 0.275);
  const each = Object.fromEntries(names.map((name) => [`prob_${name}`, probability(name)]));

  it('are scored one against the rest; the highest probability is the class, below a half too', async () => {
    const result = await run({ ...options, predictions: write(test, { smiles, ...each }) });
    expect(result.tasks?.map(({ name }) => name)).toEqual(names);
    for (const { name, overall, baselines } of result.tasks ?? []) {
      const right = test.filter((r) => (kind(r) === name) === (guess(r) === name)).length;
      expect(value(overall.metrics.accuracy)).toBeCloseTo(right / 60, 12);
      const brier =
        test.reduce((sum, r) => sum + (Number(kind(r) === name) - probability(name)(r)) ** 2, 0) /
        60;
      expect(value(overall.metrics.brier)).toBeCloseTo(brier, 12);
      // Of the shares in training the largest, for all.
      const counts = names.map((n) => train.filter((r) => kind(r) === n).length);
      const most = names[counts.indexOf(Math.max(...counts))];
      const hits = test.filter((r) => (kind(r) === name) === (most === name)).length;
      expect(value(baselines.train_mean.overall.metrics.accuracy)).toBeCloseTo(hits / 60, 12);
    }
    const mean = result.tasks?.reduce((sum, t) => sum + value(t.overall.metrics.accuracy) / 3, 0);
    expect(result.overall.metrics.accuracy).toMatchObject({
      value: expect.closeTo(mean as number, 12),
      tasks: 3,
      of: 3,
    });
    const share = test.filter((r) => kind(r) === guess(r)).length / 60;
    expect(share).toBeLessThan(mean as number);
    expect(result.warnings.join()).toContain(
      `the predicted class is correct in ${(100 * share).toFixed(1)}% of rows`,
    );
  });

  it('may be predicted as names; probabilities go before them', async () => {
    const predictions = write(test, { smiles, y_pred: guess });
    const result = await run({ ...options, predictions });
    const probable = await run({ ...options, predictions: write(test, { smiles, ...each }) });
    expect(result.overall.metrics.accuracy).toEqual(probable.overall.metrics.accuracy);
    expect(result.warnings.join()).toContain('column "y_pred" holds classes, not probabilities');
    const both = await run({
      ...options,
      predictions: write(test, { smiles, y_pred: guess, ...each }),
    });
    expect(both.overall).toEqual(probable.overall);
    const odd = write(test, { smiles, y_pred: (r) => (r === test[4] ? 'other' : guess(r)) });
    const refused = await errorOf(() => run({ ...options, predictions: odd }));
    expect(refused.message).toMatch(
      /column "y_pred", row 5 \(line 6\): "other" is not one of the classes low, mid and top/,
    );
  });

  it('need one column of them', async () => {
    const predictions = write(test, { smiles, ...each });
    const two = await errorOf(() => run({ ...options, predictions, label: 'y,z' }));
    expect(two.message).toContain(
      '--task multiclass needs one column of classes, and --label names 2; score each column in a run of its own',
    );
    const few = await errorOf(() =>
      run({
        ...options,
        train: options.train,
        truth: write(test, { smiles, y: () => 'low' }),
        predictions,
        label: 'smiles',
      }),
    );
    expect(few.message).toMatch(
      't21.csv: column "smiles" holds 130 classes; --task multiclass needs 2 to 100',
    );
  });
});

describe('what labels are', () => {
  const of = (train: number[], test: number[], task?: ScoreOptions['task']) => {
    const table = (chain: string, labels: number[]) =>
      write(
        labels.map((y, i) => ({ y, s: `${'C'.repeat(i + 2)}${chain}` })),
        { smiles: (r) => r.s, y: (r) => r.y },
      );
    return scored({
      bootstrap: 0,
      minN: 1,
      train: table('N', train),
      truth: table('O', test),
      task,
    });
  };

  it('is told by both tables: more classes in training are numbers, one class in the test set is still one', async () => {
    expect((await of([0, 1, 2, 0, 1, 2], [0, 1, 0, 1])).task).toBe('regression');
    expect((await of([0, 1, 0, 1, 1], [1, 1, 1])).task).toBe('classification');
    expect((await of([0, 0, 0], [1, 1, 1])).task).toBe('classification');
    expect((await of([1, 1, 1], [1, 1, 1])).task).toBe('regression');
    const error = await errorOf(() => of([0, 1, 2, 0, 1, 2], [0, 1, 0, 1], 'classification'));
    expect(error.message).toMatch(/^--task classification: the labels in "y" are not all 0 or 1/);
  });
});
