import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { TanimarkError } from '../../errors.js';
import { checkRead } from '../../file-guard.js';
import { optionValue } from '../../spelling.js';
import { isTableFile, withoutEnding } from '../../tables/formats/registry.js';
import { list } from '../../text.js';

export type SideName = 'train' | 'valid' | 'test';

/** A file for each side of a split. */
export type SideFiles = Partial<Readonly<Record<SideName, string | undefined>>>;

/** File names of each side: those of `tanimark split -o folder/`, else those of chemprop, TDC and others. */
const FILE_NAMES: Readonly<Record<SideName, readonly string[]>> = {
  train: ['train', 'train_val|trainval|training'],
  valid: ['valid', 'validation|val|dev'],
  test: ['test', 'testing|holdout'],
};

/** Files that list the rows of a split: chemprop's, and those of DataSAIL. */
const LISTS = /^splits\.json$|_splits\.tsv$/i;

/**
 * The tables of a folder that are called after sides.
 *
 * @throws TanimarkError (file) where two could each be one of them
 */
export function sideFiles(folder: string): SideFiles {
  const names = entriesOf(folder);
  const files: Partial<Record<SideName, string>> = {};
  for (const side of ['train', 'valid', 'test'] as const) {
    const own = tablesOf(side, names);
    if (own.length > 1) {
      throw new TanimarkError(
        'file',
        `${folder}: ${list(own.sort())} could each be the ${side} file; name the files`,
      );
    }
    if (own.length === 1) files[side] = join(folder, own[0]);
  }
  return files;
}

/** Tables that are called after a side, of the more usual names where there are any. */
function tablesOf(side: SideName, names: readonly string[]): string[] {
  const [own = []] = FILE_NAMES[side]
    .map((stem) => new RegExp(`^(${stem})$`, 'i'))
    .map((stem) => names.filter((name) => isTableFile(name) && stem.test(withoutEnding(name))))
    .filter((found) => found.length > 0);
  return own;
}

function entriesOf(folder: string): string[] {
  checkRead(folder);
  try {
    return readdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new TanimarkError('file', `${folder} cannot be read (${code})`);
  }
}

/** Whether a folder has a training and a test table; no for what is no folder, or cannot be read. */
export function isSplitFolder(folder: string): boolean {
  checkRead(folder);
  try {
    const names = readdirSync(folder);
    return tablesOf('train', names).length > 0 && tablesOf('test', names).length > 0;
  } catch {
    return false;
  }
}

/** Files of a folder that list the rows of a split. */
export function listFiles(folder: string): string[] {
  return entriesOf(folder)
    .filter((name) => LISTS.test(name))
    .sort();
}

/** The folders in a folder that are splits themselves, such as `fold-0`; `fold-10` comes after `fold-9`. */
export function partFolders(folder: string): string[] {
  const numberOf = (name: string) => Number(/(\d*)$/.exec(name)?.[1]);
  return entriesOf(folder)
    .filter((name) => isSplitFolder(join(folder, name)))
    .sort((a, b) => numberOf(a) - numberOf(b) || (a < b ? -1 : 1));
}

/**
 * The part of a name, or of a number: `fold-1`, `1`; the position in the list for a number that no name ends in.
 *
 * @throws TanimarkError (usage) where there is none, or where there are several and none is named
 */
export function partNamed(names: readonly string[], part: string | undefined, of: string): number {
  const held = names.length > 3 ? `${names[0]} to ${names[names.length - 1]}` : list([...names]);
  if (part === undefined) {
    if (names.length === 1) return 0;
    throw new TanimarkError(
      'usage',
      `${of} holds ${names.length} splits (${held}); choose one, such as ${optionValue('part', names[0])}`,
      { option: 'part' },
    );
  }
  const exact = names.indexOf(part);
  if (exact >= 0) return exact;
  const [, number] = /^(?:fold|repeat|replicate)?[-_ ]?(\d{1,9})$/i.exec(part.trim()) ?? [];
  const ending = names.findIndex((name) => /(\d+)$/.exec(name)?.[1] === number);
  if (number !== undefined && ending >= 0) return ending;
  throw new TanimarkError(
    'usage',
    `${optionValue('part', part)}: ${of} has no such split; it holds ${held}`,
    { option: 'part' },
  );
}
