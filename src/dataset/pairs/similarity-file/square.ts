import type { Job } from '../../../job.js';
import { place, type Table } from '../../../tables/table.js';
import { printable } from '../../../text.js';
import { sourceTable } from '../../molecules.js';
import { checkSize, matrixFile, type Wrong } from './matrix.js';
import type { SimilarityFile } from './types.js';

/** A square table of similarities. @throws the error that `wrong` makes, where it is none */
export async function squareFile(
  input: string,
  table: Table,
  wrong: Wrong,
  job: Job,
): Promise<SimilarityFile> {
  const size = table.rows.length;
  const ids = table.rows.map((row) => row[0].trim());
  if (table.columns.length !== size + 1) {
    throw wrong(
      `${size} rows and ${table.columns.length - 1} columns of similarities; give a square table with ids in the first row and the first column, or two columns: ids and clusters`,
    );
  }
  checkSize(size, wrong);
  const seen = new Set<string>();
  ids.forEach((id, i) => {
    const column = table.columns[i + 1].trim();
    if (seen.has(id) || column === id) {
      seen.add(id);
      return;
    }
    throw wrong(
      `column ${i + 2} is "${printable(column, 40)}" and row ${i + 1} is "${printable(id, 40)}"; give columns and rows in one order`,
    );
  });
  const text = (i: number, j: number) => table.rows[i][j + 1];
  const matrix = {
    ...{ ids, text },
    value: (i: number, j: number) => (text(i, j).trim() === '' ? Number.NaN : Number(text(i, j))),
    place: (i: number) => place(table, i),
  };
  return matrixFile(matrix, sourceTable(input, table), wrong, job);
}
