import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** No test reads or writes the user's cache. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'tanimark-cache-'));
  process.env.TANIMARK_CACHE_DIR = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
