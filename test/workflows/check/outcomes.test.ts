import { describe, expect, it } from 'vitest';
import { Job } from '../../../src/job.js';
import { audit } from '../../../src/workflows/audit/index.js';
import { csv } from '../score/made.js';
import {
  type Columns,
  find,
  isTest,
  maeOf,
  mean,
  NEW,
  Repository,
  type Row,
  rows,
  SPLIT,
  strataOf,
} from './repository.js';

const all = rows();
const test = all.filter(isTest);
const LABELS = ['[0, 11/20)', '[11/20, 2/3)', '[2/3, 1]'];

/** Share of pairs of a positive and a negative that are in order; half of those that tie. */
function aucOf(list: readonly Row[], of: 'chance' | 'chanceBase'): number {
  const [ones, zeros] = [1, 0].map((y) => list.filter(({ hit }) => hit === y));
  return mean(ones.flatMap((one) => zeros.map((zero) => (Math.sign(one[of] - zero[of]) + 1) / 2)));
}

function rmseOf(list: readonly Row[], of: 'base' | 'pred'): number {
  return Math.sqrt(mean(list.map((row) => (row[of] - row.y) ** 2)));
}

function r2Of(list: readonly Row[], of: 'base' | 'pred'): number {
  const center = mean(list.map(({ y }) => y));
  const sum = (values: number[]) => values.reduce((total, v) => total + v, 0);
  return (
    1 - sum(list.map((row) => (row[of] - row.y) ** 2)) / sum(list.map(({ y }) => (y - center) ** 2))
  );
}

describe('the rows of a rule', () => {
  it('are those of the stratum that it names, and its value and drop theirs', async () => {
    const strata = await strataOf(all);
    expect(strata.map((list) => list.length)).toEqual([41, 71, 38]);
    const repository = new Repository(all);
    // Labels that do not stand in the first column, and a grouping that only the split has.
    await repository.accept();
    const [series] = test.map((row) => row.series).sort();
    const inSeries = test.filter((row) => row.series === series);
    const places: [string, string, readonly Row[]][] = [
      ['overall', 'overall', test],
      ['lowest', LABELS[0], strata[0]],
      ['highest', LABELS[2], strata[2]],
      ['[11/20,2/3)', LABELS[1], strata[1]],
      [`series=${series}`, `series=${series}`, inSeries],
    ];
    const summary = await repository.check({
      minN: 1,
      rules: places.map(([stratum]) => ({ metric: 'mae', margin: '10%', stratum })),
    });
    expect(summary.errors).toEqual([]);
    expect(summary.outcomes.map(({ stratum }) => stratum)).toEqual(places.map(([, name]) => name));
    for (const [, name, list] of places) {
      const { n, value, baseline, drop, tolerance, kind, rule } = find(summary, name);
      expect([n, kind]).toEqual([list.length, 'drop']);
      expect(rule).toBe(places.findIndex((place) => place[1] === name) + 1);
      expect(value).toBeCloseTo(maeOf(list, 'pred'), 10);
      expect(baseline).toBeCloseTo(maeOf(list, 'base'), 10);
      expect(drop).toBeCloseTo(maeOf(list, 'pred') - maeOf(list, 'base'), 10);
      expect(tolerance).toBeCloseTo(0.1 * maeOf(list, 'base'), 10);
    }
    const each = await repository.check({
      rules: [{ metric: 'mae', margin: '10%', stratum: 'each' }],
    });
    expect(each.outcomes.map(({ stratum, n }) => [stratum, n])).toEqual(
      LABELS.map((label, b) => [label, strata[b].length]),
    );
    expect(new Set(each.outcomes.map(({ name }) => name)).size).toBe(3);
  });

  it('may be those of a kind of scaffold, or of a column of the predictions', async () => {
    const repository = new Repository(all);
    const batch = ({ name }: Row) => (name.endsWith('3') ? 'late' : 'soon');
    repository.write('new.csv', csv(test, { ...NEW, batch }));
    const summary = await repository.check({
      rules: [
        { metric: 'rmse', max: 9, stratum: 'scaffold=seen', on: 'value' },
        { metric: 'rmse', max: 9, stratum: 'scaffold=no rings', on: 'value' },
        { metric: 'rmse', max: 9, stratum: 'batch=late', on: 'value' },
      ],
      minN: 1,
      baseline: undefined,
    });
    expect(summary.errors).toEqual([]);
    // Chains are made of the last two of the cores.
    const chains = test.filter(({ series }) => /[45]$/.test(series));
    const withRing = chains.filter(({ smiles }) => /c2/.test(smiles));
    const late = test.filter((row) => batch(row) === 'late');
    expect(find(summary, 'scaffold=no rings', 'max').n).toBe(chains.length - withRing.length);
    expect(find(summary, 'batch=late', 'max').value).toBeCloseTo(rmseOf(late, 'pred'), 10);
  });
});

