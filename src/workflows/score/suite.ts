import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { TanimarkError } from '../../errors.js';
import { lossOfScored } from '../../evaluation/loss.js';
import type { ScoreOptions, SuiteOptions } from '../../evaluation/options.js';
import type { Scored } from '../../evaluation/types.js';
import { isDirectory } from '../../folders.js';
import { Job } from '../../job.js';
import { lossOf } from '../../metrics/metric.js';
import { metricNamed } from '../../metrics/registry.js';
import { checkOptions } from '../../options/check-options.js';
import { optionName, optionValue } from '../../spelling.js';
import { numberIn } from '../../tables/columns.js';
import {
  endingsOf,
  isReadableFile,
  readableFormats,
  withoutEnding,
} from '../../tables/formats/registry.js';
import { isManifest } from '../../tables/part-files.js';
import { readTable } from '../../tables/read.js';
import { place } from '../../tables/table.js';
import { list, printable } from '../../text.js';
import { VERSION } from '../../version.js';
import { SCORE_SUITE } from '../options.js';
import { score } from './index.js';
import { meanGroup } from './tasks.js';
import type { ScoreSummary } from './types.js';

/** How a task's score compares with the reference. */
export interface AgainstReference {
  readonly metric: string;
  readonly score: number;
  readonly result: 'win' | 'loss' | 'tie';
  /** Whether the reference lies outside the interval of the value. */
  readonly clear: boolean;
}

export interface SuiteTask extends ScoreSummary {
  /** The prediction file's name without its ending, or the column of a model. */
  readonly name: string;
  readonly reference: AgainstReference | null;
}

/** The document that `tanimark score --json` prints for several prediction files. */
export interface SuiteSummary {
  readonly command: 'score';
  readonly version: string;
  /** Whether these are tasks, a file each, or models of one task: columns of one file, or files for the same test set and labels. */
  readonly kind: 'tasks' | 'models';
  readonly suite: readonly SuiteTask[];
  /**
   * The mean over tasks of each metric that has no unit, such as RAE (macro-average, MA-RAE), and of how many tasks it
   * is the mean.
   */
  readonly macro_average: Readonly<Record<string, { value: number; tasks: number; of: number }>>;
  /** Tasks won and lost against the reference scores; null without any. */
  readonly reference: {
    readonly path: string;
    readonly wins: number;
    readonly losses: number;
    readonly ties: number;
    readonly clear_wins: number;
    readonly clear_losses: number;
    /** Tasks that the reference does not have. */
    readonly without: readonly string[];
  } | null;
  readonly warnings: readonly string[];
}

/**
 * Whether these predictions are several tasks (more than one file, or a folder) or several models (columns of one file).
 *
 * @param prediction the column of predictions, or several, separated by commas
 */
export function isSuite(predictions: readonly string[], prediction?: string): boolean {
  return (
    predictions.length > 1 ||
    predictions.some(isDirectory) ||
    (predictions.length === 1 && modelsIn(prediction).length > 1)
  );
}

/** The columns of several models: `rf,knn` are two. */
function modelsIn(prediction: string | undefined): string[] {
  const names = (prediction ?? '').split(',').map((name) => name.trim());
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (names.length > 1 && (twice !== undefined || names.includes(''))) {
    throw new TanimarkError(
      'usage',
      `${optionValue('prediction', prediction as string)}: ${twice === undefined || twice === '' ? 'a name is empty' : `"${twice}" is named twice`}; give each column once`,
      { option: 'prediction' },
    );
  }
  return names;
}

/**
 * Scores several prediction files, each against a split of its own (a file or folder of its name in the folder `split`),
 * or all against one.
 *
 * @throws TanimarkError on anything wrong with the options or any of the inputs
 */
export async function scoreSuite(options: SuiteOptions, job = new Job()): Promise<SuiteSummary> {
  checkOptions('scoreSuite', SCORE_SUITE, options, job);
  const files = filesOf(options.predictions);
  const runs = runsOf(files, options);
  const references =
    options.reference === undefined ? null : await readReference(options.reference);
  const suite: SuiteTask[] = [];
  const warnings: string[] = [];
  for (const { name, ...run } of runs) {
    const { predictions: _, reference: __, ...shared } = options;
    const summary = await score({ ...shared, ...run }, job);
    const reference = compare(name, summary, references);
    suite.push({ name, ...summary, reference });
    warnings.push(...summary.warnings.map((warning) => `${name}: ${warning}`));
  }
  const isOne = runs.length > 1 && (files.length === 1 || isOneTask(suite));
  const kind = isOne && references === null ? 'models' : 'tasks';
  return {
    command: 'score',
    version: VERSION,
    kind,
    suite,
    macro_average: kind === 'models' ? {} : macroAverage(suite),
    reference: options.reference === undefined ? null : standings(options.reference, suite),
    warnings,
  };
}

/** Whether the files predict the same labels of the same test set. */
function isOneTask(suite: readonly ScoreSummary[]): boolean {
  const kinds = suite.map(({ inputs, tasks, parameters }) =>
    JSON.stringify([
      inputs.filter(({ role }) => role !== 'predictions').map(({ role, sha256 }) => [role, sha256]),
      tasks?.map(({ name }) => name) ?? parameters.label,
    ]),
  );
  return new Set(kinds).size === 1;
}

/** The options of each task, or of each model of one file. */
function runsOf(
  files: readonly string[],
  options: SuiteOptions,
): (Partial<ScoreOptions> & { readonly name: string })[] {
  const models = modelsIn(options.prediction);
  const [file] = files;
  if (files.length === 1 && models.length > 1) {
    return models.map((name) => ({ name, predictions: file, prediction: name }));
  }
  return files.map((path) => {
    const name = nameOf(path);
    return { name, ...splitFor(name, options), predictions: path };
  });
}

