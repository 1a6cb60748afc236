import type { Job } from '../../../job.js';
import { MATRIX_UNIT, MatrixSide } from '../../../similarity/two-sided/matrix-side.js';
import { printable } from '../../../text.js';
import type { SourceTable } from '../../molecules.js';
import type { SimilarityFile } from './types.js';

/** More rows would take too much memory. */
const MOST_ROWS = 20_000;

/** A square matrix with an id for each row. */
export interface GivenMatrix {
  readonly ids: readonly string[];
  /** The similarity in a row and a column, as a number; NaN where there is none. */
  readonly value: (row: number, column: number) => number;
  /** The same as it is written. */
  readonly text: (row: number, column: number) => string;
  /** Where a row is, for messages. */
  readonly place: (row: number) => string;
}

/** What is wrong with a file of similarities. */
export type Wrong = (what: string) => Error;

/** @throws the error that `wrong` makes, where there are too many rows */
export function checkSize(size: number, wrong: Wrong): void {
  if (size > MOST_ROWS) throw wrong(`${size} rows; at most ${MOST_ROWS} are possible`);
}

/**
 * Checks a matrix of similarities, and takes six decimals of them. Values on both sides of the diagonal may differ by
 * one in the sixth, as rounding may have it; then the one below the diagonal counts.
 *
 * @throws the error that `wrong` makes, where it is not symmetric, or not 1 on its diagonal
 */
export async function matrixFile(
  { ids, value, text, place }: GivenMatrix,
  source: SourceTable,
  wrong: Wrong,
  job: Job,
): Promise<SimilarityFile> {
  const size = ids.length;
  const rowOf = new Map<string, number>();
  ids.forEach((id, i) => {
    if (rowOf.has(id))
      throw wrong(`the id "${printable(id, 40)}" stands in two rows; give each its own id`);
    rowOf.set(id, i);
  });
  const values = new Int32Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      const number = value(i, j);
      if (!(number >= 0 && number <= 1)) {
        throw wrong(
          `${place(i)}, column "${printable(ids[j], 40)}": "${printable(text(i, j), 20)}" is not a similarity from 0 to 1${number > 1 && number <= 100 ? ' (divide percent by 100)' : ''}`,
        );
      }
      values[i * size + j] = Math.round(number * MATRIX_UNIT);
    }
    if (job.due()) await job.breathe();
  }
  for (let i = 0; i < size; i++) {
    if (values[i * size + i] < MATRIX_UNIT - 1) {
      throw wrong(
        `${place(i)}: "${printable(ids[i], 40)}" has a similarity of ${printable(text(i, i), 20)} to itself; it must be 1 (divide similarities by those to themselves, and distances are not similarities)`,
      );
    }
    values[i * size + i] = MATRIX_UNIT;
    for (let j = 0; j < i; j++) {
      const [below, above] = [values[i * size + j], values[j * size + i]];
      if (Math.abs(below - above) > 1) {
        throw wrong(
          `not symmetric: "${printable(ids[i], 40)}" has ${printable(text(i, j), 20)} to "${printable(ids[j], 40)}", and ${printable(text(j, i), 20)} the other way; give both the same value, such as their mean`,
        );
      }
      values[j * size + i] = below;
    }
  }
  const matrix = { key: source.sha256, size, values };
  return {
    source,
    note: null,
    has: (id) => rowOf.has(id),
    sideOf: (names) =>
      new MatrixSide(
        matrix,
        Int32Array.from(names, (name) => rowOf.get(name) as number),
      ),
  };
}
