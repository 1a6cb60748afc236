import { plural } from '../../../text.js';
import type { CvComparison, CvMetricComparison } from '../../../workflows/compare-cv/types.js';
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
} from '../../compare-cv/cells.js';
import { starred } from '../../standing-words.js';
import type { ChapterOf } from '../context.js';
import { html, joined, longText } from '../escape.js';
import { figureSection } from '../figures.js';
import { methodsSection, notesSection } from '../methods.js';
import type { Section } from '../section.js';
import { table } from '../table.js';

/** A comparison of methods by repeated cross-validation. */
export const cvChapter: ChapterOf<CvComparison> = {
  title: ({ input }) => `Comparison of ${input.path}`,
  subject: ({ metrics }) =>
    `${plural(metrics[0].methods.length, 'method')}, ${[...new Set(metrics.map(({ design }) => designText(design)))].join('; ')}`,
  answer: (summary) => headlines(summary).map((text) => `${text}.`),
  tone: () => 'plain',
  sections: [
    figureSection('compare-cv'),
    ({ metrics, by }) => metrics.map((metric) => metricSection(metric, by)),
    (summary) => [{ title: 'How to read it', body: legend(summary) }],
    ({ warnings }) => notesSection(warnings),
    ({ version, parameters, input }, { command }) => [
      methodsSection(
        {
          version,
          parameters: Object.fromEntries(
            Object.entries(parameters).map(([name, value]) => [name, String(value)]),
          ),
          inputs: [{ role: 'results', ...input }],
        },
        command,
      ),
    ],
  ],
};

function metricSection(metric: CvMetricComparison, by: readonly string[]): Section {
  const number = numberOf(metric);
  const margin = marginText(metric);
  const { group } = metric;
  const title = `${group === null ? '' : `${groupText(by, group)}: `}${titleOf(metric)}`;
  return {
    title,
    body: joined([
      ...(margin === null ? [] : [html`<p>${margin}</p>`]),
      table({
        caption: `Differences, ${title}`,
        head: ['pair', 'difference', '95% CI', 'p (Holm)', 'verdict', 'uncorrected p'],
        rows: metric.pairs.map((pair) => [
          `${pair.method} vs ${pair.against}`,
          number(pair.difference),
          pair.ci95 ? pair.ci95.map(number).join(', ') : '–',
          shownP(pair.p_holm),
          pair.significant ? html`<b>${starred(pair.verdict, true)}</b>` : pair.verdict,
          shownP(uncorrectedP(metric, pair)),
        ]),
      }),
      table({
        caption: `Methods, ${title}`,
        head: ['method', 'mean', 'sd of folds', 'mean rank'],
        rows: metric.methods.map(({ name, mean, sd, mean_rank: rank }) => [
          name,
          number(mean),
          number(sd),
          rank.toFixed(2),
        ]),
      }),
      html`<p class="note">Uncorrected: ${longText(protocolText(metric))}.</p>`,
    ]),
  };
}

function legend(summary: CvComparison) {
  const { metrics } = summary;
  const reason = reasonNote(metrics);
  const texts = [
    ...verdictNotes(summary),
    ...new Set(metrics.map(({ design }) => warningText(design))),
    ...(reason === null ? [] : [reason]),
  ];
  return joined(texts.map((text) => html`<p>${longText(text)}</p>`));
}
