import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { isFresh } from '../scripts/fresh.js';

/** Worker threads and the executable are those of dist/: tests of an older one would test other code. */
function requireFreshBuild(): void {
  if (isFresh()) return;
  const error = new Error('dist/ is missing or older than the sources; run: npm run build');
  // One line says it all.
  error.stack = error.message;
  throw error;
}

export default function setup(project: TestProject): () => void {
  requireFreshBuild();
  // While watching, what was edited is built before it is tested.
  project.onTestsRerun(() => {
    const build = fileURLToPath(new URL('../scripts/build.js', import.meta.url));
    spawnSync(process.execPath, [build], { stdio: 'inherit' });
    requireFreshBuild();
  });
  // No test reads or writes the user's cache.
  const folder = mkdtempSync(join(tmpdir(), 'tanimark-cache-'));
  process.env.TANIMARK_CACHE_DIR = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
