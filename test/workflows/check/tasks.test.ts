import { describe, expect, it } from 'vitest';
import { errorOf } from '../../helpers.js';
import { csv, shuffled } from '../score/made.js';
import {
  BASE,
  type Columns,
  findings,
  isTest,
  maeOf,
  mean,
  NEW,
  Repository,
  type Row,
  rows,
  SPLIT,
} from './repository.js';

const all = rows(240, 9);
const test = all.filter(isTest);

/** Both labels, as a model of several tasks predicts them. */
const BOTH = {
  next: { name: (r: Row) => r.name, pred_y: (r: Row) => r.pred, pred_hit: (r: Row) => r.chance },
  base: {
    name: (r: Row) => r.name,
    pred_y: (r: Row) => r.base,
    pred_hit: (r: Row) => r.chanceBase,
  },
} as const;

/** Share of the rows of which class 1 is rightly told at 0.5. */
const accuracyOf = (list: readonly Row[], of: 'chance' | 'chanceBase') =>
  mean(list.map((row) => ((row[of] >= 0.5 ? 1 : 0) === row.hit ? 1 : 0)));

describe('several label columns', () => {
  const config = {
    label: 'y,hit',
    rules: [
      { metric: 'mae', margin: 0.1 },
      { metric: 'accuracy', margin: 0.1 },
      { metric: 'accuracy', min: 0.1, task: 'hit', on: 'value' },
    ],
  };

  async function repository(): Promise<Repository> {
    const made = new Repository(all);
    made.write('new.csv', csv(test, BOTH.next));
    made.write('base.csv', csv(test, BOTH.base));
    await made.accept(config);
    return made;
  }

  it('are looked at by the rules of their kind', async () => {
    const summary = await (await repository()).check(config);
    expect(summary.errors).toEqual([]);
    expect(summary.outcomes.map(({ rule, task, kind }) => [rule, task, kind])).toEqual([
      [1, 'y', 'drop'],
      [2, 'hit', 'drop'],
      [3, 'hit', 'min'],
    ]);
    expect(summary.tasks.map(({ name, task }) => [name, task])).toEqual([
      ['y', 'regression'],
      ['hit', 'classification'],
    ]);
    const [error, , accuracy] = summary.outcomes;
    expect(error.drop).toBeCloseTo(maeOf(test, 'pred') - maeOf(test, 'base'), 10);
    expect(accuracy.value).toBeCloseTo(accuracyOf(test, 'chance'), 10);
  });

  it('fail by any one of them', async () => {
    const made = await repository();
    const random = { ...BOTH.next, pred_hit: (r: Row) => ((37 * test.indexOf(r)) % 100) / 100 };
    made.write('new.csv', csv(test, random));
    const summary = await made.check({ ...config, minN: 10 });
    expect(summary.outcomes.map(({ task, verdict }) => [task, verdict])).toEqual([
      ['y', 'pass'],
      ['hit', 'fail'],
      ['hit', 'pass'],
    ]);
    expect(summary.exit_code).toBe(1);
  });

  it('are each asked for their predictions', async () => {
    const made = await repository();
    made.write('new.csv', csv(test, NEW));
    const summary = await made.check(config);
    expect([summary.errors[0].name, summary.exit_code, summary.outcomes]).toEqual(['input', 2, []]);
  });

  it('are those of the baseline, though the predictions have lost one and no rule names it', async () => {
    const made = await repository();
    const { name, pred_y } = BOTH.next;
    made.write('new.csv', csv(test, { name, pred_y }));
    const rules = [{ metric: 'mae', margin: 9 }];
    const summary = await made.check({ label: 'y', rules });
    expect(summary.errors.map((error) => error.name)).toEqual(['missing_predictions']);
    expect(summary.errors[0].message).toMatch(
      'b.json; add its column and name it with `label`, or if this is intended, review the new scores and update the baseline with: tanimark check --update-baseline',
    );
    expect(summary.exit_code).toBe(2);
  });
});

