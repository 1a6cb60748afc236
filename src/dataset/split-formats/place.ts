import { join } from 'node:path';
import { TanimarkError } from '../../errors.js';
import { isDirectory } from '../../folders.js';
import { optionName } from '../../spelling.js';
import { list } from '../../text.js';
import {
  isSplitFolder,
  listFiles,
  partFolders,
  partNamed,
  type SideFiles,
  sideFiles,
} from './folder.js';

/** A split as it is named. */
export interface SplitRequest {
  /** A table, a file in one of the formats of splits, or a folder. */
  readonly split?: string | undefined;
  /** The table whose rows the split lists. */
  readonly data?: string | undefined;
  /** Which of several: a number, or a name. */
  readonly part?: string | undefined;
  /** The split column, if the user named it. */
  readonly splitColumn?: string | undefined;
}

/** Where a split is: in a table with a split column, in files of its sides, or in a file about the rows of a table. */
export type SplitPlace =
  | { readonly kind: 'table'; readonly path: string }
  | { readonly kind: 'files'; readonly files: SideFiles }
  | {
      readonly kind: 'list';
      readonly path: string;
      readonly data: string;
      readonly part: string | undefined;
    };

/**
 * Where a split is, as far as names of files show it.
 *
 * @param naming how the files of a folder are named in its place, for messages
 * @throws TanimarkError (usage, file)
 */
export function placeOfSplit(
  { split, data, part, splitColumn }: SplitRequest & { readonly split: string },
  naming: string,
): SplitPlace {
  if (data !== undefined && splitColumn !== undefined) {
    throw new TanimarkError(
      'usage',
      `${optionName('splitColumn')} has no effect with ${optionName('data')}; leave it out`,
      { option: 'splitColumn' },
    );
  }
  if (isDirectory(split)) return placeInFolder(split, data, part, naming);
  if (data !== undefined) return { kind: 'list', path: split, data, part };
  if (isListFile(split)) {
    throw new TanimarkError(
      'usage',
      `${split} lists rows; name the table that they are rows of with ${optionName('data')}`,
      { option: 'data' },
    );
  }
  if (part !== undefined) {
    throw new TanimarkError(
      'usage',
      `${optionName('part')} has no effect on a table with a split column; leave it out`,
      { option: 'part' },
    );
  }
  return { kind: 'table', path: split };
}

/** Whether a file holds JSON, by its name. */
export function isListFile(path: string): boolean {
  return /\.json(\.gz)?$/i.test(path);
}

/** Refuses what has no meaning without a split. @throws TanimarkError (usage) */
export function checkWithoutSplit({ split, data, part }: SplitRequest): void {
  if (split !== undefined) return;
  for (const [name, value] of Object.entries({ data, part })) {
    if (value === undefined) continue;
    throw new TanimarkError(
      'usage',
      `${optionName(name)} has no effect on separate files; leave it out`,
      { option: name },
    );
  }
}

function placeInFolder(
  folder: string,
  data: string | undefined,
  part: string | undefined,
  naming: string,
): SplitPlace {
  const wrong = (text: string, option?: string) =>
    new TanimarkError(option ? 'usage' : 'file', text, option ? { option } : {});
  const lists = listFiles(folder);
  if (data !== undefined) {
    if (lists.length === 1) {
      return { kind: 'list', path: join(folder, lists[0]), data, part };
    }
    if (lists.length > 1) {
      throw wrong(`${folder} holds ${list(lists)}; name one of them in place of the folder`);
    }
    throw wrong(
      `${folder} holds no splits.json; name the file that lists the rows, or leave ${optionName('data')} out for a folder with train.csv and test.csv`,
      'data',
    );
  }
  const isSplit = isSplitFolder(folder);
  const parts = isSplit ? [] : partFolders(folder);
  if (parts.length > 0) {
    const chosen = parts[partNamed(parts, part, folder)];
    return { kind: 'files', files: sideFiles(join(folder, chosen)) };
  }
  if (part !== undefined && isSplit) {
    throw wrong(`${optionName('part')} has no effect on ${folder}, which holds one split`, 'part');
  }
  const files = sideFiles(folder);
  if (isSplit) return { kind: 'files', files };
  if (lists.length > 0 && !files.train && !files.test) {
    throw wrong(
      `${folder} holds ${lists[0]}, which lists rows; name the table that they are rows of with ${optionName('data')}`,
      'data',
    );
  }
  throw wrong(
    `${folder}: the folder has no ${files.train ? 'test' : 'train'}.csv; name the files: ${naming}`,
  );
}
