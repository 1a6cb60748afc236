/** One record of a file as it stands: its cells and the line on which it ends, from 1. */
export interface RawRecord {
  readonly cells: string[];
  readonly line: number;
}

/** A way to write molecules in a text file. */
export interface TableFormat {
  readonly name: string;
  /** File name endings without `.gz`, with the dot. */
  readonly extensions: readonly string[];
  /** The separator between cells, where the format has exactly one. */
  readonly delimiter?: string;
  /** False where records may differ in length, as a name after a SMILES is optional. */
  readonly rectangular: boolean;
  /** What columns are called in a file without a header. */
  readonly defaultColumns?: readonly string[];
  /** The records of a file; `name` is for messages. */
  read(text: AsyncIterable<string>, name: string, delimiter: string): AsyncIterable<RawRecord>;
}
