import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/random.js';
import { studentQuantile, studentSf } from '../../../src/statistics/distributions/student.js';
import { compareCv, isCvTable } from '../../../src/workflows/compare-cv/index.js';
import type { CompareCvOptions, CvComparison } from '../../../src/workflows/compare-cv/types.js';
import { temporaryFolder } from '../../helpers.js';
import { expectRelative } from '../../statistics/closeness.js';
import { longTable, madeResults, type Row, wideTable } from './made.js';

const folder = temporaryFolder();
let files = 0;
const compare = (text: string, options: Omit<CompareCvOptions, 'results'> = {}) =>
  compareCv({ results: folder.file(`r${files++}.csv`, text), ...options });
const ofRows = (rows: readonly Row[], options?: Omit<CompareCvOptions, 'results'>) =>
  compare(longTable(rows), options);
const pairOf = (summary: CvComparison, m = 0, i = 0) => summary.metrics[m].pairs[i];

/** The corrected test of all pairs, written plainly; the better method less the worse, methods by their means. */
function plainPairs(rows: readonly Row[], metric: string, ratio: number, higher = false) {
  const meanOf = (method: string) => {
    const own = rows.filter((r) => r.method === method && r.metric === metric);
    return own.reduce((sum, { value }) => sum + value, 0) / own.length;
  };
  const methods = [...new Set(rows.map(({ method }) => method))].sort((a, b) =>
    higher ? meanOf(b) - meanOf(a) : meanOf(a) - meanOf(b),
  );
  const resultOf = (method: string, { repeat, fold }: Row) =>
    rows.find(
      (r) => r.method === method && r.repeat === repeat && r.fold === fold && r.metric === metric,
    )?.value as number;
  const folds = rows.filter((r) => r.method === methods[0] && r.metric === metric);
  const n = folds.length;
  return methods.flatMap((method, i) =>
    methods.slice(i + 1).map((against) => {
      const d = folds.map((fold) => resultOf(method, fold) - resultOf(against, fold));
      const mean = d.reduce((sum, x) => sum + x, 0) / n;
      const variance = d.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (n - 1);
      const error = Math.sqrt((1 / n + ratio) * variance);
      const half = studentQuantile(0.975, n - 1) * error;
      return {
        method,
        against,
        difference: mean,
        ci95: [mean - half, mean + half],
        p: 2 * studentSf(Math.abs(mean / error), n - 1),
      };
    }),
  );
}

/** Holm: the k-th smallest of n times (n - k + 1), never below the one before. */
function plainHolm(ps: readonly number[]): number[] {
  const sorted = ps.toSorted((a, b) => a - b);
  return ps.map((p) =>
    Math.max(
      ...sorted.slice(0, sorted.indexOf(p) + 1).map((q, k) => Math.min(1, (ps.length - k) * q)),
    ),
  );
}

