import { TanimarkError } from '../../errors.js';
import type { Job } from '../../job.js';
import { optionName } from '../../spelling.js';
import { cellKind, cellProblem } from '../../tables/cell-kinds.js';
import { numberIn } from '../../tables/columns.js';
import { readTables } from '../../tables/read-parts.js';
import { place, type Table } from '../../tables/table.js';
import { list, printable } from '../../text.js';
import { groupIn, groupingOf, type Keyed } from './grouping.js';
import { type Layout, layoutOf } from './layout.js';
import { metricWritten, type NamedMetric } from './names.js';
import type { CompareCvOptions } from './types.js';

/** One result: a cell of the table. */
export interface CvResult {
  readonly metric: string;
  readonly method: string;
  readonly repeat: string;
  readonly fold: string;
  readonly value: number;
  /** The value of what comparisons are made for one by one; null where there is one comparison. */
  readonly group: string | null;
}

export interface CvResults {
  readonly table: Table;
  readonly results: readonly CvResult[];
  /** The columns of which each value is a comparison of its own. */
  readonly by: readonly string[];
  /** Whether a column tells repeats apart. */
  readonly hasRepeats: boolean;
  readonly warnings: readonly string[];
}

/** Sizes between which squares and their ratios are numbers. */
const SMALLEST = 1e-100;
const LARGEST = 1e100;

/** A result before it is known to which comparison it belongs. */
type Cell = Keyed & Pick<CvResult, 'value'>;

/**
 * Reads a table of results, one row per method, repeat and fold (and, in a long table, metric).
 *
 * @throws TanimarkError (file, table, column, usage)
 */
export async function readCvResults(options: CompareCvOptions, job: Job): Promise<CvResults> {
  const { results: path, delimiter } = options;
  const table = await readTables(path, {
    header: true,
    delimiter,
    structures: async () => [],
    job,
  });
  const warnings = [...table.notes];
  const layout = layoutOf(table, options, warnings);
  const turned = new Map<string, string>();
  const cells = cellsOf(table, layout, options, turned);
  for (const [written, metric] of turned) {
    warnings.push(
      `${printable(written, 60)} is read as ${metric} with the opposite sign (lower is better)`,
    );
  }
  const columns = groupingOf(table, cells, layout, options, warnings);
  sayLeft(table, layout, columns, warnings);
  return {
    table,
    results: cells.map(({ row, ...cell }) => ({ ...cell, group: groupIn(table, row, columns) })),
    by: columns.map((c) => table.columns[c]),
    hasRepeats: layout.keys.repeat >= 0,
    warnings,
  };
}

/** @param turned the names whose values have their sign turned, and the metric of each, are added */
function cellsOf(
  table: Table,
  { keys, wide, metric: metricColumn, value: valueColumn }: Layout,
  options: CompareCvOptions,
  turned: Map<string, string>,
): Cell[] {
  const written = new Map<string, NamedMetric>();
  const named = (name: string) => {
    const known = written.get(name) ?? metricWritten(name);
    written.set(name, known);
    return known;
  };
  return table.rows.flatMap((row, r) => {
    const cell = (column: number, what: string) => {
      const text = row[column].trim();
      if (text === '') throw wrong(table, r, `the ${what} is missing`);
      return text;
    };
    const optional = (column: number, what: string) => (column < 0 ? '1' : cell(column, what));
    const method = cell(keys.method, 'method');
    const repeat = optional(keys.repeat, 'repeat');
    const fold = optional(keys.fold, 'fold');
    const value = (column: number, name: string, { key, negated }: NamedMetric) => {
      const found = valueIn(table, r, column);
      if (!negated) return found;
      if (found > 0) {
        throw wrong(
          table,
          r,
          `${printable(name, 60)} is ${found}, and a negated error cannot be above 0; if the values are not negated, name the metric ${key}`,
        );
      }
      turned.set(name.replace(/^split\d+_/i, ''), key);
      return 0 - found;
    };
    if (valueColumn < 0) {
      return wide.map((own): Cell => {
        const number = value(own.column, table.columns[own.column], own);
        return {
          ...{ metric: own.key, method, repeat, row: r, value: number },
          fold: own.fold ?? fold,
        };
      });
    }
    const name =
      metricColumn < 0
        ? (options.metrics?.[0] as string)
        : cell(metricColumn, 'name of the metric');
    const own = named(name);
    return [
      { metric: own.key, method, repeat, fold, row: r, value: value(valueColumn, name, own) },
    ];
  });
}

/** Columns of a wide table that are neither metrics nor of use otherwise. */
function sayLeft(
  table: Table,
  { wide, others }: Layout,
  columns: readonly number[],
  warnings: string[],
): void {
  const left = others.filter((c) => !columns.includes(c));
  if (wide.length === 0 || left.length === 0) return;
  warnings.push(
    `columns not compared, because they are not metrics: ${list(left.map((c) => printable(table.columns[c], 30)))} (if one is a metric, name it with ${optionName('minimize')} or ${optionName('maximize')})`,
  );
}

function valueIn(table: Table, r: number, column: number): number {
  const text = table.rows[r][column].trim();
  const value = numberIn(text);
  const size = Math.abs(value);
  if (value === 0 || (size >= SMALLEST && size <= LARGEST)) return value;
  const name = printable(table.columns[column], 30);
  if (text === '') throw wrong(table, r, `the ${name} is missing`);
  if (Number.isFinite(value)) {
    throw wrong(table, r, `${name}: ${printable(text, 30)} is too large; scale the values`);
  }
  const kinds = table.rows.map((row) => cellKind(row[column]));
  const known = cellProblem(text, kinds);
  if (known !== null && cellKind(text) !== 'censored') throw wrong(table, r, `${name}: ${known}`);
  throw wrong(
    table,
    r,
    `${name}: "${printable(text, 30)}" is not a finite number; fix that fold, or leave the metric out with ${optionName('metrics')}`,
  );
}

function wrong(table: Table, r: number, what: string): TanimarkError {
  return new TanimarkError('table', `${table.name}: ${place(table, r)}: ${what}`);
}
