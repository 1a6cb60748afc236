import type { MoleculeTable } from '../../dataset/molecule-table.js';
import { InvariantError } from '../../errors.js';
import type { EvaluationContext } from '../../evaluation/context.js';
import type { ScoredTarget } from '../../evaluation/predictions/targets/types.js';
import type { TrainingSide } from '../../evaluation/test-set/folds.js';
import { findColumn } from '../../tables/columns.js';
import type { ScoredMolecule } from './types.js';

/**
 * The scored rows of a target, each with its prediction and its nearest training molecule.
 *
 * @param kept the scored rows, as positions among the test rows
 * @param id the column of ids, if the user named it
 */
export function scoredMolecules(
  { truth, train, trainByFold, model }: ScoredTarget,
  kept: Int32Array,
  { test, toTrain, bin, settings }: EvaluationContext,
  id: string | undefined,
): ScoredMolecule[] {
  const { table, records, folds } = test;
  const sides = folds?.map((fold) => fold.train) ?? [test.train];
  const namesOf = rowNames(id);
  const trainingRows = sides.map(firstRows);
  return Array.from(kept, (i): ScoredMolecule => {
    const { set, member } = toTrain.nearest(i);
    const side = sides[set];
    const own = namesOf(table, records[i]);
    const nearest = namesOf(side.table, trainingRows[set][member]);
    const label = (trainByFold?.[set] ?? train)[member];
    const prediction = model ? model.value[i] : null;
    return {
      ...own,
      truth: truth[i],
      prediction,
      error: prediction === null ? null : prediction - truth[i],
      ...(model?.std ? { std: model.std[i] } : {}),
      ...(model?.interval
        ? { lower: model.interval.lower[i], upper: model.interval.upper[i] }
        : {}),
      ...(folds ? { fold: folds[set].name } : {}),
      stratum: settings.bins.labels[bin[i]],
      max_similarity: toTrain.similarity(i),
      nearest_train_row: nearest.row,
      nearest_train_id: nearest.id,
      nearest_train_smiles: nearest.smiles,
      nearest_train_label: Number.isNaN(label) ? null : label,
    };
  });
}

/** The row number, id and structure of records of any table. */
function rowNames(id: string | undefined) {
  const idColumns = new Map<MoleculeTable, number | undefined>();
  return (data: MoleculeTable, record: number) => {
    const { table, smilesColumn } = data;
    if (!idColumns.has(data)) idColumns.set(data, findColumn(table, 'id', id));
    const column = idColumns.get(data);
    const cells = table.rows[record];
    return {
      row: record + 1,
      id: column === undefined ? null : cells[column],
      smiles: cells[smilesColumn],
    };
  };
}

/** The first training row of each training molecule. */
function firstRows({ table: { set }, members, isTrain }: TrainingSide): Int32Array {
  return members.map((m) => {
    for (let k = set.recordOffsets[m]; k < set.recordOffsets[m + 1]; k++) {
      if (isTrain(set.records[k])) return set.records[k];
    }
    throw new InvariantError('a training molecule has no training row');
  });
}
