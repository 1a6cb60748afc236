import type { EvaluationContext } from '../../evaluation/context.js';
import type { ScoredTarget } from '../../evaluation/predictions/targets/types.js';
import { firstRows, rowNames } from '../../evaluation/test-set/row-names.js';
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
