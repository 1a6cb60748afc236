import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Written after a build that succeeded, as of its beginning: what changed since is not in it. */
export const stamp = join(root, 'dist/.built');
const outputs = ['dist/cli/main.js', 'dist/index.d.ts', 'dist/similarity/kernel/overlap.wasm'];
const inputs = [
  'src',
  'scripts/build.js',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
];

/** When a file or anything in a folder last changed; a folder changes with the names in it. */
function changed(path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats?.isDirectory()) return stats?.mtimeMs ?? 0;
  const inner = readdirSync(path).map((name) => changed(join(path, name)));
  return Math.max(stats.mtimeMs, ...inner);
}

/** Whether dist/ is there and was made of the sources as they are. */
export function isFresh() {
  if (![stamp, ...outputs.map((name) => join(root, name))].every((path) => existsSync(path)))
    return false;
  const built = statSync(stamp).mtimeMs;
  return inputs.every((name) => changed(join(root, name)) < built);
}
