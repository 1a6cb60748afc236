import { basename } from 'node:path';
import { TanimarkError } from '../errors.js';
import { Job } from '../job.js';
import { optionValue } from '../spelling.js';
import { list, plural, printable } from '../text.js';
import { isColumnName } from './columns.js';
import { type Content, delimitedContent, ownContent } from './content.js';
import type { RawRecord, ReadBlocks } from './formats/format.js';
import { MAX_COLUMNS } from './formats/growing-columns.js';
import { inputFormat } from './formats/registry.js';
import { refuseHalfReplaced } from './outputs/journal.js';
import { RowMemory } from './row-memory.js';
import { type KeptBytes, Source } from './source.js';
import { shownInput, type Table } from './table.js';

/** More records than this are refused, with a word on what to do. */
const MAX_RECORDS = 20_000_000;

export interface ReadOptions {
  /** `true`: the first line is a header; `false`: it is data; undefined: find out. */
  readonly header?: boolean | undefined;
  /** The separator between cells; otherwise by file ending and the first lines. */
  readonly delimiter?: string | undefined;
  /** The name of the format, where its ending does not tell it. */
  readonly inputFormat?: string | undefined;
  /** Which of the first record's cells are structures; decides whether there is a header. */
  readonly structures: (cells: string[]) => Promise<boolean[]>;
  /** Makes SMILES of mol blocks; needed where structures matter, as a file may hold them in this form. */
  readonly blocks?: ReadBlocks | undefined;
  /** For inputs that come only once and are to be read again. */
  readonly kept?: KeptBytes | undefined;
  /** For progress, and to stop. */
  readonly job?: Job | undefined;
}

/**
 * Reads a table in any of the registered formats, plain or gzipped, from a path or standard input (`-`), which is
 * delimited text unless its format is named.
 *
 * Empty lines are no records. A row that is longer or shorter than the first one, and a file
 * without records are refused.
 *
 * @param memory what tables that are read together take
 * @throws TanimarkError (usage, file, table)
 */
export async function readTable(
  path: string,
  options: ReadOptions,
  memory = new RowMemory(),
): Promise<Table> {
  return (await scanTable(path, options, Number.POSITIVE_INFINITY, memory)).table;
}

/** A table of which only the first rows may be held. */
export interface ScannedTable {
  readonly table: Table;
  /** How many rows the file has. */
  readonly records: number;
}

/**
 * Reads and checks a table as {@link readTable} does, and holds no more than its first `held` rows.
 *
 * @throws TanimarkError (usage, file, table)
 */
