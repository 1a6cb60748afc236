import { basename, dirname, resolve } from 'node:path';
import { loadRegistry } from '../../dataset/named/load-registry.js';
import { TanimarkError } from '../../errors.js';
import { fromHere } from '../../folders.js';
import { configError, schemaProblems } from '../../gate/config/problem.js';
import { readConfigFile } from '../../gate/config/source.js';
import { nearestWord, printable } from '../../text.js';
import { resolveBench } from './resolve.js';
import { keysOf, schema } from './schema.js';
import type { LoadedBench } from './types.js';
import { BENCH_CONFIG } from './words.js';

/**
 * Reads the configuration of a benchmark, checks it, and puts every default in place.
 *
 * @param path relative to the working folder; `tanimark.bench.yaml` there unless given
 * @throws TanimarkError (config) in one line: file, line, key, what is wrong and what to do
 */
export async function loadBench(path = BENCH_CONFIG): Promise<LoadedBench> {
  const file = resolve(path);
  const name = fromHere(file);
  if (!/\.(ya?ml|json)$/i.test(file) || basename(file) === 'package.json') {
    throw new TanimarkError(
      'config',
      `${name}: the configuration of a benchmark must end in .yaml, .yml or .json; write one with tanimark bench --init`,
    );
  }
  const raw = readRaw(file, name);
  if (!raw) throw new TanimarkError('config', `${name}: is no configuration of a benchmark`);
  const { success, data, error } = schema.safeParse(raw.value);
  if (!success)
    throw configError(schemaProblems(error.issues, { at: knownAt, unknown: unknownKey }), raw);
  const place = { name, folder: dirname(file), registry: await loadRegistry() };
  const config = resolveBench(data, raw.value, place);
  if (Array.isArray(config)) throw configError(config, raw);
  return { config, raw };
}

/** A placeholder between braces of YAML reads as a map. */
function readRaw(file: string, name: string) {
  try {
    return readConfigFile(file, name, 'tanimark bench --init');
  } catch (error) {
    if (!(error instanceof TanimarkError) || !/not valid YAML.*flow-map/.test(error.message)) {
      throw error;
    }
    throw new TanimarkError(
      'config',
      `${error.message}; put quotes around a command with placeholders: {run: "train.py {train}"}`,
      { cause: error },
    );
  }
}

type Kind = keyof typeof keysOf;

const homes: Readonly<Record<Kind, string>> = {
  top: 'at the top',
  data: 'in an entry of data',
  splits: 'in an entry of splits',
  models: 'in a model',
  published: 'in an entry of published',
};

function knownAt([first]: readonly PropertyKey[]): readonly string[] {
  return keysOf[(first as Kind | undefined) ?? 'top'];
}

function unknownKey(key: string, path: readonly PropertyKey[]): string {
  const start = `has an unknown key "${printable(key, 60)}"`;
  const known = knownAt(path).filter((name) => name !== '$schema');
  const near = nearestWord(key, known);
  if (near) return `${start}; did you mean ${near}?`;
  const home = (Object.keys(homes) as Kind[]).find((kind) =>
    (keysOf[kind] as readonly string[]).includes(key),
  );
  if (home) return `${start}; it belongs ${homes[home]}`;
  return path[0] === 'splits'
    ? `${start}; it takes method, name, repeats, seed, test, valid, strict, count and the options of the method (tanimark split --methods)`
    : `${start}; it takes ${known.join(', ')}`;
}
