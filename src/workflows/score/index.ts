import { DEFAULT_FINGERPRINT, parseFingerprint } from '../../chemistry/fingerprint.js';
import { ChemistryPool } from '../../chemistry/pool.js';
import { TanimarkError } from '../../errors.js';
import { baselines } from '../../metrics/baselines/registry.js';
import { metricsFor } from '../../metrics/registry.js';
import { Random } from '../../random.js';
import { DEFAULT_BINS, parseBins, type SimilarityBins } from '../../similarity/bins.js';
import { selectFingerprints } from '../../similarity/fingerprints.js';
import { findNearest, type Nearest } from '../../similarity/nearest.js';
import { findColumn, numberIn } from '../../tables/columns.js';
import { type LabelTask, readLabels } from '../../tables/labels.js';
import { readTable } from '../../tables/read.js';
import type { Table } from '../../tables/table.js';
import { Task } from '../../task.js';
import { plural } from '../../text.js';
import { VERSION } from '../../version.js';
import type { SplitResult } from '../split/types.js';
import { Stopwatch } from '../stopwatch.js';
import { evaluate, type Source } from './evaluate.js';
import { type JoinedPredictions, joinPredictions } from './join.js';
import { readManifest } from './manifest.js';
import { readTestSet, type TestSet, testSetOf } from './test-set.js';
import type { ScoreOptions, ScoreSummary } from './types.js';

export const DEFAULT_BOOTSTRAP = 2000;
export const DEFAULT_MIN_N = 30;

/**
 * Scores predictions, and baselines beside them, overall and by stratum of max similarity to the
 * training set (always recomputed from the structures).
 *
 * @throws TanimarkError on anything wrong with the options or the inputs
 */
export async function score(given: ScoreOptions, task = new Task()): Promise<ScoreSummary> {
  const manifest = readManifest(given);
  const options = withDefaults(given, manifest.settings);
  const settings = readSettings(options);
  const clock = new Stopwatch();
  const pool = new ChemistryPool(settings.fingerprint, {
    threads: task.threads,
    cache: options.cache,
  });
  try {
    const test = await readTestSet(options, pool, task);
    test.warnings.push(...manifest.warnings);
    clock.lap('read');
    const table = await predictionTable(options, test, pool, task);
    const joined = table && (await joinPredictions(table, test, options, pool, task));
    clock.lap('join');
    const rdkit = await pool.rdkitVersion();
    return await scoreTestSet({ test, table, joined, rdkit }, options, settings, clock, task);
  } finally {
    await pool.close();
  }
}

/** Scores the baselines on a split that was just made. @throws TanimarkError without labels */
export async function scoreBaselines(
  result: SplitResult,
  options: Omit<ScoreOptions, 'predictions' | 'split' | 'train' | 'truth'> = {},
  task = new Task(),
): Promise<ScoreSummary> {
  const { bins, fingerprint } = result.summary.parameters;
  const all = { bins, fingerprint, ...options };
  const inputs = {
    test: testSetOf(result),
    table: null,
    joined: null,
    rdkit: result.summary.rdkit,
  };
  return scoreTestSet(inputs, all, readSettings(all), new Stopwatch(), task);
}

/** `given` where it says something, else `defaults`. */
function withDefaults(given: ScoreOptions, defaults: Partial<ScoreOptions>): ScoreOptions {
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { ...defaults, ...said };
}

function readSettings(options: ScoreOptions) {
  return {
    bins: parseBins(options.bins ?? DEFAULT_BINS),
    fingerprint: parseFingerprint(options.fingerprint ?? DEFAULT_FINGERPRINT),
    bootstrap: options.bootstrap ?? DEFAULT_BOOTSTRAP,
    minN: options.minN ?? DEFAULT_MIN_N,
    threshold: options.threshold,
    resample: options.resample ?? ('molecule' as const),
    seed: options.seed ?? 0,
  };
}

interface ScoreInputs {
  readonly test: TestSet;
  /** The predictions, and how they were joined; null to score the baselines alone. */
  readonly table: Table | null;
  readonly joined: JoinedPredictions | null;
  readonly rdkit: string;
}

