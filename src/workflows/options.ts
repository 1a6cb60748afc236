/** What the functions of the library take, as data: each option once, with its kind. */
import { StructureCache } from '../chemistry/cache/structure-cache.js';
import { MULTIPLE } from '../chemistry/cells.js';
import { STANDARDIZE_LEVELS } from '../chemistry/standardize/levels.js';
import type { SuiteOptions } from '../evaluation/options.js';
import { DUPLICATES, JOIN, MISSING, type ScoreOptions, TASKS } from '../evaluation/options.js';
import {
  type AuditRule,
  DECIDE,
  type GateConfig,
  INCONCLUSIVE,
  LEVELS,
  type Rule,
  type TaskConfig,
} from '../gate/config/types.js';
import { MAX_PARTS } from '../splitters/sizes.js';
import { RESAMPLE } from '../statistics/resampling.js';
import { CENSORED } from '../tables/labels.js';
import type { AuditOptions } from './audit/types.js';
import type { CompareModelsOptions } from './compare/types.js';
import type { CompareCvOptions } from './compare-cv/types.js';
import type { DemoOptions } from './demo/types.js';
import type { NeighborsOptions, SideOptions } from './neighbors/types.js';
import {
  flag,
  instanceOf,
  type Kind,
  number,
  object,
  objects,
  oneOf,
  orNull,
  record,
  required,
  type TableOf,
  text,
  texts,
  wholeNumber,
} from './option-kinds.js';
import type { CompareOptions, SeriesOptions, SweepOptions } from './split/series/types.js';
import { COUNT, ON_INVALID, type SplitOptions } from './split/types.js';
import type { DescribeOptions, VerifyOptions } from './verify/types.js';

