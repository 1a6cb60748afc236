import { TanimarkError } from '../../errors.js';
import type { Rewriter } from '../../tables/formats/format.js';
import {
  endingsOf,
  inputFormat,
  outputFormats,
  rewriterNamed,
} from '../../tables/formats/registry.js';
import { partFiles } from '../../tables/part-files.js';
import { Source } from '../../tables/source.js';
import { shownInput, type Table } from '../../tables/table.js';
import { list } from '../../text.js';
import type { TableRows } from './types.js';

/**
 * Refuses a format that is written from the records of the input alone, where the input is not such a file; to be called
 * before any work is done.
 *
 * @param named the format of the input, if the user named it
 * @throws TanimarkError (usage)
 */
export function checkRewritten(format: string, path: string, named?: string): void {
  if (!rewriterNamed(format)) return;
  const name = format.toUpperCase();
  const others = list(endingsOf(outputFormats().filter(({ content }) => content !== 'none')), 'or');
  if (path === '-') {
    throw new TanimarkError(
      'usage',
      `${name} output copies the records of the input, and standard input cannot be read twice; give the input as a file, or write ${others}`,
    );
  }
  if (partFiles(path, named) !== null) {
    throw new TanimarkError(
      'usage',
      `${name} output copies the records of one file, and ${path} stands for several; write ${others}, or join the files first (cat)`,
    );
  }
  if (inputFormat(path, named).name === format) return;
  throw new TanimarkError(
    'usage',
    `${name} output copies the records of the input, and ${shownInput(path)} is not ${name}; write ${others}, or give the molecules as ${name}`,
  );
}

/**
 * Rows of a split as the records of the input that they are of, with what the split adds.
 *
 * @throws TanimarkError (file) where the input is not what it was when it was read
 */
export async function* rewritten(
  rewriter: Rewriter,
  table: Table,
  { columns, rows, records }: Required<TableRows>,
): AsyncGenerator<string> {
  const own = table.columns.length;
  const names = new Map(table.columns.map((column, c) => [column, columns[c]]));
  const each = function* () {
    const of = records[Symbol.iterator]();
    for (const row of rows) yield { record: of.next().value as number, added: row.slice(own) };
  };
  const source = new Source(table.path);
  yield* rewriter.write(source.text(), table.name, each(), {
    added: columns.slice(own),
    renamed: (column) => names.get(column) ?? column,
  });
  if (source.digest() === table.sha256) return;
  throw new TanimarkError(
    'file',
    `${table.name} changed between reading and writing; run the command again`,
  );
}
