/** Columns of a data set, by name; by number (from 1, as text) where the file has no header. */
export interface DatasetColumns {
  readonly smiles: string;
  readonly id?: string;
  /** Measured values; empty where the file has none. */
  readonly labels: readonly string[];
  /** Columns that look like labels and are none: predicted values, other scales of the same label. */
  readonly ignore?: readonly string[];
  /** Of pairs: the identifier of the target, and its sequence. */
  readonly target?: string;
  readonly sequence?: string;
  /** Date or year of the measurement. */
  readonly time?: string;
}

/** The split that those who made the data set use. */
export type OwnSplit =
  /** A column of the file says it. */
  | { readonly column: string }
  /** The file is one part of it; the others are data sets of their own. */
  | { readonly part: 'train' | 'valid' | 'train_valid' | 'test'; readonly with: readonly string[] }
  /** They make it by a method of `tanimark split`. */
  | { readonly method: string; readonly fractions?: readonly [number, number, number] };

export const DATASET_TASKS = ['regression', 'classification'] as const;

/** What is said of one file; in a family file, what its data sets have in common is said once, in `defaults`. */
export interface DatasetFields {
  /** One line: what was measured, on what. */
  readonly summary: string;
  /** Further words by which it is found: target names, abbreviations. */
  readonly tags?: readonly string[];
  /**
   * Where the file is, or the archive that it is in; mirrors in the order in which they are tried. `https:` only; in a
   * registry of the user's also `file:`. `{path}` stands for `path`.
   */
  readonly urls?: readonly string[];
  readonly path?: string;
  /** Of a data set that comes with the package: its file in `datasets/`. */
  readonly bundled?: string;
  /** The path in the archive (zip, tar, tar.gz) that the URLs give. */
  readonly member?: string;
  /** Name of the file in the cache; default the last part of the member, or of the URL. */
  readonly file?: string;
  /** Bytes of what the URLs give; null where nobody has published it. */
  readonly bytes?: number | null;
  /** The most bytes to be taken where `bytes` is null; default 256 MiB. */
  readonly max_bytes?: number;
  /** Checksum of what the URLs give, lower-case hex; null where nobody has published one. */
  readonly sha256?: string | null;
  readonly md5?: string | null;
  /** Name of the table format, where the file's ending does not tell it. */
  readonly format?: string;
  /** Whether the file has a header; default yes. */
  readonly header?: boolean;
  /** Rows of data; null where it is not known. */
  readonly rows?: number | null;
  readonly columns: DatasetColumns;
  readonly task?: (typeof DATASET_TASKS)[number] | null;
  /** The word, or number, of the positive class. */
  readonly positive?: string;
  /** Unit of the label, such as `log10(mol/L)`. */
  readonly unit?: string | null;
  /** Name in `tanimark score --list-metrics` of the metric that its benchmark uses. */
  readonly metric?: string | null;
  readonly split?: OwnSplit | null;
  /** SPDX identifier, or `unknown`. */
  readonly license: string;
  /** How to cite the data. */
  readonly citation: string;
  /** A page that describes it. */
  readonly homepage?: string;
  /** A sentence each. */
  readonly faults?: readonly string[];
}

/** A data set that has a name: one file. */
export interface NamedDataset extends DatasetFields {
  readonly name: string;
  /** Name of its family. */
  readonly family: string;
  /** File that it is described in, where that is a registry of the user's. */
  readonly registry?: string;
}

/** Data sets that come from one place. */
export interface DatasetFamily {
  readonly family: string;
  readonly title: string;
  readonly summary: string;
  readonly defaults?: Partial<DatasetFields>;
  /** Lists of data sets that are used together, by name. */
  readonly suites?: Readonly<
    Record<string, { readonly summary: string; readonly datasets: readonly string[] }>
  >;
  readonly datasets: readonly (Partial<DatasetFields> & { readonly name: string })[];
}
