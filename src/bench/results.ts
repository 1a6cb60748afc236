import type { Flag, Scored } from '../evaluation/types.js';
import type { Failure } from './failure.js';

/** Metrics of one group of test rows. */
export interface CellGroup {
  readonly n: number;
  readonly flag: Flag;
  readonly metrics: Readonly<Record<string, Scored>>;
}

/** The scores of a cell: `scores.json`. */
export interface CellScores {
  /** Identity of the settings with which they were made. */
  readonly settings: string;
  readonly task: 'regression' | 'classification';
  readonly n: number;
  /** Molecules of the training set and of the test set. */
  readonly train: number;
  readonly test: number;
  readonly overall: CellGroup;
  readonly strata: readonly (CellGroup & { readonly bin: string })[];
  /** Notes on the predictions. */
  readonly notes: readonly string[];
}

/** One cell of the results. */
export interface ResultCell {
  readonly id: string;
  readonly data: string;
  readonly split: string;
  readonly repeat: number;
  readonly seed: number;
  readonly model: string;
  /** `done`: it has scores; `missing`: it has not been run. */
  readonly status: 'done' | 'failed' | 'missing';
  readonly failure: Failure | null;
  readonly scores: Omit<CellScores, 'settings'> | null;
}

/** The document `results.json`: nothing in it depends on the machine, the time, or the order of the runs. */
export interface BenchResults {
  readonly command: 'bench';
  readonly version: string;
  readonly reference: string;
  readonly models: readonly { readonly name: string; readonly builtin: string | null }[];
  readonly data: readonly string[];
  readonly splits: readonly { readonly name: string; readonly method: string }[];
  readonly cells: readonly ResultCell[];
}

/** Columns of `results.csv`, which `tanimark compare --by data,split,stratum` reads. */
export const RESULT_COLUMNS = [
  'data',
  'split',
  'repeat',
  'fold',
  'method',
  'stratum',
  'metric',
  'value',
] as const;

/** Every value, one in a row: overall and by stratum. */
export function resultRows({ cells }: BenchResults): string[][] {
  return cells.flatMap(({ data, split, repeat, model, scores }) => {
    if (!scores) return [];
    const groups = [{ bin: 'overall', ...scores.overall }, ...scores.strata];
    return groups.flatMap(({ bin, metrics }) =>
      Object.entries(metrics).flatMap(([metric, { value }]) =>
        value === null
          ? []
          : [[data, split, String(repeat), '0', model, bin, metric, String(value)]],
      ),
    );
  });
}
