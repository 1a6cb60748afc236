import { beforeAll, describe, expect, it } from 'vitest';
import { rocAuc } from '../../../src/metrics/classification/curves.js';
import { Random } from '../../../src/random.js';
import type { Composition, ModelComparison } from '../../../src/workflows/compare/types.js';
import { temporaryFolder } from '../../helpers.js';
import { csv, type MadeRow, madeRows } from '../score/made.js';
import { compared, groupOf, known, mean } from './made.js';

interface Row {
  readonly smiles: string;
  /** Whether the molecule is in training, too. */
  readonly high: boolean;
  readonly y: number;
  readonly one: number;
  readonly two: number;
}

const folder = temporaryFolder();
const made = madeRows(468, 2);
const inTraining = made.filter(({ series }) => ['core-0', 'core-1'].includes(series)).slice(0, 80);
const strangers = made.filter(({ series }) => series === 'core-4').slice(0, 78);
const smiles = (r: { smiles: string }) => r.smiles;

/** Compares two models on rows in two strata: molecules of the training set, and molecules unlike any. */
async function comparedOn(name: string, rows: readonly Row[], metrics: string[]) {
  const write = (kind: string, of: (r: Row) => number) =>
    folder.file(`${name}-${kind}.csv`, csv(rows, { smiles, y_pred: of }));
  const train: Row[] = inTraining.map((r: MadeRow, i) => ({
    smiles: r.smiles,
    high: true,
    y: i % 2,
    one: 0,
    two: 0,
  }));
  const summary = await compared({
    train: folder.file(`${name}-train.csv`, csv(train, { smiles, y: (r) => r.y })),
    truth: folder.file(`${name}-truth.csv`, csv(rows, { smiles, y: (r) => r.y })),
    predictions: [write('one', (r) => r.one), write('two', (r) => r.two)],
    names: ['one', 'two'],
    bins: '0,3/4,1',
    metrics,
  });
  const [overall, low, high] = summary.tasks[0].groups;
  expect([overall.n, low.n, high.n]).toEqual([
    rows.length,
    rows.filter((r) => !r.high).length,
    rows.filter((r) => r.high).length,
  ]);
  return summary;
}

/** Rows of both strata. @param of what a row is, by its place in its stratum */
function rowsOf(
  counts: { high: number; low: number },
  of: (place: number, high: boolean) => Omit<Row, 'smiles' | 'high'>,
): Row[] {
  const part = (from: readonly MadeRow[], count: number, high: boolean) =>
    from.slice(0, count).map((r, i): Row => ({ smiles: r.smiles, high, ...of(i, high) }));
  return [...part(inTraining, counts.high, true), ...part(strangers, counts.low, false)];
}

const auc = (rows: readonly Row[], of: (r: Row) => number) =>
  rocAuc.compute(
    Float64Array.from(rows, (r) => r.y),
    Float64Array.from(rows, of),
  ) as number;

describe("Simpson's paradox", () => {
  const random = new Random(4);
  // Actives are common where molecules are known. The second model tells the strata apart, and little else.
  const rows = rowsOf({ high: 60, low: 40 }, (i, high) => {
    const y = (high ? i % 4 !== 0 : i % 4 === 0) ? 1 : 0;
    const noise = () => random.below(1000) / 1000;
    return {
      y,
      one: (0.15 * y + noise()) / 2,
      two: noise() / 3 + (high ? 0.5 : 0),
    };
  });

  let summary: ModelComparison;
  beforeAll(async () => {
    summary = await comparedOn('simpson', rows, ['roc_auc']);
  });

  it('is found: better over all rows, worse in every stratum', () => {
    const strata = [false, true].map((high) => rows.filter((r) => r.high === high));
    const of = (own: readonly Row[]) => auc(own, (r) => r.two) - auc(own, (r) => r.one);
    expect(of(rows)).toBeGreaterThan(0.05);
    for (const own of strata) expect(of(own)).toBeLessThan(-0.02);
    const found = summary.tasks[0].composition[0];
    expect(found).toMatchObject({ metric: 'roc_auc', a: 'one', b: 'two', disagree: true });
    expect(found.pooled).toEqual({
      difference: expect.closeTo(of(rows), 12),
      ci95: known(groupOf(summary, 'overall'), 'roc_auc').ci95,
    });
    expect(found.within).toEqual({
      difference: expect.closeTo((40 * of(strata[0]) + 60 * of(strata[1])) / 100, 12),
      strata: [
        { bin: '[0, 3/4)', n: 40, difference: expect.closeTo(of(strata[0]), 12) },
        { bin: '[3/4, 1]', n: 60, difference: expect.closeTo(of(strata[1]), 12) },
      ],
    });
    // Nothing of it is significant in strata of so few rows.
    expect(found.paradox).toEqual([]);
    expect(summary.warnings.join()).not.toContain('two');
  });

  it('is told apart from shares: standardized, every stratum weighs the same in all pairs', () => {
    const weight = (r: Row) => (r.high ? 1 / 60 : 1 / 40);
    const weighted = (of: (r: Row) => number) => {
      let above = 0;
      let all = 0;
      for (const p of rows.filter((r) => r.y === 1)) {
        for (const n of rows.filter((r) => r.y === 0)) {
          const w = weight(p) * weight(n);
          all += w;
          if (of(p) > of(n)) above += w;
          if (of(p) === of(n)) above += w / 2;
        }
      }
      return above / all;
    };
    const expected = weighted((r) => r.two) - weighted((r) => r.one);
    const { standardized } = summary.tasks[0].composition[0];
    expect(standardized?.difference).toBeCloseTo(expected, 12);
    expect(standardized).toMatchObject({ ci95: [expect.any(Number), expect.any(Number)] });
  });
});

