import type { ModeledTarget } from '../../evaluation/predictions/models.js';
import type { ModelPredictions } from '../../evaluation/predictions/read-model.js';
import { suspicionsOf } from '../../evaluation/predictions/suspicions.js';
import { metricNamed } from '../../metrics/registry.js';
import { CheckFailure, checkError } from '../failure.js';
import type { GateTask } from '../gate-task.js';
import type { CheckError } from '../types.js';
import { type NumberedRule, rulesFor, targetName } from './places.js';

/** A prediction farther than this number of ranges from all measured values is an error of the model or the file. */
const FAR = 10;
/** The same for a baseline, beside which worse models would pass: one such row makes every interval wide. */
const FAR_IN_BASELINE = 2;

/**
 * Errors of predictions that are wrong for any model.
 *
 * @param baseline null where nothing is compared
 * @param isBaseline whether the predictions are to be a baseline themselves
 */
export function suspectErrors(
  subject: GateTask,
  target: ModeledTarget,
  baseline: ModelPredictions | null,
  isBaseline = false,
): CheckError[] {
  const { predictions, baseline: path } = subject.config;
  const own = target.models[0].value;
  const wild =
    target.task !== 'regression'
      ? []
      : [
          ...wildPredictions(subject, target, {
            value: own,
            far: isBaseline ? FAR_IN_BASELINE : FAR,
            whose: `${predictions}: the prediction`,
            advice: 'check the model and the unit',
          }),
          ...(baseline
            ? wildPredictions(subject, target, {
                value: baseline.value,
                far: FAR_IN_BASELINE,
                whose: `${path}: the prediction of the baseline`,
                advice:
                  'one such row makes intervals so wide that worse models pass; correct the baseline',
              })
            : []),
        ];
  // Of several classes each is predicted as likely as it may be.
  const [{ found }] = subject.models;
  const others = found.kind === 'classes' ? [] : mistakes(subject, target, baseline);
  return [...others, ...(others.length > 0 ? [] : wild)].map((failure) =>
    checkError(failure, targetName(subject, target.name)),
  );
}

/** Predictions, how far they may be from measured values, and how they are spoken of. */
interface Examined {
  readonly value: ArrayLike<number>;
  readonly far: number;
  readonly whose: string;
  readonly advice: string;
}

/**
 * One prediction that is off by everything makes an interval so wide that nothing is concluded from it, and the worse
 * the model the less.
 */
function wildPredictions(
  { test }: GateTask,
  { name, truth, train }: ModeledTarget,
  { value, far, whose, advice }: Examined,
): CheckFailure[] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const values of [truth, train]) {
    for (const y of values) {
      if (y < low) low = y;
      if (y > high) high = y;
    }
  }
  const room = far * (high - low);
  const wild = Array.from(value).findIndex(
    (v, i) => !Number.isNaN(truth[i]) && (v < low - room || v > high + room),
  );
  if (room === 0 || wild < 0) return [];
  return [
    new CheckFailure(
      'invalid_prediction',
      `${whose} of "${name}" for row ${test.records[wild] + 1} of ${test.table.table.name} is ${value[wild]}, far outside the measured values (${low} to ${high}); ${advice}`,
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
    // A model that has learned nothing fails by its rules.
    if (kind === 'unrelated') return [];
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
        `the predictions of "${name}" equal the baseline in every row. This is normal right after --update-baseline. Otherwise the baseline was probably overwritten with the new predictions`,
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
      `rule ${number}: ${title} is better when ${direction === 'maximize' ? 'higher' : 'lower'}, so a ${other === 'min' ? 'max' : 'min'} does not stop a worse model; did you mean ${other}?`,
    ];
  });
}

/** Notes on targets that no rule applies to. */
export function unruledNotes(
  rules: readonly NumberedRule[],
  subject: GateTask,
  target: ModeledTarget,
): string[] {
  if (rulesFor(rules, subject, target).length > 0) return [];
  return [`no rule applies to "${target.name}" (${target.task}), so its predictions always pass`];
}
