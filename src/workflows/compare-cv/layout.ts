import { TanimarkError } from '../../errors.js';
import { optionName, optionValue } from '../../spelling.js';
import type { Table } from '../../tables/table.js';
import { list, printable } from '../../text.js';
import { hasDirection } from './metrics.js';
import { metricKey, metricWritten, type NamedMetric } from './names.js';
import { isNameless, numbersRows } from './row-numbers.js';
import type { CompareCvOptions } from './types.js';

/** Usual names, lower case with underscores, in tiers: those of an earlier tier are taken first. */
const NAMES = {
  method: [['method', 'model'], ['algorithm', 'estimator', 'learner'], ['params']],
  repeat: [['repeat', 'replicate', 'repetition', 'rep', 'cv_repeat', 'cv_cycle', 'cycle']],
  fold: [['fold', 'cv_fold', 'fold_id', 'fold_index', 'fold_idx'], ['split']],
  metric: [['metric', 'metric_name', 'measure']],
  value: [['value', 'score', 'result'], ['test_score']],
} as const;
type Role = keyof typeof NAMES;

/** A column of values of one metric; of one fold, where each has a column of its own. */
export interface WideColumn extends NamedMetric {
  readonly column: number;
  readonly fold: string | null;
}

/** Where the metrics of a table are: in a column each, or their names in one and their values in another. */
export interface Layout {
  readonly keys: Readonly<Record<'method' | 'repeat' | 'fold', number>>;
  readonly wide: readonly WideColumn[];
  /** Below 0 in a wide table, and `metric` also where there is only one. */
  readonly metric: number;
  readonly value: number;
  /** Columns that say nothing of these, nor number the rows. */
  readonly others: readonly number[];
}

/**
 * Finds out what the columns of a table of results are.
 *
 * @param notes what is to be said of it is added to them
 * @throws TanimarkError (column, usage)
 */
export function layoutOf(table: Table, options: CompareCvOptions, notes: string[]): Layout {
  const folds = foldColumns(table, options);
  const keys = keysOf(table, folds.length > 0, notes);
  const [metric, value] = [columnOf(table, 'metric'), columnOf(table, 'value')];
  const restOf = (used: Iterable<number>) => {
    const taken = new Set([...Object.values(keys), ...used]);
    return table.columns.flatMap((_, c) => (taken.has(c) || numbersRows(table, c) ? [] : [c]));
  };
  if (folds.length > 0) {
    requireDifferent(table, folds);
    return { keys, wide: folds, metric: -1, value: -1, others: [] };
  }
  if (value >= 0) {
    if (metric < 0) requireMetric(table.name, table.columns[value], options);
    return { keys, wide: [], metric, value, others: restOf([metric, value]) };
  }
  const wide = metricColumns(table, new Set(Object.values(keys)), options);
  return {
    ...{ keys, wide, metric: -1, value: -1 },
    others: restOf(wide.map(({ column }) => column)),
  };
}

/** @throws TanimarkError (column) where the methods, or what tells their results apart, cannot be found */
function keysOf(table: Table, foldsAside: boolean, notes: string[]): Layout['keys'] {
  const keys = {
    method: columnOf(table, 'method'),
    repeat: columnOf(table, 'repeat'),
    fold: columnOf(table, 'fold'),
  };
  // Beside a column that tells folds apart, `split` is how they were made (random, scaffold).
  if (keys.repeat >= 0 && normalized(table.columns[keys.fold]) === 'split') {
    const words = table.rows.some((row) => !/^\d*$/.test(row[keys.fold].trim()));
    if (words) keys.fold = -1;
  }
  if (foldsAside) keys.fold = -1;
  if (keys.method >= 0 && keys.fold < 0 && keys.repeat < 0 && !foldsAside) {
    // Frames of cross_validate, one below the other, are numbered by fold.
    keys.fold = table.columns.findIndex((_, c) => c !== keys.method && numbersFolds(table, c));
    if (keys.fold >= 0) {
      notes.push(
        `no fold column; using "${printable(table.columns[keys.fold], 30)}", which numbers the results of each method`,
      );
    }
  }
  if (keys.method < 0 || (keys.fold < 0 && keys.repeat < 0 && !foldsAside)) {
    throw new TanimarkError(
      'column',
      `${table.name}: cross-validation results need the columns method and fold (optional: repeat), and metric and value or one column per metric; the file has ${list(table.columns.map((c) => printable(c, 30)))}; to compare predictions instead, give ${optionName('split')} and two or more prediction files`,
    );
  }
  return keys;
}

