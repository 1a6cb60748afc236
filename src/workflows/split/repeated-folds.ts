import { existsSync } from 'node:fs';
import { openPool } from '../../chemistry/open-pool.js';
import { TanimarkError } from '../../errors.js';
import { Job } from '../../job.js';
import { once } from '../../once.js';
import { checkOptions } from '../../options/check-options.js';
import { Stopwatch } from '../../stopwatch.js';
import { VERSION } from '../../version.js';
import { SPLIT } from '../options.js';
import { readInput, splitMolecules } from './index.js';
import { writeSplits } from './output.js';
import { planSplit } from './plan.js';
import { partPath } from './tables.js';
import type { SplitOptions, SplitResult, SplitSummary } from './types.js';

/** Options of a split with both `folds` and `repeats`. */
export interface RepeatedFoldsOptions extends SplitOptions {
  readonly folds: number;
  readonly repeats: number;
}

/** The document that `tanimark split --folds <k> --repeats <r> --json` prints. */
export interface RepeatedFoldsSummary {
  readonly command: 'split';
  readonly kind: 'repeated-folds';
  readonly version: string;
  /** Of each repeat: that of a split into folds with a seed of its own. */
  readonly splits: readonly SplitSummary[];
}

export interface RepeatedFolds {
  readonly summary: RepeatedFoldsSummary;
  readonly results: readonly SplitResult[];
}

/**
 * Repeated cross-validation: the folds of successive seeds. Each repeat is what a split into folds with its seed is.
 *
 * @throws TanimarkError on anything wrong with the options or the input
 */
export async function splitRepeatedFolds(
  given: RepeatedFoldsOptions,
  job = new Job(),
): Promise<RepeatedFolds> {
  checkOptions('split', SPLIT, given, job);
  const { repeats, ...options } = given;
  // What repeats need, and then what folds need.
  const { seed } = planSplit({ ...options, repeats, folds: undefined });
  const plans = Array.from({ length: repeats }, (_, k) =>
    planSplit({ ...options, seed: seed + k }),
  );
  const [first] = plans;
  const pool = openPool(first.fingerprint, job, first.options.cache);
  try {
    const scaffolds = first.usesScaffolds;
    const read = once(() => readInput(first, { scaffolds }, pool, job, new Stopwatch()));
    const results: SplitResult[] = [];
    for (const plan of plans) {
      results.push(await splitMolecules(plan, { read, pool, clock: new Stopwatch() }, job));
    }
    const splits = results.map(({ summary }) => summary);
    return {
      results,
      summary: { command: 'split', kind: 'repeated-folds', version: VERSION, splits },
    };
  } finally {
    await pool.close();
  }
}

/**
 * Writes each repeat as a split into folds is written: a file (`split.repeat-0.csv`), or a folder in the folder
 * (`repeat-0/fold-0/train.csv`), with a manifest of its own. All files appear, or none.
 *
 * @throws TanimarkError (file)
 */
export async function writeRepeatedFolds(
  { results }: RepeatedFolds,
  output: string,
  format: string,
  job = new Job(),
): Promise<void> {
  const path = (k: number) => partPath(output, `repeat-${k}`);
  if (existsSync(path(results.length))) {
    throw new TanimarkError(
      'file',
      `${path(results.length)} exists from an earlier split into more parts; remove it, or choose another name`,
    );
  }
  const splits = results.map((result, k) => ({ result, output: path(k) }));
  await writeSplits(splits, format, job);
}
