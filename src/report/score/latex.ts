import { shownSpec } from '../../chemistry/own-fingerprints/spec.js';
import type { Scored } from '../../evaluation/types.js';
import type { Metric } from '../../metrics/metric.js';
import type { ScoreSummary, TaskScores } from '../../workflows/score/types.js';
import { intervalMethod } from '../interval-text.js';
import { latexText } from '../latex-text.js';
import { shortNumber } from '../layout.js';
import { trainingText } from '../training-text.js';
import { acrossRows } from './across.js';
import { type Column, columnsOf, metricsIn, standing } from './columns.js';
import { rowsText } from './grid.js';

/** A score, and what it is called where there are several. */
type Named = readonly [name: string | null, summary: ScoreSummary];

/**
 * Tables of the packages booktabs, one for each score and each of its tasks: metrics and sources in rows, strata of
 * similarity in columns, intervals in brackets. The same numbers as in Markdown.
 */
export function scoreLatex(scores: readonly Named[]): string {
  const tables = scores.flatMap(([name, summary]) => [
    tableOf(summary, summary, name),
    ...(summary.tasks ?? []).map((task) =>
      tableOf(task, summary, name === null ? task.name : `${name}: ${task.name}`),
    ),
  ]);
  return `% \\usepackage{booktabs}\n${tables.join('\n')}`;
}

function tableOf(scores: TaskScores, summary: ScoreSummary, name: string | null): string {
  const [columns] = columnsOf(scores);
  const metrics = metricsIn(columns);
  const groups = metrics
    .map((metric) => metricLines(metric, columns))
    .filter((lines) => lines.length > 0);
  const head = (cells: readonly string[]) => `    ${cells.join(' & ')} \\\\`;
  return [
    '\\begin{table}',
    '  \\centering',
    `  \\caption{${caption(scores, summary, name)}}`,
    `  \\begin{tabular}{ll${'r'.repeat(columns.length)}}`,
    '    \\toprule',
    head(['Metric', 'Source', ...columns.map(({ title }) => latexText(title))]),
    head(['', '', ...columns.map((column) => latexText(rowsText(column)))]),
    '    \\midrule',
    groups.map((lines) => lines.join('\n')).join('\n    \\addlinespace\n'),
    '    \\bottomrule',
    '  \\end{tabular}',
    '\\end{table}',
    '',
  ].join('\n');
}

function caption(scores: TaskScores, { parameters, folds }: ScoreSummary, name: string | null) {
  const label = String(parameters.label ?? 'the true values');
  const parts = [
    `${name === null ? '' : `${name}: `}${scores.task === 'regression' ? 'regression' : 'classification'} of ${label}`,
    `${scores.n.toLocaleString('en')} test rows, ${trainingText(scores.train, folds)}, by Tanimoto similarity (${shownSpec(parameters.fingerprint)}) to training`,
  ];
  const [what, how] = parts.map((text) => latexText(text, 400));
  const intervals =
    parameters.bootstrap === 0
      ? ''
      : ` Brackets: 95\\% confidence intervals (${latexText(intervalMethod(Object.keys(scores.overall.metrics), parameters, scores.resampled))}).`;
  const marks =
    ' Bold: significantly better than every baseline; \\textdagger: a baseline does as well or better.';
  return `${what.charAt(0).toUpperCase()}${what.slice(1)}. ${how}.${intervals}${marks}`;
}

function metricLines(metric: Metric, columns: readonly Column[]): string[] {
  const across = (acrossRows(metric, columns) ?? []).map(({ title, cells }) => [
    latexText(title),
    ...cells.map((text) => latexText(text)),
  ]);
  const own = columns[0].sources.flatMap(({ name, title }, s) => {
    const scored = columns.map((column) => column.sources[s].metrics[metric.name]);
    if (scored.every((one) => one === undefined || one.value === null)) return [];
    return [[latexText(title), ...scored.map((one) => cell(one, name === 'model'))]];
  });
  return [...across, ...own].map(
    (cells, i) => `    ${[i === 0 ? latexText(metric.title) : '', ...cells].join(' & ')} \\\\`,
  );
}

function cell(scored: Scored | undefined, isModel: boolean): string {
  if (!scored) return '';
  if (scored.value === null) return '--';
  const value = latexText(shortNumber(scored.value));
  const range = scored.ci95
    ? ` {\\scriptsize [${scored.ci95.map((end) => latexText(shortNumber(end))).join(', ')}]}`
    : '';
  const how = isModel ? standing(scored) : null;
  if (how === 'yes') return `\\textbf{${value}}${range}`;
  return `${value}${how === 'no' ? '\\textdagger{}' : ''}${range}`;
}
