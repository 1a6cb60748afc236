import type { SubsetWord } from '../../tables/subsets.js';
import type { Table } from '../../tables/table.js';

/** One way in which the rows of a table are divided: the split itself, or one of its folds or repeats. */
export interface Division {
  /** `fold-0`; the name of a test set where several share one training set. */
  readonly name: string;
  /** Subset of each row of the input. */
  readonly words: readonly SubsetWord[];
}

/** A column of the input as it is written. */
export interface WrittenColumn {
  readonly name: string;
  readonly cell: (row: number) => string;
}

/** A split that is to be written. */
export interface WrittenSplit {
  readonly kind: 'one' | 'folds' | 'repeats';
  readonly divisions: readonly Division[];
  /** Columns and rows of the input. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly smiles: WrittenColumn;
  /** Labels as numbers; null where no label column is known, or its labels are words of many classes. */
  readonly label: WrittenColumn | null;
  /** Null where no id column is known. */
  readonly id: WrittenColumn | null;
  /** Whether invalid rows are to be left out where rows are named. */
  readonly dropsInvalid: boolean;
}

/** A table or a text of one division, or of all. */
export type WrittenFile = {
  /** Name in the folder; empty for a file that is named by the user. */
  readonly name: string;
  /** Number of rows of the input that it is about. */
  readonly count: number;
} & (
  | {
      readonly format: 'csv' | 'tsv';
      readonly columns: readonly string[];
      readonly rows: readonly (readonly string[])[];
    }
  | { readonly text: string }
);

/** Columns of a written table that have other names than in the input. */
export interface WrittenNames {
  readonly smiles?: string;
  readonly label?: string;
  readonly id?: string;
}

/**
 * What one file holds: `one` division and no more, one for each division (`each`), all folds and one for each repeat
 * (`folds`), or all divisions (`several`).
 */
export type Holds = 'one' | 'each' | 'folds' | 'several';

/** Content of a file that may hold a split. */
export type SplitContent =
  | { readonly kind: 'json'; readonly name: string; readonly value: unknown }
  | { readonly kind: 'table'; readonly name: string; readonly table: Table };

/** The table whose rows a split divides. */
export interface DividedTable {
  readonly name: string;
  /** Number of rows. */
  readonly count: number;
  /** Names of the rows. @throws TanimarkError (column) without a column of ids, or where two rows have one id */
  readonly ids: () => readonly string[];
}

/** A way in which another tool keeps a split. To add one, write its file and put it into the registry. */
export interface SplitFormat {
  /** Name for `--format` and manifests. */
  readonly name: string;
  /** Who reads it, for documents. */
  readonly tool: string;
  /** What it is, for the help. */
  readonly summary: string;
  /** What is written, for documents. */
  readonly written: string;
  /** What is read, for documents. */
  readonly readable: string;
  /** What an output of each ending holds; `/` is a folder. The first is that of standard output. */
  readonly places: Readonly<Record<string, Holds>>;
  /** Why there can be no validation rows; absent where there can. */
  readonly noValidation?: string;
  /** Why there can be no pairs of a molecule and a partner; absent where there can. */
  readonly noPairs?: string;
  /** Why discarded and invalid rows cannot be left out; absent where they can. */
  readonly noLeftOut?: string;
  /**
   * @param divisions those of one file or folder
   * @param place ending of the output
   * @throws TanimarkError (usage, table) where it cannot be said in this format
   */
  write(divisions: readonly Division[], split: WrittenSplit, place: string): WrittenFile[];
  /** Names of columns that differ from those of the input; none unless given. */
  names?(split: WrittenSplit, place: string): WrittenNames;
  /** What is to be said of the output. @param input name of the table that was split */
  notes?(split: WrittenSplit, place: string, input: string): string[];
  /** How to use the output, as a command or an expression. @param input path of the table that was split */
  usage(output: string, place: string, input: string, split: WrittenSplit): string;
  /**
   * The divisions in a content; undefined where it is not in this format.
   *
   * @throws TanimarkError (table) on a content of this format that is wrong, or not of this table
   */
  read?(content: SplitContent, data: DividedTable): Division[] | undefined;
}
