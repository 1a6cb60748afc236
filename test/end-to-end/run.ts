import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const executable = fileURLToPath(new URL('../../bin/tanimark.js', import.meta.url));

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built executable as a user would. */
export function run(
  args: string[],
  options: { input?: string | Buffer; cwd?: string; env?: Record<string, string> } = {},
): Run {
  // An empty cache for each run: a second one must not be the same for that reason.
  const cache = mkdtempSync(join(tmpdir(), 'tanimark-cache-'));
  const result = spawnSync(process.execPath, [executable, ...args], {
    encoding: 'utf8',
    input: options.input ?? '',
    cwd: options.cwd,
    env: { ...process.env, TANIMARK_CACHE_DIR: cache, ...options.env },
    maxBuffer: 1 << 28,
  });
  rmSync(cache, { recursive: true });
  return { code: result.status, stdout: result.stdout, stderr: result.stderr };
}

/** A temporary folder with files in it. */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), 'tanimark-'));

  file(name: string, text: string | Buffer): string {
    writeFileSync(join(this.path, name), text);
    return join(this.path, name);
  }

  read(name: string): string {
    return readFileSync(join(this.path, name), 'utf8');
  }

  at(name: string): string {
    return join(this.path, name);
  }

  /** Everything in it, folders with what they hold, in alphabetical order. */
  names(): string[] {
    return readdirSync(this.path, { recursive: true, encoding: 'utf8' })
      .map((name) => name.replaceAll('\\', '/'))
      .sort();
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
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
