import { shownSpec } from '../../chemistry/own-fingerprints/spec.js';
import type { Scored } from '../../evaluation/types.js';
import { type Metric, reasonTexts } from '../../metrics/metric.js';
import { plural } from '../../text.js';
import type { ScoreSummary } from '../../workflows/score/types.js';
import { intervalMethod } from '../interval-text.js';
import { shortNumber } from '../layout.js';
import { markdownText as escaped, markdownCode } from '../markdown-text.js';
import { trainingText } from '../training-text.js';
import { acrossNote, acrossRows } from './across.js';
import { scoreAnswer } from './answer.js';
import { type Column, columnsOf, metricsIn, standing } from './columns.js';
import { rowsText } from './grid.js';

/**
 * Tables in GitHub's Markdown, as for a comment on a pull request.
 *
 * @param name a heading above them, where there are several scores
 */
export function scoreMarkdown(summary: ScoreSummary, name?: string): string {
  const [main, ...others] = columnsOf(summary);
  const metrics = metricsIn(main);
  const label = markdownCode(String(summary.parameters.label ?? 'the true values'));
  const classes = summary.parameters.task === 'multiclass';
  const what = summary.tasks
    ? `${acrossNote(main) === null ? 'Mean of ' : ''}${classes ? plural(summary.tasks.length, 'class', 'classes') : plural(summary.tasks.length, 'task')}`
    : `${summary.task === 'regression' ? 'Regression' : 'Classification'} of ${label}`;
  const parts = [
    ...(name === undefined ? [] : [`### ${escaped(name)}`]),
    ...bold(scoreAnswer(summary)),
    `${what}: ${plural(summary.n, summary.tasks && !classes ? 'true value' : 'test row')}, ${trainingText(summary.train, summary.folds)}, by Tanimoto similarity (${escaped(shownSpec(summary.parameters.fingerprint))}) to training.`,
    ...[main, ...others].map((columns) => table(columns, metrics)),
    ...(summary.tasks ?? []).map(
      (task) => `**${escaped(task.name)}**\n\n${table(columnsOf(task)[0], metrics)}`,
    ),
    `${
      summary.parameters.bootstrap === 0
        ? ''
        : `95% CI (${intervalMethod(
            metrics.map((metric) => metric.name),
            summary.parameters,
            summary.resampled,
          )}) in brackets. `
    }**Bold**: significantly better than every baseline (95% CI of the difference excludes 0); †: a baseline does as well or better; ~: better, not significantly.${acrossNote(main) ?? ''}`,
  ];
  return `${parts.join('\n\n')}\n`;
}

function table(columns: readonly Column[], metrics: readonly Metric[]): string {
  const by = columns[columns.length - 1].by;
  const head = ['metric', 'source', ...columns.map((c) => `${escaped(c.title)} (${rowsText(c)})`)];
  const rows = metrics.flatMap((metric) => [
    ...(acrossRows(metric, columns) ?? []).map(({ title, cells }) => [
      metric.title,
      title,
      ...cells,
    ]),
    ...columns[0].sources.flatMap(({ name, title }, s) => {
      const scored = columns.map((c) => c.sources[s].metrics[metric.name]);
      if (scored.every((v) => v === undefined || v.value === null)) return [];
      return [[metric.title, title, ...scored.map((v) => cell(v, name === 'model'))]];
    }),
  ]);
  const lines = [head, head.map((_, c) => (c < 2 ? '---' : '---:')), ...rows];
  return `By ${escaped(by)}:\n\n${lines.map((line) => `| ${line.join(' | ')} |`).join('\n')}`;
}

function cell(scored: Scored | undefined, isModel: boolean): string {
  if (!scored) return '';
  if (scored.value === null) return `– (${reasonTexts[scored.reason]})`;
  const value = shortNumber(scored.value);
  const range = scored.ci95 ? ` [${scored.ci95.map(shortNumber).join(', ')}]` : '';
  const how = isModel ? standing(scored) : null;
  if (how === 'yes') return `**${value}**${range}`;
  return `${value}${how === 'no' ? '†' : how === 'unclear' ? '~' : ''}${range}`;
}

/** The answer, which comes first in a file. */
function bold(sentences: readonly string[]): string[] {
  return sentences.length === 0 ? [] : [`**${escaped(sentences.join(' '))}**`];
}
