import { TanimarkError } from '../../errors.js';
import { optionName } from '../../spelling.js';
import { cellDifference } from '../../tables/cells.js';
import { requireColumn } from '../../tables/columns.js';
import { Source } from '../../tables/source.js';
import type { SubsetWord } from '../../tables/subsets.js';
import type { Table } from '../../tables/table.js';
import { wholeText } from '../../tables/whole.js';
import { list } from '../../text.js';
import { type KnownTable, readCells } from '../manifest/known-table.js';
import { inputOfSplit } from '../manifest/settings.js';
import { idProblem } from './datasail.js';
import { partNamed } from './folder.js';
import type { DividedTable, Division, SplitContent } from './format.js';
import { isListFile, type SplitPlace } from './place.js';
import { splitFormats } from './registry.js';

/** A file of JSON beyond this is no list of rows. */
const MAX_BYTES = 400_000_000;

/** A file about the rows of a table, read. */
export interface SplitList {
  readonly path: string;
  readonly sha256: string;
  /**
   * Subset of each row of the table.
   *
   * @throws TanimarkError (table, usage, column) where it is not about this table, or holds several splits
   */
  readonly subsets: (table: Table) => readonly SubsetWord[];
}

/**
 * Reads a file about the rows of a table.
 *
 * @param id the column of ids of that table, if the user named it
 * @throws TanimarkError (file, table)
 */
export async function readSplitList(
  { path, part }: Extract<SplitPlace, { kind: 'list' }>,
  id?: string | undefined,
): Promise<SplitList> {
  const { content, sha256 } = await readContent(path);
  const input = await inputOfSplit(path);
  let last: { table: Table; words: readonly SubsetWord[] } | undefined;
  const subsets = (table: Table) => {
    if (last?.table !== table) {
      checkInput(table, input, path);
      last = { table, words: wordsIn(content, table, part, id) };
    }
    return last.words;
  };
  return { path, sha256, subsets };
}

/** Refuses a list without usable test rows or training rows. @throws TanimarkError (table) */
export function checkListed({ path }: SplitList, hasTest: boolean, hasTrain: boolean): void {
  if (hasTest && hasTrain) return;
  throw new TanimarkError(
    'table',
    `${path}: no ${hasTest ? 'training' : 'test'} row that it lists has a valid structure; check that it is the right split`,
  );
}

async function readContent(path: string): Promise<{ content: SplitContent; sha256: string }> {
  if (!isListFile(path)) {
    const table = await readCells(path);
    return { content: { kind: 'table', name: table.name, table }, sha256: table.sha256 };
  }
  const source = new Source(path);
  await source.size();
  const text = await wholeText(
    source.text(),
    MAX_BYTES,
    () => new TanimarkError('file', `${path} holds more than 400 MB; it is no list of rows`),
  );
  try {
    const content = { kind: 'json', name: path, value: JSON.parse(text) } as const;
    return { content, sha256: source.digest() };
  } catch (cause) {
    throw new TanimarkError('file', `${path} is not valid JSON; write it again`, { cause });
  }
}

/** The rows of a table in one of the divisions of a content. */
function wordsIn(
  content: SplitContent,
  table: Table,
  part: string | undefined,
  id: string | undefined,
): readonly SubsetWord[] {
  const data: DividedTable = {
    name: table.name,
    count: table.rows.length,
    ids: () => idsOf(table, id),
  };
  const divisions = ofSplit(() => divisionsIn(content, data));
  const names = divisions.map(({ name }) => name);
  return divisions[partNamed(names, part, content.name)].words;
}

function divisionsIn(content: SplitContent, data: DividedTable): Division[] {
  for (const format of splitFormats()) {
    const divisions = format.read?.(content, data);
    if (divisions && divisions.length > 0) return divisions;
  }
  const able = splitFormats().filter(({ read }) => read !== undefined);
  throw new TanimarkError(
    'table',
    `${content.name}: not a list of rows in a known format (${list(able.map(({ name }) => name))}); a table with structures and a split column is read without ${optionName('data')}`,
  );
}

/** Names of rows, which must differ. @throws TanimarkError (column) */
function idsOf(table: Table, given: string | undefined): string[] {
  const column = requireColumn(table, 'id', given);
  const ids = table.rows.map((row) => row[column].trim());
  const problem = idProblem(ids);
  if (problem === null) return ids;
  throw new TanimarkError(
    'column',
    `${table.name}: the ids of column "${table.columns[column]}" do not tell its rows apart: ${problem}; choose another column with ${optionName('id')}`,
    {
      discreet: `${table.name}: column ${column + 1}: ids are missing or stand twice; choose another column`,
    },
  );
}

/** Refuses a table that is not the one that a split was made from, as far as its manifest tells. */
function checkInput(table: Table, input: KnownTable | null, path: string): void {
  if (input === null || input.sha256 === table.sha256) return;
  const difference = input.cells ? cellDifference(input.cells, table) : 'its bytes differ';
  if (difference === null) return;
  throw new TanimarkError(
    'table',
    `${table.name} is not the table that ${path} was made from: ${difference}; give that table with ${optionName('data')}`,
    {
      discreet: `${table.name} is not the table that ${path} was made from; give that table`,
    },
  );
}

/** Errors of a step are about the option `split`. */
function ofSplit<Result>(step: () => Result): Result {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof TanimarkError) || error.option !== undefined) throw error;
    const { code, message, discreet } = error;
    throw new TanimarkError(code, message, {
      ...(discreet === undefined ? {} : { discreet }),
      ...{ option: 'split', cause: error },
    });
  }
}
