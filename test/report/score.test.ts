import { Chalk } from 'chalk';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { scoreMarkdown } from '../../src/report/score/markdown.js';
import { SCORE_COLUMNS, scoreCsv } from '../../src/report/score/rows.js';
import { renderSuite } from '../../src/report/score/suite.js';
import { renderScore } from '../../src/report/score/terminal.js';
import type { ScoreSummary, Scores, TaskScores } from '../../src/workflows/score/types.js';
import { temporaryFolder } from '../helpers.js';
import { csv, type MadeRow, madeRows, scored } from '../workflows/score/made.js';

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
    expect(text).toContain('a\\|b\\_\\*c\\*\\<d\\>\\`e\\`');
    expect(text).not.toContain('\u001b');
    expect(scoreMarkdown(tasks)).toContain('**a\\|b\\_\\*c\\*\\<d\\>\\`e\\`**');
    const named = { ...single, parameters: { ...single.parameters, label: 'y`<script>`|\n# x' } };
    const [first] = scoreMarkdown(named).split('\n');
    expect(first).not.toMatch(/(?<!\\)<script/);
    expect(first).toMatch(/80 test rows/);
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