describe('unequal strata', () => {
  it('decide who is better over all rows', async () => {
    // Better by 0.1 where molecules are known, worse by 0.2 elsewhere, of which there are few.
    const rows = rowsOf({ high: 60, low: 20 }, (i, high) => ({
      y: i / 7,
      one: i / 7 + 1,
      two: i / 7 + (high ? 0.9 : 1.2),
    }));
    const summary = await comparedOn('shares', rows, ['mae']);
    const [found] = summary.tasks[0].composition;
    const within = mean([...Array(60).fill(-0.1), ...Array(20).fill(0.2)]);
    expect(found.pooled.difference).toBeCloseTo(within, 12);
    expect(found.within.difference).toBeCloseTo(within, 12);
    expect(found.standardized?.difference).toBeCloseTo(0.05, 12);
    expect(found.disagree).toBe(true);
    // Each stratum has its own direction, beyond doubt; all rows together have none.
    const stands = summary.tasks[0].groups.map((group) => {
      const { standing, significant } = known(group, 'mae');
      return [standing, significant];
    });
    expect(stands.slice(1)).toEqual([
      ['worse', true],
      ['better', true],
    ]);
    expect(stands[0]).toEqual(['inconclusive', false]);
    expect(found.paradox).toEqual([]);
  });

  it('are a paradox where the whole and a stratum are significantly opposite', async () => {
    const rows = rowsOf({ high: 60, low: 20 }, (i, high) => ({
      y: i / 7,
      one: i / 7 + 1,
      two: i / 7 + (high ? 0.5 : 1.2),
    }));
    const turned = rows.map((r) => ({ ...r, one: r.two, two: r.one }));
    for (const own of [rows, turned]) {
      const { tasks, warnings } = await comparedOn('paradox', own, ['mae', 'rmse']);
      const [{ groups, composition }] = tasks;
      const stands = groups.map((group) => known(group, 'mae').standing);
      expect(stands).toEqual(
        own === rows ? ['better', 'worse', 'better'] : ['worse', 'better', 'worse'],
      );
      for (const group of groups) expect(known(group, 'mae').significant).toBe(true);
      expect(composition[0]).toMatchObject({ metric: 'mae', paradox: ['[0, 3/4)'] });
      expect(warnings.join()).not.toContain('against');
    }
  });

  it('are no matter where all say the same, or cannot be weighted', async () => {
    const rows = rowsOf({ high: 50, low: 30 }, (i, high) => ({
      y: i % 2,
      one: i % 2 ? 0.6 + i / 1000 : 0.4 + i / 1000,
      two: i % 2 ? 0.5 : high ? 0.45 : 0.49,
    }));
    const summary = await comparedOn('same', rows, ['brier', 'enrichment_factor_5']);
    const [brier, ef]: readonly Composition[] = summary.tasks[0].composition;
    expect(brier.disagree).toBe(false);
    expect(brier.standardized).not.toBeNull();
    expect(ef.standardized).toBeNull();
    expect([brier.paradox, ef.paradox]).toEqual([[], []]);
  });

  it('have no say in what is rounding', async () => {
    const rows = rowsOf({ high: 50, low: 30 }, (i) => ({
      y: Math.sqrt(i),
      one: Math.sqrt(i) + 0.1 * (i % 5),
      two: Math.sqrt(i) - 0.1 * (i % 5),
    }));
    const [found] = (await comparedOn('rounding', rows, ['mae'])).tasks[0].composition;
    expect(found.pooled.difference).toBeCloseTo(0, 14);
    const differences = [found.pooled, found.within, ...found.within.strata];
    expect(differences.some(({ difference }) => difference !== 0)).toBe(true);
    expect(found.disagree).toBe(false);
  });
});
