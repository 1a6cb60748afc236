import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { TanimarkError } from '../src/errors.js';

/** A folder that is removed after the last test. Call it outside of tests: at the top, or in a `describe`. */
export function temporaryFolder() {
  const path = mkdtempSync(join(tmpdir(), 'tanimark-test-'));
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  return {
    path,
    at: (name: string) => join(path, name),
    /** A message with the folder's path taken out. */
    shorten: (message: string) => message.replaceAll(join(path, '/'), ''),
    names: () => readdirSync(path).sort(),
    file(name: string, content: string | Uint8Array): string {
      writeFileSync(join(path, name), content);
      return join(path, name);
    },
  };
}

/** A text that comes in pieces, whole. */
export async function joined(pieces: AsyncIterable<string | Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const piece of pieces) parts.push(Buffer.from(piece));
  return Buffer.concat(parts).toString();
}

/** The error that `work` ends in; fails the test when there is none or it is not the user's. */
export async function errorOf(work: () => unknown): Promise<TanimarkError> {
  try {
    await work();
  } catch (error) {
    if (error instanceof TanimarkError) return error;
    throw new Error(`not a TanimarkError: ${error}`, { cause: error });
  }
  throw new Error('nothing was thrown');
}
