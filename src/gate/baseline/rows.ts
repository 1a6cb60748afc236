import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { specIdentity } from '../../chemistry/own-fingerprints/spec.js';
import { TanimarkError } from '../../errors.js';
import type { EvaluationContext } from '../../evaluation/context.js';
import type { ModelPredictions } from '../../evaluation/predictions/read-model.js';
import type { TestSet } from '../../evaluation/test-set/test-set.js';
import { checkRead } from '../../file-guard.js';
import { list, plural, printable } from '../../text.js';
import type { GateConfig } from '../config/types.js';
import { CheckFailure } from '../failure.js';
import { type GateTask, missingBaseline } from '../gate-task.js';
import type { CommitRef } from '../types.js';
import {
  type BaselinePredictions,
  type BaselineTarget,
  type BaselineTask,
  parseBaseline,
  type RowPlace,
} from './file.js';
import { baselineAt } from './history.js';
import { hashOf, rowKey, type TestRow, testSetHash } from './test-set-hash.js';

const UPDATE =
  'if this is intended, review the new scores and update the baseline with: tanimark check --update-baseline';

/** The predictions of a baseline file for each test row, by target. */
export interface BaselineOfRows {
  readonly task: BaselineTask;
  readonly models: readonly ModelPredictions[];
  /** Where the rows are measured: as now, or as in the baseline where the training set has changed since. */
  readonly context: EvaluationContext;
  readonly warnings: readonly string[];
}

/** A baseline file that was read. */
export interface BaselineFile {
  /** The commit that it is of; null where it was read from the working folder. */
  readonly at: CommitRef | null;
  readonly tasks: BaselineTask[];
  readonly input: { readonly path: string; readonly sha256: string; readonly rows: number };
}

/** @throws CheckFailure (missing_baseline), TanimarkError (file) */
export function readBaselineFile(path: string, gate: GateConfig): BaselineFile {
  const { text, at } =
    gate.baselineRef === undefined
      ? { text: readBaselineText(path, gate), at: null }
      : baselineAt(path, gate.baselineRef, gate.folder);
  const tasks = parseBaseline(text, path);
  const sha256 = createHash('sha256').update(text).digest('hex');
  const rows = tasks.reduce((sum, own) => sum + own.rows.length, 0);
  return { at, tasks, input: { path, sha256, rows } };
}

function readBaselineText(path: string, gate: GateConfig): string {
  checkRead(path);
  if (!existsSync(path)) throw missingBaseline(path, gate);
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const what = code === 'EISDIR' ? 'is a folder' : `cannot be read (${code})`;
    throw new TanimarkError(
      'file',
      `${path} ${what}; set \`baseline\` in ${gate.path} to the file that --update-baseline writes`,
      { cause: error },
    );
  }
}

/**
 * The rows of a test set, as a baseline knows them: structures as written, and the true values of every target.
 */
export function testRows({ test, targets }: Pick<GateTask, 'test' | 'targets'>): TestRow[] {
  const { table, smilesColumn } = test.table;
  return Array.from(test.records, (r, i) => ({
    smiles: table.rows[r][smilesColumn].trim(),
    truth: targets.map(({ truth }) => truth[i]),
  }));
}

/** SHA-256 of the structures of the training rows, as written, in any order. */
export function trainHash({ train }: TestSet): string {
  const { table, set, smilesColumn } = train.table;
  const own = table.rows.flatMap((row, r) =>
    train.isTrain(r) && set.moleculeOf[r] >= 0 ? [row[smilesColumn].trim()] : [],
  );
  return hashOf(own);
}

/** Settings that define the strata of rows. */
export function strataSettings({ settings }: GateTask): Record<string, string> {
  return {
    bins: settings.bins.texts.join(','),
    fingerprint: specIdentity(settings.fingerprint.spec),
    standardize: settings.standardize,
  };
}

/**
 * Finds each test row in a baseline file.
 *
 * @throws CheckFailure (missing_baseline, missing_predictions, settings_changed, test_set_changed)
 */
