import { numberIn } from '../../tables/columns.js';
import type { Table } from '../../tables/table.js';
import { list } from '../../text.js';
import type { ScoreOptions } from '../options.js';
import type { TestSet } from '../test-set/test-set.js';

/** Probabilities of two classes add up to 1 within this. */
const ROUNDING = 1e-3;

/**
 * A table of numbers whose columns have no names, as numpy and scikit-learn write arrays, with names: that of
 * predictions; those of the probabilities of two classes; or those of true values and predictions, where one column holds
 * the true values of all test rows. A first line `0,1` may be the header that pandas writes for an array. Other tables
 * stay as they are.
 */
export function namedNumbers(table: Table, test: TestSet, options: ScoreOptions): Table {
  if (table.hasHeader) return table;
  const own =
    options.header === undefined && countsColumns(table, test) ? withHeader(table) : table;
  if (!own.rows.every((row) => row.every((cell) => !Number.isNaN(numberIn(cell))))) return own;
  if (own.hasHeader) return own;
  if (options.task === 'multiclass') return withClassNumbers(own);
  const names = namesOf(own, test);
  if (names === null) return own;
  const said =
    names.length === 1
      ? 'the numbers are predictions'
      : list(names.map((name, c) => `column ${c + 1} holds ${name}`));
  const columns = names.map((name) => COLUMN_OF[name]);
  return { ...own, columns, notes: [`${own.name}: no header; ${said}`] };
}

/**
 * Whether the first line numbers the columns. Floats are never written as `0`; among whole numbers, such as classes, the
 * number of lines tells.
 */
function countsColumns({ rows }: Table, test: TestSet): boolean {
  const [first, ...others] = rows;
  if (others.length === 0 || !first.every((cell, c) => cell.trim() === String(c))) return false;
  const isWhole = (cell: string) => /^\s*[+-]?\d+\s*$/.test(cell);
  if (!others.every((row) => row.every(isWhole))) return true;
  const counts = [test.records.length, test.table.table.rows.length];
  return counts.includes(others.length) && !counts.includes(rows.length);
}

/** The probabilities of several classes, numbered from 0. */
function withClassNumbers(table: Table): Table {
  const sums = table.rows.map((row) => row.reduce((sum, cell) => sum + numberIn(cell), 0));
  if (table.columns.length < 3 || sums.some((sum) => Math.abs(sum - 1) > ROUNDING)) return table;
  const last = table.columns.length - 1;
  const notes = [
    `${table.name}: no header; the columns hold probabilities of the classes 0 to ${last}`,
  ];
  return { ...table, columns: table.columns.map((_, c) => `prob_${c}`), notes };
}

function withHeader(table: Table): Table {
  const [first, ...rows] = table.rows;
  const notes = [`${table.name}: the first line numbers the columns, so it is a header`];
  const columns = first.map((cell) => cell.trim());
  return { ...table, columns, hasHeader: true, rows, lines: table.lines.slice(1), notes };
}

const COLUMN_OF = {
  predictions: 'prediction',
  'probabilities of the negative class': 'prob_0',
  'probabilities of the positive class': 'prob_1',
  'true values': 'y_true',
} as const;

function namesOf({ rows }: Table, test: TestSet): (keyof typeof COLUMN_OF)[] | null {
  const [{ length: width }] = rows;
  if (width === 1) return ['predictions'];
  if (width !== 2) return null;
  const { label, records } = test;
  if (!label) return null;
  const column = (c: number) => rows.map((row) => numberIn(row[c]));
  const pair = [column(0), column(1)];
  const isTruth = pair.map(
    (values) =>
      values.length === records.length &&
      values.every((value, i) => value === label.values[records[i]]),
  );
  if (isTruth[0] !== isTruth[1]) {
    return isTruth[0] ? ['true values', 'predictions'] : ['predictions', 'true values'];
  }
  const areProbabilities = pair[0].every(
    (p, i) => p >= 0 && p <= 1 && Math.abs(p + pair[1][i] - 1) <= ROUNDING,
  );
  if (label.task !== 'classification' || !areProbabilities) return null;
  return ['probabilities of the negative class', 'probabilities of the positive class'];
}
