/** The columns that a split adds to those of the input, in this order. */
export const ADDED_COLUMNS = [
  'split',
  'fold',
  'max_similarity',
  'nearest_train',
  'reason',
] as const;

/** Whether a column is one of {@link ADDED_COLUMNS}. */
export function isAddedColumn(name: string): boolean {
  return (ADDED_COLUMNS as readonly string[]).includes(name);
}

/** The input's columns as a split table calls them: one that it would otherwise have twice gets a new name. */
export function renamedColumns(columns: readonly string[]): string[] {
  const taken = new Set(columns);
  return columns.map((column) => {
    if (!isAddedColumn(column)) return column;
    let name = `input_${column}`;
    while (taken.has(name)) name = `input_${name}`;
    taken.add(name);
    return name;
  });
}
