import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { GrowingFile } from '../../src/tables/growing-file.js';
import { sha256, temporaryName } from '../../src/tables/write.js';
import { errorOf, temporaryFolder } from '../helpers.js';

const folder = temporaryFolder();

describe('a growing file', () => {
  it('appears when it is finished, with the files that belong to it', () => {
    folder.file('a.csv', 'old\n');
    const file = new GrowingFile(folder.at('a.csv'));
    file.write('größe\n');
    file.write(Buffer.from('2\n'));
    expect(readFileSync(folder.at('a.csv'), 'utf8')).toBe('old\n');
    expect(readFileSync(temporaryName(folder.at('a.csv')), 'utf8')).toBe('größe\n2\n');
    expect(file.sha256()).toBe(sha256('größe\n2\n'));
    file.finish([{ path: folder.at('a.json'), text: '{}' }]);
    expect(readFileSync(folder.at('a.csv'), 'utf8')).toBe('größe\n2\n');
    expect(readFileSync(folder.at('a.json'), 'utf8')).toBe('{}');
    file.discard();
    expect(folder.names()).toEqual(['a.csv', 'a.json']);
  });

  it('leaves nothing when it is discarded, by its owner or by the end of the program', () => {
    const before = process.listenerCount('exit');
    const file = new GrowingFile(folder.at('b.csv'));
    expect(process.listeners('exit')).toContain(file.discard);
    file.write('x');
    file.discard();
    file.discard();
    expect(folder.names()).not.toContain('b.csv');
    expect(folder.names().filter((name) => name.endsWith('.tmp'))).toEqual([]);
    expect(process.listenerCount('exit')).toBe(before);
  });

  it('leaves nothing, and keeps what was there, when one that belongs to it cannot be written', async () => {
    folder.file('c.csv', 'old');
    const file = new GrowingFile(folder.at('c.csv'));
    file.write('new');
    const below = folder.at('c.csv/x.json');
    const error = await errorOf(() => file.finish([{ path: below, text: '' }]));
    expect(error.message).toMatch(/x\.json cannot be written \(E(NOTDIR|EXIST)\)/);
    expect(readFileSync(folder.at('c.csv'), 'utf8')).toBe('old');
    expect(folder.names().filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('makes its folder, and is none itself', async () => {
    const file = new GrowingFile(folder.at('new/d.csv'));
    file.finish();
    expect(readFileSync(folder.at('new/d.csv'), 'utf8')).toBe('');
    const error = await errorOf(() => new GrowingFile(folder.at('new')));
    expect(error.message).toBe(`${folder.at('new')} is a folder; name a file in it`);
  });
});