describe('a drop', () => {
  it('is how much worse, whichever direction is better', async () => {
    const repository = new Repository(all);
    const metrics = ['mae', 'rmse', 'r2', 'mean_signed_error'];
    await repository.accept();
    const summary = await repository.check({
      rules: metrics.map((metric) => ({ metric, maxDrop: 0.02, margin: '5%' })),
    });
    const bias = (of: 'base' | 'pred') => mean(test.map((row) => row[of] - row.y));
    const expected = {
      mae: [maeOf(test, 'pred'), maeOf(test, 'base'), 1],
      rmse: [rmseOf(test, 'pred'), rmseOf(test, 'base'), 1],
      r2: [r2Of(test, 'pred'), r2Of(test, 'base'), -1],
    };
    for (const [metric, [value, baseline, sign]] of Object.entries(expected)) {
      const found = summary.outcomes.find((o) => o.metric === metric);
      expect(found?.value).toBeCloseTo(value, 10);
      expect(found?.baseline).toBeCloseTo(baseline, 10);
      expect(found?.drop).toBeCloseTo(sign * (value - baseline), 10);
      expect(found?.tolerance).toBeCloseTo(0.02 + 0.05 * Math.abs(baseline), 10);
    }
    // Best at 0: what counts is the distance from it, on either side.
    const signed = summary.outcomes[3];
    expect(Math.abs(signed.value as number)).toBeCloseTo(Math.abs(bias('pred')), 10);
    expect(signed.drop).toBeCloseTo(Math.abs(bias('pred')) - Math.abs(bias('base')), 10);
  });

  it('is that of the ranking where labels are classes', async () => {
    const repository = new Repository(all);
    const config = { label: 'hit', rules: [{ metric: 'auroc', margin: 0.05, stratum: 'each' }] };
    const columns = (of: 'chance' | 'chanceBase') => ({
      name: (row: Row) => row.name,
      p: (row: Row) => row[of],
    });
    repository.write('new.csv', csv(test, columns('chance')));
    repository.write('base.csv', csv(test, columns('chanceBase')));
    const prediction = { prediction: 'p' };
    await repository.accept({ ...config, ...prediction });
    const summary = await repository.check({ ...config, ...prediction });
    const strata = await strataOf(all);
    expect(summary.outcomes).toHaveLength(3);
    strata.forEach((list, b) => {
      const { value, baseline, drop } = find(summary, LABELS[b]);
      expect(value).toBeCloseTo(aucOf(list, 'chance'), 10);
      expect(baseline).toBeCloseTo(aucOf(list, 'chanceBase'), 10);
      expect(drop).toBeCloseTo(aucOf(list, 'chanceBase') - aucOf(list, 'chance'), 10);
    });
    expect(summary.tasks[0].task).toBe('classification');
  });

  it('of nothing is within any tolerance, and is said to be nothing', async () => {
    const repository = new Repository(all);
    await repository.accept();
    const summary = await repository.check({
      predictions: 'base.csv',
      rules: [{ metric: 'mae', margin: 0 }],
    });
    expect(summary.outcomes[0]).toMatchObject({ drop: 0, drop_ci95: [0, 0], verdict: 'pass' });
    expect(summary.warnings).toContainEqual(
      expect.stringContaining('equal the baseline in every row. This is normal'),
    );
  });

  it('that is tolerated beyond all there is may be a share without its sign', async () => {
    const repository = new Repository(all);
    await repository.accept();
    const notesOf = async (rule: object) =>
      (await repository.check({ rules: [{ metric: 'mae', ...rule }] })).warnings.filter((note) =>
        note.includes('for a share, write'),
      );
    expect(await notesOf({ maxDrop: 5 })).toEqual([
      'rule 1: maxDrop 5 is a difference in MAE, and at least as large as the baseline itself; for a share, write 5%',
    ]);
    for (const maxDrop of [0.99, '500%', 0]) expect(await notesOf({ maxDrop })).toEqual([]);
  });

  it('that is tolerated down to predictions without skill is told, with their value', async () => {
    const repository = new Repository(all);
    const columns: Columns = { name: (row) => row.name, p: (row) => row.chanceBase };
    repository.write('chance.csv', csv(test, columns));
    repository.write('new.csv', csv(test, { ...columns, p: (row) => row.chance }));
    const config = { label: 'hit', prediction: 'p', baseline: 'chance.csv' };
    const notesOf = async (margin: unknown, metric = 'roc_auc') =>
      (await repository.check({ ...config, rules: [{ metric, margin }] })).warnings.filter((note) =>
        note.includes('without skill'),
      );
    const area = aucOf(test, 'chanceBase');
    const short = (value: number) => Number(value.toPrecision(3));
    expect(await notesOf(0.5)).toEqual([
      `rule 1: in overall, a ROC-AUC as low as ${short(area - 0.5)} is allowed (baseline ${short(area)}), and predictions without skill have 0.5; choose a smaller margin`,
    ]);
    expect(await notesOf(area - 0.5 + 1e-9)).toHaveLength(1);
    expect(await notesOf(area - 0.5 - 1e-9)).toEqual([]);
    expect(await notesOf(0.5, 'brier')).toEqual([]);
  });
});

