import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../../src/random.js';
import { studentQuantile } from '../../../src/statistics/distributions/student.js';
import { delongTest } from '../../../src/statistics/hypothesis/delong.js';
import { mcnemarExact } from '../../../src/statistics/hypothesis/mcnemar.js';
import { wilcoxonSignedRank } from '../../../src/statistics/hypothesis/wilcoxon.js';
import type {
  CompareModelsOptions,
  ModelComparison,
} from '../../../src/workflows/compare/types.js';
import { temporaryFolder } from '../../helpers.js';
import { csv, type MadeRow, madeRows, scored, shuffled } from '../score/made.js';
import { compared, everyDifference, groupOf, type Known, known, mean } from './made.js';

interface Row extends MadeRow {
  readonly other: number;
  readonly third: number;
}

const folder = temporaryFolder();
const random = new Random(8);
const rows = madeRows(200, 3).map(
  (row): Row => ({
    ...row,
    other: row.pred + (random.below(5) - 2) / 8,
    third: row.y + (random.below(21) - 10) / 8,
  }),
);
const [test, train] = [rows.slice(0, 110), rows.slice(110)];
const columns = { smiles: (r: Row) => r.smiles, series: (r: Row) => r.series };
const predictions = (name: string, of: (row: Row) => unknown, own = test) =>
  folder.file(name, csv(own, { smiles: columns.smiles, y_pred: of }));
const base = predictions('base.csv', (r) => r.pred);
const other = predictions('new.csv', (r) => r.other);
const third = predictions('third.csv', (r) => r.third);
const files = {
  train: folder.file('train.csv', csv(train, { ...columns, y: (r) => r.y })),
  truth: folder.file('truth.csv', csv(test, { ...columns, y: (r) => r.y })),
};
const by = { by: ['series'] };
/** Classes, and probabilities of them. */
const positive = (r: Row) => (r.y > 3 ? 1 : 0);
const probability = (v: number) => Math.min(1, Math.max(0, v / 7));
const classFiles = {
  train: folder.file('ctrain.csv', csv(train, { ...columns, y: positive })),
  truth: folder.file('ctruth.csv', csv(test, { ...columns, y: positive })),
};
const classPair = [
  predictions('cbase.csv', (r) => probability(r.pred)),
  predictions('cnew.csv', (r) => probability(r.third)),
];
const inSeries = (value: string) =>
  value === 'overall' ? test : test.filter(({ series }) => series === value);
const errors = (own: readonly Row[], of: (row: Row) => number) =>
  own.map((r) => Math.abs(r.y - of(r)));

let pair: ModelComparison;
let classes: ModelComparison;
beforeAll(async () => {
  pair = await compared({ ...files, predictions: [base, other], ...by, bootstrap: 500 });
  classes = await compared({
    ...classFiles,
    predictions: classPair,
    metrics: ['roc_auc', 'accuracy', 'brier'],
    ...by,
  });
});

