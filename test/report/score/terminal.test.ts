import { Chalk } from 'chalk';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { scoreMarkdown } from '../../../src/report/score/markdown.js';
import { SCORE_COLUMNS, scoreCsv } from '../../../src/report/score/rows.js';
import { renderSuite } from '../../../src/report/score/suite.js';
import { renderScore } from '../../../src/report/score/terminal.js';
import type { ScoreSummary, Scores, TaskScores } from '../../../src/workflows/score/types.js';
import { temporaryFolder } from '../../helpers.js';
import { csv, type MadeRow, madeRows, scored } from '../../workflows/score/made.js';

const folder = temporaryFolder();
const style = { chalk: new Chalk({ level: 0 }), width: 80 };
const LONG = 'a label whose name is far too long for a table of eighty columns to hold it all';
const ODD = 'a|b_*c*<d>`e`';
const rows = madeRows(160, 4);
const smiles = (r: MadeRow) => r.smiles;
let single: ScoreSummary;
let tasks: ScoreSummary;

beforeAll(async () => {
  const y = {
    smiles,
    y: (r: MadeRow) => r.y,
    kind: (r: MadeRow) => (r.y > 3 ? ODD : 'x "y"\t\u001b[31mz'),
  };
  const quoted = (text: string) => text.replaceAll('x "y"', '"x ""y""').replaceAll('31mz', '31mz"');
  const train = folder.file('train.csv', csv(rows.slice(80), { smiles, y: (r) => r.y }));
  const truth = folder.file('test.csv', quoted(csv(rows.slice(0, 80), y)));
  const predictions = folder.file(
    'preds.csv',
    csv(rows.slice(0, 80), { smiles, y_pred: (r) => r.pred, y_std: () => 0.5 }),
  );
  const library = folder.file('library.csv', csv(rows.slice(40, 120), { smiles }));
  const common = { bootstrap: 50, minN: 5 };
  single = await scored({
    train,
    truth,
    predictions,
    by: ['kind'],
    deployment: library,
    ...common,
  });
  const two = { smiles, [LONG]: (r: MadeRow) => r.y, [ODD]: (r: MadeRow) => 2 * r.y };
  const of = (own: MadeRow[], name: string) => folder.file(name, csv(own, two));
  tasks = await scored({
    train: of(rows.slice(80), 't2.csv'),
    truth: of(rows.slice(0, 80), 'v2.csv'),
    predictions: folder.file(
      'p2.csv',
      csv(rows.slice(0, 80), { smiles, [LONG]: (r) => r.pred, [ODD]: (r) => r.pred }),
    ),
    ...common,
  });
});

const widest = (text: string) => Math.max(...text.split('\n').map((line) => line.length));

describe('a score as CSV', () => {
  it('has every number of the JSON', () => {
    for (const summary of [single, tasks]) {
      const text = scoreCsv([['a,"b".csv', summary]]);
      const parsed: Record<string, string>[] = parse(text, { columns: true });
      expect(Object.keys(parsed[0])).toEqual([...SCORE_COLUMNS]);
      let count = 0;
      const expectAll = (
        task: string,
        source: string,
        by: string,
        group: string,
        own: Scores['overall'],
      ) => {
        for (const [metric, scored] of Object.entries(own.metrics)) {
          const found = parsed.filter(
            (r) =>
              r.task === task &&
              r.source === source &&
              r.group_by === by &&
              r.group === group &&
              r.metric === metric,
          );
          expect(found, `${task} ${source} ${by} ${group} ${metric}`).toHaveLength(1);
          const [row] = found;
          count++;
          expect([row.file, row.n, row.flag]).toEqual(['a,"b".csv', String(own.n), own.flag ?? '']);
          if (scored.value === null) {
            expect([row.value, row.reason]).toEqual(['', scored.reason]);
          } else {
            expect(Number(row.value)).toBe(scored.value);
            const ends = scored.ci95 ? scored.ci95.map(String) : ['', ''];
            expect([row.ci95_low, row.ci95_high]).toEqual(ends);
            expect(row.reason).toBe(scored.ci_reason ?? '');
          }
        }
      };
      const expectScores = (task: string, source: string, scores: Scores) => {
        expectAll(task, source, '', 'overall', scores.overall);
        for (const stratum of scores.strata)
          expectAll(task, source, 'similarity', stratum.bin, stratum);
        for (const { by, groups } of scores.by ?? []) {
          for (const group of groups) expectAll(task, source, by, group.value, group);
        }
      };
      const expectTask = (name: string, scores: TaskScores) => {
        expectScores(name, 'model', scores);
        for (const [source, own] of Object.entries(scores.baselines))
          expectScores(name, source, own);
        const { deployment } = scores;
        for (const [source, metrics] of Object.entries(deployment?.metrics ?? {})) {
          const own = { n: deployment?.molecules as number, flag: null, metrics };
          expectAll(name, source, 'deployment', deployment?.path as string, own);
        }
      };
      expectTask(summary.tasks ? 'mean' : 'y', summary);
      for (const task of summary.tasks ?? []) expectTask(task.name, task);
      expect(parsed).toHaveLength(count);
    }
  });
});

