import { describe, expect, it } from 'vitest';
import type { GroupWork } from '../../../src/evaluation/bootstrap/group-evaluator.js';
import { resample } from '../../../src/evaluation/bootstrap/resample.js';
import { Job } from '../../../src/job.js';
import { Sample } from '../../../src/metrics/sample.js';
import { Random } from '../../../src/random.js';
import {
  drawInto,
  jackknifeParts,
  leaveOutInto,
  partition,
} from '../../../src/statistics/resampling.js';
import { madeUp } from './synthetic.js';

const REGRESSION = ['mae', 'rmse', 'r2', 'pearson', 'spearman', 'kendall', 'median_ae'];

function workOf(n: number, names: readonly string[], perUnit = 1): GroupWork {
  const { truth, sources } = madeUp(n);
  const predictions = sources.map((s) => s.predictions) as GroupWork['sources'];
  return {
    truth,
    sources: predictions,
    trainMean: 0,
    statistics: predictions.flatMap((_, source) =>
      names.map((metric) => ({ source, metric, drawn: true })),
    ),
    units: {
      count: Math.ceil(n / perUnit),
      of: Int32Array.from(truth, (_, i) => Math.floor(i / perUnit)),
    },
    reweighting: undefined,
    seed: 5,
  };
}

describe('resampling', () => {
  it('gives the same numbers for 1, 2 and 3 threads, when worker threads do it', async () => {
    const works = [workOf(700, REGRESSION), workOf(90, ['mae', 'r2'], 3)];
    const run = (threads: number, from?: number) =>
      resample(works, 100, new Job({ threads }), from);
    const alone = await run(1);
    for (const threads of [2, 3]) expect(await run(threads, 0)).toEqual(alone);
    expect(await run(2)).toEqual(alone);
    expect(
      alone.map((group) => group.map(({ draws, jackknife }) => [draws.length, jackknife.length])),
    ).toEqual([Array(14).fill([100, 200]), Array(4).fill([100, 30])]);
  });

  it('starts threads by itself for 4,000 rows, 14 statistics and 2,000 draws', async () => {
    const work = workOf(4000, ['mae', 'rmse', 'r2', 'pearson', 'spearman', 'mse', 'max_error']);
    const times = await Promise.all(
      [1, 2].map((threads) => resample([work], 2000, new Job({ threads }))),
    );
    expect(times[1]).toEqual(times[0]);
  });

  it('leaves the draws of one group alone when another is there, too', async () => {
    const [a, b] = [workOf(50, ['mae']), workOf(60, ['mae'])];
    const run = (works: GroupWork[]) => resample(works, 40, new Job());
    for (const works of [
      [a, b],
      [b, a],
    ]) {
      expect((await run(works))[works.indexOf(a)]).toEqual((await run([a]))[0]);
    }
  });

  it('draws every time anew, and differently for another seed', async () => {
    const work = workOf(500, ['mae']);
    const [[{ draws }]] = await resample([work], 300, new Job());
    expect(new Set(draws).size).toBe(300);
    const [[other]] = await resample([{ ...work, seed: 6 }], 300, new Job());
    expect(other.draws.filter((v) => draws.includes(v))).toHaveLength(0);
  });

  it('leaves out each unit in turn where there are few', async () => {
    const work = workOf(40, ['mae'], 2);
    const [[{ jackknife }]] = await resample([work], 10, new Job());
    const { truth, units } = work;
    const { value } = work.sources[0];
    const expected = Array.from({ length: units.count }, (_, u) => {
      const kept = [...truth.keys()].filter((i) => units.of[i] !== u);
      return kept.reduce((sum, i) => sum + Math.abs(truth[i] - value[i]), 0) / kept.length;
    });
    const ascending = (values: Iterable<number>) => [...values].sort((a, b) => a - b);
    expect(ascending(jackknife)).toEqual(ascending(expected).map((v) => expect.closeTo(v, 12)));
  });

  it('gives NaN for a draw in which a metric is undefined', async () => {
    const work: GroupWork = {
      ...workOf(3, []),
      truth: Float64Array.of(0, 0, 1),
      sources: [{ value: Float64Array.of(0.1, 0.2, 0.9), probabilities: true }],
      statistics: [{ source: 0, metric: 'roc_auc', drawn: true }],
    };
    const [[{ draws, jackknife }]] = await resample([work], 400, new Job());
    // One class alone: the positive in none of the draws, or in all.
    const share = draws.filter(Number.isNaN).length / 400;
    expect(share).toBeGreaterThan((2 / 3) ** 3 + (1 / 3) ** 3 - 0.1);
    expect(share).toBeLessThan((2 / 3) ** 3 + (1 / 3) ** 3 + 0.1);
    expect(draws.every((v) => Number.isNaN(v) || v === 1)).toBe(true);
    expect([...jackknife].filter(Number.isNaN)).toHaveLength(1);
  });
});

describe('units', () => {
  it('are drawn whole, as many as there are, each equally often', () => {
    const units = { count: 3, of: Int32Array.of(0, 1, 1, 2, 2, 2) };
    const sample = Sample.whole(6);
    const random = new Random(4);
    const sums = [0, 0, 0];
    for (let d = 0; d < 3000; d++) {
      drawInto(sample, units, random, new Int32Array(3));
      const [a, b, b2, c, c2, c3] = sample.weights;
      expect([b2, c2, c3]).toEqual([b, c, c]);
      expect(a + b + c).toBe(3);
      [a, b, c].forEach((w, u) => {
        sums[u] += w / 3000;
      });
    }
    for (const sum of sums) expect(Math.abs(sum - 1)).toBeLessThan(0.06);
  });

  it.each([
    [0, 0],
    [1, 0],
    [2, 2],
    [199, 199],
    [200, 200],
    [201, 200],
    [1999, 200],
  ])('%i make %i parts of equal size for the jackknife, at random', (units, parts) => {
    expect(jackknifeParts(units)).toBe(parts);
    const partOf = partition(units, new Random(1));
    const sizes = new Int32Array(Math.max(1, parts));
    for (const part of partOf) sizes[part]++;
    expect(sizes.reduce((sum, n) => sum + n, 0)).toBe(units);
    if (parts > 0) expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    if (units > 200) expect([...partOf]).not.toEqual([...partOf.keys()].map((u) => u % parts));
  });

  it('of one part are left out together, the others count once', () => {
    const sample = new Sample(Float64Array.of(7, 7, 7, 7));
    leaveOutInto(sample, { count: 3, of: Int32Array.of(0, 1, 1, 2) }, Int32Array.of(1, 0, 1), 1);
    expect([...sample.weights]).toEqual([0, 1, 1, 0]);
  });
});