const path = text('the path of a file, as text');
const anyPaths = texts('a list of paths, such as ["a.csv", "b.csv"]');
export const paths: Kind = {
  ...anyPaths,
  accepts: (value) => anyPaths.accepts(value) && (value as string[]).length > 0,
};
const column = text('the name or number of a column, as text');
const names = texts('a list of names, such as ["a", "b"]');
const limit = text('a number or a share of rows, as text, such as "1%"');
const count = wholeNumber(0, 1_000_000);
const seed = wholeNumber(0, Number.MAX_SAFE_INTEGER);
const bins = text('edges of bins as text, such as "0,0.4,0.7,1"');
const fingerprint = text('a fingerprint as text, such as "morgan:radius=2,bits=2048"');
const standardize = oneOf(STANDARDIZE_LEVELS);
const cache = instanceOf(StructureCache, 'a StructureCache');
const delimiter: Kind = {
  takes: 'one character, such as ";"',
  accepts: (value) => typeof value === 'string' && value.length === 1 && !/["\r\n]/.test(value),
};

/** How a table of molecules is read. */
const TABLE = {
  header: flag,
  delimiter,
  multiple: oneOf(MULTIPLE),
  smiles: column,
  label: column,
  id: column,
  censored: oneOf(CENSORED),
  positive: text('a class as text, such as "active" or "1"'),
};

const SERIES: TableOf<SeriesOptions> = {
  ...TABLE,
  input: required(text('the path of a table, "-" or "dataset:<name>"')),
  deployment: path,
  test: text('a fraction or a count as text, such as "0.2"'),
  valid: text('a fraction or a count as text, such as "0.1"'),
  bins,
  fingerprint,
  standardize,
  seed,
  methodOptions: record('texts by name, such as { distribution: "range:0-0.4" }'),
  strict: flag,
  timeLimit: number(0.001, 1e7),
  memory: text('a size as text, such as "4GiB"'),
  onInvalid: oneOf(ON_INVALID),
  count: oneOf(COUNT),
  group: column,
  cache,
};

const method = text('the name of a method, such as "sae"');
const parts = wholeNumber(2, MAX_PARTS);
const { deployment: _, ...single } = SERIES;

export const SPLIT: TableOf<SplitOptions> = { ...single, method, folds: parts, repeats: parts };

export const COMPARE_SPLITS: TableOf<CompareOptions> = {
  ...SERIES,
  methods: required(texts('a list of methods, such as ["sae", "random"]')),
};

export const SWEEP_SPLITS: TableOf<SweepOptions> = {
  ...SERIES,
  method,
  thresholds: text('thresholds as text, such as "1,0.8,0.6"'),
};

/** How the predictions of a model are read and judged: what score and compare share. */
const JUDGED = {
  ...TABLE,
  split: path,
  train: path,
  truth: path,
  task: oneOf(TASKS),
  bins,
  fingerprint,
  standardize,
  metrics: texts('a list of metrics, such as ["mae", "r2"]'),
  by: texts('a list of columns, "scaffold" or "cliff", such as ["scaffold"]'),
  bootstrap: count,
  resample: oneOf(RESAMPLE),
  minN: wholeNumber(1, 1_000_000_000),
  threshold: number(-1e9, 1e9),
  seed,
  missing: oneOf(MISSING),
  duplicates: oneOf(DUPLICATES),
  prediction: column,
  predictionSmiles: column,
  predictionId: column,
  std: column,
  lower: column,
  upper: column,
  level: number(0.01, 0.9999),
  join: oneOf(JOIN),
  classColumn: flag,
  uncertainty: flag,
  splitColumn: column,
  cache,
};

export const SCORE: TableOf<ScoreOptions> = {
  ...JUDGED,
  predictions: path,
  baselines: texts('a list of baselines, such as ["train_mean"], or [] for none'),
  curve: text('the name of a metric'),
  deployment: path,
};

export const SCORE_SUITE: TableOf<SuiteOptions> = {
  ...SCORE,
  predictions: required(paths),
  reference: path,
};

export const COMPARE_MODELS: TableOf<CompareModelsOptions> = {
  ...JUDGED,
  predictions: required(anyPaths),
  models: names,
  names,
  margin: text('an amount as text, such as "0.05" or "5%"'),
  baseline: text('the name of a model'),
};

export const COMPARE_CV: TableOf<CompareCvOptions> = {
  results: required(path),
  delimiter,
  metrics: names,
  minimize: names,
  maximize: names,
  margin: texts('a list of amounts, such as ["0.05"] or ["mae:5%"]'),
  // Its ends are told with what a share is.
  testShare: number(0, 1),
  baseline: text('the name of a method'),
  by: names,
};

const LIMITS = {
  maxDuplicates: limit,
  maxNear: texts('a list of limits, such as ["0.9:1%"]'),
  maxSharedScaffolds: limit,
  maxConflicts: limit,
  maxCliffs: limit,
  // In any case of letters.
  standardize: text(`a level as text: ${standardize.takes}`),
};

export const AUDIT: TableOf<AuditOptions> = {
  ...TABLE,
  ...LIMITS,
  split: path,
  train: path,
  test: path,
  valid: path,
  fingerprint,
  bins,
  conflict: number(0, 1e12),
  examples: count,
  limitsOnly: flag,
  splitColumn: column,
  cache,
};

const { label: __, censored: ___, positive: ____, ...side } = TABLE;
const SIDE: TableOf<SideOptions> = side;

export const NEIGHBORS: TableOf<NeighborsOptions> = {
  query: required(path),
  reference: required(path),
  k: wholeNumber(1, 1_000_000_000),
  threshold: text('a similarity as text, such as "0.7" or "1/3"'),
  fingerprint,
  includeSelf: flag,
  shard: text('a part as text, such as "2/7"'),
  cache,
  queryTable: object(SIDE),
  referenceTable: object(SIDE),
};

export const VERIFY: TableOf<VerifyOptions> = { paths: required(paths), strict: flag };

export const DESCRIBE: TableOf<DescribeOptions> = {
  path: required(path),
  bins,
  fingerprint,
  standardize,
  smiles: column,
  label: column,
  id: column,
  splitColumn: column,
  force: flag,
};

export const DEMO: TableOf<DemoOptions> = { seed };

const anything: Kind = { takes: 'a value', accepts: () => true };

const RULE: TableOf<Rule> = {
  name: orNull(text('a text')),
  metric: required(text('the name of a metric')),
  stratum: required(text('a stratum as text')),
  rows: required(anything),
  task: orNull(text('the name of a task')),
  min: orNull(number(-Number.MAX_VALUE, Number.MAX_VALUE)),
  max: orNull(number(-Number.MAX_VALUE, Number.MAX_VALUE)),
  on: required(oneOf(['interval', 'value'])),
  tolerance: anything,
  decide: orNull(oneOf(DECIDE)),
  level: required(oneOf(LEVELS)),
};

const TASK: TableOf<TaskConfig> = {
  ...TABLE,
  name: orNull(text('a text')),
  predictions: required(path),
  baseline: orNull(path),
  split: path,
  train: path,
  truth: path,
  task: oneOf(TASKS),
  predictionSmiles: column,
  predictionId: column,
  prediction: column,
  std: column,
  lower: column,
  upper: column,
  level: number(0.01, 0.9999),
  join: oneOf(JOIN),
  splitColumn: column,
  threshold: number(-1e9, 1e9),
  maxInvalid: required(limit),
  bins,
  fingerprint,
  standardize,
};

const AUDIT_RULE: TableOf<AuditRule> = { ...LIMITS, level: required(oneOf(LEVELS)) };

/** A configuration as `loadConfig` gives it. */
export const GATE: TableOf<GateConfig> = {
  path: required(path),
  folder: required(path),
  tasks: required(objects('a list of tasks, as loadConfig gives it', TASK)),
  rules: required(objects('a list of rules, as loadConfig gives it', RULE)),
  audit: orNull(object(AUDIT_RULE)),
  inconclusive: required(oneOf(INCONCLUSIVE)),
  seed: required(seed),
  bootstrap: required(count),
  resample: required(oneOf(RESAMPLE)),
  minN: required(wholeNumber(1, 1_000_000_000)),
  baselineRef: text('a commit as text, such as "origin/main"'),
  allowOutside: flag,
};
