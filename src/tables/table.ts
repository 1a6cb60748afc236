/** A rectangular table of text cells, as read from one file. */
export interface Table {
  /** Source: a path, or `-` for standard input. */
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
  /** True where the records of the file name their own cells: a column that none of them has is not known. */
  readonly hasGrowingColumns?: boolean | undefined;
  /** The column of structures, where the file says which. */
  readonly structureColumn?: number | undefined;
  /** Why the structure of a record in that column cannot be used; holes elsewhere. */
  readonly problems?: readonly (string | undefined)[] | undefined;
  /** SHA-256 of the file's bytes (before decompression), hexadecimal. */
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
  return `row ${index + 1} (line ${table.lines[index]})`;
}
