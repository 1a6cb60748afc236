import { constants, copyFileSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { expanded, type PlaceholderValues, shellWord, wordsOf } from '../../bench/command.js';
import type { BenchConfig, CommandModel } from '../../bench/config/types.js';
import { type Failure, failureOfEnding } from '../../bench/failure.js';
import type { PlannedCell } from '../../bench/plan.js';
import { runCommand } from '../../bench/run-command.js';
import type { Making } from '../../bench/store.js';
import type { Job } from '../../job.js';
import { endingOf } from '../../tables/formats/registry.js';
import { attempt } from '../../tables/outputs/target.js';
import { GIVEN } from './given.js';
import type { SplitFacts } from './make-split.js';

/** What a run took; not a part of the results. */
export interface RunFacts {
  readonly seconds: number;
  /** Largest memory of all processes of the command together, in bytes; null where that is not known. */
  readonly peak_memory: number | null;
  readonly exit_code: number | null;
  readonly signal: string | null;
}

/** Predictions of a command, in its cell; or why there are none. */
export type ModelRun =
  | { readonly failure: Failure; readonly run: RunFacts }
  | { readonly predictions: string; readonly run: RunFacts };

/**
 * Runs the command of a cell in the folder of the configuration, on its own copies of the files of the split.
 *
 * @param from the folder of the split
 * @throws AbortedError; TanimarkError (file)
 */
export async function runModel(
  { folder }: BenchConfig,
  model: CommandModel,
  { of: { seed } }: PlannedCell,
  facts: SplitFacts,
  from: string,
  making: Making,
  job: Job,
): Promise<ModelRun> {
  for (const name of Object.values(GIVEN)) {
    attempt(making.at(name), () =>
      copyFileSync(join(from, name), making.at(name), constants.COPYFILE_FICLONE),
    );
  }
  const ending = endingFor(model);
  const values: PlaceholderValues = {
    ...Object.fromEntries(Object.entries(GIVEN).map(([key, name]) => [key, making.at(name)])),
    predictions: making.at(`predictions${ending}`),
    workdir: making.at('work'),
    seed: String(seed),
    label: facts.label,
    task: facts.task,
  } as PlaceholderValues;
  mkdirSync(values.workdir);
  const words = commandOf(model, values);
  const {
    ending: end,
    seconds,
    peak,
  } = await runCommand({
    command: words,
    cwd: folder,
    log: making.at('log.txt'),
    seconds: model.timeout?.seconds ?? null,
    signal: job.signal,
    onStart: (pid) => making.runs(pid),
  });
  const run: RunFacts = {
    seconds,
    peak_memory: peak,
    exit_code: end.kind === 'exit' ? end.code : null,
    signal: end.kind === 'signal' ? end.signal : null,
  };
  const failure = failureOfEnding(
    end,
    typeof words === 'string' ? 'a shell' : words[0],
    model.timeout,
  );
  if (failure) return { failure, run };
  const written = expanded(model.predictions, values);
  const stats = existsSync(written) ? statSync(written) : undefined;
  if (!stats?.isFile()) {
    const name = relative(making.folder, written);
    return { failure: { kind: 'no_predictions', message: `no predictions file (${name})` }, run };
  }
  if (stats.size === 0) {
    return { failure: { kind: 'no_predictions', message: 'the predictions file is empty' }, run };
  }
  const kept = making.at(`predictions${ending}`);
  if (written !== kept) attempt(kept, () => copyFileSync(written, kept));
  return { predictions: kept, run };
}

function commandOf(
  { run, shell }: CommandModel,
  values: PlaceholderValues,
): readonly string[] | string {
  if (shell) return expanded(run as string, values, shellWord);
  const words = typeof run === 'string' ? wordsOf(run) : run;
  return words.map((word) => expanded(word, values));
}

/** The ending of the predictions' file, by which it is read. */
export function endingFor({ format, predictions }: CommandModel): string {
  if (format !== undefined && format !== 'chemprop') return endingOf(format);
  const own = extname(predictions.replace(/\.gz$/i, ''));
  return format === undefined && own !== '' ? own : '.csv';
}
