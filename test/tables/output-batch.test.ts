import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { OutputBatch } from '../../src/tables/output-batch.js';
import { errorOf, temporaryFolder } from '../helpers.js';

const folder = temporaryFolder();

/** Writes files of these texts, each in one piece. */
async function writeAll(files: readonly { path: string; text: string }[]): Promise<void> {
  const batch = new OutputBatch();
  try {
    for (const { path, text } of files) await batch.add(path, text);
    await batch.finish();
  } finally {
    batch.discard();
  }
}

describe('OutputBatch', () => {
  it('gives the SHA-256 of the UTF-8 bytes of all pieces', async () => {
    const batch = new OutputBatch();
    const file = await batch.open(folder.at('h1'));
    await file.write('a');
    await file.write(Buffer.from('bc'));
    const hashes = [file.close(), await batch.add(folder.at('h2'), 'é')];
    // Known while the batch is going on, for a file that tells it.
    await batch.add(folder.at('h3'), hashes[0]);
    await batch.finish();
    // printf 'abc' | sha256sum; printf 'é' | sha256sum
    expect(hashes).toEqual([
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      '4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c',
    ]);
    expect(['h1', 'h2', 'h3'].map((name) => readFileSync(folder.at(name), 'utf8'))).toEqual([
      'abc',
      'é',
      hashes[0],
    ]);
  });

  it('shows nothing before it is finished', async () => {
    folder.file('a.csv', 'old');
    const before = folder.names();
    const batch = new OutputBatch();
    const file = await batch.open(folder.at('a.csv'));
    await file.write('größe');
    await batch.add(folder.at('a.json'), '{}');
    expect(readFileSync(folder.at('a.csv'), 'utf8')).toBe('old');
    expect(folder.names()).not.toContain('a.json');
    await batch.finish();
    batch.discard();
    expect(readFileSync(folder.at('a.csv'), 'utf8')).toBe('größe');
    expect(folder.names()).toEqual([...before, 'a.json'].sort());
  });

  it('leaves nothing when it is discarded, by its owner or by the end of the program', async () => {
    const listeners = process.listenerCount('exit');
    const before = folder.names();
    const batch = new OutputBatch();
    expect(process.listeners('exit')).toContain(batch.discard);
    await batch.add(folder.at('b.csv'), 'x');
    await (await batch.open(folder.at('c.csv'))).write('half');
    batch.discard();
    batch.discard();
    expect(folder.names()).toEqual(before);
    expect(process.listenerCount('exit')).toBe(listeners);
  });

  it('takes a long file in pieces', async () => {
    const batch = new OutputBatch();
    const file = await batch.open(folder.at('long'));
    const hash = createHash('sha256');
    for (let i = 0; i < 300; i++) {
      const piece = `${i}é`.repeat(1000);
      await file.write(piece);
      hash.update(piece);
    }
    expect(file.close()).toBe(hash.digest('hex'));
    await batch.finish();
    const whole = readFileSync(folder.at('long'));
    expect(createHash('sha256').update(whole).digest('hex')).toBe(file.close());
  });

  it('writes all, making folders, and replaces what was there', async () => {
    const old = folder.file('old.csv', 'old');
    const before = folder.names();
    await writeAll([
      { path: old, text: 'new é' },
      { path: folder.at('deep/er/b.csv'), text: '' },
    ]);
    expect(readFileSync(old, 'utf8')).toBe('new é');
    expect(readFileSync(folder.at('deep/er/b.csv'), 'utf8')).toBe('');
    const made = ['deep', 'deep/er', 'deep/er/b.csv'];
    expect(folder.names()).toEqual([...before, ...made].sort());
    await writeAll([]);
    expect(folder.names()).toEqual([...before, ...made].sort());
  });

  it('writes none, and leaves nothing behind, when one cannot be written', async () => {
    folder.file('kept.csv', 'old');
    folder.file('file', 'not a folder');
    mkdirSync(folder.at('taken'));
    const before = folder.names();
    for (const bad of ['taken', 'file/below.csv', `${'x'.repeat(300)}.csv`]) {
      const error = await errorOf(() =>
        writeAll([
          { path: folder.at('kept.csv'), text: 'new' },
          { path: folder.at('fresh.csv'), text: 'new' },
          { path: folder.at(bad), text: 'new' },
        ]),
      );
      expect(error.code).toBe('file');
      expect(error.message).toContain(basename(bad).slice(0, 40));
      expect(readFileSync(folder.at('kept.csv'), 'utf8')).toBe('old');
      expect(folder.names()).toEqual(before);
    }
  });

  it('says what to do about a folder where a file should be', async () => {
    const error = await errorOf(() => writeAll([{ path: folder.path, text: '' }]));
    expect(error.message).toBe(
      `${folder.path} is a folder; name a file in it, or end the name in / where several are written`,
    );
  });

  it.skipIf(process.getuid?.() === 0 || process.platform === 'win32')(
    'names a folder that may not be written to',
    async () => {
      mkdirSync(folder.at('locked'));
      chmodSync(folder.at('locked'), 0o500);
      const path = folder.at('locked/a.csv');
      const error = await errorOf(() => writeAll([{ path, text: '' }]));
      expect(error.message).toBe(
        `${path} cannot be written (EACCES); check the folder, its permissions and its space`,
      );
    },
  );
});
