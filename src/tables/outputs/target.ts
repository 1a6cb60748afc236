import { randomBytes } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readlinkSync,
  realpathSync,
  rmSync,
  type Stats,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { TanimarkError } from '../../errors.js';

/** What an output's name stands for, symbolic links followed. */
export type OutputTarget =
  /** A regular file, or nothing yet. */
  | { readonly kind: 'file'; readonly path: string; readonly stats: Stats | undefined }
  /** A pipe or a character device, such as /dev/null. */
  | { readonly kind: 'stream'; readonly path: string }
  /** A file that this process has open already, such as /dev/stdout. */
  | { readonly kind: 'descriptor'; readonly descriptor: number };

/** As many symbolic links as Linux follows. */
const MAX_LINKS = 40;

/**
 * Finds what an output's name stands for. The last symbolic link may point to nothing.
 *
 * @throws TanimarkError (file) for a folder, a socket, a block device and a circle of links
 */
export function outputTarget(path: string): OutputTarget {
  return attempt(path, () => {
    let at = path;
    for (let links = 0; links < MAX_LINKS; links++) {
      const place = inRealFolder(at);
      const descriptor = descriptorNamed(place);
      if (descriptor !== undefined) {
        fstatSync(descriptor);
        return { kind: 'descriptor', descriptor };
      }
      const stats = lstatSync(place, { throwIfNoEntry: false });
      if (!stats?.isSymbolicLink()) return targetOf(path, place, stats);
      at = resolve(dirname(place), readlinkSync(place));
    }
    throw new TanimarkError('file', `${path} is a circle of symbolic links; name a file`);
  });
}

/** Whether an output is written as it comes, so that no file can lie beside it: a pipe, a device, an open file. */
export function isStream(path: string): boolean {
  return outputTarget(path).kind !== 'file';
}

/** Whether an output's name stands for this process's standard output. */
export function isStandardOutput(path: string): boolean {
  const target = outputTarget(path);
  return target.kind === 'descriptor' && target.descriptor === 1;
}

function targetOf(path: string, place: string, stats: Stats | undefined): OutputTarget {
  if (!stats || stats.isFile()) return { kind: 'file', path: place, stats };
  if (stats.isFIFO() || stats.isCharacterDevice()) return { kind: 'stream', path: place };
  throw new TanimarkError(
    'file',
    stats.isDirectory()
      ? `${path} is a folder; name a file in it, or end the name in / where several are written`
      : `${path} is ${stats.isSocket() ? 'a socket' : 'a block device'}; name a file`,
  );
}

/** The absolute path, without symbolic links in its folder; the same before that folder is made and after. */
function inRealFolder(path: string): string {
  return join(realFolder(dirname(resolve(path))), basename(path));
}

function realFolder(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    const above = dirname(folder);
    return above === folder ? folder : join(realFolder(above), basename(folder));
  }
}

/** The number of an open file that a path of the system stands for. */
function descriptorNamed(place: string): number | undefined {
  const own = `/proc/${process.pid}/fd`;
  const folder = dirname(place);
  if (folder !== own && folder !== '/proc/self/fd' && folder !== '/dev/fd') return undefined;
  return /^\d{1,6}$/.test(basename(place)) ? Number(basename(place)) : undefined;
}

/** The name of a file beside others that is known as ours, and that nobody can foresee. */
export function hiddenName(ending: 'tmp' | 'old' | 'pending'): string {
  return `.tanimark-${randomBytes(8).toString('hex')}.${ending}`;
}

/**
 * Refuses an output that cannot be written, before the work is done. Nothing is left of the trial.
 *
 * @param path of a file, which need not exist, and neither need the folders that it is in
 * @throws TanimarkError (file)
 */
export function checkWritable(path: string): void {
  const target = outputTarget(path);
  attempt(path, () => {
    if (target.kind === 'descriptor') return;
    if (target.kind === 'stream' || target.stats) checkPermission(target.path);
    if (target.kind === 'file') tryFolder(existingFolder(dirname(target.path)));
  });
}

/**
 * Checks that a file may be written. One that is gone may be: another run that replaces it at this moment has moved it
 * away.
 *
 * @throws NodeJS.ErrnoException
 */
export function checkPermission(place: string): void {
  try {
    accessSync(place, constants.W_OK);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

/** A folder, or the nearest one above it that exists. @throws NodeJS.ErrnoException ENOTDIR */
function existingFolder(folder: string): string {
  let at = folder;
  for (;;) {
    const stats = lstatSync(at, { throwIfNoEntry: false });
    if (stats || dirname(at) === at) return at;
    at = dirname(at);
  }
}

/** Makes a file in a folder, and removes it: permissions alone do not tell whether that is possible. */
function tryFolder(folder: string): void {
  const trial = join(folder, hiddenName('tmp'));
  closeSync(openSync(trial, 'wx'));
  rmSync(trial, { force: true });
}

/** Tells the user of a failure to write. */
export function attempt<T>(path: string, step: () => T): T {
  try {
    return step();
  } catch (error) {
    throw writeError(path, error);
  }
}

/** What the user is told of a failure to write; other errors are returned as they are. */
export function writeError(path: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (error instanceof TanimarkError || code === undefined) return error;
  return new TanimarkError(
    'file',
    `${path} cannot be written (${code}); check the folder, its permissions and its space`,
    { cause: error },
  );
}
