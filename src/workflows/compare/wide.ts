import type { ChemistryPool } from '../../chemistry/pool.js';
import { TanimarkError } from '../../errors.js';
import type { ScoreOptions } from '../../evaluation/options.js';
import { invalidPredictions } from '../../evaluation/predictions/invalid.js';
import type { Model } from '../../evaluation/predictions/models.js';
import { predictionTable } from '../../evaluation/predictions/table.js';
import { readTargets } from '../../evaluation/predictions/targets/index.js';
import { ownColumnForTarget } from '../../evaluation/predictions/task-columns.js';
import type { TestSet } from '../../evaluation/test-set/test-set.js';
import { labelNames } from '../../evaluation/test-set/true-values.js';
import type { Job } from '../../job.js';
import { optionName, optionValue } from '../../spelling.js';
import { columnNamed } from '../../tables/columns.js';
import type { Table } from '../../tables/table.js';
import { list, plural, printable } from '../../text.js';
import { checkScales } from './wide-check.js';
import { type ModelColumn, modelColumns } from './wide-columns.js';

/** Options about the models in one file. */
export interface WideModels {
  readonly columns: readonly string[] | undefined;
  readonly names: readonly string[] | undefined;
}

/**
 * Reads the predictions of several models of one test set from the columns of one table. Standard deviations and
 * intervals are not read: their usual names do not say of which model they are.
 *
 * @throws TanimarkError (column, join, prediction, usage) also where it is not plain which columns are models
 */
export async function readWideModels(
  options: ScoreOptions,
  { columns, names }: WideModels,
  test: TestSet,
  pool: ChemistryPool,
  job: Job,
): Promise<Model[]> {
  const table = (await predictionTable(options, test, pool, job)) as Table;
  const own = labelNames(options.label);
  if (own.length > 1) {
    throw new TanimarkError(
      'usage',
      `${optionValue('label', own.join(','))}: one file with a column for each model can be compared for one label only; give one file for each model`,
    );
  }
  const found =
    columns === undefined ? modelColumns(table, test, options) : namedColumns(table, columns);
  const called = names ?? found.map(({ name }) => name);
  if (called.length !== found.length || new Set(called).size < called.length) {
    throw new TanimarkError(
      'usage',
      `${optionName('names')}: give ${plural(found.length, 'different name')}, one for each model (columns ${list(found.map(({ column }) => `"${printable(table.columns[column], 30)}"`))}), separated by commas`,
    );
  }
  const invalid = await invalidPredictions(table, options, test, pool, job);
  const models: Model[] = [];
  for (const [m, { column }] of found.entries()) {
    const reading = { ...options, prediction: table.columns[column], uncertainty: false };
    const targets = await readTargets(reading, test, table, pool, job);
    const { path, sha256, rows } = table;
    const name = table.columns[column];
    const read = { path, column: name, sha256, rows: rows.length, invalid };
    models.push({ name: called[m], ...read, found: targets });
  }
  if (columns === undefined) checkScales(table, models);
  return models;
}

/** The columns that `--models` names: as they are, or as `pred_<name>`. @throws TanimarkError (column, usage) */
function namedColumns(table: Table, names: readonly string[]): ModelColumn[] {
  const found = names.map((name) => {
    const exact = table.columns.indexOf(name.trim());
    const column =
      exact >= 0
        ? exact
        : (ownColumnForTarget(table.columns, name.trim()) ??
          columnNamed(table, name.trim(), 'models'));
    return { column, name: name.trim() };
  });
  if (found.length < 2 || new Set(found.map(({ column }) => column)).size < found.length) {
    throw new TanimarkError(
      'usage',
      `${optionValue('models', names.join(','))}: name two or more prediction columns, each once; for one model, use tanimark score`,
    );
  }
  return found;
}
