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
    mae([0.5, 0.4], -0.1, [-0.2, 0.01], 'unclear'),
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
  standardised: { difference: 0.004, ci95: [-0.02, 0.03] },
  disagree: true,
};
const pair = comparison(two, [task('pIC50', groups, [composition])], { margin: '0.001' });
const widest = (text: string) => Math.max(...text.split('\n').map((line) => line.length));

describe('two models on a screen', () => {
  const text = renderComparison(pair, plainStyle);

  it('say first what the first metric says', () => {
    expect(text.split('\n').slice(0, 8)).toEqual([
      'new is better than base overall: MAE −0.052 [−0.083, −0.021]',
      'new is worse than base in [0, 1/3): MAE +0.100 [0.040, 0.160]',
      'new and base are alike, within the margin, in [2/3, 1] (MAE)',
      'new and base cannot be told apart in [1/3, 2/3) (MAE)',
      '',
      'regression of pIC50, 873 test rows, 3,488 training molecules',
      'similarity: Tanimoto of morgan:radius=2,bits=2048, to training',
      '',
    ]);
  });

  it('stand side by side, with the difference, its interval and what it says', () => {
    expect(text.split('\n').slice(8, 15)).toEqual([
      'similarity           overall       [0, 1/3)      [1/3, 2/3)       [2/3, 1]',
      'test rows                873            291             60?            522',
      '',
      'MAE            0.612 → 0.560  0.800 → 0.900   0.500 → 0.400  0.300 → 0.300',
      '  difference  better −0.052*   worse +0.100  unclear −0.100    alike −4e−4',
      '              −0.083, −0.021   0.040, 0.160   −0.200, 0.010   −0.001, 2e−4',
      '',
    ]);
  });

  it('have differences with and without the sizes of the strata, where they disagree', () => {
    expect(text).toContain(
      `difference  all rows  within strata  equal strata
  MAE         −0.052         −0.031        +0.004
`,
    );
    const agreeing = task('y', groups, [{ ...composition, disagree: false }]);
    const other = renderComparison(comparison(two, [agreeing]), plainStyle);
    expect(other).not.toContain('within strata');
    expect(other).toContain('agree on who is ahead');
  });

  it('end in what the words mean', () => {
    expect(text.slice(text.indexOf('difference: new')).replaceAll('\n', ' ')).toBe(
      "difference: new less base, with its 95% interval (BCa bootstrap, 2,000 draws of molecules, the same for both). better, worse: the whole interval is beyond the margin (0.001); alike: it lies within it; unclear: neither. * p ≤ 0.05 after Holm's adjustment for all 4 tests (1 is). within strata: mean over strata by their rows; equal strata: all rows, each stratum weighing the same. ? fewer than 100 rows, not measured well. ",
    );
  });

  it('need no colour, and no more than 80 columns', () => {
    expect(widest(text)).toBeLessThanOrEqual(80);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape sequences that chalk writes
    const colours = /\u001b\[[0-9;]*m/g;
    const coloured = renderComparison(pair, styleFor(1, 80));
    expect(coloured).toMatch(colours);
    expect(coloured.replace(colours, '')).toBe(text);
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
    expect(shown).toContain('worse +0.100 ');
    expect(shown).toContain('many small');
    expect(shown).toContain('(none is)');
    expect(comparisonMarkdown(comparison(two, [task('y', odd)]))).toContain(
      '**worse** +0.100 [0.010, 0.200], p 0.001 for the ranks, which say the opposite',
    );
  });

  it('say so where nothing differs, is known, or was drawn', () => {
    const same = group('overall', 'overall', 40, mae([1, 1], 0, [0, 0], 'unclear', null));
    const shown = renderComparison(
      comparison(two, [task('y', [same, smallGroup('similarity', '[0, 1]', 'mae')])]),
      plainStyle,
    );
    expect(shown).toContain('same 0.000');
    expect(shown).toContain('nothing is known of [0, 1]: too few rows, or not defined');
    expect(shown).toContain('! fewer than 30 rows, too few to conclude from (--min-n).');
    expect(shown).toContain('– not given: the stratum is too small to conclude from.');
    const undrawn = group('overall', 'overall', 40, mae([1, 1.5], 0.5, null, 'unclear', null));
    const values = renderComparison(comparison(two, [task('y', [undrawn])]), plainStyle);
    expect(values).toContain('difference: new less base; without intervals nothing is clear.');
    expect(values).toContain('new and base cannot be told apart overall: MAE +0.500\n');
  });

  it('may be called by numbers, in any order', () => {
    const numbered = group('overall', 'overall', 50, {
      mae: {
        values: { 1: 0.4, 2: 0.6 },
        differences: [difference(['2', '1'], -0.2, [-0.3, -0.1], 'better')],
      },
    });
    const shown = renderComparison(comparison(['2', '1'], [task('y', [numbered])]), plainStyle);
    expect(shown).toContain('1 is better than 2 overall: MAE −0.200');
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
          difference(['rf', 'gp'], 0.1, [-0.05, 0.2], 'unclear'),
          difference(['gnn', 'gp'], 0.2, [0.1, 0.3], 'worse', 0.01),
        ],
      },
    });
  const summary = comparison(names, [
    task('y', [three('overall', 'overall'), three('similarity', '[0, 1]')]),
  ]);

  it('are shown with ranks, then pair by pair in the first metric', () => {
    const lines = renderComparison(summary, plainStyle).split('\n');
    expect(lines[0]).toBe(
      '3 models: gnn has the best MAE overall (0.500), clearly better than 2 of 2',
    );
    expect(lines.slice(6, 25)).toEqual([
      'similarity    overall     [0, 1]',
      'test rows         100        100',
      '',
      'MAE',
      '  rf        0.600 (2)  0.600 (2)',
      '  gnn       0.500 (1)  0.500 (1)',
      '  gp        0.700 (3)  0.700 (3)',
      '',
      'MAE, pair by pair (the second less the first)',
      '         overall          [0, 1]',
      '  rf, gnn',
      '  better −0.100*  better −0.100*',
      '  −0.200, −0.050  −0.200, −0.050',
      '  rf, gp',
      '  unclear +0.100  unclear +0.100',
      '   −0.050, 0.200   −0.050, 0.200',
      '  gnn, gp',
      '   worse +0.200*   worse +0.200*',
      '    0.100, 0.300    0.100, 0.300',
    ]);
  });

  it('may share the first place', () => {
    const tied = group('overall', 'overall', 100, {
      mae: {
        values: { rf: 0.6, gnn: 0.5, gp: 0.5 },
        differences: [
          difference(['rf', 'gnn'], -0.1, [-0.2, -0.05], 'better', 0.01),
          difference(['rf', 'gp'], -0.1, [-0.2, -0.05], 'better', 0.01),
          difference(['gnn', 'gp'], 0, [0, 0], 'unclear', null),
        ],
      },
    });
    const shown = renderComparison(comparison(names, [task('y', [tied])]), plainStyle);
    expect(shown.replaceAll('\n', ' ')).toContain(
      '3 models: gnn and gp have the best MAE overall (0.500), clearly better than 1 of 1 other ',
    );
  });

  it('are so in Markdown', () => {
    const text = comparisonMarkdown(summary);
    expect(text).toContain('| MAE | gnn | 0.500 [0.450, 0.550] (1) | 0.500 [0.450, 0.550] (1) |');
    expect(text).toContain('| MAE | gp − rf | unclear +0.100 [−0.050, 0.200], p 0.50 |');
  });
});

