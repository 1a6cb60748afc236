import type { ColumnKind } from './formats/format.js';

/**
 * How the columns of a table are written in a format that has numbers: as numbers where every filled cell is
 * what the number is written as, so that reading gives the same cells again. `5.10` and `007` stay texts, with their
 * columns.
 */
export function columnKinds(width: number, rows: readonly (readonly string[])[]): ColumnKind[] {
  return Array.from({ length: width }, (_, c) => {
    let kind: ColumnKind | undefined;
    for (const row of rows) {
      const cell = row[c];
      if (cell === '') continue;
      const number = Number(cell);
      if (!Number.isFinite(number) || String(number) !== cell) return 'text';
      kind = kind !== 'number' && Number.isSafeInteger(number) ? 'integer' : 'number';
    }
    return kind ?? 'text';
  });
}
