import { describe, expect, it } from 'vitest';
import * as tanimark from '../../src/index.js';
import { comparisonMarkdown } from '../../src/report/compare/markdown.js';
import { comparisonCsv } from '../../src/report/compare/rows.js';
import { renderComparison } from '../../src/report/compare/terminal.js';
import { scoreMarkdown } from '../../src/report/score/markdown.js';
import { scoreCsv } from '../../src/report/score/rows.js';
import { renderScore } from '../../src/report/score/terminal.js';
import { renderSplit } from '../../src/report/split/terminal.js';
import { plainStyle } from '../../src/report/style.js';
import { temporaryFolder } from '../helpers.js';

const folder = temporaryFolder();
/** Chains and rings; every third is active. Test rows have similarities of every kind. */
const rows = Array.from({ length: 60 }, (_, i) => {
  const smiles = `${'C'.repeat((i % 20) + 1)}${['O', 'N', 'c1ccccc1'][Math.floor(i / 20)]}`;
  const kind = i % 4 === 1 ? 'odd' : 'even';
  return { smiles, y: i % 3 === 0 ? 1 : 0, split: i % 2 ? 'test' : 'train', kind, p: (i % 7) / 7 };
});
const split = folder.file(
  'split.csv',
  `smiles,y,split,kind\n${rows.map((r) => `${r.smiles},${r.y},${r.split},${r.kind}\n`).join('')}`,
);
const [one, two] = [0, 1].map((m) =>
  folder.file(
    `model-${m}.csv`,
    `smiles,y_pred\n${rows.map((r) => `${r.smiles},${m ? r.p : 1 - r.p}\n`).join('')}`,
  ),
);
const common = { split, by: ['kind'], bootstrap: 0, minN: 1 };
const tested = rows.filter((r) => r.split === 'test');
const active = (own: readonly { y: number }[]) => own.filter(({ y }) => y === 1).length;
/** The cells of the table's line that begins so. */
const line = (text: string, start: string) =>
  (text.split('\n').find((one) => one.startsWith(start)) ?? '').trim().split(/\s{2,}/);

/** Test rows by bin, from what a split of the same rows says of each. */
function expected(strata: readonly { n: number; positives?: number | undefined }[]) {
  expect(strata.reduce((sum, { n }) => sum + n, 0)).toBe(tested.length);
  expect(strata.reduce((sum, { positives = 0 }) => sum + positives, 0)).toBe(active(tested));
}

describe('rows of the positive class', () => {
  it('stand beside the rows of each stratum in a score', async () => {
    const summary = await tanimark.score({ ...common, predictions: one });
    const { overall, strata, by = [] } = summary;
    expect([overall.n, overall.positives]).toEqual([30, active(tested)]);
    expected(strata);
    for (const { value, n, positives } of by[0].groups) {
      const own = tested.filter(({ kind }) => kind === value);
      expect([n, positives]).toEqual([own.length, active(own)]);
    }
    expect(summary.baselines.train_mean.overall.positives).toBe(overall.positives);
    const counts = [overall, ...strata].map(({ positives }) => String(positives));
    expect(line(renderScore(summary, plainStyle), '  positive')).toEqual(['positive', ...counts]);
    const markdown = scoreMarkdown(summary);
    for (const { n, positives } of [overall, ...strata]) {
      expect(markdown).toContain(`(n = ${n}, ${positives} positive)`);
    }
    const [head, first] = scoreCsv([['one', summary]]).split('\n');
    expect(head).toContain(',n,positives,flag,');
    expect(first).toContain(`,30,${overall.positives},`);
  });

  it('and in a comparison', async () => {
    const summary = await tanimark.compareModels({ ...common, predictions: [one, two] });
    const { groups } = summary.tasks[0];
    expect([groups[0].n, groups[0].positives]).toEqual([30, active(tested)]);
    const strata = groups.filter(({ by }) => by === 'similarity');
    expected(strata);
    expect(line(renderComparison(summary, plainStyle), '  positive')).toEqual([
      'positive',
      ...[groups[0], ...strata].map(({ positives }) => String(positives)),
    ]);
    expect(comparisonMarkdown(summary)).toContain(`(n = 30, ${active(tested)} positive)`);
    const [head, first] = comparisonCsv(summary).split('\n');
    expect(head).toContain(',n,positives,flag,');
    expect(first).toContain(`,30,${active(tested)},`);
  });

  it('and in the histogram of a split', async () => {
    const made = await tanimark.split({ input: split, label: 'y', test: '12', bins: '0,0.5,1' });
    const bins = made.summary.labels?.bins ?? [];
    const outcomes = made.records.map((record, r) => ({ ...record, y: rows[r].y }));
    const test = outcomes.filter((record) => record.split === 'test');
    const low = test.filter(({ maxSimilarity }) => (maxSimilarity ?? 1) < 0.5);
    expect(bins.map(({ positives }) => positives)).toEqual([
      active(low),
      active(test) - active(low),
    ]);
    const text = renderSplit(made.summary, plainStyle);
    expect(text).toMatch(/similarity +test +requested +positive +positive share/);
    const cells = line(text, '  [0, 0.5)');
    expect([cells[1], cells[3]]).toEqual([String(low.length), String(active(low))]);
  });

  it('are none of a regression', async () => {
    const made = await tanimark.split({ input: 'dataset:drugs', method: 'random', test: '40' });
    expect(JSON.stringify(made.summary)).not.toContain('positives');
    expect(renderSplit(made.summary, plainStyle)).not.toContain('positive');
    const summary = await tanimark.scoreBaselines(made, { bootstrap: 0 });
    expect(JSON.stringify(summary)).not.toContain('positives');
    expect(renderScore(summary, plainStyle)).not.toContain('positive');
    expect(scoreMarkdown(summary)).toMatch(/\(n = 40\)/);
  });
});
