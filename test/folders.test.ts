import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeFolder } from '../src/folders.js';
import { temporaryFolder } from './helpers.js';

const folder = temporaryFolder();

describe('makeFolder', () => {
  it('makes a folder in folders that are not there, and leaves one that is', () => {
    const deep = folder.at('a/b/c');
    makeFolder(deep);
    expect(statSync(deep).isDirectory()).toBe(true);
    makeFolder(deep);
    makeFolder('.');
    expect(statSync(deep).isDirectory()).toBe(true);
  });

  it('says that a file is in the way, and does not take it for a folder', () => {
    const file = folder.file('file', 'x');
    expect(() => makeFolder(file)).toThrow('EEXIST');
    expect(() => makeFolder(join(file, 'below'))).toThrow(/EEXIST|ENOTDIR/);
  });

  it.skipIf(!existsSync('/proc/self'))('ends where the system refuses a folder', () => {
    expect(() => makeFolder('/proc/tanimark/below')).toThrow('ENOENT');
  });
});
