import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate, evaluateWindows } from '../../../src/evaluation/bootstrap/index.js';
import type { Group, Rows } from '../../../src/evaluation/bootstrap/measure.js';
import type { Scored } from '../../../src/evaluation/types.js';
import { Job } from '../../../src/job.js';
import { Undefined } from '../../../src/metrics/metric.js';
import { Random } from '../../../src/random.js';
import { studentQuantile } from '../../../src/statistics/distributions/student.js';
import { everyRow, madeUp, named, normal } from './synthetic.js';

async function scoresOf(rows: Rows, groups: Group[], names: string[], bootstrap = 200, seed = 1) {
  const results = await evaluate(
    rows,
    groups,
    named(...names),
    bootstrap,
    new Random(seed),
    new Job(),
  );
  return results.map((group) => Object.fromEntries(group));
}

const all = (rows: Rows): Group => ({ rows: everyRow(rows), report: 'intervals' });
const interval = (scored: Scored) => (scored as unknown as { ci95: [number, number] }).ci95;

describe('values', () => {
  it('are those of the metric on the rows of the group', async () => {
    const rows = madeUp(60);
    const names = ['mae', 'rmse', 'r2', 'r2_train_mean', 'pearson', 'spearman', 'kendall'];
    const own = Int32Array.from({ length: 25 }, (_, k) => (k * 7) % 60);
    const [scores] = await scoresOf(rows, [{ rows: own, report: 'values' }], names, 50);
    const pick = (values: Float64Array) => Float64Array.from(own, (i) => values[i]);
    for (const { name, predictions } of rows.sources) {
      expect(scores[name].n).toBe(25);
      for (const metric of named(...names)) {
        const { value } = predictions as { value: Float64Array };
        const expected = metric.compute(pick(rows.truth), pick(value), { trainMean: 0.25 });
        const { value: found, ci95, ci_reason } = scores[name].metrics[metric.name] as never;
        expect(found).toBeCloseTo(expected as number, 12);
        expect([ci95, ci_reason]).toEqual([null, 'too_few']);
      }
    }
  });

  it('are not given of a group that is not to be reported, empty or not', async () => {
    const rows = madeUp(40);
    const nothing = { value: null, reason: 'small_stratum' };
    for (const n of [0, 12]) {
      const group: Group = { rows: everyRow(rows).slice(0, n), report: 'nothing' };
      const [{ model, baseline }] = await scoresOf(rows, [group], ['mae', 'r2']);
      expect(model).toEqual({ n, metrics: { mae: nothing, r2: nothing } });
      expect(baseline).toEqual(model);
    }
  });

  it('say why there are none', async () => {
    const made = madeUp(50);
    const rows: Rows = {
      ...made,
      trainMean: 'no_training_labels',
      sources: [
        ...made.sources,
        { name: 'none', predictions: new Undefined('no_training_labels') },
      ],
    };
    const names = ['mae', 'r2_train_mean', 'gaussian_nll', 'interval_coverage'].filter(
      (n) => named(n)[0],
    );
    const [scores] = await scoresOf(rows, [all(rows)], names);
    expect(scores.none.metrics.mae).toEqual({ value: null, reason: 'no_training_labels' });
    expect(scores.model.metrics.r2_train_mean).toEqual({
      value: null,
      reason: 'no_training_labels',
    });
    expect((scores.model.metrics.mae as { beats: object }).beats).not.toHaveProperty('none');
  });
});

