import type { ChemistryPool } from '../../chemistry/pool.js';
import { TanimarkError } from '../../errors.js';
import type { Job } from '../../job.js';
import { findColumn } from '../../tables/columns.js';
import type { LabelTask } from '../../tables/labels.js';
import type { Table } from '../../tables/table.js';
import { list, plural, printable } from '../../text.js';
import type { ScoreOptions } from '../options.js';
import type { TestSet } from '../test-set/test-set.js';
import { classTargets, labelNames, type Target, targetNamed } from '../test-set/true-values.js';
import { labelBeside, noLabel, truthsBeside } from '../test-set/truths-beside.js';
import type { JoinReport } from '../types.js';
import { predictionColumns } from './columns.js';
import {
  checkTruths,
  type Joined,
  joinPredictions,
  joinReport,
  readPredictions,
  skippedNote,
  truthColumn,
} from './join.js';
import { type ModelPredictions, readerOf, readModel } from './read-model.js';
import { suspicionsOf } from './suspicions.js';
import { classColumn, columnForTarget, refuseCopies, sharedTasks } from './task-columns.js';

/** True values of one label column, or of one class. */
export interface Truths {
  readonly name: string;
  readonly task: LabelTask;
  /** Of each test row; NaN where it has none. */
  readonly truth: Float64Array;
  /** Of each training molecule; NaN where it has none. */
  readonly train: Float64Array;
}

/** True values, and what a model predicts of them. */
export interface ScoredTarget extends Truths {
  /** Null where only the baselines are scored. */
  readonly model: ModelPredictions | null;
}

export interface Targets {
  readonly targets: readonly ScoredTarget[];
  /** Whether they are tasks of their own, the classes of one column, or a single column. */
  readonly kind: 'single' | 'tasks' | 'classes';
  readonly join: JoinReport | null;
  readonly joined: Joined | null;
  /** The columns that were used, as they are called. */
  readonly label: string | undefined;
  readonly prediction: string | undefined;
  readonly warnings: string[];
  /** What the predictions cannot well be, such as on another scale. */
  readonly hints: readonly string[];
}

type Found = Omit<Targets, 'hints'>;

/**
 * Finds what is to be scored: the true values in the test table, else beside the predictions, and the
 * predictions that belong to them.
 *
 * @param table the predictions; null to score the baselines alone
 * @throws TanimarkError (column, join, prediction, usage)
 */
export async function readTargets(
  options: ScoreOptions,
  test: TestSet,
  table: Table | null,
  pool: ChemistryPool,
  job: Job,
): Promise<Targets> {
  const found = await findTargets(options, test, table, pool, job);
  checkUsed(options, found);
  return { ...found, hints: hintsOf(found, table, options) };
}

/** What the predictions cannot well be. */
function hintsOf({ targets, kind }: Found, table: Table | null, options: ScoreOptions): string[] {
  // Scores of one class of several need not sum to one, nor be right.
  if (!table || kind === 'classes') return [];
  return targets.flatMap(({ name, task, truth, model }) => {
    if (!model) return [];
    const which = kind === 'tasks' ? `"${printable(name, 40)}": ` : '';
    return suspicionsOf(task, truth, model.value, options).map(
      ({ text }) => `${table.name}: ${which}${text}`,
    );
  });
}

/** Options that would do nothing are errors. */
function checkUsed(options: ScoreOptions, { kind, targets, joined }: Found): void {
  if (options.threshold !== undefined && kind === 'classes') {
    throw new TanimarkError(
      'usage',
      '--threshold is for two classes; of several, the one with the highest probability is taken',
    );
  }
  if (options.threshold !== undefined && targets.every(({ task }) => task === 'regression')) {
    throw new TanimarkError(
      'usage',
      '--threshold makes classes of scores, and the labels are numbers; leave it out, or say --task classification',
    );
  }
  if (options.level !== undefined && targets.every(({ model }) => !model?.interval)) {
    throw new TanimarkError(
      'usage',
      `--level ${options.level}: ${joined ? joined.table.name : 'a score without predictions'} has no columns of intervals; name them with --lower and --upper`,
    );
  }
}

