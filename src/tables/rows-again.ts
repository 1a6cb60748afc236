import { TanimarkError } from '../errors.js';
import { Job } from '../job.js';
import { delimitedContent } from './content.js';
import { inputFormat } from './formats/registry.js';
import { partFiles } from './part-files.js';
import type { ReadOptions } from './read.js';
import { Source } from './source.js';
import type { Table } from './table.js';

/** A row of a file, and the line on which it ends, from 1. */
export interface FileRow {
  readonly cells: string[];
  readonly line: number;
}

/** Whether a file can be gone through twice, row by row: a single one, of text with separators. */
export function canReadAgain(path: string, named: string | undefined): boolean {
  return partFiles(path, named) === null && inputFormat(path, named).content === 'delimited';
}

/**
 * The rows of a file that was read before, one by one, none of them held.
 *
 * @param table what the first reading found, with the same options
 * @throws TanimarkError (file) where the file is another one than then
 */
export async function* rowsAgain(table: Table, options: ReadOptions): AsyncGenerator<FileRow> {
  const job = options.job ?? new Job();
  const source = new Source(table.path, job.signal, options.kept);
  const format = inputFormat(table.path, options.inputFormat);
  if (format.content !== 'delimited') throw new TypeError(`${format.name} is no delimited text`);
  const { records, before } = await delimitedContent(source, format, options);
  let isHeader = table.hasHeader;
  for await (const { cells, line } of records) {
    if (cells.length !== table.columns.length) throw changed(table);
    if (!isHeader) yield { cells, line: line + before };
    isHeader = false;
  }
  if (source.digest() !== table.sha256) throw changed(table);
}

function changed({ name }: Table): TanimarkError {
  return new TanimarkError('file', `${name} changed while it was read; run the command again`);
}
