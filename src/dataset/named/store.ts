import { createHash } from 'node:crypto';
import { closeSync, openSync, readdirSync, readSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { requireCacheFolder } from '../../chemistry/cache/folder.js';
import { TanimarkError } from '../../errors.js';
import { bundledFile } from './load-registry.js';
import { cacheLock, projectLock, recordIn } from './lock.js';
import { fileNameOf } from './registry.js';
import type { NamedDataset } from './types.js';

/** So many digits of the checksum name the folder of a file. */
const DIGITS = 16;
const CHUNK = 1 << 20;

/** Who says the checksum of a data set that was published. */
export const PUBLISHED = 'the registry';

/** The SHA-256 that the file of a data set must have, and who says so. */
export interface Expected {
  readonly sha256: string;
  /** `the registry`, or the path of a lock file. */
  readonly from: string;
}

/** The folder of all files of a data set. */
export function folderOf({ name }: Pick<NamedDataset, 'name'>): string {
  return join(requireCacheFolder(), 'datasets', name);
}

/** Where the file of a data set is once it was fetched: what it holds is part of the path. */
export function storedPath(dataset: NamedDataset, sha256: string): string {
  return join(folderOf(dataset), sha256.slice(0, DIGITS), fileNameOf(dataset));
}

/**
 * What the file of a data set must be: the registry's SHA-256, else that of the project's lock file, else that of the
 * cache's; undefined where none of them has one.
 *
 * @throws TanimarkError (file) on a lock file that cannot be read, or is for another address
 */
export function expectedOf(dataset: NamedDataset): Expected | undefined {
  const { member, sha256 } = dataset;
  // That of an archive says nothing of what is in it before it is fetched.
  if (sha256 && member === undefined) return { sha256, from: PUBLISHED };
  const project = projectLock();
  for (const path of [...(project ? [project] : []), cacheLock()]) {
    const record = recordIn(path, dataset);
    if (record) return { sha256: record.sha256, from: path };
  }
  return undefined;
}

/** How the file of a data set is. */
export type Standing =
  | { readonly state: 'bundled'; readonly path: string }
  | { readonly state: 'fetched'; readonly path: string }
  | { readonly state: 'damaged'; readonly path: string; readonly sha256: string }
  | { readonly state: 'absent' };

/**
 * Whether the file of a data set is there.
 *
 * @param isChecked whether its checksum is computed; without it a file that is there is never `damaged`
 */
export function standingOf(dataset: NamedDataset, isChecked: boolean): Standing {
  const own = bundledFile(dataset);
  if (own !== undefined) return { state: 'bundled', path: own };
  const expected = expectedOf(dataset);
  if (!expected) return { state: 'absent' };
  const path = storedPath(dataset, expected.sha256);
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return { state: 'absent' };
  if (!isChecked) return { state: 'fetched', path };
  const sha256 = checksumOf(path);
  return sha256 === expected.sha256
    ? { state: 'fetched', path }
    : { state: 'damaged', path, sha256 };
}

/** SHA-256 of a file, hexadecimal. @throws TanimarkError (file) where it cannot be read */
export function checksumOf(path: string): string {
  const hash = createHash('sha256');
  const chunk = Buffer.allocUnsafe(CHUNK);
  try {
    const file = openSync(path, 'r');
    try {
      for (let n = readSync(file, chunk); n > 0; n = readSync(file, chunk)) {
        hash.update(chunk.subarray(0, n));
      }
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new TanimarkError('file', `${path} cannot be read (${code})`, { cause });
  }
  return hash.digest('hex');
}

/** Removes all files of a data set. */
export function removeFiles(dataset: NamedDataset): void {
  rmSync(folderOf(dataset), { recursive: true, force: true });
}

/** Whether there is a file of a data set, of whatever version. */
export function isStored(dataset: NamedDataset): boolean {
  return bytesOf(dataset) > 0;
}

/** The bytes of all files of a data set. */
export function bytesOf(dataset: NamedDataset): number {
  const folder = folderOf(dataset);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return 0;
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).reduce((sum, name) => {
    const stats = statSync(join(folder, name), { throwIfNoEntry: false });
    return sum + (stats?.isFile() ? stats.size : 0);
  }, 0);
}
