import type { StructureCache } from '../../chemistry/cache/structure-cache.js';
import { TanimarkError } from '../../errors.js';
import { scoredRowsOf } from '../../evaluation/scored-rows.js';
import type { Strata } from '../../evaluation/strata/strata.js';
import {
  type BaselineTarget,
  type BaselineTask,
  baselineText,
  isBaselineFile,
} from '../../gate/baseline/file.js';
import { placesNow, strataSettings, testRows, trainHash } from '../../gate/baseline/rows.js';
import type { GateConfig } from '../../gate/config/types.js';
import { AS_KEYS } from '../../gate/failure.js';
import { type GateTask, withGateTask } from '../../gate/gate-task.js';
import { groupingsOf, groupLabel } from '../../gate/rules/places.js';
import { suspectErrors } from '../../gate/rules/sanity-checks.js';
import { Job } from '../../job.js';
import { spelledAs } from '../../spelling.js';
import { OutputBatch } from '../../tables/output-batch.js';
import { checkOutputs } from '../../tables/output-path.js';
import { VERSION } from '../../version.js';
import { type BaselineChange, baselineChanges, tasksBefore } from './changes.js';
import { checkNamedFiles } from './named-files.js';

/** The document that `tanimark check --update-baseline --json` prints. */
export interface BaselineUpdate {
  readonly command: 'check';
  readonly action: 'update-baseline';
  readonly version: string;
  readonly config: string;
  readonly outputs: readonly {
    readonly path: string;
    readonly sha256: string;
    readonly tasks: number;
    readonly rows: number;
  }[];
  /** The metrics that rules compare, before and after; in the order of tasks and rules. */
  readonly changes: readonly BaselineChange[];
  readonly warnings: readonly string[];
}

/**
 * Makes the predictions of a configuration its baseline: writes the baseline files, all of them or none.
 *
 * @throws TanimarkError (usage) where there is no baseline file to write, and on anything wrong with an input
 */
export async function updateBaseline(
  gate: GateConfig,
  cache?: StructureCache | undefined,
  job = new Job(),
): Promise<BaselineUpdate> {
  return spelledAs(AS_KEYS, () => updateAll(gate, cache, job));
}

async function updateAll(
  gate: GateConfig,
  cache: StructureCache | undefined,
  job: Job,
): Promise<BaselineUpdate> {
  const files = new Map<string, BaselineTask[]>();
  const warnings: string[] = [];
  const changes: BaselineChange[] = [];
  if (gate.tasks.every(({ baseline }) => baseline === null)) {
    throw new TanimarkError(
      'usage',
      `${gate.path}: no rule compares with a baseline; give a rule a margin, and add \`baseline: tanimark.baseline.json\``,
    );
  }
  checkOutputs(
    gate.tasks.flatMap(({ baseline }) => (baseline && isBaselineFile(baseline) ? [baseline] : [])),
  );
  for (const config of gate.tasks) {
    const { baseline } = config;
    // No rule is about this one.
    if (baseline === null) continue;
    if (!isBaselineFile(baseline)) {
      throw new TanimarkError(
        'usage',
        `${gate.path}: the baseline is ${baseline}, a table of predictions, which tanimark does not write; replace it yourself, or name a file that ends in .json`,
      );
    }
    checkNamedFiles(gate, config);
    const wanted = { by: groupingsOf(gate.rules, config.name), compared: false, cache };
    await withGateTask(gate, config, wanted, job, async (subject) => {
      const made = await baselineTask(gate, subject, job, warnings);
      files.set(baseline, [...(files.get(baseline) ?? []), made]);
      const before = tasksBefore(baseline, gate);
      changes.push(...(await baselineChanges(gate, subject, before, job, warnings)));
      warnings.push(...subject.warnings);
    });
  }
  const batch = new OutputBatch(job);
  try {
    const outputs = [];
    for (const [path, tasks] of files) {
      const sha256 = await batch.add(path, baselineText(tasks));
      const rows = tasks.reduce((sum, own) => sum + own.rows.length, 0);
      outputs.push({ path, sha256, tasks: tasks.length, rows });
    }
    await batch.finish();
    return {
      command: 'check',
      action: 'update-baseline',
      version: VERSION,
      config: gate.path,
      outputs,
      changes,
      warnings: [...new Set(warnings)],
    };
  } finally {
    batch.discard();
  }
}

async function baselineTask(
  gate: GateConfig,
  subject: GateTask,
  job: Job,
  warnings: string[],
): Promise<BaselineTask> {
  const { name, targets, test, context, settings } = subject;
  const { bins } = settings;
  const own = { ...context, settings: { ...settings, metrics: [] } };
  const described = [];
  for (const target of targets) {
    const [mistake] = suspectErrors(subject, target, null, true);
    if (mistake) throw new TanimarkError('prediction', mistake.message);
    const [model] = target.models;
    const { parts } = await scoredRowsOf(target, [model], target.sources, own, job, warnings);
    described.push({
      name: target.name,
      task: target.task,
      strata: [
        ...parts.strata.map(({ rows }, b) => ({ bin: bins.labels[b], n: rows.length })),
        ...groupsOf(gate, parts),
      ],
      predictions: model,
    });
  }
  return {
    name,
    settings: strataSettings(subject),
    train: trainHash(test),
    rows: testRows(subject),
    ...placesNow(subject, groupingsOf(gate.rules, name)),
    targets: described,
  };
}

/** The groups that rules look at, and their rows. */
function groupsOf({ rules }: GateConfig, { by }: Strata): BaselineTarget['strata'] {
  const named = new Set(
    rules.flatMap(({ rows }) => (rows.kind === 'group' ? [groupLabel(rows.by, rows.value)] : [])),
  );
  return by.flatMap((grouping) =>
    grouping.parts.flatMap(({ value, rows }) => {
      const bin = groupLabel(grouping.by, value);
      return named.has(bin) ? [{ bin, n: rows.length }] : [];
    }),
  );
}
