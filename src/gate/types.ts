import type { ResampledUnits } from '../evaluation/types.js';
import type { UndefinedReason } from '../metrics/metric.js';
import type { Decide, InconclusivePolicy, Level } from './config/types.js';
import type { GateVerdict } from './rules/verdict.js';

/** Why a check could not be made. Stable names; each ends in exit code 2, never in a pass. */
export type CheckErrorName =
  /** The baseline, or a task in it, is not there. */
  | 'missing_baseline'
  /** The file of predictions is not there. */
  | 'missing_predictions'
  /** A rule names a stratum, a group or a task without any row. */
  | 'missing_stratum'
  /** The split is not the one its manifest was written for. */
  | 'split_changed'
  /** The test rows (structures or true values) are not those of the baseline. */
  | 'test_set_changed'
  /** Bins, fingerprint or another setting that decides the strata is not the baseline's. */
  | 'settings_changed'
  /** A test row has no prediction, or a stratum has fewer rows than in the baseline. */
  | 'fewer_rows'
  /** A prediction is no finite number. */
  | 'invalid_prediction'
  /** More rows of a file have an invalid structure than `maxInvalid` allows. */
  | 'invalid_structures'
  /** A metric of a rule has no value. */
  | 'undefined_metric'
  /** The configuration cannot be read. */
  | 'config'
  /** Anything else that is wrong with an input. */
  | 'input';

export interface CheckError {
  readonly name: CheckErrorName;
  /** Null where it is of all tasks, or of the only one. */
  readonly task: string | null;
  /** One line: what, where, and what to do. */
  readonly message: string;
}

/** Outcome of a rule. Each of `min`, `max` and the comparison with the baseline is one; so is each limit of the audit. */
export interface CheckOutcome {
  /** Number of the rule in the configuration, from 1; null for a limit of the audit. */
  readonly rule: number | null;
  /** The rule's own name, else made of its metric, limit, stratum and task. Unique in the summary. */
  readonly name: string;
  readonly task: string | null;
  readonly kind: 'drop' | 'min' | 'max' | 'audit';
  /** Null for the audit. */
  readonly metric: string | null;
  /** `overall`, the label of a bin, or `scaffold=unseen`; null for the audit. */
  readonly stratum: string | null;
  readonly level: Level;
  readonly verdict: GateVerdict;
  /** Rows that it was judged on; of the audit all test rows. */
  readonly n: number;
  /** The metric of the new predictions; of the audit the rows that count. */
  readonly value: number | null;
  readonly ci95: readonly [number, number] | null;
  /** Limit of `min` and `max`; null for the audit. */
  readonly limit: number | null;
  /** Of the audit: the limit with the key of the configuration, such as `maxNear 0.9:1%`. */
  readonly audit_limit: string | null;
  /** Quantity that `min` and `max` apply to. */
  readonly on: 'interval' | 'value' | null;
  /** The metric of the baseline's predictions on the same rows. */
  readonly baseline: number | null;
  /** How much worse than the baseline, above 0 where worse, whichever direction is better. */
  readonly drop: number | null;
  /**
   * Its 95 % interval, null where there is none; where `ratio_ci95` is given, that of the ratio at the baseline's value:
   * baseline × (ratio − 1).
   */
  readonly drop_ci95: readonly [number, number] | null;
  /**
   * 95 % interval of the metric over the baseline's, of its logarithm: what a tolerance that is a share is tested on, for
   * metrics that are errors. Null where the difference is tested.
   */
  readonly ratio_ci95: readonly [number, number] | null;
  /** The drop that is tolerated: `maxDrop` and `margin`. */
  readonly tolerance: number | null;
  /** Decision method of a comparison with the baseline; null for other kinds. */
  readonly decide: Decide | null;
  /** Where the estimate decides: one-sided p of "not worse than the baseline"; null where there is no interval. */
  readonly p: number | null;
  /** That p-value corrected for the number of rules (Holm); significant at 0.05 or less. */
  readonly p_corrected: number | null;
  /** The number of rules that it is corrected for: comparisons of this level with a p-value. */
  readonly comparisons: number | null;
  /** The smallest true worsening that fails the rule in 80 % of test sets like this one. */
  readonly detectable: number | null;
  /** Why there is no interval, or nothing can be said. */
  readonly reason: UndefinedReason | null;
}

/** A commit, and by which name it was found. */
export interface CommitRef {
  readonly ref: string;
  readonly commit: string;
}

/** A baseline that the change under review edits, so that its predictions are compared with a baseline of its own. */
export interface BaselineChange extends CommitRef {
  readonly path: string;
  /** `added` where the commit does not have the file. */
  readonly kind: 'changed' | 'added';
}

/** One task: what it was checked on. */
export interface CheckedTask {
  /** Null where there is one without a name. */
  readonly name: string | null;
  readonly inputs: readonly {
    readonly role: string;
    readonly path: string;
    readonly sha256: string;
    readonly rows: number;
  }[];
  readonly task: 'regression' | 'classification';
  readonly rows: number;
  readonly molecules: number;
  /** Units of resampling, which intervals take as independent. */
  readonly resampled: ResampledUnits;
  /** Of the structures and true values of the test rows, in any order. */
  readonly test_set: string;
  readonly strata: readonly { readonly bin: string; readonly n: number }[];
  readonly parameters: Readonly<Record<string, string | number>>;
}

/** The document that `tanimark check --json` prints, and all other output is rendered from. The same for the same inputs. */
export interface CheckSummary {
  readonly command: 'check';
  /** Baselines that differ from the branch to be merged into, or from the last commit; by git, where there is one. */
  readonly baseline_changes: readonly BaselineChange[];
  /** The commit that baseline files were read from; null for the working folder. */
  readonly baseline_ref: CommitRef | null;
  readonly version: string;
  readonly rdkit: string | null;
  /** The configuration. */
  readonly config: string;
  readonly seed: number;
  /** `fail` where there are errors, too. */
  readonly verdict: GateVerdict;
  /** 0 passed, 1 failed, 2 errors, 3 inconclusive and the policy is `fail`. */
  readonly exit_code: 0 | 1 | 2 | 3;
  readonly policy: InconclusivePolicy;
  /** Of the outcomes of any level. */
  readonly counts: Readonly<Record<GateVerdict, number>>;
  readonly outcomes: readonly CheckOutcome[];
  readonly errors: readonly CheckError[];
  readonly tasks: readonly CheckedTask[];
  readonly warnings: readonly string[];
}