describe('values and differences', () => {
  it('are those of each model by itself, in every group', async () => {
    const options = { ...files, ...by, bootstrap: 0, minN: 5, baselines: [] };
    const one = await scored({ ...options, predictions: other });
    expect(pair.tasks[0].groups[0].n).toBe(110);
    for (const group of pair.tasks[0].groups) {
      const of =
        group.by === 'overall'
          ? one.overall
          : group.by === 'similarity'
            ? one.strata.find(({ bin }) => bin === group.value)
            : one.by?.[0].groups.find(({ value }) => value === group.value);
      expect(of?.n).toBe(group.n);
      for (const [name, { values, differences }] of Object.entries(group.metrics)) {
        const b = of?.metrics[name].value as number | null;
        expect(values.new.value).toBe(b);
        if (b === null) continue;
        expect(differences).toHaveLength(1);
        expect(differences[0]).toMatchObject({ a: 'base', b: 'new' });
        expect(differences[0].difference).toBeCloseTo(b - (values.base.value as number), 14);
      }
    }
  });

  it('are means of differences where the metric is a mean', () => {
    for (const value of ['overall', 'core-0', 'core-1', 'core-2']) {
      const own = inSeries(value);
      const expected = mean(own.map((r) => Math.abs(r.y - r.other) - Math.abs(r.y - r.pred)));
      expect(known(groupOf(pair, value), 'mae').difference).toBeCloseTo(expected, 12);
    }
  });

  it('have the interval of a paired bootstrap', () => {
    const draws = new Random(77);
    const [a, b] = [errors(test, (r) => r.pred), errors(test, (r) => r.other)];
    const found = Array.from({ length: 2000 }, () =>
      mean(
        test.map(() => {
          const i = draws.below(test.length);
          return b[i] - a[i];
        }),
      ),
    ).sort((x, y) => x - y);
    const { ci95, difference } = known(groupOf(pair, 'overall'), 'mae');
    const [low, high] = ci95 as [number, number];
    const width = found[1949] - found[49];
    expect(high - low).toBeGreaterThan(0.85 * width);
    expect(high - low).toBeLessThan(1.15 * width);
    expect(Math.abs((low + high) / 2 - difference)).toBeLessThan(0.1 * width);
    // Intervals of the two models are far wider: what they have in common is no doubt of the difference.
    const single = groupOf(pair, 'overall').metrics.mae.values.base;
    const [l, h] = (single.value !== null && single.ci95) as [number, number];
    expect(h - l).toBeGreaterThan(1.2 * width);
  });
});

