import { severalLabels, shownCandidates } from '../../dataset/molecule-table.js';
import { TanimarkError } from '../../errors.js';
import { optionName, optionValue } from '../../spelling.js';
import { findColumn, isUsualName } from '../../tables/columns.js';
import { readLabels } from '../../tables/labels.js';
import type { Table } from '../../tables/table.js';
import { list } from '../../text.js';
import type { ScoreOptions } from '../options.js';
import type { KnownLabel } from '../predictions/columns.js';
import type { Joined } from '../predictions/join.js';
import type { TestSet } from './test-set.js';
import { readingOf, type Target, taskOfBoth, trainLabels } from './true-values.js';

/** Error for missing true values. */
export function noLabel({ table }: TestSet): TanimarkError {
  if (table.labelProblem !== null) {
    return new TanimarkError(
      'column',
      `${table.labelProblem}; or choose another column with ${optionName('label')} (for several classes: ${optionValue('task', 'multiclass')})`,
    );
  }
  const { labelCandidates: possible } = table;
  if (possible.length > 1 && possible.every((name) => isUsualName(name, 'label')))
    return severalLabels(table.name, possible);
  const hint =
    possible.length > 0 ? ` (columns of numbers or classes: ${shownCandidates(possible)})` : '';
  return new TanimarkError(
    'column',
    `${table.name}: no label column found; name it with ${optionName('label')}${hint}, give ${optionName('truth')} <file>, or add y_true to the predictions`,
  );
}

/** The true values beside the predictions, by name and kind, before they are matched. */
export function labelBeside(
  table: Table,
  { label, positive, transform, censored }: ScoreOptions,
): KnownLabel | null {
  const column = findColumn(table, 'truth', label);
  if (column === undefined) return null;
  const read = readLabels(
    table.rows.map((row) => row[column]),
    { positive, transform, censored },
  );
  return 'problem' in read ? null : { ...read, column: table.columns[column] };
}

/** The true values that stand beside the predictions. */
export function truthsBeside(
  { table, map, test }: Joined,
  options: ScoreOptions,
  warnings: string[],
): Target | null {
  const column = findColumn(table, 'truth', options.label);
  if (column === undefined) return null;
  const theirs = test.train.table.labels;
  const read = readLabels(
    table.rows.map((row) => row[column]),
    readingOf(options, theirs?.classes),
  );
  if ('problem' in read) {
    throw new TanimarkError(
      'column',
      `${table.name}: column "${table.columns[column]}", row ${read.record + 1}: ${read.problem}`,
      {
        discreet: `${table.name}: column ${column + 1}, row ${read.record + 1}: a cell without a valid true value; fix it`,
      },
    );
  }
  warnings.push(`using true values of column "${table.columns[column]}" of ${table.name}`);
  const values = new Float64Array(test.table.table.rows.length).fill(Number.NaN);
  map.rows.forEach((rows, i) => {
    const own = new Set(rows.map((row) => read.values[row]).filter((y) => !Number.isNaN(y)));
    if (own.size > 1) {
      throw new TanimarkError(
        'join',
        `${table.name}: rows ${list(rows.map((row) => String(row + 1)))} have different true values for the same ${map.keyOf(i)}; keep one row, or put the true values into the test table`,
        { discreet: 'as it is' },
      );
    }
    for (const y of own) values[test.records[i]] = y;
  });
  warnings.push(...read.notes);
  // With folds the test rows are each other's training rows.
  const train = trainLabels(test, test.folds ? values : theirs?.values);
  const { classes } = read;
  return {
    column: table.columns[column],
    task: taskOfBoth(read, theirs),
    classes,
    values,
    ...train,
  };
}
