import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { TanimarkError } from '../errors.js';

/** The text formats that tables are written in. */
export const OUTPUT_FORMATS = ['csv', 'tsv'] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

/** A table as text: a header line, then a line a row, `\n` ended, quoted only where needed. */
export function formatTable(
  columns: readonly string[],
  rows: Iterable<readonly string[]>,
  format: OutputFormat,
): string {
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
  const lines = [line(columns)];
  for (const row of rows) lines.push(line(row));
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

/**
 * Writes files through temporary ones beside them, which are renamed once all are complete;
 * when anything fails the temporary ones are removed. Folders are made as needed.
 *
 * @throws TanimarkError (file)
 */
export function writeFiles(files: readonly OutputFile[]): void {
  const temporary = files.map(({ path }) =>
    join(dirname(path), `.${basename(path)}.${process.pid}.tmp`),
  );
  let at = files[0]?.path ?? '';
  try {
    files.forEach(({ path, text }, i) => {
      at = path;
      mkdirSync(dirname(path), { recursive: true });
      if (isDirectory(path)) {
        throw new TanimarkError('file', `${path} is a folder; end the name in / to write into it`);
      }
      writeFileSync(temporary[i], text);
    });
    files.forEach(({ path }, i) => {
      at = path;
      renameSync(temporary[i], path);
    });
  } catch (error) {
    for (const path of temporary) removeQuietly(path);
    if (error instanceof TanimarkError) throw error;
    throw new TanimarkError(
      'file',
      `${at} cannot be written (${(error as NodeJS.ErrnoException).code ?? error}); check the folder and its permissions`,
      { cause: error },
    );
  }
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