describe('tests', () => {
  it('are Wilcoxon signed ranks of absolute errors', () => {
    for (const value of ['overall', 'core-0', 'core-3', 'core-5']) {
      const own = inSeries(value);
      const result = wilcoxonSignedRank(
        errors(own, (r) => r.pred),
        errors(own, (r) => r.other),
      );
      const found = known(groupOf(pair, value), 'mae');
      expect(found.test).toBe('wilcoxon');
      expect(found.p).toBe((result as { p: number }).p);
    }
    expect(known(groupOf(pair, 'overall'), 'rmse').test).toBe('jackknife');
  });

  it('are those of DeLong and McNemar for ROC-AUC and accuracy', () => {
    const overall = groupOf(classes, 'overall');
    const [a, b] = [test.map((r) => probability(r.pred)), test.map((r) => probability(r.third))];
    const y = test.map(positive);
    const delong = delongTest(y, a, b) as { p: number; difference: number };
    const auc = known(overall, 'roc_auc');
    expect(auc.test).toBe('delong');
    expect(auc.p).toBeCloseTo(delong.p, 12);
    expect(auc.difference).toBeCloseTo(-delong.difference, 12);
    const right = [a, b].map((p) => p.map((v, i) => (v >= 0.5 ? 1 : 0) === y[i]));
    const alone = (s: number, t: number) => right[s].filter((is, i) => is && !right[t][i]).length;
    const accuracy = known(overall, 'accuracy');
    expect(accuracy.test).toBe('mcnemar');
    expect(accuracy.p).toBe((mcnemarExact(alone(1, 0), alone(0, 1)) as { p: number }).p);
    expect(accuracy.difference).toBeCloseTo((alone(1, 0) - alone(0, 1)) / test.length, 12);
    expect(known(overall, 'brier').test).toBe('jackknife');
  });

  it('have p-values from the standard error where there is no test of rows', () => {
    // An interval and a p-value from the same draws say about the same.
    for (const metric of ['rmse', 'r2', 'pearson']) {
      const { difference, ci95, p } = known(groupOf(pair, 'overall'), metric);
      const [low, high] = ci95 as [number, number];
      const z = Math.abs(difference) / ((high - low) / 3.92);
      const tail = Math.exp((-z * z) / 2);
      expect(p as number).toBeLessThan(1.6 * tail + 0.02);
      expect((p as number) < 0.03 ? low * high : -1).toBeLessThan((p as number) < 0.03 ? 1 : 0);
    }
  });

  it('are adjusted over the groups and pairs of each metric of a task', () => {
    const families = [pair, classes].flatMap(({ tasks }) =>
      tasks.flatMap(({ groups, tests, primary_metric }) => {
        const names = Object.keys(groups[0].metrics);
        expect(primary_metric).toBe(names[0]);
        return names.map((name) => {
          const all = groups
            .flatMap(({ metrics }) => metrics[name].differences)
            .filter((d): d is Known => d.difference !== null && d.p !== null);
          expect(tests[name]).toBe(all.length);
          const { role } = groups[0].metrics[name];
          expect(role).toBe(name === primary_metric ? 'primary' : 'secondary');
          return all;
        });
      }),
    );
    expect(families.length).toBeGreaterThan(6);
    const stars = new Set<boolean>();
    for (const all of families) {
      for (const { p, p_holm, standing, significant, opposed } of all) {
        const clear = standing === 'better' || standing === 'worse';
        expect(significant).toBe(clear && !opposed && (p_holm as number) <= 0.05);
        stars.add(significant);
        // The largest multiple of any p-value that is no larger.
        const multiples = all
          .filter((other) => (other.p as number) <= (p as number))
          .map((other) => {
            const larger = all.filter((one) => (one.p as number) > (other.p as number)).length;
            const ties = all.filter((one) => one.p === other.p).length;
            return Math.min(1, (larger + ties) * (other.p as number));
          });
        expect(p_holm).toBeCloseTo(Math.max(...multiples), 12);
      }
    }
    expect([...stars].sort()).toEqual([false, true]);
  });

  it('say when most rows are against the mean', async () => {
    // Many small gains and few large losses.
    const odd = predictions('odd.csv', (r) =>
      test.indexOf(r) % 10 === 0 ? r.pred + 20 : r.y + 0.9 * (r.pred - r.y),
    );
    const summary = await compared({
      ...files,
      predictions: [base, odd, predictions('again.csv', (r) => r.pred)],
      metrics: ['mae'],
    });
    const [there, , back] = [0, 1, 2].map((p) => known(groupOf(summary, 'overall'), 'mae', p));
    expect([there.opposed, back.opposed]).toEqual([true, true]);
    expect([there.standing, back.standing]).toEqual(['worse', 'better']);
    const plain = everyDifference(pair).filter((d) => d.difference !== null && d.opposed);
    for (const d of plain) expect(d).toMatchObject({ test: 'wilcoxon' });
    expect(known(groupOf(classes, 'overall'), 'roc_auc').opposed).toBeUndefined();
  });

  it('look at no single rows where these are not independent', async () => {
    const twice = [...test, ...test.slice(0, 3)];
    const truth = folder.file('twice.csv', csv(twice, { ...columns, y: (r) => r.y }));
    const quick = { ...files, predictions: [base, other], metrics: ['mae'], bootstrap: 20 };
    const repeated = await compared({ ...quick, truth });
    expect(known(groupOf(repeated, 'overall'), 'mae').test).toBe('jackknife');
    expect(repeated.warnings.join()).toContain('the 113 test rows hold only 110 molecules');
    const clusters = await compared({ ...quick, resample: 'cluster' });
    expect(known(groupOf(clusters, 'overall'), 'mae').test).toBe('jackknife');
    expect(clusters.warnings.join()).toContain(
      'clusters of similar molecules are resampled together',
    );
    // Whoever says that rows are independent has the tests of rows.
    const asRows = await compared({ ...quick, truth, resample: 'row' });
    expect(known(groupOf(asRows, 'overall'), 'mae').test).toBe('wilcoxon');
  });
});

