/**
 * tanimark as a library: everything that the command line does, typed. Importing it has no side
 * effects; work starts when a function is called.
 */

export { VERDICTS, type Verdict } from './audit/verdict.js';
export { cacheFolder } from './chemistry/cache/folder.js';
export {
  CACHE_LIMIT,
  type CacheEntry,
  StructureCache,
} from './chemistry/cache/structure-cache.js';
export { MULTIPLE, type Multiple } from './chemistry/cells.js';
export { DEFAULT_FINGERPRINT } from './chemistry/fingerprint.js';
export { STANDARDIZE_LEVELS, type StandardizeLevel } from './chemistry/standardize/levels.js';
export { checkOutputAndManifest, hasManifest } from './dataset/manifest/path.js';
export {
  AbortedError,
  type ErrorCode,
  InvariantError,
  memoryError,
  TanimarkError,
} from './errors.js';
export { baselines } from './evaluation/baselines/registry.js';
export {
  DUPLICATES,
  type Duplicates,
  JOIN,
  type JoinBy,
  MISSING,
  type Missing,
  type ScoreOptions,
  type SuiteOptions,
  TASKS,
} from './evaluation/options.js';
export type {
  Beats,
  Flag,
  FlaggedGroup,
  JoinReport,
  Scored,
  ScoredGroup,
} from './evaluation/types.js';
export type { AuditRule, GateConfig, Rule, TaskConfig } from './gate/config/types.js';
export type {
  CheckError,
  CheckErrorName,
  CheckedTask,
  CheckOutcome,
  CheckSummary,
} from './gate/types.js';
export { Job, type Progress } from './job.js';
export {
  type Metric,
  type MetricValue,
  Undefined,
  type UndefinedReason,
} from './metrics/metric.js';
export { metricNamed, metrics } from './metrics/registry.js';
export { AUDIT, AUDIT_OUTPUT } from './options/audit.js';
export { CHECK_FLAGS } from './options/check.js';
export {
  COMPARE,
  CROSS_VALIDATION,
  evaluationOutput,
  REFERENCE,
  SCORE,
} from './options/evaluation.js';
export { NEIGHBORS, neighborsFlags } from './options/neighbors.js';
export { flagsOf, helpOf, type Option, type Options } from './options/option.js';
export { type Count, type OnInvalid, splitFlags } from './options/split.js';
export { COMMON, SEED } from './options/table.js';
export { VERIFY_FLAGS } from './options/verify.js';
export { parseRational, type Rational } from './rational.js';
export { limitLine, renderAudit } from './report/audit/terminal.js';
export { checkComment, commentMarker } from './report/check/comment.js';
export { githubAnnotations } from './report/check/github.js';
export { checkJunit } from './report/check/junit.js';
export { type CheckMarkdownOptions, checkMarkdown } from './report/check/markdown.js';
export { outcomeSentence } from './report/check/sentence.js';
export { renderCheck } from './report/check/terminal.js';
export { comparisonMarkdown } from './report/compare/markdown.js';
export { COMPARISON_COLUMNS, comparisonCsv } from './report/compare/rows.js';
export { renderComparison } from './report/compare/terminal.js';
export { cvComparisonMarkdown } from './report/compare-cv/markdown.js';
export { renderCvComparison } from './report/compare-cv/terminal.js';
export { renderDemo } from './report/demo/terminal.js';
export { methodsMarkdown, renderMethods } from './report/methods.js';
export { renderNeighbors } from './report/neighbors/terminal.js';
export { noteText } from './report/note.js';
export { progressText, type StageState } from './report/progress.js';
export { scoreMarkdown } from './report/score/markdown.js';
export { metricsMarkdown, renderMetrics } from './report/score/metrics.js';
export { SCORE_COLUMNS, scoreCsv } from './report/score/rows.js';
export { renderSuite } from './report/score/suite.js';
export { renderScore } from './report/score/terminal.js';
export { jsonText, screenText } from './report/screen.js';
export { renderSeries } from './report/split/series.js';
export { renderSplit } from './report/split/terminal.js';
export { plainStyle, type Style, styleFor } from './report/style.js';
export { renderDescribed, renderVerify } from './report/verify/terminal.js';
export { DEFAULT_BINS } from './similarity/bins.js';
export { type FingerprintMatrix, fingerprintMatrix } from './similarity/fingerprints.js';
export {
  type NeighborLists,
  type SearchLimits,
  SimilaritySearch,
  searchNeighbors,
} from './similarity/search.js';
export { buildThresholdGraph, type ThresholdGraph } from './similarity/threshold-graph.js';
export { DEFAULT_METHOD, splitterNamed, splitters } from './splitters/registry.js';
export { MAX_PARTS } from './splitters/sizes.js';
export type { Splitter, SplitterOption } from './splitters/splitter.js';
export {
  DEFAULT_BOOTSTRAP,
  DEFAULT_MIN_N,
  RESAMPLE,
  type Resample,
} from './statistics/resampling.js';
export { STANDINGS, type Standing } from './statistics/standing.js';
export { CENSORED, type Censored } from './tables/labels.js';
export {
  checkOutput,
  checkOutputs,
  isFolder,
  refuseStandardOutput,
  writeText,
  writeTexts,
} from './tables/output-path.js';
export { renamedColumns } from './tables/split-columns.js';
export { OUTPUT_FORMATS, type OutputFormat } from './tables/write.js';
export { printable } from './text.js';
export { VERSION } from './version.js';
export { audit } from './workflows/audit/index.js';
export { pairsFormat, writeAuditPairs } from './workflows/audit/pairs.js';
export {
  type AuditComparison,
  type AuditFinding,
  type AuditOptions,
  type AuditPair,
  type AuditResult,
  type AuditSide,
  type AuditSummary,
  type LimitOutcome,
  PAIR_COLUMNS,
  PAIR_FORMATS,
  type PairFormat,
} from './workflows/audit/types.js';
export type { InitResult } from './workflows/check/init.js';
export {
  check,
  configSchema,
  failedCheck,
  findConfig,
  initConfig,
  loadConfig,
  updateBaseline,
} from './workflows/check/on-demand.js';
export type { BaselineUpdate } from './workflows/check/update.js';
export { compareModels } from './workflows/compare/index.js';
export type {
  ComparedGroup,
  ComparedMetric,
  ComparedTask,
  CompareModelsOptions,
  Composition,
  Effect,
  ModelComparison,
  PairDifference,
  PairTest,
} from './workflows/compare/types.js';
export { compareCv, isCvTable } from './workflows/compare-cv/index.js';
export type {
  CompareCvOptions,
  CvComparison,
  CvDesign,
  CvMethod,
  CvMetricComparison,
  CvPair,
  CvUncorrected,
} from './workflows/compare-cv/types.js';
export { demo } from './workflows/demo/index.js';
export type { DemoOptions, DemoSummary } from './workflows/demo/types.js';
export { neighbors } from './workflows/neighbors/index.js';
export { mergeNeighbors } from './workflows/neighbors/merge.js';
export {
  type NeighborsText,
  neighborsFormat,
  neighborsText,
  writeNeighbors,
} from './workflows/neighbors/output.js';
export {
  NEIGHBOR_COLUMNS,
  NEIGHBOR_FORMATS,
  type NeighborFormat,
  type NeighborRow,
  type NeighborSearch,
  type NeighborStatus,
  type NeighborsOptions,
  type NeighborsOutput,
  type NeighborsSummary,
  type SideOptions,
} from './workflows/neighbors/types.js';
export { score, scoreBaselines } from './workflows/score/index.js';
export {
  type AgainstReference,
  isSuite,
  type SuiteSummary,
  type SuiteTask,
  scoreSuite,
} from './workflows/score/suite.js';
export {
  type Curve,
  type Deployment,
  type NamedTask,
  SCORE_FORMATS,
  type ScoredClass,
  type ScoredGrouping,
  type ScoredStratum,
  type ScoreFormat,
  type ScoreSummary,
  type Scores,
  type TaskScores,
} from './workflows/score/types.js';
export { split } from './workflows/split/index.js';
export { checkSplitOutput, outputFormat, writeSplit } from './workflows/split/output.js';
export { compareSplits, sweepSplits } from './workflows/split/series/index.js';
export { checkSeriesOutput, writeSeries } from './workflows/split/series/output.js';
export type {
  CompareOptions,
  SeriesFailure,
  SeriesOptions,
  SeriesPart,
  SeriesSummary,
  SplitSeries,
  SweepOptions,
} from './workflows/split/series/types.js';
export { splitTable } from './workflows/split/tables.js';
export type {
  BinLabels,
  RecordOutcome,
  SplitOptions,
  SplitPart,
  SplitResult,
  SplitSummary,
} from './workflows/split/types.js';
export { type DescribeSummary, describeSplit } from './workflows/verify/describe.js';
export { verify } from './workflows/verify/index.js';
export type {
  CheckKind,
  DescribeOptions,
  VerifiedManifest,
  VerifyCheck,
  VerifyOptions,
  VerifySummary,
} from './workflows/verify/types.js';
