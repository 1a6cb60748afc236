import { splitterNamed, splitterOptions } from '../splitters/registry.js';
import { VERSION } from '../version.js';
import type { BenchConfig, BenchData, BenchModel, BenchSplit } from './config/types.js';
import { identityOf } from './identity.js';

/** One split of one table, which all models share. */
export interface PlannedSplit {
  readonly id: string;
  readonly data: BenchData;
  readonly split: BenchSplit;
  /** From 0. */
  readonly repeat: number;
  /** Seed of the split; null for a method that draws no random numbers. */
  readonly splitSeed: number | null;
  /** Seed that models are given. */
  readonly seed: number;
  /** Everything that the split depends on. */
  readonly ingredients: Readonly<Record<string, unknown>>;
}

/** One run of a model on a split. */
export interface PlannedCell {
  readonly id: string;
  /** `data/split/repeat/model` */
  readonly name: string;
  readonly of: PlannedSplit;
  readonly model: BenchModel;
  readonly ingredients: Readonly<Record<string, unknown>>;
}

export interface BenchPlan {
  readonly config: BenchConfig;
  readonly splits: readonly PlannedSplit[];
  /** In the order of data sets, splits, repeats and models. */
  readonly cells: readonly PlannedCell[];
}

/** What is known of the files that a benchmark reads. */
export interface Checksums {
  /** SHA-256 of a table, and what the registry says of it where it has a name. */
  readonly data: ReadonlyMap<BenchData, { readonly sha256: string; readonly stated?: unknown }>;
  /** SHA-256 of the files under `inputs` of a model, by their names there. */
  readonly inputs: ReadonlyMap<BenchModel, Readonly<Record<string, string>>>;
  /** What fingerprints are, wherever their file is; as the configuration says it unless given. */
  readonly fingerprint?: string | undefined;
}

/** Every cell of a benchmark, with its identity. */
export function planBench(config: BenchConfig, checksums: Checksums): BenchPlan {
  const splits = config.data.flatMap((data) =>
    config.splits.flatMap((split) =>
      Array.from({ length: split.repeats }, (_, repeat) =>
        plannedSplit(config, data, split, repeat, checksums),
      ),
    ),
  );
  const cells = splits.flatMap((of) =>
    config.models.map((model) => plannedCell(of, model, checksums)),
  );
  return { config, splits, cells };
}

function plannedSplit(
  { seed: usual, scoring: { bins, fingerprint } }: BenchConfig,
  data: BenchData,
  split: BenchSplit,
  repeat: number,
  checksums: Checksums,
): PlannedSplit {
  const { method, test, valid, strict, count, methodOptions } = split;
  const seed = (split.seed ?? usual) + repeat;
  const splitSeed = usesSeed(split) ? seed : null;
  const ingredients = {
    kind: 'split',
    version: VERSION,
    data: { ...checksums.data.get(data), reading: data.reading, columns: data.columns },
    split: { method, test, valid, strict, count, methodOptions, seed: splitSeed },
    similarity: { bins, fingerprint: checksums.fingerprint ?? fingerprint },
  };
  return { id: identityOf(ingredients), data, split, repeat, splitSeed, seed, ingredients };
}

/** Whether a method, with its options, draws random numbers. */
function usesSeed({ method, methodOptions }: BenchSplit): boolean {
  const splitter = splitterNamed(method);
  const { usesSeed: uses } = splitter;
  if (typeof uses !== 'function') return uses === true;
  return uses(splitterOptions(splitter, methodOptions).values);
}

function plannedCell(of: PlannedSplit, model: BenchModel, { inputs }: Checksums): PlannedCell {
  const ingredients = {
    kind: 'cell',
    version: VERSION,
    split: of.id,
    task: of.data.task,
    seed: model.kind === 'command' ? of.seed : undefined,
    model:
      model.kind === 'command' ? commandOf(model, inputs.get(model)) : { builtin: model.builtin },
  };
  const name = [of.data.name, of.split.name, of.repeat, model.name].join('/');
  return { id: identityOf(ingredients), name, of, model, ingredients };
}

/** What of a command its predictions depend on: not its name, nor its time limit. */
function commandOf(
  { run, shell, predictions, format, prediction }: BenchModel & { readonly kind: 'command' },
  inputs: Readonly<Record<string, string>> | undefined,
) {
  return { run, shell, predictions, format, prediction, inputs };
}

/**
 * The cells whose names match a pattern: `*` stands for any text; without it, a part of the name is enough.
 *
 * @param pattern all cells unless given
 */
export function cellsMatching(
  cells: readonly PlannedCell[],
  pattern: string | undefined,
): readonly PlannedCell[] {
  if (pattern === undefined) return cells;
  if (!pattern.includes('*')) return cells.filter(({ name }) => name.includes(pattern));
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  const whole = new RegExp(`^${parts.join('.*')}$`, 's');
  return cells.filter(({ name }) => whole.test(name));
}
