import { relative, resolve, sep } from 'node:path';
import type { BenchConfig, BenchData, BenchSplit } from '../../bench/config/types.js';
import type { PlannedSplit } from '../../bench/plan.js';
import type { Making } from '../../bench/store.js';
import type { StructureCache } from '../../chemistry/cache/structure-cache.js';
import { severalLabels } from '../../dataset/molecule-table.js';
import { isDataset } from '../../dataset/named/resolve.js';
import { TanimarkError } from '../../errors.js';
import type { Job } from '../../job.js';
import { VERSION } from '../../version.js';
import { split } from '../split/index.js';
import { writeSplit } from '../split/output.js';
import type { SplitOptions, SplitResult } from '../split/types.js';
import { givenFiles } from './given.js';

/** The split with its table, as `tanimark split` writes it. */
export const SPLIT_FILE = 'split.csv';

/** What the manifest of a split says, beside its ingredients. */
export interface SplitFacts {
  readonly label: string;
  readonly task: 'regression' | 'classification';
  readonly unit: string | null;
  /** Molecules. */
  readonly sizes: { readonly train: number; readonly valid: number; readonly test: number };
}

/** Options of `tanimark split` for one split of a benchmark. @param seed null for a method that draws no random numbers */
export function splitOptionsOf(
  { scoring: { bins, fingerprint } }: BenchConfig,
  { input, reading }: BenchData,
  { method, test, valid, strict, count, methodOptions }: BenchSplit,
  seed: number | null,
): SplitOptions {
  return {
    ...reading,
    ...{ input, method, test, valid, strict, count, methodOptions, bins, fingerprint },
    seed: seed ?? undefined,
  };
}

interface MakeOptions {
  /** Whether a finished split is made again; default no. */
  readonly replace?: boolean;
  readonly cache?: StructureCache | undefined;
}

/**
 * Makes a split, with the files that models are given, in a folder.
 *
 * @throws TanimarkError where it cannot be made, or the table has no label that can be used
 */
export async function makeSplit(
  config: BenchConfig,
  planned: PlannedSplit,
  making: Making,
  { replace = false, cache }: MakeOptions,
  job: Job,
): Promise<void> {
  const { data, split: how, splitSeed } = planned;
  const result = await split({ ...splitOptionsOf(config, data, how, splitSeed), cache }, job);
  const labels = labelsOf(result);
  // As seen from the configuration, so that the results do not depend on the working folder.
  const input = { ...result.summary.input, path: shownPath(config, data) };
  const summary = { ...result.summary, input };
  await writeSplit({ ...result, summary }, making.at(SPLIT_FILE), 'csv', job);
  for (const { name, text } of await givenFiles(result, labels, data.columns)) {
    making.write(name, text);
  }
  const { sizes } = result.summary;
  const facts: SplitFacts = {
    label: labels.column,
    task: data.task ?? labels.task,
    unit: result.summary.labels?.unit ?? null,
    sizes: { train: sizes.train, valid: sizes.valid, test: sizes.test },
  };
  making.finish(
    { manifest: 1, id: planned.id, tanimark: VERSION, ...facts, ingredients: planned.ingredients },
    replace,
  );
}

/** The path of a table from the folder of the configuration; the name of a data set. */
export function shownPath({ folder }: BenchConfig, { input }: BenchData): string {
  if (isDataset(input)) return input;
  return relative(folder, resolve(input)).split(sep).join('/');
}

type Labels = NonNullable<SplitResult['data']['labels']>;

function labelsOf({ data }: SplitResult): Labels {
  const { pairs, labels, labelProblem, labelCandidates, name } = data;
  if (pairs) {
    throw new TanimarkError(
      'table',
      `${name}: each row is a pair with column "${pairs.partners.column}", and a benchmark takes molecules alone; leave that column out of the table`,
    );
  }
  if (labels) return labels;
  if (labelProblem !== null) throw new TanimarkError('column', labelProblem);
  if (labelCandidates.length > 1) throw severalLabels(name, labelCandidates);
  throw new TanimarkError('column', `${name}: no label column found; name it with label`);
}