describe('several tasks', () => {
  const data = { split: 'split.csv', baseline: 'b.json' };
  const tasks = [
    { name: 'solubility', ...data, label: 'y', predictions: 'new.csv' },
    { name: 'activity', ...data, label: 'hit', predictions: 'hits.csv', prediction: 'p' },
  ];
  const shared = { split: undefined, label: undefined, predictions: undefined };
  const top = { ...shared, baseline: undefined };
  const hits: Columns = { name: (r) => r.name, p: (r) => r.chance };

  it('have baselines in one file, rules for all and for one, and errors of their own', async () => {
    const made = new Repository(all);
    made.write('hits.csv', csv(test, hits));
    const rules = [
      { metric: 'mae', margin: 0.5, stratum: 'each' },
      { metric: 'roc_auc', margin: 0.5, task: 'activity' },
      // Of one task alone, and so is its column.
      { metric: 'roc_auc', min: 0, task: 'activity', stratum: 'site=left', on: 'value' },
    ];
    made.write('hits.csv', csv(test, { ...hits, site: (r) => (r.name < 'm3' ? 'left' : 'right') }));
    const { outputs } = await made.update({ ...top, tasks, rules });
    expect(outputs).toMatchObject([{ path: made.at('b.json'), tasks: 2, rows: 240 }]);
    const passed = await made.check({ ...top, tasks, rules });
    expect(passed.errors).toEqual([]);
    expect(passed.outcomes.map(({ task, metric }) => `${task} ${metric}`)).toEqual([
      'solubility mae',
      'solubility mae',
      'solubility mae',
      'activity roc_auc',
      'activity roc_auc',
    ]);
    // What is wrong with one task does not hide the other.
    made.write('hits.csv', csv(test.slice(1), hits));
    const failed = await made.check({ ...top, tasks, rules: rules.slice(0, 2) });
    expect(failed.errors.map(({ name, task }) => [name, task])).toEqual([
      ['fewer_rows', 'activity'],
    ]);
    expect(failed.outcomes).toHaveLength(3);
    expect(failed.exit_code).toBe(2);
  });

  it('have a baseline where a rule is about them, which knows the test set', async () => {
    const made = new Repository(all);
    made.write('hits.csv', csv(test, hits));
    const rules = [
      { metric: 'mae', margin: 0.5, task: 'solubility' },
      { metric: 'roc_auc', min: 0, task: 'activity', on: 'value' },
    ];
    const { outputs } = await made.update({ ...top, tasks, rules });
    expect(outputs).toMatchObject([{ tasks: 2, rows: 240 }]);
    const summary = await made.check({ ...top, tasks, rules });
    expect([summary.errors, summary.outcomes.length, summary.exit_code]).toEqual([[], 2, 0]);
    const one = await made.update({ ...top, tasks, rules: rules.slice(1) });
    expect(one.outputs).toMatchObject([{ tasks: 1, rows: 120 }]);
    const table = [{ ...tasks[0], baseline: 'base.csv' }];
    const kept = await errorOf(() =>
      made.update({ ...top, tasks: table, rules: rules.slice(0, 1) }),
    );
    expect([kept.code, kept.message]).toEqual([
      'usage',
      expect.stringMatching(/base\.csv, a table/),
    ]);
  });
});

