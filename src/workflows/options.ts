/** What the functions of the library take: each option as it is declared, checked against the type of the options. */
import type { ScoreOptions, SuiteOptions } from '../evaluation/options.js';
import {
  type AuditRule,
  DECIDE,
  type GateConfig,
  INCONCLUSIVE,
  LEVELS,
  type Rule,
  type TaskConfig,
} from '../gate/config/types.js';
import * as ofAudit from '../options/audit.js';
import * as ofBench from '../options/bench.js';
import { CHECK, MAX_INVALID } from '../options/check.js';
import * as ofDatasets from '../options/datasets.js';
import * as ofEvaluation from '../options/evaluation.js';
import * as ofExpect from '../options/expect.js';
import {
  type Kind,
  number,
  object,
  objects,
  oneOf,
  orNull,
  required,
  type TableOf,
  text,
  texts,
} from '../options/kinds.js';
import * as ofNeighbors from '../options/neighbors.js';
import * as ofSplit from '../options/split.js';
import { SEED, TABLE } from '../options/table.js';
import * as ofVerify from '../options/verify.js';
import type { AuditOptions } from './audit/types.js';
import type {
  BenchCellsOptions,
  BenchExportOptions,
  BenchMadeOptions,
  BenchOptions,
  BenchPlace,
} from './bench/types.js';
import type { CompareModelsOptions } from './compare/types.js';
import type { CompareCvOptions } from './compare-cv/types.js';
import type {
  FetchDatasetsOptions,
  ListDatasetsOptions,
  NamedDatasetsOptions,
  VerifyDatasetsOptions,
} from './datasets/types.js';
import type { DemoOptions } from './demo/types.js';
import type { ExpectOptions } from './expect/types.js';
import type { NeighborsOptions, SideOptions } from './neighbors/types.js';
import type { CompareOptions, SweepOptions } from './split/series/types.js';
import type { SplitOptions } from './split/types.js';
import type { DescribeOptions, VerifyOptions } from './verify/types.js';

const path = text('the path of a file, as text');
const anyPaths = texts('a list of paths, such as ["a.csv", "b.csv"]');
export const paths: Kind<readonly string[]> = {
  ...anyPaths,
  accepts: (value): value is readonly string[] => anyPaths.accepts(value) && value.length > 0,
};
const names = texts('a list of names, such as ["a", "b"]');

export const SPLIT: TableOf<SplitOptions> = ofSplit.SPLIT;
export const COMPARE_SPLITS: TableOf<CompareOptions> = ofSplit.COMPARE_SPLITS;
export const SWEEP_SPLITS: TableOf<SweepOptions> = ofSplit.SWEEP_SPLITS;

export const SCORE: TableOf<ScoreOptions> = ofEvaluation.SCORE;

export const SCORE_SUITE: TableOf<SuiteOptions> = {
  ...ofEvaluation.SCORE,
  ...ofEvaluation.REFERENCE,
  predictions: required(paths),
};

export const COMPARE_MODELS: TableOf<CompareModelsOptions> = {
  ...ofEvaluation.COMPARE,
  predictions: required(anyPaths),
};

export const COMPARE_CV: TableOf<CompareCvOptions> = {
  ...ofEvaluation.CROSS_VALIDATION,
  results: required(path),
  delimiter: TABLE.delimiter,
  metrics: names,
  level: ofEvaluation.COMPARE.level,
  margin: texts('a list of amounts, such as ["0.05"] or ["mae:5%"]'),
  baseline: text('the name of a method'),
  by: names,
};

export const EXPECT: TableOf<ExpectOptions> = ofExpect.EXPECT;

export const AUDIT: TableOf<AuditOptions> = ofAudit.AUDIT;

export const BENCH_PLACE: TableOf<BenchPlace> = ofBench.BENCH_PLACE;
export const BENCH_CELLS: TableOf<BenchCellsOptions> = ofBench.BENCH_CELLS;
export const BENCH: TableOf<BenchOptions> = ofBench.BENCH;
export const BENCH_MADE: TableOf<BenchMadeOptions> = ofBench.BENCH_MADE;
export const BENCH_EXPORT: TableOf<BenchExportOptions> = ofBench.BENCH_EXPORT;

const SIDE: TableOf<SideOptions> = ofNeighbors.SIDE;
export const NEIGHBORS: TableOf<NeighborsOptions> = {
  ...ofNeighbors.NEIGHBORS,
  queryTable: object(SIDE),
  referenceTable: object(SIDE),
};

export const VERIFY: TableOf<VerifyOptions> = { ...ofVerify.VERIFY, paths: required(paths) };
export const DESCRIBE: TableOf<DescribeOptions> = ofVerify.DESCRIBE;
export const DEMO: TableOf<DemoOptions> = SEED;

export const LIST_DATASETS: TableOf<ListDatasetsOptions> = ofDatasets.LIST_DATASETS;
export const FETCH_DATASETS: TableOf<FetchDatasetsOptions> = ofDatasets.FETCH_DATASETS;
export const NAMED_DATASETS: TableOf<NamedDatasetsOptions> = ofDatasets.NAMED_DATASETS;
export const VERIFY_DATASETS: TableOf<VerifyDatasetsOptions> = ofDatasets.VERIFY_DATASETS;

// biome-ignore lint/suspicious/noExplicitAny: a value that was checked before
const anything: Kind<any> = { takes: 'a value', accepts: (_): _ is unknown => true };
const limit = number(-Number.MAX_VALUE, Number.MAX_VALUE);

const RULE: TableOf<Rule> = {
  name: orNull(text('a text')),
  metric: required(text('the name of a metric')),
  stratum: required(text('a stratum as text')),
  rows: required(anything),
  task: orNull(text('the name of a task')),
  min: orNull(limit),
  max: orNull(limit),
  on: required(oneOf(['interval', 'value'])),
  tolerance: anything,
  decide: orNull(oneOf(DECIDE)),
  level: required(oneOf(LEVELS)),
};

const TASK: TableOf<TaskConfig> = {
  ...ofEvaluation.DATA,
  name: orNull(text('a text')),
  predictions: required(path),
  baseline: orNull(path),
  maxInvalid: required(MAX_INVALID.maxInvalid),
};

const AUDIT_RULE: TableOf<AuditRule> = {
  ...ofAudit.LIMITS,
  ...ofAudit.LEVEL,
  level: required(oneOf(LEVELS)),
};

const { bootstrap, resample, minN, seed } = ofEvaluation.INTERVALS;

/** A configuration as `loadConfig` gives it. */
export const GATE: TableOf<GateConfig> = {
  ...CHECK,
  path: required(path),
  folder: required(path),
  tasks: required(objects('a list of tasks, as loadConfig gives it', TASK)),
  rules: required(objects('a list of rules, as loadConfig gives it', RULE)),
  audit: orNull(object(AUDIT_RULE)),
  inconclusive: required(oneOf(INCONCLUSIVE)),
  seed: required(seed),
  bootstrap: required(bootstrap),
  resample,
  minN: required(minN),
};