function macroAverage(suite: readonly SuiteTask[]): SuiteSummary['macro_average'] {
  const { metrics } = meanGroup(
    suite.map(({ overall }) => overall),
    'tasks',
    [],
  );
  const means = Object.entries(metrics).flatMap(([name, scored]) => {
    const { value, tasks = suite.length, of = suite.length } = scored as Scored & { value: number };
    const hasUnit = metricNamed(name)?.unit !== undefined;
    return value === null || hasUnit ? [] : [[name, { value, tasks, of }] as const];
  });
  return Object.fromEntries(means);
}

/** The prediction files that were named, or that lie in a folder that was. */
function filesOf(predictions: readonly string[]): string[] {
  const files = predictions.flatMap((path) => {
    if (!isDirectory(path)) return [path];
    const inside = readdirSync(path).filter(
      (name) => isReadableFile(name) && !name.startsWith('.') && !isManifest(name),
    );
    if (inside.length === 0) {
      throw new TanimarkError(
        'file',
        `${path}: the folder has no ${list(endingsOf(readableFormats()), 'or')} file`,
      );
    }
    return inside.sort().map((name) => join(path, name));
  });
  const names = files.map(nameOf);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) {
    throw new TanimarkError(
      'usage',
      `two prediction files have the name ${twice}; each file is a task and needs a different name`,
    );
  }
  return files;
}

/** `caco2` of `preds/caco2.csv`, and of `caco2_preds.csv.gz`. */
function nameOf(file: string): string {
  return withoutEnding(basename(file)).replace(/[._-](preds?|predictions?)$/i, '');
}

/** The split that belongs to a task. */
function splitFor(
  name: string,
  { split }: SuiteOptions,
): Pick<ScoreOptions, 'split' | 'train' | 'truth'> {
  if (split === undefined || !isDirectory(split)) return {};
  const inside = readdirSync(split);
  const file = inside.find((entry) => isReadableFile(entry) && withoutEnding(entry) === name);
  if (file !== undefined) return { split: join(split, file) };
  const folder = join(split, name);
  const tables = isDirectory(folder) ? readdirSync(folder) : [];
  const part = (word: string) => tables.find((entry) => withoutEnding(entry) === word);
  const [train, test] = [part('train'), part('test')];
  if (train !== undefined && test !== undefined) {
    return { split: undefined, train: join(folder, train), truth: join(folder, test) };
  }
  throw new TanimarkError(
    'file',
    `${optionValue('split', split)}: the folder has neither ${name}.csv nor ${name}/train.csv and ${name}/test.csv for the predictions ${name}`,
  );
}

interface Reference {
  readonly metric: string | undefined;
  readonly score: number;
}

/** @throws TanimarkError (column, table) */
async function readReference(path: string): Promise<Map<string, Reference>> {
  const table = await readTable(path, { header: true, structures: async () => [] });
  const find = (names: readonly string[]) =>
    table.columns.findIndex((name) => names.includes(name.trim().toLowerCase()));
  const task = find(['task', 'name', 'dataset', 'benchmark', 'file']);
  const value = find(['score', 'value', 'reference']);
  const metric = find(['metric']);
  if (task < 0 || value < 0) {
    throw new TanimarkError(
      'column',
      `${optionValue('reference', path)}: the file needs the columns task and score (and metric, unless it is the first metric of each task); it has ${list(table.columns)}`,
    );
  }
  const references = new Map<string, Reference>();
  table.rows.forEach((row, r) => {
    const number = numberIn(row[value]);
    const named = metric < 0 ? '' : row[metric].trim();
    const known = named === '' ? undefined : metricNamed(named);
    const wrong = (what: string) =>
      new TanimarkError('table', `${optionValue('reference', path)}: ${place(table, r)}: ${what}`);
    if (!Number.isFinite(number)) throw wrong(`"${printable(row[value], 30)}" is not a number`);
    if (named !== '' && !known) throw wrong(`unknown metric "${printable(named, 30)}"`);
    references.set(row[task].trim(), { metric: known?.name, score: number });
  });
  return references;
}

function compare(
  name: string,
  summary: ScoreSummary,
  references: ReadonlyMap<string, Reference> | null,
): AgainstReference | null {
  const reference = references?.get(name);
  if (!reference) return null;
  const metric = reference.metric ?? Object.keys(summary.overall.metrics)[0];
  const scored: Scored | undefined = summary.overall.metrics[metric];
  if (!scored) {
    throw new TanimarkError(
      'usage',
      `${optionName('reference')}: ${name} needs the metric ${metric}, which was not computed; add ${optionValue('metrics', metric)}`,
    );
  }
  if (scored.value === null) return null;
  const descriptor = metricNamed(metric);
  if (!descriptor) return null;
  const difference =
    lossOfScored(descriptor, scored) - lossOf(descriptor, reference.score, scored.target);
  const result = difference < 0 ? 'win' : difference > 0 ? 'loss' : 'tie';
  const [low, high] = scored.ci95 ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const clear = reference.score < low || reference.score > high;
  return { metric, score: reference.score, result, clear };
}

function standings(path: string, suite: readonly SuiteTask[]): SuiteSummary['reference'] {
  const count = (result: AgainstReference['result'], clear: boolean) =>
    suite.filter(({ reference: r }) => r?.result === result && (r.clear || !clear)).length;
  return {
    path,
    wins: count('win', false),
    losses: count('loss', false),
    ties: count('tie', false),
    clear_wins: count('win', true),
    clear_losses: count('loss', true),
    without: suite.filter(({ reference }) => !reference).map(({ name }) => name),
  };
}
