import { TanimarkError } from '../../errors.js';
import type { Job } from '../../job.js';
import { MATRIX_UNIT, type SimilarityMatrix } from '../../similarity/two-sided/matrix-side.js';
import { optionValue } from '../../spelling.js';
import { readTables } from '../../tables/read-parts.js';
import { place, type Table } from '../../tables/table.js';
import { printable } from '../../text.js';

/** More rows would take too much memory. */
const MOST_ROWS = 20_000;

/** Similarities that a user gives, with the row of each id. */
export interface SimilarityFile {
  readonly table: Table;
  readonly matrix: SimilarityMatrix;
  readonly rowOf: ReadonlyMap<string, number>;
}

/**
 * Reads a square table of similarities: ids in the first row and in the first column, in the same order, and numbers
 * from 0 to 1, of which six decimals count.
 *
 * @throws TanimarkError (file, table) where it is not square, not symmetric, or not 1 on its diagonal
 */
export async function readSimilarityFile(input: string, job: Job): Promise<SimilarityFile> {
  const table = await readTables(input, {
    job,
    header: true,
    structures: async (cells) => cells.map(() => false),
  });
  const wrong = (what: string) =>
    new TanimarkError('table', `${optionValue('targetSimilarity', input)}: ${what}`, {
      option: 'targetSimilarity',
    });
  const size = table.rows.length;
  const ids = table.rows.map((row) => row[0].trim());
  if (table.columns.length !== size + 1) {
    throw wrong(
      `${size} rows and ${table.columns.length - 1} columns of similarities; give a square table with ids in the first row and the first column`,
    );
  }
  if (size > MOST_ROWS) throw wrong(`${size} rows; at most ${MOST_ROWS} are possible`);
  const rowOf = new Map<string, number>();
  ids.forEach((id, i) => {
    if (rowOf.has(id))
      throw wrong(`the id "${printable(id, 40)}" stands in two rows; give each its own id`);
    rowOf.set(id, i);
    const column = table.columns[i + 1].trim();
    if (column === id) return;
    throw wrong(
      `column ${i + 2} is "${printable(column, 40)}" and row ${i + 1} is "${printable(id, 40)}"; give columns and rows in one order`,
    );
  });
  const values = new Int32Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      const cell = table.rows[i][j + 1];
      const number = cell.trim() === '' ? Number.NaN : Number(cell);
      if (!(number >= 0 && number <= 1)) {
        throw wrong(
          `${place(table, i)}, column "${printable(table.columns[j + 1], 40)}": "${printable(cell, 20)}" is not a similarity from 0 to 1${number > 1 && number <= 100 ? ' (divide percent by 100)' : ''}`,
        );
      }
      values[i * size + j] = Math.round(number * MATRIX_UNIT);
    }
    if (job.due()) await job.breathe();
  }
  for (let i = 0; i < size; i++) {
    if (values[i * size + i] !== MATRIX_UNIT) {
      throw wrong(
        `${place(table, i)}: "${printable(ids[i], 40)}" has a similarity of ${printable(table.rows[i][i + 1], 20)} to itself; it must be 1 (divide similarities by those to themselves, and distances are not similarities)`,
      );
    }
    for (let j = 0; j < i; j++) {
      if (values[i * size + j] === values[j * size + i]) continue;
      throw wrong(
        `not symmetric: "${printable(ids[i], 40)}" has ${printable(table.rows[i][j + 1], 20)} to "${printable(ids[j], 40)}", and ${printable(table.rows[j][i + 1], 20)} the other way; give both the same value, such as their mean`,
      );
    }
  }
  return { table, matrix: { key: table.sha256, size, values }, rowOf };
}
