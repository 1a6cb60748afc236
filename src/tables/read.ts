import { basename } from 'node:path';
import { TanimarkError } from '../errors.js';
import { Task } from '../task.js';
import { list, plural, printable } from '../text.js';
import { isColumnName } from './columns.js';
import type { TableFormat } from './formats/format.js';
import { tableFormats } from './formats/registry.js';
import { Source } from './source.js';
import { shownInput, type Table } from './table.js';

/** More records than this are refused, with a word on what to do. */
const MAX_RECORDS = 20_000_000;
const MAX_COLUMNS = 100_000;

export interface ReadOptions {
  /** `true`: the first line is a header; `false`: it is data; undefined: find out. */
  readonly header?: boolean | undefined;
  /** The separator between cells; otherwise by file ending, or by the first line. */
  readonly delimiter?: string | undefined;
  /** Which of the first record's cells are structures; decides whether there is a header. */
  readonly structures: (cells: string[]) => Promise<boolean[]>;
  /** For progress, and to stop. */
  readonly task?: Task | undefined;
}

/**
 * Reads a table: CSV, TSV or SMI, plain or gzipped, from a path or standard input (`-`).
 *
 * Empty lines are no records. A row that is longer or shorter than the first one, two columns of
 * one name, and a file without records are refused.
 *
 * @throws TanimarkError (file, table)
 */
export async function readTable(path: string, options: ReadOptions): Promise<Table> {
  const task = options.task ?? new Task();
  const source = new Source(path, task.signal);
  const name = shownInput(path);
  const size = await source.size();
  task.progress.start(
    `reading ${printable(basename(name), 30)}`,
    size ?? 0,
    size === undefined ? 'rows' : 'bytes',
  );
  const chunks = source.text();
  const head = await readHead(chunks);
  const { format, delimiter, notes } = chooseFormat(path, head, options.delimiter);
  const text = (async function* () {
    yield head;
    yield* chunks;
  })();

  const rows: string[][] = [];
  const lines: number[] = [];
  for await (const { cells, line } of format.read(text, name, delimiter)) {
    checkRecord(format, rows, cells, line, name);
    rows.push(cells);
    lines.push(line);
    if ((rows.length & 255) === 0 && task.due()) {
      await task.breathe(size === undefined ? rows.length : source.bytesRead);
    }
    if (rows.length > MAX_RECORDS) {
      throw new TanimarkError(
        'table',
        `${name} has more than 20 million rows; split it into parts`,
      );
    }
  }
  task.progress.finish();
  if (rows.length === 0) {
    throw new TanimarkError('table', `${name} is empty; it needs at least one row with a SMILES`);
  }

  const header = options.header ?? (await hasHeader(rows[0], options.structures));
  let columns: string[];
  if (header) {
    columns = (rows.shift() as string[]).map((cell) => cell.trim());
    const headerLine = lines.shift() as number;
    nameColumns(columns, format, name, headerLine);
    if (rows.length === 0) {
      throw new TanimarkError(
        'table',
        `${name} has a header and no rows; if its first line is data, say --no-header`,
      );
    }
  } else {
    columns = rows[0].map((_, i) => format.defaultColumns?.[i] ?? `column_${i + 1}`);
    if (options.header === undefined && format.name !== 'smi') {
      notes.push(`${name}: no header (the first line holds a structure)`);
    }
  }
  return { path, name, columns, hasHeader: header, rows, lines, sha256: source.digest(), notes };
}

/** Reads until the first whole line is there, for looking at it. */
async function readHead(chunks: AsyncGenerator<string>): Promise<string> {
  let head = '';
  while (!/[\n\r]/.test(head.trimStart()) && head.length < 1_000_000) {
    const next = await chunks.next();
    if (next.done) break;
    head += next.value;
  }
  return head;
}

/** How a table is read: by its name, and where that leaves it open by its first line. @throws TanimarkError (file) */
export function chooseFormat(
  path: string,
  head: string,
  given: string | undefined,
): { format: TableFormat; delimiter: string; notes: string[] } {
  const notes: string[] = [];
  const shown = shownInput(path);
  const lower = path.toLowerCase().replace(/\.gz$/, '');
  const byName = tableFormats.find((f) => f.extensions.some((ending) => lower.endsWith(ending)));
  const named = (wanted: string) => tableFormats.find((f) => f.name === wanted) as TableFormat;
  if (given !== undefined) {
    return { format: given === ' ' ? named('smi') : named('csv'), delimiter: given, notes };
  }
  if (byName && byName.name !== 'csv') {
    return { format: byName, delimiter: byName.delimiter ?? ',', notes };
  }
  const known = /\.(sdf|mol|mol2|jsonl?|parquet|xlsx?|pdb|zip|tar|pkl|feather)$/.exec(lower);
  if (known) {
    throw new TanimarkError(
      'file',
      `${shown}: ${known[0]} files cannot be read; give ${list(
        tableFormats.flatMap((f) => f.extensions.slice(0, 1)),
        'or',
      )} (each may be gzipped)`,
    );
  }
  // A .csv may be separated otherwise, and standard input has no ending: the first line tells.
  const first = (head.split(/\r\n|\n|\r/).find((line) => line.trim() !== '') ?? '').replace(
    /"[^"]*"/g,
    '',
  );
  if (first.includes(',')) return { format: named('csv'), delimiter: ',', notes };
  for (const [delimiter, word] of [
    ['\t', 'tabs'],
    [';', 'semicolons'],
  ]) {
    if (!first.includes(delimiter)) continue;
    if (byName) notes.push(`${shown}: cells are separated by ${word}`);
    return { format: named(delimiter === '\t' ? 'tsv' : 'csv'), delimiter, notes };
  }
  if (!byName && first.trim().includes(' ')) return { format: named('smi'), delimiter: ' ', notes };
  return { format: named('csv'), delimiter: ',', notes };
}

function checkRecord(
  format: TableFormat,
  rows: string[][],
  cells: string[],
  line: number,
  shown: string,
): void {
  if (rows.length === 0 && cells.length > MAX_COLUMNS) {
    throw new TanimarkError(
      'table',
      `${shown} line ${line}: ${plural(cells.length, 'column')}; at most 100,000 can be read`,
    );
  }
  if (format.rectangular && rows.length > 0 && cells.length !== rows[0].length) {
    throw new TanimarkError(
      'table',
      `${shown} line ${line}: ${plural(cells.length, 'cell')} where the first line has ${rows[0].length}; quote cells that hold the separator, or mend the line`,
    );
  }
}

async function hasHeader(first: string[], structures: ReadOptions['structures']): Promise<boolean> {
  if (first.some((cell) => isColumnName(cell, 'smiles'))) return true;
  return !(await structures(first.map((cell) => cell.trim()))).some((yes) => yes);
}

/** Gives unnamed columns (a pandas index) a name, and refuses two of one name. */
function nameColumns(columns: string[], format: TableFormat, shown: string, line: number): void {
  for (let i = 0; i < columns.length; i++) {
    if (columns[i] !== '') continue;
    let name = format.defaultColumns?.[i] ?? `column_${i + 1}`;
    while (columns.includes(name)) name = `_${name}`;
    columns[i] = name;
  }
  const seen = new Map<string, number>();
  columns.forEach((column, i) => {
    const before = seen.get(column);
    if (before !== undefined) {
      throw new TanimarkError(
        'table',
        `${shown} line ${line}: columns ${before + 1} and ${i + 1} are both called "${column}"; rename one`,
      );
    }
    seen.set(column, i);
  });
}
