import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const executable = fileURLToPath(new URL('../bin/tanimark.js', import.meta.url));

/** The files of code that a command reads until it ends: its own, and those of packages. */
export function modulesOf(args) {
  const folder = mkdtempSync(join(tmpdir(), 'tanimark-modules-'));
  try {
    const env = { ...process.env, NODE_V8_COVERAGE: folder };
    const { status } = spawnSync(process.execPath, [executable, ...args], { env, stdio: 'ignore' });
    if (status !== 0) throw new Error(`tanimark ${args.join(' ')} ended with ${status}`);
    const scripts = readdirSync(folder).flatMap((name) =>
      JSON.parse(readFileSync(join(folder, name), 'utf8')).result.map(({ url }) => url),
    );
    return [...new Set(scripts)].filter((url) => url.startsWith('file:')).sort();
  } finally {
    rmSync(folder, { recursive: true });
  }
}
