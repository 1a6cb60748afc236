import { homedir } from 'node:os';
import { isAbsolute, posix, win32 } from 'node:path';
import { TanimarkError } from '../../errors.js';
import { currentIo } from '../../io.js';

/**
 * Where the cache lies: `TANIMARK_CACHE_DIR`, else `tanimark` in the user's folder for caches, which is
 * `XDG_CACHE_HOME` or `~/.cache`, on macOS `~/Library/Caches`, on Windows `%LOCALAPPDATA%`. The
 * folder may not exist.
 *
 * @param home empty where there is none
 * @returns undefined where the user has no home folder, as in some containers
 */
export function cacheFolder(
  env: Readonly<Record<string, string | undefined>> = currentIo().env,
  platform: NodeJS.Platform = process.platform,
  home: string = homeFolder(),
): string | undefined {
  if (env.TANIMARK_CACHE_DIR) return env.TANIMARK_CACHE_DIR;
  if (platform === 'win32') {
    const local = env.LOCALAPPDATA || (home && win32.join(home, 'AppData', 'Local'));
    return local ? win32.join(local, 'tanimark', 'Cache') : undefined;
  }
  const given = env.XDG_CACHE_HOME ?? '';
  // A relative path is to be ignored, says the XDG Base Directory Specification.
  const isGiven = platform !== 'darwin' && posix.isAbsolute(given);
  const inHome = platform === 'darwin' ? ['Library', 'Caches'] : ['.cache'];
  const caches = isGiven ? given : home && posix.join(home, ...inHome);
  return caches ? posix.join(caches, 'tanimark') : undefined;
}

/** {@link cacheFolder}. @throws TanimarkError (file) where there is none */
export function requireCacheFolder(): string {
  const folder = cacheFolder();
  if (folder !== undefined) return folder;
  throw new TanimarkError(
    'file',
    'there is no folder for the cache, because HOME is not set; name one with TANIMARK_CACHE_DIR',
  );
}

/** The user's home folder; empty where there is none, or HOME names none. */
function homeFolder(): string {
  try {
    const home = homedir();
    return isAbsolute(home) ? home : '';
  } catch {
    return '';
  }
}