describe('a score in Markdown', () => {
  it('has one row per metric and source, of as many cells as there are columns, whatever the names', () => {
    for (const summary of [single, tasks]) {
      const lines = scoreMarkdown(summary)
        .split('\n')
        .filter((line) => line.startsWith('|'));
      let width = 0;
      let tables = 0;
      lines.forEach((line, i) => {
        const cells = line.split(/(?<!\\)\|/).length - 2;
        if (lines[i + 1]?.startsWith('| ---')) {
          width = cells;
          tables++;
        }
        expect(cells, line).toBe(width);
      });
      expect(tables).toBe(summary.tasks ? 3 : 2);
    }
  });

  it('escapes what Markdown or HTML would read', () => {
    const text = scoreMarkdown(single);
    expect(text).toContain('a&#124;b\\_\\*c\\*&lt;d&gt;&#96;e&#96;');
    expect(text).not.toContain('\u001b');
    expect(scoreMarkdown(tasks)).toContain('**a&#124;b\\_\\*c\\*&lt;d&gt;&#96;e&#96;**');
    const named = { ...single, parameters: { ...single.parameters, label: 'y`<script>`|\n# x' } };
    const [, , first] = scoreMarkdown(named).split('\n');
    expect(first).not.toMatch(/(?<!\\)<script/);
    expect(first).toMatch(/80 test rows/);
  });
});

describe('several tasks of different units', () => {
  it('have no mean of what has a unit, but how the model compares with the baselines', () => {
    const { against } = tasks.overall.metrics.mae as {
      against: Record<string, { median_ratio: number; better: number; of: number }>;
    };
    const { median_ratio, better, of } = against.train_mean;
    expect(of).toBe(2);
    const cell = `${median_ratio.toFixed(3)} (${better}/${of})`;
    const text = renderScore(tasks, style);
    expect(text).toMatch(/\nMAE \(lower is better\)\n +model ÷ train mean /);
    expect(text).toContain(cell);
    expect(text.replaceAll('\n', ' ')).toContain(
      'model ÷ baseline: median ratio over tasks, and the number of tasks in which the model is better. Tasks may have different units, so metrics with a unit have no mean.',
    );
    // What has no unit is a mean, of the model and of each baseline.
    expect(text).toMatch(/\nR² \(higher is better\)\n +model +/);
    const markdown = scoreMarkdown(tasks);
    expect(markdown).toContain(`| MAE | model ÷ train mean | ${cell} |`);
    const [mean] = markdown.split('**').filter((part) => part.includes('| MAE |'));
    expect(mean).not.toMatch(/\| MAE \| (model|train mean) \|/);
    expect(renderScore(single, style)).not.toContain('÷');
  });

  it('as files are compared with the baselines, unless they are folds of one table', () => {
    const scaled = (factor: number): ScoreSummary['overall'] => {
      const mae = { value: factor, ci95: null };
      return { ...single.overall, metrics: { mae } };
    };
    const one = (name: string, own: number, other: number, molecules: number) => ({
      ...single,
      name,
      molecules,
      overall: scaled(own),
      baselines: { train_mean: { ...single, overall: scaled(other) } },
      reference: null,
    });
    const suite = [one('a', 1, 2, 50), one('b', 900, 1000, 60), one('c', 0.3, 0.2, 70)];
    const of = (list: typeof suite) =>
      renderSuite(
        {
          command: 'score',
          version: '',
          suite: list,
          kind: 'tasks',
          macro_average: {},
          reference: null,
          warnings: [],
        },
        style,
      ).replaceAll('\n', ' ');
    expect(of(suite)).toContain(
      'MAE of the model ÷ baseline, median over tasks: mean 0.900, better in 2 of 3. The units of the tasks may differ, so there is no mean.',
    );
    expect(of(suite)).not.toContain('mean of 3');
    const folds = suite.map((task) => ({
      ...task,
      train: { ...task.train, labelled: 100 - task.molecules },
    }));
    expect(of(folds)).toContain('mean of 3: 300.4, standard deviation');
  });
});

