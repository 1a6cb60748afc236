import { closeSync, constants, openSync, readSync } from 'node:fs';
import { gunzipSync, constants as zlib } from 'node:zlib';
import { TanimarkError } from '../errors.js';
import { layoutOf } from './layout.js';
import { withoutLines } from './read.js';
import type { Table } from './table.js';

const HEAD_BYTES = 64 * 1024;
/** What a gzipped head may become; that of a bomb is larger. */
const MAX_TEXT = 16 * 1024 * 1024;

/**
 * The first rows of a table with a header, for a look at what a file is; its hash is left empty.
 *
 * @returns null for what is no table
 */
export async function readTableHead(
  path: string,
  rows = 200,
  delimiter?: string,
): Promise<Table | null> {
  const text = headText(path);
  if (text === null) return null;
  const records: string[][] = [];
  const lines: number[] = [];
  try {
    const layout = await layoutOf(path, text, {
      delimiter,
      structures: async (cells) => cells.map(() => false),
    });
    const { format, delimiter: separator } = layout;
    const chunks = (async function* () {
      yield withoutLines(text, layout);
    })();
    for await (const { cells, line } of format.read(chunks, path, separator)) {
      if (records.length > 0 && cells.length !== records[0].length) break;
      records.push(cells);
      lines.push(line);
      if (records.length > rows) break;
    }
  } catch (error) {
    if (!(error instanceof TanimarkError)) throw error;
    return null;
  }
  const [header, ...body] = records;
  if (!header || body.length === 0) return null;
  const columns = header.map((cell) => cell.trim());
  return { path, name: path, columns, hasHeader: true, rows: body, lines, sha256: '', notes: [] };
}

/** The whole lines at the beginning of a file; null where it cannot be read, or is no text. */
function headText(path: string): string | null {
  let bytes: Uint8Array = Buffer.alloc(HEAD_BYTES);
  try {
    // A pipe without a writer must not block.
    const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      bytes = bytes.subarray(0, readSync(file, bytes));
    } finally {
      closeSync(file);
    }
    const whole = bytes.length < HEAD_BYTES;
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
      bytes = gunzipSync(bytes, { finishFlush: zlib.Z_SYNC_FLUSH, maxOutputLength: MAX_TEXT });
    }
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    if (text.includes('\0')) return null;
    return whole ? text : wholeRows(text);
  } catch {
    return null;
  }
}

/** A text up to the last line break that is not within a quoted cell. */
function wholeRows(text: string): string {
  let end = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '"') quoted = !quoted;
    else if (text[i] === '\n' && !quoted) end = i + 1;
  }
  return text.slice(0, end);
}
