import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';

/**
 * Where the cache lies: `TANIMARK_CACHE_DIR`, else `tanimark` in the user's folder for caches, which is
 * `XDG_CACHE_HOME` or `~/.cache`, on macOS `~/Library/Caches`, on Windows `%LOCALAPPDATA%`. The
 * folder may not exist.
 */
export function cacheFolder(
  env: Readonly<Record<string, string | undefined>> = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  if (env.TANIMARK_CACHE_DIR) return env.TANIMARK_CACHE_DIR;
  if (platform === 'win32') {
    return win32.join(
      env.LOCALAPPDATA || win32.join(home, 'AppData', 'Local'),
      'tanimark',
      'Cache',
    );
  }
  if (platform === 'darwin') return posix.join(home, 'Library', 'Caches', 'tanimark');
  const given = env.XDG_CACHE_HOME ?? '';
  // A relative path is to be ignored, says the XDG Base Directory Specification.
  return posix.join(posix.isAbsolute(given) ? given : posix.join(home, '.cache'), 'tanimark');
}
