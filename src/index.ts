/**
 * tanimark as a library: everything that the command line does, typed. Importing it has no side
 * effects; work starts when a function is called.
 */

export type { Verdict } from './audit/verdict.js';
export type { BenchReport } from './bench/report/types.js';
export { cacheFolder } from './chemistry/cache/folder.js';
export { CACHE_LIMIT, type CacheEntry, StructureCache } from './chemistry/cache/structure-cache.js';
export type { Multiple } from './chemistry/cells.js';
export { DEFAULT_FINGERPRINT } from './chemistry/fingerprint.js';
export {
  type FingerprintKind,
  fingerprintKinds,
  registerFingerprint,
} from './chemistry/fingerprint-kinds.js';
export { STANDARDIZE_LEVELS, type StandardizeLevel } from './chemistry/standardize/levels.js';
export { AbortedError, type ErrorCode, InvariantError, TanimarkError } from './errors.js';
export { baselines } from './evaluation/baselines/registry.js';
export type {
  Duplicates,
  JoinBy,
  Missing,
  ScoreOptions,
  SuiteOptions,
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
export { DEFAULT_STANDARDIZE } from './options/audit.js';
export type { Count, OnInvalid } from './options/split.js';
export { parseRational, type Rational } from './rational.js';
export { allReporters, registerReporter, renderResult, reportersOf } from './report/registry.js';
export type { Reporter } from './report/reporters/reporter.js';
export type { Renderer, ResultName, Results } from './report/results.js';
export { DEFAULT_BINS } from './similarity/bins.js';
export { type FingerprintMatrix, fingerprintMatrix } from './similarity/fingerprints.js';
export {
  type NeighborLists,
  type SearchLimits,
  SimilaritySearch,
  searchNeighbors,
} from './similarity/search.js';
export { buildThresholdGraph, type ThresholdGraph } from './similarity/threshold-graph.js';
export { splitterNamed, splitters } from './splitters/registry.js';
export type { Splitter, SplitterOption } from './splitters/splitter.js';
export { DEFAULT_BOOTSTRAP, DEFAULT_MIN_N, type Resample } from './statistics/resampling.js';
export type { Standing } from './statistics/standing.js';
export type {
  BinaryFormat,
  Cell,
  DelimitedFormat,
  FileWriter,
  LineWriter,
  OutputOnlyFormat,
  RawRecord,
  ReadableFormat,
  ReadContext,
  TableFormat,
  TextFormat,
} from './tables/formats/format.js';
export { registerTableFormat, tableFormats } from './tables/formats/registry.js';
export { VERSION } from './version.js';
export { audit, auditSplit } from './workflows/audit/index.js';
export type {
  PairAuditComparison,
  PairAuditResult,
  PairAuditSide,
  PairAuditSummary,
} from './workflows/audit/pair-split/types.js';
export { writeAuditPairs } from './workflows/audit/pairs.js';
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
} from './workflows/audit/types.js';
export {
  exportBench,
  listBench,
  mergeBench,
  reportBench,
  runBench,
  runCells,
} from './workflows/bench/on-demand.js';
export type {
  BenchCellsOptions,
  BenchExport,
  BenchExportOptions,
  BenchListing,
  BenchMadeOptions,
  BenchOptions,
  BenchPlace,
  BenchRun,
  CellNews,
  ListedCell,
} from './workflows/bench/types.js';
export type { InitResult } from './workflows/check/init.js';
export {
  check,
  configSchema,
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
export { compareCv } from './workflows/compare-cv/index.js';
export type {
  CompareCvOptions,
  CvComparison,
  CvDesign,
  CvMethod,
  CvMetricComparison,
  CvPair,
  CvUncorrected,
} from './workflows/compare-cv/types.js';
export { fetchDatasets } from './workflows/datasets/fetch.js';
export { listDatasets, showDatasets } from './workflows/datasets/list.js';
export { datasetPaths, removeDatasets, verifyDatasets } from './workflows/datasets/stored.js';
export type {
  DatasetDocument,
  DatasetList,
  DatasetsVerification,
  FailedFetch,
  FetchDatasetsOptions,
  FetchedDataset,
  FetchSummary,
  ListDatasetsOptions,
  NamedDatasetsOptions,
  OwnSplitAudit,
  RemovedDatasets,
  VerifiedDataset,
  VerifyDatasetsOptions,
} from './workflows/datasets/types.js';
export { demo } from './workflows/demo/index.js';
export type { DemoOptions, DemoSummary } from './workflows/demo/types.js';
export { expectErrors } from './workflows/expect/index.js';
export type {
  DomainLimit,
  DomainPoint,
  ExpectedMolecule,
  ExpectedStatus,
  ExpectedStratum,
  ExpectOptions,
  ExpectSummary,
  OutsideReason,
} from './workflows/expect/types.js';
export { neighbors } from './workflows/neighbors/index.js';
export { mergeNeighbors } from './workflows/neighbors/merge.js';
export { type NeighborsText, neighborsText, writeNeighbors } from './workflows/neighbors/output.js';
export {
  NEIGHBOR_COLUMNS,
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
  type SuiteSummary,
  type SuiteTask,
  scoreSuite,
} from './workflows/score/suite.js';
export type {
  Curve,
  Deployment,
  NamedTask,
  ScoredClass,
  ScoredGrouping,
  ScoredStratum,
  ScoreSummary,
  Scores,
  TaskScores,
} from './workflows/score/types.js';
export { split } from './workflows/split/index.js';
export { writeSplit } from './workflows/split/output.js';
export { compareSplits, sweepSplits } from './workflows/split/series/index.js';
export { writeSeries } from './workflows/split/series/output.js';
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