async function findTargets(
  options: ScoreOptions,
  test: TestSet,
  table: Table | null,
  pool: ChemistryPool,
  job: Job,
): Promise<Found> {
  const join = (columns: readonly number[]) =>
    table && joinPredictions(table, test, new Set(columns), options, pool, job);
  if (options.task === 'multiclass') {
    const [given, ...more] = labelNames(options.label);
    if (more.length > 0) {
      throw new TanimarkError(
        'usage',
        `--task multiclass takes one column of classes, and --label names ${more.length + 1}; score each by itself`,
      );
    }
    const named = given ?? usualLabel(test.table.table);
    if (named === undefined) throw noLabel(test);
    return ofClasses(classTargets(test, named), named, table, options, test, join);
  }
  const names = labelNames(options.label);
  const possible = table ? sharedTasks(table, test, options) : [];
  const shared = names.length === 0 ? possible : [];
  if (names.length > 1 || shared.length > 1) {
    const targets = (names.length > 1 ? names : shared).map((name) =>
      targetNamed(test, name, options),
    );
    const found = await ofTasks(targets, table, options, test, join);
    if (names.length === 0 && table) refuseCopies(table, withModels(found));
    return found;
  }
  const label = shared.length === 1 ? targetNamed(test, shared[0], options) : test.label;
  const found = await ofOne(label, table, options, test, join);
  if (shared.length === 1 && table && label?.column !== test.label?.column) {
    refuseCopies(table, withModels(found));
  }
  const rest = label ? possible.filter((name) => name !== label.column) : [];
  if (rest.length > 0) {
    found.warnings.push(
      `${list(rest.map((name) => `"${name}"`))} of the predictions ${rest.length === 1 ? 'is a label column' : 'are label columns'} of the test table, too, and not scored: --label ${possible.join(',')} scores all`,
    );
  }
  return found;
}

/** The label column of a table, by its name. */
function usualLabel(table: Table): string | undefined {
  const column = findColumn(table, 'label') ?? findColumn(table, 'truth');
  return column === undefined ? undefined : table.columns[column];
}

type Join = (columns: readonly number[]) => Promise<Joined> | null;

async function ofOne(
  label: Target | null,
  table: Table | null,
  options: ScoreOptions,
  test: TestSet,
  join: Join,
): Promise<Found> {
  const known = label ?? (table && labelBeside(table, options));
  const columns = table && predictionColumns(table, test, known, options);
  const joined = columns && (await join([columns.prediction]));
  const warnings: string[] = [];
  let target = label;
  if (!target && joined) target = truthsBeside(joined, options, warnings);
  if (!target) throw noLabel(test);
  const truth = ofTestRows(target, test);
  const task = taskOf(target, truth, options);
  if (!columns || !joined) {
    const alone = { name: target.column, task, truth, train: target.train, model: null };
    return result('single', [alone], null, target.column, undefined, warnings);
  }
  const name = joined.table.columns[columns.prediction];
  if (label) checkColumns(joined, columns.prediction, target, truth);
  const model = readModel(joined, columns, truth, target.classes, options, warnings);
  warnings.push(
    `predictions are column "${name}", joined by ${joined.map.by}${joined.map.detail}`,
    ...skippedNote(joined, truth, model.value),
  );
  const scored = { name: target.column, task, truth, train: target.train, model };
  return result('single', [scored], joined, target.column, name, warnings);
}

async function ofTasks(
  targets: readonly Target[],
  table: Table | null,
  options: ScoreOptions,
  test: TestSet,
  join: Join,
): Promise<Found> {
  checkOneColumnFlags(options);
  const at = table && targets.map(({ column }) => columnForTarget(table, test, column));
  const joined = at && (await join(at));
  const warnings = [`tasks are columns ${list(targets.map(({ column }) => `"${column}"`))}`];
  if (joined) warnings.push(`predictions are joined by ${joined.map.by}${joined.map.detail}`);
  const scored = targets.map((target, t) => {
    const truth = ofTestRows(target, test);
    if (joined) refuseTruths(joined, at[t], target, truth);
    const model =
      joined && readModel(joined, { prediction: at[t] }, truth, target.classes, options, warnings);
    const task = taskOf(target, truth, options);
    return { name: target.column, task, truth, train: target.train, model };
  });
  const label = targets.map(({ column }) => column).join(',');
  return result('tasks', scored, joined, label, undefined, warnings);
}

async function ofClasses(
  targets: readonly Target[],
  label: string,
  table: Table | null,
  options: ScoreOptions,
  test: TestSet,
  join: Join,
): Promise<Found> {
  const warnings = [
    `column "${label}" holds ${plural(targets.length, 'class', 'classes')}, each scored against the rest`,
  ];
  const classes = targets.map(({ column }) => column);
  const single = table ? classColumn(table, test, classes, options.prediction) : undefined;
  const at =
    table && single === undefined
      ? classes.map((name) => columnForTarget(table, test, name))
      : table && classes.map(() => single as number);
  const joined = at && (await join(at));
  if (joined) {
    warnings.push(`predictions are joined by ${joined.map.by}${joined.map.detail}`);
    if (single !== undefined) {
      warnings.push(`column "${joined.table.columns[single]}" holds classes, not probabilities`);
    }
  }
  const scored = targets.map((target, t): ScoredTarget => {
    const truth = ofTestRows(target, test);
    const known = (i: number) => !Number.isNaN(truth[i]);
    const reader = {
      read: (cell: string) =>
        classes.includes(cell.trim()) ? (cell.trim() === target.column ? 1 : 0) : Number.NaN,
      problem: `is none of the classes ${list(classes)}`,
    };
    const model =
      joined &&
      (single === undefined
        ? readModel(joined, { prediction: at[t] }, truth, null, options, warnings)
        : { value: readPredictions(joined, single, known, reader) });
    return { name: target.column, task: 'classification', truth, train: target.train, model };
  });
  const name = joined && single !== undefined ? joined.table.columns[single] : undefined;
  return result('classes', scored, joined, label, name, warnings);
}

