import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { comparisonMarkdown } from '../../../src/report/compare/markdown.js';
import { COMPARISON_COLUMNS, comparisonCsv } from '../../../src/report/compare/rows.js';
import { renderComparison } from '../../../src/report/compare/terminal.js';
import { plainStyle, styleFor } from '../../../src/report/style.js';
import type { Composition } from '../../../src/workflows/compare/types.js';
import { comparison, difference, group, smallGroup, task } from './made.js';

const two = ['base', 'new'] as const;
const mae = (
  values: readonly [number, number],
  ...more: Parameters<typeof difference> extends [unknown, ...infer Rest] ? Rest : never
) => ({
  mae: {
    values: { base: values[0], new: values[1] },
    differences: [difference(two, ...more)],
  },
});
const groups = [
  group('overall', 'overall', 873, mae([0.612, 0.56], -0.052, [-0.083, -0.021], 'better', 0.002)),
  group('similarity', '[0, 1/3)', 291, mae([0.8, 0.9], 0.1, [0.04, 0.16], 'worse', 0.2)),
  group(
    'similarity',
    '[1/3, 2/3)',
    60,
    mae([0.5, 0.4], -0.1, [-0.2, 0.01], 'inconclusive'),
    'below_100',
  ),
  group(
    'similarity',
    '[2/3, 1]',
    522,
    mae([0.3, 0.2996], -0.0004, [-0.0009, 0.0002], 'equivalent'),
  ),
];
const composition: Composition = {
  metric: 'mae',
  a: 'base',
  b: 'new',
  pooled: { difference: -0.052, ci95: [-0.083, -0.021] },
  within: { difference: -0.031, strata: [] },
  standardized: { difference: 0.004, ci95: [-0.02, 0.03] },
  disagree: true,
  paradox: ['[0, 1/3)'],
};
const pair = comparison(two, [task('pIC50', groups, [composition])], { margin: '0.001' });
/** The last part of a screen. */
const answerOf = (text: string) => text.trimEnd().split('\n\n').at(-1) ?? '';
const widest = (text: string) => Math.max(...text.split('\n').map((line) => line.length));

