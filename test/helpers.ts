import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished, TestRunner } from 'vitest';
import { TanimarkError } from '../src/errors.js';

/**
 * A folder that is removed after the test that asks for it, or after the last one: call it in a test, at the top, or in
 * a `describe`, not in a hook.
 */
export function temporaryFolder() {
  const path = mkdtempSync(join(tmpdir(), 'tanimark-test-'));
  const remove = () => rmSync(path, { recursive: true, force: true });
  if (TestRunner.getCurrentTest()) onTestFinished(remove);
  else afterAll(remove);
  return {
    path,
    at: (name: string) => join(path, name),
    /** A message with the folder's path taken out. */
    shorten: (message: string) => message.replaceAll(join(path, '/'), ''),
    read: (name: string) => readFileSync(join(path, name), 'utf8'),
    /** Everything in it, folders with what they hold, in alphabetical order. */
    names: () =>
      readdirSync(path, { recursive: true, encoding: 'utf8' })
        .map((name) => name.replaceAll('\\', '/'))
        .sort(),
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

/** Rows of a simple CSV (no quoted cells) as objects. */
export function rowsOf(text: string): Record<string, string>[] {
  const [header, ...lines] = text.trimEnd().split('\n');
  const columns = header.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(columns.map((c, i) => [c, cells[i]]));
  });
}

/** 24 small molecules, alcohols and amines in homologous series, with a label. */
export const SMALL = `smiles,name,y
${Array.from({ length: 12 }, (_, i) => `${'C'.repeat(i + 2)}O,alcohol-${i + 2},${i}`).join('\n')}
${Array.from({ length: 12 }, (_, i) => `${'C'.repeat(i + 2)}N(C)C,amine-${i + 2},${i / 2}`).join('\n')}
`;
