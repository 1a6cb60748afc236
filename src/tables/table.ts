/** A file of a table that is several, and the first of its records in the table, from 0. */
export interface TablePart {
  readonly path: string;
  readonly first: number;
}

/** A rectangular table of text cells, as read from one file, or from several files of one table. */
export interface Table {
  /** Source: a path, the folder or the pattern of several, or `-` for standard input. */
  readonly path: string;
  /** Name in messages: the path, or `standard input`. */
  readonly name: string;
  /** Column names, unique. Made up (`column_1`, …) where the file has no header. */
  readonly columns: string[];
  /** Names that several columns have in the file; the second one of a name is called `name.1` here. */
  readonly duplicated?: ReadonlySet<string> | undefined;
  /** False where the file has no header line. */
  readonly hasHeader: boolean;
  /** Cells, records × columns. */
  readonly rows: string[][];
  /** The line of the file on which each record ends, from 1. */
  readonly lines: number[];
  /** In the order of their records, where there are several. */
  readonly files?: readonly TablePart[] | undefined;
  /** True where the records of the file name their own cells: a column that none of them has is not known. */
  readonly hasGrowingColumns?: boolean | undefined;
  /** Names of columns by their role (see columns.ts), where the table is a data set that is known. */
  readonly stated?: Readonly<Partial<Record<string, string>>> | undefined;
  /** The column of structures, where the file says which. */
  readonly structureColumn?: number | undefined;
  /** Why the structure of a record in that column cannot be used; holes elsewhere. */
  readonly problems?: readonly (string | undefined)[] | undefined;
  /** SHA-256 of the file's bytes (before decompression), hexadecimal; of several files that of their checksums. */
  readonly sha256: string;
  /** Things that were decided for the user and should be said aloud. */
  readonly notes: string[];
}

/** A table with more columns of empty cells, where no record of its file may have had a cell in them. */
export function withColumns(table: Table, names: readonly string[]): Table {
  const more = names.filter((name) => !table.columns.includes(name));
  if (!table.hasGrowingColumns || more.length === 0) return table;
  const empty = more.map(() => '');
  return {
    ...table,
    columns: [...table.columns, ...more],
    rows: table.rows.map((row) => [...row, ...empty]),
  };
}

/** Name of an input in messages. */
export function shownInput(path: string): string {
  return path === '-' ? 'standard input' : path;
}

/** Where record `index` stands, for messages: `row 3 (line 4)`. Rows count records from 1. */
export function place(table: Table, index: number): string {
  return shownPlace({ row: index + 1, line: table.lines[index], file: fileOf(table, index) });
}

/** The file that record `index` is in, where the table is several. */
export function fileOf({ files }: Table, index: number): string | undefined {
  return files?.findLast(({ first }) => first <= index)?.path;
}

/** A place in a message: `row 3 (line 4)`, of several files `row 3 (part-2.csv line 4)`. */
export function shownPlace(at: {
  readonly row: number;
  readonly line: number;
  readonly file?: string | undefined;
}): string {
  return `row ${at.row} (${at.file === undefined ? '' : `${at.file} `}line ${at.line})`;
}
