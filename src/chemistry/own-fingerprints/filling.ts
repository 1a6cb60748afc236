import { TanimarkError } from '../../errors.js';
import { fileOf, place, shownPlace, type Table } from '../../tables/table.js';
import { plural, printable } from '../../text.js';
import type { OwnSpec } from './spec.js';

/** The rows of a table and their molecules, which get their fingerprints from elsewhere. */
export interface OwnRows {
  /** Its rows may be a part of those of the file. */
  readonly table: Table;
  /** Number of the table's first row in its file, from 0. */
  readonly firstRow: number;
  /** Rows that the file has. */
  readonly rowsOfFile: number;
  /** Molecule of each row; -1 for an invalid one, which needs no fingerprint. */
  readonly moleculeOf: Int32Array;
  /** Number of molecules. */
  readonly count: number;
  /** SMILES of a row. */
  readonly structure: (row: number) => string;
  /** Column of ids; undefined where there is none. */
  readonly idColumn: number | undefined;
}

/** Fingerprints of one table's molecules. */
export interface OwnWords {
  /** Packed bits, molecules × words, row-major. */
  readonly words: Uint32Array;
  /** Words of a fingerprint. */
  readonly width: number;
  readonly bits: number;
  /** What was found out on the way, for the specification. */
  readonly found: Partial<Pick<OwnSpec, 'encoding' | 'sha256'>>;
}

/** Where a row stands in its file, for messages. */
export function placeOf({ table, firstRow }: OwnRows, row: number): string {
  return firstRow === 0
    ? place(table, row)
    : shownPlace({ row: firstRow + row + 1, line: table.lines[row], file: fileOf(table, row) });
}

/** Fingerprints of molecules that are found one after the other, each molecule's all equal. */
export class Filling {
  /** Packed bits, molecules × words, row-major. */
  readonly words: Uint32Array;
  /** Where each molecule's fingerprint is from, from 1 (a row or a line); 0 for none yet. */
  private readonly from: Int32Array;

  /**
   * @param width words of a fingerprint
   * @param source of the fingerprints, for messages
   * @param where what `from` of {@link put} counts, for messages
   */
  constructor(
    private readonly rows: OwnRows,
    readonly width: number,
    private readonly source: string,
    private readonly where: (from: number) => string,
  ) {
    this.words = new Uint32Array(rows.count * width);
    this.from = new Int32Array(rows.count);
  }

  /**
   * @param from row or line of the fingerprint, from 1
   * @throws TanimarkError (table) where the molecule has another one already
   */
  put(molecule: number, fingerprint: Uint32Array, from: number): void {
    const { words, width } = this;
    const start = molecule * width;
    if (this.from[molecule] === 0) {
      words.set(fingerprint, start);
      this.from[molecule] = from;
      return;
    }
    if (fingerprint.every((word, w) => word === words[start + w])) return;
    const row = this.rows.moleculeOf.indexOf(molecule);
    throw new TanimarkError(
      'table',
      `${this.source}: ${this.where(this.from[molecule])} and ${this.where(from)} hold different fingerprints of one molecule (${this.nameOf(row)}); keep one of them`,
    );
  }

  /** How many molecules have none yet. */
  get missing(): number {
    return this.from.reduce((sum, from) => sum + (from === 0 ? 1 : 0), 0);
  }

  /** @throws TanimarkError (table) where a molecule has no fingerprint. @param how what was looked for */
  requireAll(how: string): void {
    const { missing, rows } = this;
    if (missing === 0) return;
    const row = rows.moleculeOf.findIndex((m) => m >= 0 && this.from[m] === 0);
    throw new TanimarkError(
      'table',
      `${this.source}: ${plural(missing, 'molecule')} of ${rows.table.name} (of ${rows.count}) ${missing === 1 ? 'has' : 'have'} no fingerprint, ${how}; the first is ${placeOf(rows, row)}, ${this.nameOf(row)}; add the missing ones, or leave these molecules out`,
    );
  }

  private nameOf(row: number): string {
    const { table, idColumn, structure } = this.rows;
    const id = idColumn === undefined ? '' : table.rows[row][idColumn];
    return `"${printable(id === '' ? structure(row) : id, 60)}"`;
  }
}
