import { existsSync } from 'node:fs';
import { TanimarkError } from '../../errors.js';
import type { BaselineTask } from '../../gate/baseline/file.js';
import { readBaselineFile } from '../../gate/baseline/rows.js';
import { baselineOf } from '../../gate/baseline/source.js';
import type { GateConfig } from '../../gate/config/types.js';
import type { GateTask } from '../../gate/gate-task.js';
import { judgeTarget } from '../../gate/rules/judge.js';
import { numbered } from '../../gate/rules/places.js';
import type { Job } from '../../job.js';
import { Random } from '../../random.js';

/** A metric that a rule compares, of the baseline as it was and as it is written. */
export interface BaselineChange {
  /** Null where there is one task without a name. */
  readonly task: string | null;
  readonly metric: string;
  readonly stratum: string;
  readonly n: number;
  /** Null where there was no baseline, or one of another test set. */
  readonly before: number | null;
  /** Null where the metric is undefined. */
  readonly after: number | null;
  /** How much worse it is now, in the unit of the metric, below 0 where it is better; null without a value before. */
  readonly worse_by: number | null;
}

/** The tasks of a baseline file before it is written again; null where there is none that can be read. */
export function tasksBefore(path: string, gate: GateConfig): readonly BaselineTask[] | null {
  if (!existsSync(path)) return null;
  try {
    return readBaselineFile(path, { ...gate, baselineRef: undefined }).tasks;
  } catch (error) {
    // It is about to be replaced by one that can.
    if (error instanceof TanimarkError) return null;
    throw error;
  }
}

/**
 * What the rules would have compared: the metrics of the old baseline and of the predictions that replace it.
 *
 * @param before of the file that is replaced; null for none
 * @param warnings why there is nothing to compare with
 */
export async function baselineChanges(
  gate: GateConfig,
  subject: GateTask,
  before: readonly BaselineTask[] | null,
  job: Job,
  warnings: string[],
): Promise<BaselineChange[]> {
  const rules = numbered(gate).filter(({ tolerance }) => tolerance !== null);
  const theirs = before && found(subject, before, warnings);
  const at = theirs ? { ...subject, context: theirs.context } : subject;
  const changes: BaselineChange[] = [];
  for (const [t, target] of subject.targets.entries()) {
    // Without a baseline, the predictions are compared with themselves, for their values alone.
    const itself = { model: target.models[0], source: target.sources[0] };
    const source = theirs?.sources[t] ?? itself;
    const quiet = { ...gate, bootstrap: 0 };
    const random = new Random(gate.seed);
    const { outcomes } = await judgeTarget(quiet, rules, at, target, source, random, job, []);
    for (const { kind, task, metric, stratum, n, value, baseline, drop } of outcomes) {
      if (kind !== 'drop') continue;
      const known = theirs !== null;
      changes.push({
        ...{ task, metric: metric as string, stratum: stratum as string, n, after: value },
        before: known ? baseline : null,
        worse_by: known ? (drop ?? null) : null,
      });
    }
  }
  return changes;
}

function found(subject: GateTask, before: readonly BaselineTask[], warnings: string[]) {
  try {
    return baselineOf(subject, [...before], []);
  } catch (error) {
    if (!(error instanceof TanimarkError)) throw error;
    const [what] = error.message.split('; if this is intended');
    warnings.push(`the old baseline cannot be compared with the new one: ${what}`);
    return null;
  }
}