async function scoreTestSet(
  { test, table, joined, rdkit }: ScoreInputs,
  options: ScoreOptions,
  settings: ReturnType<typeof readSettings>,
  clock: Stopwatch,
  task: Task,
): Promise<ScoreSummary> {
  const { bins, fingerprint, bootstrap, minN, threshold, resample, seed } = settings;
  const warnings = [...test.table.table.notes, ...test.warnings, ...(joined?.warnings ?? [])];
  const { truth, labelTask } = truths(options, test, table, joined, warnings);
  const metrics = metricsFor(labelTask, options.metrics);
  if (
    labelTask === 'classification' &&
    joined?.values.every((v) => !(v > 0 && v < 1) && v >= 0 && v <= 1)
  ) {
    warnings.push(
      `column "${joined.column}" holds classes (0 and 1), not probabilities: ROC-AUC and average precision are those of a single threshold`,
    );
  }
  const kept = keptRows(truth, joined, warnings);
  const rows = kept.map((i) => test.records[i]);
  const molecule = rows.map((r) => test.table.set.moleculeOf[r]);
  const queries = selectFingerprints(test.fingerprints, molecule);
  task.progress.start('finding neighbours', queries.count, 'molecules');
  const nearest = await findNearest(queries, test.train.fingerprints, task);
  const labelled = await nearestLabelled(nearest, test, queries, task);
  task.progress.finish();
  clock.lap('neighbours');
  const binOf = Uint8Array.from(nearest.index, (_, i) =>
    bins.of(nearest.intersection[i], nearest.union[i]),
  );
  checkAgainstFile(test, rows, nearest, warnings);
  const sources: Source[] = [
    ...(joined ? [{ name: 'model', predictions: pickValues(joined.values, kept), threshold }] : []),
    ...baselines.map((baseline) => ({
      name: baseline.name,
      predictions: baseline.predict({ trainLabels: test.train.labels, nearest: labelled }),
    })),
  ];
  const scores = await evaluate(
    { truth: pickValues(truth, kept), bin: binOf, molecule },
    sources,
    { metrics, bins, bootstrap, resample, minN },
    new Random(seed),
    task,
  );
  clock.lap('metrics');
  const model = scores.get('model') ?? withoutMetrics(bins, binOf, minN);
  return {
    command: 'score',
    version: VERSION,
    rdkit,
    task: labelTask,
    seed,
    parameters: {
      bins: bins.texts.join(','),
      fingerprint: fingerprint.spec,
      bootstrap,
      resample,
      'min-n': minN,
      ...(labelTask === 'classification' ? { threshold: threshold ?? 0.5 } : {}),
      ...(test.labelColumn === undefined ? {} : { label: test.labelColumn }),
      ...(joined ? { prediction: joined.column } : {}),
    },
    inputs: [
      ...(table
        ? [{ role: 'predictions', path: table.path, sha256: table.sha256, rows: table.rows.length }]
        : []),
      ...test.inputs,
    ],
    n: kept.length,
    molecules: new Set(molecule).size,
    train: {
      molecules: test.train.labels.length,
      labelled: test.train.labels.filter((y) => !Number.isNaN(y)).length,
    },
    join: joined?.report ?? null,
    overall: model.overall,
    strata: model.strata,
    baselines: Object.fromEntries(
      baselines.map(({ name }) => [name, scores.get(name)]),
    ) as ScoreSummary['baselines'],
    warnings,
    seconds: clock.seconds(),
  };
}

/** The table of predictions; the test table itself when truths and predictions are one file. */
async function predictionTable(
  options: ScoreOptions,
  test: TestSet,
  pool: ChemistryPool,
  task: Task,
): Promise<Table | null> {
  const { predictions } = options;
  if (predictions === undefined) return null;
  if (test.table.path === predictions && predictions !== '-') return test.table.table;
  if (options.split === undefined && options.truth === undefined) return test.table.table;
  return readTable(predictions, {
    header: options.header,
    delimiter: options.delimiter,
    task,
    structures: async (cells) => {
      const { problems } = await pool.describe(cells);
      // A first line of numbers alone is data, too.
      const numbers = cells.every((cell) => !Number.isNaN(numberIn(cell)));
      return problems.map((p) => p === null || numbers);
    },
  });
}

