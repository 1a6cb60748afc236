import { capital, count } from '../../../text.js';
import type { SplitPart, SplitSummary } from '../../../workflows/split/types.js';
import { cellTable } from '../../split/grid-cells.js';
import {
  binTable,
  labelLine,
  sizeLine,
  splitTitle,
  validation,
  verdict,
} from '../../split/terminal.js';
import { flatStyle } from '../../style.js';
import type { ChapterOf } from '../context.js';
import { html, joined, type Markup } from '../escape.js';
import { figureSection } from '../figures.js';
import { invalidTable, methodsSection, notesSection, outputTable } from '../methods.js';
import type { Section, Tone } from '../section.js';
import { table } from '../table.js';
import { foldSection, repeatSection } from './test-sets.js';

/** A split: how near the test set is to what was requested, its bins, its labels. */
export const splitChapter: ChapterOf<SplitSummary> = {
  title: splitTitle,
  subject: sizeLine,
  answer: (summary) => [
    ...verdict(summary, flatStyle).map(capital),
    `${binTable(summary).title}: ${shares(summary)}`,
  ],
  tone: toneOf,
  sections: [
    figureSection('split'),
    (summary) => [{ title: 'Test set by similarity', body: binsMarkup(summary) }],
    (summary) => cellSection(summary),
    (summary) => [{ title: 'Labels', body: texts(labelLine(summary, flatStyle)) }],
    foldSection,
    repeatSection,
    ({ warnings }) => notesSection(warnings),
    (summary, { command }) => [splitMethods(summary, command)],
  ],
};

/** By how near the test set is to what was requested. */
export function toneOf({ similarity, pairs }: SplitPart): Tone {
  const status = pairs?.grid_status ?? similarity.status;
  if (status === null) return 'plain';
  return status === 'exact' ? 'good' : 'mixed';
}

/** `[0, 1/3) 17, [1/3, 2/3) 54`. */
function shares(summary: SplitSummary): string {
  return binTable(summary)
    .rows.map(([bin, n]) => `${bin} ${n}`)
    .join(', ');
}

function texts(lines: readonly string[]): Markup {
  return joined(lines.map((text) => html`<p>${text}</p>`));
}

function binsMarkup(summary: SplitSummary): Markup {
  const { title, head, rows, notes } = binTable(summary);
  return joined([
    table({ caption: title, head, rows, notes }),
    texts(validation(summary, flatStyle)),
  ]);
}

/** The cells of a grid, where the method aims at them. */
function cellSection(summary: SplitSummary): Section[] {
  const cells = cellTable(summary);
  if (!cells) return [];
  const { title, head, rows, notes } = cells;
  const [, ...bins] = head;
  const body = table({ caption: title, head: ['molecule', ...bins], rows, notes });
  return [{ title: 'Test set by molecule and partner', body }];
}

/** How a split was made. */
export function splitMethods(summary: SplitSummary, command: string | undefined): Section {
  const { version, rdkit, seed, parameters, input, outputs, method, diagnostics, invalid } =
    summary;
  const { path, sha256, records } = input;
  const facts = Object.entries(diagnostics).map(([name, value]) => [name, String(value)]);
  return methodsSection(
    {
      version,
      rdkit,
      seed,
      parameters: { method, ...parameters },
      inputs: [{ role: 'data', path, sha256, rows: records }],
      more: [
        ...(facts.length > 0
          ? [table({ caption: 'Of the method', head: ['name', 'value'], rows: facts, words: 2 })]
          : []),
        ...invalidTable(
          ['row', 'SMILES', 'reason'],
          invalid.map(({ row, smiles, reason }) => [count(row), smiles, reason]),
        ),
        ...outputTable(outputs, 'output'),
      ],
    },
    command,
  );
}