export async function scanTable(
  path: string,
  options: ReadOptions,
  held: number,
  memory = new RowMemory(),
): Promise<ScannedTable> {
  const job = options.job ?? new Job();
  const source = new Source(path, job.signal, options.kept);
  const name = shownInput(path);
  await refuseHalfReplaced(path);
  const size = await source.size();
  const format = inputFormat(path, options.inputFormat);
  job.progress.start(
    `reading ${printable(basename(name), 30)}`,
    size ?? 0,
    size === undefined ? 'rows' : 'bytes',
  );
  const content =
    format.content === 'delimited'
      ? await delimitedContent(source, format, options)
      : ownContent(source, format, options);
  const { delimiter } = content;

  const rows: string[][] = [];
  const lines: number[] = [];
  const problems: string[] = [];
  const spanning: Spanning[] = [];
  const { before } = content;
  let read = 0;
  let last = before;
  for await (const { cells, line: own, problem } of recordsAs(content, options.inputFormat)) {
    const line = own + before;
    checkRecord(content, rows[0], read, cells, line, name);
    if (delimiter !== undefined && line > last + 1 && cells.some(hasLineBreak)) {
      spanning.push({ cells, line });
    }
    last = line;
    // The first record has the names of the columns.
    if (problem !== undefined) problems[read - 1] = problem;
    if (read <= held) {
      if (!memory.add(cells)) throw outOfMemory(name, rows.length);
      rows.push(cells);
      lines.push(line);
    }
    read++;
    if ((read & 255) === 0 && job.due()) {
      await job.breathe(size === undefined ? read : source.bytesRead);
    }
    if (read > MAX_RECORDS) {
      throw new TanimarkError(
        'table',
        `${name} has more than 20 million rows; split it into parts`,
      );
    }
  }
  job.progress.finish();
  const notes = [...content.notes];
  if (rows.length === 0) {
    throw new TanimarkError('table', `${name} is empty; it needs at least one row with a SMILES`);
  }
  if (content.isGrowing && !fillUp(rows, memory)) throw outOfMemory(name, rows.length);

  if (delimiter !== undefined && spanning.length > 0) {
    await refuseSwallowedRows(spanning, delimiter, name, options.structures);
    notes.push(
      `${name}: ${plural(spanning.length, 'row has', 'rows have')} a line break within a quoted cell (read correctly); the first ends in line ${spanning[0].line}`,
    );
  }
  const header =
    options.header ?? (content.hasHeader || (await hasHeader(rows[0], options.structures)));
  let columns: string[];
  let duplicated: ReadonlySet<string> | undefined;
  if (header) {
    columns = (rows.shift() as string[]).map((cell) => cell.trim());
    const headerLine = lines.shift() as number;
    duplicated = nameColumns(columns, content.defaultColumns, name, headerLine, notes);
    if (rows.length === 0) {
      throw new TanimarkError(
        'table',
        content.hasHeader && delimiter === undefined
          ? `${name} has no rows; it needs at least one`
          : `${name} has a header and no rows; if its first line is data, say ${optionValue('header', 'false')}`,
      );
    }
  } else {
    columns = rows[0].map((_, i) => content.defaultColumns?.[i] ?? `column_${i + 1}`);
    if (options.header === undefined && content.rectangular) {
      notes.push(`${name}: no header (the first line holds a structure)`);
    }
  }
  const sha256 = source.digest();
  const { structureColumn } = content;
  const structures = structureColumn === undefined ? {} : { structureColumn, problems };
  const growing = content.isGrowing ? { hasGrowingColumns: true } : {};
  const table = {
    ...{ path, name, columns, duplicated, hasHeader: header, rows, lines },
    ...growing,
    ...structures,
    ...{ sha256, notes },
  };
  return { table, records: header ? read - 1 : read };
}

/** Records; what is wrong with the first of them may be the format that the user named. */
async function* recordsAs(
  { records }: Content,
  named: string | undefined,
): AsyncGenerator<RawRecord> {
  let count = 0;
  try {
    for await (const record of records) {
      count++;
      yield record;
    }
  } catch (error) {
    if (named === undefined || count > 1 || !(error instanceof TanimarkError)) throw error;
    if (error.code !== 'file' && error.code !== 'table') throw error;
    const hint = `check ${optionValue('inputFormat', named)}`;
    throw new TanimarkError(error.code, `${error.message} (${hint})`, { cause: error });
  }
}

/** Gives every record as many cells as the first one has now; false where there is no room for them. */
function fillUp([header, ...records]: string[][], memory: RowMemory): boolean {
  for (const cells of records) {
    if (!memory.widen(cells.length, header.length)) return false;
    while (cells.length < header.length) cells.push('');
  }
  return true;
}

function outOfMemory(name: string, rows: number): TanimarkError {
  return new TanimarkError(
    'table',
    `${name} is too large for the memory of Node.js: ${plural(rows, 'row')} fill it; split the file into parts, or set NODE_OPTIONS=--max-old-space-size=16000 (megabytes)`,
  );
}

function checkRecord(
  { rectangular, delimiter }: Content,
  first: readonly string[] | undefined,
  read: number,
  cells: string[],
  line: number,
  shown: string,
): void {
  if (first === undefined && cells.length > MAX_COLUMNS) {
    throw new TanimarkError(
      'table',
      `${shown} line ${line}: ${plural(cells.length, 'column')}; at most 100,000 can be read`,
    );
  }
  if (!rectangular || first === undefined || cells.length === first.length) return;
  if (delimiter === undefined) {
    throw new TanimarkError(
      'table',
      `${shown} line ${line}: ${plural(cells.length, 'cell')} where there are ${plural(first.length, 'column')}; fix the file`,
    );
  }
  throw new TanimarkError(
    'table',
    `${shown} line ${line}: ${plural(cells.length, 'cell')} where the first line has ${first.length}; ${
      read === 1 && first.length < cells.length
        ? 'remove a title above the column names, or quote cells that hold the separator'
        : 'quote cells that hold the separator, or fix the line'
    }`,
  );
}

