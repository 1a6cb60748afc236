import { plural } from '../../../text.js';
import type { SuiteSummary } from '../../../workflows/score/suite.js';
import { figuresOf } from '../../figures/index.js';
import { suiteAnswer } from '../../score/answer.js';
import { meanText, referenceText, suiteNotes, suiteTable } from '../../score/suite.js';
import { flatStyle } from '../../style.js';
import type { ChapterOf } from '../context.js';
import { html, joined, type Markup } from '../escape.js';
import { figuresMarkup } from '../figures.js';
import { inputTable, methodsSection, notesSection } from '../methods.js';
import { table } from '../table.js';
import { foldedTables } from './tasks.js';

/** Only the first tasks or models have figures on the page, so that it stays small. */
const MOST_DRAWN = 6;

/** Several scores, of a prediction file or a model each. */
export const suiteChapter: ChapterOf<SuiteSummary> = {
  title: ({ kind, suite }) =>
    `Score of ${plural(suite.length, kind === 'models' ? 'model' : 'task')}`,
  subject: ({ suite }) => suite.map(({ name }) => name).join(', '),
  answer: suiteAnswer,
  tone: () => 'plain',
  sections: [
    (summary) => [{ title: 'Overview', body: overview(summary) }],
    ({ suite }, { prefix, figures }) => [
      {
        title: 'Figures',
        body: joined(
          suite.slice(0, MOST_DRAWN).map(
            (task, t) => html`<details><summary>Figures of ${task.name}</summary>
${figuresMarkup(figuresOf('score', task, `${prefix}-${t + 1}-`), figures)}
</details>`,
          ),
        ),
      },
    ],
    ({ suite, kind }) => [
      { title: kind === 'models' ? 'Each model' : 'Each task', body: foldedTables(suite) },
    ],
    ({ warnings }) => notesSection(warnings),
    ({ suite, version }, { command }) => {
      const [{ rdkit, seed, parameters }] = suite;
      const files = suite.map((task) => inputTable(task.inputs, `Input files of ${task.name}`));
      return [methodsSection({ version, rdkit, seed, parameters, more: files }, command)];
    },
  ],
};

function overview(summary: SuiteSummary): Markup {
  const { title, head, rows } = suiteTable(summary, flatStyle);
  return joined([
    table({ caption: title, head, rows }),
    ...[...meanText(summary), ...referenceText(summary)].map((text) => html`<p>${text}</p>`),
    ...[...suiteNotes(summary), ...drawnNote(summary)].map(
      (text) => html`<p class="note">${text}</p>`,
    ),
  ]);
}

function drawnNote({ suite }: SuiteSummary): string[] {
  if (suite.length <= MOST_DRAWN) return [];
  return [`Of ${suite.length}, the first ${MOST_DRAWN} have figures.`];
}