export function matchBaseline(
  subject: GateTask,
  tasks: readonly BaselineTask[],
  path: string,
): BaselineOfRows {
  const { name, targets, test } = subject;
  const task = tasks.find((other) => other.name === name);
  const at = task && targets.map((target) => task.targets.findIndex((t) => t.name === target.name));
  const absent = !task ? name : targets.find((_, t) => at?.[t] === -1)?.name;
  if (!task || !at || absent !== undefined) {
    throw new CheckFailure(
      'missing_baseline',
      `${path}: no baseline for ${absent === null ? 'the task without a name' : `"${absent}"`}; ${UPDATE}`,
    );
  }
  const lost = task.targets.find((target) => !targets.some((own) => own.name === target.name));
  if (lost) {
    throw new CheckFailure(
      'missing_predictions',
      `${subject.config.predictions}: no predictions of "${lost.name}", which is in ${path}; add its column and name it with \`label\`, or ${UPDATE}`,
    );
  }
  checkSettings(strataSettings(subject), task, path);
  targets.forEach((target, t) => {
    checkKind(target, task.targets[at[t]], path);
  });
  const rows = testRows(subject);
  const ordered = task.rows.map(({ smiles, truth }) => ({
    smiles,
    truth: at.map((t) => truth[t]),
  }));
  if (testSetHash(rows) !== testSetHash(ordered)) throw changed(rows, ordered, path);
  const place = placesOf(rows, ordered);
  checkGroups(subject, task, place, path);
  const isTrained = task.train === trainHash(test);
  const context = isTrained ? subject.context : asInBaseline(subject.context, task, place);
  const warnings = isTrained
    ? []
    : [
        `the training set has changed since the baseline was made; strata are those of ${task.places ? `the baseline's training set, so that both models are compared on the same rows; to use the new one, update the baseline` : 'the new training set'}`,
      ];
  const models = targets.map((_, t) => inOrder(task.targets[at[t]].predictions, place));
  return { task, models, context, warnings };
}

/** The groupings that are made from the training set; others are columns. */
const OF_TRAINING: readonly string[] = ['scaffold'];

/**
 * Where each row is measured, for a baseline file.
 *
 * @param names what rules group rows by; what is made for each label (`cliff`) is not kept
 */
export function placesNow(
  { context: { bin, groupings } }: GateTask,
  names: readonly string[],
): { groupings: string[]; places: RowPlace[] } {
  const own = groupings.filter(({ by }) => names.includes(by));
  return {
    groupings: own.map(({ by }) => by),
    places: Array.from(bin, (b, i) => ({
      bin: b,
      groups: own.map(({ values, of }) => values[of[i]]),
    })),
  };
}

/** @throws CheckFailure (test_set_changed) where the column that a rule groups by has other values than in the baseline */
function checkGroups(
  { context, test }: GateTask,
  { groupings, places }: BaselineTask,
  place: Int32Array,
  path: string,
): void {
  if (!places) return;
  for (const { by, values, of } of context.groupings) {
    const g = groupings.indexOf(by);
    if (g < 0 || OF_TRAINING.includes(by)) continue;
    const moved = [...of.keys()].filter((i) => values[of[i]] !== places[place[i]].groups[g]);
    if (moved.length === 0) continue;
    const [i] = moved;
    throw new CheckFailure(
      'test_set_changed',
      `column "${printable(by, 40)}", which a rule groups by, has other values than in ${path} in ${plural(moved.length, 'test row')} (the first is row ${test.records[i] + 1}: ${printable(values[of[i]], 40)}, ${printable(places[place[i]].groups[g], 40)} in the baseline); ${UPDATE}`,
    );
  }
}

/** The bins and groups of the baseline's training set, where its file has them. */
function asInBaseline(
  context: EvaluationContext,
  { groupings, places }: BaselineTask,
  place: Int32Array,
): EvaluationContext {
  if (!places) return context;
  return {
    ...context,
    bin: Uint8Array.from(place, (r) => places[r].bin),
    groupings: context.groupings.map((grouping) => {
      const g = groupings.indexOf(grouping.by);
      if (g < 0 || !OF_TRAINING.includes(grouping.by)) return grouping;
      const { values } = grouping;
      return {
        ...grouping,
        of: Int32Array.from(place, (r) => values.indexOf(places[r].groups[g])),
      };
    }),
  };
}

