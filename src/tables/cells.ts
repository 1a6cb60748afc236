import { createHash, type Hash } from 'node:crypto';
import { list, plural } from '../text.js';
import { PIECE } from './write.js';

/**
 * Checksums of the cells of a table: what it says, not how it is written. Line ends, a byte order mark, quotes, the
 * separator and compression do not change them; an edited cell, a moved, added or removed row and a renamed column do.
 *
 * The checksum of a column is the SHA-256 of its cells in the order of the rows, each as a JSON string and a line feed,
 * in UTF-8. Line breaks within a cell count as line feeds. `rounded` is the same of cells whose decimal numbers are
 * rounded to 15 digits, which every program keeps that writes a table again; absent where it is no other.
 */
export interface CellChecksums {
  readonly rows: number;
  /** In the order of the table; names are unique. */
  readonly columns: readonly {
    readonly name: string;
    readonly sha256: string;
    /** The same of the cells with their decimal numbers rounded to 15 digits; absent where it is no other. */
    readonly rounded?: string | undefined;
  }[];
  /** SHA-256 of the number of rows and the columns above, each as JSON `[name, sha256]`, one a line. */
  readonly sha256: string;
}

type ColumnChecksum = CellChecksums['columns'][number];

/** Digits of a double that are the same in whatever program read and wrote it. */
const DIGITS = 15;
/** A number with a decimal point or an exponent: without either it may be an id, such as 0012. */
const DECIMAL = /^[+-]?(?:\d+\.\d*|\.\d+|\d+(?=e))(?:e[+-]?\d{1,3})?$/i;

/** A cell, of a decimal number its value to {@link DIGITS} digits. */
function rounded(cell: string): string {
  if (!DECIMAL.test(cell)) return cell;
  const value = Number(cell);
  return Number.isFinite(value) ? String(Number(value.toPrecision(DIGITS))) : cell;
}

/** A SHA-256 of lines, which are added in pieces. */
class Lines {
  private pending = '';

  constructor(private readonly hash: Hash = createHash('sha256')) {}

  add(cell: string): void {
    this.pending += `${JSON.stringify(cell)}\n`;
    if (this.pending.length < PIECE) return;
    this.hash.update(this.pending);
    this.pending = '';
  }

  /** Another one that goes on from here. */
  copy(): Lines {
    const other = new Lines(this.hash.copy());
    other.pending = this.pending;
    return other;
  }

  finish(): string {
    return this.hash.update(this.pending).digest('hex');
  }
}

/** Adds up the checksums of a table row by row. */
export class CellDigest {
  private readonly exact: Lines[];
  /** Of a column from the first cell on that rounding changes. */
  private readonly rounded: (Lines | undefined)[];
  private rows = 0;

  constructor(private readonly columns: readonly string[]) {
    this.exact = columns.map(() => new Lines());
    this.rounded = columns.map(() => undefined);
  }

  /** @param cells one for each column */
  add(cells: readonly string[]): void {
    for (let c = 0; c < this.exact.length; c++) {
      const cell = withLineFeeds(cells[c]);
      const other = rounded(cell);
      if (other !== cell) this.rounded[c] ??= this.exact[c].copy();
      this.exact[c].add(cell);
      this.rounded[c]?.add(other);
    }
    this.rows++;
  }

  /** The same rows, added as they pass. */
  *through<Row extends readonly string[]>(rows: Iterable<Row>): Generator<Row> {
    for (const row of rows) {
      this.add(row);
      yield row;
    }
  }

  /** Of all rows that were added; to be called once. */
  finish(): CellChecksums {
    const columns = this.columns.map((name, c): ColumnChecksum => {
      const other = this.rounded[c]?.finish();
      const sha256 = this.exact[c].finish();
      return { name, sha256, ...(other === undefined ? {} : { rounded: other }) };
    });
    return { rows: this.rows, columns, sha256: checksumOf(this.rows, columns) };
  }
}

/** The checksums of a whole table. */
export function cellChecksums(
  columns: readonly string[],
  rows: Iterable<readonly string[]>,
): CellChecksums {
  const digest = new CellDigest(columns);
  for (const row of rows) digest.add(row);
  return digest.finish();
}

/** A cell with one kind of line break. */
export function withLineFeeds(cell: string): string {
  return cell.includes('\r') ? cell.replace(/\r\n?/g, '\n') : cell;
}

function checksumOf(rows: number, columns: CellChecksums['columns']): string {
  const lines = columns.map(({ name, sha256 }) => JSON.stringify([name, sha256]));
  return createHash('sha256')
    .update([rows, ...lines].join('\n'))
    .digest('hex');
}

/**
 * What is different in a table from the one that checksums were made of, in words; null where every column of that one is
 * there with the same cells. Further columns and the order of columns do not count.
 *
 * @param digits whether decimal numbers may differ beyond the 15th digit, or be written otherwise (`exact` unless given)
 */
export function cellDifference(
  known: CellChecksums,
  table: { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] },
  digits: 'exact' | 'rounded' = 'exact',
): string | null {
  const { columns, rows } = table;
  const places = known.columns.map(({ name }) => columns.indexOf(name));
  const absent = known.columns.find((_, c) => places[c] < 0);
  if (absent) return `column "${absent.name}" is missing`;
  if (rows.length !== known.rows) {
    return `it has ${plural(rows.length, 'row')}, and had ${known.rows}`;
  }
  const found = cellChecksums(
    known.columns.map(({ name }) => name),
    (function* () {
      for (const row of rows) yield places.map((c) => row[c]);
    })(),
  );
  if (found.sha256 === known.sha256) return null;
  const isSame = (was: ColumnChecksum, is: ColumnChecksum) =>
    was.sha256 === is.sha256 ||
    (digits === 'rounded' && (was.rounded ?? was.sha256) === (is.rounded ?? is.sha256));
  const other = known.columns
    .filter((column, c) => !isSame(column, found.columns[c]))
    .map(({ name }) => `"${name}"`);
  if (other.length === 0) {
    return checksumOf(known.rows, known.columns) === known.sha256
      ? null
      : 'its checksums contradict each other';
  }
  if (other.length === known.columns.length && other.length > 1) {
    return 'every column differs (rows were moved or replaced)';
  }
  if (other.length === 1) return `column ${other[0]} differs`;
  const shown = other.length > 4 ? [...other.slice(0, 3), `${other.length - 3} more`] : other;
  return `columns ${list(shown)} differ`;
}
