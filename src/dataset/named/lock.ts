import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { requireCacheFolder } from '../../chemistry/cache/folder.js';
import { TanimarkError } from '../../errors.js';
import { makeFolder } from '../../folders.js';
import { isRecord } from '../../record.js';
import { hiddenName } from '../../tables/outputs/target.js';
import { fileAbove } from './load-registry.js';
import type { NamedDataset } from './types.js';

/** Name of the lock file. */
export const LOCK_NAME = 'tanimark.datasets.lock';
/** The layout of the file. */
const LOCK_VERSION = 1;
/** A guard that is older belongs to a run that was killed: it is held for milliseconds. */
const ABANDONED_MS = 10_000;
const LOOK_MS = 20;

/** What the file of a data set was when it was first fetched. */
export interface LockRecord {
  /** The first address of the data set, with the member of the archive after `#`. */
  readonly url: string;
  readonly bytes: number;
  readonly sha256: string;
}

type Records = Readonly<Record<string, LockRecord>>;

/** The lock file of the project: in the working folder, or above it in the repository. */
export function projectLock(): string | undefined {
  return fileAbove(LOCK_NAME);
}

/** The lock file of the cache. */
export function cacheLock(): string {
  return join(requireCacheFolder(), 'datasets', LOCK_NAME);
}

/** The address that a record is for; a file of the user's by its path from the registry, which is the same for everybody. */
export function recordedUrl({ urls = [], member, registry }: NamedDataset): string {
  const [url] = urls;
  const isLocal = registry !== undefined && url.startsWith('file:');
  const way = isLocal ? relative(dirname(registry), fileURLToPath(url)) : '';
  const own = isLocal ? `file:${way.split(sep).join('/')}` : url;
  return member === undefined ? own : `${own}#${member}`;
}

/**
 * What a lock file says of a data set.
 *
 * @throws TanimarkError (file) where the file cannot be read, or has recorded another address
 */
export function recordIn(path: string, dataset: NamedDataset): LockRecord | undefined {
  const records = readLock(path);
  const record = Object.hasOwn(records, dataset.name) ? records[dataset.name] : undefined;
  if (record === undefined || record.url === recordedUrl(dataset)) return record;
  throw new TanimarkError(
    'file',
    `${path} records dataset:${dataset.name} from ${record.url}, and the registry has ${recordedUrl(dataset)}; if the new address is right, run tanimark datasets fetch ${dataset.name} --update`,
  );
}

/**
 * Records a data set. Several processes may do so at once; the first one to record a data set decides.
 *
 * @param replace whether an earlier record may be replaced
 * @throws TanimarkError (file) where another process has recorded another file
 */
export async function writeRecord(
  path: string,
  name: string,
  record: LockRecord,
  replace = false,
): Promise<void> {
  makeFolder(dirname(path));
  const guard = `${path}.guard`;
  await take(guard);
  try {
    const records = readLock(path);
    const earlier = Object.hasOwn(records, name) ? records[name] : undefined;
    if (earlier && !replace && earlier.sha256 !== record.sha256) {
      throw new TanimarkError(
        'file',
        `dataset:${name}: its SHA-256 is ${record.sha256}, and ${path} has recorded ${earlier.sha256}; fetch it again, or take the new file with --update`,
      );
    }
    const all = Object.entries({ ...records, [name]: record });
    const sorted = all.sort(([a], [b]) => (a < b ? -1 : 1));
    const text = { version: LOCK_VERSION, datasets: Object.fromEntries(sorted) };
    const temporary = join(dirname(path), hiddenName('tmp'));
    writeFileSync(temporary, `${JSON.stringify(text, null, 2)}\n`);
    renameSync(temporary, path);
  } finally {
    rmSync(guard, { force: true });
  }
}

/** Waits for other processes that write the file. */
async function take(guard: string): Promise<void> {
  for (;;) {
    try {
      closeSync(openSync(guard, 'wx'));
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const held = statSync(guard, { throwIfNoEntry: false });
    if (held && Date.now() - held.mtimeMs > ABANDONED_MS) rmSync(guard, { force: true });
    else await pause(LOOK_MS);
  }
}

/** @throws TanimarkError (file) */
function readLock(path: string): Records {
  if (!existsSync(path)) return {};
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw broken(path, 'it is not JSON', cause);
  }
  const { version, datasets } = isRecord(value) ? value : {};
  if (version !== LOCK_VERSION || !isRecord(datasets)) {
    throw broken(path, `it is no lock file of version ${LOCK_VERSION}`);
  }
  for (const [name, record] of Object.entries(datasets)) {
    const { url, bytes, sha256 } = isRecord(record) ? record : {};
    const isWhole =
      typeof url === 'string' &&
      typeof bytes === 'number' &&
      typeof sha256 === 'string' &&
      /^[0-9a-f]{64}$/.test(sha256);
    if (!isWhole) throw broken(path, `its record of "${name}" lacks a url, bytes or a SHA-256`);
  }
  return datasets as Records;
}

function broken(path: string, why: string, cause?: unknown): TanimarkError {
  return new TanimarkError(
    'file',
    `${path} cannot be read: ${why}; restore it from version control, or remove it and fetch again`,
    { cause },
  );
}
