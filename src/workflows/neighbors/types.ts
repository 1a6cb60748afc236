import type { StructureCache } from '../../chemistry/cache/structure-cache.js';
import type { Multiple } from '../../chemistry/cells.js';
import type { NeighborRow, NeighborsSummary } from '../../dataset/neighbor-parts/types.js';

export type {
  NeighborRow,
  NeighborStatus,
  NeighborsOutput,
  NeighborsSummary,
} from '../../dataset/neighbor-parts/types.js';
export { NEIGHBOR_COLUMNS } from '../../dataset/neighbor-parts/types.js';

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
  /** A part of the query rows, such as `2/7` or `2-of-7` (the second of seven); default all. */
  readonly shard?: string | undefined;
  /** A part of the reference rows, such as `1/3`; default all. */
  readonly referenceShard?: string | undefined;
  /** Cache of parsed structures of large tables; none unless given. */
  readonly cache?: StructureCache | undefined;
  /** How to read each file. */
  readonly queryTable?: SideOptions | undefined;
  readonly referenceTable?: SideOptions | undefined;
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
  /** Of a search in a part of the references: the file of their keys, by which `mergeNeighbors` finds repeated molecules. */
  keys(): Uint8Array | undefined;
}
