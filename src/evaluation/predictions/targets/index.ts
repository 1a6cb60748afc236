import type { ChemistryPool } from '../../../chemistry/pool.js';
import { TanimarkError } from '../../../errors.js';
import type { Job } from '../../../job.js';
import { optionName, optionValue } from '../../../spelling.js';
import { findColumn } from '../../../tables/columns.js';
import type { Table } from '../../../tables/table.js';
import { list, printable } from '../../../text.js';
import type { ScoreOptions } from '../../options.js';
import type { TestSet } from '../../test-set/test-set.js';
import { classTargets, labelNames, targetNamed } from '../../test-set/true-values.js';
import { noLabel } from '../../test-set/truths-beside.js';
import { joinPredictions } from '../join.js';
import { suspicionsOf } from '../suspicions.js';
import { refuseCopies, sharedTasks } from '../task-columns.js';
import { ofClasses } from './classes.js';
import { ofOne } from './one.js';
import { ofTasks } from './tasks.js';
import type { FoundTargets, Join, TargetRequest, Targets } from './types.js';

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
  const join: Join = (columns) =>
    table && joinPredictions(table, test, new Set(columns), options, pool, job);
  const found = await findTargets({ options, test, table, join });
  checkUsed(options, found);
  if (table && table !== test.table.table) found.warnings.unshift(...table.notes);
  return { ...found, hints: hintsOf(found, table, options) };
}

/** Notes on predictions that seem wrong. */
function hintsOf(
  { targets, kind }: FoundTargets,
  table: Table | null,
  options: ScoreOptions,
): string[] {
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
function checkUsed(options: ScoreOptions, { kind, targets, joined }: FoundTargets): void {
  if (options.threshold !== undefined && kind === 'classes') {
    throw new TanimarkError(
      'usage',
      `${optionName('threshold')} needs two classes; of several classes the one with the highest probability is predicted; leave it out`,
      { option: 'threshold' },
    );
  }
  if (options.threshold !== undefined && targets.every(({ task }) => task === 'regression')) {
    throw new TanimarkError(
      'usage',
      `${optionName('threshold')} needs classes, and the labels are numbers; leave it out, or use ${optionValue('task', 'classification')}`,
      { option: 'threshold' },
    );
  }
  if (options.level !== undefined && targets.every(({ model }) => !model?.interval)) {
    throw new TanimarkError(
      'usage',
      `${optionValue('level', String(options.level))}: ${joined ? joined.table.name : 'a score without predictions'} has no interval columns; name them with ${optionName('lower')} and ${optionName('upper')}`,
      { option: 'level' },
    );
  }
}

async function findTargets(request: TargetRequest): Promise<FoundTargets> {
  const { options, test, table } = request;
  if (options.task === 'multiclass') {
    const [given, ...more] = labelNames(options.label);
    if (more.length > 0) {
      throw new TanimarkError(
        'usage',
        `${optionValue('task', 'multiclass')} needs one column of classes, and ${optionName('label')} names ${more.length + 1}; score each column in a run of its own`,
        { option: 'task' },
      );
    }
    const named = given ?? usualLabel(test.table.table);
    if (named === undefined) throw noLabel(test);
    return ofClasses(classTargets(test, named), named, request);
  }
  const names = labelNames(options.label);
  const possible = table ? sharedTasks(table, test, options) : [];
  const shared = names.length === 0 ? possible : [];
  if (names.length > 1 || shared.length > 1) {
    const targets = (names.length > 1 ? names : shared).map((name) =>
      targetNamed(test, name, options),
    );
    const found = await ofTasks(targets, request);
    if (names.length === 0 && table) refuseCopies(table, withModels(found));
    return found;
  }
  const label = shared.length === 1 ? targetNamed(test, shared[0], options) : test.label;
  const found = await ofOne(label, request);
  if (shared.length === 1 && table && label?.column !== test.label?.column) {
    refuseCopies(table, withModels(found));
  }
  const rest = label ? possible.filter((name) => name !== label.column) : [];
  if (rest.length > 0) {
    found.warnings.push(
      `${list(rest.map((name) => `"${name}"`))} of the predictions ${rest.length === 1 ? 'is a label column' : 'are label columns'} of the test table, too, and ${rest.length === 1 ? 'is' : 'are'} not scored; to score all: ${optionValue('label', String(possible.join(',')))}`,
    );
  }
  return found;
}

/** The label column of a table, by its name. */
function usualLabel(table: Table): string | undefined {
  const column = findColumn(table, 'label') ?? findColumn(table, 'truth');
  return column === undefined ? undefined : table.columns[column];
}

/** The tasks that have a model. */
function withModels({ targets }: FoundTargets) {
  return targets.flatMap(({ name, truth, model }) =>
    model ? [{ name, truth, value: model.value }] : [],
  );
}
