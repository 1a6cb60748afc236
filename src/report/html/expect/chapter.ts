import { shownSpec } from '../../../chemistry/own-fingerprints/spec.js';
import { shownInput } from '../../../tables/table.js';
import { plural } from '../../../text.js';
import type { ExpectSummary } from '../../../workflows/expect/types.js';
import { expectAnswer, judgedSet } from '../../expect/answer.js';
import type { ChapterOf } from '../context.js';
import { figureSection } from '../figures.js';
import { methodsSection, notesSection, outputTable } from '../methods.js';
import type { Tone } from '../section.js';
import { leastSimilar } from './structures.js';
import { expectTables } from './tables.js';

/** An expectation: figures, the error by stratum and by cut-off, what is outside, the least similar molecules. */
export const expectChapter: ChapterOf<ExpectSummary> = {
  title: ({ library }) => `Expected error on ${shownInput(library.path)}`,
  subject: ({ task, parameters, library, train, calibration }) => {
    const judged = `${judgedSet({ calibration })} molecule`;
    return [
      `${task} of ${parameters.label ?? 'the true values'}`,
      plural(library.records, 'library row'),
      `model trained on ${plural(train.molecules, 'molecule')}`,
      `calibrated on ${plural(calibration.molecules, judged)}; similarity: Tanimoto of ${shownSpec(String(parameters.fingerprint))}`,
    ].join(', ');
  },
  answer: expectAnswer,
  tone: expectTone,
  sections: [
    figureSection('expect'),
    expectTables,
    leastSimilar,
    ({ warnings }) => notesSection(warnings),
    (summary, { command }) => [
      methodsSection({ ...summary, more: outputTable(summary.outputs, 'output') }, command),
    ],
  ],
};

/** By the baselines: where the model is better than all of them. */
function expectTone({ domain: { limit } }: ExpectSummary): Tone {
  if (!limit) return 'plain';
  if (limit.cutoff === null) return 'good';
  return limit.cutoff === 1 && limit.worse ? 'bad' : 'mixed';
}