describe('the order of things', () => {
  it('of models exchanges signs exactly, and nothing else', async () => {
    for (const [options, own] of [
      [{ ...files, predictions: [base, other], bootstrap: 500 }, pair],
      [{ ...classFiles, predictions: classPair, metrics: classesMetrics() }, classes],
    ] as [CompareModelsOptions, ModelComparison][]) {
      const back = await compared({
        ...options,
        ...by,
        predictions: [...options.predictions].reverse(),
        names: own.models.map(({ name }) => name),
      });
      own.tasks[0].groups.forEach((group, g) => {
        for (const [name, { values, differences }] of Object.entries(group.metrics)) {
          const turned = back.tasks[0].groups[g].metrics[name];
          expect(Object.values(turned.values)).toEqual(Object.values(values).reverse());
          const [d, e] = [differences[0], turned.differences[0]];
          if (d.difference === null || e.difference === null) continue;
          expect(e.difference + d.difference).toBe(0);
          expect(e.ci95).toEqual(d.ci95 && [0 - d.ci95[1], 0 - d.ci95[0]]);
          expect([e.p, e.p_holm, e.test]).toEqual([d.p, d.p_holm, d.test]);
          const flipped = { better: 'worse', worse: 'better' } as Record<string, string>;
          expect(e.standing).toBe(flipped[d.standing] ?? d.standing);
          expect(e.significant).toBe(d.significant);
        }
      });
      own.tasks[0].composition.forEach((one, c) => {
        const turned = back.tasks[0].composition[c];
        expect(turned.disagree).toBe(one.disagree);
        expect(turned.standardized?.difference).toBe(0 - (one.standardized?.difference ?? 0));
      });
    }
  });

  it('of rows changes nothing', async () => {
    const mixed = [
      predictions('base2.csv', (r) => r.pred, shuffled(test, 5)),
      predictions('new2.csv', (r) => r.other, shuffled(test, 6)),
    ];
    const again = await compared({
      train: folder.file('train2.csv', csv(shuffled(train, 7), { ...columns, y: (r) => r.y })),
      truth: folder.file('truth2.csv', csv(shuffled(test, 9), { ...columns, y: (r) => r.y })),
      predictions: mixed,
      names: ['base', 'new'],
      ...by,
      bootstrap: 500,
    });
    expect(again.tasks).toEqual(pair.tasks);
    const write = (name: string, k: number) =>
      predictions(
        `mixed${k}.csv`,
        (r) => probability(k === 0 ? r.pred : r.third),
        shuffled(test, name.length + k),
      );
    const kinds = await compared({
      ...classFiles,
      truth: folder.file('ctruth2.csv', csv(shuffled(test, 4), { ...columns, y: positive })),
      predictions: [write('one', 0), write('two', 1)],
      names: ['cbase', 'cnew'],
      metrics: classesMetrics(),
      ...by,
    });
    expect(kinds.tasks).toEqual(classes.tasks);
  });
});

function classesMetrics() {
  return ['roc_auc', 'accuracy', 'brier'];
}

describe('several models', () => {
  it('are compared in all pairs, with ranks', async () => {
    const copy = predictions('copy.csv', (r) => r.pred);
    const summary = await compared({ ...files, predictions: [base, other, third, copy] });
    expect(summary.models.map(({ name }) => name)).toEqual(['base', 'new', 'third', 'copy']);
    for (const group of summary.tasks[0].groups) {
      for (const [name, { differences, ranks, values }] of Object.entries(group.metrics)) {
        expect(differences.map(({ a, b }) => `${a}-${b}`)).toEqual([
          'base-new',
          'base-third',
          'base-copy',
          'new-third',
          'new-copy',
          'third-copy',
        ]);
        const up = name === 'mae' || name === 'rmse' ? 1 : -1;
        const of = Object.values(values).flatMap((v) => (v.value === null ? [] : [up * v.value]));
        if (group.flag === 'small') {
          expect(Object.values(ranks)).toEqual([null, null, null, null]);
          continue;
        }
        const expected = of.map(
          (v) => of.filter((w) => w < v).length + (of.filter((w) => w === v).length + 1) / 2,
        );
        expect(Object.values(ranks)).toEqual(expected);
        expect(ranks.base).toBe(ranks.copy);
      }
    }
    expect(known(groupOf(summary, 'overall'), 'mae', 2)).toMatchObject({
      a: 'base',
      b: 'copy',
      difference: 0,
      ci95: [0, 0],
      p: null,
      p_reason: 'no_difference',
      p_holm: null,
      standing: 'inconclusive',
    });
  });
});