/** Of a task and target of a baseline: its rows in each stratum. */
export function strataOf(task: BaselineTask, name: string): BaselineTarget['strata'] {
  return task.targets.find((target) => target.name === name)?.strata ?? [];
}

function checkSettings(own: Record<string, string>, task: BaselineTask, path: string): void {
  const different = Object.keys(own).find((key) => own[key] !== task.settings[key]);
  if (different === undefined) return;
  throw new CheckFailure(
    'settings_changed',
    `${path}: made with ${different} ${shortened(task.settings[different])}, this check uses ${shortened(own[different])}; ${UPDATE}`,
  );
}

/** A setting for messages: a checksum by its first digits. */
function shortened(setting: string | undefined): string {
  return String(setting).replace(/(sha256=[\da-f]{12})[\da-f]{52}/, '$1…');
}

/** Rules that are of one kind of labels do not look at the other. */
function checkKind(
  { name, task }: GateTask['targets'][number],
  theirs: BaselineTarget,
  path: string,
): void {
  if (task === theirs.task) return;
  throw new CheckFailure(
    'settings_changed',
    `${path}: "${name}" was ${theirs.task} and is now ${task}; set \`task: ${theirs.task}\`, or ${UPDATE}`,
  );
}

/** The row of the baseline that each test row is; rows that are alike are taken in order. */
function placesOf(rows: readonly TestRow[], theirs: readonly TestRow[]): Int32Array {
  const left = new Map<string, number[]>();
  theirs.forEach((row, r) => {
    const key = rowKey(row);
    const known = left.get(key);
    if (known) known.push(r);
    else left.set(key, [r]);
  });
  for (const list of left.values()) list.reverse();
  return Int32Array.from(rows, (row) => left.get(rowKey(row))?.pop() ?? -1);
}

function inOrder(
  { value, std, interval }: BaselinePredictions,
  place: Int32Array,
): ModelPredictions {
  const pick = (values: ArrayLike<number>) => Float64Array.from(place, (r) => values[r]);
  return {
    value: pick(value),
    std: std && pick(std),
    interval: interval && {
      lower: pick(interval.lower),
      upper: pick(interval.upper),
      level: interval.level,
    },
  };
}

/** Differences between the rows of two test sets, in words. */
function changed(rows: readonly TestRow[], theirs: readonly TestRow[], path: string): CheckFailure {
  const places = placesOf(rows, theirs);
  const known = new Set(places);
  const gone = theirs.filter((_, r) => !known.has(r));
  const fresh = rows.filter((_, i) => places[i] < 0);
  const structures = new Set(fresh.map(({ smiles }) => smiles));
  const relabeled = gone.filter(({ smiles }) => structures.has(smiles)).length;
  const parts = [
    ...(relabeled > 0
      ? [`${plural(relabeled, 'row has', 'rows have')} different true values`]
      : []),
    ...(gone.length > relabeled
      ? [`${plural(gone.length - relabeled, 'row is', 'rows are')} missing`]
      : []),
    ...(fresh.length > relabeled
      ? [`${plural(fresh.length - relabeled, 'row is', 'rows are')} new`]
      : []),
  ];
  const [first] = gone.length > 0 ? gone : fresh;
  const now = gone.length > 0 ? fresh.find(({ smiles }) => smiles === first.smiles) : undefined;
  const values = ({ truth }: TestRow) =>
    truth.map((y) => (Number.isNaN(y) ? 'none' : y)).join(', ');
  const edit = now ? `: ${values(now)}, ${values(first)} in the baseline` : '';
  return new CheckFailure(
    'test_set_changed',
    `the test set differs from that of ${path}: ${list(parts)} (the first is ${printable(first.smiles, 60)}${edit}); ${UPDATE}`,
  );
}
