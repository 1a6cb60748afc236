import { plural } from '../../../text.js';
import type { SeriesSummary } from '../../../workflows/split/series/types.js';
import { closestText, columnsOf, explanations, title, unreached } from '../../split/series.js';
import type { ChapterOf } from '../context.js';
import { html, joined } from '../escape.js';
import { methodsSection, notesSection } from '../methods.js';
import { table } from '../table.js';

/** Several splits of one input, side by side. */
export const seriesChapter: ChapterOf<SeriesSummary> = {
  title,
  subject: ({ input }) => plural(input.molecules, 'molecule'),
  answer: (summary) => {
    const said = [...closestText(summary), ...unreached(summary)];
    return said.length > 0 ? said : [`${title(summary)}: ${means(summary)}.`];
  },
  tone: () => 'plain',
  sections: [
    (summary) => [
      {
        title: 'Splits side by side',
        body: joined([
          table({
            caption: title(summary),
            head: columnsHere(summary).map(([name]) => name),
            rows: summary.splits.map((part) => columnsHere(summary).map(([, cell]) => cell(part))),
          }),
          ...summary.failed.map(({ name, error }) => html`<p>${name}: failed: ${error}</p>`),
          ...explanations(summary).map((text) => html`<p class="note">${text}</p>`),
        ]),
      },
    ],
    ({ warnings, splits }) =>
      notesSection(
        warnings,
        splits.flatMap(({ name, warnings: own }) => own.map((text) => `${name}: ${text}`)),
      ),
    ({ version, rdkit, input, splits }, { command }) => [
      methodsSection(
        {
          version,
          rdkit,
          inputs: [{ role: 'data', path: input.path, sha256: input.sha256, rows: input.records }],
          more: splits.map(({ name, seed, parameters }) =>
            table({
              caption: `Parameters of ${name}`,
              head: ['parameter', 'value'],
              rows: Object.entries(
                seed === null ? parameters : { seed: String(seed), ...parameters },
              ),
              words: 2,
            }),
          ),
        },
        command,
      ),
    ],
  ],
};

/** All but the time, which differs from run to run. */
function columnsHere(summary: SeriesSummary) {
  return columnsOf(summary).filter(([name]) => name !== 'time');
}

function means({ splits }: SeriesSummary): string {
  const parts = splits.map(({ name, similarity }) => `${name} ${similarity.mean.toFixed(3)}`);
  return `mean max similarity of the test molecules ${parts.join(', ')}`;
}