function result(
  kind: Targets['kind'],
  targets: readonly ScoredTarget[],
  joined: Joined | null,
  label: string,
  prediction: string | undefined,
  warnings: string[],
): Found {
  if (!joined) return { kind, targets, joined, join: null, label, prediction, warnings };
  // A row without any label was not asked for its prediction.
  const predicted = (i: number) =>
    targets.every(({ truth }) => Number.isNaN(truth[i]))
      ? joined.map.rows[i].length > 0
      : targets.some(({ model }) => model && !Number.isNaN(model.value[i]));
  const join = joinReport(joined, predicted);
  if (joined.averaged.size > 0) {
    const n = joined.averaged.size;
    joined.warnings.push(
      `${plural(n, 'test row has', 'test rows have')} several predictions, which were averaged`,
    );
  }
  return {
    kind,
    targets,
    joined,
    join,
    label,
    prediction,
    // What holds for the columns of several tasks is said once.
    warnings: [...new Set([...warnings, ...joined.warnings])],
  };
}

/** The tasks that have a model. */
function withModels({ targets }: Found) {
  return targets.flatMap(({ name, truth, model }) =>
    model ? [{ name, truth, value: model.value }] : [],
  );
}

function ofTestRows({ values }: Target, { records }: TestSet): Float64Array {
  return Float64Array.from(records, (r) => values[r]);
}

function taskOf(target: Target, truth: Float64Array, options: ScoreOptions): LabelTask {
  const task = options.task === 'multiclass' ? undefined : options.task;
  const classes =
    truth.every((y) => Number.isNaN(y) || y === 0 || y === 1) &&
    // Means over the rows of a molecule.
    target.train.every((y) => Number.isNaN(y) || (y >= 0 && y <= 1));
  if (task === 'classification' && !classes) {
    throw new TanimarkError(
      'usage',
      `--task classification: the labels in "${target.column}" are not all 0 or 1; make them so, score them as regression, or say --task multiclass`,
    );
  }
  return task ?? target.task;
}

/** The prediction column must not be the true values, and true values beside it must be those of the test rows. */
function checkColumns(
  joined: Joined,
  prediction: number,
  label: Target,
  truth: Float64Array,
): void {
  const { table, test } = joined;
  if (table === test.table.table) return;
  if (table.columns[prediction] === label.column) {
    refuseTruths(joined, prediction, label, truth);
    return;
  }
  const theirs = truthColumn(table, label.column, new Set([prediction]));
  if (theirs !== undefined) checkTruths(joined, theirs, truth, label.classes);
}

/** A column called like the labels that holds just them is no prediction. */
function refuseTruths(
  joined: Joined,
  prediction: number,
  { column: label, classes }: Target,
  truth: Float64Array,
): void {
  const { table, map } = joined;
  if (table.columns[prediction] !== label) return;
  const { rows } = table;
  const { read } = readerOf(joined, prediction, classes);
  // Of another file's molecules nothing can be said; that none of them is here is an error of its own.
  if (map.rows.every((own) => own.length === 0)) return;
  const equal = map.rows.every(
    ([row], i) =>
      row === undefined || Number.isNaN(truth[i]) || read(rows[row][prediction]) === truth[i],
  );
  if (!equal) return;
  throw new TanimarkError(
    'column',
    `${table.name}: column "${label}" holds the true values, not predictions; name the column of predictions with --prediction`,
    { discreet: 'as it is' },
  );
}

/** Flags that name one column do not say of which of several tasks. */
function checkOneColumnFlags({ prediction, std, lower, upper }: ScoreOptions): void {
  const given = Object.entries({ prediction, std, lower, upper }).find(([, name]) => name);
  if (!given) return;
  throw new TanimarkError(
    'usage',
    `--${given[0]} ${given[1]}: there are several tasks, and it names a column for one; score one with --label, or call the columns of predictions pred_<label>`,
  );
}
