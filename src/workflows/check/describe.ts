import type { ModeledTarget } from '../../evaluation/predictions/models.js';
import type { ScoredRows } from '../../evaluation/scored-rows.js';
import { type BaselineFile, testRows } from '../../gate/baseline/rows.js';
import { testSetHash } from '../../gate/baseline/test-set-hash.js';
import type { GateTask } from '../../gate/gate-task.js';
import type { Judged } from '../../gate/rules/judge.js';
import { targetName } from '../../gate/rules/places.js';
import type { CheckedTask, CheckOutcome } from '../../gate/types.js';

/**
 * What a target was checked on.
 *
 * @param baseline its file; null where there is none
 */
export function describeTask(
  subject: GateTask,
  target: ModeledTarget,
  { parts, kept, resampled }: ScoredRows,
  baseline: BaselineFile | null,
): CheckedTask {
  const { models, test, settings, context } = subject;
  const { bins, fingerprint, standardize, bootstrap, resample, minN } = settings;
  const { toTrain } = context;
  return {
    name: targetName(subject, target.name),
    inputs: [
      ...models.map(({ name, path, sha256, rows }) => ({
        role: name === 'new' ? 'predictions' : 'baseline',
        path,
        sha256,
        rows,
      })),
      ...(baseline ? [{ role: 'baseline', ...baseline.input }] : []),
      ...test.inputs,
    ],
    task: target.task,
    rows: kept.length,
    molecules: new Set(kept.map((i) => toTrain.of[i])).size,
    resampled,
    test_set: testSetHash(testRows(subject)),
    strata: parts.strata.map(({ rows }, b) => ({ bin: bins.labels[b], n: rows.length })),
    parameters: {
      bins: bins.texts.join(','),
      fingerprint: fingerprint.spec,
      ...(standardize === 'none' ? {} : { standardize }),
      bootstrap,
      resample,
      'min-n': minN,
      label: target.name,
    },
  };
}

/** Gives every outcome a name of its own. */
export function namedOutcomes(outcomes: readonly Judged[]): CheckOutcome[] {
  const used = new Map<string, number>();
  return outcomes.map(({ given, spread: _, rule, ...outcome }) => {
    const { task, metric, kind, stratum } = outcome;
    const what = `${metric} ${kind === 'drop' ? 'change' : kind}, ${stratum}`;
    const plain =
      kind === 'audit' ? (given ?? 'audit') : given === null ? what : `${given}: ${what}`;
    const own = task === null ? plain : `${task}: ${plain}`;
    const times = (used.get(own) ?? 0) + 1;
    used.set(own, times);
    return { rule, name: times === 1 ? own : `${own} (${times})`, ...outcome };
  });
}