describe('a verdict', () => {
  /** The new model's errors are larger by so much in every row, but for a little. */
  function worseBy(by: number, spread: number): Repository {
    const repository = new Repository(all);
    const worse = csv(
      test.map((row, i) => {
        const error = row.base - row.y;
        const more = by + (i % 2 === 0 ? spread : -spread);
        return { ...row, pred: row.y + error + (error < 0 ? -more : more) };
      }),
      NEW,
    );
    repository.write('new.csv', worse);
    return repository;
  }

  it.each([
    [0.1, 0.001, 0.15, 'interval', 'pass', 0],
    [0.1, 0.001, 0.05, 'interval', 'fail', 1],
    [0.1, 0.04, 0.1, 'interval', 'inconclusive', 0],
    // 0.3 ± 1.96 × 0.25 / √150 is 0.26 to 0.34.
    [0.3, 0.25, 0.27, 'interval', 'inconclusive', 0],
    [0.3, 0.25, 0.27, 'estimate', 'fail', 1],
    [0.3, 0.25, 0.32, 'estimate', 'inconclusive', 0],
    [0.3, 0.25, 0.35, 'estimate', 'pass', 0],
  ] as const)(
    'on worse by %d ± %d with a margin of %d, by the %s, is %s',
    async (by, spread, margin, decide, verdict, code) => {
      const repository = worseBy(by, spread);
      await repository.accept();
      const rule = { metric: 'mae', margin, decide };
      const summary = await repository.check({ rules: [rule] });
      const { drop, drop_ci95, tolerance, verdict: found, detectable } = find(summary, 'overall');
      expect(drop).toBeCloseTo(by, 2);
      expect([found, summary.verdict, summary.exit_code]).toEqual([verdict, verdict, code]);
      const [low, high] = drop_ci95 as [number, number];
      expect([low <= by && by <= high, tolerance]).toEqual([true, margin]);
      expect(detectable).toBeGreaterThan(margin);
      // The standard error of a mean of ±spread.
      const errors = decide === 'interval' ? 2.8 : 0.84;
      expect(detectable).toBeCloseTo(margin + (errors * spread) / Math.sqrt(150), 2);
      const others = ['warn', 'info'] as const;
      for (const level of others) {
        const shown = await repository.check({ rules: [{ ...rule, level }], inconclusive: 'fail' });
        expect([shown.outcomes[0].verdict, shown.verdict, shown.exit_code]).toEqual([
          verdict,
          'pass',
          0,
        ]);
      }
      const strict = await repository.check({ rules: [rule], inconclusive: 'fail' });
      expect(strict.exit_code).toBe(verdict === 'inconclusive' ? 3 : code);
    },
  );

  it('has the p-value of a paired t-test; that of RMSE is that of its mean, MSE', async () => {
    const repository = worseBy(0.005, 0.05);
    await repository.accept();
    const rules = ['mae', 'rmse', 'mse'].map((metric) => ({ metric, margin: 0.01 }));
    const { outcomes } = await repository.check({ rules, bootstrap: 4000 });
    const [mae, rmse, mse] = outcomes.map(({ p }) => p as number);
    expect(rmse).toBeCloseTo(mse, 9);
    expect(Math.abs(rmse - mae)).toBeGreaterThan(1e-3);
    const predictions = repository.read('new.csv').trimEnd().split('\n').slice(1);
    const worse = test.map((row, i) => {
      const pred = Number(predictions[i].split(',')[1]);
      return Math.abs(pred - row.y) - Math.abs(row.base - row.y);
    });
    const variance = worse.reduce((sum, d) => sum + (d - mean(worse)) ** 2, 0) / 149;
    const t = mean(worse) / Math.sqrt(variance / 150);
    // Student's t of 149 degrees of freedom, by the trapezoidal rule on its density.
    const density = (x: number) => (1 + (x * x) / 149) ** -75;
    const area = (from: number) => {
      let sum = 0;
      for (let x = from; x < 40; x += 0.001) sum += 0.0005 * (density(x) + density(x + 0.001));
      return sum;
    };
    // The spread of 4,000 draws is known to about a hundredth.
    const expected = area(t) / area(-40);
    expect(expected).toBeGreaterThan(0.01);
    expect(expected).toBeLessThan(0.3);
    expect(Math.abs(mae / expected - 1)).toBeLessThan(0.1);
  });

  it('on limits is that of the whole interval, or of the value', async () => {
    const repository = new Repository(all);
    const value = maeOf(test, 'pred');
    const limits = [
      [{ max: value + 0.2 }, 'pass'],
      [{ max: value + 0.001 }, 'inconclusive'],
      [{ max: value - 0.2 }, 'fail'],
      [{ max: value + 0.001, on: 'value' }, 'pass'],
      [{ max: value - 0.001, on: 'value' }, 'fail'],
      [{ min: value - 0.2 }, 'pass'],
      [{ min: value + 0.2 }, 'fail'],
      [{ min: value + 0.001, on: 'value' }, 'fail'],
    ] as const;
    const summary = await repository.check({
      baseline: undefined,
      rules: limits.map(([limit]) => ({ metric: 'mae', ...limit })),
    });
    expect(summary.outcomes.map(({ verdict }) => verdict)).toEqual(limits.map(([, v]) => v));
    for (const { ci95, drop, baseline } of summary.outcomes) {
      expect([drop, baseline]).toEqual([null, null]);
      expect(ci95?.[0]).toBeLessThan(value);
      expect(ci95?.[1]).toBeGreaterThan(value);
    }
    // One rule may have all three.
    await repository.accept();
    const three = await repository.check({ rules: [{ metric: 'mae', min: 0, max: 9, margin: 9 }] });
    expect(three.outcomes.map(({ kind, verdict }) => [kind, verdict])).toEqual([
      ['min', 'pass'],
      ['max', 'pass'],
      ['drop', 'pass'],
    ]);
  });

  it('is inconclusive on few rows, whatever they say', async () => {
    const repository = worseBy(5, 0.001);
    await repository.accept();
    const rules = [
      { metric: 'mae', margin: 0.1, stratum: 'lowest' },
      { metric: 'mae', max: 100, on: 'value', stratum: 'lowest' },
    ];
    const few = await repository.check({ rules, minN: 42 });
    expect(few.outcomes.map(({ verdict, reason, n }) => [verdict, reason, n])).toEqual([
      ['inconclusive', 'small_stratum', 41],
      ['inconclusive', 'small_stratum', 41],
    ]);
    const enough = await repository.check({ rules, minN: 41 });
    expect(enough.outcomes.map(({ verdict }) => verdict)).toEqual(['fail', 'pass']);
  });
});

