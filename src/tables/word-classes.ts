import { cellKind } from './cell-kinds.js';
import type { Table } from './table.js';

/** Classes of a column, however many. */
export interface WordClasses {
  readonly column: string;
  /** In the order of their first record, as that writes them. */
  readonly names: readonly string[];
  /** Class of each record, as a position in `names`; -1 where there is none. */
  readonly of: Int32Array;
}

/** Distinct words beyond this many are texts, not classes. */
const MOST = 100;

/**
 * The cells of a column as names of classes, capitals and blanks around them not told apart.
 *
 * @param counts whether a record counts; others have no class
 * @returns null where the cells are fewer than two classes, too many of them are different to be any, or one is no word
 */
export function wordClasses(
  table: Table,
  column: number,
  counts: (record: number) => boolean = () => true,
): WordClasses | null {
  const numbers = new Map<string, number>();
  const names: string[] = [];
  let filled = 0;
  let areWords = true;
  const of = Int32Array.from(table.rows, (row, r) => {
    const cell = row[column];
    const kind = cellKind(cell);
    if (!counts(r) || kind === 'missing') return -1;
    if (kind !== 'word') areWords = false;
    filled++;
    const plain = cell.trim().toLowerCase();
    let number = numbers.get(plain);
    if (number === undefined) {
      number = names.length;
      numbers.set(plain, number);
      names.push(cell.trim());
    }
    return number;
  });
  if (!areWords || names.length < 2 || names.length > MOST || names.length > filled / 2)
    return null;
  return { column: table.columns[column], names, of };
}
