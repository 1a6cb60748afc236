import type { Standing } from '../../statistics/standing.js';

/** A mean over repeats with its 95% interval. */
export interface Mean {
  /** Null where a repeat failed, was not run, or has no value. */
  readonly value: number | null;
  readonly ci95: readonly [number, number] | null;
  /** Standard deviation over repeats; null for one. */
  readonly sd: number | null;
}

/** One model on one split of one data set. */
export interface TableEntry extends Mean {
  readonly data: string;
  readonly split: string;
  readonly model: string;
  /** Repeats with a value, failed, not run, and all. */
  readonly done: number;
  readonly failed: number;
  readonly missing: number;
  readonly repeats: number;
  /**
   * `repeats`: over repeats, corrected for overlapping training sets; `rows`: over the test rows of one split, as of
   * `tanimark score`.
   */
  readonly interval: 'repeats' | 'rows' | null;
  readonly strata: readonly (Mean & {
    readonly bin: string;
    /** Mean number of test rows. */
    readonly n: number;
  })[];
}

/** A model against the reference on one split of one data set. */
export interface ReferenceTest {
  readonly data: string;
  readonly split: string;
  readonly model: string;
  /** Mean of the model minus that of the reference, in the unit of the metric. */
  readonly difference: number;
  readonly ci95: readonly [number, number] | null;
  readonly p: number | null;
  /** Holm's correction over all tests of the metric. */
  readonly p_holm: number | null;
  readonly verdict: Standing;
  readonly significant: boolean;
}

/** A model over all data sets and splits. */
export interface ModelSummary {
  readonly model: string;
  /** Over data sets and splits; a model without a value is last. */
  readonly mean_rank: number | null;
  /** Data sets × splits that are ranked. */
  readonly ranked: number;
  /** Of them, those in which it and the reference have a mean; 0 for the reference itself. */
  readonly compared: number;
  /** Of these, those with a better or a worse mean than the reference, and where that is significant. */
  readonly better: number;
  readonly worse: number;
  readonly significantly_better: number;
  readonly significantly_worse: number;
  /** Median gain over the reference, as a share of its mean; null where it has none. */
  readonly median_gain: number | null;
}

/** How much worse a model is on a split than on the random one. */
export interface Gap {
  readonly data: string;
  readonly model: string;
  readonly split: string;
  /** Name of the random split. */
  readonly from: string;
  /** Above 0: worse, in the unit of the metric. */
  readonly worse_by: number;
  /** Null where a split has one repeat. */
  readonly ci95: readonly [number, number] | null;
  /** As a share of the mean on the random split; null where that is 0. */
  readonly share: number | null;
}

/** Models beside published scores. */
export interface PublishedComparison {
  /** The published scores of the metric. */
  readonly scores: readonly {
    readonly data: string;
    readonly split: string;
    readonly value: number;
    /** Where it was published; null where the configuration does not say. */
    readonly source: string | null;
  }[];
  readonly models: readonly {
    readonly model: string;
    /** By score: the share by which the model is better, below 0 where it is worse; null where it has no mean. */
    readonly gains: readonly (number | null)[];
    /** Median of the gains; null without any. */
    readonly median_gain: number | null;
  }[];
}

export interface MetricReport {
  readonly metric: string;
  readonly direction: 'minimize' | 'maximize';
  readonly target: number | null;
  readonly table: readonly TableEntry[];
  readonly models: readonly ModelSummary[];
  /** For how many tests p_holm is corrected. */
  readonly tested: number;
  readonly tests: readonly ReferenceTest[];
  readonly gaps: readonly Gap[];
  /** Null where there are no published scores of the metric. */
  readonly published: PublishedComparison | null;
}

/** Cells of one model that failed for one reason. */
export interface FailureGroup {
  readonly model: string;
  readonly kind: string;
  readonly message: string;
  readonly cells: readonly {
    readonly id: string;
    readonly data: string;
    readonly split: string;
    readonly repeat: number;
  }[];
}

/** The document of `tanimark bench report --json`. */
export interface BenchReport {
  readonly command: 'bench';
  readonly action: 'report';
  readonly version: string;
  readonly reference: string;
  readonly models: readonly { readonly name: string; readonly builtin: string | null }[];
  readonly data: readonly string[];
  readonly splits: readonly { readonly name: string; readonly method: string }[];
  readonly counts: { readonly done: number; readonly failed: number; readonly missing: number };
  /** The first one is that of the terminal. */
  readonly metrics: readonly MetricReport[];
  readonly failures: readonly FailureGroup[];
  /** Notes on predictions, each once. */
  readonly warnings: readonly string[];
}
