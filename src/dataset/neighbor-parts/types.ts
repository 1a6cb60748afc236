import type { InvalidRecord } from '../molecules.js';

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
  /** The part of the reference rows that was searched, such as `1/3`; null for all. */
  readonly reference_shard: string | null;
  /** The whole file, also where a part of it was searched. */
  readonly query: { readonly path: string; readonly sha256: string; readonly records: number };
  readonly reference: {
    readonly path: string;
    readonly sha256: string;
    /** Of the whole file. */
    readonly records: number;
    /** Different molecules among the rows that were searched. */
    readonly molecules: number;
    /** Invalid rows among those that were searched. */
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
  /** The name of a table format; `keys` for the keys of the molecules of a part of the references. */
  readonly format: string;
  readonly sha256: string;
  /** Lines, the header not counted; of keys, the molecules. */
  readonly rows: number;
}
