import type { Cell, LineWriter } from './format.js';

/**
 * Writes cells between separators, quoted only where needed; lines end in `\n`.
 *
 * @param delimiter one character
 */
export function delimitedWriter(delimiter: string): LineWriter {
  const special = (cell: string) => cell.includes(delimiter) || /["\r\n]/.test(cell);
  const quoted = (value: Cell) => {
    const cell = String(value ?? '');
    return special(cell) || cell !== cell.trim() ? `"${cell.replaceAll('"', '""')}"` : cell;
  };
  const line = (cells: readonly Cell[]) => {
    const text = cells.map(quoted).join(delimiter);
    // A lone empty cell would be an empty line, which is no record.
    return cells.length === 1 && text === '' ? '""\n' : `${text}\n`;
  };
  return { kind: 'lines', header: line, line };
}