describe('several classes', () => {
  it('are each a task of its own', async () => {
    const kind = ({ y }: Row) => (y < 2 ? 'low' : y < 4 ? 'middle' : 'high');
    const classes = ['high', 'low', 'middle'];
    const share = (name: string) => (row: Row) => (kind(row) === name ? 0.6 : 0.2);
    const repository = new Repository(all);
    repository.write('split.csv', csv(all, { ...SPLIT, kind }));
    const columns = {
      name: (r: Row) => r.name,
      ...Object.fromEntries(classes.map((name) => [name, share(name)])),
    };
    repository.write('new.csv', csv(test, columns));
    const config = {
      label: 'kind',
      task: 'multiclass',
      rules: [{ metric: 'accuracy', margin: 0.1 }],
    };
    await repository.accept({ ...config, predictions: 'new.csv' });
    // One class is told from the others no more.
    const wrong = { ...columns, low: share('high'), high: share('low') };
    repository.write('new.csv', csv(test, wrong));
    const summary = await repository.check(config);
    expect(summary.errors).toEqual([]);
    expect(summary.outcomes.map(({ task, value, verdict }) => [task, value, verdict])).toEqual(
      classes.map((name) => {
        const right = test.filter((row) => {
          const said = { low: 'high', high: 'low', middle: 'middle' }[kind(row)];
          return (said === name) === (kind(row) === name);
        });
        const accuracy = right.length / test.length;
        return [name, accuracy, accuracy === 1 ? 'pass' : 'fail'];
      }),
    );
  });
});

describe('a check', () => {
  const config = {
    rules: [
      { metric: 'mae', margin: 0.02, stratum: 'each' },
      { metric: 'spearman', margin: 0.02 },
      { metric: 'rmse', max: 0.3, stratum: 'scaffold=seen' },
    ],
    minN: 5,
  };

  it('finds the same in rows of any order, and with any number of threads', async () => {
    const repository = new Repository(all);
    await repository.accept(config);
    const first = findings(await repository.check(config));
    repository.write('split.csv', csv(shuffled(all, 1), SPLIT));
    repository.write('new.csv', csv(shuffled(test, 2), NEW));
    expect(findings(await repository.check(config, 3))).toBe(first);
    // The baseline's own rows, too.
    repository.write('base.csv', csv(shuffled(test, 3), BASE));
    await repository.accept(config);
    expect(findings(await repository.check(config))).toBe(first);
    // Nothing is drawn for these metrics.
    expect(findings(await repository.check({ ...config, seed: 1 }))).toBe(first);
  });

  it('finds the same against a table of predictions as against the baseline that is made of it', async () => {
    const repository = new Repository(all);
    await repository.accept(config);
    const file = await repository.check(config);
    const table = await repository.check({ ...config, baseline: 'base.csv' });
    expect(findings(table)).toBe(findings(file));
    expect(table.warnings.join('\n')).toContain('changes of the test set are not detected');
    expect(file.warnings.join('\n')).not.toContain('cannot tell');
  });

  it('writes the same baseline each time, and nothing of it that depends on the place', async () => {
    const [one, other] = [new Repository(all), new Repository(all)];
    await one.accept();
    await other.accept();
    expect(other.read('b.json')).toBe(one.read('b.json'));
    expect(one.read('b.json')).not.toContain(one.path);
  });

  it('keeps standard deviations and intervals in its baseline', async () => {
    const uncertain: Columns = {
      ...BASE,
      pred_std: ({ y }) => 0.2 + y / 16,
      lower: ({ base }) => base - 0.5,
      upper: ({ base }) => base + 0.75,
    };
    const rules = ['nll', 'interval_score'].map((metric) => ({ metric, margin: 0 }));
    const named = {
      std: 'pred_std',
      lower: 'lower',
      upper: 'upper',
      prediction: 'pred',
      level: 0.8,
    };
    const repository = new Repository(all);
    repository.write('base.csv', csv(test, uncertain));
    await repository.accept({ ...named, rules });
    const summary = await repository.check({ ...named, rules, predictions: 'base.csv' });
    expect(summary.errors).toEqual([]);
    const nll = mean(
      test.map((row) => {
        const std = 0.2 + row.y / 16;
        return 0.5 * Math.log(2 * Math.PI * std * std) + (row.y - row.base) ** 2 / (2 * std * std);
      }),
    );
    expect(summary.outcomes[0].baseline).toBeCloseTo(nll, 8);
    for (const { value, baseline, drop } of summary.outcomes) {
      expect(baseline).toBe(value);
      expect(drop).toBe(0);
    }
  });
});
