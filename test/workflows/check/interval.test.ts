import { describe, expect, it } from 'vitest';
import {
  find,
  isTest,
  maeOf,
  mean,
  Repository,
  type Row,
  rows,
  strataOf,
  uniform,
} from './repository.js';

const all = rows();
const test = all.filter(isTest);
const DRAWS = 8000;

/** The quantile of sorted values, between two of them by a straight line. */
function quantile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1);
  const low = sorted[Math.floor(at)];
  return low + (at - Math.floor(at)) * (sorted[Math.ceil(at)] - low);
}

/** Φ by the trapezoidal rule, and its inverse by bisection. */
function cdf(z: number): number {
  const steps = 2000;
  const width = (z + 9) / steps;
  let sum = 0;
  for (let k = 0; k <= steps; k++) {
    const x = -9 + k * width;
    sum += (k === 0 || k === steps ? 0.5 : 1) * Math.exp((-x * x) / 2);
  }
  return (sum * width) / Math.sqrt(2 * Math.PI);
}
function inverse(share: number): number {
  let [low, high] = [-8, 8];
  for (let k = 0; k < 60; k++) {
    const middle = (low + high) / 2;
    if (cdf(middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** A bias-corrected and accelerated interval of a paired difference, as textbooks have it, with draws of our own. */
function bca(list: readonly Row[], statistic: (rows: readonly Row[]) => number, seed: number) {
  const next = uniform(seed);
  const value = statistic(list);
  const draws = Array.from({ length: DRAWS }, () =>
    statistic(list.map(() => list[Math.floor(next() * list.length)])),
  ).sort((a, b) => a - b);
  const left = list.map((_, i) => statistic(list.filter((__, j) => j !== i)));
  const center = mean(left);
  const power = (p: number) => left.reduce((sum, v) => sum + (center - v) ** p, 0);
  const a = power(3) / (6 * power(2) ** 1.5);
  const z0 = inverse(draws.filter((v) => v < value).length / DRAWS);
  const end = (z: number) => quantile(draws, cdf(z0 + (z0 + z) / (1 - a * (z0 + z))));
  const middle = mean(draws);
  const spread = Math.sqrt(mean(draws.map((v) => (v - middle) ** 2)));
  return { low: end(-1.959964), high: end(1.959964), spread };
}

const rmseOf = (list: readonly Row[], of: 'base' | 'pred') =>
  Math.sqrt(mean(list.map((row) => (row[of] - row.y) ** 2)));

describe('the interval of a drop', () => {
  it('is that of the paired bootstrap over molecules', async () => {
    const repository = new Repository(all);
    await repository.accept();
    const strata = await strataOf(all);
    const summary = await repository.check({
      bootstrap: DRAWS,
      seed: 3,
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
      const { low, high, spread } = bca(list, drop, 11);
      const [ours, theirs] = [found.drop_ci95 as [number, number], [low, high]];
      // An end of 8,000 draws is known to about a fortieth of a standard error; both ends of both are, so five of that.
      for (const end of [0, 1]) {
        expect(Math.abs(ours[end] - theirs[end])).toBeLessThan(0.13 * spread);
      }
      const spreadOfOurs = ((found.detectable as number) - 0.05) / 2.801585;
      expect(spreadOfOurs / spread).toBeGreaterThan(0.95);
      expect(spreadOfOurs / spread).toBeLessThan(1.05);
      // Were the two drawn apart, it would be wider: they share most of their error.
      const apart = Math.hypot(
        bca(list, (own) => metric(own, 'pred'), 1).spread,
        bca(list, (own) => metric(own, 'base'), 2).spread,
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
