import type { StructureCache } from '../../chemistry/cache/structure-cache.js';
import type { Multiple } from '../../chemistry/cells.js';
import type { InvalidRecord } from '../../dataset/molecules.js';

/** How to read the query file or the reference file. */
export interface SideOptions {
  readonly header?: boolean | undefined;
  readonly delimiter?: string | undefined;
  /** The name of a table format, where file endings do not tell it. */
  readonly inputFormat?: string | undefined;
  /** Column of structures. */
  readonly smiles?: string | undefined;
  /** Treatment of cells with several structures; by default their rows are invalid. */
  readonly multiple?: Multiple | undefined;
  /** Column of molecule names. */
  readonly id?: string | undefined;
}

/** Options of `tanimark neighbors`; texts are as on the command line. */
export interface NeighborsOptions {
  /** A path, `-` for standard input, or `dataset:<name>`. */
  readonly query: string;
  /** The same; at most one of the two is `-`. */
  readonly reference: string;
  /** At most so many references for each query; default 1, or all with a `threshold`. */
  readonly k?: number | undefined;
  /** Only references at least so similar: a fraction such as `1/3` or a decimal, 0 to 1, compared exactly. */
  readonly threshold?: string | undefined;
  /** Default `morgan:radius=2,bits=2048`. */
  readonly fingerprint?: string | undefined;
  /** Whether a molecule is its own neighbor where query and reference are the same file; default false. */
  readonly includeSelf?: boolean | undefined;
  /** A part of the query rows, such as `2/7` (the second of seven); default all. */
  readonly shard?: string | undefined;
  /** Cache of parsed structures of large tables; none unless given. */
  readonly cache?: StructureCache | undefined;
  /** How to read each file. */
  readonly queryTable?: SideOptions | undefined;
  readonly referenceTable?: SideOptions | undefined;
}

export type NeighborStatus = 'found' | 'none' | 'invalid';

/**
 * A line of the result, its fields called as in the output. Every query row has at least one; those
 * about a reference are `null` where none was found.
 */
export interface NeighborRow {
  /** From 1, the header not counted. */
  readonly query_row: number;
  /** `null` without an id column. */
  readonly query_id: string | null;
  /** As in the file. */
  readonly query_smiles: string;
  /** From 1, the most similar first; of equally similar ones the first in the file. */
  readonly rank: number | null;
  readonly reference_row: number | null;
  readonly reference_id: string | null;
  readonly reference_smiles: string | null;
  /** Tanimoto similarity. */
  readonly similarity: number | null;
  /** `invalid` for a query whose SMILES cannot be read, `none` for one without a neighbor. */
  readonly status: NeighborStatus;
  /** Why there is no neighbor. */
  readonly reason: string | null;
}

/** The columns of the output, in its order. */
export const NEIGHBOR_COLUMNS = [
  'query_row',
  'query_id',
  'query_smiles',
  'rank',
  'reference_row',
  'reference_id',
  'reference_smiles',
  'similarity',
  'status',
  'reason',
] as const satisfies readonly (keyof NeighborRow)[];

/** The document that `tanimark neighbors --json` prints, and all other output is rendered from. */
export interface NeighborsSummary {
  readonly command: 'neighbors';
  readonly version: string;
  readonly rdkit: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** The part of the query rows that was searched, such as `2/7`; null for all. */
  readonly shard: string | null;
  /** The whole file, also where a part of it was searched. */
  readonly query: { readonly path: string; readonly sha256: string; readonly records: number };
  readonly reference: {
    readonly path: string;
    readonly sha256: string;
    readonly records: number;
    readonly molecules: number;
    readonly invalid: number;
  };
  /** Query rows that were searched, and what became of them; `neighbors` counts lines with a reference. */
  readonly counts: {
    readonly queries: number;
    readonly found: number;
    readonly none: number;
    readonly invalid: number;
    readonly neighbours: number;
  };
  /** Query rows with a neighbor, by the similarity of the nearest one. */
  readonly similarity: { readonly bins: readonly string[]; readonly nearest: readonly number[] };
  readonly invalid: {
    readonly query: readonly InvalidRecord[];
    readonly reference: readonly InvalidRecord[];
  };
  /** Notes on choices that were made for the user, and warnings; the same for every part of a search. */
  readonly warnings: readonly string[];
  /** Wall-clock; the only part that differs between equal runs. */
  readonly seconds: Readonly<Record<string, number>>;
  readonly outputs: readonly NeighborsOutput[];
}

export interface NeighborsOutput {
  readonly path: string;
  /** The name of a table format. */
  readonly format: string;
  readonly sha256: string;
  /** Lines, the header not counted. */
  readonly rows: number;
}

/** A search that is ready to run: its rows come as they are found. */
export interface NeighborSearch {
  /**
   * Searches, and gives the rows in the order of the queries, in batches; to be gone through once.
   *
   * @throws AbortedError when it is canceled
   */
  batches(): AsyncGenerator<Iterable<NeighborRow>>;
  /** Counts of the result; complete once `batches` is exhausted. */
  summary(): NeighborsSummary;
}
