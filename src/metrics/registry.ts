import { TanimarkError } from '../errors.js';
import { optionName } from '../spelling.js';
import { nearestWord } from '../text.js';
import { confusionMetrics } from './classification/confusion.js';
import { curveMetrics } from './classification/curves.js';
import { probabilityMetrics } from './classification/probabilities.js';
import type { Metric } from './metric.js';
import { insteadOf } from './other-names.js';
import { earlyRecognitionMetrics } from './ranking/early-recognition.js';
import { correlationMetrics } from './regression/correlation.js';
import { errorMetrics } from './regression/errors.js';
import { varianceMetrics } from './regression/variance.js';
import { calibrationMetrics } from './uncertainty/calibration.js';
import { ece } from './uncertainty/class-calibration.js';
import { intervalMetrics } from './uncertainty/intervals.js';
import { orderingByStdMetrics } from './uncertainty/ordering-by-std.js';
import { scoringRules } from './uncertainty/scoring-rules.js';

/** Every metric, in the order in which tables show them. To add one, put it into the list of its family. */
export const metrics: readonly Metric[] = [
  ...errorMetrics,
  ...varianceMetrics,
  ...correlationMetrics,
  ...curveMetrics,
  ...confusionMetrics,
  ...probabilityMetrics,
  ...earlyRecognitionMetrics,
  ...scoringRules,
  ...calibrationMetrics,
  ...orderingByStdMetrics,
  ...intervalMetrics,
  ece,
];

/** The metric of a name or an alias, in small or capital letters. */
export function metricNamed(name: string): Metric | undefined {
  const wanted = name.trim().toLowerCase();
  return (
    metrics.find((m) => m.name === wanted) ??
    metrics.find((m) => m.aliases.some((alias) => alias.toLowerCase() === wanted))
  );
}

/**
 * The metrics for labels of a kind: those that are shown by default, or those that are named.
 *
 * @param names names or aliases; `all` is every one for these labels
 * @param mixed whether there are labels of the other kind, too, whose metrics are left out here
 * @throws TanimarkError (usage) on an unknown name or one for other labels
 */
export function metricsFor(
  labels: Metric['labels'],
  names?: readonly string[],
  mixed = false,
): Metric[] {
  const possible = metrics.filter((m) => m.labels === labels);
  if (!names) return possible.filter((m) => m.shown);
  const chosen = names.flatMap((name) => {
    if (name.trim().toLowerCase() === 'all') return possible;
    const found = metricNamed(name);
    return mixed && found && found.labels !== labels ? [] : [theOne(name, labels, possible)];
  });
  return [...new Set(chosen)];
}

function theOne(name: string, labels: Metric['labels'], possible: readonly Metric[]): Metric {
  const found = metricNamed(name);
  if (found?.labels === labels) return found;
  const shown = possible.filter((m) => m.shown).map((m) => m.name);
  const there = `choose from ${shown.join(', ')} and more (tanimark score --list-metrics)`;
  if (found) {
    throw new TanimarkError(
      'usage',
      `metric ${name} is for ${found.labels}, and the task is ${labels} (${optionName('task')} overrides it); ${there}`,
    );
  }
  const instead = insteadOf(name);
  if (instead !== undefined) {
    throw new TanimarkError(
      'usage',
      `unknown metric "${name}": ${instead}; for ${labels} ${there}`,
    );
  }
  const near = nearestWord(name.trim(), [
    'all',
    ...possible.flatMap((m) => [m.name, ...m.aliases]),
  ]);
  throw new TanimarkError(
    'usage',
    `unknown metric "${name}"${near ? ` (did you mean "${near}"?)` : ''}; for ${labels} ${there}`,
  );
}
