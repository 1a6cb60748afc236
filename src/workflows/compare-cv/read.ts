import { TanimarkError } from '../../errors.js';
import { numberIn } from '../../tables/columns.js';
import { readTable } from '../../tables/read.js';
import { place, type Table } from '../../tables/table.js';
import type { Task } from '../../task.js';
import { list, printable } from '../../text.js';
import { hasDirection, metricKey } from './metrics.js';
import type { CompareCvOptions } from './types.js';

/** One result: a cell of the table. */
export interface CvResult {
  readonly metric: string;
  readonly method: string;
  readonly repeat: string;
  readonly fold: string;
  readonly value: number;
}

export interface CvResults {
  readonly table: Table;
  readonly results: readonly CvResult[];
  /** Whether a column tells repeats apart. */
  readonly hasRepeats: boolean;
  readonly warnings: readonly string[];
}

/** Sizes between which squares and their ratios are numbers. */
const SMALLEST = 1e-100;
const LARGEST = 1e100;

/** Usual names, lower case with underscores, in tiers: those of an earlier tier are taken first. */
const NAMES = {
  method: [
    ['method', 'model'],
    ['algorithm', 'estimator', 'learner'],
  ],
  repeat: [['repeat', 'replicate', 'repetition', 'rep', 'cv_repeat', 'cv_cycle', 'cycle']],
  fold: [['fold', 'cv_fold', 'fold_id', 'fold_index', 'fold_idx'], ['split']],
  metric: [['metric', 'metric_name', 'measure']],
  value: [['value', 'score', 'result']],
} as const;
type Role = keyof typeof NAMES;

/** Where the metrics of a table are: in a column each, or their names in one and their values in another. */
interface Layout {
  readonly keys: Readonly<Record<'method' | 'repeat' | 'fold', number>>;
  readonly wide: readonly { readonly column: number; readonly metric: string }[];
  /** Below 0 in a wide table, and `metric` also where there is only one. */
  readonly metric: number;
  readonly value: number;
}

/**
 * Reads a table of results, one row per method, repeat and fold (and, in a long table, metric).
 *
 * @throws TanimarkError (file, table, column, usage)
 */
export async function readCvResults(options: CompareCvOptions, task: Task): Promise<CvResults> {
  const { results: path, delimiter } = options;
  const table = await readTable(path, {
    header: true,
    delimiter,
    structures: async () => [],
    task,
  });
  const warnings = [...table.notes];
  const layout = layoutOf(table, options, warnings);
  const results: CvResult[] = [];
  const seen = new Map<string, number>();
  const names = new Map<string, string>();
  const key = (name: string) => {
    const known = names.get(name) ?? metricKey(name);
    names.set(name, known);
    return known;
  };
  table.rows.forEach((row, r) => {
    const cell = (column: number, what: string) => {
      const text = row[column].trim();
      if (text === '') throw wrong(table, r, `the ${what} is missing`);
      return text;
    };
    const optional = (column: number, what: string) => (column < 0 ? '1' : cell(column, what));
    const method = cell(layout.keys.method, 'method');
    const repeat = optional(layout.keys.repeat, 'repeat');
    const fold = optional(layout.keys.fold, 'fold');
    const named =
      layout.metric < 0 ? options.metrics?.[0] : cell(layout.metric, 'name of the metric');
    const cells =
      layout.value < 0 ? layout.wide : [{ column: layout.value, metric: key(named as string) }];
    for (const { column, metric } of cells) {
      const result = { metric, method, repeat, fold, value: valueIn(table, r, column) };
      const which = JSON.stringify([metric, method, repeat, fold]);
      const before = seen.get(which);
      if (before !== undefined) throw twice(table, before, r, result, layout);
      seen.set(which, r);
      results.push(result);
    }
  });
  return { table, results, hasRepeats: layout.keys.repeat >= 0, warnings };
}

