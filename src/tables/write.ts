/** The text formats that tables are written in. */
export const OUTPUT_FORMATS = ['csv', 'tsv'] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

/** The formats by the ending of a file's name. */
export const TABLE_ENDINGS: Readonly<Record<string, OutputFormat>> = {
  '.csv': 'csv',
  '.tsv': 'tsv',
  '.tab': 'tsv',
};

/** Characters of a piece of text, about: a string can hold half a gigabyte at most, a file any number of pieces. */
export const PIECE = 1 << 16;

const special = { csv: /[,"\r\n]/, tsv: /[\t"\r\n]/ };

/** A row of a table as a line, without its end; quoted only where needed. */
export function formatLine(cells: readonly string[], format: OutputFormat): string {
  // A lone empty cell would be an empty line, which is no record.
  if (cells.length === 1 && cells[0] === '') return '""';
  return cells
    .map((cell) =>
      special[format].test(cell) || cell !== cell.trim() ? `"${cell.replaceAll('"', '""')}"` : cell,
    )
    .join(format === 'tsv' ? '\t' : ',');
}

/** A table as text, in pieces: a header line, then a line a row, `\n` ended, quoted only where needed. */
export function* formatTable(
  columns: readonly string[],
  rows: Iterable<readonly string[]>,
  format: OutputFormat,
): Generator<string> {
  let piece = `${formatLine(columns, format)}\n`;
  for (const row of rows) {
    if (piece.length >= PIECE) {
      yield piece;
      piece = '';
    }
    piece += `${formatLine(row, format)}\n`;
  }
  yield piece;
}