describe('intervals', () => {
  it('of a mean are as wide as the normal approximation says, and narrow with the root of n', async () => {
    for (const n of [400, 6400]) {
      const rows = madeUp(n);
      const [{ model }] = await scoresOf(rows, [all(rows)], ['mae'], 1000);
      const { value } = rows.sources[0].predictions as { value: Float64Array };
      const errors = rows.truth.map((y, i) => Math.abs(y - value[i]));
      const mean = errors.reduce((sum, e) => sum + e, 0) / n;
      const sd = Math.sqrt(errors.reduce((sum, e) => sum + (e - mean) ** 2, 0) / n);
      const [low, high] = interval(model.metrics.mae);
      const half = (1.96 * sd) / Math.sqrt(n);
      expect(Math.abs(low - (mean - half))).toBeLessThan(0.2 * half);
      expect(Math.abs(high - (mean + half))).toBeLessThan(0.2 * half);
    }
  });

  it('of a skewed mean are t standard errors on the log scale', async () => {
    const random = new Random(77);
    const truth = Float64Array.from({ length: 80 }, () => Math.exp(normal(random)));
    const value = new Float64Array(80);
    const rows: Rows = {
      truth,
      unit: Int32Array.from(truth.keys()),
      trainMean: 0,
      sources: [{ name: 'model', predictions: { value, probabilities: false } }],
    };
    const [{ model }] = await scoresOf(rows, [all(rows)], ['mae']);
    const sum = truth.reduce((a, b) => a + b, 0);
    const logs = Array.from(truth, (error) => Math.log((sum - error) / 79));
    const mean = (list: number[]) => list.reduce((total, x) => total + x, 0) / list.length;
    const squares = logs.map((x) => (x - mean(logs)) ** 2);
    const kurtosis = mean(squares.map((q) => q * q)) / mean(squares) ** 2;
    const half =
      studentQuantile(0.975, 160 / (kurtosis - 1)) * Math.sqrt((79 / 80) * 80 * mean(squares));
    const center = Math.log(sum / 80);
    expect(interval(model.metrics.mae)).toEqual([
      expect.closeTo(Math.exp(center - half), 10),
      expect.closeTo(Math.exp(center + half), 10),
    ]);
  });

  it('widen by the root of the copies when copies are drawn together', async () => {
    const once = madeUp(150);
    const copy = (values: Float64Array) =>
      Float64Array.from({ length: 600 }, (_, i) => values[i % 150]);
    const often: Rows = {
      ...once,
      truth: copy(once.truth),
      unit: Int32Array.from({ length: 600 }, (_, i) => i % 150),
      sources: once.sources.map(({ name, predictions }) => ({
        name,
        predictions: {
          value: copy((predictions as { value: Float64Array }).value),
          probabilities: false,
        },
      })),
    };
    const alone = { ...often, unit: Int32Array.from(often.truth.keys()) };
    const width = async (rows: Rows) => {
      const [{ model }] = await scoresOf(rows, [all(rows)], ['mae'], 1000);
      const [low, high] = interval(model.metrics.mae);
      return high - low;
    };
    const reference = await width(once);
    expect(await width(often)).toBeCloseTo(reference, 10);
    const ratio = (await width(alone)) / reference;
    expect(ratio).toBeGreaterThan(0.4);
    expect(ratio).toBeLessThan(0.6);
  });

  it('are not given without draws, nor where a metric is undefined in too many of them', async () => {
    const rows = madeUp(40);
    const [{ model }] = await scoresOf(rows, [all(rows)], ['mae'], 0);
    expect(model.metrics.mae).toMatchObject({ ci95: null });
    expect(model.metrics.mae).not.toHaveProperty('ci_reason');
    const rare: Rows = {
      truth: Float64Array.from({ length: 40 }, (_, i) => (i === 0 ? 1 : 0)),
      unit: everyRow(rows),
      trainMean: 0.5,
      sources: [
        {
          name: 'model',
          predictions: {
            value: Float64Array.from({ length: 40 }, (_, i) => i / 40),
            probabilities: true,
          },
        },
      ],
    };
    const [{ model: ofRare }] = await scoresOf(rare, [all(rare)], ['log_auc', 'roc_auc']);
    // In a third of all draws the only positive is not drawn.
    expect(ofRare.metrics.log_auc).toEqual({
      value: 0,
      ci95: null,
      ci_reason: 'unstable',
      beats: {},
    });
    // The share of the negatives below one positive is known as badly as that of one trial.
    expect(interval(ofRare.metrics.roc_auc)).toEqual([0, expect.closeTo(0.79345, 5)]);
  });

  it('are Wilson’s of a proportion, of the trials that it has', async () => {
    const truth = Float64Array.from({ length: 60 }, (_, i) => (i < 40 ? 1 : 0));
    const classes = Float64Array.from({ length: 60 }, (_, i) => (i < 40 || i >= 57 ? 1 : 0));
    const rows: Rows = {
      ...{ truth, trainMean: 0.5 },
      unit: Int32Array.from(truth.keys()),
      sources: [{ name: 'model', predictions: { value: classes, classes, probabilities: true } }],
    };
    const names = ['recall', 'specificity', 'precision', 'accuracy', 'mcc'];
    const [{ model }] = await scoresOf(rows, [all(rows)], names);
    // 40 of 40 positives; 17 of 20 negatives, of as many trials as the jackknife of 60 rows speaks for.
    expect(interval(model.metrics.recall)).toEqual([expect.closeTo(0.91238, 5), 1]);
    const z = 1.959963984540054;
    const wilson = (p: number, k: number) => {
      const n = (((k - 1) ** 2 / k) * 60) / 59;
      const half = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
      return [-half, half].map((h) =>
        expect.closeTo((p + (z * z) / (2 * n) + h) / (1 + (z * z) / n), 10),
      );
    };
    expect(interval(model.metrics.specificity)).toEqual(wilson(17 / 20, 20));
    expect(interval(model.metrics.accuracy)).toEqual(wilson(57 / 60, 60));
    expect(interval(model.metrics.precision)).toEqual(wilson(40 / 43, 43));
    // Four rows of one molecule are one trial.
    const unit = Int32Array.from(truth.keys(), (i) => Math.floor(i / 4));
    const [grouped] = await scoresOf({ ...rows, unit }, [all({ ...rows, unit })], names);
    const low = (10 / (10 + z * z)) as number;
    expect(interval(grouped.model.metrics.recall)).toEqual([expect.closeTo(low, 10), 1]);
    const [lower, upper] = interval(model.metrics.mcc);
    expect(lower).toBeGreaterThan(0.35);
    expect(upper).toBeLessThan(1);
  });

  it('are not given where chance shifts the value', async () => {
    const rows = madeUp(60);
    const [{ model }] = await scoresOf(rows, [all(rows)], ['max_error']);
    expect(model.metrics.max_error).toMatchObject({ ci95: null, ci_reason: 'shifted_by_chance' });
  });

  it('need draws only where the jackknife does not hold', async () => {
    const rows = madeUp(60);
    const [few] = await scoresOf(rows, [all(rows)], ['mae', 'r2', 'median_ae'], 100);
    const [many] = await scoresOf(rows, [all(rows)], ['mae', 'r2', 'median_ae'], 500);
    expect(interval(few.model.metrics.mae)).toEqual(interval(many.model.metrics.mae));
    expect(interval(few.model.metrics.r2)).toEqual(interval(many.model.metrics.r2));
    expect(interval(few.model.metrics.median_ae)).not.toEqual(
      interval(many.model.metrics.median_ae),
    );
  });
});

