import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate, evaluateWindows } from '../../../src/evaluation/bootstrap/index.js';
import type { Group, Rows } from '../../../src/evaluation/bootstrap/measure.js';
import type { Scored } from '../../../src/evaluation/types.js';
import { Job } from '../../../src/job.js';
import { Undefined } from '../../../src/metrics/metric.js';
import { normalCdf, normalQuantile } from '../../../src/numerics/normal.js';
import { Random } from '../../../src/random.js';
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

  it('of a skewed mean lie where another bootstrap, of other draws, puts them', async () => {
    const random = new Random(77);
    const truth = Float64Array.from({ length: 80 }, () => Math.exp(normal(random)));
    const value = new Float64Array(80);
    const rows: Rows = {
      truth,
      unit: Int32Array.from(truth.keys()),
      trainMean: 0,
      sources: [{ name: 'model', predictions: { value, probabilities: false } }],
    };
    const [{ model }] = await scoresOf(rows, [all(rows)], ['mae'], 4000);
    const errors = Array.from(truth, Math.abs);
    const mean = (list: number[]) => list.reduce((sum, e) => sum + e, 0) / list.length;
    const draws = Array.from({ length: 4000 }, () =>
      mean(errors.map(() => errors[random.below(80)])),
    );
    draws.sort((a, b) => a - b);
    // Bias and acceleration of a mean, in closed form but for the share below it.
    const center = mean(errors);
    const z0 = normalQuantile(draws.filter((d) => d < center).length / 4000);
    const cubes = mean(errors.map((e) => (e - center) ** 3));
    const squares = mean(errors.map((e) => (e - center) ** 2));
    const a = cubes / (6 * squares ** 1.5 * Math.sqrt(80));
    const at = (z: number) =>
      draws[Math.round(4000 * normalCdf(z0 + (z0 + z) / (1 - a * (z0 + z))))];
    const [low, high] = interval(model.metrics.mae);
    const width = high - low;
    expect(Math.abs(low - at(-1.96))).toBeLessThan(0.06 * width);
    expect(Math.abs(high - at(1.96))).toBeLessThan(0.06 * width);
    // Far from symmetric.
    expect((high - center) / (center - low)).toBeGreaterThan(1.3);
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
    const [scores] = await scoresOf(rare, [all(rare)], ['roc_auc']);
    expect(scores.model.metrics.roc_auc).toEqual({
      value: 0,
      ci95: null,
      ci_reason: 'unstable',
      beats: {},
    });
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
