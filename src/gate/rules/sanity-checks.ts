import type { ModeledTarget } from '../../evaluation/predictions/models.js';
import type { ModelPredictions } from '../../evaluation/predictions/read-model.js';
import { suspicionsOf } from '../../evaluation/predictions/suspicions.js';
import { metricNamed } from '../../metrics/registry.js';
import { CheckFailure, checkError } from '../failure.js';
import type { GateTask } from '../gate-task.js';
import type { CheckError } from '../types.js';
import { type NumberedRule, rulesFor, targetName } from './places.js';

/** A prediction so many times the range of all measured values away from them is a mistake of the model or of the file. */
const FAR = 10;

/** What cannot be, however good or bad a model is. */
export function suspectErrors(
  subject: GateTask,
  target: ModeledTarget,
  baseline: ModelPredictions | null,
): CheckError[] {
  const wild = target.task === 'regression' ? wildPredictions(subject, target) : [];
  // Of several classes each is predicted as likely as it may be.
  const [{ found }] = subject.models;
  const others = found.kind === 'classes' ? [] : mistakes(subject, target, baseline);
  return [...others, ...(others.length > 0 ? [] : wild)].map((failure) =>
    checkError(failure, targetName(subject, target.name)),
  );
}

/**
 * One prediction that is off by everything makes an interval so wide that nothing is concluded from it, and the worse
 * the model the less.
 */
function wildPredictions(
  { test, config }: GateTask,
  { name, truth, train, models: [{ value }] }: ModeledTarget,
): CheckFailure[] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const values of [truth, train]) {
    for (const y of values) {
      if (y < low) low = y;
      if (y > high) high = y;
    }
  }
  const room = FAR * (high - low);
  const wild = value.findIndex(
    (v, i) => !Number.isNaN(truth[i]) && (v < low - room || v > high + room),
  );
  if (room === 0 || wild < 0) return [];
  return [
    new CheckFailure(
      'invalid_prediction',
      `${config.predictions}: the prediction of "${name}" for row ${test.records[wild] + 1} of ${test.table.table.name} is ${value[wild]}, and all measured values lie between ${low} and ${high}; is it a failure of the model, or another unit?`,
    ),
  ];
}

/**
 * Predictions that are the true values, or on another scale, is no skill and no failure of a model but of a file. What
 * holds for the baseline as well is how this model predicts. Scores of classes that are no probabilities are a mistake
 * only where those of the baseline are.
 */
function mistakes(
  { config }: GateTask,
  { name, task, truth, models: [model] }: ModeledTarget,
  baseline: ModelPredictions | null,
): CheckFailure[] {
  const before = new Set(
    baseline ? suspicionsOf(task, truth, baseline.value).map(({ kind }) => kind) : [],
  );
  return suspicionsOf(task, truth, model.value).flatMap(({ kind, text }) => {
    const isScore = (task === 'classification' && kind === 'scale') || kind === 'confidence';
    const isSure = kind === 'true_values' && task === 'regression';
    if (!isSure && (before.has(kind) || (isScore && !baseline))) return [];
    const message = `${config.predictions}: "${name}": ${text}`;
    return [new CheckFailure(kind === 'true_values' ? 'input' : 'invalid_prediction', message)];
  });
}

/** Where nothing differs nothing was compared: the baseline may have been made of these very predictions. */
export function sameNotes({ name, models }: ModeledTarget, baseline: ModelPredictions): string[] {
  const [{ value }] = models;
  const same = value.every((v, i) => v === baseline.value[i] || Number.isNaN(v));
  return same
    ? [
        `the predictions of "${name}" are those of the baseline in every row: was it made anew with them?`,
      ]
    : [];
}

/** A limit on the side where a metric is good keeps nothing from getting worse. */
export function sideNotes(rules: readonly NumberedRule[]): string[] {
  return rules.flatMap(({ number, metric, min, max, tolerance }) => {
    const { direction, target, title } = metricNamed(metric) ?? {};
    const [good, bad, other] = direction === 'maximize' ? [max, min, 'min'] : [min, max, 'max'];
    if (good === null || bad !== null || tolerance !== null || target !== undefined) return [];
    return [
      `rule ${number}: of ${title} ${direction === 'maximize' ? 'higher' : 'lower'} is better, so that its ${other === 'min' ? 'max' : 'min'} keeps no model from getting worse; was ${other} meant?`,
    ];
  });
}

/** What is predicted, and no rule is about. */
export function unruledNotes(
  rules: readonly NumberedRule[],
  subject: GateTask,
  target: ModeledTarget,
): string[] {
  if (rulesFor(rules, subject, target).length > 0) return [];
  return [
    `no rule is about "${target.name}" (${target.task}): whatever its predictions are, they pass`,
  ];
}
