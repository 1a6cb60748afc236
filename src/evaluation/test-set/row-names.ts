import type { MoleculeTable } from '../../dataset/molecule-table.js';
import { InvariantError } from '../../errors.js';
import { findColumn } from '../../tables/columns.js';
import type { TrainingSide } from './folds.js';

/** The row number, id and structure of records of any table. @param id the column of ids, if the user named it */
export function rowNames(id: string | undefined) {
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
export function firstRows({ table: { set }, members, isTrain }: TrainingSide): Int32Array {
  return members.map((m) => {
    for (let k = set.recordOffsets[m]; k < set.recordOffsets[m + 1]; k++) {
      if (isTrain(set.records[k])) return set.records[k];
    }
    throw new InvariantError('a training molecule has no training row');
  });
}
