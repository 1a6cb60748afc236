import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { isDataset } from '../../dataset/named/resolve.js';
import { TanimarkError } from '../../errors.js';
import { fromHere, repositoryAbove } from '../../folders.js';
import { list, nearestWord, printable } from '../../text.js';
import { Boundary } from './boundary.js';
import { configError, type Problem, schemaProblems } from './problem.js';
import { fileAt, resolveConfig } from './resolve.js';
import { type ConfigInput, FILE_KEYS, HOME_KEYS, keysOf, schema } from './schema.js';
import { PACKAGE_KEY, readConfigFile } from './source.js';
import type { GateConfig } from './types.js';

/** Names of a configuration that is found by itself. */
export const CONFIG_NAMES = [
  'tanimark.config.yaml',
  'tanimark.config.yml',
  'tanimark.config.json',
] as const;

export interface LoadConfigOptions {
  /** Whether regular files outside the repository of the configuration may be read; default no. */
  readonly allowOutside?: boolean | undefined;
}

/**
 * The configurations in a folder: files by their names, and package.json with the key `tanimark`.
 *
 * @throws TanimarkError (config) where package.json must not be read, or cannot
 */
export function configsIn(
  folder: string,
  cwd = process.cwd(),
  options: LoadConfigOptions = {},
): string[] {
  const found = CONFIG_NAMES.map((name) => join(folder, name)).filter((path) => existsSync(path));
  const inPackage = join(folder, 'package.json');
  if (!existsSync(inPackage)) return found;
  try {
    const name = fromHere(resolve(inPackage), cwd);
    checkPlace(inPackage, name, options);
    if (readConfigFile(inPackage, name)) found.push(inPackage);
  } catch (error) {
    // A package.json that cannot be read matters where the configuration could only be in it.
    if (found.length === 0) throw error;
  }
  return found;
}

/**
 * The configuration of a folder.
 *
 * @throws TanimarkError (config) when there is none, or more than one
 */
export function findConfig(
  folder: string,
  cwd = process.cwd(),
  options: LoadConfigOptions = {},
): string {
  const found = configsIn(folder, cwd, options);
  if (found.length === 1) return found[0];
  const here = fromHere(resolve(folder), cwd);
  if (found.length === 0) {
    throw new TanimarkError(
      'config',
      `${here === '.' ? 'this folder' : here} has no ${CONFIG_NAMES[0]}, ${CONFIG_NAMES[1]}, ${CONFIG_NAMES[2]} or package.json with the key ${PACKAGE_KEY}; write one with tanimark check --init, or name one with --config`,
    );
  }
  throw new TanimarkError(
    'config',
    `${list(found.map((path) => basename(path)))} ${here === '.' ? '' : `in ${here} `}are both configurations; choose one with --config, or remove the other`,
  );
}

/**
 * A configuration is a regular file. One that a repository has, or that was found rather than given, must not be a link
 * that leads outside, because what is wrong with it is told.
 *
 * @throws TanimarkError (config)
 */
function checkPlace(file: string, name: string, { allowOutside }: LoadConfigOptions): void {
  const problem = new Boundary(dirname(file), allowOutside).problem(file, basename(file));
  if (problem !== null)
    throw new TanimarkError('config', `${name}: the configuration is ${problem}`);
}

/**
 * Reads a configuration, checks it, and puts every default in place. The files that it names must be regular files of its
 * repository (the nearest `.git` above it, else its folder), symbolic links resolved.
 *
 * @param path relative to the working folder; the configuration that is found there unless given
 * @param cwd the working folder, which paths in messages and in the result are relative to
 * @throws TanimarkError (config) in one line: file, line, key, what is wrong and what to do
 */
export function loadConfig(
  path?: string,
  cwd = process.cwd(),
  options: LoadConfigOptions = {},
): GateConfig {
  const file = path === undefined ? findConfig(cwd, cwd, options) : resolve(cwd, path);
  const name = fromHere(file, cwd);
  if (!/\.(ya?ml|json)$/i.test(file)) {
    throw new TanimarkError(
      'config',
      `${name}: a configuration file must end in .yaml, .yml or .json, or be package.json`,
    );
  }
  const free = path !== undefined && repositoryAbove(dirname(file)) === null;
  checkPlace(file, name, { allowOutside: options.allowOutside || free });
  const raw = readConfigFile(file, name);
  if (!raw) {
    throw new TanimarkError(
      'config',
      `${name} has no key "${PACKAGE_KEY}"; add it, or write a configuration with tanimark check --init`,
    );
  }
  const { success, data, error } = schema.safeParse(raw.value);
  if (!success)
    throw configError(
      quotable(schemaProblems(error.issues, { at: knownAt, unknown: unknownKey }), raw.value),
      raw,
    );
  const config = resolveConfig(data, name, fromHere(dirname(file), cwd));
  if (Array.isArray(config)) throw configError(config, raw);
  const boundary = new Boundary(dirname(file), options.allowOutside);
  const outside = outsideProblems(data, dirname(file), boundary);
  if (outside.length > 0) throw configError(outside, raw);
  return options.allowOutside ? { ...config, allowOutside: true } : config;
}

/** Of a file that seems to be no configuration the keys are told, and no values. */
function quotable(problems: Problem[], value: unknown): Problem[] {
  const isOurs = HOME_KEYS.some((key) => Object.hasOwn(Object(value), key));
  const keys = problems.filter(({ key }) => key !== undefined);
  return isOurs || keys.length === 0 ? problems : keys;
}

/** The files of a configuration that it must not name. @param folder its own, absolute */
function outsideProblems(input: ConfigInput, folder: string, boundary: Boundary): Problem[] {
  const parts = [
    { path: [], data: input },
    ...(input.tasks ?? []).map((data, t) => ({ path: ['tasks', t], data })),
  ];
  return parts.flatMap(({ path, data }) =>
    FILE_KEYS.flatMap((key): Problem[] => {
      const written = data[key];
      if (written === undefined || (key !== 'baseline' && isDataset(written))) return [];
      const problem = boundary.problem(fileAt(folder, written), written);
      return problem === null ? [] : [{ path: [...path, key], message: `is ${problem}` }];
    }),
  );
}

type Kind = keyof typeof keysOf;

/** The keys of the map at a path. */
function knownAt([first]: readonly PropertyKey[]): readonly string[] {
  return keysOf[(first as Kind | undefined) ?? 'top'];
}

const homes: Readonly<Record<Kind, string>> = {
  top: 'at the top',
  rules: 'in a rule',
  tasks: 'in a task',
  audit: 'under audit',
};

function unknownKey(key: string, path: readonly PropertyKey[]): string {
  const start = `has an unknown key "${printable(key, 60)}"`;
  const home = (Object.keys(homes) as Kind[]).find((kind) => keysOf[kind].includes(key));
  if (home) return `${start}; it belongs ${homes[home]}`;
  const known = knownAt(path).filter((name) => name !== '$schema');
  const near = nearestWord(key, known);
  return `${start}; ${near ? `did you mean ${near}?` : `it takes ${known.join(', ')}`}`;
}
