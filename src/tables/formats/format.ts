/** One record of a file: its cells, as text, and where it stands. */
export interface RawRecord {
  readonly cells: string[];
  /** The line on which the record ends, from 1; in a file without lines, the number of the record, from 1. */
  readonly line: number;
  /** Why the structure of the record cannot be used, where the file holds structures in a form of its own. */
  readonly problem?: string | undefined;
}

/** The SMILES of a mol block, or why there is none. */
export interface BlockStructure {
  /** Empty where there is a problem. */
  readonly smiles: string;
  readonly problem: string | null;
}

/** What makes SMILES of mol blocks. */
export type ReadBlocks = (blocks: readonly string[]) => Promise<readonly BlockStructure[]>;

/** A value of a table that is written; null is an empty cell. */
export type Cell = string | number | null;

/** What a format is given to read with. */
export interface ReadContext {
  /** The name of the file, for messages. */
  readonly name: string;
  /** Which cells are structures. The callers of `readTable` pass it, as this folder knows no chemistry. */
  readonly structures: (cells: string[]) => Promise<boolean[]>;
  /** Likewise; without it structures that are mol blocks are empty cells, as for a look at the other columns. */
  readonly blocks?: ReadBlocks | undefined;
  /** Takes what should be said of the file. */
  readonly note: (text: string) => void;
  /**
   * Names of the only columns that are needed, if not all are: a format that can read some columns alone reads those, in
   * the order of the file; other formats read all.
   */
  readonly columns?: readonly string[] | undefined;
}

interface Format {
  /** Name for `--format` and manifests. */
  readonly name: string;
  /** File name endings in lower case, with the dot and without `.gz`; files are written with the first one. */
  readonly extensions: readonly string[];
  /** True for endings that files of other content have as well: such files are tables where they are named, and not looked for. */
  readonly isAmbiguous?: boolean;
  /** Absent where tables are not written in this format. */
  readonly writer?: LineWriter | FileWriter;
}

/**
 * Lines of cells between separators. The separator, comments before the table and the header are found from the first
 * lines.
 */
export interface DelimitedFormat extends Format {
  readonly content: 'delimited';
  /** The separator between cells, where the format has exactly one. */
  readonly delimiter?: string;
  /** False where records may differ in length, as a name after a SMILES is optional. */
  readonly rectangular: boolean;
  /** Names of the columns in a file without a header. */
  readonly defaultColumns?: readonly string[];
  /** The records of a file; `name` is for messages. */
  read(text: AsyncIterable<string>, name: string, delimiter: string): AsyncIterable<RawRecord>;
}

/** A format of its own. The first record holds the names of the columns, and all records are as long as it. */
interface OwnFormat extends Format {
  /**
   * True where a record may bring columns that those before it do not have: the cells of the first record grow while the
   * file is read, and records that end early have empty cells.
   */
  readonly hasGrowingColumns?: boolean;
  /** The column of structures, where the file has them in a form of its own; the cells are their SMILES. */
  readonly structureColumn?: number;
}

/** Text in another form. */
export interface TextFormat extends OwnFormat {
  readonly content: 'text';
  /** Writes records of a file of this format again, with more in them; for formats that hold more than cells. */
  readonly rewriter?: Rewriter;
  read(text: AsyncIterable<string>, context: ReadContext): AsyncIterable<RawRecord>;
}

/** Bytes, decompressed where the file is gzip. */
export interface BinaryFormat extends OwnFormat {
  readonly content: 'bytes';
  read(bytes: AsyncIterable<Uint8Array>, context: ReadContext): AsyncIterable<RawRecord>;
}

/** Bytes at places of a file. */
export interface RandomAccess {
  readonly byteLength: number;
  /** Bytes from `start` up to, not including, `end`; to the end of the file unless given. */
  slice(start: number, end?: number): Promise<ArrayBuffer>;
}

/** A file that is read from several places, decompressed where it is gzip. */
export interface FileFormat extends OwnFormat {
  readonly content: 'file';
  read(file: RandomAccess, context: ReadContext): AsyncIterable<RawRecord>;
}

/** A format that is only written. */
export interface OutputOnlyFormat extends Format {
  readonly content: 'none';
}

/** A format that tables are read from. */
export type ReadableFormat = DelimitedFormat | TextFormat | BinaryFormat | FileFormat;

/** A way to write molecules in a file. To add one, write its file and put it into the registry. */
export type TableFormat = ReadableFormat | OutputOnlyFormat;

/** Writes a table line by line. Files with the same columns can be joined: the second one follows without its header. */
export interface LineWriter {
  readonly kind: 'lines';
  /** What stands before the first row, with its line end; may be empty. */
  header(columns: readonly string[]): string;
  /** One row, with its line end. */
  line(cells: readonly Cell[], columns: readonly string[]): string;
}

/** A record of a file that is written again, with further cells. */
export interface RewrittenRow {
  /** The record in the file, from 0. */
  readonly record: number;
  /** One for each further column. */
  readonly added: readonly string[];
}

/** Writes some of the records of a file, as they are but for new names of columns and further cells. */
export interface Rewriter {
  /**
   * @param text the file
   * @param rows in the order of the file
   * @param names the name of a column of the file in the output
   */
  write(
    text: AsyncIterable<string>,
    name: string,
    rows: Iterable<RewrittenRow>,
    columns: { readonly added: readonly string[]; readonly renamed: (column: string) => string },
  ): AsyncIterable<string>;
}

/** What a column is written as, in formats that have numbers; an integer fits in 53 bits. */
export type ColumnKind = 'text' | 'integer' | 'number';

/** What a file can have beside its cells. */
export interface WriteOptions {
  /** One for each column; texts unless given. */
  readonly kinds?: readonly ColumnKind[] | undefined;
  /** A text about the table, for formats that have a place for it. */
  readonly metadata?: string | undefined;
}

/** Writes a table as a whole; its pieces together are the file. */
export interface FileWriter {
  readonly kind: 'file';
  write(
    columns: readonly string[],
    rows: AsyncIterable<readonly Cell[]>,
    options?: WriteOptions,
  ): AsyncIterable<string | Uint8Array>;
}
