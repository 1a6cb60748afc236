import { TanimarkError } from '../../errors.js';
import { optionValue } from '../../spelling.js';
import { place, type Table } from '../../tables/table.js';
import { compareValues, list, nearestWord, printable } from '../../text.js';
import type { Layout } from './layout.js';
import type { CompareCvOptions } from './types.js';

/** A column of more values than this does not say how folds were made. */
const MOST_GROUPS = 20;

/** One cell of results. */
export interface Keyed {
  readonly metric: string;
  readonly method: string;
  readonly repeat: string;
  readonly fold: string;
  /** Row of the table. */
  readonly row: number;
}

/**
 * The columns of which each value (or each combination) is a comparison of its own: those of `--by`; else the one
 * column that tells several results of one method and fold apart.
 *
 * @param notes what is to be said of it is added to them
 * @throws TanimarkError (usage, table) when results are there twice and no single column tells them apart
 */
export function groupingOf(
  table: Table,
  cells: readonly Keyed[],
  { others }: Layout,
  options: CompareCvOptions,
  notes: string[],
): readonly number[] {
  if (options.by !== undefined) {
    const columns = options.by.map((name) => columnNamed(table, name));
    const twice = firstTwice(table, cells, columns);
    if (twice) throw doubled(table, twice, others, columns);
    return columns;
  }
  const twice = firstTwice(table, cells, []);
  if (!twice) return [];
  const able = others.filter((c) => {
    const values = valuesIn(table, c).length;
    return values > 1 && values <= MOST_GROUPS && firstTwice(table, cells, [c]) === null;
  });
  if (able.length !== 1) throw doubled(table, twice, others, []);
  const [column] = able;
  notes.push(
    `"${printable(table.columns[column], 30)}" distinguishes results of one method and fold: one comparison is made for each of its values (${list(valuesIn(table, column).map((v) => printable(v, 30)))})`,
  );
  return able;
}

/** The values of the grouping columns in one row, as one text; null without any. */
export function groupIn(table: Table, row: number, columns: readonly number[]): string | null {
  if (columns.length === 0) return null;
  return columns.map((c) => table.rows[row][c].trim() || '(blank)').join(', ');
}

/** A repeat and a fold, for messages. */
export function cvPlace({ repeat, fold }: Pick<Keyed, 'repeat' | 'fold'>): string {
  return `repeat ${printable(repeat, 20)}, fold ${printable(fold, 20)}`;
}

function valuesIn(table: Table, column: number): string[] {
  return [...new Set(table.rows.map((row) => row[column].trim()))].sort(compareValues);
}

/** @throws TanimarkError (usage) */
function columnNamed(table: Table, name: string): number {
  const wanted = name.trim().toLowerCase();
  const found = table.columns.findIndex((column) => column.trim().toLowerCase() === wanted);
  if (found >= 0) return found;
  const near = nearestWord(name, table.columns);
  throw new TanimarkError(
    'usage',
    `${optionValue('by', printable(name, 40))}: ${table.name} has no such column${near ? ` (did you mean "${printable(near, 30)}"?)` : ''}; it has ${list(table.columns.map((c) => printable(c, 30)))}`,
  );
}

type Pair = readonly [before: Keyed, again: Keyed];

/** The first result that is there twice, where rows with different values of some columns are different results. */
function firstTwice(table: Table, cells: readonly Keyed[], columns: readonly number[]) {
  const seen = new Map<string, Keyed>();
  for (const cell of cells) {
    const { metric, method, repeat, fold, row } = cell;
    const key = JSON.stringify([metric, method, repeat, fold, groupIn(table, row, columns)]);
    const before = seen.get(key);
    if (before) return [before, cell] as const;
    seen.set(key, cell);
  }
  return null;
}

/** The error that names the columns with the fewest values in which two results differ. */
function doubled(
  table: Table,
  [before, again]: Pair,
  others: readonly number[],
  by: readonly number[],
): TanimarkError {
  const differing = others
    .filter((c) => table.rows[before.row][c] !== table.rows[again.row][c])
    .map((c) => ({ name: table.columns[c], values: valuesIn(table, c).length }))
    .sort((a, b) => a.values - b.values);
  const [first] = differing;
  const flag = [...by.map((c) => table.columns[c]), first?.name].join(',');
  const named = differing.map(
    ({ name, values }) =>
      `"${printable(name, 30)}" (${values} ${values === 1 ? 'value' : 'values'})`,
  );
  const hint = first
    ? `the rows differ in ${list(named)}; compare each value separately with ${optionValue('by', printable(flag, 60))}, or keep the rows of one value`
    : 'remove one';
  return new TanimarkError(
    'table',
    `${table.name}: ${place(table, again.row)}: ${cvPlace(again)} of ${printable(again.method, 40)} (${printable(again.metric, 30)}) is also in ${place(table, before.row)}; ${hint}`,
  );
}
