import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { TanimarkError } from '../errors.js';

/** The text formats that tables are written in. */
export const OUTPUT_FORMATS = ['csv', 'tsv'] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

/** The formats by the ending of a file's name. */
export const TABLE_ENDINGS: Readonly<Record<string, OutputFormat>> = {
  '.csv': 'csv',
  '.tsv': 'tsv',
  '.tab': 'tsv',
};

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

/** A table as text: a header line, then a line a row, `\n` ended, quoted only where needed. */
export function formatTable(
  columns: readonly string[],
  rows: Iterable<readonly string[]>,
  format: OutputFormat,
): string {
  const lines = [formatLine(columns, format)];
  for (const row of rows) lines.push(formatLine(row, format));
  return `${lines.join('\n')}\n`;
}

/** SHA-256 of a text's UTF-8 bytes, hexadecimal. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A file to be written: all of a batch appear whole, or none does. */
export interface OutputFile {
  readonly path: string;
  readonly text: string;
}

/** A file that lies ready under its temporary name, see {@link temporaryName}. */
export interface ReadyFile {
  readonly path: string;
}

/**
 * Writes files through temporary ones beside them, which are renamed once all are complete;
 * when anything fails the temporary ones are removed. Folders are made as needed.
 *
 * @throws TanimarkError (file)
 */
export function writeFiles(files: readonly (OutputFile | ReadyFile)[]): void {
  let at = files[0]?.path ?? '';
  try {
    for (const file of files) {
      at = file.path;
      if (!('text' in file)) continue;
      makeRoom(at);
      writeFileSync(temporaryName(at), file.text);
    }
    for (const { path } of files) {
      at = path;
      renameSync(temporaryName(path), path);
    }
  } catch (error) {
    for (const { path } of files) removeQuietly(temporaryName(path));
    throw writeError(at, error);
  }
}

/** Where a file is written before it is complete: beside its place, hidden. */
export function temporaryName(path: string): string {
  return join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
}

/**
 * Makes the folder of a file that is to be written.
 *
 * @param instead what to do when the path is a folder's
 */
export function makeRoom(path: string, instead = 'end the name in / to write into it'): void {
  mkdirSync(dirname(path), { recursive: true });
  if (isDirectory(path)) throw new TanimarkError('file', `${path} is a folder; ${instead}`);
}

/** What to tell the user of a failure to write. */
export function writeError(path: string, error: unknown): TanimarkError {
  if (error instanceof TanimarkError) return error;
  return new TanimarkError(
    'file',
    `${path} cannot be written (${(error as NodeJS.ErrnoException).code ?? error}); check the folder, its permissions and its space`,
    { cause: error },
  );
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Removes a file, if it is there. */
export function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // It was never written (its folder is a file); the failure that led here is the one to report.
  }
}
