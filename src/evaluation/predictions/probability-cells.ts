import { TanimarkError } from '../../errors.js';
import { numberIn } from '../../tables/columns.js';
import { place, type Table } from '../../tables/table.js';
import { plural, printable } from '../../text.js';

/**
 * A table in which a column `<target>_prob` holds the probabilities of all classes in one cell, such as `1.0e-01,9.0e-01`,
 * as chemprop writes them, with a column `prob_0`, `prob_1`, … for each class in place of it. Other tables stay as they
 * are.
 *
 * @param label the column of classes; needed where several columns hold such cells
 * @throws TanimarkError (prediction) where cells hold different numbers of probabilities
 */
export function withProbabilityColumns(table: Table, label: string | undefined): Table {
  const found = table.columns.flatMap((name, c) =>
    /_prob$/i.test(name) && table.rows.every((row) => areProbabilities(row[c])) ? [c] : [],
  );
  const own = found.find((c) => table.columns[c] === `${label}_prob`);
  const column = own ?? (found.length === 1 ? found[0] : undefined);
  if (column === undefined) return table;
  const cells = table.rows.map((row) => row[column].split(','));
  const [{ length: classes }] = cells;
  const other = cells.findIndex((own) => own.length !== classes);
  const shown = `column "${printable(table.columns[column], 40)}"`;
  if (other >= 0) {
    throw new TanimarkError(
      'prediction',
      `${table.name}: ${place(table, other)}: ${shown} holds ${plural(cells[other].length, 'probability', 'probabilities')}, and ${classes} in the first row; fix the cell`,
    );
  }
  const without = (row: readonly string[]) => row.filter((_, c) => c !== column);
  const names = cells[0].map((_, k) => `prob_${k}`);
  return {
    ...table,
    columns: [...without(table.columns), ...names],
    rows: table.rows.map((row, r) => [...without(row), ...cells[r]]),
    notes: [
      ...table.notes,
      `${table.name}: ${shown} holds the probabilities of ${classes} classes, 0 to ${classes - 1}`,
    ],
  };
}

function areProbabilities(cell: string): boolean {
  const parts = cell.split(',');
  return parts.length > 1 && parts.every((part) => numberIn(part) >= 0 && numberIn(part) <= 1);
}
