import type { ChemistryPool } from '../../chemistry/pool.js';
import { TanimarkError } from '../../errors.js';
import { columnNamed, findColumn, numberIn, shownColumns } from '../../tables/columns.js';
import { place, type Table } from '../../tables/table.js';
import type { Task } from '../../task.js';
import { list, plural, printable } from '../../text.js';
import type { TestSet } from './test-set.js';
import type { JoinReport, Missing } from './types.js';

/** Predictions in the order of the test rows. */
export interface JoinedPredictions {
  /** NaN for a test row without one. */
  readonly values: Float64Array;
  /** Prediction row of each test row, -1 for none. */
  readonly rowOf: readonly number[];
  readonly report: JoinReport;
  readonly warnings: string[];
}

export interface JoinColumns {
  readonly prediction?: string | undefined;
  readonly smiles?: string | undefined;
  readonly id?: string | undefined;
  /** Name of the truth column, which chemprop gives to its predictions, too. */
  readonly label?: string | undefined;
}

/**
 * Matches a table of predictions with the test rows: by id, else by canonical SMILES, else by
 * order; never by a mixture.
 *
 * @throws TanimarkError (column, join, prediction)
 */
export async function joinPredictions(
  table: Table,
  test: TestSet,
  columns: JoinColumns,
  missing: Missing,
  pool: ChemistryPool,
  task: Task,
): Promise<JoinedPredictions> {
  const column = predictionColumn(table, columns, test);
  const warnings: string[] = [];
  const rowOf =
    (table === test.table.table ? sameTable(test) : null) ??
    joinById(table, test, columns.id, column) ??
    (await joinBySmiles(table, test, columns.smiles, column, pool, task)) ??
    joinByOrder(table, test);
  const values = new Float64Array(test.records.length);
  const used = new Set<number>();
  const without: number[] = [];
  rowOf.rows.forEach((row, i) => {
    if (row >= 0) used.add(row);
    values[i] = row < 0 ? Number.NaN : numberIn(table.rows[row][column]);
    if (Number.isFinite(values[i])) return;
    if (row >= 0 && missing === 'error') {
      throw new TanimarkError(
        'prediction',
        `${table.name}: column "${table.columns[column]}", ${place(table, row)}: "${printable(table.rows[row][column], 30)}" is no finite number; mend it, or say --missing skip`,
      );
    }
    values[i] = Number.NaN;
    without.push(i);
  });
  if (without.length === values.length) {
    throw new TanimarkError(
      'join',
      `${table.name}: no prediction belongs to a test row of ${test.table.name} (joined by ${rowOf.by}); is it the right file?`,
    );
  }
  const unused = table.rows.length - used.size;
  if (without.length > 0) {
    const first = test.records[without[0]];
    const text = `${table.name}: ${plural(without.length, 'test row has', 'test rows have')} no prediction (joined by ${rowOf.by}); the first is ${place(test.table.table, first)} of ${test.table.name}, ${printable(test.table.table.rows[first][test.table.smilesColumn], 60)}`;
    if (missing === 'error') {
      throw new TanimarkError('join', `${text}; add them, or say --missing skip`);
    }
    warnings.push(`${text}; skipped`);
  }
  if (unused > 0 && rowOf.by !== 'order') {
    warnings.push(
      `${plural(unused, 'prediction row belongs', 'prediction rows belong')} to no test row and ${unused === 1 ? 'is' : 'are'} not used`,
    );
  }
  warnings.push(
    `predictions are column "${table.columns[column]}", joined by ${rowOf.by}${rowOf.detail}`,
  );
  return {
    values,
    rowOf: rowOf.rows,
    report: {
      by: rowOf.by,
      matched: values.length - without.length,
      unmatched: without.length,
      unused,
    },
    warnings,
  };
}

interface RowMap {
  readonly by: JoinReport['by'];
  /** Prediction row of each test row, -1 for none. */
  readonly rows: number[];
  readonly detail: string;
}

function predictionColumn(table: Table, columns: JoinColumns, test: TestSet): number {
  if (columns.prediction !== undefined) {
    return columnNamed(table, columns.prediction, '--prediction');
  }
  const found = findColumn(table, 'prediction');
  if (found !== undefined) return found;
  // chemprop writes predictions under the name of the label.
  const label = columns.label ?? (test.table.labels as { column?: string } | null)?.column;
  const same = label === undefined ? -1 : table.columns.indexOf(label);
  if (same >= 0 && table !== test.table.table) return same;
  throw new TanimarkError(
    'column',
    `${table.name}: no prediction column found; name it with --prediction (the columns are ${shownColumns(table)})`,
  );
}

