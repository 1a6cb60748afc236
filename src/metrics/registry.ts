import { TanimarkError } from '../errors.js';
import { list, nearestWord } from '../text.js';
import { classificationMetrics } from './classification.js';
import type { Metric } from './metric.js';
import { regressionMetrics } from './regression.js';

/** Every metric, in the order in which tables show them. */
export const metrics: readonly Metric[] = [...regressionMetrics, ...classificationMetrics];

/**
 * The metrics of a task, or those of them that are named.
 *
 * @param names names or aliases; all of the task unless given
 * @throws TanimarkError (usage) on an unknown name or one of another task
 */
export function metricsFor(task: Metric['task'], names?: readonly string[]): Metric[] {
  const ofTask = metrics.filter((m) => m.task === task);
  if (!names) return ofTask;
  return names.map((name) => {
    const wanted = name.trim().toLowerCase();
    const found = metrics.find(
      (m) => m.name === wanted || m.aliases.some((alias) => alias.toLowerCase() === wanted),
    );
    if (found?.task === task) return found;
    if (found) {
      throw new TanimarkError(
        'usage',
        `--metrics ${name}: it is for ${found.task}, and this is ${task}; there is ${list(ofTask.map((m) => m.name))} (or set --task)`,
      );
    }
    const near = nearestWord(
      wanted,
      ofTask.flatMap((m) => [m.name, ...m.aliases]),
    );
    throw new TanimarkError(
      'usage',
      `--metrics ${name}: no metric is called that${near ? ` (did you mean ${near}?)` : ''}; for ${task} there is ${list(ofTask.map((m) => m.name))}`,
    );
  });
}
