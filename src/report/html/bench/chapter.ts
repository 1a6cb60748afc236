import type { BenchReport } from '../../../bench/report/types.js';
import { list, plural } from '../../../text.js';
import { benchAnswer } from '../../bench/answer.js';
import { countsText, failureLines, type ReportSection, sectionsOf } from '../../bench/tables.js';
import type { ChapterOf } from '../context.js';
import { html, joined, longText, type Markup } from '../escape.js';
import { notesSection } from '../methods.js';
import type { Section } from '../section.js';
import { table } from '../table.js';

/** A benchmark: every table of every metric, and what failed. */
export const benchChapter: ChapterOf<BenchReport> = {
  title: () => 'Benchmark',
  subject: ({ data, splits, models }) =>
    `${plural(models.length, 'model')}; ${plural(data.length, 'data set')}: ${list(data)}; ${plural(splits.length, 'split')}: ${list(splits.map(({ name }) => name))}`,
  answer: (report) => {
    const answer = benchAnswer(report);
    const counts = `${countsText(report)}.`;
    return answer === null ? [counts] : [answer, counts];
  },
  tone: ({ counts: { failed, missing } }) => (failed + missing > 0 ? 'mixed' : 'plain'),
  sections: [
    (report) => failed(failureLines(report)),
    (report) => sectionsOf(report, report.metrics).map(tableSection),
    ({ warnings }) => notesSection(warnings),
  ],
};

function tableSection({ title, tables, notes }: ReportSection): Section {
  return {
    title,
    body: joined([
      ...tables.map((one) =>
        table({ caption: one.title === '' ? title : one.title, head: one.head, rows: one.rows }),
      ),
      ...paragraphs(notes),
    ]),
  };
}

function failed(lines: readonly string[]): Section[] {
  if (lines.length === 0) return [];
  const title = 'Failed (logs are in the folder of the results)';
  return [{ title, body: joined(paragraphs(lines)) }];
}

function paragraphs(texts: readonly string[]): Markup[] {
  return texts.map((text) => html`<p class="note">${longText(text)}</p>`);
}
