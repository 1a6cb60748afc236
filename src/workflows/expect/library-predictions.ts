import type { ChemistryPool } from '../../chemistry/pool.js';
import type { LibraryPart, LibraryParts } from '../../dataset/library-parts.js';
import type { MoleculeTable } from '../../dataset/molecule-table.js';
import { TanimarkError } from '../../errors.js';
import type { ScoreOptions } from '../../evaluation/options.js';
import { predictionColumns } from '../../evaluation/predictions/columns.js';
import { joinPredictions } from '../../evaluation/predictions/join.js';
import { readModel } from '../../evaluation/predictions/read-model.js';
import { predictionTable } from '../../evaluation/predictions/table.js';
import type { ScoredTarget } from '../../evaluation/predictions/targets/types.js';
import { trainingSide } from '../../evaluation/test-set/folds.js';
import type { TestSet } from '../../evaluation/test-set/test-set.js';
import type { Job } from '../../job.js';
import type { LibraryPrediction } from './calibrated.js';

/** Predictions of a library. */
export interface LibraryPredictions {
  /** Of a row, from 0; null for one without. */
  readonly of: (row: number) => LibraryPrediction | null;
  readonly hasStd: boolean;
  readonly input: { readonly path: string; readonly sha256: string; readonly rows: number };
  readonly warnings: readonly string[];
}

/**
 * Reads the predictions of a library and matches them with its rows, as predictions of a test set are.
 *
 * @param part all rows of the library
 * @throws TanimarkError (column, join, prediction)
 */
export async function libraryPredictions(
  path: string,
  library: LibraryParts,
  { loaded, set, fingerprints }: LibraryPart,
  target: ScoredTarget,
  options: ScoreOptions,
  pool: ChemistryPool,
  job: Job,
): Promise<LibraryPredictions> {
  const table: MoleculeTable = {
    ...loaded,
    path: library.path,
    name: loaded.table.name,
    set,
    compared: fingerprints,
    pairs: null,
    labels: null,
    labelProblem: null,
    labelCandidates: [],
  };
  const records = Int32Array.from(set.moleculeOf.keys()).filter((r) => set.moleculeOf[r] >= 0);
  const rows: TestSet = {
    table,
    records,
    train: trainingSide(table, () => false),
    folds: null,
    pairs: null,
    label: null,
    inputs: [],
    warnings: [],
  };
  const own: ScoreOptions = {
    ...options,
    predictions: path,
    split: undefined,
    train: undefined,
    truth: library.path === path ? undefined : library.path,
  };
  try {
    const predictions = await predictionTable(own, rows, pool, job);
    if (!predictions) throw new TanimarkError('usage', 'no predictions');
    const label = { column: target.name, task: target.task, classes: null };
    const columns = predictionColumns(predictions, rows, label, own);
    const joined = await joinPredictions(
      predictions,
      rows,
      new Set([columns.prediction]),
      own,
      pool,
      job,
    );
    const warnings: string[] = [];
    const { value, std } = readModel(
      joined,
      columns,
      new Float64Array(records.length),
      null,
      own,
      warnings,
    );
    const place = new Int32Array(set.moleculeOf.length).fill(-1);
    records.forEach((r, i) => {
      place[r] = i;
    });
    warnings.push(
      `using predictions of the library of column "${predictions.columns[columns.prediction]}", matched by ${joined.map.by}${joined.map.detail}`,
    );
    return {
      of: (row) => {
        const i = place[row];
        if (i < 0 || Number.isNaN(value[i])) return null;
        return { value: value[i], std: std?.[i] };
      },
      hasStd: std !== undefined,
      input: { path, sha256: predictions.sha256, rows: predictions.rows.length },
      warnings: [...warnings, ...joined.warnings].map(ofLibrary),
    };
  } catch (error) {
    if (!(error instanceof TanimarkError)) throw error;
    throw new TanimarkError(error.code, ofLibrary(error.message), { cause: error });
  }
}

/** A message about rows of a test set, about rows of the library. */
function ofLibrary(text: string): string {
  return text
    .replaceAll('test row', 'library row')
    .replaceAll('the test set', 'the library')
    .replace('using standard deviations of', 'using standard deviations of the library of');
}
