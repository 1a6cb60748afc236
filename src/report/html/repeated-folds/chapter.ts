import { plural } from '../../../text.js';
import type { RepeatedFoldsSummary } from '../../../workflows/split/repeated-folds.js';
import { countedNoun } from '../../split/counted.js';
import {
  missedRepeats,
  repeatedAnswer,
  repeatedLabels,
  repeatedTitle,
} from '../../split/repeated-verdict.js';
import { sizeLine } from '../../split/terminal.js';
import type { ChapterOf } from '../context.js';
import { html, joined } from '../escape.js';
import { figureSection } from '../figures.js';
import { notesSection } from '../methods.js';
import type { Section } from '../section.js';
import { splitMethods, toneOf } from '../split/chapter.js';
import { testSetTable } from '../split/test-sets.js';

/** Repeated cross-validation: how near all folds are to what was requested, their test sets, their labels. */
export const repeatedFoldsChapter: ChapterOf<RepeatedFoldsSummary> = {
  title: repeatedTitle,
  subject: ({ splits }) => sizeLine(splits[0]),
  answer: repeatedAnswer,
  tone: (summary) => toneOf(summary.splits[missedRepeats(summary)[0] ?? 0]),
  sections: [
    figureSection('repeated-folds'),
    (summary) => [foldsSection(summary)],
    (summary) => [
      {
        title: 'Labels',
        body: joined(repeatedLabels(summary).map((text) => html`<p>${text}</p>`)),
      },
    ],
    ({ splits }) => notesSection([...new Set(splits.flatMap(({ warnings }) => warnings))]),
    (summary, { command }) => [methods(summary, command)],
  ],
};

function foldsSection({ splits }: RepeatedFoldsSummary): Section {
  const rows = splits.flatMap(({ seed, folds }, r) =>
    (folds ?? []).map((part, f) => ({
      names: [String(r), ...(seed === null ? [] : [String(seed)]), String(f)],
      part,
    })),
  );
  const names = ['repeat', ...(splits[0].seed === null ? [] : ['seed']), 'fold'];
  const caption = `${plural(rows.length, 'fold')} of ${plural(splits.length, 'repeat')}`;
  return {
    title: 'Folds',
    body: testSetTable(caption, { names, noun: countedNoun(splits[0]) }, rows),
  };
}

/** Those of the first repeat, with all seeds and all files. */
function methods({ splits }: RepeatedFoldsSummary, command: string | undefined): Section {
  const [first] = splits;
  const seeds = splits.flatMap(({ seed }) => seed ?? []);
  const parameters = {
    ...first.parameters,
    repeats: String(splits.length),
    ...(seeds.length === 0 ? {} : { seeds: seeds.join(', ') }),
  };
  const diagnostics = Object.fromEntries(
    splits.flatMap((own, r) =>
      Object.entries(own.diagnostics).map(([name, value]) => [`repeat ${r}: ${name}`, value]),
    ),
  );
  const outputs = splits.flatMap((own) => own.outputs);
  return splitMethods({ ...first, seed: null, parameters, diagnostics, outputs }, command);
}
