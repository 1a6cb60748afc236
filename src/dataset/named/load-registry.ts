import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { repositoryAbove } from '../../folders.js';
import { currentIo } from '../../io.js';
import { Registry } from './registry.js';
import type { DatasetFamily, NamedDataset } from './types.js';

/** Name of a registry of the user's that is found by itself. */
const OWN_REGISTRY = 'tanimark.datasets.json';
/** The variable that names one. */
const REGISTRY_VARIABLE = 'TANIMARK_DATASETS_REGISTRY';

const folder = fileURLToPath(new URL('../../../datasets/', import.meta.url));

let bundled: readonly DatasetFamily[] | undefined;

/** The families that come with the package. */
export function bundledFamilies(): readonly DatasetFamily[] {
  if (bundled) return bundled;
  const registry = join(folder, 'registry');
  const files = readdirSync(registry).filter((name) => name.endsWith('.json'));
  bundled = files.sort().map((file) => JSON.parse(readFileSync(join(registry, file), 'utf8')));
  return bundled;
}

/** Where the file of a bundled data set is; undefined for others. */
export function bundledFile({ bundled }: NamedDataset): string | undefined {
  return bundled === undefined ? undefined : join(folder, bundled);
}

/**
 * The bundled registry, with those of the user: the files given, those of TANIMARK_DATASETS_REGISTRY, and
 * `tanimark.datasets.json` of the working folder or of one above it in the same repository.
 *
 * @throws TanimarkError (config) on what is wrong in one of the user's
 */
export async function loadRegistry(given: readonly string[] = []): Promise<Registry> {
  const families = [...bundledFamilies()];
  for (const file of ownRegistries(given)) {
    const { readOwnRegistry } = await import('./own-registry.js');
    families.push(readOwnRegistry(file, new Registry(families)));
  }
  return new Registry(families);
}

function ownRegistries(given: readonly string[]): string[] {
  const variable = currentIo().env[REGISTRY_VARIABLE];
  const found = fileAbove(OWN_REGISTRY);
  const files = [...given, ...(variable ? [variable] : []), ...(found ? [found] : [])];
  return [...new Set(files.map((file) => resolve(file)))];
}

/**
 * The file of a name in the working folder, or in one above it of the same repository (the nearest `.git`). Outside a
 * repository other people may own the folders above.
 */
export function fileAbove(name: string, from = process.cwd()): string | undefined {
  const last = repositoryAbove(from) ?? resolve(from);
  for (let at = resolve(from); ; at = dirname(at)) {
    const path = join(at, name);
    if (existsSync(path)) return path;
    if (at === last) return undefined;
  }
}