describe('beats', () => {
  /** The verdict on a model whose errors are made from those of the baseline. */
  async function verdict(
    error: (base: number, random: Random) => number,
    names = ['mae'],
    n = 200,
    bias = 0,
  ) {
    const random = new Random(10);
    const truth = Float64Array.from({ length: n }, () => 3 * normal(random));
    const base = truth.map(() => bias + normal(random));
    const own = base.map((e) => error(e, random));
    const rows: Rows = {
      truth,
      unit: Int32Array.from(truth.keys()),
      trainMean: 0,
      sources: [
        {
          name: 'model',
          predictions: { value: truth.map((y, i) => y + own[i]), probabilities: false },
        },
        {
          name: 'base',
          predictions: { value: truth.map((y, i) => y + base[i]), probabilities: false },
        },
      ],
    };
    const [{ model, base: other }] = await scoresOf(rows, [all(rows)], names);
    return names.map((name) => {
      const [ours, theirs] = [model, other].map(
        ({ metrics }) => metrics[name] as { value: number; ci95: [number, number] },
      );
      const { beats } = model.metrics[name] as { beats: Record<string, string> };
      expect(other.metrics[name]).not.toHaveProperty('beats');
      return { verdict: beats.base, ours, theirs };
    });
  }

  it('is yes for a small gain in every row, although the two intervals overlap', async () => {
    const found = await verdict((e) => 0.95 * e, ['mae', 'rmse', 'r2', 'pearson']);
    for (const { verdict: v, ours, theirs } of found) {
      expect(v).toBe('yes');
      expect(Math.max(ours.ci95[0], theirs.ci95[0])).toBeLessThan(
        Math.min(ours.ci95[1], theirs.ci95[1]),
      );
    }
  });

  it('is no where the model is worse, or just as good', async () => {
    for (const factor of [1, 1.02, 3, -1]) {
      const found = await verdict((e) => factor * e, ['mae', 'rmse', 'r2']);
      if (factor === -1) expect(found[0].verdict).not.toBe('yes');
      else expect(found.map((f) => f.verdict)).toEqual(['no', 'no', 'no']);
    }
  });

  it('is unclear where the model happens to be better', async () => {
    const seen = new Set<string>();
    for (let seed = 0; seed < 8; seed++) {
      const random = new Random(100 + seed);
      const [{ verdict: v, ours, theirs }] = await verdict(() => normal(random));
      expect(v).toBe(ours.value < theirs.value ? 'unclear' : 'no');
      seen.add(v);
    }
    expect([...seen].sort()).toEqual(['no', 'unclear']);
  });

  it('compares by the distance from a best value that is neither end', async () => {
    const [far] = await verdict((e) => e - 1, ['mean_signed_error']);
    expect(far.ours.value).toBeLessThan(far.theirs.value);
    expect(far.verdict).toBe('no');
    const [near] = await verdict((e) => e + 1.1, ['mean_signed_error'], 200, -1);
    expect(near.ours.value).toBeGreaterThan(near.theirs.value);
    expect(near.verdict).toBe('yes');
  });

  it('is unclear, not yes, without draws', async () => {
    const rows = madeUp(50);
    const [{ model }] = await scoresOf(rows, [all(rows)], ['mae'], 0);
    expect(model.metrics.mae).toMatchObject({ beats: { baseline: 'unclear' } });
  });
});

