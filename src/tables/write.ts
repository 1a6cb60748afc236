import { createHash } from 'node:crypto';
import {
  closeSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { TanimarkError } from '../errors.js';

/** The text formats that tables are written in. */
export const OUTPUT_FORMATS = ['csv', 'tsv'] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

/** Characters of a piece of text, about: a string can hold half a gigabyte at most, a file any number of pieces. */
const PIECE = 1 << 16;

/** A table as text, in pieces: a header line, then a line a row, `\n` ended, quoted only where needed. */
export function* formatTable(
  columns: readonly string[],
  rows: Iterable<readonly string[]>,
  format: OutputFormat,
): Generator<string> {
  const delimiter = format === 'tsv' ? '\t' : ',';
  const special = format === 'tsv' ? /[\t"\r\n]/ : /[,"\r\n]/;
  // A lone empty cell would be an empty line, which is no record.
  const line = (cells: readonly string[]) =>
    cells.length === 1 && cells[0] === ''
      ? '""'
      : cells
          .map((cell) =>
            special.test(cell) || cell !== cell.trim() ? `"${cell.replaceAll('"', '""')}"` : cell,
          )
          .join(delimiter);
  let piece = `${line(columns)}\n`;
  for (const row of rows) {
    if (piece.length >= PIECE) {
      yield piece;
      piece = '';
    }
    piece += `${line(row)}\n`;
  }
  yield piece;
}

/** Writes a text, piece by piece, as the file of this name; returns the SHA-256 of its UTF-8 bytes, hexadecimal. */
export type WriteFile = (path: string, text: Iterable<string>) => string;

/**
 * Writes files, all or none: through temporary ones beside them, which are renamed once all are complete;
 * when anything fails the temporary ones are removed. Folders are made as needed.
 *
 * @param produce writes the files, one after the other
 * @throws TanimarkError (file)
 */
export function writeFiles(produce: (write: WriteFile) => void): void {
  const written: { path: string; temporary: string }[] = [];
  let at = '';
  const write: WriteFile = (path, text) => {
    at = path;
    mkdirSync(dirname(path), { recursive: true });
    if (isDirectory(path)) {
      throw new TanimarkError('file', `${path} is a folder; end the name in / to write into it`);
    }
    const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
    written.push({ path, temporary });
    return writePieces(temporary, text);
  };
  try {
    produce(write);
    for (const { path, temporary } of written) {
      at = path;
      renameSync(temporary, path);
    }
  } catch (error) {
    for (const { temporary } of written) removeQuietly(temporary);
    const { code } = error as NodeJS.ErrnoException;
    // Anything but the system's refusal went wrong while the text was made.
    if (error instanceof TanimarkError || code === undefined) throw error;
    throw new TanimarkError(
      'file',
      `${at} cannot be written (${code}); check the folder and its permissions`,
      { cause: error },
    );
  }
}

/** Writes a new file and returns its SHA-256. */
function writePieces(path: string, text: Iterable<string>): string {
  const hash = createHash('sha256');
  const file = openSync(path, 'w');
  try {
    for (const piece of text) {
      const bytes = Buffer.from(piece);
      hash.update(bytes);
      // Unlike a single write, this goes on until all is written.
      writeFileSync(file, bytes);
    }
  } finally {
    closeSync(file);
  }
  return hash.digest('hex');
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // It was never written (its folder is a file); the failure that led here is the one to report.
  }
}
