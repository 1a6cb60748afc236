import { plural } from '../../text.js';
import type { CvComparison, CvMetricComparison } from '../../workflows/compare-cv/types.js';
import { markdownText as escaped } from '../markdown-text.js';
import { starred } from '../standing-words.js';
import {
  designText,
  groupText,
  headlines,
  marginText,
  numberOf,
  protocolText,
  reasonNote,
  shownP,
  titleOf,
  uncorrectedP,
  verdictNotes,
  warningText,
} from './cells.js';

/** The same tables in GitHub's Markdown, as for a comment on a pull request. */
export function cvComparisonMarkdown(summary: CvComparison): string {
  const { metrics } = summary;
  const reason = reasonNote(metrics);
  const parts = [
    ...headlines(summary).map((text) => `**${escaped(text)}**`),
    `${plural(metrics[0].methods.length, 'method')}, ${[...new Set(metrics.map(({ design }) => designText(design)))].join('; ')}.`,
    ...metrics.map((metric) => metricPart(metric, summary.by)),
    escaped(verdictNotes(summary).join(' ')),
    ...new Set(metrics.map(({ design }) => escaped(warningText(design)))),
    ...(reason === null ? [] : [reason]),
  ];
  return `${parts.join('\n\n')}\n`;
}

function metricPart(metric: CvMetricComparison, by: readonly string[]): string {
  const number = numberOf(metric);
  const margin = marginText(metric);
  const { group } = metric;
  const methods = metric.methods.map(({ name, mean, sd, mean_rank: rank }) => [
    escaped(name),
    number(mean),
    number(sd),
    rank.toFixed(2),
  ]);
  const pairs = metric.pairs.map((pair) => [
    `${escaped(pair.method)} vs ${escaped(pair.against)}`,
    number(pair.difference),
    pair.ci95 ? pair.ci95.map(number).join(', ') : '–',
    shown(pair.p_holm),
    pair.significant ? `**${escaped(starred(pair.verdict, true))}**` : pair.verdict,
    shown(uncorrectedP(metric, pair)),
  ]);
  return [
    `**${escaped(`${group === null ? '' : `${groupText(by, group)}: `}${titleOf(metric)}`)}**${margin === null ? '' : `, ${escaped(margin)}`}`,
    table(['method', 'mean', 'sd of folds', 'mean rank'], methods),
    table(['', 'difference', '95% CI', 'p (Holm)', 'verdict', 'uncorrected p'], pairs),
    `Uncorrected: ${escaped(protocolText(metric))}.`,
  ].join('\n\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map((_, c) => (c === 0 ? '---' : '---:')), ...rows];
  return lines.map((line) => `| ${line.join(' | ')} |`).join('\n');
}

function shown(p: number | null): string {
  return escaped(shownP(p));
}
