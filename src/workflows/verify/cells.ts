import { withLineFeeds } from '../../tables/cells.js';
import { place, type Table, withColumns } from '../../tables/table.js';
import { plural, printable } from '../../text.js';
import type { TableRows } from '../split/types.js';

/**
 * The first row and column in which a table is not the one that was made again, in words; null where every cell is the same.
 * Further columns of the table do not count.
 */
export function firstDifference(made: TableRows, read: Table): string | null {
  const table = withColumns(read, made.columns);
  const places = made.columns.map((name) => table.columns.indexOf(name));
  const absent = made.columns.find((_, c) => places[c] < 0);
  if (absent !== undefined) return `column "${absent}" is missing`;
  let r = 0;
  for (const row of made.rows) {
    const own = table.rows[r];
    if (!own) break;
    const c = row.findIndex((cell, i) => withLineFeeds(cell) !== withLineFeeds(own[places[i]]));
    if (c >= 0) {
      const [is, was] = [own[places[c]], row[c]].map((cell) =>
        cell === '' ? 'empty' : `"${printable(cell, 40)}"`,
      );
      return `${place(table, r)}, column "${made.columns[c]}": ${is}, but ${was} when repeated`;
    }
    r++;
  }
  return made.count === table.rows.length
    ? null
    : `${plural(table.rows.length, 'row')}, but ${made.count} when repeated`;
}
