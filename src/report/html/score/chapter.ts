import { shownSpec } from '../../../chemistry/own-fingerprints/spec.js';
import { plural } from '../../../text.js';
import type { ScoreSummary } from '../../../workflows/score/types.js';
import { acrossNote } from '../../score/across.js';
import { scoreAnswer } from '../../score/answer.js';
import { columnsOf, metricsIn, standing } from '../../score/columns.js';
import { trainingText } from '../../training-text.js';
import type { ChapterOf } from '../context.js';
import { figureSection } from '../figures.js';
import { methodsSection, notesSection } from '../methods.js';
import type { Tone } from '../section.js';
import { deploymentSection } from './deployment.js';
import { stratumExamples } from './examples.js';
import { largestErrors } from './structures.js';
import { scoreTables } from './tables.js';
import { taskTables } from './tasks.js';

/** A score: figures, values by stratum, tasks, the library, the largest errors. */
export const scoreChapter: ChapterOf<ScoreSummary> = {
  title: ({ inputs, join }) => {
    const file = inputs.find(({ role }) => role === 'predictions')?.path;
    return join === null || file === undefined ? 'Score of the baselines' : `Score of ${file}`;
  },
  subject: scoreSubject,
  answer: scoreAnswer,
  tone: scoreTone,
  sections: [
    figureSection('score'),
    scoreTables,
    taskTables,
    deploymentSection,
    stratumExamples,
    largestErrors,
    ({ warnings }) => notesSection(warnings),
    (summary, { command }) => [methodsSection(summary, command)],
  ],
};

function scoreSubject(summary: ScoreSummary): string {
  const { tasks, parameters, task, n, train, folds } = summary;
  const classes = parameters.task === 'multiclass';
  const label = String(parameters.label ?? 'the true values');
  const several = classes
    ? plural(tasks?.length ?? 0, 'class', 'classes')
    : plural(tasks?.length ?? 0, 'task');
  const mean = acrossNote(columnsOf(summary)[0]) === null ? 'mean of ' : '';
  const what = tasks ? `${mean}${several} (${label})` : `${task} of ${label}`;
  const rows = plural(n, tasks && !classes ? 'true value' : 'test row');
  return `${what}, ${rows}, ${trainingText(train, folds)}; similarity: Tanimoto of ${shownSpec(parameters.fingerprint)}`;
}

/** By the first metric overall. */
export function scoreTone(summary: ScoreSummary): Tone {
  const [[overall]] = columnsOf(summary);
  const [metric] = metricsIn([overall]);
  const model = overall.sources.find(({ name }) => name === 'model');
  const scored = metric && model?.metrics[metric.name];
  const how = scored ? standing(scored) : null;
  return how === null ? 'plain' : ({ yes: 'good', unclear: 'mixed', no: 'bad' } as const)[how];
}
