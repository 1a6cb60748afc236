import { Job } from '../../../src/job.js';
import { compareModels } from '../../../src/workflows/compare/index.js';
import type {
  ComparedGroup,
  CompareModelsOptions,
  ModelComparison,
  PairDifference,
} from '../../../src/workflows/compare/types.js';

/** Compares in one thread, with few draws and small strata unless told otherwise. */
export function compared(options: CompareModelsOptions): Promise<ModelComparison> {
  return compareModels({ bootstrap: 200, minN: 5, ...options }, new Job({ threads: 1 }));
}

export type Known = Extract<PairDifference, { readonly difference: number }>;

/** The difference of one pair in one metric, which must be defined. */
export function known(group: ComparedGroup, metric: string, pair = 0): Known {
  const found = group.metrics[metric].differences[pair];
  if (found.difference === null) throw new Error(`${metric}: ${found.reason}`);
  return found;
}

export function groupOf({ tasks }: ModelComparison, value: string, task = 0): ComparedGroup {
  const found = tasks[task].groups.find((group) => group.value === value);
  if (!found) throw new Error(`no group ${value}`);
  return found;
}

export function everyDifference({ tasks }: ModelComparison): PairDifference[] {
  return tasks.flatMap(({ groups }) =>
    groups.flatMap(({ metrics }) => Object.values(metrics).flatMap((m) => [...m.differences])),
  );
}

export const mean = (values: readonly number[]) =>
  values.reduce((sum, v) => sum + v, 0) / values.length;
