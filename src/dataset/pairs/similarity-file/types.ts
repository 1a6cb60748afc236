import type { Side } from '../../../similarity/two-sided/side.js';
import type { SourceTable } from '../../molecules.js';

/** Similarities of partners that the user gives. */
export interface SimilarityFile {
  readonly source: SourceTable;
  /** How the file was read, where it could be read in another way. */
  readonly note: string | null;
  /** Whether it has the id of a partner. */
  has(id: string): boolean;
  /** The partners of these ids, all of which it has. */
  sideOf(ids: readonly string[]): Side;
}
