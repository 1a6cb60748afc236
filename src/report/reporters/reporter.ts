import type { CheckSummary } from '../../gate/types.js';
import type { AuditSummary } from '../../workflows/audit/types.js';
import type { ModelComparison } from '../../workflows/compare/types.js';
import type { CvComparison } from '../../workflows/compare-cv/types.js';
import type { DemoSummary } from '../../workflows/demo/types.js';
import type { NeighborsSummary } from '../../workflows/neighbors/types.js';
import type { SuiteSummary } from '../../workflows/score/suite.js';
import type { ScoreSummary } from '../../workflows/score/types.js';
import type { SeriesSummary } from '../../workflows/split/series/types.js';
import type { SplitSummary } from '../../workflows/split/types.js';
import type { DescribeSummary } from '../../workflows/verify/describe.js';
import type { VerifySummary } from '../../workflows/verify/types.js';
import type { Style } from '../style.js';

/** The results of commands, by the names under which reporters render them. */
export interface Results {
  readonly split: SplitSummary;
  /** Of `split --compare` and `split --sweep`. */
  readonly series: SeriesSummary;
  readonly audit: AuditSummary;
  readonly score: ScoreSummary;
  /** Of `score` with several prediction files. */
  readonly suite: SuiteSummary;
  readonly compare: ModelComparison;
  /** Of `compare` with results of cross-validation. */
  readonly 'compare-cv': CvComparison;
  readonly check: CheckSummary;
  readonly neighbors: NeighborsSummary;
  readonly verify: VerifySummary;
  /** Of `verify --describe`. */
  readonly describe: DescribeSummary;
  readonly demo: DemoSummary;
}

export type ResultName = keyof Results;

/** Draws a result as text. */
export type Renderer<Name extends ResultName> = (result: Results[Name], style: Style) => string;

/** One format of results, with a renderer for each result that has it; a renderer is loaded when it is called. */
export interface Reporter {
  /** What `--format` calls it. */
  readonly name: string;
  /** A noun for help and messages, such as `Markdown`. */
  readonly title: string;
  /** File name endings of `-o` in lower case, with the dot. */
  readonly endings: readonly string[];
  /** True for a table that a pipeline reads, whose cells are printed as they are. */
  readonly isData?: boolean;
  readonly renderers: { readonly [Name in ResultName]?: () => Promise<Renderer<Name>> };
}
