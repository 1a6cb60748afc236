import type { Table } from '../../tables/table.js';

/** Whether a column has no name of its own: the index that pandas writes, or a blank header. */
export function isNameless(name: string): boolean {
  return /^(|column_\d+|unnamed: ?\d+|index|level_\d+)$/i.test(name.trim());
}

/** Whether a column counts the rows, or is an index without a name: it says nothing of them. */
export function numbersRows(table: Table, column: number): boolean {
  const values = table.rows.map((row) => row[column].trim());
  if (!values.every((v) => /^\d+$/.test(v))) return false;
  const first = Number(values[0]);
  if (values.every((v, r) => Number(v) === first + r)) return true;
  return isNameless(table.columns[column]) && new Set(values).size === values.length;
}