describe('the order of rows', () => {
  const few = fc.integer({ min: 0, max: 2 }).map((v) => v / 2);
  const row = fc.record({
    y: fc.constantFrom(0, 1),
    p: few,
    q: few,
    k: fc.constantFrom(0, 1),
    unit: fc.nat(6),
    bin: fc.nat(1),
  });

  it('does not matter, whatever ties there are, nor how units are numbered', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 8, maxLength: 24 }),
        fc.nat(1e6),
        async (list, seed) => {
          const made = (rows: typeof list, unit: (u: number) => number): Rows => {
            const column = (of: (r: (typeof list)[number]) => number) =>
              Float64Array.from(rows, of);
            return {
              truth: column((r) => r.y),
              unit: Int32Array.from(rows, (r) => unit(r.unit)),
              trainMean: 0.4,
              sources: [
                {
                  name: 'model',
                  predictions: {
                    value: column((r) => r.p),
                    classes: column((r) => r.k),
                    probabilities: true,
                  },
                },
                {
                  name: 'other',
                  predictions: {
                    value: column((r) => r.q),
                    classes: column((r) => r.k),
                    probabilities: true,
                  },
                },
              ],
            };
          };
          const names = ['roc_auc', 'mcc', 'brier', 'average_precision', 'log_loss'];
          const groups = (rows: typeof list): Group[] => {
            const every = Int32Array.from(rows.keys());
            const half = every.filter((i) => rows[i].y + rows[i].q > 0.5);
            const stratum = Uint8Array.from(rows, (r) => r.bin);
            return [
              { rows: every, report: 'intervals' },
              { rows: half, report: 'intervals' },
              {
                rows: every,
                report: 'intervals',
                reweighting: { stratum, shares: Float64Array.of(0.3, 0.7) },
              },
            ].filter((g) => g.rows.length > 0) as Group[];
          };
          const other = new Random(seed).shuffle([...list]);
          const [a, b] = await Promise.all([
            scoresOf(
              made(list, (u) => u),
              groups(list),
              names,
              24,
            ),
            scoresOf(
              made(other, (u) => (u * 5 + 3) % 7),
              groups(other),
              names,
              24,
            ),
          ]);
          expect(JSON.stringify(b)).toBe(JSON.stringify(a));
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('windows', () => {
  it('have the value of the metric on their rows, by source', () => {
    const rows = madeUp(50);
    const windows = [
      Int32Array.of(3, 9, 27, 44),
      Int32Array.of(1),
      Int32Array.from(rows.truth.keys()),
    ];
    const found = evaluateWindows(
      {
        ...rows,
        sources: [
          { name: 'none', predictions: new Undefined('no_training_labels') },
          ...rows.sources,
        ],
      },
      windows,
      named('r2')[0],
    );
    windows.forEach((window, w) => {
      const pick = (values: Float64Array) => Float64Array.from(window, (i) => values[i]);
      expect(found[w].none).toBeNull();
      for (const { name, predictions } of rows.sources) {
        const { value } = predictions as { value: Float64Array };
        const expected = named('r2')[0].compute(pick(rows.truth), pick(value));
        if (expected instanceof Undefined) expect(found[w][name]).toBeNull();
        else expect(found[w][name]).toBeCloseTo(expected, 10);
      }
    });
  });
});
