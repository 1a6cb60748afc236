import { mkdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { baselineText, parseBaseline } from '../../../src/gate/baseline/file.js';
import type { CheckErrorName, CheckSummary } from '../../../src/gate/types.js';
import { csv } from '../score/made.js';
import {
  type Columns,
  isTest,
  NEW,
  Repository,
  type Row,
  rows,
  SPLIT,
  strataOf,
} from './repository.js';

const all = rows(160);
const test = all.filter(isTest);
const rules = [{ metric: 'mae', margin: 9 }];

let baseline: Promise<string> | undefined;

/** A repository whose baseline was accepted, before something happens to it. */
async function accepted(config?: object): Promise<Repository> {
  const repository = new Repository(all);
  if (config) await repository.accept(config);
  else {
    baseline ??= repository.accept().then(() => repository.read('b.json'));
    repository.write('b.json', await baseline);
  }
  return repository;
}

/** What was found is this error alone, and no pass. */
function expectError(summary: CheckSummary, name: CheckErrorName, message: RegExp | string): void {
  expect(summary.errors.map((error) => error.name)).toEqual([name]);
  expect(summary.errors[0].message).toMatch(message);
  expect(summary.errors[0].message).not.toContain('\n');
  // Other commands have these options, and a configuration has keys.
  expect(summary.errors[0].message).not.toMatch(
    /--(?!update-baseline|init|list-metrics|config)[a-z]/,
  );
  expect([summary.verdict, summary.exit_code]).toEqual(['fail', 2]);
}

/** The split, but for some rows. */
const edited = (change: (row: Row) => Partial<Row>, columns: Columns = SPLIT) =>
  csv(
    all.map((row) => ({ ...row, ...change(row) })),
    columns,
  );
const [first, second] = test;

describe('missing_baseline', () => {
  it('is a file that is not there', async () => {
    const repository = new Repository(all);
    for (const baseline of ['b.json', 'other.csv']) {
      expectError(
        await repository.check({ rules, baseline }),
        'missing_baseline',
        /(b\.json|other\.csv): the file does not exist; /,
      );
    }
  });

  it('is a baseline of another task, or of another label', async () => {
    const repository = await accepted();
    const data = { split: 'split.csv', label: 'y', predictions: 'new.csv', baseline: 'b.json' };
    const named = { tasks: [{ name: 'solubility', ...data }], rules };
    expectError(
      await repository.check(named),
      'missing_baseline',
      'b.json: no baseline for "solubility"; if this is intended, review the new scores and update the baseline with: tanimark check --update-baseline',
    );
    repository.write('new.csv', csv(test, { name: (row) => row.name, p: (row) => row.chance }));
    expectError(
      await repository.check({ label: 'hit', rules: [{ metric: 'roc_auc', margin: 0.1 }] }),
      'missing_baseline',
      'b.json: no baseline for "hit"',
    );
  });
});

describe('config', () => {
  it('is a split file of folds, which have no single training set', async () => {
    const repository = await accepted();
    const folds = all.map((row, i) => ({ ...row, split: 'test', fold: i % 3 }));
    repository.write(
      'split.csv',
      csv(folds, { ...SPLIT, fold: (row) => (row as { fold?: number }).fold }),
    );
    repository.write('new.csv', csv(all, NEW));
    expectError(
      await repository.check({ rules }),
      'config',
      /split\.csv: the file holds folds, and tanimark check needs one training set and one test set; write the folds into a folder/,
    );
  });
});

describe('missing_predictions', () => {
  it('is a file that is not there', async () => {
    const repository = await accepted();
    expectError(
      await repository.check({ rules, predictions: 'old.csv' }),
      'missing_predictions',
      'old.csv: the file does not exist; set `predictions` in',
    );
  });
});

describe('missing_stratum', () => {
  it.each([
    [
      'a bin that is none',
      { stratum: '[0, 1/3)' },
      'rule 1: unknown stratum "[0, 1/3)"; choose from [0, 11/20), [11/20, 2/3) and [2/3, 1]',
    ],
    [
      'a group without rows',
      { stratum: 'series=core-9' },
      /^rule 1: no test row has series "core-9"/,
    ],
    ['a column that is not there', { stratum: 'assay=a' }, /^stratum assay: .* no such column/],
    [
      'a task that is none',
      { task: 'logD' },
      'rule 1: unknown task "logD"; the only task has no name: leave `task` out',
    ],
    [
      'a metric of labels that no task has',
      { metric: 'roc_auc' },
      /^rule 1: roc_auc is for classification, and there is no such task; choose another metric/,
    ],
    [
      'a scaffold that all know',
      { stratum: 'scaffold=unknown' },
      /no test row has scaffold "unknown"/,
    ],
  ])('is %s', async (_, rule, message) => {
    const repository = await accepted();
    const own = { metric: 'mae', max: 9, ...rule };
    const summary = await repository.check({ rules: [own], baseline: undefined });
    expectError(summary, 'missing_stratum', message);
    expect(summary.outcomes).toEqual([]);
  });

  it('is a lowest stratum without rows', async () => {
    const repository = new Repository(all);
    const config = { rules: [{ metric: 'mae', max: 9, stratum: 'lowest' }], baseline: undefined };
    const summary = await repository.check({ ...config, bins: '0,1/20,1' });
    expectError(summary, 'missing_stratum', /^rule 1: no test row is in \[0, 1\/20\)$/);
  });
});

describe('test_set_changed', () => {
  const other = (row: Row, is: Row, change: Partial<Row>) => (row === is ? change : {});
  it.each<[string, (row: Row) => Partial<Row>, RegExp | string]>([
    ['a row that is gone', (row) => other(row, first, { split: '' }), /1 row is missing \(/],
    ['a test row in training', (row) => other(row, first, { split: 'train' }), /1 row is missing/],
    ['a row that is new', (row) => other(row, all[159], { split: 'test' }), /1 row is new/],
    [
      'a true value edited by 0.01',
      (row) => other(row, first, { y: first.y + 0.01 }),
      new RegExp(`1 row has different true values .*: ${first.y + 0.01}, ${first.y} in the base`),
    ],
    [
      'a true value removed',
      (row) => other(row, first, { y: '' as never }),
      'b.json: 1 row has different true values (the first is c1csc(C)c1Cl: none, 4 in the baseline)',
    ],
    [
      'another structure',
      (row) => other(row, first, { smiles: 'CCCCCCCCCC' }),
      'b.json: 1 row is missing and 1 row is new (the first is c1csc(C)c1Cl)',
    ],
    [
      'the same structure, written otherwise',
      (row) => other(row, first, { smiles: `[H]${'C'}` }),
      /1 row is missing and/,
    ],
    [
      'a structure that cannot be read',
      (row) => other(row, first, { smiles: 'C1CC' }),
      /1 row is missing/,
    ],
    [
      'two true values exchanged',
      (row) => other(row, first, { y: second.y + 100 }),
      /different true values/,
    ],
  ])('is %s', async (_, change, message) => {
    const repository = await accepted();
    repository.write('split.csv', edited(change));
    const kept = all.map((row) => ({ ...row, ...change(row) })).filter(isTest);
    repository.write('new.csv', csv(kept, NEW));
    const summary = await repository.check({ rules });
    expectError(summary, 'test_set_changed', message);
    expect(summary.errors[0].message).toContain('tanimark check --update-baseline');
  });

  it('is the baseline of another repository', async () => {
    const repository = await accepted();
    const theirs = new Repository(rows(300, 77));
    await theirs.accept();
    repository.write('b.json', theirs.read('b.json'));
    expectError(
      await repository.check({ rules }),
      'test_set_changed',
      'b.json: 24 rows have different true values, 121 rows are missing and 51 rows are new (the first is C1CCC(C)CC1CCCC)',
    );
  });

  it('is one true value beside the predictions that was edited', async () => {
    const repository = new Repository(all);
    const { y: _, hit: __, ...without } = SPLIT;
    repository.write('split.csv', csv(all, without));
    const columns: Columns = { ...NEW, y_true: (row) => row.y };
    repository.write('new.csv', csv(test, columns));
    const config = { rules, label: undefined };
    await repository.accept({ ...config, predictions: 'new.csv' });
    expect((await repository.check(config)).exit_code).toBe(0);
    repository.write(
      'new.csv',
      csv(
        test.map((row) => (row === first ? { ...row, y: row.y + 0.01 } : row)),
        columns,
      ),
    );
    expectError(
      await repository.check(config),
      'test_set_changed',
      'b.json: 1 row has different true values (the first is c1csc(C)c1Cl: 4.01, 4 in the baseline)',
    );
  });
});

describe('settings_changed', () => {
  it.each([
    ['bins', { bins: '0,1/2,1' }, 'b.json: made with bins 0,11/20,2/3,1, this check uses 0,1/2,1'],
    [
      'a fingerprint',
      { fingerprint: 'maccs' },
      'b.json: made with fingerprint morgan:radius=2,bits=2048, this check uses maccs',
    ],
    [
      'standardization',
      { standardize: 'salts' },
      'b.json: made with standardize none, this check uses salts',
    ],
  ])('is other %s', async (_, change, message) => {
    const repository = await accepted();
    expectError(await repository.check({ rules, ...change }), 'settings_changed', message);
  });

  it('is a label that is of another kind, because one of training is', async () => {
    const labels = { label: 'y,hit', predictions: 'new.csv' };
    const both = [
      { metric: 'mae', margin: 9 },
      { metric: 'roc_auc', margin: 0.9 },
    ];
    const columns: Columns = {
      name: (row) => row.name,
      pred_y: (row) => row.pred,
      pred_hit: (row) => row.chance,
    };
    const repository = new Repository(all);
    repository.write('new.csv', csv(test, columns));
    await repository.accept({ ...labels, rules: both });
    const before = await repository.check({ ...labels, rules: both });
    expect([before.exit_code, before.outcomes.length]).toEqual([0, 2]);
    repository.write(
      'split.csv',
      edited((row) => (row === all[159] ? { hit: 0.5 } : {})),
    );
    expectError(
      await repository.check({ ...labels, rules: both }),
      'settings_changed',
      'b.json: "hit" was classification and is now regression; set `task: classification`',
    );
  });
});

describe('fewer_rows', () => {
  it('is a test row without a prediction', async () => {
    const repository = await accepted();
    repository.write('new.csv', csv(test.slice(1), NEW));
    expectError(await repository.check({ rules }), 'fewer_rows', /1 test row has no prediction/);
  });

  it('is a stratum that training has come nearer to, of a file that does not say where rows were', async () => {
    const repository = await accepted();
    const [lowest] = await strataOf(all);
    const near = { ...lowest[0], name: 'new', split: 'train', smiles: lowest[0].smiles };
    repository.write('split.csv', csv([...all, near], SPLIT));
    const tasks = parseBaseline(repository.read('b.json'), 'b.json');
    const earlier = tasks.map((task) => ({ ...task, groupings: [], places: null }));
    repository.write('b.json', baselineText(earlier));
    const summary = await repository.check({ rules });
    expectError(
      summary,
      'fewer_rows',
      new RegExp(
        `^\\[0, 11/20\\) has ${lowest.length - 1} test rows, and ${lowest.length} in the baseline`,
      ),
    );
    expect(summary.warnings.join()).toMatch(
      'the training set has changed since the baseline was made; strata are those of the new training set',
    );
  });
});

describe('a training set that has grown', () => {
  it('leaves both models on the rows that each stratum had, scaffolds included', async () => {
    const rules = [
      { metric: 'mae', margin: '5%', stratum: 'each' },
      { metric: 'mae', margin: '5%', stratum: 'scaffold=unseen' },
    ];
    const repository = await accepted({ rules });
    const before = await repository.check({ rules });
    const [lowest, ...others] = await strataOf(all);
    const near = lowest.map((row) => ({ ...row, name: `${row.name}-2`, split: 'train' }));
    repository.write('split.csv', csv([...all, ...near], SPLIT));
    const after = await repository.check({ rules });
    expect(after.errors).toEqual([]);
    expect(after.outcomes).toEqual(before.outcomes);
    expect(after.tasks[0].strata.map(({ n }) => n)).toEqual(
      [lowest, ...others].map(({ length }) => length),
    );
    expect(after.warnings.join()).toContain(
      "strata are those of the baseline's training set, so that both models are compared on the same rows",
    );
    // Without a baseline, or with a new one, the strata are those of the training set as it is.
    await repository.accept({ rules });
    const [emptied] = (await repository.check({ rules })).tasks[0].strata;
    expect(emptied.n).toBe(0);
  });
});

describe('a column that rules group by', () => {
  it('has the values of the baseline, whether rows leave a group or join it', async () => {
    const { series } = first;
    const rules = [{ metric: 'mae', margin: 9, stratum: `series=${series}` }];
    const joining = test.find((row) => row.series !== series) as Row;
    for (const [moved, to] of [
      [first, 'other'],
      [joining, series],
    ] as const) {
      const repository = await accepted({ rules });
      repository.write(
        'split.csv',
        edited((row) => (row === moved ? { series: to } : {})),
      );
      expectError(
        await repository.check({ rules }),
        'test_set_changed',
        new RegExp(
          `column "series", which a rule groups by, has other values than in .*b\\.json in 1 test row \\(the first is row ${all.indexOf(moved) + 1}: ${to}, ${moved.series} in the baseline\\)`,
        ),
      );
      // What no rule looks at does not matter.
      const overall = [{ metric: 'mae', margin: 9 }];
      await repository.accept({ rules: overall });
      repository.write('split.csv', csv(all, SPLIT));
      expect((await repository.check({ rules: overall })).errors).toEqual([]);
    }
  });
});

describe('invalid_prediction', () => {
  it.each(['NaN', 'inf', '-Infinity', 'failed', '', '1e999', '1,5'])('is %j', async (cell) => {
    const repository = await accepted();
    const predicted = csv(test, {
      ...NEW,
      pred: (row) => (row === second ? `"${cell}"` : row.pred),
    });
    repository.write('new.csv', predicted);
    expectError(
      await repository.check({ rules }),
      'invalid_prediction',
      cell === '1,5'
        ? /column 2, row 2 .*: a cell that has a decimal comma .*; save the numbers with a decimal point$/
        : 'new.csv: column 2, row 2 (line 3): a cell that is not a finite number; fix it',
    );
  });
});

describe('what cannot be', () => {
  it('is a prediction far from all that was ever measured, which would settle every doubt', async () => {
    const repository = await accepted();
    const [low, high] = [Math.min, Math.max].map((of) => of(...all.map(({ y }) => y)));
    const wild = (away: number) =>
      csv(test, {
        ...NEW,
        pred: (row: Row) => (row === second ? high + away * (high - low) : row.pred),
      });
    repository.write('new.csv', wild(10.1));
    expectError(
      await repository.check({ rules }),
      'invalid_prediction',
      new RegExp(`row ${all.indexOf(second) + 1} of .* far outside the measured values`),
    );
    repository.write('new.csv', wild(9.9));
    expect((await repository.check({ rules })).errors).toEqual([]);
  });

  it('is one of a baseline sooner, which would make every interval wide', async () => {
    const repository = await accepted();
    const [low, high] = [Math.min, Math.max].map((of) => of(...all.map(({ y }) => y)));
    const wild = (away: number) =>
      csv(test, {
        name: (row) => row.name,
        pred: (row: Row) => (row === second ? low - away * (high - low) : row.base),
      });
    repository.write('base.csv', wild(2.1));
    await expect(repository.accept()).rejects.toThrow(
      new RegExp(`base\\.csv: the prediction of "y" for row ${all.indexOf(second) + 1} of .* far`),
    );
    expectError(
      await repository.check({ rules, baseline: 'base.csv' }),
      'invalid_prediction',
      /base\.csv: the prediction of the baseline of "y" for row \d+ .* worse models pass; correct the baseline$/,
    );
    repository.write('base.csv', wild(1.9));
    await repository.accept();
    expect((await repository.check({ rules })).errors).toEqual([]);
  });

  it('is told where a limit is on the good side, and where no rule is about a label', async () => {
    const repository = await accepted();
    const good = [
      { metric: 'mae', min: 0 },
      { metric: 'r2', max: 1 },
      { metric: 'r2', min: -9, max: 1 },
    ];
    const { warnings } = await repository.check({ rules: good });
    expect(warnings.filter((note) => note.startsWith('rule'))).toEqual([
      'rule 1: MAE is better when lower, so a min does not stop a worse model; did you mean max?',
      'rule 2: R² is better when higher, so a max does not stop a worse model; did you mean min?',
    ]);
    const area = [{ metric: 'roc_auc', min: 0 }];
    const none = await repository.check({ rules: area, baseline: undefined });
    expect(none.warnings).toContain(
      'no rule applies to "y" (regression), so its predictions always pass',
    );
  });
});

describe('undefined_metric', () => {
  it('is an area under a curve of one class', async () => {
    const label = { label: 'hit', prediction: 'p' };
    const columns: Columns = { name: (row) => row.name, p: (row) => row.chance };
    const repository = new Repository(all);
    repository.write(
      'split.csv',
      edited(({ split }) => (split === 'test' ? { hit: 1 } : {})),
    );
    repository.write('new.csv', csv(test, columns));
    const areas = [{ metric: 'roc_auc', min: 0.1 }];
    expectError(
      await repository.check({ ...label, rules: areas, baseline: undefined }),
      'undefined_metric',
      'rule 1: roc_auc of the predictions is undefined in overall: only one class is present; choose another metric or stratum',
    );
    // Of so few rows nothing is concluded, whatever the value.
    const few = { ...label, rules: areas, baseline: undefined, minN: 1000 };
    const { errors, outcomes } = await repository.check(few);
    expect(errors).toEqual([]);
    expect(outcomes).toMatchObject([
      { verdict: 'inconclusive', value: null, reason: 'small_stratum' },
    ]);
  });

  it('is a correlation with a constant, of the predictions or of the baseline', async () => {
    const repository = await accepted();
    const flat = csv(test, { ...NEW, pred: () => 1 });
    const correlation = [{ metric: 'pearson', margin: 0.1 }];
    repository.write('flat.csv', flat);
    expectError(
      await repository.check({ rules: correlation, predictions: 'flat.csv' }),
      'undefined_metric',
      'rule 1: pearson of the predictions is undefined in overall: all predictions are equal; choose another metric or stratum',
    );
    expectError(
      await repository.check({ rules: correlation, baseline: 'flat.csv' }),
      'undefined_metric',
      'rule 1: pearson of the baseline is undefined in overall: all predictions are equal; choose another metric or stratum',
    );
  });

  it('is a standard deviation that the new predictions, or the baseline, do not have', async () => {
    const repository = await accepted();
    expectError(
      await repository.check({ rules: [{ metric: 'ence', margin: 9 }] }),
      'undefined_metric',
      /no standard deviations/,
    );
    repository.write('new.csv', csv(test, { ...NEW, pred_std: () => 0.5 }));
    expectError(
      await repository.check({ rules: [{ metric: 'nll', margin: 9 }] }),
      'undefined_metric',
      'rule 1: gaussian_nll of the baseline is undefined in overall: no standard deviations; choose another metric or stratum',
    );
  });
});

describe('input', () => {
  it.each([
    ['an empty file', '', /new\.csv/],
    ['a header and no more', 'name,pred\n', /new\.csv/],
    [
      'other molecules',
      csv(test, { ...NEW, name: (row) => `x${row.name}` }),
      'split.csv; check whether the file is for other molecules, or train and test are exchanged; if the rows are in the order of the test set, use `join: order`',
    ],
    [
      'other structures for most ids',
      csv(test, { ...NEW, smiles: () => 'C' }),
      /different structure/,
    ],
    [
      'two predictions for a row',
      `${csv(test, NEW)}${second.name},99\n`,
      'new.csv: 2 rows (rows 2 and 81) have different predictions for the same id m1; keep one, or match by another column with `id`',
    ],
    [
      'true values as predictions',
      csv(test, { ...NEW, pred: (row) => row.y }),
      'new.csv: "y": the predictions equal the true values in every row, as a copy of the labels does; if another column holds the predictions, name it with `prediction`',
    ],
    [
      'true values in a column of their name',
      csv(test, { name: (row) => row.name, y: (row) => row.y }),
      /true values/,
    ],
    [
      'true values beside them that are not those of the split',
      csv(test, { ...NEW, y: (row) => row.y + 1 }),
      /different true values/,
    ],
    [
      'no column of predictions',
      csv(test, { name: (row) => row.name, note: () => 'a' }),
      /no prediction column found; name it with `prediction`/,
    ],
  ])('is %s', async (_, text, message) => {
    const repository = await accepted();
    repository.write('new.csv', text);
    expectError(await repository.check({ rules }), 'input', message);
  });

  it.each([
    ['not JSON', 'version https://git-lfs.github.com/spec/v1\n', /not JSON/],
    [
      'a conflict',
      '<<<<<<< HEAD\n{}\n',
      'b.json: has a merge conflict (line 1); write it again with: tanimark check --update-baseline',
    ],
    [
      'something else',
      '{}',
      'b.json: is not a baseline file of this version (format: Invalid input: expected "tanimark-baseline"); write it again with: tanimark check --update-baseline',
    ],
  ])('is a baseline that is %s', async (_, text, message) => {
    const repository = new Repository(all);
    repository.write('b.json', text);
    expectError(await repository.check({ rules }), 'input', message);
  });

  it('is a baseline that is a folder', async () => {
    const repository = new Repository(all);
    mkdirSync(repository.at('b.json'));
    const summary = await repository.check({ rules });
    expect([summary.errors[0].name, summary.exit_code]).toEqual(['input', 2]);
    expect(summary.errors[0].message).toMatch(/b\.json is a folder; /);
  });

  it('is a metric for other labels than those of the task that the rule names', async () => {
    const repository = new Repository(all);
    const data = { split: 'split.csv', label: 'y', predictions: 'new.csv' };
    const summary = await repository.check({
      baseline: undefined,
      tasks: [{ name: 'logS', ...data }],
      rules: [{ metric: 'roc_auc', min: 0, task: 'logS' }],
    });
    expectError(summary, 'input', /^rule 1: roc_auc is for classification, and "y" is regression/);
  });
});