describe('several tasks', () => {
  it('have one line each, of the first metric', () => {
    const summary = comparison(two, [task('first', groups), task('second', groups)]);
    const text = renderComparison(summary, plainStyle);
    expect(text.split('\n').slice(0, 8)).toEqual([
      'base and new: 2 tasks',
      'similarity: Tanimoto of morgan:radius=2,bits=2048, to training',
      '',
      'similarity           overall      [0, 1/3)      [1/3, 2/3)     [2/3, 1]',
      'first (MAE, 873 rows)',
      '  new − base  better −0.052*  worse +0.100  unclear −0.100  alike −4e−4',
      'second (MAE, 873 rows)',
      '  new − base  better −0.052*  worse +0.100  unclear −0.100  alike −4e−4',
    ]);
    expect(text).toContain('each task by itself');
    expect(comparisonMarkdown(summary)).toContain('### second');
  });
});

describe('a comparison as Markdown', () => {
  it('is tables that GitHub understands', () => {
    const text = comparisonMarkdown(pair);
    expect(text).toContain('**new is better than base overall: MAE −0.052 \\[−0.083, −0.021\\]**');
    expect(text).toContain(
      '| MAE | new − base | **better** −0.052 [−0.083, −0.021], p 0.002\\* | **worse** +0.100 [0.040, 0.160], p 0.20 |',
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
      flag: '',
      metric: 'mae',
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
