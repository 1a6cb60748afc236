import { createHash, type Hash } from 'node:crypto';
import { list, plural } from '../text.js';
import { PIECE } from './write.js';

/**
 * Checksums of the cells of a table: what it says, not how it is written. Line ends, a byte order mark, quotes, the
 * separator and compression do not change them; an edited cell, a moved, added or removed row and a renamed column do.
 *
 * The checksum of a column is the SHA-256 of its cells in the order of the rows, each as a JSON string and a line feed,
 * in UTF-8. Line breaks within a cell count as line feeds.
 */
export interface CellChecksums {
  readonly rows: number;
  /** In the order of the table; names are unique. */
  readonly columns: readonly { readonly name: string; readonly sha256: string }[];
  /** SHA-256 of the number of rows and the columns above, each as JSON `[name, sha256]`, one a line. */
  readonly sha256: string;
}

/** Adds up the checksums of a table row by row. */
export class CellDigest {
  private readonly hashes: Hash[];
  private readonly pending: string[];
  private rows = 0;

  constructor(private readonly columns: readonly string[]) {
    this.hashes = columns.map(() => createHash('sha256'));
    this.pending = columns.map(() => '');
  }

  /** @param cells one for each column */
  add(cells: readonly string[]): void {
    const { hashes, pending } = this;
    for (let c = 0; c < hashes.length; c++) {
      pending[c] += `${JSON.stringify(withLineFeeds(cells[c]))}\n`;
      if (pending[c].length < PIECE) continue;
      hashes[c].update(pending[c]);
      pending[c] = '';
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
    const columns = this.columns.map((name, c) => ({
      name,
      sha256: this.hashes[c].update(this.pending[c]).digest('hex'),
    }));
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
 */
export function cellDifference(
  known: CellChecksums,
  table: { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] },
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
  const other = known.columns
    .filter(({ sha256 }, c) => found.columns[c].sha256 !== sha256)
    .map(({ name }) => `"${name}"`);
  if (other.length === 0) return 'its checksums contradict each other';
  if (other.length === known.columns.length && other.length > 1) {
    return 'every column differs (rows were moved or replaced)';
  }
  if (other.length === 1) return `column ${other[0]} differs`;
  const shown = other.length > 4 ? [...other.slice(0, 3), `${other.length - 3} more`] : other;
  return `columns ${list(shown)} differ`;
}
