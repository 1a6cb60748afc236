import type { SidesAudit } from '../../audit/audit-sides.js';
import type { Finding } from '../../audit/finding.js';
import type { LabelShift } from '../../audit/label-shift.js';
import type { LimitOptions } from '../../audit/limits.js';
import type { LookUp } from '../../audit/nearest-neighbor-baseline.js';
import type { SameLevel } from '../../audit/side.js';
import type { SimilarityShape } from '../../audit/similarity.js';
import type { Verdict } from '../../audit/verdict.js';
import type { StructureCache } from '../../chemistry/cache/structure-cache.js';
import type { Multiple } from '../../chemistry/cells.js';
import type { MoleculeTable } from '../../dataset/molecule-table.js';
import type { InvalidRecord } from '../../dataset/molecules.js';
import type { PairOptions } from '../../dataset/pairs/types.js';
import type { LabelConflicts } from '../../tables/label-conflicts.js';
import type { Censored } from '../../tables/labels.js';

/** Options of `tanimark audit`; texts are as on the command line. */
export interface AuditOptions extends LimitOptions, Omit<PairOptions, 'standardize'> {
  /** A table with a split column, a folder with `train.csv`, `test.csv` and perhaps `valid.csv`, or a file that lists rows of `data`; instead of `train` and `test`. */
  readonly split?: string | undefined;
  /** The table whose rows the split lists. */
  readonly data?: string | undefined;
  /** Which fold, repeat or test set, of a split that holds several. */
  readonly part?: string | undefined;
  /** Paths, `-` for standard input, or `dataset:<name>`. */
  readonly train?: string | undefined;
  readonly test?: string | undefined;
  readonly valid?: string | undefined;
  /** Default `morgan:radius=2,bits=2048`. */
  readonly fingerprint?: string | undefined;
  /** Default `0,1/3,2/3,1`. */
  readonly bins?: string | undefined;
  /** The level up to which molecules that are the same are duplicates; default `tautomers`. */
  readonly standardize?: string | undefined;
  /** Labels of a regression that differ by more contradict each other; default the standard deviation of training. */
  readonly conflict?: number | undefined;
  /** Pairs of each finding in the summary, at most; default 20. */
  readonly examples?: number | undefined;
  /**
   * Look only for what the limits are on, which takes a fraction of the time; what is said of other findings, and the
   * verdict, may then miss duplicates.
   */
  readonly limitsOnly?: boolean | undefined;
  readonly header?: boolean | undefined;
  readonly delimiter?: string | undefined;
  /** The name of a table format, where file endings do not tell it. */
  readonly inputFormat?: string | undefined;
  /** Treatment of cells with several structures; by default their rows are invalid. */
  readonly multiple?: Multiple | undefined;
  readonly smiles?: string | undefined;
  readonly label?: string | undefined;
  /** Treatment of labels such as `>10`; default a note, or an error where `label` is given. */
  readonly transform?: string | undefined;
  readonly censored?: Censored | undefined;
  /** The word, or number, of the positive of two classes. */
  readonly positive?: string | undefined;
  readonly id?: string | undefined;
  /** The column that says train or test, if the user named it. */
  readonly splitColumn?: string | undefined;
  readonly cache?: StructureCache | undefined;
}

/** A pair of rows. `train_…` is of the side that is learnt from, also where that is validation. Rows count from 1. */
export interface AuditPair {
  /** Such as `train-test`. */
  readonly comparison: string;
  readonly finding: string;
  readonly test_row: number;
  /** Null without an id column. */
  readonly test_id: string | null;
  /** As in the file. */
  readonly test_smiles: string;
  /** For classes 0 or 1; null without a label. */
  readonly test_label: number | null;
  readonly train_row: number;
  readonly train_id: string | null;
  readonly train_smiles: string;
  readonly train_label: number | null;
  /** Tanimoto similarity of the molecules as they are. */
  readonly similarity: number;
}

/** The columns of a file of pairs, in its order. */
export const PAIR_COLUMNS = [
  'comparison',
  'finding',
  'test_row',
  'test_id',
  'test_smiles',
  'test_label',
  'train_row',
  'train_id',
  'train_smiles',
  'train_label',
  'similarity',
] as const satisfies readonly (keyof AuditPair)[];

