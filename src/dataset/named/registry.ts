import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TanimarkError } from '../../errors.js';
import { currentIo } from '../../io.js';
import { nearestWord, printable } from '../../text.js';
import type { DatasetFamily, DatasetFields, NamedDataset } from './types.js';

/** Name of a registry of the user's that is found by itself. */
export const OWN_REGISTRY = 'tanimark.datasets.json';
/** The variable that names one. */
export const REGISTRY_VARIABLE = 'TANIMARK_DATASETS_REGISTRY';
const SUITE = 'suite:';

const folder = fileURLToPath(new URL('../../../datasets/', import.meta.url));

/** A list of data sets that are used together. */
export interface Suite {
  readonly name: string;
  readonly summary: string;
  readonly datasets: readonly string[];
}

/** The data sets that have a name. */
export class Registry {
  private readonly byName: ReadonlyMap<string, NamedDataset>;

  constructor(readonly families: readonly DatasetFamily[]) {
    this.byName = new Map(
      families.flatMap((family) =>
        family.datasets.map((one) => [one.name, completed(family, one)] as const),
      ),
    );
  }

  /** In the order of families and of their files. */
  get datasets(): readonly NamedDataset[] {
    return [...this.byName.values()];
  }

  get suites(): readonly Suite[] {
    return this.families.flatMap(({ suites = {} }) =>
      Object.entries(suites).map(([name, suite]) => ({ name, ...suite })),
    );
  }

  /** @throws TanimarkError (file) with the nearest name */
  get(name: string): NamedDataset {
    const found = this.byName.get(name);
    if (found) return found;
    const family = this.families.find((one) => one.family === name);
    if (family) {
      const [first] = family.datasets;
      throw new TanimarkError(
        'file',
        `dataset:${name} is a family of ${family.datasets.length} data sets, not one of them; name one, such as dataset:${first.name} (tanimark datasets list ${name})`,
      );
    }
    const near = nearestWord(name, this.byName.keys());
    throw new TanimarkError(
      'file',
      `dataset:${printable(name, 60)}: unknown data set${near ? ` (did you mean dataset:${near}?)` : ''}; tanimark datasets list shows all names`,
    );
  }

  /**
   * The data sets that words name: a data set, a family or `suite:<name>` each. Each comes once.
   *
   * @throws TanimarkError (usage) with the nearest word
   */
  named(words: readonly string[]): NamedDataset[] {
    return [...new Set(words.flatMap((word) => this.meant(word)))];
  }

  private meant(word: string): readonly NamedDataset[] {
    const name = word.replace(/^dataset:/, '');
    const one = this.byName.get(name);
    if (one) return [one];
    const suite = this.suites.find((each) => `${SUITE}${each.name}` === word || each.name === word);
    if (suite) return suite.datasets.map((member) => this.get(member));
    const family = this.families.find((each) => each.family === name);
    if (family) return family.datasets.map((member) => this.get(member.name));
    const near = nearestWord(name, [
      ...this.byName.keys(),
      ...this.families.map((each) => each.family),
      ...this.suites.map((each) => each.name),
    ]);
    throw new TanimarkError(
      'usage',
      `${printable(word, 60)}: unknown data set${near ? ` (did you mean ${near}?)` : ''}; tanimark datasets list shows all names`,
    );
  }
}

/** A data set with what its family says of all. */
function completed(
  { family, defaults = {} }: DatasetFamily,
  own: Partial<DatasetFields> & { readonly name: string; readonly registry?: string },
): NamedDataset {
  const fields = { ...defaults, ...own } as DatasetFields & { name: string };
  const { path = '' } = fields;
  const urls = fields.urls?.map((url) => url.replaceAll('{path}', path));
  return { ...fields, family, ...(urls ? { urls } : {}) };
}

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
  const inRepository = repositoryOf(from) !== undefined;
  for (let at = resolve(from); ; at = dirname(at)) {
    const path = join(at, name);
    if (existsSync(path)) return path;
    if (!inRepository || existsSync(join(at, '.git')) || dirname(at) === at) return undefined;
  }
}

function repositoryOf(from: string): string | undefined {
  for (let at = resolve(from); ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (dirname(at) === at) return undefined;
  }
}

/** The name of the file of a data set, in the cache. */
export function fileNameOf({ file, member, urls = [], bundled }: NamedDataset): string {
  return file ?? basename(member ?? bundled ?? new URL(urls[0]).pathname);
}
