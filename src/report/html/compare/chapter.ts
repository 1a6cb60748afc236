import { shownSpec } from '../../../chemistry/own-fingerprints/spec.js';
import type { ModelComparison } from '../../../workflows/compare/types.js';
import { verdictsOf } from '../../compare/notes.js';
import { acrossTasks, metricsIn, sentences } from '../../compare/summary.js';
import { isKnown, subject } from '../../compare/words.js';
import type { ChapterOf } from '../context.js';
import { figureSection } from '../figures.js';
import { methodsSection, notesSection } from '../methods.js';
import type { Tone } from '../section.js';
import { comparedTables } from './tables.js';

/** A comparison of models on the same test rows. */
export const compareChapter: ChapterOf<ModelComparison> = {
  title: ({ models }) => `Comparison of ${models.map(({ name }) => name).join(', ')}`,
  subject: (summary) =>
    `${summary.tasks.map((task) => subject(task, summary)).join('; ')}; by max similarity to the training set (Tanimoto of ${shownSpec(summary.parameters.fingerprint)})`,
  answer: (summary) => {
    const { tasks } = summary;
    return tasks.length > 1
      ? acrossTasks(summary)
      : sentences(tasks[0], verdictsOf(summary)).map((text) => `${text}.`);
  },
  tone: toneOf,
  sections: [
    figureSection('compare'),
    comparedTables,
    ({ warnings }) => notesSection(warnings),
    (summary, { command }) => [methodsSection(summary, command)],
  ],
};

/** Of two models by the primary metric overall; of more there is no one verdict. */
function toneOf({ models, tasks }: ModelComparison): Tone {
  if (models.length !== 2 || tasks.length !== 1) return 'plain';
  const [metric] = metricsIn(tasks[0]);
  const [found] = tasks[0].groups[0].metrics[metric.name].differences;
  if (!isKnown(found)) return 'plain';
  if (found.standing === 'better') return found.significant ? 'good' : 'mixed';
  if (found.standing === 'worse') return found.significant ? 'bad' : 'mixed';
  return found.standing === 'equivalent' ? 'good' : 'mixed';
}
