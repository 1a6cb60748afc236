import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { TanimarkError } from '../../errors.js';
import { list, printable } from '../../text.js';
import type { Registry } from './registry.js';
import { familySchema } from './schema.js';
import type { DatasetFamily, DatasetFields } from './types.js';

/** What every data set must have, itself or from its family's defaults. */
const NEEDED = ['summary', 'columns', 'license', 'citation'] as const;

/**
 * Reads a registry of the user's. Its `file:` URLs are relative to it, and stay in its folder.
 *
 * @param others what its names must differ from
 * @throws TanimarkError (config) that says where what is wrong
 */
export function readOwnRegistry(path: string, others: Registry): DatasetFamily {
  const shown = relative(process.cwd(), path) || path;
  const fail = (what: string) => new TanimarkError('config', `${printable(shown, 200)}: ${what}`);
  const family = parsed(path, fail);
  const taken = new Set([
    ...others.families.map((one) => one.family),
    ...others.datasets.map((one) => one.name),
    ...others.suites.map((one) => one.name),
  ]);
  if (taken.has(family.family)) throw fail(`family "${family.family}" exists; choose another name`);
  const own = new Set<string>();
  for (const dataset of family.datasets) {
    if (taken.has(dataset.name) || own.has(dataset.name)) {
      throw fail(`data set "${dataset.name}" exists; choose another name`);
    }
    own.add(dataset.name);
    checkFields(dataset.name, { ...family.defaults, ...dataset }, fail);
  }
  for (const [suite, { datasets }] of Object.entries(family.suites ?? {})) {
    if (taken.has(suite) || own.has(suite))
      throw fail(`suite "${suite}" exists; choose another name`);
    const lost = datasets.find((name) => !own.has(name) && !taken.has(name));
    if (lost !== undefined) throw fail(`suite "${suite}" lists "${lost}", which is no data set`);
  }
  const { urls: usual = [], ...defaults } = family.defaults ?? {};
  return {
    ...family,
    defaults,
    datasets: family.datasets.map((one) => {
      const { urls = usual, path: part = defaults.path ?? '' } = one;
      const whole = urls.map((url) => placed(url.replaceAll('{path}', part), path, fail));
      return { ...one, urls: whole, registry: path };
    }),
  };
}

type Fail = (what: string) => TanimarkError;

function parsed(path: string, fail: Fail): DatasetFamily {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw fail(`cannot be read (${(error as NodeJS.ErrnoException).code}); check the path`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw fail(`is not JSON (${(error as Error).message})`);
  }
  const found = familySchema.safeParse(value);
  if (found.success) return found.data as DatasetFamily;
  const [first, ...more] = found.error.issues;
  const where = first.path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`));
  const place = where.join('').replace(/^\./, '') || 'the registry';
  throw fail(
    `${place}: ${first.message}${more.length > 0 ? ` (and ${more.length} more problems)` : ''}`,
  );
}

function checkFields(name: string, fields: Partial<DatasetFields>, fail: Fail): void {
  const lacking = NEEDED.filter((key) => fields[key] === undefined);
  if (lacking.length > 0) throw fail(`data set "${name}" has no ${list(lacking, 'or')}`);
  if (fields.bundled !== undefined) {
    throw fail(`data set "${name}" has "bundled", which only the package can use; give urls`);
  }
  if (fields.urls === undefined) throw fail(`data set "${name}" has no urls`);
}

/** A `file:` URL with the whole path. */
function placed(url: string, registry: string, fail: Fail): string {
  if (!url.startsWith('file:')) return url;
  const folder = dirname(registry);
  let given = url.slice('file:'.length);
  try {
    if (url.startsWith('file://')) given = fileURLToPath(url);
  } catch {
    throw fail(`${url} is no file of this machine; write it as file:name or file:///folder/name`);
  }
  const path = resolve(folder, given);
  const way = relative(folder, path);
  if (way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)) {
    throw fail(`${url} is outside the folder of the registry; put the file into that folder`);
  }
  return pathToFileURL(path).href;
}