/** The true value of each test row: from the test table, else from the predictions. */
function truths(
  options: ScoreOptions,
  test: TestSet,
  table: Table | null,
  joined: JoinedPredictions | null,
  warnings: string[],
): { truth: Float64Array; labelTask: LabelTask } {
  let labels = test.labels;
  let truth = labels && pickValues(labels.values, test.records);
  if (!truth && table && joined) {
    const column = findColumn(table, 'truth');
    if (column !== undefined) {
      const read = readLabels(table.rows.map((row) => row[column]));
      if ('problem' in read) {
        throw new TanimarkError(
          'column',
          `${table.name}: column "${table.columns[column]}", row ${read.record + 1}: ${read.problem}`,
        );
      }
      labels = read;
      truth = Float64Array.from(joined.rowOf, (row) => (row < 0 ? Number.NaN : read.values[row]));
      warnings.push(`true values are column "${table.columns[column]}" of ${table.name}`);
    }
  }
  if (!truth || !labels) {
    throw new TanimarkError(
      'column',
      `${test.table.name}: no label column found; name it with --label, give --truth <file>, or y_true beside the predictions`,
    );
  }
  const labelTask = options.task ?? labels.task;
  if (labelTask === 'classification' && truth.some((y) => !Number.isNaN(y) && y !== 0 && y !== 1)) {
    throw new TanimarkError(
      'usage',
      '--task classification: the labels are not all 0 or 1; make them so, or score them as regression',
    );
  }
  return { truth, labelTask };
}

/** Positions of the test rows that have both a true value and a prediction. */
function keptRows(
  truth: Float64Array,
  joined: JoinedPredictions | null,
  warnings: string[],
): Int32Array {
  const unlabelled = truth.filter((y) => Number.isNaN(y)).length;
  if (unlabelled > 0) warnings.push(`${plural(unlabelled, 'test row')} without a label, left out`);
  const kept = Int32Array.from(
    [...truth.keys()].filter(
      (i) => !Number.isNaN(truth[i]) && !(joined && Number.isNaN(joined.values[i])),
    ),
  );
  if (kept.length === 0)
    throw new TanimarkError('join', 'no test row has both a label and a prediction');
  return kept;
}

/** The nearest training molecule that has a label. */
async function nearestLabelled(
  nearest: Nearest,
  { train }: TestSet,
  queries: Parameters<typeof findNearest>[0],
  task: Task,
): Promise<Int32Array> {
  const labelled = Int32Array.from(
    [...train.labels.keys()].filter((m) => !Number.isNaN(train.labels[m])),
  );
  if (labelled.length === train.labels.length) return nearest.index;
  const found = await findNearest(queries, selectFingerprints(train.fingerprints, labelled), task);
  return found.index.map((m) => (m < 0 ? -1 : labelled[m]));
}

/** A split file that says another max similarity than its structures have was edited, or made otherwise. */
function checkAgainstFile(
  test: TestSet,
  rows: Int32Array,
  nearest: Nearest,
  warnings: string[],
): void {
  const { table } = test.table;
  const column = findColumn(table, 'maxSimilarity');
  if (column === undefined) return;
  let different = 0;
  rows.forEach((r, i) => {
    const written = numberIn(table.rows[r][column]);
    const measured = nearest.intersection[i] / nearest.union[i];
    if (Math.abs(written - measured) > 1e-9) different++;
  });
  if (different > 0) {
    warnings.push(
      `${plural(different, 'row')} of ${test.table.name} give another max_similarity than the structures have; the recomputed one is used (was the file edited, or split with another --fingerprint?)`,
    );
  }
}

function pickValues(values: Float64Array, rows: Int32Array): Float64Array {
  return Float64Array.from(rows, (r) => values[r]);
}

function withoutMetrics(
  bins: SimilarityBins,
  binOf: Uint8Array,
  minN: number,
): Pick<ScoreSummary, 'overall' | 'strata'> {
  return {
    overall: { n: binOf.length, metrics: {} },
    strata: bins.labels.map((bin, b) => {
      const n = binOf.filter((x) => x === b).length;
      return {
        bin,
        low: bins.low(b),
        high: bins.high(b),
        flag: n < minN ? 'small' : null,
        n,
        metrics: {},
      };
    }),
  };
}
