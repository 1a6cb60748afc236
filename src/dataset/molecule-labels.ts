import { mostFrequent } from '../numerics/most-frequent.js';
import { orderlessMean } from '../numerics/orderless-mean.js';
import { type LabelConflicts, labelConflicts } from '../tables/label-conflicts.js';
import type { MoleculeTable } from './molecule-table.js';
import type { MoleculeSet } from './molecules.js';

/** The label of each molecule: the mean over its records that have one; NaN where none has. */
export function moleculeLabels({ set, labels }: MoleculeTable): Float64Array | null {
  return labels && meanOfRecords(set, labels.values);
}

/**
 * The class of each molecule: the one that most of its records have, of several the first named; -1 for none. Null where
 * there are no classes.
 */
export function moleculeClasses({ set, manyClasses }: MoleculeTable): Int32Array | null {
  if (!manyClasses) return null;
  const { recordOffsets, records, count } = set;
  return Int32Array.from({ length: count }, (_, m) =>
    mostFrequent(records.subarray(recordOffsets[m], recordOffsets[m + 1]), manyClasses.of),
  );
}

/** The molecules whose records have different labels; null without labels. */
export function conflictsOf({ set, labels }: MoleculeTable): LabelConflicts | null {
  const groups = { offsets: set.recordOffsets, members: set.records };
  return labels && labelConflicts(labels.values, groups);
}

/** The mean of each molecule's records that have a value; NaN where none has. */
export function meanOfRecords(
  { recordOffsets, records, count }: MoleculeSet,
  values: Float64Array,
): Float64Array {
  return Float64Array.from({ length: count }, (_, m) => {
    const own = Array.from(
      records.subarray(recordOffsets[m], recordOffsets[m + 1]),
      (r) => values[r],
    );
    return orderlessMean(own.filter((value) => !Number.isNaN(value)));
  });
}
