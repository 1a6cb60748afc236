import { TanimarkError } from '../../errors.js';

/** A table of more columns is refused. */
export const MAX_COLUMNS = 100_000;

/** The columns of a file whose records name their own cells, in the order of their first appearance. */
export class GrowingColumns {
  /** The first record of the file; it is given out before it is complete, and grows. */
  readonly names: string[] = [];
  private readonly places = new Map<string, number>();

  /** The column of a name, a new one where no record had it before. @throws TanimarkError (table) for too many */
  at(name: string, where: string): number {
    const known = this.places.get(name);
    if (known !== undefined) return known;
    if (this.names.length === MAX_COLUMNS) {
      throw new TanimarkError('table', `${where}: more than 100,000 columns; remove some`);
    }
    const place = this.add(name);
    this.places.set(name, place);
    return place;
  }

  /** A new column that no name of a record means. */
  add(name: string): number {
    return this.names.push(name) - 1;
  }
}

/** Puts a cell into a record, with empty cells before it where the record ends earlier. */
export function putCell(cells: string[], at: number, cell: string): void {
  while (cells.length < at) cells.push('');
  cells[at] = cell;
}
