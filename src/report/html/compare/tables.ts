import { type Metric, reasonTexts } from '../../../metrics/metric.js';
import { metricNamed } from '../../../metrics/registry.js';
import type {
  ComparedGroup,
  ComparedTask,
  Composition,
  ModelComparison,
  PairDifference,
} from '../../../workflows/compare/types.js';
import { verdictNotes, verdictsOf } from '../../compare/notes.js';
import { metricsIn, sentences } from '../../compare/summary.js';
import { bracketed, isKnown, pText, signed, tablesOf, wordOf } from '../../compare/words.js';
import { shortNumber } from '../../layout.js';
import { rowsText } from '../../score/grid.js';
import type { SectionOf } from '../context.js';
import { html, joined, type Markup, type Piece } from '../escape.js';
import { table } from '../table.js';

/** Of each task the differences and the values, overall, by stratum and by further groups. */
export const comparedTables: SectionOf<ModelComparison> = (summary) => {
  const { tasks } = summary;
  const notes = verdictNotes(summary).map((text) => html`<p class="note">${text}</p>`);
  return tasks.map((task, t) => ({
    title: tasks.length === 1 ? 'Differences and values' : task.name,
    body: joined([
      ...(tasks.length === 1
        ? []
        : sentences(task, verdictsOf(summary)).map((text) => html`<p>${text}.</p>`)),
      ...tablesOf(task).flatMap((groups) => groupTables(task, groups, summary)),
      ...(task.composition.length > 0 ? [compositionTable(task)] : []),
      ...(t === tasks.length - 1 ? notes : []),
    ]),
  }));
};

function groupTables(
  task: ComparedTask,
  groups: readonly ComparedGroup[],
  { models, tasks }: ModelComparison,
): Markup[] {
  const metrics = metricsIn(task);
  const by = groups[groups.length - 1].by;
  const what = by === 'similarity' ? 'max similarity to the training set' : by;
  const of = tasks.length === 1 ? '' : ` of ${task.name}`;
  const head = groups.map((group) => `${group.value} (${rowsText(group)})`);
  const differences = metrics.flatMap((metric) =>
    (groups[0].metrics[metric.name]?.differences ?? []).map(({ a, b }, p): Piece[] => [
      titleIn(metric, groups[0]),
      `${b} − ${a}`,
      ...groups.map((group) => cell(group.metrics[metric.name]?.differences[p])),
    ]),
  );
  const ranked = models.length > 2;
  const values = metrics.flatMap((metric) =>
    models.map(({ name }): Piece[] => [
      titleIn(metric, groups[0]),
      name,
      ...groups.map((group) => {
        const own = group.metrics[metric.name];
        const scored = own?.values[name];
        if (!scored) return '';
        if (scored.value === null) {
          return html`<span class="ci reason">– (${reasonTexts[scored.reason]})</span>`;
        }
        const rank = ranked ? ` (${own.ranks[name]})` : '';
        return html`${shortNumber(scored.value)}${rank}<br><span class="ci">${bracketed(scored.ci95).trim()}</span>`;
      }),
    ]),
  );
  return [
    table({
      caption: `Differences${of} by ${what}`,
      head: ['metric', 'difference', ...head],
      rows: differences,
      words: 2,
      merge: true,
    }),
    table({
      caption: `Values${of} by ${what}${ranked ? ', ranks in parentheses' : ''}`,
      head: ['metric', 'model', ...head],
      rows: values,
      words: 2,
      merge: true,
    }),
  ];
}

function titleIn(metric: Metric, { metrics }: ComparedGroup): string {
  return metrics[metric.name]?.role === 'secondary' ? `${metric.title} (secondary)` : metric.title;
}

function cell(difference: PairDifference | undefined): Piece {
  if (!isKnown(difference)) return '–';
  const { significant, p_holm, ci95, opposed } = difference;
  const word = wordOf(difference);
  const p =
    p_holm === null ? '' : `p ${pText(p_holm)}${opposed ? ' (ranks; opposite direction)' : ''}`;
  return html`${significant ? html`<b>${word}</b>` : word} ${signed(difference.difference)}<br><span class="ci">${bracketed(ci95).trim()} ${p}</span>`;
}

function compositionTable({ composition, name }: ComparedTask): Markup {
  const rows = composition.map(({ metric, a, b, pooled, within, standardized, disagree }) => [
    (metricNamed(metric) as Metric).title,
    `${b} − ${a}`,
    effect(pooled),
    within.difference === null ? '–' : signed(within.difference),
    standardized ? effect(standardized) : '–',
    disagree ? html`<b>no</b>` : 'yes',
  ]);
  return table({
    caption: `Differences of ${name} over all rows, as the mean of strata weighted by rows, and with the same weight for every stratum`,
    head: ['metric', 'difference', 'all rows', 'within strata', 'equal strata', 'agree'],
    rows,
    words: 2,
    merge: true,
  });
}

function effect(side: Composition['pooled']): string {
  return side.difference === null ? '–' : `${signed(side.difference)}${bracketed(side.ci95)}`;
}
