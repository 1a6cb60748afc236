import { TanimarkError } from '../../errors.js';
import { place, type Table } from '../../tables/table.js';
import { printable } from '../../text.js';
import type { TestSet } from '../test-set/test-set.js';
import type { RowMap } from './match-keys.js';

/**
 * A column `fold` beside out-of-fold predictions must divide the rows as the file of folds does, under any names of the
 * folds: predictions of other folds would be measured against training sets that they do not come from.
 *
 * @throws TanimarkError (join)
 */
export function checkFolds(table: Table, { folds, table: own }: TestSet, map: RowMap): void {
  const column = table.columns.findIndex((name) => name.trim().toLowerCase() === 'fold');
  if (!folds || column < 0 || table === own.table) return;
  const theirsOf = new Map<string, string>();
  const oursOf = new Map<string, string>();
  for (const { name, rows } of folds) {
    for (const row of Array.from(rows).flatMap((i) => map.rows[i])) {
      const cell = table.rows[row][column].trim();
      if (cell === '') continue;
      const theirs = theirsOf.get(name) ?? cell;
      const ours = oursOf.get(cell) ?? name;
      theirsOf.set(name, theirs);
      oursOf.set(cell, ours);
      if (theirs === cell && ours === name) continue;
      const what = `${table.name}: column "${table.columns[column]}" does not have the folds of ${own.name}`;
      const advice =
        'give the file of folds that the predictions were made with, or remove the column';
      throw new TanimarkError(
        'join',
        `${what}: ${place(table, row)} is in fold "${printable(cell, 30)}" there and in fold "${printable(name, 30)}" here; ${advice}`,
        { discreet: `${what}; the first is ${place(table, row)}; ${advice}` },
      );
    }
  }
}
