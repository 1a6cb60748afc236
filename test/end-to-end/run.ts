import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Given } from '../cli/run.js';
import { checkDocuments } from '../schemas/validate.js';

export const executable = fileURLToPath(new URL('../../bin/tanimark.js', import.meta.url));

/** Runs the built executable as a user would. What needs no process of its own is run by `cli/run.ts`, much faster. */
export function spawn(args: readonly string[], options: Given = {}) {
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
  if (result.status !== null && result.status <= 3) {
    checkDocuments(args, result.stdout, options.cwd);
  }
  return { code: result.status, stdout: result.stdout, stderr: result.stderr };
}
