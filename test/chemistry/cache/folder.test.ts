import { describe, expect, it, vi } from 'vitest';
import { cacheFolder, requireCacheFolder } from '../../../src/chemistry/cache/folder.js';

describe('cacheFolder', () => {
  it.each([
    ['linux', {}, '/home/me', '/home/me/.cache/tanimark'],
    ['linux', { XDG_CACHE_HOME: '/fast' }, '/home/me', '/fast/tanimark'],
    ['linux', { XDG_CACHE_HOME: 'relative' }, '/home/me', '/home/me/.cache/tanimark'],
    ['linux', { XDG_CACHE_HOME: '' }, '/home/me', '/home/me/.cache/tanimark'],
    ['darwin', { XDG_CACHE_HOME: '/fast' }, '/Users/me', '/Users/me/Library/Caches/tanimark'],
    ['win32', { LOCALAPPDATA: 'D:\\Local' }, 'C:\\Users\\me', 'D:\\Local\\tanimark\\Cache'],
    ['win32', {}, 'C:\\Users\\me', 'C:\\Users\\me\\AppData\\Local\\tanimark\\Cache'],
    ['linux', { TANIMARK_CACHE_DIR: '/x', XDG_CACHE_HOME: '/fast' }, '/home/me', '/x'],
    ['win32', { TANIMARK_CACHE_DIR: 'E:\\x' }, 'C:\\Users\\me', 'E:\\x'],
    ['linux', { TANIMARK_CACHE_DIR: '' }, '/home/me', '/home/me/.cache/tanimark'],
    ['linux', {}, '', undefined],
    ['linux', { XDG_CACHE_HOME: '/fast' }, '', '/fast/tanimark'],
    ['darwin', {}, '', undefined],
    ['win32', {}, '', undefined],
    ['win32', { LOCALAPPDATA: 'D:\\Local' }, '', 'D:\\Local\\tanimark\\Cache'],
  ] as const)('on %s with %j', (platform, env, home, folder) => {
    expect(cacheFolder(env, platform, home)).toBe(folder);
  });

  it.each(['', 'relative'])('is nowhere with HOME=%j', (home) => {
    vi.stubEnv('HOME', home);
    vi.stubEnv('XDG_CACHE_HOME', '');
    vi.stubEnv('TANIMARK_CACHE_DIR', '');
    try {
      expect(cacheFolder(process.env, 'linux')).toBeUndefined();
      expect(requireCacheFolder).toThrow(
        'there is no folder for the cache, because HOME is not set; name one with TANIMARK_CACHE_DIR',
      );
    } finally {
      vi.unstubAllEnvs();
    }
  });
});
