import type { Scored } from '../../../evaluation/types.js';
import type { Metric } from '../../../metrics/metric.js';
import type { ScoreSummary } from '../../../workflows/score/types.js';
import { shortNumber } from '../../layout.js';
import { marks } from '../../row-marks.js';
import { acrossRows } from '../../score/across.js';
import { type Column, columnsOf, metricsIn } from '../../score/columns.js';
import { modelValue, rowsText } from '../../score/grid.js';
import { footnotes } from '../../score/terminal.js';
import { flatStyle } from '../../style.js';
import type { SectionOf } from '../context.js';
import { html, joined, type Markup, type Piece } from '../escape.js';
import { table } from '../table.js';

/** Every metric by stratum, and by further groups of rows. */
export const scoreTables: SectionOf<ScoreSummary> = (summary) => {
  const [main, ...others] = columnsOf(summary);
  const metrics = metricsIn(main);
  const tables = [
    columnsTable('Metrics by max similarity to the training set', main, metrics),
    ...others.map((columns) => columnsTable(`Metrics by ${columns[0].by}`, columns, metrics)),
  ];
  const notes = footnotes(summary, [main, ...others].flat(), flatStyle);
  return [
    {
      title: 'Metrics by stratum',
      body: joined([...tables, ...notes.map((text) => html`<p class="note">${text}</p>`)]),
    },
  ];
};

/**
 * A table with a column for each group of rows: for each metric the model, with its interval, above the baselines. A
 * sentence where no group has a value.
 */
export function columnsTable(
  caption: string,
  columns: readonly Column[],
  metrics: readonly Metric[],
): Markup {
  const rows = metrics.flatMap((metric) => [
    ...(acrossRows(metric, columns) ?? []).map(({ title, cells }) => [
      metric.title,
      title,
      ...cells,
    ]),
    ...columns[0].sources.flatMap(({ name, title }, s): Piece[][] => {
      const scored = columns.map((c) => c.sources[s].metrics[metric.name]);
      if (scored.every((v) => v === undefined || v.value === null)) return [];
      return [[metric.title, title, ...scored.map((v) => valueCell(v, name === 'model'))]];
    }),
  ]);
  const titles = columns.map(
    (column) =>
      `${column.title} (${rowsText(column)}${column.flag ? ` ${marks[column.flag]}` : ''})`,
  );
  if (rows.length === 0) {
    return html`<p><b>${caption}</b>: undefined in every group (${titles.join(', ')}).</p>`;
  }
  return table({ caption, head: ['metric', 'source', ...titles], rows, words: 2, merge: true });
}

/** A value with its mark and, of the model, its interval below it. */
export function valueCell(scored: Scored | undefined, isModel: boolean): Piece {
  if (!scored) return '';
  if (scored.value === null) return '–';
  if (!isModel) return shortNumber(scored.value);
  const value = modelValue(scored.value, scored, flatStyle.chalk);
  const range = scored.ci95 ? scored.ci95.map(shortNumber).join(', ') : null;
  return html`<b>${value}</b>${range === null ? null : html`<br><span class="ci">${range}</span>`}`;
}