describe('a margin that is a share', () => {
  it('is held against the ratio of errors: a truly different model is not equivalent by a lucky baseline', async () => {
    const own = { ...files, predictions: [base, other], metrics: ['mae', 'rmse', 'r2'] };
    const overall = groupOf(await compared({ ...own, margin: '10%' }), 'overall');
    const plain = groupOf(await compared({ ...own, margin: '0.05' }), 'overall');
    // Leave-one-out logarithms of the ratio, and Student's t with 2n / (kurtosis − 1) degrees of freedom.
    const [a, b] = [errors(test, (r) => r.pred), errors(test, (r) => r.other)];
    const sum = (list: readonly number[]) => list.reduce((x, y) => x + y, 0);
    const left = a.map((_, i) => Math.log((sum(b) - b[i]) / (sum(a) - a[i])));
    const squares = left.map((v) => (v - mean(left)) ** 2);
    const n = left.length;
    const kurtosis = mean(squares.map((q) => q * q)) / mean(squares) ** 2;
    const t = studentQuantile(0.975, Math.min(n - 1, (2 * n) / (kurtosis - 1)));
    const half = t * Math.sqrt((n - 1) * mean(squares));
    const center = Math.log(sum(b) / sum(a));
    const found = known(overall, 'mae');
    expect(found.ratio_ci95?.[0]).toBeCloseTo(Math.exp(center - half), 10);
    expect(found.ratio_ci95?.[1]).toBeCloseTo(Math.exp(center + half), 10);
    const ends = (found.ratio_ci95 as readonly number[]).map((r) => mean(a) * (r - 1));
    expect(found.ci95?.[0]).toBeCloseTo(ends[0], 12);
    expect(found.ci95?.[1]).toBeCloseTo(ends[1], 12);
    expect(found.difference).toBe(known(plain, 'mae').difference);
    expect(found.p).toBe(known(plain, 'mae').p);
    expect(known(overall, 'rmse')).toHaveProperty('ratio_ci95');
    expect(known(overall, 'r2')).not.toHaveProperty('ratio_ci95');
    for (const metric of ['mae', 'rmse', 'r2']) {
      expect(known(plain, metric)).not.toHaveProperty('ratio_ci95');
      const { ci95, margin, standing } = known(overall, metric);
      const [low, high] = ci95 as [number, number];
      const isLoss = metric !== 'r2';
      const [best, worst] = isLoss ? [-high, -low] : [low, high];
      const expected =
        best > margin
          ? 'better'
          : worst < -margin
            ? 'worse'
            : best >= -margin && worst <= margin
              ? 'equivalent'
              : 'inconclusive';
      expect(standing).toBe(expected);
    }
  });
});

describe('coverage of predicted intervals', () => {
  /** Intervals that hold the true values of all but every `miss`-th row. */
  const intervals = (name: string, miss: number) =>
    folder.file(
      name,
      csv(
        test.map((row, i) => ({ ...row, other: i % miss === 0 ? row.y + 1 : row.y - 1 })),
        {
          smiles: columns.smiles,
          y_pred: (r) => r.other + 1,
          y_lower: (r) => r.other,
          y_upper: (r) => r.other + 2,
        },
      ),
    );

  it('is the better the nearer it is to the level, and not the higher', async () => {
    const predictions = [intervals('wide.csv', 1000), intervals('right.csv', 10)];
    const own = { ...files, predictions, metrics: ['interval_coverage'], level: 0.9 };
    const overall = groupOf(await compared(own), 'overall');
    const { values, ranks } = overall.metrics.interval_coverage;
    expect(values.wide).toMatchObject({ value: 109 / 110, target: 0.9 });
    expect(values.right).toMatchObject({ value: 99 / 110, target: 0.9 });
    expect(ranks).toEqual({ wide: 2, right: 1 });
    const found = known(overall, 'interval_coverage');
    expect(found.difference).toBeCloseTo(99 / 110 - 0.9 - (109 / 110 - 0.9), 10);
    expect(found.standing).toBe('better');
    const usual = groupOf(await compared({ ...own, level: 0.99 }), 'overall');
    expect(usual.metrics.interval_coverage.ranks).toEqual({ wide: 1, right: 2 });
  });
});
