import { describe, expect, it } from 'vitest';
import { find, isTest, maeOf, mean, Repository, type Row, rows, strataOf } from './repository.js';

const all = rows();
const test = all.filter(isTest);
/** Student's two-sided quantile of 95%, by the first terms of Fisher's expansion; for df of 30 and more to four digits. */
function student(df: number): number {
  const z = 1.959964;
  return z + (z ** 3 + z) / (4 * df) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * df * df);
}

/** The jackknife-t interval of a paired difference, each row left out in turn. */
function jackknife(list: readonly Row[], statistic: (rows: readonly Row[]) => number) {
  const n = list.length;
  const left = list.map((_, i) => statistic(list.filter((__, j) => j !== i)));
  const center = mean(left);
  const squares = left.map((v) => (v - center) ** 2);
  const spread = Math.sqrt((n - 1) * mean(squares));
  const kurtosis = mean(squares.map((q) => q * q)) / mean(squares) ** 2;
  const half = student(Math.min(n - 1, (2 * n) / (kurtosis - 1))) * spread;
  const value = statistic(list);
  return { low: value - half, high: value + half, spread };
}

const rmseOf = (list: readonly Row[], of: 'base' | 'pred') =>
  Math.sqrt(mean(list.map((row) => (row[of] - row.y) ** 2)));

describe('a tolerance that is a share', () => {
  it('is tested on the ratio of errors, by the paired jackknife of its logarithm', async () => {
    const repository = new Repository(all);
    await repository.accept();
    const summary = await repository.check({
      rules: [
        { metric: 'mae', margin: '5%' },
        { metric: 'rmse', margin: '5%', maxDrop: '2%' },
        { metric: 'mae', margin: '5%', maxDrop: 0.01 },
        { metric: 'r2', margin: '5%' },
      ],
    });
    const cases = [maeOf, rmseOf] as const;
    cases.forEach((metric, r) => {
      const found = summary.outcomes[r];
      const log = (own: readonly Row[]) => Math.log(metric(own, 'pred') / metric(own, 'base'));
      const { low, high, spread } = jackknife(test, log);
      const ratio = found.ratio_ci95 as [number, number];
      expect(Math.abs(Math.log(ratio[0]) - low)).toBeLessThan(5e-4 * spread);
      expect(Math.abs(Math.log(ratio[1]) - high)).toBeLessThan(5e-4 * spread);
      const base = metric(test, 'base');
      const drop = found.drop_ci95 as [number, number];
      expect(drop[0]).toBeCloseTo(base * (ratio[0] - 1), 12);
      expect(drop[1]).toBeCloseTo(base * (ratio[1] - 1), 12);
      expect(found.tolerance).toBeCloseTo([0.05, 0.07][r] * base, 12);
    });
    // Together with an amount in the unit of the metric, and for what is no error, the difference is tested.
    const [, , both, r2] = summary.outcomes;
    expect([both.ratio_ci95, r2.ratio_ci95]).toEqual([null, null]);
    const difference = jackknife(test, (own) => maeOf(own, 'pred') - maeOf(own, 'base'));
    expect(both.drop_ci95?.[0]).toBeCloseTo(difference.low, 4);
  });
});

describe('the interval of a drop', () => {
  it('is that of the paired jackknife over molecules', async () => {
    const repository = new Repository(all);
    await repository.accept();
    const strata = await strataOf(all);
    const summary = await repository.check({
      decide: 'interval',
      rules: [
        { metric: 'mae', margin: 0.05, stratum: 'each' },
        { metric: 'rmse', margin: 0.05 },
      ],
    });
    const cases = [
      ['[0, 11/20)', strata[0], maeOf],
      ['[11/20, 2/3)', strata[1], maeOf],
      ['overall', test, rmseOf],
    ] as const;
    for (const [stratum, list, metric] of cases) {
      const found = find(summary, stratum);
      const drop = (own: readonly Row[]) => metric(own, 'pred') - metric(own, 'base');
      const { low, high, spread } = jackknife(list, drop);
      const [ours, theirs] = [found.drop_ci95 as [number, number], [low, high]];
      // More than 200 rows are left out in random parts, whose spread is known to a twentieth.
      const near = list.length > 200 ? 0.15 : 5e-4;
      for (const end of [0, 1]) {
        expect(Math.abs(ours[end] - theirs[end])).toBeLessThan(near * spread);
      }
      const beyond = (high - low) / 2 / spread + 0.841621;
      const spreadOfOurs = ((found.detectable as number) - 0.05) / beyond;
      expect(Math.abs(spreadOfOurs / spread - 1)).toBeLessThan(near);
      // Were the two drawn apart, it would be wider: they share most of their error.
      const apart = Math.hypot(
        jackknife(list, (own) => metric(own, 'pred')).spread,
        jackknife(list, (own) => metric(own, 'base')).spread,
      );
      expect(spreadOfOurs).toBeLessThan(0.9 * apart);
    }
  }, 120_000);

  it('is wider where the rows of a molecule are not independent', async () => {
    // Each molecule measured four times, with predictions that depend on the molecule alone.
    const kept = all.filter((row, i) => !isTest(row) || i < 40);
    const repeated = kept.flatMap((row) =>
      isTest(row) ? [0, 1, 2, 3].map((k) => ({ ...row, name: `${row.name}-${k}` })) : [row],
    );
    const repository = new Repository(repeated);
    await repository.accept();
    const width = async (resample: string) => {
      const rules = [{ metric: 'mae', margin: 0.05 }];
      const summary = await repository.check({ rules, resample, bootstrap: 2000 });
      expect(summary.tasks[0]).toMatchObject({ rows: 160, molecules: 40 });
      const [low, high] = find(summary, 'overall').drop_ci95 as [number, number];
      return high - low;
    };
    // Four rows that say the same are one: the interval of rows is half as wide.
    const ratio = (await width('molecule')) / (await width('row'));
    expect(ratio).toBeGreaterThan(1.8);
    expect(ratio).toBeLessThan(2.2);
  });
});
