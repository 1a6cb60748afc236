import { PAIR_VERDICT_SCALE } from '../../../audit/pairs/verdict.js';
import { adjective } from '../../../audit/verdict.js';
import { capital, count } from '../../../text.js';
import type {
  AuditedEntities,
  PairAuditComparison,
  PairAuditSummary,
} from '../../../workflows/audit/pair-split/types.js';
import {
  baselineCells,
  type Cells,
  comparedTexts,
  entityCells,
  overlapCells,
  pairNotes,
  similarityCells,
  sizeOf,
} from '../../audit/pair-cells.js';
import { shortNumber } from '../../layout.js';
import { auditAnswer, auditTitle, auditTone, limitsSection } from '../audit/parts.js';
import type { ChapterOf } from '../context.js';
import { html, joined, longText, type Markup } from '../escape.js';
import { figureSection } from '../figures.js';
import { invalidTable, methodsSection, notesSection } from '../methods.js';
import type { Section } from '../section.js';
import { table } from '../table.js';

/** An audit of a split of pairs: the verdict of each comparison, limits, overlap, and examples. */
export const pairAuditChapter: ChapterOf<PairAuditSummary> = {
  title: auditTitle,
  subject: ({ sides }) =>
    Object.keys(sides)
      .map((side) => sizeOf(side, sides))
      .join(' · '),
  answer: auditAnswer,
  tone: auditTone,
  sections: [
    figureSection('pair-audit'),
    limitsSection,
    (summary) => summary.comparisons.map((comparison) => comparisonSection(comparison, summary)),
    ({ comparisons }) => comparisons.flatMap((own) => exampleSection(own, comparisons.length > 1)),
    ({ warnings }) => notesSection(warnings),
    definitionSection,
    (summary, { command }) => {
      const rows = summary.invalid.map(({ side, row, smiles, reason }) => [
        side,
        row,
        smiles,
        reason,
      ]);
      const more = invalidTable(['side', 'row', 'cell', 'reason'], rows);
      return [methodsSection({ ...summary, more }, command)];
    },
  ],
};

function comparisonSection(
  comparison: PairAuditComparison,
  { comparisons, sides }: PairAuditSummary,
): Section {
  const baselines = baselineCells(comparison);
  return {
    title:
      comparisons.length === 1
        ? 'What the two sets have in common'
        : `Comparison ${comparison.name}`,
    body: joined([
      ...pairNotes(comparison, sides).map((text) => html`<p>${longText(text)}</p>`),
      cellsTable(overlapCells(comparison)),
      cellsTable(entityCells(comparison)),
      cellsTable(similarityCells(comparison)),
      ...(baselines === null ? [] : [cellsTable(baselines)]),
    ]),
  };
}

function cellsTable({ title, head, rows, note }: Cells): Markup {
  return table({ caption: title, head, rows, notes: note === '' ? [] : [note] });
}

/** Test rows that are training pairs, and new drugs and partners beside their nearest known ones. */
function exampleSection(comparison: PairAuditComparison, isNamed: boolean): Section[] {
  const { duplicates, drugs, partners, train, test, name } = comparison;
  const [theirs, ours] = [adjective(train), adjective(test)];
  const label = (value: number | null) => (value === null ? '–' : shortNumber(value));
  const parts = [
    ...(duplicates.examples.length === 0
      ? []
      : [
          table({
            caption: `${capital(ours)} rows that are ${theirs} pairs${shownOf(duplicates.examples.length, duplicates.test_records)}`,
            head: [
              'drug',
              'partner',
              `${ours} row`,
              `${theirs} row`,
              `${ours} label`,
              `${theirs} label`,
            ],
            rows: duplicates.examples.map((own) => [
              own.drug,
              own.partner,
              count(own.test_row),
              count(own.train_row),
              label(own.test_label),
              label(own.train_label),
            ]),
            words: 2,
          }),
        ]),
    ...nearTable('drug', drugs, ours, theirs),
    ...nearTable('partner', partners, ours, theirs),
  ];
  if (parts.length === 0) return [];
  return [{ title: `Examples${isNamed ? `, ${name}` : ''}`, body: joined(parts) }];
}

function nearTable(
  noun: string,
  { examples }: AuditedEntities,
  ours: string,
  theirs: string,
): Markup[] {
  if (examples.length === 0) return [];
  return [
    table({
      caption: `New ${noun}s and their nearest ${theirs} ${noun}s`,
      head: [`${ours} ${noun}`, `${theirs} ${noun}`, 'similarity', `${ours} rows`],
      rows: examples.map((own) => [
        own.test,
        own.train,
        own.similarity.toFixed(2),
        count(own.test_records),
      ]),
      words: 2,
    }),
  ];
}

function shownOf(shown: number, all: number): string {
  return shown < all ? ` (${count(shown)} of ${count(all)})` : '';
}

function definitionSection(summary: PairAuditSummary): Section[] {
  const texts = [...PAIR_VERDICT_SCALE, ...comparedTexts(summary)];
  return [
    {
      title: 'Definitions',
      body: html`<details><summary>Verdicts and what is compared</summary>
<ul>${texts.map((text) => html`<li>${longText(text.trim())}</li>\n`)}</ul></details>`,
    },
  ];
}