/** One kind of leak, or of likeness. */
export interface AuditFinding {
  readonly name: string;
  readonly title: string;
  readonly definition: string;
  readonly family: Finding['family'];
  /** False where it could not be looked for; `reason` says why. */
  readonly applies: boolean;
  readonly reason: string | null;
  /** Of duplicates: the level of --standardize from which on they count as duplicates; `inchi` is beyond all of these. */
  readonly level: SameLevel | null;
  /** Test rows and test molecules in a pair, and the share of all test rows. */
  readonly test_records: number;
  readonly test_molecules: number;
  readonly share: number;
  /** All pairs of rows. */
  readonly pairs: number;
  readonly details: Readonly<Record<string, number>>;
  /** The first of the pairs, by test row. */
  readonly examples: readonly AuditPair[];
}

/** Two sides, compared. */
export interface AuditComparison {
  /** Such as `train-test`. */
  readonly name: string;
  /** Sides: the one that is learnt from, and the one that is judged on. */
  readonly train: string;
  readonly test: string;
  readonly verdict: Verdict;
  /** The verdict in one line. */
  readonly line: string;
  /** Duplicates: test rows that are training molecules up to the level of `--standardize`; `--max-duplicates` counts these. */
  readonly duplicates: number;
  /** Test rows that are no duplicates, but cannot be told from a training molecule by the fingerprint: those of `same_fingerprint`. */
  readonly indistinguishable: number;
  readonly findings: readonly AuditFinding[];
  readonly similarity: SimilarityShape;
  /** Null without labels on both sides, or if they cannot be compared. */
  readonly labels: LabelShift | null;
  readonly look_up: LookUp | null;
}

/** A limit, and whether it was kept. */
export interface LimitOutcome {
  readonly comparison: string;
  /** As the front end writes it, such as `--max-near 0.9:1%`. */
  readonly limit: string;
  /** Test rows that count. */
  readonly found: number;
  readonly share: number;
  readonly exceeded: boolean;
}

export interface AuditSide {
  /** Rows with a valid structure, their distinct molecules, and how many rows have a label. */
  readonly records: number;
  readonly molecules: number;
  readonly labelled: number;
  /** The label column; null without one. */
  readonly label: string | null;
  /** Molecules of the side whose own rows have different labels; null without labels. */
  readonly label_conflicts: LabelConflicts | null;
  /** Rows that were left out because their SMILES is invalid. */
  readonly invalid: number;
}

/** The document that `tanimark audit --json` prints, and all other output is rendered from. */
export interface AuditSummary {
  readonly command: 'audit';
  readonly version: string;
  readonly rdkit: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly inputs: readonly {
    readonly role: string;
    readonly path: string;
    readonly sha256: string;
    readonly rows: number;
  }[];
  readonly sides: Readonly<Record<string, AuditSide>>;
  /** Rows of a split table that are on no side: marked discarded or invalid, or not marked. */
  readonly left_out: {
    readonly discarded: number;
    readonly invalid: number;
    readonly none: number;
  };
  /** The label column of the first side that has one; null if none has. */
  readonly label: string | null;
  /** The first is that of training and test. */
  readonly comparisons: readonly AuditComparison[];
  readonly limits: readonly LimitOutcome[];
  /** Whether every limit was kept; true without any. */
  readonly passed: boolean;
  readonly invalid: readonly (InvalidRecord & { readonly side: string })[];
  readonly warnings: readonly string[];
  /** Wall-clock; the only part that differs between equal runs. */
  readonly seconds: Readonly<Record<string, number>>;
  readonly outputs: readonly { path: string; sha256: string; rows: number }[];
}

/** A limit as it was given, and its outcome. */
export interface HeldLimit {
  readonly option: keyof LimitOptions;
  readonly value: string;
  readonly outcome: LimitOutcome;
}

/** A finished audit: the summary, and what the pairs are written from. */
export interface AuditResult {
  readonly summary: AuditSummary;
  /** The limits of the summary, in the same order. */
  readonly limits: readonly HeldLimit[];
  readonly sources: readonly AuditSource[];
  readonly audits: readonly SidesAudit[];
}

/** The rows of one side, and the table that holds them. */
export interface AuditSource {
  readonly name: SideName;
  readonly data: MoleculeTable;
  /** Its records of the table that have a valid structure, from 0, ascending; at least one. */
  readonly records: Int32Array;
  /** Its records whose structure is invalid, from 0. */
  readonly invalid: readonly number[];
  readonly idColumn: number | undefined;
}

/** The sides of a split, in the order in which they are learnt from. */
export const SIDES = ['train', 'valid', 'test'] as const;
export type SideName = (typeof SIDES)[number];
