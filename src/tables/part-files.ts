import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { TanimarkError } from '../errors.js';
import { checkRead } from '../file-guard.js';
import { list, plural } from '../text.js';
import { formatOfFile, inputFormat, isReadableFile, isTableFile } from './formats/registry.js';

/** Files that are one table together. */
export interface PartFiles {
  /** In natural order of their names: `part-2` comes before `part-10`. */
  readonly files: readonly string[];
  /** Names of files of a folder that are no tables. */
  readonly others: readonly string[];
}

/** Where several files of one table are. */
interface Parts {
  readonly folder: string;
  /** Whether a name in the folder is one of them. */
  readonly isPart: (name: string) => boolean;
  readonly isPattern: boolean;
}

/**
 * The files of a table that is named by a folder, or by a pattern with `*` and `?` in its last part; null for the path of
 * one file, and for standard input. Hidden files and manifests are left out; in a folder also files that are no tables, by
 * their names.
 *
 * @param named the format of the files, if the user named it
 * @throws TanimarkError (file) where there is none, or where their formats differ
 */
export function partFiles(path: string, named?: string): PartFiles | null {
  const parts = partsOf(path);
  if (parts === null) return null;
  const { folder, isPattern } = parts;
  const names = namesOf(parts).sort(naturalOrder);
  const own = isPattern || named !== undefined ? names : tablesAmong(names);
  if (own.length === 0) {
    throw new TanimarkError(
      'file',
      isPattern
        ? `${path} matches no file, and the shell did not expand it either; check the folder and the pattern`
        : `${path} is a folder without tables; name a file, or the folder that holds the files of the table`,
    );
  }
  const files = own.map((name) => join(folder, name));
  if (named === undefined) checkFormats(path, files);
  return { files, others: names.filter((name) => !own.includes(name)) };
}

/** Whether there is a file, a folder or a match for a path. */
export function hasFiles(path: string): boolean {
  if (existsSync(path)) return true;
  const parts = partsOf(path);
  return parts !== null && namesOf(parts).length > 0;
}

/** The files that a path stands for: itself, unless it is a folder or a pattern. */
export function filesAt(path: string): readonly string[] {
  const parts = partsOf(path);
  return parts === null ? [path] : namesOf(parts).map((name) => join(parts.folder, name));
}

/** Whether a file that is yet to be written would be among the files that a path stands for. */
export function wouldBePart(file: string, path: string): boolean {
  const parts = partsOf(path);
  if (parts === null || resolve(dirname(file)) !== resolve(parts.folder)) return false;
  const name = basename(file);
  return parts.isPart(name) && (parts.isPattern || isTableFile(name));
}

function partsOf(path: string): Parts | null {
  if (path === '-') return null;
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isDirectory()) {
    // Names that Spark and Hive do not read either.
    const isPart = (name: string) => !/^[._]/.test(name) && !isManifest(name);
    return { folder: path, isPart, isPattern: false };
  }
  const last = basename(path);
  if (stats || !/[*?]/.test(last)) return null;
  const matches = matcher(last);
  const isPart = (name: string) =>
    matches.test(name) && name.startsWith('.') === last.startsWith('.') && !isManifest(name);
  return { folder: dirname(path), isPart, isPattern: true };
}

/** Whether a file is, by its name, the manifest of an output. */
export function isManifest(name: string): boolean {
  return name.endsWith('.manifest.json');
}

/** `*` stands for any characters, `?` for one. */
function matcher(pattern: string): RegExp {
  const escaped = pattern.replace(/[\\^$.|+()[\]{}]/g, '\\$&');
  // Several stars in a row are one; each more would multiply the time of a mismatch.
  return new RegExp(`^${escaped.replace(/\*+/g, '.*').replaceAll('?', '.')}$`, 's');
}

function namesOf({ folder, isPart }: Parts): string[] {
  checkRead(folder);
  let entries: string[];
  try {
    entries = readdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw new TanimarkError('file', `${folder} cannot be read (${code})`);
  }
  return entries
    .filter(isPart)
    .filter((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.isFile());
}

/** Tables of a folder; those with endings that other files have as well only where there are no others. */
function tablesAmong(names: readonly string[]): string[] {
  const sure = names.filter(isTableFile);
  return sure.length > 0 ? sure : names.filter(isReadableFile);
}

/** @throws TanimarkError (file) */
function checkFormats(path: string, files: readonly string[]): void {
  const byFormat = new Map<string, string[]>();
  for (const file of files) {
    const { name } = inputFormat(file);
    byFormat.set(name, [...(byFormat.get(name) ?? []), basename(file)]);
  }
  if (byFormat.size === 1) return;
  const shown = [...byFormat].map(([, names]) => shownNames(names));
  const ending = formatOfFile(files[0])?.extensions[0] ?? '.csv';
  const [folder, last] = /\*$/.test(path) ? ['', path] : [dirname(files[0]), '*'];
  const place = join(folder, `${last}${ending}`);
  throw new TanimarkError(
    'file',
    `${path} stands for files of different formats (${shown.join('; ')}), which cannot be one table; choose those of one format, such as "${place}" in quotes`,
  );
}

function shownNames(names: readonly string[]): string {
  return names.length > 2
    ? `${names[0]} and ${plural(names.length - 1, 'more file')}`
    : list([...names]);
}

/** Compares names as people number them: runs of digits are numbers. */
export function naturalOrder(a: string, b: string): number {
  const [x, y] = [a, b].map((name) => name.match(/\d+|\D/g) ?? []);
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    const order = compareRuns(x[i], y[i]);
    if (order !== 0) return order;
  }
  return x.length - y.length || compareTexts(a, b);
}

function compareRuns(a: string, b: string): number {
  if (!/^\d/.test(a) || !/^\d/.test(b)) return compareTexts(a, b);
  const [x, y] = [a, b].map((digits) => digits.replace(/^0+/, ''));
  return x.length - y.length || compareTexts(x, y);
}

const compareTexts = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