function joinById(
  table: Table,
  test: TestSet,
  given: string | undefined,
  column: number,
): RowMap | null {
  const theirs = findColumn(table, 'id', given);
  const ours = findColumn(test.table.table, 'id', given);
  if (theirs === undefined || ours === undefined) return null;
  const ids = Array.from(test.records, (r) => test.table.table.rows[r][ours].trim());
  const index = new Map<string, number[]>();
  table.rows.forEach((row, r) => {
    const id = row[theirs].trim();
    add(index, id, r);
  });
  const matches = ids.filter((id) => id !== '' && index.has(id)).length;
  // Names of another kind on the two sides: not a join.
  if (matches === 0 && given === undefined) return null;
  if (new Set(ids).size < ids.length) {
    if (given === undefined) return null;
    throw new TanimarkError(
      'join',
      `${test.table.name}: the ids in column "${test.table.table.columns[ours]}" are not unique; choose another with --id, or none`,
    );
  }
  const rows = ids.map((id) =>
    single(table, index.get(id) ?? [], column, `id "${printable(id, 40)}"`),
  );
  return { by: 'id', rows, detail: ` (column "${table.columns[theirs]}")` };
}

async function joinBySmiles(
  table: Table,
  test: TestSet,
  given: string | undefined,
  column: number,
  pool: ChemistryPool,
  task: Task,
): Promise<RowMap | null> {
  const { set } = test.table;
  // A name given for the split file need not exist here.
  const theirs =
    given !== undefined && table.columns.includes(given)
      ? columnNamed(table, given, '--smiles')
      : findColumn(table, 'smiles');
  if (theirs === undefined) return null;
  task.progress.start('reading predictions', table.rows.length);
  const { canonical } = await pool.describe(
    table.rows.map((row) => row[theirs].trim()),
    task,
  );
  task.progress.finish();
  const index = new Map<string, number[]>();
  canonical.forEach((smiles, r) => {
    if (smiles !== '') add(index, smiles, r);
  });
  const rows = Array.from(test.records, (r) => {
    const smiles = set.smiles[set.moleculeOf[r]];
    return single(table, index.get(smiles) ?? [], column, `molecule ${printable(smiles, 60)}`);
  });
  return { by: 'smiles', rows, detail: ` (column "${table.columns[theirs]}", canonical)` };
}

function add(index: Map<string, number[]>, key: string, row: number): void {
  const rows = index.get(key);
  if (rows) rows.push(row);
  else index.set(key, [row]);
}

/** Truths and predictions stand in one file. */
function sameTable(test: TestSet): RowMap {
  return {
    by: 'order',
    rows: Array.from(test.records),
    detail: ': truths and predictions are in one file',
  };
}

/** The one row of a key: several are fine as long as they predict the same. */
function single(table: Table, rows: readonly number[], column: number, what: string): number {
  if (rows.length === 0) return -1;
  const texts = new Set(rows.map((r) => table.rows[r][column].trim()));
  if (texts.size > 1) {
    throw new TanimarkError(
      'join',
      `${table.name}: ${plural(rows.length, 'row')} (${list(rows.slice(0, 3).map((r) => String(r + 1)))}) predict differently for the same ${what}; keep one, or add an id column to both files`,
    );
  }
  return rows[0];
}

function joinByOrder(table: Table, test: TestSet): RowMap {
  const all = test.table.table.rows.length;
  if (table.rows.length === test.records.length) {
    return {
      by: 'order',
      rows: Array.from(test.records, (_, i) => i),
      detail: ': row 1 is the first test row, and so on',
    };
  }
  if (table.rows.length === all) {
    return {
      by: 'order',
      rows: Array.from(test.records),
      detail: `: row 1 is row 1 of ${test.table.name}, and so on`,
    };
  }
  throw new TanimarkError(
    'join',
    `${table.name} has neither ids nor SMILES, and its ${plural(table.rows.length, 'row')} are neither the ${plural(test.records.length, 'test row')} nor all ${plural(all, 'row')} of ${test.table.name}; add a smiles or id column`,
  );
}
