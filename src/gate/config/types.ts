import type { Amount } from '../../amount.js';
import type { PairOptions } from '../../dataset/pairs/types.js';
import type { ScoreOptions } from '../../evaluation/options.js';
import type { Resample } from '../../statistics/resampling.js';

/** Effect of a failed rule: `error` fails the gate, `warn` and `info` are shown only. */
export const LEVELS = ['error', 'warn', 'info'] as const;
export type Level = (typeof LEVELS)[number];

/** Effect of an inconclusive gate: exit code 0, 0 with a warning, or 3. */
export const INCONCLUSIVE = ['pass', 'warn', 'fail'] as const;
export type InconclusivePolicy = (typeof INCONCLUSIVE)[number];

/**
 * What a rule against a baseline fails by: `estimate`, worse by more than is tolerated and significantly worse at all;
 * or `interval`, worse by more than is tolerated with its whole 95 % interval.
 */
export const DECIDE = ['estimate', 'interval'] as const;
export type Decide = (typeof DECIDE)[number];

/** Rows that a rule applies to. */
export type StratumSpec =
  | { readonly kind: 'overall' | 'lowest' | 'highest' | 'each' }
  /** A bin of similarity by its label, such as `[0, 1/3)`. */
  | { readonly kind: 'bin'; readonly label: string }
  /** Rows that have this value in a column, or are of this kind: `scaffold=unseen`. */
  | { readonly kind: 'group'; readonly by: string; readonly value: string };

/** How much worse than the baseline a metric may be: a worsening that is accepted, and a difference that does not matter. */
export interface Tolerance {
  readonly maxDrop: Amount;
  readonly margin: Amount;
}

/** A rule: limits on one metric. At least one of `min`, `max` and `tolerance` is there. */
export interface Rule {
  /** As the user called it. */
  readonly name: string | null;
  /** The metric's own name, whatever alias was given. */
  readonly metric: string;
  /** As written, for messages. */
  readonly stratum: string;
  readonly rows: StratumSpec;
  /** Tasks by name; null for every one. */
  readonly task: string | null;
  readonly min: number | null;
  readonly max: number | null;
  /** Whether `min` and `max` are held against the 95 % interval or against the value alone. */
  readonly on: 'interval' | 'value';
  /**
   * How much worse than the baseline it may be: `maxDrop` is what is accepted, `margin` how much beyond it is
   * too little to matter; their sum decides. Null for no comparison.
   */
  readonly tolerance: Tolerance | null;
  /** Decision method of a comparison with the baseline; null for no comparison. */
  readonly decide: Decide | null;
  readonly level: Level;
}

/** Limits on what the sides of the split have in common, as of `tanimark audit`. */
export interface AuditRule {
  readonly maxDuplicates?: string | undefined;
  readonly maxNear?: readonly string[] | undefined;
  readonly maxSharedScaffolds?: string | undefined;
  readonly maxConflicts?: string | undefined;
  readonly maxCliffs?: string | undefined;
  readonly standardize?: string | undefined;
  readonly level: Level;
}

/** Options of a score that a task of a configuration has, too. */
type ReadingOptions = Pick<
  ScoreOptions,
  | 'split'
  | 'data'
  | 'part'
  | 'train'
  | 'truth'
  | 'task'
  | 'smiles'
  | 'label'
  | 'id'
  | 'positive'
  | 'censored'
  | 'transform'
  | 'multiple'
  | 'predictionSmiles'
  | 'predictionId'
  | 'prediction'
  | 'std'
  | 'lower'
  | 'upper'
  | 'level'
  | 'join'
  | 'splitColumn'
  | 'delimiter'
  | 'inputFormat'
  | 'header'
  | 'threshold'
  | 'bins'
  | 'fingerprint'
  | 'standardize'
> &
  PairOptions;

/**
 * What is scored, and how its files are read. Paths are from the working folder, unless they were absolute or are
 * `dataset:<name>`; they stay within the repository of the configuration, unless {@link GateConfig.allowOutside}.
 */
export interface TaskConfig extends ReadingOptions {
  /** Null where there is one task without a name. */
  readonly name: string | null;
  readonly predictions: string;
  /** Null where no rule compares with one. */
  readonly baseline: string | null;
  /** The most rows of a file with an invalid structure, such as `10%`. */
  readonly maxInvalid: string;
}

/** A configuration, read and checked, every default in place. */
export interface GateConfig {
  /** As given or found, relative to the working folder where that is shorter. */
  readonly path: string;
  /** The folder that its paths are relative to. */
  readonly folder: string;
  readonly tasks: readonly TaskConfig[];
  readonly rules: readonly Rule[];
  readonly audit: AuditRule | null;
  /** Default `warn`. */
  readonly inconclusive: InconclusivePolicy;
  /** Default 0. */
  readonly seed: number;
  /** Bootstrap draws; default 2000. */
  readonly bootstrap: number;
  /** Unit of resampling; that of the split unless given. */
  readonly resample: Resample | undefined;
  /** Strata below this size are inconclusive; default 30. */
  readonly minN: number;
  /** A commit to read baseline files from, by any name that git knows; the working folder unless given. */
  readonly baselineRef?: string | undefined;
  /** Whether its paths may lead outside its repository; no configuration can say so itself. Default no. */
  readonly allowOutside?: boolean | undefined;
}