/** Whether an index begins again somewhere, as where tables of folds were put together. */
function numbersFolds(table: Table, column: number): boolean {
  if (!isNameless(table.columns[column])) return false;
  const values = table.rows.map((row) => row[column].trim());
  return values.every((v) => /^\d+$/.test(v)) && new Set(values).size < values.length;
}

/** `split0_test_r2` of scikit-learn's GridSearchCV: one column for each fold. */
function foldColumns(table: Table, options: CompareCvOptions): WideColumn[] {
  return table.columns.flatMap((name, column) => {
    const found = /^split(\d+)_test_(.+)$/i.exec(name.trim());
    if (!found) return [];
    const [, fold, metric] = found;
    if (lower(metric) !== 'score') return [{ column, fold, ...metricWritten(metric) }];
    requireMetric(table.name, name, options);
    return [{ column, fold, ...metricWritten(options.metrics?.[0] as string) }];
  });
}

/** @throws TanimarkError (usage) where nobody says of which metric values are */
function requireMetric(shown: string, column: string, options: CompareCvOptions): void {
  if (options.metrics?.length === 1) return;
  throw new TanimarkError(
    'usage',
    `${shown}: no metric column; name the metric of "${printable(column, 30)}", such as ${optionValue('metrics', 'mae')}`,
  );
}

/** @throws TanimarkError (column) */
function metricColumns(
  table: Table,
  taken: ReadonlySet<number>,
  options: CompareCvOptions,
): WideColumn[] {
  const asked = (key: string) =>
    (options.metrics ?? []).some((m) => lower(metricKey(m)) === lower(key));
  const wide = table.columns.flatMap((name, column) => {
    const written = metricWritten(name);
    const use = !taken.has(column) && (hasDirection(written.key, options) || asked(written.key));
    return use ? [{ column, fold: null, ...written }] : [];
  });
  if (wide.length === 0) {
    throw new TanimarkError(
      'column',
      `${table.name}: no value column, and no column with the name of a metric; name one with ${optionName('minimize')} or ${optionName('maximize')} (the columns are ${list(table.columns.map((c) => printable(c, 30)))})`,
    );
  }
  requireDifferent(table, wide);
  return wide;
}

/** @throws TanimarkError (column) where two columns are one metric */
function requireDifferent(table: Table, wide: readonly WideColumn[]): void {
  const seen = new Map<string, number>();
  for (const { column, key, fold } of wide) {
    const name = JSON.stringify([fold, lower(key)]);
    const before = seen.get(name);
    if (before !== undefined) {
      throw new TanimarkError(
        'column',
        `${table.name}: the columns "${table.columns[before]}" and "${table.columns[column]}" are both ${key}; remove one`,
      );
    }
    seen.set(name, column);
  }
}

/** The column with a role, or -1. @throws TanimarkError (column) when several might be meant */
function columnOf(table: Table, role: Role): number {
  for (const tier of NAMES[role] as readonly (readonly string[])[]) {
    const found = table.columns.flatMap((name, c) => (tier.includes(normalized(name)) ? [c] : []));
    if (found.length > 1) {
      throw new TanimarkError(
        'column',
        `${table.name}: ${list(found.map((c) => `"${table.columns[c]}"`))} could each be the ${role} column; rename or remove all but one`,
      );
    }
    if (found.length === 1) return found[0];
  }
  return -1;
}

function normalized(name: string | undefined): string {
  return lower(name ?? '').replace(/[\s-]+/g, '_');
}

function lower(text: string): string {
  return text.trim().toLowerCase();
}