function layoutOf(table: Table, options: CompareCvOptions, warnings: string[]): Layout {
  const keys = {
    method: columnOf(table, 'method'),
    repeat: columnOf(table, 'repeat'),
    fold: columnOf(table, 'fold'),
  };
  // Beside a column that tells folds apart, `split` is how they were made (random, scaffold).
  if (keys.repeat >= 0 && normalised(table.columns[keys.fold]) === 'split') {
    const words = table.rows.some((row) => !/^\d*$/.test(row[keys.fold].trim()));
    if (words) keys.fold = -1;
  }
  if (keys.method < 0 || (keys.fold < 0 && keys.repeat < 0)) {
    throw new TanimarkError(
      'column',
      `${table.name}: results of cross-validation need the columns method and fold, perhaps repeat, and either metric and value or a column per metric; it has ${list(table.columns.map((c) => printable(c, 30)))}; predictions are compared from two files or more`,
    );
  }
  const [metric, value] = [columnOf(table, 'metric'), columnOf(table, 'value')];
  if (value >= 0) {
    if (metric < 0 && options.metrics?.length !== 1) {
      throw new TanimarkError(
        'usage',
        `${table.name}: there is no metric column; say which metric "${table.columns[value]}" is, such as --metrics mae`,
      );
    }
    return { keys, wide: [], metric, value };
  }
  const taken = new Set(Object.values(keys));
  const asked = (name: string) =>
    (options.metrics ?? []).some((m) => lower(metricKey(m)) === lower(metricKey(name)));
  const wide = table.columns.flatMap((name, column) => {
    const use = !taken.has(column) && (hasDirection(metricKey(name), options) || asked(name));
    return use ? [{ column, metric: metricKey(name) }] : [];
  });
  checkWide(table, wide);
  const used = new Set([...taken, ...wide.map(({ column }) => column)]);
  const left = table.columns.filter((_, c) => !used.has(c));
  if (left.length > 0) {
    warnings.push(
      `not compared, because no metric is called so: ${list(left.map((c) => printable(c, 30)))} (--minimize or --maximize names a metric)`,
    );
  }
  return { keys, wide, metric: -1, value: -1 };
}

function checkWide(table: Table, wide: Layout['wide']): void {
  if (wide.length === 0) {
    throw new TanimarkError(
      'column',
      `${table.name}: it has neither a value column nor one that is called as a metric is; name it with --minimize or --maximize (the columns are ${list(table.columns.map((c) => printable(c, 30)))})`,
    );
  }
  for (const { column, metric } of wide) {
    const other = wide.find((w) => w.column < column && lower(w.metric) === lower(metric));
    if (!other) continue;
    throw new TanimarkError(
      'column',
      `${table.name}: the columns "${table.columns[other.column]}" and "${table.columns[column]}" are both ${metric}; remove one`,
    );
  }
}

/** The column with a role, or -1. @throws TanimarkError (column) when several might be meant */
function columnOf(table: Table, role: Role): number {
  for (const tier of NAMES[role] as readonly (readonly string[])[]) {
    const found = table.columns.flatMap((name, c) => (tier.includes(normalised(name)) ? [c] : []));
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

function normalised(name: string | undefined): string {
  return lower(name ?? '').replace(/[\s-]+/g, '_');
}

function lower(text: string): string {
  return text.trim().toLowerCase();
}

function valueIn(table: Table, r: number, column: number): number {
  const text = table.rows[r][column].trim();
  const value = numberIn(text);
  const size = Math.abs(value);
  if (value === 0 || (size >= SMALLEST && size <= LARGEST)) return value;
  const name = printable(table.columns[column], 30);
  if (text === '') throw wrong(table, r, `the ${name} is missing`);
  if (Number.isFinite(value)) {
    throw wrong(
      table,
      r,
      `${name}: ${printable(text, 30)} is beyond what can be squared; scale it`,
    );
  }
  throw wrong(
    table,
    r,
    `${name}: "${printable(text, 30)}" is no finite number; mend that fold, or leave the metric out with --metrics`,
  );
}

function twice(table: Table, before: number, r: number, result: CvResult, layout: Layout) {
  const keys = [...Object.values(layout.keys), layout.metric, layout.value];
  const values = new Set([...keys, ...layout.wide.map(({ column }) => column)]);
  const [other] = table.columns.filter(
    (_, c) => !values.has(c) && table.rows[before][c] !== table.rows[r][c],
  );
  const hint =
    other === undefined
      ? 'each may be there once'
      : `the rows differ in "${printable(other, 30)}": keep those with one value of it`;
  return wrong(
    table,
    r,
    `${cvPlace(result)} of ${printable(result.method, 40)} (${printable(result.metric, 30)}) is also in ${place(table, before)}; ${hint}`,
  );
}

/** A repeat and a fold, for messages. */
export function cvPlace({ repeat, fold }: Pick<CvResult, 'repeat' | 'fold'>): string {
  return `repeat ${printable(repeat, 20)}, fold ${printable(fold, 20)}`;
}

function wrong(table: Table, r: number, what: string): TanimarkError {
  return new TanimarkError('table', `${table.name}: ${place(table, r)}: ${what}`);
}
