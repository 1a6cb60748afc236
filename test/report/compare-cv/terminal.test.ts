import { describe, expect, it } from 'vitest';
import { cvComparisonMarkdown } from '../../../src/report/compare-cv/markdown.js';
import { renderCvComparison } from '../../../src/report/compare-cv/terminal.js';
import { plainStyle } from '../../../src/report/style.js';
import { compareCv } from '../../../src/workflows/compare-cv/index.js';
import type { CompareCvOptions } from '../../../src/workflows/compare-cv/types.js';
import { temporaryFolder } from '../../helpers.js';
import { longTable, madeResults, type Row } from '../../workflows/compare-cv/made.js';

const folder = temporaryFolder();
let files = 0;
const compared = (rows: readonly Row[], options: Omit<CompareCvOptions, 'results'> = {}) =>
  compareCv({ results: folder.file(`r${files++}.csv`, longTable(rows)), ...options });
const screen = async (...args: Parameters<typeof compared>) =>
  renderCvComparison(await compared(...args), plainStyle);
/** As one line, so that it does not matter where lines break. */
const flat = (text: string) => text.replace(/\s+/g, ' ');

describe('renderCvComparison', () => {
  it('shows methods, pairs and what they mean, on one screen', async () => {
    const rows = madeResults({ gbm: 0, chemprop: -0.06, rf: 0.002 }, { noise: 0.01 });
    const text = await screen(rows, { margin: ['0.02'], baseline: 'rf' });
    expect(text.split('\n').slice(-3)).toEqual([
      '',
      'against rf (MAE 0.508): chemprop is significantly better; gbm is equivalent',
      '',
    ]);
    expect(text.split('\n').slice(0, 13)).toEqual([
      '3 methods, 5 × 5 cross-validation, 25 results of each method',
      '',
      'MAE (lower is better)',
      'margin 0.02',
      '  method       mean  sd of folds  mean rank',
      '  1 chemprop  0.444        0.028       1.00',
      '  2 gbm       0.503        0.028       2.18',
      '  3 rf        0.508        0.030       2.82',
      '',
      '                  difference          95% CI  p (Holm)     verdict  uncorr. p',
      '  chemprop vs rf      −0.064  −0.072, −0.055    <0.001     better*     <0.001',
      '  gbm vs rf           −0.005   −0.012, 0.003     0.188  equivalent      0.003',
      '',
    ]);
    const all = await screen(rows);
    expect(all.split('\n').at(-2)).toBe(
      'chemprop has the best MAE (0.444): significantly better than gbm and rf',
    );
    expect(all).toMatch(/^ {2}gbm vs rf +−0\.005 +−0\.012, 0\.003 +0\.188 +inconclusive +0\.003$/m);
    expect(flat(text)).toContain(
      'two equally good methods different in about 45% of cases, not in 5%.',
    );
    expect(flat(text)).toContain(
      "better, worse: the whole 95% CI lies beyond the margin (0.02); equivalent: within it; inconclusive: neither. With *: also p ≤ 0.05 after Holm's correction for the 2 tests of the metric.",
    );
    expect(flat(text)).toMatch(/uncorr\. p: repeated-measures ANOVA \(p <0\.001\) and Tukey's HSD/);
    expect(text.split('\n').length).toBeLessThan(26);
  });

  it('is never wider than 80 characters, whatever methods are called', async () => {
    const long = 'a method of which the name is a whole sentence of words and then some';
    const rows = madeResults(
      { [`${long} 1`]: 0, [`${long} 2`]: 0.1, '\u001b[31mred': 0.2 },
      { metrics: ['mae', 'r2', 'roc_auc'] },
    );
    const text = await screen(rows, { margin: ['5%'] });
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(text).not.toContain('\u001b');
    // Names that do not fit beside the numbers give way to places in the table.
    expect(text).toMatch(/^ {2}1 vs 2 /m);
    expect(text).toContain('margin 5% of the mean of the second method');
  });

  it('says by which protocol a metric went, and why there is no interval', async () => {
    const rows = madeResults({ a: 0, b: 0.01 }, { metrics: ['mae', 'r2', 'mcc'], noise: 0.03 }).map(
      (r) => {
        if (r.metric === 'mcc' && r.method === 'b') return { ...r, value: 5 * r.value };
        if (r.metric === 'r2') return { ...r, value: r.fold };
        return r;
      },
    );
    const text = flat(await screen(rows));
    expect(text).toContain("uncorr. p of mae: repeated-measures ANOVA and Tukey's HSD");
    expect(text).toMatch(
      /uncorr\. p of mcc: Friedman's test \(p <0\.001\) and Conover's comparison, because the largest variance is/,
    );
    expect(text).toContain('uncorr. p of r2: undefined: ');
    expect(text).toContain('– undefined: the two models never differ.');
    expect(text).toContain(
      'To test equivalence, give --margin: the largest difference that is harmless.',
    );
    expect(text).toContain('Primary metric: MAE. No correction across metrics.');
    expect(text).toContain('R² (secondary, higher is better)');
  });

  it('shows as many decimals as folds vary by', async () => {
    const rows = madeResults({ a: 0, b: 0 });
    const scaled = (factor: number) => rows.map((r) => ({ ...r, value: factor * r.value }));
    expect(await screen(scaled(1e-4))).toMatch(/1 a +0\.0000\d{3} /);
    expect(await screen(scaled(1000))).toMatch(/1 a +\d{3} /);
    expect(await screen(scaled(1e9))).toMatch(/1 a +\d\.\d\de\+8 /);
    expect(await screen(rows.map((r) => ({ ...r, value: 0.5 })))).toMatch(/1 a +0\.500 /);
  });

  it('says better only of what lies beyond the margin', async () => {
    const rows = madeResults({ a: 0, b: 0.03 }, { noise: 0.01 });
    const unsure = await screen(rows, { margin: ['0.03'] });
    expect(unsure).toMatch(/<0\.001 +inconclusive +<0\.001/);
    expect(unsure).toMatch(/\n\na has the best MAE \(0\.\d+\): inconclusive against b\n$/);
    expect(await screen(rows, { margin: ['0.01'] })).toMatch(/<0\.001 +better\* +<0\.001/);
  });

  it('has a star only after correction, and says for how many tests', async () => {
    // Many equal methods, and one that a single test would call better.
    const shifts = Object.fromEntries(['b', 'c', 'd', 'e', 'f'].map((m) => [m, 0.01]));
    for (let seed = 1; ; seed++) {
      const rows = madeResults({ a: 0, ...shifts }, { seed, repeats: 1, noise: 0.02 });
      const found = await compared(rows);
      const [{ pairs, tests }] = found.metrics;
      expect(tests).toBe(15);
      const unsure = pairs.filter((p) => p.verdict === 'better' && !p.significant);
      const [{ name }] = found.metrics[0].methods;
      const own = unsure.find(({ method }) => method === name);
      if (!own) continue;
      expect((own.p as number) <= 0.05 && (own.p_holm as number) > 0.05).toBe(true);
      const text = flat(renderCvComparison(found, plainStyle));
      expect(text).toMatch(
        new RegExp(
          ` ${name} has the best MAE \\(0\\.\\d+\\): .*better than [^;]*${own.against}[^;]*, but not significantly after correction for 15 tests`,
        ),
      );
      expect(text).toMatch(new RegExp(` ${name} vs ${own.against} [^*]*? better 0\\.`));
      break;
    }
  });

  it('describes other designs', async () => {
    const one = madeResults({ a: 0, b: 0 }, { repeats: 1 });
    expect(await screen(one)).toContain('2 methods, 5-fold cross-validation, 5 results of each');
    const splits = madeResults({ a: 0, b: 0 }, { repeats: 8, folds: 1 });
    expect(await screen(splits, { testShare: 0.1 })).toContain(
      '2 methods, 8 splits with 10% test rows, 8 results of each method',
    );
  });
});

describe('cvComparisonMarkdown', () => {
  it('holds the same, and lets no name out of its cell', async () => {
    const rows = madeResults({ base: 0, 'new|<b>\n': 0.06 }, { noise: 0.01 }).map((r) => ({
      ...r,
      method: r.method.trim(),
    }));
    const text = cvComparisonMarkdown(await compared(rows, { margin: ['mae:0.01'] }));
    expect(text).toMatch(
      /^\*\*base has the best MAE \(0\.\d+\): significantly better than new&#124;&lt;b&gt;/,
    );
    expect(text).toContain('**MAE (lower is better)**, margin 0.01\n\n| method | mean |');
    expect(text).toMatch(/^\| base \| 0\.\d{3} \| 0\.\d{3} \| 1\.00 \|$/m);
    expect(text).toMatch(
      /^\| base vs new&#124;&lt;b&gt; \| −0\.\d{3} \| [^|]*, [^|]* \| &lt;0\.001 \| \*\*better\\\*\*\* \| &lt;0\.001 \|$/m,
    );
    expect(text).toContain('about 45% of cases, not in 5%');
    for (const line of text.split('\n').filter((l) => l.startsWith('| ') && !/base/.test(l))) {
      expect(line).not.toContain('<b>');
    }
  });
});