/** A record with a line break in a cell. */
interface Spanning {
  readonly cells: readonly string[];
  /** On which it ends. */
  readonly line: number;
}

const hasLineBreak = (cell: string) => /[\n\r]/.test(cell);

/**
 * A quote that is not closed where it should be makes one cell of all that follows up to the next quote. Lines within a
 * cell that are rows of the table by themselves, with a structure in them, are no text.
 *
 * @throws TanimarkError (table)
 */
async function refuseSwallowedRows(
  spanning: readonly Spanning[],
  delimiter: string,
  name: string,
  structures: ReadOptions['structures'],
): Promise<void> {
  for (const { cells: row, line: lastLine } of spanning) {
    const at = row.findIndex(hasLineBreak);
    const inner = row[at].split(/\r\n|\n|\r/).slice(1);
    const last = inner.length - 1;
    // The end of the cell, with the cells after it, is a row only if it has cells itself.
    const end = inner[last].includes(delimiter) ? [inner[last], ...row.slice(at + 1)] : [];
    inner[last] = end.join(delimiter);
    for (const line of inner) {
      const cells = line.split(delimiter).map((cell) => cell.trim());
      if (cells.length !== row.length || row.length < 2) continue;
      if (!(await structures(cells)).some((yes) => yes)) continue;
      throw new TanimarkError(
        'table',
        `${name}: the row that ends in line ${lastLine} has a quoted cell of ${inner.length + 1} lines, and "${printable(line, 60)}" in it looks like a row of its own; close the quote ("), or remove it`,
      );
    }
  }
}

async function hasHeader(first: string[], structures: ReadOptions['structures']): Promise<boolean> {
  if (first.some((cell) => isColumnName(cell, 'smiles'))) return true;
  return !(await structures(first.map((cell) => cell.trim()))).some((yes) => yes);
}

/**
 * Gives unnamed columns (a pandas index) a name, and a second column of one name the next free number, as pandas
 * does: `y`, `y.1`.
 *
 * @returns the names that several columns had
 */
function nameColumns(
  columns: string[],
  defaultColumns: readonly string[] | undefined,
  shown: string,
  line: number,
  notes: string[],
): ReadonlySet<string> | undefined {
  const taken = new Set(columns);
  for (let i = 0; i < columns.length; i++) {
    if (columns[i] !== '') continue;
    let name = defaultColumns?.[i] ?? `column_${i + 1}`;
    while (taken.has(name)) name = `_${name}`;
    columns[i] = name;
    taken.add(name);
  }
  taken.delete('');
  if (taken.size === columns.length) return undefined;
  const seen = new Set<string>();
  const duplicated = new Set<string>();
  const renamed: string[] = [];
  // The number that was given last to each name.
  const numbers = new Map<string, number>();
  columns.forEach((column, i) => {
    if (!seen.has(column)) {
      seen.add(column);
      return;
    }
    duplicated.add(column);
    let number = (numbers.get(column) ?? 0) + 1;
    while (taken.has(`${column}.${number}`)) number++;
    numbers.set(column, number);
    columns[i] = `${column}.${number}`;
    taken.add(columns[i]);
    renamed.push(`column ${i + 1} "${printable(columns[i], 40)}"`);
  });
  const more = renamed.length > 3 ? [`${renamed.length - 3} more`] : [];
  notes.push(
    `${shown} line ${line}: ${plural(duplicated.size, 'column name stands', 'column names stand')} more than once; named apart: ${list([...renamed.slice(0, 3), ...more])}`,
  );
  return duplicated;
}
