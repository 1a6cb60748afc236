import { closeSync, constants, openSync, readSync, statSync } from 'node:fs';
import { gunzipSync, constants as zlib } from 'node:zlib';
import { TanimarkError } from '../errors.js';
import { checkRead } from '../file-guard.js';
import { ownRecords, withoutLines } from './content.js';
import type { DelimitedFormat, RawRecord } from './formats/format.js';
import { inputFormat } from './formats/registry.js';
import { layoutOf } from './layout.js';
import type { ReadOptions } from './read.js';
import { Source } from './source.js';
import type { Table } from './table.js';

const HEAD_BYTES = 64 * 1024;
/** What a gzipped head may become; that of a bomb is larger. */
const MAX_TEXT = 16 * 1024 * 1024;

type HeadOptions = Pick<ReadOptions, 'delimiter' | 'inputFormat'>;

/**
 * The first rows of a table with a header, for a look at what a file is; its hash is left empty.
 *
 * @returns null for what is no table
 */
export async function readTableHead(
  path: string,
  rows = 200,
  options: HeadOptions = {},
): Promise<Table | null> {
  const records: string[][] = [];
  const lines: number[] = [];
  try {
    const head = await headRecords(path, options);
    if (head === null) return null;
    const format = inputFormat(path, options.inputFormat);
    const isGrowing = format.content !== 'delimited' && format.hasGrowingColumns === true;
    for await (const { cells, line } of head) {
      if (!isGrowing && records.length > 0 && cells.length !== records[0].length) break;
      records.push(cells);
      lines.push(line);
      if (records.length > rows) break;
    }
  } catch (error) {
    if (!(error instanceof TanimarkError)) throw error;
    return null;
  }
  const [header, ...body] = records;
  for (const cells of body) while (cells.length < header.length) cells.push('');
  if (!header || body.length === 0) return null;
  const columns = header.map((cell) => cell.trim());
  return { path, name: path, columns, hasHeader: true, rows: body, lines, sha256: '', notes: [] };
}

const noStructures = async (cells: string[]) => cells.map(() => false);

/** The records of a file from its beginning on; null where it cannot be read, or is no text where it should be. */
async function headRecords(
  path: string,
  { delimiter, inputFormat: named }: HeadOptions,
): Promise<AsyncIterable<RawRecord> | null> {
  const format = inputFormat(path, named);
  if (format.content === 'delimited') return delimitedHead(path, format, delimiter);
  // A pipe without a writer must not block.
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return null;
  return ownRecords(new Source(path), format, {
    name: path,
    structures: noStructures,
    note: () => {},
  });
}

async function delimitedHead(
  path: string,
  byName: DelimitedFormat,
  given: string | undefined,
): Promise<AsyncIterable<RawRecord> | null> {
  const text = headText(path);
  if (text === null) return null;
  const options = { delimiter: given, structures: noStructures };
  const layout = await layoutOf(path, byName, text, options);
  const chunks = (async function* () {
    yield withoutLines(text, layout);
  })();
  return layout.format.read(chunks, path, layout.delimiter);
}

/** The whole lines at the beginning of a file; null where it cannot be read, or is no text. */
function headText(path: string): string | null {
  checkRead(path);
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
