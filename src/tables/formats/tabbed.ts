import type { DelimitedFormat, RawRecord } from './format.js';
import { delimitedWriter } from './line-writer.js';
import { type Line, linesOf } from './lines.js';

/** A quoted cell goes over at most this many lines. */
const MAX_LINES = 1000;

/**
 * Lines of cells between tabs. A quote is a character (an inch, a double prime), but for a cell that is
 * quoted from its beginning to its end, as spreadsheets and pandas write one that holds a tab, a quote or a line break.
 * Such a cell is put together from several parts only where none of the lines is a record by itself, so that no
 * record is ever lost in another.
 */
async function* readTabbed(text: AsyncIterable<string>, name: string): AsyncGenerator<RawRecord> {
  let width: number | undefined;
  let line = 0;
  const lines = linesOf(text, name)[Symbol.asyncIterator]();
  /** Lines that were looked at in vain for the end of a quoted cell. */
  const ahead: Line[] = [];
  const next = async (): Promise<Line | undefined> => {
    if (ahead.length > 0) return ahead.shift();
    const { done, value } = await lines.next();
    return done ? undefined : value;
  };
  for (let read = await next(); read !== undefined; read = await next()) {
    line++;
    if (read[0] === '') continue;
    const parts = read[0].split('\t');
    // Column names may be quoted, and hold tabs.
    width ??= joinQuoted(parts, 0).length;
    const more =
      parts.length <= width && isOpen(parts) ? await goOn(read, width, next, ahead) : null;
    line += more?.lines ?? 0;
    const joined = joinQuoted(parts, width);
    const cells = more?.cells ?? (joined.length === width ? joined : parts);
    yield { cells: cells.map(unquoted), line };
  }
}

/** A record that goes on after a line break in its last cell; null, with all lines put back, if it does not come to an end. */
async function goOn(
  [first, end]: Line,
  width: number,
  next: () => Promise<Line | undefined>,
  ahead: Line[],
): Promise<{ cells: readonly string[]; lines: number } | null> {
  const taken: Line[] = [];
  let text = first + end;
  while (taken.length < MAX_LINES) {
    const read = await next();
    if (read === undefined) break;
    taken.push(read);
    if (read[0].split('\t').length === width) break;
    text += read[0];
    const parts = text.split('\t');
    const cells = joinQuoted(parts, width);
    if (cells.length === width && !isOpen(cells)) return { cells, lines: taken.length };
    text += read[1];
  }
  ahead.unshift(...taken);
  return null;
}

const begins = (cell: string) => cell.startsWith('"');
const ends = (cell: string) => /(^|[^"])("")*"$/.test(cell.slice(1));

/** Whether the last cell begins with a quote that is not closed. */
function isOpen(cells: readonly string[]): boolean {
  const last = cells[cells.length - 1];
  return begins(last) && !ends(last);
}

/** Parts of a line; where there are more than cells, those between quotes are put together. */
function joinQuoted(parts: readonly string[], width: number): readonly string[] {
  if (parts.length <= width) return parts;
  const cells: string[] = [];
  for (let i = 0; i < parts.length; i++) {
    const isOpened = begins(parts[i]) && !ends(parts[i]);
    const end = isOpened ? parts.findIndex((part, k) => k > i && ends(`"${part}`)) : i;
    cells.push(parts.slice(i, Math.max(i, end) + 1).join('\t'));
    i = Math.max(i, end);
  }
  return cells;
}

/** A cell without the quotes around it, if it has them and those in it are doubled. */
function unquoted(cell: string): string {
  if (cell.length < 2 || !begins(cell) || !cell.endsWith('"')) return cell;
  const inner = cell.slice(1, -1);
  return inner.replaceAll('""', '').includes('"') ? cell : inner.replaceAll('""', '"');
}

/** Cells between tabs; see {@link readTabbed} for quotes. */
export const tsv = {
  name: 'tsv',
  extensions: ['.tsv', '.tab'],
  content: 'delimited',
  delimiter: '\t',
  rectangular: true,
  read: (text: AsyncIterable<string>, name: string) => readTabbed(text, name),
  writer: delimitedWriter('\t'),
} as const satisfies DelimitedFormat;
