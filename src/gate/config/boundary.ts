import { readdirSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { repositoryAbove } from '../../folders.js';
import { filesAt } from '../../tables/part-files.js';

/** Regular files that are none: what they hold is of the machine, such as the environment of a process. */
const OF_THE_SYSTEM = ['/proc', '/sys'];
/** As many links in a row as Linux follows. */
const MAX_LINKS = 40;

const FLAG = '--allow-outside';

/** Whether a path is that of a folder or of something in it; both absolute, and without links. */
export function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/**
 * Which files a configuration may name. Whoever edits the configuration, as in a pull request, decides what is read, and
 * messages tell of it: regular files of its repository (the nearest `.git` above it, else its folder), and none of git's
 * own, which may hold credentials. Symbolic links count as what they lead to.
 */
export class Boundary {
  /** The repository, or the folder, without links and as it is written. */
  private readonly root: string;
  private readonly written: string;
  private readonly home: string;

  /**
   * @param folder that of the configuration
   * @param allowOutside whether regular files anywhere may be named
   */
  constructor(
    folder: string,
    private readonly allowOutside = false,
  ) {
    const repository = repositoryAbove(folder);
    this.written = repository ?? resolve(folder);
    this.root = realPath(this.written) ?? this.written;
    this.home = repository
      ? 'the repository of the configuration'
      : 'the folder of the configuration, which is not in a git repository';
  }

  /**
   * What is wrong with a path, to be read after `is `, with what to do; null where nothing is. A file that does not exist
   * must not come to lie outside, either. Of a folder or a pattern that is the first file of it with something wrong.
   *
   * @param path from the working folder
   * @param written as the configuration has it
   */
  problem(path: string, written: string): string | null {
    const own = this.problemOf(path, written);
    if (own !== null) return own;
    const isFolder = attempt(() => statSync(path))?.isDirectory() === true;
    const names = isFolder ? specialNames(path) : matchedNames(path);
    const [folder, shown] = isFolder ? [path, written] : [dirname(path), dirname(written)];
    const problems = names.map((name) => this.problemOf(join(folder, name), `${shown}/${name}`));
    return problems.find((found) => found !== null) ?? null;
  }

  /** Whether a path is written as one inside, wherever its links lead. */
  holds(path: string): boolean {
    return isWithin(this.written, resolve(path));
  }

  private problemOf(path: string, written: string): string | null {
    const name = JSON.stringify(written);
    const real = realPath(resolve(path));
    if (real === null) return `${name}, which cannot be resolved; check its symbolic links`;
    const outside = this.outside(path, real);
    if (!this.allowOutside && outside) {
      return `${name}, ${outside}; use a file in it, or allow it with ${FLAG}`;
    }
    const stats = attempt(() => statSync(real));
    const special = OF_THE_SYSTEM.some((folder) => sep === '/' && isWithin(folder, real));
    if (!special && (!stats || stats.isFile() || stats.isDirectory())) return null;
    return `${name}, which is not a regular file; save its content as a file`;
  }

  private outside(path: string, real: string): string | null {
    const way = relative(this.root, real);
    if (!isWithin(this.root, real)) {
      const linked = this.holds(path);
      return `which leads outside ${this.home}${linked ? ', by a symbolic link' : ''}`;
    }
    const ofGit = way.split(sep).some((part) => part.toLowerCase() === '.git');
    return ofGit ? `which is an internal file of git, not of ${this.home}` : null;
  }
}

/** A path without links, also where its end does not exist (yet); null where links lead in a circle, or it cannot be told. */
export function realPath(path: string, links = 0): string | null {
  try {
    return realpathSync.native(path);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!['ENOENT', 'ENOTDIR'].includes(code) || links > MAX_LINKS) return null;
  }
  const parent = dirname(path) === path ? path : realPath(dirname(path), links);
  if (parent === null || parent === path) return parent;
  const target = attempt(() => readlinkSync(join(parent, basename(path))));
  if (target === undefined) return join(parent, basename(path));
  return realPath(resolve(parent, target), links + 1);
}

/** Entries of a folder that are neither files nor folders, such as links. */
function specialNames(folder: string): string[] {
  const entries = attempt(() => readdirSync(folder, { withFileTypes: true })) ?? [];
  return entries.filter((entry) => !entry.isFile() && !entry.isDirectory()).map(({ name }) => name);
}

/** The files that a pattern stands for; none for a path that is no pattern. */
function matchedNames(path: string): string[] {
  const files = attempt(() => filesAt(path)) ?? [];
  return files.filter((file) => file !== path).map((file) => basename(file));
}

/** File status of the system; undefined if it gives none. */
function attempt<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch {
    return undefined;
  }
}