describe('compareCv', () => {
  const shifts = { rf: 0.06, chemprop: 0, lgbm: 0.005 };
  const rows = madeResults(shifts, { repeats: 3, folds: 4, metrics: ['mae', 'r2'] });

  it('gives the corrected interval and p of all pairs, adjusted for the pairs of each metric', async () => {
    const summary = await ofRows(rows);
    expect(summary).toMatchObject({
      command: 'compare',
      kind: 'cross-validation',
      parameters: {},
      input: { rows: 72 },
      warnings: [],
    });
    expect(summary.metrics.map(({ metric, direction }) => [metric, direction])).toEqual([
      ['mae', 'minimize'],
      ['r2', 'maximize'],
    ]);
    expect(summary).toMatchObject({ primary_metric: 'mae', by: [] });
    const plain = ['mae', 'r2'].map((metric, m) => plainPairs(rows, metric, 1 / 3, m === 1));
    plain.forEach((pairs, m) => {
      const adjusted = plainHolm(pairs.map(({ p }) => p));
      const { design, methods, role, tests } = summary.metrics[m];
      expect([role, tests]).toEqual([['primary', 'secondary'][m], 3]);
      expect(design).toMatchObject({ repeats: 3, folds: 4, results: 12, test_share: 0.25 });
      expect(methods.map(({ name }) => name)).toEqual(
        [
          ['chemprop', 'lgbm', 'rf'],
          ['rf', 'lgbm', 'chemprop'],
        ][m],
      );
      pairs.forEach((expected, i) => {
        const pair = pairOf(summary, m, i);
        expect([pair.method, pair.against]).toEqual([expected.method, expected.against]);
        expect(pair.difference).toBeCloseTo(expected.difference, 12);
        expect(pair.ci95?.[0]).toBeCloseTo(expected.ci95[0], 10);
        expect(pair.ci95?.[1]).toBeCloseTo(expected.ci95[1], 10);
        expectRelative(pair.p as number, expected.p, 1e-9);
        expectRelative(pair.p_holm as number, adjusted[i], 1e-9);
        expect(pair).toMatchObject({ reason: null, margin: null });
        // The better one is named first: never worse.
        expect(pair.verdict).toBe(
          expected.ci95[0] > 0 || expected.ci95[1] < 0 ? 'better' : 'inconclusive',
        );
        expect(pair.significant).toBe(pair.verdict === 'better' && adjusted[i] <= 0.05);
      });
    });
    expect(new Set(summary.metrics.flatMap((m) => m.pairs.map((p) => p.verdict))).size).toBe(2);
  });

  it('describes the methods', async () => {
    const { methods } = (await ofRows(rows)).metrics[1];
    for (const { name, mean, sd, mean_rank } of methods) {
      const own = rows.filter((r) => r.method === name && r.metric === 'r2');
      const average = own.reduce((sum, { value }) => sum + value, 0) / own.length;
      expect(mean).toBeCloseTo(average, 12);
      const squares = own.reduce((sum, { value }) => sum + (value - average) ** 2, 0);
      expect(sd).toBeCloseTo(Math.sqrt(squares / (own.length - 1)), 12);
      const ranks = own.map(({ repeat, fold, value }) => {
        const others = rows
          .filter((r) => r.metric === 'r2' && r.repeat === repeat && r.fold === fold)
          .map((r) => r.value);
        // Higher is better; equal values share their ranks.
        return (
          (others.filter((v) => v > value).length + 1 + others.filter((v) => v >= value).length) / 2
        );
      });
      expect(mean_rank).toBeCloseTo(ranks.reduce((sum, r) => sum + r, 0) / ranks.length, 12);
    }
  });

  it('does not depend on the order of the rows, or on the shape of the table', async () => {
    const { metrics } = await ofRows(rows);
    const text = JSON.stringify(metrics);
    for (const seed of [1, 2, 3]) {
      const shuffled = new Random(seed).shuffle([...rows]);
      expect(JSON.stringify((await ofRows(shuffled)).metrics)).toBe(text);
      expect(JSON.stringify((await compare(wideTable(shuffled))).metrics)).toBe(text);
    }
    const renamed = rows.map((r) => ({ ...r, metric: r.metric === 'r2' ? 'R2_score' : 'MAE' }));
    expect(JSON.stringify((await ofRows(renamed)).metrics)).toBe(text);
  });

  it('turns with the methods', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 99 }), async (seed) => {
        const two = madeResults({ a: 0, b: 0.01 }, { repeats: 2, folds: 3, seed });
        const margin = ['3%'];
        const summary = await ofRows(two, { baseline: 'a' });
        const turned = await ofRows(two, { baseline: 'b' });
        const names: Record<string, string> = { a: 'b', b: 'a' };
        const renamed = await ofRows(
          two.map((r) => ({ ...r, method: names[r.method] })),
          { baseline: 'a' },
        );
        const pair = pairOf(summary);
        for (const other of [pairOf(turned), pairOf(renamed)]) {
          expect(other.difference).toBe(-pair.difference);
          expect(other.ci95).toEqual(pair.ci95?.map((end) => -end).reverse());
          expect([other.p, other.p_holm]).toEqual([pair.p, pair.p_holm]);
          const mirrored = { better: 'worse', worse: 'better' } as Record<string, string>;
          expect(other.verdict).toBe(mirrored[pair.verdict] ?? pair.verdict);
          expect(other.conover?.p).toBe(pair.conover?.p);
          expect(other.tukey?.p).toBeCloseTo(pair.tukey?.p as number, 12);
        }
        expect(pairOf(turned)).toMatchObject({ method: 'a', against: 'b' });
        // A share is one of the mean of the method on the right.
        const { methods } = summary.metrics[0];
        const [a, b] = methods.toSorted((x, y) => (x.name < y.name ? -1 : 1));
        expect(pairOf(await ofRows(two, { margin, baseline: 'a' })).margin).toBeCloseTo(
          0.03 * a.mean,
          12,
        );
        expect(pairOf(await ofRows(two, { margin, baseline: 'b' })).margin).toBeCloseTo(
          0.03 * b.mean,
          12,
        );
      }),
      { numRuns: 5 },
    );
  });

  it('judges by the margin', async () => {
    const two = madeResults({ a: 0, b: 0.03 }, { noise: 0.01 });
    const { ci95, p_holm } = pairOf(await ofRows(two, { baseline: 'a' }));
    const [low, high] = ci95 as [number, number];
    expect(p_holm).toBeLessThan(0.05);
    const verdict = async (margin: string[], baseline = 'a') => {
      const { verdict, significant } = pairOf(await ofRows(two, { margin, baseline }));
      return [verdict, significant];
    };
    const [within, between, below] = [high + 0.001, (low + high) / 2, low - 0.001].map(String);
    expect(pairOf(await ofRows(two, { margin: [between] })).margin).toBe(Number(between));
    expect(await verdict([within])).toEqual(['equivalent', false]);
    expect(await verdict([between])).toEqual(['inconclusive', false]);
    expect(await verdict([below])).toEqual(['worse', true]);
    // The other way round.
    expect(await verdict([within], 'b')).toEqual(['equivalent', false]);
    expect(await verdict([between], 'b')).toEqual(['inconclusive', false]);
    expect(await verdict([below], 'b')).toEqual(['better', true]);
    // A margin of its own goes before that of all.
    expect(await verdict([`mae:${below}`, '50%'])).toEqual(['worse', true]);
  });

  it('says so where nothing differs or nothing varies', async () => {
    const same = madeResults({ a: 0 }, {}).flatMap((r) => [
      r,
      { ...r, method: 'b' },
      { ...r, method: 'c', value: r.value + 0.25 },
    ]);
    const { metrics } = await ofRows(same, { margin: ['0.1'] });
    const [ab, ac] = metrics[0].pairs;
    expect(ab).toMatchObject({
      difference: 0,
      ci95: null,
      p: null,
      p_holm: null,
      reason: 'no_difference',
      verdict: 'equivalent',
      tukey: null,
      conover: { p: 1 },
    });
    expect(ac).toMatchObject({ difference: -0.25, ci95: null, reason: 'no_variation' });
    expect(ac.verdict).toBe('inconclusive');
    // All 25 folds rank them alike.
    expect(ac.conover?.p).toBe(2 ** -24);
    expect(metrics[0].uncorrected).toMatchObject({ anova: null, recommended: 'friedman' });
    expect(pairOf(await ofRows(same), 0, 0).verdict).toBe('inconclusive');
  });

  it('takes the size of a test fold where folds do not tell it', async () => {
    const splits = madeResults({ a: 0, b: 0.01 }, { repeats: 10, folds: 1 });
    const summary = await ofRows(splits, { testShare: 0.1 });
    expect(summary.metrics[0].design).toMatchObject({ repeats: 10, folds: 1, test_share: 0.1 });
    const [plain] = plainPairs(splits, 'mae', 1 / 9);
    expectRelative(pairOf(summary).p as number, plain.p, 1e-9);
    // Without a fold column a repeat is one split.
    const without = longTable(splits).replaceAll(/^([^,]*,[^,]*),[^,]*/gm, '$1');
    expect((await compare(without, { testShare: 0.1 })).metrics).toEqual(summary.metrics);
    // cv_cycle numbers splits as well, and `split` then is how they were made.
    const cycles = without
      .replace('method,repeat', 'method,cv_cycle,split')
      .replaceAll(/^([ab],\d+)/gm, '$1,scaffold');
    expect((await compare(cycles, { testShare: 0.1 })).metrics).toEqual(summary.metrics);
  });

  it('warns where many folds may be repeats', async () => {
    const one = madeResults({ a: 0, b: 0 }, { repeats: 1, folds: 25 });
    const text = longTable(one).replaceAll(/^([^,]*),[^,]*/gm, '$1');
    const { metrics, warnings } = await compare(text);
    expect(metrics[0].design).toMatchObject({ repeats: 1, folds: 25, test_share: 0.04 });
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('one 25-fold cross-validation');
    expect((await compare(text, { testShare: 0.2 })).warnings).toEqual([]);
    expect((await compare(longTable(one))).warnings).toEqual([]);
  });

  it('takes directions, and the best value where it is neither end', async () => {
    const two = madeResults({ a: 0, b: 0.05 }, { noise: 0.01 });
    const named = (metric: string) => two.map((r) => ({ ...r, metric }));
    const verdict = async (rows: Row[], options?: Omit<CompareCvOptions, 'results'>) =>
      pairOf(await ofRows(rows, { baseline: 'a', ...options })).verdict;
    expect(await verdict(named('mae'))).toBe('worse');
    expect(await verdict(named('MAE'), { maximize: ['mae'] })).toBe('better');
    expect(await verdict(named('hits'), { maximize: ['Hits'] })).toBe('better');
    expect(await verdict(named('hits'), { minimize: ['hits'] })).toBe('worse');
    // Coverage of 80 % is best at 0.8: b is nearer, at 0.55.
    const coverage = await ofRows(named('coverage_80'), { baseline: 'a' });
    expect(coverage.metrics[0]).toMatchObject({ direction: 'minimize', target: 0.8 });
    const plain = await ofRows(two, { baseline: 'a' });
    expect(coverage.metrics[0].methods.map(({ name }) => name)).toEqual(['b', 'a']);
    expect(coverage.metrics[0].methods[1].mean).toBeCloseTo(
      0.8 - plain.metrics[0].methods[0].mean,
      12,
    );
    expect(pairOf(coverage).difference).toBeCloseTo(-pairOf(plain).difference, 12);
    expect(pairOf(coverage).verdict).toBe('better');
    // Of intervals that promise 60 %, those that hold more of the truths are worse.
    const nearer = madeResults({ a: 0.1, b: 0.2 }, { noise: 0.01 });
    const intervals = nearer.map((r) => ({ ...r, metric: 'interval_coverage' }));
    const own = await ofRows(intervals, { baseline: 'a', level: 0.6 });
    expect(own.metrics[0]).toMatchObject({ direction: 'minimize', target: 0.6 });
    expect(pairOf(own).verdict).toBe('worse');
    expect(own.warnings).toEqual([]);
    const usual = await ofRows(intervals, { baseline: 'a' });
    expect(usual.metrics[0]).toMatchObject({ direction: 'minimize', target: 0.95 });
    expect(pairOf(usual).verdict).toBe('better');
    expect(usual.warnings).toEqual([
      'interval_coverage is compared with 0.95, the usual level of predicted intervals; give the level of these with --level',
    ]);
  });

  it('takes some metrics, and says what it leaves out', async () => {
    const wide = wideTable(madeResults({ a: 0, b: 0 }, { metrics: ['mae', 'seconds', 'r2'] }));
    const all = await compare(wide);
    expect(all.metrics.map(({ metric }) => metric)).toEqual(['mae', 'r2']);
    expect(all.warnings).toEqual([
      'columns not compared, because they are not metrics: seconds (if one is a metric, name it with --minimize or --maximize)',
    ]);
    const more = await compare(wide, { metrics: ['R2', 'seconds'], minimize: ['seconds'] });
    expect(more.metrics.map(({ metric }) => metric)).toEqual(['r2', 'seconds']);
    expect(more.parameters).toEqual({ metrics: ['R2', 'seconds'], minimize: ['seconds'] });
    const unnamed = 'model,fold,score\na,1,0.5\na,2,0.6\nb,1,0.7\nb,2,0.9\n';
    expect((await compare(unnamed, { metrics: ['mae'] })).metrics[0].metric).toBe('mae');
  });

  it('is for a single table', () => {
    expect(isCvTable(['results.csv'])).toBe(true);
    expect(isCvTable(['base.csv', 'new.csv'])).toBe(false);
    for (const flag of ['split', 'train', 'truth', 'models'])
      expect(isCvTable(['all.csv'], { [flag]: 'x' })).toBe(false);
  });
});
