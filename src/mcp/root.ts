import { statSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from '../chemistry/cache/folder.js';
import { TanimarkError } from '../errors.js';
import type { FileGuard } from '../file-guard.js';
import { isWithin, realPath } from '../gate/config/boundary.js';
import { fileSize, printable } from '../text.js';

/** Data sets that come with the package. */
const BUNDLED = fileURLToPath(new URL('../../datasets/', import.meta.url));

/**
 * The folder that a server does not leave. Symbolic links count as what they lead to. Beside what is in it, only data sets
 * that have a name may be read: those of the package, and those that were fetched.
 */
export class Root implements FileGuard {
  /** Absolute, without links. */
  readonly path: string;

  /**
   * @param folder as it was given
   * @param maxBytes the largest file that may be read
   * @throws TanimarkError (file) where it is no folder
   */
  constructor(
    folder: string,
    private readonly maxBytes: number,
  ) {
    const real = realPath(resolve(folder));
    if (real === null || !statSync(real, { throwIfNoEntry: false })?.isDirectory()) {
      throw new TanimarkError('file', `--root ${folder}: not a folder; name one that exists`);
    }
    this.path = real;
  }

  /** @throws TanimarkError (file) outside of the root, for what is no regular file, and for a file that is too large */
  read(path: string): void {
    const real = this.inside(path, [BUNDLED, ...fetched()]);
    const stats = statSync(real, { throwIfNoEntry: false });
    if (!stats || stats.isDirectory()) return;
    if (!stats.isFile()) {
      throw new TanimarkError('file', `${shown(path)} is not a regular file; name another`);
    }
    if (stats.size <= this.maxBytes) return;
    throw new TanimarkError(
      'file',
      `${shown(path)} has ${fileSize(stats.size)}, and the server reads at most ${fileSize(this.maxBytes)} of a file; take a part of it, or start the server with a larger --max-size`,
    );
  }

  /** @throws TanimarkError (file) outside of the root */
  write(path: string): void {
    this.inside(path, []);
  }

  /** A path without links. @param others further folders in which it may be */
  private inside(path: string, others: readonly string[]): string {
    const real = realPath(resolve(this.path, path));
    const folder =
      real !== null &&
      [this.path, ...others.map((one) => realPath(one))].find(
        (one) => one !== null && isWithin(one, real),
      );
    if (real === null || folder === false || folder === undefined || folder === null) {
      throw new TanimarkError(
        'file',
        `${shown(path)} is outside of the folder of the server (${this.path}), or a symbolic link leads there; use a path inside of it`,
      );
    }
    const ofGit = relative(folder, real).split(sep).includes('.git');
    if (ofGit) {
      throw new TanimarkError('file', `${shown(path)} is an internal file of git; name another`);
    }
    return real;
  }
}

/** The folder of the data sets that were fetched; none without a cache. */
function fetched(): string[] {
  const cache = cacheFolder();
  return cache === undefined ? [] : [resolve(cache, 'datasets')];
}

function shown(path: string): string {
  return printable(path, 200);
}
