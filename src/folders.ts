import { existsSync, lstatSync, mkdirSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';

/** Whether there is a folder at a path; no for a path that leads nowhere. */
export function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/**
 * Makes a folder, with those that it lies in, unless it is there.
 *
 * Node's recursive `mkdirSync` never returns where a folder is refused although the one above it is
 * there, as below /proc.
 *
 * @throws NodeJS.ErrnoException
 */
export function makeFolder(path: string): void {
  const above = dirname(path);
  if (above !== path && !existsSync(above)) makeFolder(above);
  try {
    mkdirSync(path);
  } catch (error) {
    // It is there, perhaps since a moment ago.
    if (!isDirectory(path)) throw error;
  }
}

/** The nearest folder, from `folder` upwards, with a `.git`: a folder, or a file as in worktrees. Null where none has. */
export function repositoryAbove(folder: string): string | null {
  for (let at = resolve(folder); ; at = dirname(at)) {
    if (lstatSync(join(at, '.git'), { throwIfNoEntry: false })) return at;
    if (dirname(at) === at) return null;
  }
}

/** The place of a file that a manifest in `folder` names: where it was, else beside the manifest. */
export function besideManifest(path: string, folder: string): string {
  if (existsSync(path)) return path;
  const places = [join(folder, path), join(folder, basename(path))];
  return places.find((one) => existsSync(one)) ?? path;
}

/** A file that a configuration names, relative to its folder unless absolute. */
export function inFolder(folder: string, file: string): string {
  return isAbsolute(file) ? file : join(folder, file);
}

/** A path from the working folder, with slashes; absolute where that is shorter, as for one far away. */
export function fromHere(path: string, cwd = process.cwd()): string {
  const near = relative(resolve(cwd), path) || '.';
  const outside = near === '..' || /^\.\.[/\\]/.test(near) || isAbsolute(near);
  const shorter = outside && path.length <= near.length ? path : near;
  return shorter.split(sep).join('/');
}
