import type { Amount } from '../../amount.js';
import type { UndefinedReason } from '../../metrics/metric.js';
import type { Standing } from '../../statistics/standing.js';

/** Options of `tanimark compare` for a table of cross-validation results. */
export interface CompareCvOptions {
  /**
   * A table with a header, long (columns method, repeat, fold, metric, value) or wide (method, repeat, fold and
   * one column per metric); `-` is standard input.
   */
  readonly results: string;
  readonly delimiter?: string | undefined;
  /** Which metrics, the first being the primary one; otherwise all. The only way to name the values of a table without a metric column. */
  readonly metrics?: readonly string[] | undefined;
  /** Metrics of which lower values are better: of a name that is not known, or against what is known. */
  readonly minimize?: readonly string[] | undefined;
  readonly maximize?: readonly string[] | undefined;
  /** Share of truths that predicted intervals promise to hold, with which their coverage is compared; 0.95 unless given. */
  readonly level?: number | undefined;
  /**
   * The difference that matters: an amount (`0.05`) or a share of the mean of the method that is compared with
   * (`5%`), for all metrics or for one (`mae:0.05`).
   */
  readonly margin?: readonly string[] | undefined;
  /** The share of rows in a test fold, as of repeated random splits; otherwise 1 / folds of a repeat. */
  readonly testShare?: number | undefined;
  /** The only method that the others are compared with; otherwise all pairs are compared. */
  readonly baseline?: string | undefined;
  /**
   * Columns of which each value, or each combination, is a comparison of its own; otherwise the one that tells several
   * results of one method and fold apart.
   */
  readonly by?: readonly string[] | undefined;
}

/** Two methods on one metric. Differences are those of `method` less `against`, in the unit of the metric. */
export interface CvPair {
  readonly method: string;
  readonly against: string;
  /** Mean over the folds. */
  readonly difference: number;
  /** 95 % interval of the difference, corrected for overlapping training sets (Nadeau & Bengio). */
  readonly ci95: readonly [number, number] | null;
  /** Two-sided, of the same test. */
  readonly p: number | null;
  /** Adjusted by Holm's method for all pairs, and groups, of this metric. */
  readonly p_holm: number | null;
  /** Why there is no interval. */
  readonly reason: UndefinedReason | null;
  /** The difference that matters, in the unit of the metric. */
  readonly margin: number | null;
  /** By the interval and the margin, as in comparisons of predictions. */
  readonly verdict: Standing;
  /** Whether it is `better` or `worse` and p_holm is at most 0.05. */
  readonly significant: boolean;
  /** Tukey's comparison after repeated-measures ANOVA, p adjusted for the pairs of this metric. */
  readonly tukey: { readonly p: number; readonly ci95: readonly [number, number] } | null;
  /** Conover's comparison after Friedman's test, p_holm adjusted for the pairs of this metric. */
  readonly conover: { readonly p: number; readonly p_holm: number } | null;
}

export interface CvMethod {
  readonly name: string;
  readonly mean: number;
  /** Sample standard deviation over the folds. */
  readonly sd: number;
  /** Mean over the folds of the rank, 1 being the best. */
  readonly mean_rank: number;
}

/** How the folds were made, and what follows from it. */
export interface CvDesign {
  readonly repeats: number;
  /** Folds of each repeat; null where repeats differ. */
  readonly folds: number | null;
  /** Results of each method. */
  readonly results: number;
  /** Share of the rows in a test fold, which is also the correlation that the correction assumes. */
  readonly test_share: number;
  /** How often the uncorrected 5 % test tells two equal methods apart, if differences are correlated so. */
  readonly uncorrected_error_rate: number;
}

interface Test {
  readonly statistic: number;
  readonly p: number;
}

/** The protocol of Ash et al., which takes folds as independent. */
export interface CvUncorrected {
  readonly anova:
    | (Test & {
        readonly dfn: number;
        readonly dfd: number;
        /** With degrees of freedom times the epsilon of Greenhouse & Geisser; null for two methods. */
        readonly p_greenhouse_geisser: number | null;
      })
    | null;
  readonly friedman: (Test & { readonly df: number }) | null;
  readonly checks: {
    /** Largest over smallest variance of the methods; null where the smallest is 0. */
    readonly variance_ratio: number | null;
    /** Brown & Forsythe: do the methods differ in spread? */
    readonly brown_forsythe: Test | null;
    /** Shapiro & Wilk, of the residuals of the analysis of variance. */
    readonly shapiro_wilk: Test | null;
    /** Do the differences of all pairs vary alike? Null for two methods. */
    readonly sphericity: { readonly epsilon: number; readonly mauchly: Test | null } | null;
  };
  /** `anova` with Tukey's comparison, or `friedman` with Conover's; null where neither is defined. */
  readonly recommended: 'anova' | 'friedman' | null;
  readonly because: string;
}

export interface CvMetricComparison {
  /** Its own name, whatever the table calls it. */
  readonly metric: string;
  /** The value of `by` that it is about; null where there is one comparison. */
  readonly group: string | null;
  /** Verdicts are those of the primary metric; the others are corrected each by itself. */
  readonly role: 'primary' | 'secondary';
  readonly direction: 'minimize' | 'maximize';
  /** Where the best value is neither end of a scale: every number is the distance from it. */
  readonly target: number | null;
  readonly design: CvDesign;
  readonly margin: Amount | null;
  /** The only method that others are compared with. */
  readonly baseline: string | null;
  /** By their means, the best first. */
  readonly methods: readonly CvMethod[];
  /** For how many tests of this metric, over all groups, p_holm is corrected. */
  readonly tests: number;
  readonly pairs: readonly CvPair[];
  readonly uncorrected: CvUncorrected;
}

/** The document that `tanimark compare --json` prints for a table of cross-validation results. */
export interface CvComparison {
  readonly command: 'compare';
  readonly kind: 'cross-validation';
  readonly version: string;
  readonly parameters: Readonly<Record<string, string | number | readonly string[]>>;
  readonly input: { readonly path: string; readonly sha256: string; readonly rows: number };
  readonly primary_metric: string;
  /** The columns of which each value is a comparison of its own. */
  readonly by: readonly string[];
  /** For each group all metrics, the primary one first. */
  readonly metrics: readonly CvMetricComparison[];
  readonly warnings: readonly string[];
}