describe('two models on a screen', () => {
  const text = renderComparison(pair, plainStyle);

  it('say last what the first metric says', () => {
    expect(text.split('\n').slice(-9)).toEqual([
      '',
      'new is significantly better than base overall: MAE −0.052 [−0.083, −0.021]',
      'new is worse than base in [0, 1/3), but not significantly after correction for 4',
      'tests (p = 0.20): MAE +0.100 [0.040, 0.160]',
      'MAE: equivalent in [2/3, 1]',
      'MAE: inconclusive in [1/3, 2/3)',
      'new is better than base overall but worse in [0, 1/3): trust the strata that',
      'resemble your molecules',
      '',
    ]);
    expect(text.split('\n').slice(0, 5)).toEqual([
      'regression of pIC50, 873 test rows, 3,488 training molecules',
      'max similarity to the training set: Tanimoto of morgan:radius=2,bits=2048',
      '',
      'similarity           overall       [0, 1/3)     [1/3, 2/3)       [2/3, 1]',
      'test rows                873            291            60?            522',
    ]);
    const plain = renderComparison(comparison(two, [task('y', groups)]), plainStyle);
    expect(plain).toContain('MAE: inconclusive (95% CI includes 0) in [1/3, 2/3)\n');
    expect(plain).not.toContain('judge by the strata');
  });

  it('stand side by side, with the difference, its interval and what it says', () => {
    expect(text.split('\n').slice(5, 12)).toEqual([
      '',
      'MAE            0.612 → 0.560  0.800 → 0.900  0.500 → 0.400  0.300 → 0.300',
      '  difference          −0.052         +0.100         −0.100          −4e−4',
      '    95% CI    −0.083, −0.021   0.040, 0.160  −0.200, 0.010   −0.001, 2e−4',
      '    p (Holm)           0.002           0.20           0.50           0.50',
      '    verdict          better*          worse   inconclusive     equivalent',
      '',
    ]);
  });

  it('mark the secondary metrics', () => {
    const more = groups.map((one) =>
      group(one.by, one.value, one.n, {
        rmse: {
          values: { base: 0.7, new: 0.6 },
          differences: [difference(two, -0.1, [-0.2, -0.05], 'better', 0.01)],
        },
        mae: {
          values: { base: 0.6, new: 0.6 },
          differences: [difference(two, 0, [-0.1, 0.1], 'inconclusive')],
        },
      }),
    );
    const summary = comparison(two, [task('y', more)]);
    const shown = renderComparison(summary, plainStyle);
    expect(answerOf(shown).split('\n')[0]).toBe(
      'new is significantly better than base overall: RMSE −0.100 [−0.200, −0.050]',
    );
    expect(shown).toMatch(/\n\nRMSE [\s\S]*\n\nSecondary metrics:\n\nMAE /);
    expect(shown.replaceAll('\n', ' ')).toContain(
      "Primary metric: RMSE, p by Wilcoxon's signed-rank test. No correction across metrics.",
    );
    expect(comparisonMarkdown(summary)).toMatch(/\| RMSE \| new[\s\S]*\| MAE \(secondary\) \| new/);
  });

  it('have differences with and without the sizes of the strata, where they are a paradox', () => {
    expect(text).toContain(
      `difference  all rows  within strata  equal strata
  MAE         −0.052         −0.031        +0.004
`,
    );
    const agreeing = task('y', groups, [{ ...composition, paradox: [] }]);
    const other = renderComparison(comparison(two, [agreeing]), plainStyle);
    expect(other).not.toContain('within strata');
    expect(other).not.toContain('resemble');
  });

  it('tell a paradox in two lines, however many pairs and strata there are', () => {
    const many = [1, 2, 3].map(() => ({
      ...composition,
      paradox: ['[0, 1/3)', '[1/3, 2/3)', '[2/3, 1]'],
    }));
    const shown = renderComparison(comparison(two, [task('y', groups, many)]), plainStyle);
    expect(shown).toContain(
      'new is better than base overall but worse in 3 strata (and 2 more pairs\nlikewise): trust the strata that resemble your molecules\n',
    );
  });

  it('end in what the words mean', () => {
    const [words] = text.slice(text.indexOf('difference = new')).split('\n\n');
    expect(words.replaceAll('\n', ' ')).toBe(
      "difference = new − base. Below it: its 95% CI (jackknife by molecule; both models on the same rows). Lower is better: MAE. better, worse: the whole 95% CI lies beyond the margin (0.001); equivalent: within it; inconclusive: neither. With *: also p ≤ 0.05 after Holm's correction for the 4 tests of the metric. p (Holm): by Wilcoxon's signed-rank test (it tests for any difference; the verdict uses the margin). within strata: mean over strata, weighted by rows; equal strata: every stratum has the same weight. ? fewer than 100 rows: interpret with care.",
    );
  });

  it('need no color, and no more than 80 columns', () => {
    expect(widest(text)).toBeLessThanOrEqual(80);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape sequences that chalk writes
    const colors = /\u001b\[[0-9;]*m/g;
    const colored = renderComparison(pair, styleFor(1, 80));
    expect(colored).toMatch(colors);
    expect(colored.replace(colors, '')).toBe(text);
  });

  it('have no star where the ranks say the opposite of the mean', () => {
    const odd = groups.map((one, g) =>
      g > 0
        ? one
        : group(
            'overall',
            'overall',
            873,
            mae([0.5, 0.6], 0.1, [0.01, 0.2], 'worse', 0.001, { opposed: true }),
          ),
    );
    const shown = renderComparison(comparison(two, [task('y', odd)]), plainStyle);
    expect(shown).toMatch(/verdict +worse +/);
    expect(shown).toContain('many small');
    expect(shown.replaceAll('\n', ' ')).toContain(
      'new is worse than base overall, but not significantly, as most rows say the opposite: MAE',
    );
    expect(comparisonMarkdown(comparison(two, [task('y', odd)]))).toContain(
      '| worse +0.100 [0.010, 0.200], p 0.001 (ranks; opposite direction)',
    );
  });

  it('separate a difference from one beyond the margin', () => {
    const said = (p: number | null, interval: readonly [number, number], margin = '0.25') => {
      const overall = mae([0.5, 0.6], 0.1, interval, 'inconclusive', p);
      const one = task('y', [group('overall', 'overall', 873, overall)]);
      return renderComparison(comparison(two, [one], { margin }), plainStyle)
        .replaceAll('\n\n', '\n|')
        .replaceAll('\n', ' ');
    };
    expect(said(0.001, [0.01, 0.3])).toMatch(
      /\|new is worse than base overall \(95% CI excludes 0\), but not certainly by more than the margin: MAE/,
    );
    expect(said(0.2, [-0.01, 0.3])).toMatch(
      /\|no significant difference between new and base overall, but one above the margin is not excluded: MAE/,
    );
    expect(said(0.001, [0.01, 0.3])).toContain(
      'test (it tests for any difference; the verdict uses the margin).',
    );
    expect(said(0.001, [0.01, 0.3], '0')).not.toContain('the verdict uses the margin');
  });

  it('say so where nothing differs, is known, or was drawn', () => {
    const same = group('overall', 'overall', 40, mae([1, 1], 0, [0, 0], 'inconclusive', null));
    const shown = renderComparison(
      comparison(two, [task('y', [same, smallGroup('similarity', '[0, 1]', 'mae')])]),
      plainStyle,
    );
    expect(shown).toMatch(/verdict +same\n/);
    expect(shown).toContain('MAE: not compared in [0, 1] (too few rows, or undefined)');
    expect(shown).toContain('! fewer than 30 rows: too few to compare (--min-n).');
    expect(shown).toContain('– undefined: the stratum is too small for conclusions.');
    const undrawn = group('overall', 'overall', 40, mae([1, 1.5], 0.5, null, 'inconclusive', null));
    const values = renderComparison(comparison(two, [task('y', [undrawn])]), plainStyle);
    expect(values).toContain(
      'difference = new − base; without intervals there are no conclusions.',
    );
    expect(values).toContain('no interval, so no conclusion on new and base overall: MAE +0.500\n');
    expect(values).not.toContain('verdict');
  });

  it('may be called by numbers, in any order', () => {
    const numbered = group('overall', 'overall', 50, {
      mae: {
        values: { 1: 0.4, 2: 0.6 },
        differences: [difference(['2', '1'], -0.2, [-0.3, -0.1], 'better')],
      },
    });
    const shown = renderComparison(comparison(['2', '1'], [task('y', [numbered])]), plainStyle);
    expect(shown.replaceAll('\n', ' ')).toContain(
      "1 is better than 2 overall, but not significantly by Wilcoxon's signed-rank test (p = 0.13): MAE −0.200",
    );
    expect(shown).toContain('0.600 → 0.400');
  });

  it('may be grouped otherwise, with values that would break a line', () => {
    const hostile = 'a\u001b[31m\nvery long value that does not fit in any table of eighty columns';
    const others = [
      ...groups,
      group('kind\u0007', hostile, 300, mae([0.6, 0.5], -0.1, [-0.2, -0.01], 'better')),
    ];
    const summary = comparison(
      ['a name that is far too long to be shown in a table', 'new'],
      [task('y', others)],
    );
    const shown = renderComparison(summary, plainStyle);
    expect(widest(shown)).toBeLessThanOrEqual(80);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be left
    expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    expect(comparisonMarkdown(summary)).not.toContain('\u001b');
  });
});

describe('more models', () => {
  const names = ['rf', 'gnn', 'gp'] as const;
  const three = (by: string, value: string) =>
    group(by, value, 100, {
      mae: {
        values: { rf: 0.6, gnn: 0.5, gp: 0.7 },
        differences: [
          difference(['rf', 'gnn'], -0.1, [-0.2, -0.05], 'better', 0.01),
          difference(['rf', 'gp'], 0.1, [-0.05, 0.2], 'inconclusive'),
          difference(['gnn', 'gp'], 0.2, [0.1, 0.3], 'worse', 0.01),
        ],
      },
    });
  const summary = comparison(names, [
    task('y', [three('overall', 'overall'), three('similarity', '[0, 1]')]),
  ]);

  it('are shown with ranks, then pair by pair in the first metric', () => {
    const lines = renderComparison(summary, plainStyle).split('\n');
    expect(lines.at(-2)).toBe(
      'gnn has the best MAE overall (0.500): significantly better than rf and gp',
    );
    expect(lines.slice(3, 26)).toEqual([
      'similarity    overall     [0, 1]',
      'test rows         100        100',
      '',
      'MAE',
      '  rf        0.600 (2)  0.600 (2)',
      '  gnn       0.500 (1)  0.500 (1)',
      '  gp        0.700 (3)  0.700 (3)',
      '',
      'MAE, difference',
      '                     overall          [0, 1]',
      '  gnn − rf            −0.100          −0.100',
      '    95% CI    −0.200, −0.050  −0.200, −0.050',
      '    p (Holm)           0.010           0.010',
      '    verdict          better*         better*',
      '  gp − rf             +0.100          +0.100',
      '    95% CI     −0.050, 0.200   −0.050, 0.200',
      '    p (Holm)            0.50            0.50',
      '    verdict     inconclusive    inconclusive',
      '  gp − gnn            +0.200          +0.200',
      '    95% CI      0.100, 0.300    0.100, 0.300',
      '    p (Holm)           0.010           0.010',
      '    verdict           worse*          worse*',
      '',
    ]);
  });

  it('are judged by the same rule: interval, correction, margin', () => {
    const standings = (
      one: Parameters<typeof difference>[3],
      p: number | null,
      interval: readonly [number, number] | null = [0.1, 0.3],
    ) =>
      group('overall', 'overall', 100, {
        mae: {
          values: { rf: 0.6, gnn: 0.5, gp: 0.7 },
          differences: [
            difference(['rf', 'gnn'], -0.1, [-0.2, -0.05], 'better', 0.01),
            difference(['rf', 'gp'], 0.1, [-0.05, 0.2], 'inconclusive'),
            difference(['gnn', 'gp'], 0.2, interval, one, p),
          ],
        },
      });
    const said = (one: ReturnType<typeof standings>, more: Record<string, string> = {}) =>
      answerOf(
        renderComparison(comparison(names, [task('y', [one])], more), plainStyle),
      ).replaceAll('\n', ' ');
    const start = 'gnn has the best MAE overall (0.500): significantly better than rf; ';
    expect(said(standings('worse', 0.2))).toBe(
      `${start}better than gp, but not significantly after correction for 3 tests`,
    );
    expect(said(standings('inconclusive', 0.01))).toBe(`${start}no significant difference from gp`);
    expect(said(standings('inconclusive', 0.01), { margin: '5%' })).toBe(
      `${start}inconclusive against gp`,
    );
    expect(said(standings('equivalent', 0.01), { margin: '5%' })).toBe(`${start}equivalent to gp`);
    expect(said(standings('inconclusive', null, null))).toBe(`${start}not tested against gp`);
  });

  it('may be compared with a baseline alone', () => {
    const one = group('overall', 'overall', 100, {
      mae: {
        values: { rf: 0.6, gnn: 0.5, gp: 0.7 },
        differences: [
          difference(['rf', 'gnn'], -0.1, [-0.2, -0.05], 'better', 0.01),
          difference(['rf', 'gp'], 0.1, [0.05, 0.2], 'worse', 0.2),
        ],
      },
    });
    const said = comparison(names, [task('y', [one])], { baseline: 'rf' });
    expect(renderComparison(said, plainStyle).replaceAll('\n', ' ')).toContain(
      'against rf (MAE 0.600) overall: gnn is significantly better; gp is worse, but not significantly after correction for 2 tests ',
    );
    expect(comparisonMarkdown(said)).toContain('**against rf (MAE 0.600) overall: gnn is');
  });

  it('may share the first place', () => {
    const tied = group('overall', 'overall', 100, {
      mae: {
        values: { rf: 0.6, gnn: 0.5, gp: 0.5 },
        differences: [
          difference(['rf', 'gnn'], -0.1, [-0.2, -0.05], 'better', 0.01),
          difference(['rf', 'gp'], -0.1, [-0.2, -0.05], 'better', 0.01),
          difference(['gnn', 'gp'], 0, [0, 0], 'inconclusive', null),
        ],
      },
    });
    const shown = renderComparison(comparison(names, [task('y', [tied])]), plainStyle);
    expect(shown.replaceAll('\n', ' ')).toContain(
      'gnn and gp have the best MAE overall (0.500): significantly better than rf ',
    );
  });

  it('are so in Markdown', () => {
    const text = comparisonMarkdown(summary);
    expect(text).toContain('| MAE | gnn | 0.500 [0.450, 0.550] (1) | 0.500 [0.450, 0.550] (1) |');
    expect(text).toContain('| MAE | gp − rf | inconclusive +0.100 [−0.050, 0.200], p 0.50 |');
  });
});

describe('several tasks', () => {
  it('have one line each, of the first metric', () => {
    const summary = comparison(two, [task('first', groups), task('second', groups)]);
    const text = renderComparison(summary, plainStyle);
    expect(answerOf(text)).toBe('new against base, 2 tasks: significantly better in 2');
    expect(text.split('\n').slice(0, 9)).toEqual([
      'max similarity to the training set: Tanimoto of morgan:radius=2,bits=2048',
      '',
      'similarity    overall  [0, 1/3)    [1/3, 2/3)    [2/3, 1]',
      'first (MAE, 873 rows)',
      '  new − base   −0.052    +0.100        −0.100       −4e−4',
      '    verdict   better*     worse  inconclusive  equivalent',
      'second (MAE, 873 rows)',
      '  new − base   −0.052    +0.100        −0.100       −4e−4',
      '    verdict   better*     worse  inconclusive  equivalent',
    ]);
    expect(comparisonMarkdown(summary)).toContain('### second');
    expect(comparisonMarkdown(summary)).toMatch(
      /^\*\*new against base, 2 tasks: significantly better in 2\*\*\n/,
    );
  });
});

describe('several tasks of more models', () => {
  it('are put together by ranks and counts, never by means of their values', () => {
    const names = ['rf', 'gnn', 'gp'];
    const one = (name: string, values: readonly number[], standing: 'better' | 'worse') =>
      task(name, [
        group('overall', 'overall', 100, {
          mae: {
            values: { rf: values[0], gnn: values[1], gp: values[2] },
            differences: [
              difference(['rf', 'gnn'], values[1] - values[0], [1, 2], standing, 0.01),
              difference(['rf', 'gp'], values[2] - values[0], [1, 2], standing, 0.2),
              difference(['gnn', 'gp'], values[2] - values[1], [-1, 2], 'inconclusive'),
            ],
          },
        }),
      ]);
    const text = renderComparison(
      comparison(names, [
        one('a', [3, 1, 2], 'better'),
        one('b', [300, 100, 200], 'better'),
        one('c', [1, 2, 3], 'worse'),
      ]),
      plainStyle,
    );
    expect(answerOf(text).split('\n')).toEqual([
      'mean rank over 3 tasks: gnn 1.33 (best in 2), rf 2.33 (best in 1), gp 2.33 (best',
      'in 0)',
      'gnn against rf, 3 tasks: significantly better in 2; significantly worse in 1',
      'gp against rf, 3 tasks: better, not significant in 2; worse, not significant in',
      '1',
      'gp against gnn, 3 tasks: inconclusive in 3',
    ]);
    expect(text).not.toContain('101');
  });
});

describe('a comparison as Markdown', () => {
  it('is tables that GitHub understands', () => {
    const text = comparisonMarkdown(pair);
    expect(text).toContain(
      '**new is significantly better than base overall: MAE −0.052 \\[−0.083, −0.021\\]**',
    );
    expect(text).toContain(
      '| MAE | new − base | **better\\*** −0.052 [−0.083, −0.021], p 0.002 | worse +0.100 [0.040, 0.160], p 0.20 |',
    );
    expect(text).toContain(
      '| MAE | new − base | −0.052 [−0.083, −0.021] | −0.031 | +0.004 [−0.020, 0.030] | **no** |',
    );
    for (const table of text.split('\n\n').filter((part) => part.startsWith('|'))) {
      const cells = table
        .trim()
        .split('\n')
        .map((line) => line.replaceAll('\\|', '').split('|').length);
      expect(new Set(cells).size).toBe(1);
    }
  });
});

describe('a comparison as CSV', () => {
  it('has a row for each group, metric and pair', () => {
    const named = task('a,"b"', [...groups, smallGroup('kind', 'x', 'mae')]);
    const rows: Record<string, string>[] = parse(comparisonCsv(comparison(two, [named])), {
      columns: true,
    });
    expect(Object.keys(rows[0])).toEqual([...COMPARISON_COLUMNS]);
    expect(rows).toHaveLength(5);
    expect(rows[0]).toEqual({
      task: 'a,"b"',
      group_by: 'overall',
      group: 'overall',
      n: '873',
      positives: '',
      flag: '',
      metric: 'mae',
      role: 'primary',
      a: 'base',
      b: 'new',
      value_a: '0.612',
      value_b: '0.56',
      difference: '-0.052',
      ci95_low: '-0.083',
      ci95_high: '-0.021',
      test: 'wilcoxon',
      opposed: '',
      p: '0.0005',
      p_holm: '0.002',
      significant: 'yes',
      margin: '0',
      standing: 'better',
      reason: '',
    });
    expect(rows[4]).toMatchObject({
      group_by: 'kind',
      n: '4',
      flag: 'small',
      value_a: '',
      difference: '',
      standing: '',
      reason: 'small_stratum',
    });
  });
});
