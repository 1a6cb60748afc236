import type { ModelledTarget } from '../score/models.js';
import type { ModelPredictions } from '../score/read-model.js';
import { CheckFailure, checkError } from './failure.js';
import { targetName } from './rules.js';
import type { Subject } from './subject.js';
import type { CheckError } from './types.js';

/** From so many different true values on, to predict all of them to the last digit is no skill. */
const SURELY = 10;

/** Measured values in the column of predictions: the best score there is, and no model. */
export function suspectErrors(subject: Subject, target: ModelledTarget): CheckError[] {
  const { name, task, truth, models } = target;
  const [{ value }] = models;
  const known = truth.filter((y) => !Number.isNaN(y));
  const equal = truth.every((y, i) => Number.isNaN(y) || y === value[i]);
  if (task !== 'regression' || !equal || new Set(known).size < SURELY) return [];
  const failure = new CheckFailure(
    'input',
    `${subject.config.predictions}: the predictions are the true values of "${name}" in every row; name the column of predictions with \`prediction\``,
  );
  return [checkError(failure, targetName(subject, name))];
}

/** Where nothing differs nothing was compared: the baseline may have been made of these very predictions. */
export function sameNotes({ name, models }: ModelledTarget, baseline: ModelPredictions): string[] {
  const [{ value }] = models;
  const same = value.every((v, i) => v === baseline.value[i] || Number.isNaN(v));
  return same
    ? [
        `the predictions of "${name}" are those of the baseline in every row: was it made anew with them?`,
      ]
    : [];
}