describe('the interval below a value', () => {
  it('is rounded to as many digits as the value, so that it holds it', () => {
    const mae = { value: 0.28765, ci95: [0.2392, 0.2879] } as const;
    const auc = { value: 0.96199, ci95: [0.95151, 0.96949] } as const;
    const large = { value: 9.8765, ci95: [9.2346, 10.4567] } as const;
    const metrics = { mae, r2: auc, rmse: large };
    const shown = renderScore(
      { ...single, by: [], overall: { ...single.overall, metrics } },
      style,
    ).split('\n');
    const below = (value: string) => {
      const at = shown.findIndex((line) => line.includes(` model   `) && line.includes(value));
      return shown[at + 1].trim().split(/ {2,}/)[0];
    };
    expect(below('0.288')).toBe('0.239, 0.288');
    expect(below('0.962')).toBe('0.952, 0.969');
    expect(below('9.877')).toBe('9.235, 10.46');
  });
});

describe('the signs of a score', () => {
  it('are † for a baseline that does as well: a star is significance', () => {
    const bad = { value: 1, ci95: null, beats: { knn: 'no' } } as const;
    const poor = {
      ...single,
      by: [],
      overall: { ...single.overall, metrics: { mae: bad } },
    };
    for (const shown of [renderScore(poor, style), scoreMarkdown(poor)]) {
      expect(shown).toContain('1.000†');
      expect(shown).toMatch(
        /† a baseline does as well or better|†: a baseline does as well or better/,
      );
      expect(shown.replaceAll('**', '')).not.toContain('*');
    }
  });

  it('stand beside the value of the least similar stratum, too, where several models are shown', () => {
    const [first, ...rest] = single.strata;
    const metrics = { ...first.metrics, mae: { value: 7, ci95: null, beats: { knn: 'no' } } };
    const suite = [{ name: 'a', ...single, strata: [{ ...first, metrics }, ...rest] }];
    const summary = {
      command: 'score',
      version: '',
      suite: [...suite, { ...suite[0], name: 'b' }],
      kind: 'models',
      macro_average: {},
      reference: null,
      warnings: [],
    } as const;
    expect(renderSuite({ ...summary, suite: [...summary.suite] } as never, style)).toMatch(
      /^a .* 7\.000† /m,
    );
  });
});

describe('a score in a terminal', () => {
  it('fits 80 columns, whatever labels, groups and tasks are called', () => {
    for (const summary of [single, tasks]) {
      const named = {
        ...summary,
        parameters: { ...summary.parameters, label: `${LONG},${LONG},${ODD}` },
      };
      for (const text of [renderScore(summary, style), renderScore(named, style)]) {
        expect(widest(text)).toBeLessThanOrEqual(80);
        expect(text).not.toContain('\u001b');
      }
    }
  });

  it('of a suite fits 80 columns, too', () => {
    const metric = 'mae';
    const reference = { metric, score: 0.25, result: 'loss', clear: true } as const;
    for (const name of ['caco2_wang', LONG]) {
      const suite = [
        { name, ...single, reference },
        { name: `${name}2`, ...single, reference: null },
      ];
      const summary = {
        command: 'score',
        version: '',
        suite,
        kind: 'tasks',
        macro_average: {},
        reference: {
          path: 'r.csv',
          wins: 0,
          losses: 1,
          ties: 0,
          clear_wins: 0,
          clear_losses: 1,
          without: [`${name}2`],
        },
        warnings: [],
      } as const;
      const text = renderSuite(summary, style);
      expect(text).toContain('0 wins (0 clear), 1 loss (1 clear); no reference for');
      expect(text).toContain('loss');
      expect(widest(text)).toBeLessThanOrEqual(80);
      expect(widest(renderSuite({ ...summary, reference: null }, style))).toBeLessThanOrEqual(80);
    }
  });
});
