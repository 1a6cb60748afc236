import { Job } from '../../job.js';
import type { ColumnKind } from '../../tables/formats/format.js';
import { rowFormat, writeRows } from '../row-file.js';
import type { SuiteSummary } from './suite.js';
import type { ScoredMolecule, ScoreSummary, TaskScores } from './types.js';

/** The columns of a file of errors, those that every file has. */
const COLUMNS = [
  'row',
  'id',
  'smiles',
  'truth',
  'prediction',
  'error',
  'stratum',
  'max_similarity',
  'nearest_train_row',
  'nearest_train_id',
  'nearest_train_smiles',
  'nearest_train_label',
] as const satisfies readonly (keyof ScoredMolecule)[];
/** Those that it has where there are any. */
const FURTHER = [
  'std',
  'lower',
  'upper',
  'fold',
] as const satisfies readonly (keyof ScoredMolecule)[];

/** Columns of whole numbers and of texts; the others hold numbers. */
const INTEGERS: readonly string[] = ['row', 'nearest_train_row'];
const TEXTS: readonly string[] = [
  'task',
  'id',
  'smiles',
  'stratum',
  'nearest_train_id',
  'nearest_train_smiles',
  'fold',
];

function kindOf(column: string): ColumnKind {
  return INTEGERS.includes(column) ? 'integer' : TEXTS.includes(column) ? 'text' : 'number';
}

/** The name of the table format of a file of errors. @throws TanimarkError (usage) */
export function errorsFormat(output: string): string {
  return rowFormat('errors', output);
}

/** The scored rows of each task, by its name where there are several. */
function tasksOf(summary: ScoreSummary | SuiteSummary): [name: string | null, task: TaskScores][] {
  if ('suite' in summary) {
    return summary.suite.flatMap((one) =>
      tasksOf(one).map(([name, task]): [string, TaskScores] => [
        name === null ? one.name : `${one.name}: ${name}`,
        task,
      ]),
    );
  }
  return summary.tasks?.map((task) => [task.name, task]) ?? [[null, summary]];
}

/**
 * Writes every scored row to a file, in the order of the test set, task by task, whole or not at all.
 *
 * @param summary with its `molecules_scored`
 * @returns the number of rows
 * @throws TanimarkError (usage, file), AbortedError
 */
export async function writeErrors(
  summary: ScoreSummary | SuiteSummary,
  output: string,
  job = new Job(),
): Promise<number> {
  const format = errorsFormat(output);
  const tasks = tasksOf(summary).map(
    ([name, task]) => [name, task.molecules_scored ?? []] as const,
  );
  const all = tasks.flatMap(([, molecules]) => molecules);
  const named = tasks.some(([name]) => name !== null);
  const further = FURTHER.filter((column) => all.some((one) => one[column] !== undefined));
  const columns = [...(named ? ['task'] : []), ...COLUMNS, ...further];
  const rows = tasks.map(([name, molecules]) =>
    molecules.map((one) => [
      ...(named ? [name] : []),
      ...[...COLUMNS, ...further].map((column) => one[column] ?? null),
    ]),
  );
  await writeRows(format, columns, rows, output, columns.map(kindOf), job);
  return all.length;
}

/** A result without its scored rows. */
export function withoutMolecules<Summary extends ScoreSummary | SuiteSummary>(
  summary: Summary,
): Summary {
  const drop = <One extends TaskScores>({ molecules_scored: _, ...rest }: One) => rest;
  if ('suite' in summary) {
    return { ...summary, suite: summary.suite.map(withoutMolecules) };
  }
  const tasks = summary.tasks?.map(drop);
  return { ...drop(summary), ...(tasks ? { tasks } : {}) } as unknown as Summary;
}