describe('limits of the audit', () => {
  it('are held beside the rules, and say how many rows break them', async () => {
    const twice = test
      .slice(0, 6)
      .map((row) => ({ ...row, name: `${row.name}-b`, split: 'train' }));
    const repository = new Repository([...all, ...twice]);
    repository.write('new.csv', csv(test, NEW));
    const config = {
      baseline: undefined,
      rules: [{ metric: 'mae', max: 9 }],
      audit: { maxDuplicates: 5, maxNear: ['0.999:6'], standardize: 'none' },
    };
    const summary = await repository.check(config);
    const audited = summary.outcomes.filter(({ kind }) => kind === 'audit');
    expect(
      audited.map(({ audit_limit, value, n, verdict }) => [audit_limit, value, n, verdict]),
    ).toEqual([
      ['maxDuplicates 5', 6, 150, 'fail'],
      ['maxNear 0.999:6', 6, 150, 'pass'],
    ]);
    expect([summary.verdict, summary.exit_code]).toEqual(['fail', 1]);
    const level = { ...config.audit, level: 'warn' };
    const shown = await repository.check({ ...config, audit: level });
    expect([shown.verdict, shown.exit_code, shown.counts.fail]).toEqual(['pass', 0, 1]);
    // Without rules, no prediction is asked for.
    const alone = await repository.check({ ...config, rules: undefined, predictions: 'none.csv' });
    expect(alone).toMatchObject({ errors: [], exit_code: 1, tasks: [] });
  });

  it('are those of the whole audit, though nothing else is looked for', async () => {
    // Molecules that training has, too: the same, or as salts.
    const twins = test.slice(0, 12).map((row, i) => {
      const { smiles } = row;
      const other = [`${smiles}.Cl`, smiles, `${smiles}.[Na+].[Cl-]`][i % 3];
      return { ...row, name: `${row.name}-b`, split: 'train', smiles: other, y: row.y + i };
    });
    const repository = new Repository([...all, ...twins]);
    repository.write('new.csv', csv(test, NEW));
    const limits = {
      maxDuplicates: '11',
      maxNear: ['0.9:1%'],
      maxSharedScaffolds: '50%',
      maxConflicts: '2',
      maxCliffs: '100',
    };
    const options = { split: repository.at('split.csv'), label: 'y' };
    const whole = await audit({ ...options, ...limits }, new Job({ threads: 1 }));
    // In the order of the limits, which have the keys of a configuration here.
    const keys = Object.keys(limits);
    const found = whole.summary.limits.map(({ limit, found, exceeded }, l) => [
      `${keys[l]} ${limit.split(' ')[1]}`,
      found,
      exceeded,
    ]);
    expect(found[0]).toEqual(['maxDuplicates 11', 12, true]);
    for (const [name, limit] of [...Object.entries(limits), ['all', '']]) {
      const own = name === 'all' ? limits : { [name as string]: limit };
      const summary = await repository.check({
        ...{ baseline: undefined, predictions: 'none.csv', rules: undefined },
        audit: own,
      });
      const checked = summary.outcomes.map(({ audit_limit, value, verdict }) => [
        audit_limit,
        value,
        verdict === 'fail',
      ]);
      const wanted = checked.map(([limit]) => limit);
      expect(checked).toHaveLength(name === 'all' ? 5 : 1);
      expect(checked).toEqual(found.filter(([limit]) => wanted.includes(limit as string)));
    }
  });

  it('on contradicting labels are an error where there are none', async () => {
    const repository = new Repository(all);
    const { y: _, hit: __, ...without } = SPLIT;
    repository.write('split.csv', csv(all, without));
    const summary = await repository.check({
      ...{ baseline: undefined, label: undefined },
      audit: { maxConflicts: 0 },
    });
    expect([summary.exit_code, summary.errors[0]?.name]).toEqual([2, 'input']);
  });
});
