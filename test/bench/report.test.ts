import { describe, expect, it } from 'vitest';
import { reportOf } from '../../src/bench/report/index.js';
import type { BenchResults, ResultCell } from '../../src/bench/results.js';
import { sectionsOf } from '../../src/report/bench/tables.js';
import { studentQuantile } from '../../src/statistics/distributions/student.js';

/** Values of the repeats of each model, by data set and split; null for a failure. */
type Values = Record<string, Record<string, Record<string, (number | null)[]>>>;

const TRAIN = 80;
const TEST = 20;

function results(metric: string, values: Values, reference = 'a'): BenchResults {
  const cells = Object.entries(values).flatMap(([data, splits]) =>
    Object.entries(splits).flatMap(([split, models]) =>
      Object.entries(models).flatMap(([model, repeats]) =>
        repeats.map((value, repeat): ResultCell => {
          const group = (v: number) => ({
            n: TEST,
            flag: null,
            metrics: { [metric]: { value: v, ci95: [v - 1, v + 2] as const } },
          });
          return {
            ...{
              id: `${data}-${split}-${model}-${repeat}`,
              data,
              split,
              model,
              repeat,
              seed: repeat,
            },
            status: value === null ? 'failed' : 'done',
            failure: value === null ? { kind: 'exit_code', message: 'exit code 1' } : null,
            scores:
              value === null
                ? null
                : {
                    ...{ task: 'regression', n: TEST, train: TRAIN, test: TEST, notes: [] },
                    overall: group(value),
                    strata: [
                      { bin: '[0, 1/2)', ...group(value + 1) },
                      { bin: '[1/2, 1]', n: 3, flag: 'small', metrics: {} },
                    ],
                  },
          };
        }),
      ),
    ),
  );
  const models = [...new Set(cells.map(({ model }) => model))];
  const splits = [...new Set(cells.map(({ split }) => split))];
  return {
    ...{ command: 'bench', version: '0', reference, data: Object.keys(values), cells },
    models: models.map((name) => ({ name, builtin: null })),
    splits: splits.map((name) => ({ name, method: name })),
  };
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const variance = (values: readonly number[]) =>
  values.reduce((sum, v) => sum + (v - mean(values)) ** 2, 0) / (values.length - 1);
/** The variance of a mean by Nadeau and Bengio. */
const corrected = (values: readonly number[]) =>
  variance(values) * (1 / values.length + TEST / TRAIN);
/** Student's t of 2 degrees of freedom, from tables. */
const T2 = 4.302652729911275;

const random = { a: [1, 1.2, 1.1], b: [0.7, 0.8, 0.85], c: [1.3, null, 1.4] };
const hard = { a: [1.5, 1.9, 1.6], b: [1.6, 1.7, 1.9], c: [2, 2.1, 2.2] };
const [metric] = reportOf(results('mae', { one: { random, hard } })).metrics;
const entry = (split: string, model: string) =>
  metric.table.find((one) => one.split === split && one.model === model);

describe('the report of a benchmark', () => {
  it('has means with intervals for overlapping training sets', () => {
    for (const [split, values] of [
      ['random', random.a],
      ['hard', hard.b],
    ] as const) {
      const own = entry(split, values === random.a ? 'a' : 'b');
      const half = T2 * Math.sqrt(corrected(values));
      expect(own?.value).toBeCloseTo(mean(values), 12);
      expect(own?.ci95?.[0]).toBeCloseTo(mean(values) - half, 10);
      expect(own?.ci95?.[1]).toBeCloseTo(mean(values) + half, 10);
      expect(own?.sd).toBeCloseTo(Math.sqrt(variance(values)), 12);
      expect(own?.interval).toBe('repeats');
      expect(own?.strata[0].value).toBeCloseTo(mean(values) + 1, 12);
      expect(own?.strata[1]).toMatchObject({ value: null, ci95: null, n: 3 });
    }
  });

  it('has no mean where a repeat failed', () => {
    expect(entry('random', 'c')).toMatchObject({ value: null, ci95: null, failed: 1, done: 2 });
    expect(entry('hard', 'c')).toMatchObject({ failed: 0, done: 3 });
  });

  it('has the interval of the score of one repeat, and no test of it', () => {
    const [own] = reportOf(results('mae', { one: { scaffold: { a: [2], b: [3] } } })).metrics;
    expect(own.table[1]).toMatchObject({ value: 3, ci95: [2, 5], interval: 'rows', sd: null });
    expect(own.tests).toEqual([
      expect.objectContaining({ model: 'b', difference: 1, p: null, verdict: 'inconclusive' }),
    ]);
    expect(own.tested).toBe(0);
  });

  it('measures gaps with the variances of both splits', () => {
    const gap = metric.gaps.find(({ model }) => model === 'a');
    const [u, v] = [corrected(hard.a), corrected(random.a)];
    const df = (u + v) ** 2 / (u ** 2 / 2 + v ** 2 / 2);
    const half = studentQuantile(0.975, df) * Math.sqrt(u + v);
    const worse = mean(hard.a) - mean(random.a);
    expect(gap).toMatchObject({ split: 'hard', from: 'random' });
    expect(gap?.worse_by).toBeCloseTo(worse, 12);
    expect(gap?.share).toBeCloseTo(worse / mean(random.a), 12);
    expect(gap?.ci95?.[0]).toBeCloseTo(worse - half, 10);
    expect(gap?.ci95?.[1]).toBeCloseTo(worse + half, 10);
    expect(metric.gaps.map(({ model }) => model)).toEqual(['a', 'b']);
  });

  it('turns gaps and differences of metrics that are better when higher', () => {
    const values = { a: [0.8, 0.7, 0.75], b: [0.9, 0.88, 0.91] };
    const lower = { a: [0.5, 0.4, 0.45], b: [0.7, 0.6, 0.75] };
    const [own] = reportOf(results('r2', { one: { random: values, hard: lower } })).metrics;
    expect(own.gaps[0].worse_by).toBeCloseTo(0.3, 12);
    expect(own.gaps[0].share).toBeCloseTo(0.3 / 0.75, 12);
    const test = own.tests.find(({ split }) => split === 'random');
    expect(test?.difference).toBeCloseTo(mean(values.b) - mean(values.a), 12);
    expect(test?.ci95?.[0]).toBeLessThan(test?.difference ?? 0);
    expect(own.models[1]).toMatchObject({ model: 'b', mean_rank: 1, better: 2, worse: 0 });
    expect(own.models[1].median_gain).toBeCloseTo(
      ((mean(values.b) - mean(values.a)) / mean(values.a) +
        (mean(lower.b) - mean(lower.a)) / mean(lower.a)) /
        2,
      12,
    );
  });

  it('ranks the coverage of intervals by how near it is to the level', () => {
    const values = { a: [0.99, 0.995, 1], b: [0.94, 0.945, 0.95], c: [0.8, 0.82, 0.81] };
    const [own] = reportOf(results('interval_coverage', { one: { random: values } })).metrics;
    expect(own.target).toBe(0.95);
    expect(own.models.map(({ mean_rank }) => mean_rank)).toEqual([2, 1, 3]);
    const [b, c] = own.tests;
    expect(b.difference).toBeCloseTo(0.005 - 0.045, 10);
    expect(c.difference).toBeCloseTo(0.14 - 0.045, 10);
  });

  it('tests each model against the reference, and corrects for all tests', () => {
    const differences = random.a.map((v, i) => random.b[i] - v);
    const half = T2 * Math.sqrt(corrected(differences));
    const found = metric.tests.find(({ split, model }) => split === 'random' && model === 'b');
    expect(found?.difference).toBeCloseTo(mean(differences), 12);
    expect(found?.ci95?.[0]).toBeCloseTo(mean(differences) - half, 10);
    expect(found?.ci95?.[1]).toBeCloseTo(mean(differences) + half, 10);
    // c has no value on the random split.
    expect(metric.tests.map(({ split, model }) => `${split} ${model}`)).toEqual([
      ...['random b', 'hard b', 'hard c'],
    ]);
    expect(metric.tested).toBe(3);
    const ps = metric.tests.map(({ p }) => p as number).sort((x, y) => x - y);
    expect(metric.tests.find(({ p }) => p === ps[0])?.p_holm).toBeCloseTo(
      Math.min(1, 3 * ps[0]),
      12,
    );
  });

  it('ranks models without a value last', () => {
    const [a, b, c] = metric.models;
    // random: b, a, c; hard: a, b, c.
    expect([a.mean_rank, b.mean_rank, c.mean_rank]).toEqual([1.5, 1.5, 3]);
    expect(a).toMatchObject({ ranked: 2, better: 0, worse: 0, median_gain: null });
    expect(b).toMatchObject({ better: 1, worse: 1 });
    // Of the hard split alone.
    expect(c).toMatchObject({ better: 0, worse: 1 });
    expect(c.median_gain).toBeCloseTo((mean(hard.a) - mean(hard.c)) / mean(hard.a), 12);
  });

  it('names failures by model and reason, and counts cells', () => {
    const report = reportOf(results('mae', { one: { random, hard } }));
    expect(report.failures).toEqual([
      {
        ...{ model: 'c', kind: 'exit_code', message: 'exit code 1' },
        cells: [{ id: 'one-random-c-1', data: 'one', split: 'random', repeat: 1 }],
      },
    ]);
    expect(report.counts).toEqual({ done: 17, failed: 1, missing: 0 });
  });
});

describe('published scores', () => {
  const scores = (metric: string) => [
    { data: 'one', split: 's', metric, value: 4, source: 'a paper' },
    { data: 'two', split: 's', metric, value: 2, source: null },
    { data: 'one', split: 's', metric: 'rmse', value: 1, source: null },
  ];
  const values = {
    one: { s: { a: [3, 2], b: [5, 6] } },
    two: { s: { a: [2.5, 2.5], b: [1, null] } },
  };

  it('stand beside the means of models', () => {
    const [own] = reportOf(results('mae', values), [], scores('mae')).metrics;
    expect(own.published).toEqual({
      scores: [
        { data: 'one', split: 's', value: 4, source: 'a paper' },
        { data: 'two', split: 's', value: 2, source: null },
      ],
      models: [
        // (4 - 2.5) / 4 and (2 - 2.5) / 2.
        { model: 'a', gains: [0.375, -0.25], median_gain: 0.0625 },
        { model: 'b', gains: [-0.375, null], median_gain: -0.375 },
      ],
    });
    expect(reportOf(results('mae', values)).metrics[0].published).toBeNull();
  });

  it('are better where they are higher, if the metric says so', () => {
    const [own] = reportOf(results('spearman', values), [], scores('spearman')).metrics;
    expect(own.published?.models[0].gains).toEqual([-0.375, 0.25]);
  });

  it('are a table of the report, with their sources', () => {
    const report = reportOf(results('mae', values), [], scores('mae'));
    const section = sectionsOf(report, report.metrics).at(-1);
    expect(section?.title).toBe('Against published scores: gain in MAE');
    expect(section?.tables[0].head).toEqual(['model', 'one, s', 'two, s', 'median']);
    expect(section?.tables[0].rows).toEqual([
      ['published', '4.000', '2.000', ''],
      ['a', '+37.5%', '−25.0%', '+6.3%'],
      ['b', '−37.5%', '–', '−37.5%'],
    ]);
    expect(section?.notes[1]).toBe('one, s: a paper.');
    const plain = reportOf(results('mae', values));
    expect(sectionsOf(plain, plain.metrics).map(({ title }) => title)).not.toContain(
      section?.title,
    );
  });
});
