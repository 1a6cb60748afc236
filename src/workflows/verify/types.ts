import type { StandardizeLevel } from '../../chemistry/standardize/levels.js';

/** Kind of a check of a split. */
export type CheckKind =
  /** A file is the one that the manifest was written for. */
  | 'checksum'
  /** Rows and molecules in each subset. */
  | 'sizes'
  /** The histogram of max similarity, recomputed from the structures. */
  | 'similarity'
  /** The columns `max_similarity` and `nearest_train`, recomputed row by row. */
  | 'columns'
  /** Promises of the method. */
  | 'promises'
  /** The split made again. */
  | 'repeat';

export interface VerifyCheck {
  readonly kind: CheckKind;
  /** A file, or what else was looked at. */
  readonly subject: string;
  readonly outcome: 'passed' | 'failed' | 'not_checked';
  /** Finding, or the reason why there is none; null where all is well. */
  readonly detail: string | null;
}

/** Results for the splits of one manifest. */
export interface VerifiedManifest {
  readonly manifest: string;
  /** Of several methods, each once. */
  readonly methods: readonly string[];
  /** Versions and method that made the split. */
  readonly version: string;
  readonly rdkit: string;
  /** Folds, repeats, or splits of a series; 1 for a single split. */
  readonly splits: number;
  readonly checks: readonly VerifyCheck[];
  readonly verdict: 'verified' | 'failed';
  /** Whether the split was made again, with the same cells. */
  readonly repeated: boolean;
  /** Why it could not be made again; null where it was tried. */
  readonly not_repeated: string | null;
}

/** The document that `tanimark verify --json` prints. */
export interface VerifySummary {
  readonly command: 'verify';
  readonly version: string;
  readonly rdkit: string;
  readonly manifests: readonly VerifiedManifest[];
  /** `failed` if one of them is. */
  readonly verdict: 'verified' | 'failed';
  /** Whether all were made again. */
  readonly repeated: boolean;
  /** 0 verified, 1 failed, 3 with `strict` where one could not be made again. */
  readonly exit_code: 0 | 1 | 3;
  readonly warnings: readonly string[];
  /** Wall-clock. */
  readonly seconds: Readonly<Record<string, number>>;
}

export interface VerifyOptions {
  /** Split files, folders of splits, or manifests. */
  readonly paths: readonly string[];
  /** A split that could not be made again is inconclusive; default false. */
  readonly strict?: boolean | undefined;
}

/** Options of `tanimark verify --describe`. */
export interface DescribeOptions {
  /** A table with a split column, or a folder with `train.csv` and `test.csv`. */
  readonly path: string;
  readonly bins?: string | undefined;
  readonly fingerprint?: string | undefined;
  readonly standardize?: StandardizeLevel | undefined;
  readonly smiles?: string | undefined;
  readonly label?: string | undefined;
  readonly id?: string | undefined;
  readonly splitColumn?: string | undefined;
  /** Whether a manifest that is there is replaced; default false. */
  readonly force?: boolean | undefined;
}
