import { basename, join } from 'node:path';
import type { BenchConfig } from '../../bench/config/types.js';
import {
  equalToLabels,
  type Failure,
  missingPredictions,
  notNumbers,
} from '../../bench/failure.js';
import { identityOf } from '../../bench/identity.js';
import type { CellGroup, CellScores } from '../../bench/results.js';
import { AbortedError, TanimarkError } from '../../errors.js';
import type { ScoreOptions } from '../../evaluation/options.js';
import { isPrediction } from '../../evaluation/predictions/columns.js';
import type { FlaggedGroup } from '../../evaluation/types.js';
import type { Job } from '../../job.js';
import { metricNamed } from '../../metrics/registry.js';
import { spelledAs } from '../../spelling.js';
import { numberIn } from '../../tables/columns.js';
import { readTable } from '../../tables/read.js';
import { score } from '../score/index.js';
import type { ScoreSummary, Scores } from '../score/types.js';
import { SPLIT_FILE, type SplitFacts } from './make-split.js';
import { AS_KEYS } from './spelling.js';

/** How the cells of one split are scored. */
export interface CellScoring {
  readonly options: ScoreOptions;
  /** Identity of the settings. */
  readonly settings: string;
  readonly facts: SplitFacts;
}

/** @param folder that of the split */
export function scoringOf(
  { scoring, seed }: BenchConfig,
  folder: string,
  facts: SplitFacts,
): CellScoring {
  const { bins, fingerprint, bootstrap, minN } = scoring;
  const fitting = scoring.metrics.filter((name) => metricNamed(name)?.labels === facts.task);
  const metrics = fitting.length === 0 ? undefined : fitting;
  const how = { metrics, bins, fingerprint, bootstrap, minN, seed, task: facts.task };
  return {
    facts,
    settings: identityOf({ kind: 'scores', ...how }),
    options: { ...how, split: join(folder, SPLIT_FILE) },
  };
}

/** Scores predictions; or says what is wrong with them. @throws AbortedError, and TanimarkError on the split */
export async function scorePredictions(
  { options, settings, facts }: CellScoring,
  predictions: string,
  prediction: string | undefined,
  job: Job,
): Promise<CellScores | Failure> {
  const given = { ...options, predictions, prediction, baselines: [], molecules: true };
  try {
    const scored = await spelledAs(AS_KEYS, () => score(given, job));
    const rows = scored.molecules_scored ?? [];
    const copied = equalToLabels(
      rows.map(({ truth }) => truth),
      rows.map((row) => row.prediction ?? Number.NaN),
    );
    if (copied && facts.task === 'regression') return copied;
    const notes = scored.warnings
      .map((text) => shorten(text, predictions, options))
      .filter((text) => text.startsWith(`${basename(predictions)}:`));
    return cellScores(scored, scored, settings, facts, notes);
  } catch (error) {
    if (!(error instanceof TanimarkError) || error instanceof AbortedError) throw error;
    return (
      (await explained(given, error, facts, job)) ?? {
        kind: 'predictions',
        message: shorten(error.message, predictions, options),
      }
    );
  }
}

/** The scores of every baseline on a split, by name. */
export async function scoreBuiltins(
  { options, settings, facts }: CellScoring,
  names: readonly string[],
  job: Job,
): Promise<ReadonlyMap<string, CellScores>> {
  const scored = await spelledAs(AS_KEYS, () => score({ ...options, baselines: names }, job));
  return new Map(
    names.map((name) => [name, cellScores(scored, scored.baselines[name], settings, facts, [])]),
  );
}

function cellScores(
  { task, n }: ScoreSummary,
  { overall, strata }: Scores,
  settings: string,
  { sizes }: SplitFacts,
  notes: readonly string[],
): CellScores {
  return {
    settings,
    task,
    n,
    train: sizes.train,
    test: sizes.test,
    overall: plain(overall),
    strata: strata.map((one) => ({ bin: one.bin, ...plain(one) })),
    notes,
  };
}

/** A group without what compares it with others: those have cells of their own. */
function plain({ n, flag, metrics }: FlaggedGroup): CellGroup {
  const own = Object.entries(metrics).map(([name, scored]) => {
    if (scored.value === null) return [name, { value: null, reason: scored.reason }] as const;
    const { value, ci95, ci_reason } = scored;
    return [name, { value, ci95, ...(ci_reason ? { ci_reason } : {}) }] as const;
  });
  return { n, flag, metrics: Object.fromEntries(own) };
}

/** A message without the folders of this run, which another one does not have. */
function shorten(text: string, predictions: string, { split = '' }: ScoreOptions): string {
  return text.replaceAll(predictions, basename(predictions)).replaceAll(split, basename(split));
}

/** A failure with numbers in place of the first wrong row; null where there is nothing to count. */
async function explained(
  given: ScoreOptions & { readonly predictions: string },
  error: TanimarkError,
  facts: SplitFacts,
  job: Job,
): Promise<Failure | null> {
  if (error.code === 'prediction') return wrongCells(given, facts, job);
  if (error.code !== 'unmatched') return null;
  try {
    const how = { ...given, missing: 'skip', bootstrap: 0 } as const;
    const { n, molecules_scored: _ } = await score(how, job);
    const { n: all } = await score(
      { ...how, predictions: undefined, prediction: undefined, baselines: ['train_mean'] },
      job,
    );
    return n < all ? missingPredictions(n, all) : null;
  } catch (second) {
    if (!(second instanceof TanimarkError) || second instanceof AbortedError) throw second;
    return null;
  }
}

async function wrongCells(
  { predictions, prediction }: ScoreOptions & { readonly predictions: string },
  { label }: SplitFacts,
  job: Job,
): Promise<Failure | null> {
  const { columns, rows } = await readTable(predictions, {
    header: true,
    structures: async (cells) => cells.map(() => false),
    job,
  });
  const named = columns.flatMap((name, c) => (isPrediction(name) || name === label ? [c] : []));
  const [column] = prediction === undefined ? named : [columns.indexOf(prediction)];
  if (column === undefined || column < 0 || (prediction === undefined && named.length > 1)) {
    return null;
  }
  const wrong = [...rows.keys()].filter((r) => !Number.isFinite(numberIn(rows[r][column])));
  if (wrong.length === 0) return null;
  const words = wrong.map((r) => rows[r][column].trim());
  return notNumbers(words, wrong[0] + 1);
}
