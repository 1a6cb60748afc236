/**
 * Before the package is packed: removes from dist/ what nobody who installs it needs, which is comments in code and the
 * declarations that index.d.ts does not lead to. Code stays as it is, and so do the comments of declarations.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { stamp } from './fresh.js';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));

/** Declarations that a file of them leads to, by imports, exports and `import(…)` in types. */
function leadsTo(file) {
  const { importedFiles } = ts.preProcessFile(readFileSync(file, 'utf8'), true, true);
  return importedFiles
    .map(({ fileName }) => fileName)
    .filter((name) => name.startsWith('.'))
    .map((name) => resolve(dirname(file), name.replace(/\.js$/, '.d.ts')));
}

/** @returns the declarations that index.d.ts leads to, and those of them that are not there */
function reached() {
  const found = new Set([join(dist, 'index.d.ts')]);
  const lost = [];
  for (const file of found) {
    if (!existsSync(file)) lost.push(file);
    else for (const next of leadsTo(file)) found.add(next);
  }
  return { found, lost };
}

/** Builds anew: an earlier packing has removed declarations that lead somewhere now. */
function rebuild() {
  for (const file of [stamp, join(dist, '.tsbuildinfo')]) rmSync(file, { force: true });
  const build = fileURLToPath(new URL('build.js', import.meta.url));
  const { status } = spawnSync(process.execPath, [build], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

if (reached().lost.length > 0) rebuild();
const { found, lost } = reached();
if (lost.length > 0) {
  process.stderr.write(`slim: ${lost.join(', ')} is not there\n`);
  process.exit(1);
}
const options = { removeComments: true, target: 'es2023', module: 'esnext' };
for (const name of readdirSync(dist, { recursive: true })) {
  const file = join(dist, name);
  if (name.endsWith('.d.ts')) {
    if (!found.has(file)) rmSync(file);
  } else if (name.endsWith('.js')) {
    const text = readFileSync(file, 'utf8');
    const { outputText } = ts.transpileModule(text, { compilerOptions: options });
    if (outputText !== text) writeFileSync(file, outputText);
  }
}
