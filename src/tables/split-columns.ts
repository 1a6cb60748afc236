/** The columns that a split adds to those of the input, in this order. */
export const ADDED_COLUMNS = [
  'split',
  'fold',
  'max_similarity',
  'nearest_train',
  'reason',
] as const;

/**
 * What it adds for pairs: both similarities of a test pair and its nearest training pair, and the max similarity of its
 * drug to the training drugs, and of its partner to the training partners.
 */
export const PAIR_COLUMNS = [
  'pair_drug_similarity',
  'pair_partner_similarity',
  'max_drug_similarity',
  'max_partner_similarity',
] as const;

/** The columns that a split of molecules, or of pairs, adds. */
export function addedColumns(isPairs: boolean): readonly string[] {
  return isPairs ? [...ADDED_COLUMNS, ...PAIR_COLUMNS] : ADDED_COLUMNS;
}

/** Whether a column is one of those that a split adds. */
export function isAddedColumn(name: string, isPairs = false): boolean {
  return addedColumns(isPairs).includes(name);
}

/** The input's columns as a split table calls them: one that it would otherwise have twice gets a new name. */
export function renamedColumns(columns: readonly string[], isPairs = false): string[] {
  const taken = new Set(columns);
  return columns.map((column) => {
    if (!isAddedColumn(column, isPairs)) return column;
    let name = `input_${column}`;
    while (taken.has(name)) name = `input_${name}`;
    taken.add(name);
    return name;
  });
}
