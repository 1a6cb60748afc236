import { shownSpec } from '../../chemistry/own-fingerprints/spec.js';
import { type Metric, reasonTexts } from '../../metrics/metric.js';
import { metricNamed } from '../../metrics/registry.js';
import type {
  ComparedGroup,
  ComparedTask,
  Composition,
  ModelComparison,
  PairDifference,
} from '../../workflows/compare/types.js';
import { shortNumber } from '../layout.js';
import { markdownText } from '../markdown-text.js';
import { rowsText } from '../score/grid.js';
import { verdictNotes, verdictsOf } from './notes.js';
import { acrossTasks, metricsIn, sentences } from './summary.js';
import { bracketed, isKnown, pText, signed, subject, tablesOf, wordOf } from './words.js';

/** A user's text, escaped for Markdown. */
const escaped = (text: string) => markdownText(text, 200);

/** Tables in GitHub's Markdown, as for a comment on a pull request. */
export function comparisonMarkdown(summary: ModelComparison): string {
  const { tasks } = summary;
  const several = tasks.length > 1;
  const parts = [
    ...(several ? acrossTasks(summary).map((text) => `**${markdownText(text)}**`) : []),
    ...tasks.flatMap((task) => [
      ...(several ? [`### ${escaped(task.name)}`] : []),
      ...taskParts(task, summary),
    ]),
    markdownText(verdictNotes(summary).join(' ')),
  ];
  return `${parts.join('\n\n')}\n`;
}

function taskParts(task: ComparedTask, summary: ModelComparison): string[] {
  const { models, parameters } = summary;
  const [main, ...others] = tablesOf(task);
  const metrics = metricsIn(task);
  const said = sentences(task, verdictsOf(summary)).map((text) => markdownText(text));
  return [
    ...(said.length > 0
      ? [
          `**${said[0]}**${said
            .slice(1)
            .map((text) => `<br>\n${text}`)
            .join('')}`,
        ]
      : []),
    `${markdownText(subject(task, summary))}, by max similarity to the training set (Tanimoto of ${markdownText(shownSpec(parameters.fingerprint))}).`,
    ...[main, ...others].flatMap((groups) => [
      valuesTable(
        groups,
        metrics,
        models.map(({ name }) => name),
      ),
      pairsTable(groups, metrics),
    ]),
    ...(task.composition.length > 0 ? [compositionTable(task.composition)] : []),
  ];
}

function table(
  head: readonly string[],
  left: number,
  rows: readonly (readonly string[])[],
): string {
  const rule = head.map((_, c) => (c < left ? '---' : '---:'));
  return [head, rule, ...rows].map((line) => `| ${line.join(' | ')} |`).join('\n');
}

function headOf(groups: readonly ComparedGroup[]): string[] {
  return groups.map((group) => `${escaped(group.value)} (${rowsText(group)})`);
}

function valuesTable(
  groups: readonly ComparedGroup[],
  metrics: readonly Metric[],
  names: readonly string[],
): string {
  const ranked = names.length > 2;
  const rows = metrics.flatMap((metric) =>
    names.map((name) => [
      titleIn(metric, groups[0]),
      escaped(name),
      ...groups.map((group) => {
        const own = group.metrics[metric.name];
        const scored = own?.values[name];
        if (!scored) return '';
        if (scored.value === null) return `– (${reasonTexts[scored.reason]})`;
        const rank = ranked ? ` (${own.ranks[name]})` : '';
        return `${shortNumber(scored.value)}${bracketed(scored.ci95)}${rank}`;
      }),
    ]),
  );
  const by = escaped(groups[groups.length - 1].by);
  return `By ${by}${ranked ? ', ranks in parentheses' : ''}:\n\n${table(['metric', 'model', ...headOf(groups)], 2, rows)}`;
}

function titleIn(metric: Metric, { metrics }: ComparedGroup): string {
  return metrics[metric.name]?.role === 'secondary' ? `${metric.title} (secondary)` : metric.title;
}

function pairsTable(groups: readonly ComparedGroup[], metrics: readonly Metric[]): string {
  const rows = metrics.flatMap((metric) =>
    (groups[0].metrics[metric.name]?.differences ?? []).map(({ a, b }, p) => [
      titleIn(metric, groups[0]),
      `${escaped(b)} − ${escaped(a)}`,
      ...groups.map((group) => cell(group.metrics[metric.name]?.differences[p])),
    ]),
  );
  return table(['metric', 'difference', ...headOf(groups)], 2, rows);
}

function cell(difference: PairDifference | undefined): string {
  if (!isKnown(difference)) return '–';
  const { significant, p_holm, ci95, opposed } = difference;
  const word = wordOf(difference).replace('*', '\\*');
  const p =
    p_holm === null ? '' : `, p ${pText(p_holm)}${opposed ? ' (ranks; opposite direction)' : ''}`;
  return `${significant ? `**${word}**` : word} ${signed(difference.difference)}${bracketed(ci95)}${p}`;
}

function compositionTable(composition: readonly Composition[]): string {
  const rows = composition.map(({ metric, a, b, pooled, within, standardized, disagree }) => [
    (metricNamed(metric) as Metric).title,
    `${escaped(b)} − ${escaped(a)}`,
    effect(pooled),
    within.difference === null ? '–' : signed(within.difference),
    standardized ? effect(standardized) : '–',
    disagree ? '**no**' : 'yes',
  ]);
  const head = ['metric', 'difference', 'all rows', 'within strata', 'equal strata', 'agree'];
  return `Differences over all rows, as the mean of strata weighted by rows, and with the same weight for every stratum:\n\n${table(head, 2, rows)}`;
}

function effect(side: Composition['pooled']): string {
  return side.difference === null ? '–' : `${signed(side.difference)}${bracketed(side.ci95)}`;
}
