import type { StandardizeLevel } from '../../chemistry/standardize/levels.js';
import type { TwoSided } from '../../similarity/two-sided/index.js';
import type { PARTNER_KINDS } from '../manifest/recorded.js';
import type { MoleculeSet } from '../molecules.js';

/** What partners are. */
export type PartnerKind = (typeof PARTNER_KINDS)[number];

/** One side of a table of pairs: drugs, or their partners. */
export interface PairSide {
  /** Singular, for messages: `drug`, `target sequence`. */
  readonly noun: string;
  /** Column of the table that names them. */
  readonly column: string;
  /** Number of entities. */
  readonly count: number;
  /** Entity of each pair. */
  readonly of: Int32Array;
  /** Number of each entity among the different ones: entities of one structure or sequence have the same. */
  readonly distinct: Int32Array;
  /**
   * Number of each entity among those that have to be kept together, so that one of another number is new: those that
   * are not distinct, and those that the user's own similarities give a similarity of 1.
   */
  readonly alike: Int32Array;
}

/** Partners, with what tells them apart. */
export interface PartnerSide extends PairSide {
  /** Sequence, name or, of molecules, nothing: the same for equal partners, also of other tables. */
  readonly keys: readonly string[] | null;
  /** SMILES of each, where partners are molecules. */
  readonly smiles: readonly string[] | null;
}

/** Both sides of the pairs in a table, and their comparison. */
export interface PairTable {
  readonly kind: PartnerKind;
  readonly drugs: PairSide & { readonly set: MoleculeSet };
  readonly partners: PartnerSide;
  readonly compared: TwoSided;
}

/** Options about pairs; texts are as on the command line. */
export interface PairOptions {
  /** Level at which structures are equal, of molecules on either side. */
  readonly standardize?: StandardizeLevel | undefined;
  /** Column of the partner that makes each row a pair; `none` where rows are molecules whatever else is there. */
  readonly partner?: string | undefined;
  /** Default: sequences or structures where the cells are such, else categories. */
  readonly partnerKind?: PartnerKind | undefined;
  /** How partners are compared: `kmer:3`, or a fingerprint of molecules. */
  readonly partnerFingerprint?: string | undefined;
  /** Table of drugs: ids and structures. */
  readonly drugs?: string | undefined;
  /** Table of partners: ids, and sequences or structures. */
  readonly targets?: string | undefined;
  /** Square matrix of the partners' similarities, or their clusters. */
  readonly targetSimilarity?: string | undefined;
}
